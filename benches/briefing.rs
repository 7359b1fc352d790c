//! Makes a site like a large briefing, of any number of pages: sections of a hundred
//! pages, each of about 600 words with headings, links, a table, a note and tags, one in
//! five with a code block. The same each time.

use std::fs;
use std::io;
use std::path::Path;

use super::dice::Dice;

const WORDS: &[&str] = &[
    "council", "water", "well", "survey", "pump", "district", "office", "measure", "summer", "dry",
    "public", "report", "village", "supply", "north", "valley", "promise", "charge", "season",
    "level", "fall", "rise", "record", "year", "budget", "repair", "meeting", "vote", "road",
    "tank", "of", "the", "a", "in", "and", "to", "for", "by", "with", "is",
];

/// Pages in a section.
const SECTION: usize = 100;

impl Dice {
    fn word(&mut self) -> &'static str {
        self.pick(WORDS)
    }

    fn sentence(&mut self) -> String {
        let words: Vec<_> = (0..8 + self.roll(9)).map(|_| self.word()).collect();
        let text = words.join(" ");
        format!("{}{}.", text[..1].to_uppercase(), &text[1..])
    }

    fn sentences(&mut self, count: usize) -> String {
        let all: Vec<_> = (0..count).map(|_| self.sentence()).collect();
        all.join(" ")
    }
}

/// The path of a page from `content/`, without its ending: also its address.
pub fn path(number: usize) -> String {
    format!("section-{:03}/page-{number:05}", number / SECTION)
}

/// Writes a project of so many pages into a folder.
pub fn write(folder: &Path, pages: usize) -> io::Result<()> {
    let mut dice = Dice(4);
    fs::create_dir_all(folder.join("content"))?;
    let settings = "title: A large briefing\nbase_url: https://example.org/\n";
    fs::write(folder.join("site.yaml"), settings)?;
    let home = "---\ntitle: A large briefing\n---\n\nEverything on wells.\n";
    fs::write(folder.join("content/index.md"), home)?;
    for number in 0..pages {
        let file = folder.join(format!("content/{}.md", path(number)));
        if number % SECTION == 0 {
            fs::create_dir_all(file.parent().unwrap_or(folder))?;
        }
        fs::write(file, page(&mut dice, number, pages))?;
    }
    Ok(())
}

fn page(dice: &mut Dice, number: usize, pages: usize) -> String {
    let (day, month) = (1 + number % 28, 1 + number % 12);
    let (tag, other, summary) = (dice.word(), dice.word(), dice.sentence());
    let mut text = format!(
        "---\ntitle: Page {number}\nsummary: {summary}\ndate: 2024-{month:02}-{day:02}\n\
         tags: [{tag}, {other}]\norder: {}\n---\n\n",
        number % SECTION
    );
    for _ in 0..4 {
        let heading = dice.sentence();
        let link = path(dice.roll(pages));
        let (before, after, more) = (dice.sentences(3), dice.sentences(2), dice.sentences(5));
        text.push_str(&format!(
            "## {heading}\n\n{before} See [another page](/{link}.md). {after}\n\n{more}\n\n"
        ));
    }
    text.push_str("| Well | Year | Level |\n|---|---|--:|\n");
    for row in 0..5 {
        let (well, level) = (dice.word(), dice.roll(999));
        text.push_str(&format!("| {well} | {} | {level} |\n", 2000 + row));
    }
    text.push_str(&format!("\nA claim.[^1]\n\n[^1]: {}\n", dice.sentence()));
    if number.is_multiple_of(5) {
        text.push_str(
            "\n```rust\nfn main() {\n    let levels = [3, 1, 2];\n    for level in levels {\n        \
             println!(\"{level}\");\n    }\n}\n```\n",
        );
    }
    text
}
