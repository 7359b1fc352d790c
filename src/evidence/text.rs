//! A source's text into numbered paragraphs and their words.
//!
//! Promises: the same text, rule and omissions give the same paragraphs, so
//! that a number means the same to writer, reader and fingerprint.

use std::ops::Range;

use sha2::{Digest, Sha256};

use super::words::{Word, words_within};

/// What ends a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The end of the line.
    Lines,
    /// An empty line.
    Blank,
}

impl Rule {
    /// As it is written on the command line and in a fingerprint.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Lines => "lines",
            Rule::Blank => "blank",
        }
    }

    /// The rule for a text of which nothing else is known: empty lines end its
    /// paragraphs, if it has any.
    pub fn of(text: &str) -> Rule {
        match text.contains("\n\n") {
            true => Rule::Blank,
            false => Rule::Lines,
        }
    }

    /// The rule of a name.
    pub fn parse(name: &str) -> Option<Rule> {
        [Rule::Lines, Rule::Blank]
            .into_iter()
            .find(|rule| rule.name() == name)
    }
}

/// What is left out as page furniture (headlines, menus, advertisements).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skip {
    /// Paragraphs from one number to another, counted before any is left out.
    Numbers(u32, u32),
    /// Each paragraph that reads so.
    Text(String),
}

impl Skip {
    /// Reads `3`, `1-3,8-9`, or the text of a paragraph.
    pub fn parse(text: &str) -> Vec<Skip> {
        let number = |text: &str| text.trim().parse::<u32>().ok();
        let numbers = |text: &str| match text.split_once(['-', '–']) {
            Some((first, last)) => number(first).zip(number(last)),
            None => number(text).map(|number| (number, number)),
        };
        let ranges: Option<Vec<_>> = text.split(',').map(numbers).collect();
        match ranges {
            Some(ranges) => ranges
                .into_iter()
                .map(|(first, last)| Skip::Numbers(first, last))
                .collect(),
            None => vec![Skip::Text(text.trim().to_owned())],
        }
    }
}

/// A text, its paragraphs, and their words.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceText {
    text: String,
    rule: Rule,
    /// The numbers of what was left out, counted before.
    skipped: Vec<u32>,
    /// Where each paragraph stands in the text, and the number of its first word.
    paragraphs: Vec<(Range<usize>, usize)>,
    words: Vec<Word>,
}

impl SourceText {
    /// Cuts a text into paragraphs. An omission that leaves nothing out is a
    /// mistake, and so is a text of which nothing is left.
    pub fn new(text: &str, rule: Rule, skip: &[Skip]) -> Result<SourceText, String> {
        let all = match rule {
            Rule::Lines => lines(text),
            Rule::Blank => blocks(text),
        };
        let mut skipped = Vec::new();
        for skip in skip {
            let found = matching(text, &all, skip);
            if found.is_empty() {
                return Err(nothing_skipped(skip, all.len()));
            }
            skipped.extend(found);
        }
        skipped.sort_unstable();
        skipped.dedup();
        let mut words = Vec::new();
        let mut paragraphs = Vec::new();
        for (number, span) in (1u32..).zip(all) {
            if skipped.binary_search(&number).is_err() {
                paragraphs.push((span.clone(), words.len()));
                words.extend(words_within(text, span, &[]));
            }
        }
        match words.len() {
            0..3 => Err("fewer than three words are left to quote from".to_owned()),
            _ => Ok(SourceText {
                text: text.to_owned(),
                rule,
                skipped,
                paragraphs,
                words,
            }),
        }
    }

    /// The text as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What ends its paragraphs.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// The numbers of the paragraphs left out, counted before that.
    pub fn skipped(&self) -> &[u32] {
        &self.skipped
    }

    /// All its words, across paragraphs.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The texts of its paragraphs, in order.
    pub fn paragraphs(&self) -> impl ExactSizeIterator<Item = &str> {
        let spans = self.paragraphs.iter();
        spans.map(|(span, _)| self.text.get(span.clone()).unwrap_or_default())
    }

    /// The numbers of the first word of each paragraph and of that after its
    /// last.
    pub fn word_ranges(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = self.paragraphs.iter().map(|(_, start)| *start);
        let ends = starts.clone().skip(1).chain([self.words.len()]);
        starts.zip(ends).map(|(start, end)| start..end)
    }

    /// What stands in the text from one word to another.
    pub fn passage(&self, words: Range<usize>) -> &str {
        let last = words.end.checked_sub(1).and_then(|i| self.words.get(i));
        match (self.words.get(words.start), last) {
            (Some(first), Some(last)) => self.text.get(first.span.start..last.span.end),
            _ => None,
        }
        .unwrap_or_default()
    }

    /// The SHA-256 of the text, in hexadecimal, as `sha256sum` prints it.
    pub fn sha256(&self) -> String {
        sha256(&self.text)
    }
}

/// The SHA-256 of a text, in hexadecimal.
pub fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            found.push(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    found
}

fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end().len();
        match found.last_mut() {
            _ if line.trim().is_empty() => open = false,
            Some(last) if open => last.end = end,
            _ => {
                found.push(start..end);
                open = true;
            }
        }
        start += line.len();
    }
    found
}

fn matching(text: &str, all: &[Range<usize>], skip: &Skip) -> Vec<u32> {
    let numbered = (1u32..).zip(all);
    let kept = numbered.filter(|(number, span)| match skip {
        Skip::Numbers(first, last) => (first..=last).contains(&number),
        Skip::Text(wanted) => {
            let paragraph = text.get((*span).clone()).unwrap_or_default();
            paragraph.trim() == wanted
        }
    });
    kept.map(|(number, _)| number).collect()
}

fn nothing_skipped(skip: &Skip, count: usize) -> String {
    match skip {
        Skip::Numbers(first, last) if first == last => {
            format!("there is no paragraph {first} to leave out: there are {count}")
        }
        Skip::Numbers(first, last) => {
            format!("there are no paragraphs {first}-{last} to leave out: there are {count}")
        }
        Skip::Text(text) => format!("no paragraph reads `{text}`, which was to be left out"),
    }
}
