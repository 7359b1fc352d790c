//! Makes a site like a large briefing, of any number of pages: sections of a hundred
//! pages, each of about 600 words with headings, links, a table, a note and tags, one in
//! five with a code block. The same each time.

#[path = "snippets.rs"]
mod snippets;

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
pub const SECTION: usize = 100;

/// One page in so many has a code block.
pub const CODE: usize = 5;

/// A page, in the dialect of no generator yet.
pub struct Page {
    /// Its number: the first is 0.
    pub number: usize,
    /// A sentence.
    pub summary: String,
    /// A day, `2024-05-17`.
    pub date: String,
    /// Two different words.
    pub tags: [&'static str; 2],
    /// What follows the front matter.
    pub body: String,
}

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

/// All pages of a site; `link` writes the address of a link to the page of a path.
pub fn pages(count: usize, link: fn(&str) -> String) -> impl Iterator<Item = Page> {
    let mut dice = Dice(4);
    (0..count).map(move |number| page(&mut dice, number, count, link))
}

/// Writes a project of so many pages into a folder.
pub fn write(folder: &Path, count: usize) -> io::Result<()> {
    fs::create_dir_all(folder.join("content"))?;
    // What the compared generators do not make is not made.
    let settings = "title: A large briefing\nbase_url: https://example.org/\nsearch: false\n\
                    print: false\nwhats_new: false\n\
                    outputs: { markdown: false, llms: false, headers: false, cards: none }\n";
    fs::write(folder.join("site.yaml"), settings)?;
    let home = "---\ntitle: A large briefing\n---\n\nEverything on wells.\n";
    fs::write(folder.join("content/index.md"), home)?;
    for page in pages(count, |path| format!("/{path}.md")) {
        let number = page.number;
        let file = folder.join(format!("content/{}.md", path(number)));
        if number % SECTION == 0 {
            fs::create_dir_all(file.parent().unwrap_or(folder))?;
        }
        let [tag, other] = page.tags;
        let text = format!(
            "---\ntitle: Page {number}\nsummary: {}\ndate: {}\ntags: [{tag}, {other}]\n\
             order: {}\n---\n\n{}",
            page.summary,
            page.date,
            number % SECTION,
            page.body
        );
        fs::write(file, text)?;
    }
    Ok(())
}

fn page(dice: &mut Dice, number: usize, pages: usize, link: fn(&str) -> String) -> Page {
    let (tag, mut other) = (dice.word(), dice.word());
    while other == tag {
        other = dice.word();
    }
    let summary = dice.sentence();
    let mut body = String::new();
    for _ in 0..4 {
        let heading = dice.sentence();
        let link = link(&path(dice.roll(pages)));
        let (before, after, more) = (dice.sentences(3), dice.sentences(2), dice.sentences(5));
        body.push_str(&format!(
            "## {heading}\n\n{before} See [another page]({link}). {after}\n\n{more}\n\n"
        ));
    }
    body.push_str("| Well | Year | Level |\n|---|---|--:|\n");
    for row in 0..5 {
        let (well, level) = (dice.word(), dice.roll(999));
        body.push_str(&format!("| {well} | {} | {level} |\n", 2000 + row));
    }
    body.push_str(&format!("\nA claim.[^1]\n\n[^1]: {}\n", dice.sentence()));
    if number.is_multiple_of(CODE) {
        let (language, code) = dice.pick(snippets::SNIPPETS);
        let code = code
            .replace("WORD", dice.word())
            .replace("NUMBER", &dice.roll(999).to_string());
        body.push_str(&format!("\n```{language}\n{}\n```\n", code.trim()));
    }
    Page {
        number,
        summary,
        date: format!("2024-{:02}-{:02}", 1 + number % 12, 1 + number % 28),
        tags: [tag, other],
        body,
    }
}
