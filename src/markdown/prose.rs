//! Events into plain text: the first words of a page, how many there are, and
//! the text of a heading or paragraph.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::characters::holds;
use super::facts::Facts;
use super::page::{Events, Page, Spanned};
use super::references;

const EXCERPT_CHARS: usize = 300;

/// Notes the body's first words, and their number. Leaves the events alone.
pub(super) fn prose<'a>(events: Events<'a>, page: &Page<'a>, facts: &mut Facts) -> Events<'a> {
    if !page.is_scan() {
        return events;
    }
    let mut excerpt = Excerpt::default();
    let mut in_code = false;
    for (event, _) in &events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(text) | Event::Code(text) if !in_code => facts.words += words(text),
            _ => {}
        }
        excerpt.read(event, facts);
    }
    facts.text = excerpt.finish();
    events
}

/// Counts words; a Han character or a kana counts as one.
pub(super) fn words(text: &str) -> usize {
    if text.is_ascii() {
        return ascii_words(text);
    }
    let spaced = text
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric));
    spaced
        .map(|word| match word.is_ascii() {
            true => 1,
            false => word.chars().filter(|c| is_unspaced(*c)).count().max(1),
        })
        .sum()
}

/// Whether a letter is a Han character or a kana, which are written without spaces.
pub fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

fn ascii_words(text: &str) -> usize {
    let mut words = 0;
    let mut counted = false;
    for byte in text.bytes() {
        if byte.is_ascii_whitespace() {
            counted = false;
        } else if !counted && byte.is_ascii_alphanumeric() {
            counted = true;
            words += 1;
        }
    }
    words
}

/// The plain text of inline events: what a reader would read aloud. Images
/// give their alternate text, footnotes and HTML nothing.
pub(super) fn plain_text(events: &[Spanned]) -> String {
    let mut text = String::new();
    for (event, _) in events {
        push_plain(&mut text, event);
    }
    text
}

fn push_plain(text: &mut String, event: &Event) {
    match event {
        Event::Text(piece)
        | Event::Code(piece)
        | Event::InlineMath(piece)
        | Event::DisplayMath(piece) => text.push_str(piece),
        Event::SoftBreak | Event::HardBreak => text.push(' '),
        _ => {}
    }
}

/// Gathers the first words of paragraphs, those of footnotes left out.
#[derive(Default)]
struct Excerpt {
    text: String,
    paragraphs: usize,
    footnotes: usize,
}

impl Excerpt {
    fn read(&mut self, event: &Event, facts: &Facts) {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => self.footnotes += 1,
            Event::End(TagEnd::FootnoteDefinition) => self.footnotes -= 1,
            Event::Start(Tag::Paragraph) => self.paragraphs += 1,
            Event::End(TagEnd::Paragraph) => {
                self.paragraphs -= 1;
                self.text.push(' ');
            }
            _ if self.paragraphs > 0
                && self.footnotes == 0
                && self.text.len() < EXCERPT_CHARS * 4 =>
            {
                push_plain(&mut self.text, event);
                // What a source is called is not known here.
                if let Event::FootnoteReference(label) = event
                    && let Some(key) = references::named(label, facts)
                {
                    self.text.push('@');
                    self.text.push_str(key);
                }
            }
            _ => {}
        }
    }

    /// White space folded, cut after a word.
    fn finish(self) -> String {
        let folded = fold_space(&self.text);
        let Some((end, _)) = folded.char_indices().nth(EXCERPT_CHARS) else {
            return folded;
        };
        let cut = folded.get(..end).unwrap_or_default();
        let words = cut.rsplit_once(' ').map_or(cut, |(words, _)| words);
        format!(
            "{}…",
            words.trim_end_matches(|c: char| !c.is_alphanumeric())
        )
    }
}

/// Runs of white space as one space, none at the ends.
pub(super) fn fold_space(text: &str) -> String {
    if is_folded(text) {
        return text.to_owned();
    }
    fn join<'t>(words: impl Iterator<Item = &'t str>, room: usize) -> String {
        let mut folded = String::with_capacity(room);
        for word in words {
            if !folded.is_empty() {
                folded.push(' ');
            }
            folded.push_str(word);
        }
        folded
    }
    match text.is_ascii() {
        true => join(text.split_ascii_whitespace(), text.len()),
        false => join(text.split_whitespace(), text.len()),
    }
}

/// Whether a text has no white space but single spaces, none at its ends, as most have.
fn is_folded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    // As in `holds`, without an end before the last.
    let has_two = pairs.fold(false, |found, pair| found | (pair == (&b' ', &b' ')));
    let may_be_other = |byte: u8| byte < b' ' || !byte.is_ascii();
    let is_other = |c: char| c != ' ' && c.is_whitespace();
    let has_other = holds(text, may_be_other) && text.contains(is_other);
    !has_two && !has_other && text.trim_matches(' ').len() == text.len()
}
