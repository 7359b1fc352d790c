//! A source's text into what a browser shows of it: also what was left out as
//! page furniture; and words of it into the characters of terms.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::super::text::SourceText;
use super::super::words::{Word, words_within};
use super::choice::Chosen;
use super::{Terms, previous};

/// A source's text as a browser shows it, also with what was left out of it.
pub(super) struct Shown<'a> {
    pub text: &'a str,
    pub words: Vec<Cow<'a, Word>>,
    pub blocks: Vec<Range<usize>>,
}

impl<'a> Shown<'a> {
    pub fn new(source: &'a SourceText) -> Shown<'a> {
        let mut shown = Shown {
            text: source.text(),
            words: Vec::new(),
            blocks: Vec::new(),
        };
        let mut end = 0;
        for range in source.word_ranges() {
            let words = source.words().get(range).unwrap_or_default();
            let (Some(first), Some(last)) = (words.first(), words.last()) else {
                continue;
            };
            if !source.skipped().is_empty() {
                shown.add_left_out(end..first.span.start);
            }
            shown.add(words.iter().map(Cow::Borrowed));
            end = last.span.end;
        }
        if !source.skipped().is_empty() {
            shown.add_left_out(end..source.text().len());
        }
        shown
    }

    fn add(&mut self, words: impl Iterator<Item = Cow<'a, Word>>) {
        let start = self.words.len();
        self.words.extend(words);
        if start < self.words.len() {
            self.blocks.push(start..self.words.len());
        }
    }

    fn add_left_out(&mut self, stretch: Range<usize>) {
        let mut start = stretch.start;
        for line in self
            .text
            .get(stretch)
            .unwrap_or_default()
            .split_inclusive('\n')
        {
            let words = words_within(self.text, start..start + line.len(), &[]);
            self.add(words.into_iter().map(Cow::Owned));
            start += line.len();
        }
    }

    /// The bytes of words, widened to where UAX #29 parts words: not in `_a_`.
    fn span(&self, words: &Range<usize>) -> Range<usize> {
        let first = self.words.get(words.start).map(|word| word.span.start);
        let last = previous(&self.words, words.end).map(|word| word.span.end);
        let (start, end) = (first.unwrap_or_default(), last.unwrap_or_default());
        let left = self.text.get(..start).unwrap_or_default();
        let from = left.trim_end_matches(|c: char| !c.is_whitespace()).len();
        let right = self.text.get(end..).unwrap_or_default();
        let to = self.text.len() - right.trim_start_matches(|c: char| !c.is_whitespace()).len();
        let mut span = start..end;
        let around = self.text.get(from..to).unwrap_or_default();
        for (at, piece) in around.split_word_bound_indices() {
            let (piece_start, piece_end) = (from + at, from + at + piece.len());
            if piece_start < start && start < piece_end {
                span.start = piece_start;
            }
            if piece_start < end && end < piece_end {
                span.end = piece_end;
            }
        }
        span
    }

    /// Where the text before a word ends, and that from it on begins. Across
    /// paragraphs these are the ends of their lines, with nothing between;
    /// in one, `here`.
    pub fn seam(&self, word: usize, here: usize) -> Option<(usize, usize)> {
        if !self.blocks.iter().any(|block| block.start == word) {
            return Some((here, here));
        }
        let (end, start) = (
            previous(&self.words, word)?.span.end,
            self.words.get(word)?.span.start,
        );
        let between = self.text.get(end..start)?;
        let (first, last) = (between.find('\n')?, between.rfind('\n')?);
        let is_empty = between.get(first..last)?.trim().is_empty();
        is_empty.then_some((end + first, end + last + 1))
    }
}

impl Shown<'_> {
    pub fn terms(&self, chosen: &Chosen) -> Terms {
        let part = |bytes: Range<usize>| self.text.get(bytes).map(str::to_owned);
        let (start, end) = (self.span(&chosen.start), chosen.end.as_ref());
        let end = end.map_or(start.clone(), |end| self.span(end));
        let (mut from, mut to) = (start.start, end.end);
        let before = chosen.prefix.as_ref().and_then(|prefix| {
            let here = self.words.get(prefix.end)?.span.start;
            let (until, begin) = self.seam(prefix.end, here)?;
            from = begin;
            part(self.span(prefix).start..until)
        });
        let after = chosen.suffix.as_ref().and_then(|suffix| {
            let here = previous(&self.words, suffix.start)?.span.end;
            let (until, begin) = self.seam(suffix.start, here)?;
            to = until;
            part(begin..self.span(suffix).end)
        });
        match chosen.end {
            None => [before, part(from..to), None, after],
            Some(_) => [before, part(from..start.end), part(end.start..to), after],
        }
    }
}
