//! Words of a source into the [`Place`] that a reader can be told: in which
//! paragraph they stand, and where in it.

use std::ops::Range;

use super::fingerprint::Fingerprint;

/// A stretch of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The number of the paragraph in which it begins.
    pub paragraph: u32,
    /// The number of that in which it ends.
    pub last_paragraph: u32,
    /// Its words, counted from zero at the beginning of the text.
    pub words: Range<usize>,
    /// The same, counted from zero at the beginning of the first paragraph.
    pub in_paragraph: Range<usize>,
}

impl Place {
    /// The place of some words.
    pub fn new(fingerprint: &Fingerprint, words: Range<usize>) -> Place {
        let paragraphs = fingerprint.paragraphs();
        let after = paragraphs.partition_point(|found| found.words.end <= words.start);
        let found = paragraphs.get(after).or(paragraphs.last());
        let start = found.map_or(0, |found| found.words.start);
        Place {
            paragraph: found.map_or(0, |found| found.number),
            last_paragraph: fingerprint.paragraph_of(words.end.saturating_sub(1)),
            in_paragraph: words.start.saturating_sub(start)..words.end.saturating_sub(start),
            words,
        }
    }
}
