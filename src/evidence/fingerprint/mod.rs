//! A [`SourceText`] into what a quotation is checked against without it: the
//! hash of every three words in a row, paragraph by paragraph.
//!
//! Promises: the same text gives the same fingerprint on every machine; a
//! quotation of three words or more that matches it stands in the text word for
//! word, but for a chance of one in 2⁶⁴. It keeps a text out of a repository.
//! It is no secret: who guesses a sentence can see whether it is there.

mod parse;
mod write;

use std::ops::{Range, RangeInclusive};

use super::negation::Negations;
use super::text::{Rule, SourceText};
use super::words::{WORDS_VERSION, Word, unicode_version};

pub use parse::BadFingerprint;
pub(super) use write::numbers;

/// The words that are hashed together.
pub const WINDOW: usize = 3;
/// How many words after a negation, in its clause, it is taken to bear on.
const REACH: usize = 4;

/// What a text says, as hashes. Words are numbered from zero across paragraphs.
#[derive(Clone, Debug, PartialEq)]
pub struct Fingerprint {
    unicode: String,
    language: Option<String>,
    sha256: String,
    rule: Rule,
    skipped: Vec<u32>,
    paragraphs: Vec<Paragraph>,
    /// The hash of the three words that begin at each word, but for the last two.
    windows: Vec<u64>,
    negations: Vec<Negation>,
    /// The numbers of all windows, in the order of their hashes.
    index: Vec<u32>,
}

/// One paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Counted from one, without what was left out.
    pub number: u32,
    /// Its words.
    pub words: Range<usize>,
}

/// A word that denies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Negation {
    /// Its place.
    pub word: usize,
    /// The words around it that it bears on: at most one before it and four
    /// after it, none beyond the end of its clause.
    pub reach: RangeInclusive<usize>,
}

impl Fingerprint {
    /// The fingerprint of a text in a language, which says what denies in it.
    pub fn new(text: &SourceText, language: Option<&str>) -> Fingerprint {
        let words = text.words();
        let windows: Vec<&[Word]> = words.windows(WINDOW).collect();
        let paragraphs = (1..).zip(text.word_ranges());
        Fingerprint {
            unicode: unicode_version(),
            language: language.map(str::to_owned),
            sha256: text.sha256(),
            rule: text.rule(),
            skipped: text.skipped().to_vec(),
            negations: negations(text, Negations::of(language)),
            paragraphs: paragraphs
                .map(|(number, words)| Paragraph { number, words })
                .collect(),
            windows: windows
                .iter()
                .map(|window| hash(window.iter().map(|word| word.folded.as_str())))
                .collect(),
            index: Vec::new(),
        }
        .indexed()
    }

    fn indexed(mut self) -> Fingerprint {
        let mut windows: Vec<(u64, u32)> = self.windows.iter().copied().zip(0..).collect();
        windows.sort_unstable();
        self.index = windows.into_iter().map(|(_, at)| at).collect();
        self
    }

    /// The SHA-256 of the text, in hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The version of Unicode by which the text was cut into words.
    pub fn unicode(&self) -> &str {
        &self.unicode
    }

    /// The text's language, as a BCP 47 tag.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// What ends the text's paragraphs.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// The numbers of the paragraphs that were left out, counted before that.
    pub fn skipped(&self) -> &[u32] {
        &self.skipped
    }

    /// The paragraphs, in order. There is at least one.
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// The words of the text that deny, in order.
    pub fn negations(&self) -> &[Negation] {
        &self.negations
    }

    /// The number of words.
    pub fn word_count(&self) -> usize {
        self.windows.len() + WINDOW - 1
    }

    /// The number of the paragraph in which a word stands.
    pub fn paragraph_of(&self, word: usize) -> u32 {
        let after = self
            .paragraphs
            .partition_point(|paragraph| paragraph.words.end <= word);
        let found = self.paragraphs.get(after).or(self.paragraphs.last());
        found.map_or(0, |paragraph| paragraph.number)
    }

    /// The first word from a place on that denies.
    pub fn negation_from(&self, word: usize) -> Option<&Negation> {
        let after = self.negations.partition_point(|n| n.word < word);
        self.negations.get(after)
    }

    /// The hash of the three words that begin at a word.
    pub(super) fn window(&self, at: usize) -> Option<u64> {
        self.windows.get(at).copied()
    }

    /// Where three words stand, in order.
    pub(super) fn places(&self, window: u64) -> &[u32] {
        let of = |at: &u32| self.windows.get(*at as usize).copied().unwrap_or_default();
        let start = self.index.partition_point(|at| of(at) < window);
        let end = self.index.partition_point(|at| of(at) <= window);
        self.index.get(start..end).unwrap_or_default()
    }
}

/// The hash of three words: the first 64 bits of the BLAKE3 of the version of
/// the rules for words and of the words, each ended by a byte that is in no word.
pub(super) fn hash<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    let mut bytes = WORDS_VERSION.to_le_bytes().to_vec();
    for word in words {
        bytes.extend(word.as_bytes());
        bytes.push(0xFF);
    }
    let [a, b, c, d, e, f, g, h, ..] = *blake3::hash(&bytes).as_bytes();
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// The words that deny. What one bears on ends where punctuation does: of 'never
/// justifiable, regardless of motive' the last words may be quoted alone.
fn negations(text: &SourceText, negations: Negations) -> Vec<Negation> {
    let words = text.words();
    let folded = |at: usize| words.get(at).map(|word: &Word| word.folded.as_str());
    let mut found = Vec::new();
    for paragraph in text.word_ranges() {
        let joined = |left: usize, right: usize| {
            let spans = words.get(left).zip(words.get(right));
            let between = spans.and_then(|(l, r)| text.text().get(l.span.end..r.span.start));
            paragraph.contains(&right) && between.is_some_and(|gap| !gap.contains(ends_clause))
        };
        for (at, word) in paragraph
            .clone()
            .zip(words.get(paragraph.clone()).unwrap_or_default())
        {
            let before = at
                .checked_sub(1)
                .filter(|before| paragraph.contains(before));
            let after = Some(at + 1).filter(|after| paragraph.contains(after));
            let neighbour = |at: Option<usize>| at.and_then(folded);
            if negations.is_negation(neighbour(before), &word.folded, neighbour(after)) {
                let from = before.filter(|before| joined(*before, at)).unwrap_or(at);
                let reached = (at..at + REACH).take_while(|left| joined(*left, left + 1));
                found.push(Negation {
                    word: at,
                    reach: from..=at + reached.count(),
                });
            }
        }
    }
    found
}

fn ends_clause(c: char) -> bool {
    ".,;:!?()[]\"“”«»–—…。，；：！？、（）「」『』،؛؟।".contains(c)
}
