//! Where a text stands in the body it was taken from: the parser leaves
//! characters out and puts others in, and a quotation may go over several lines.
//!
//! Promises a place for every byte of the text, found in logarithmic time.

use std::ops::Range;

/// Where a text stands in the body it was taken from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin(Vec<Stretch>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Stretch {
    /// In bytes of the text.
    at: Range<usize>,
    /// In bytes of the body.
    body: Range<usize>,
}

impl Origin {
    /// The bytes of the body that a stretch of the text was read from.
    pub fn body(&self, text: Range<usize>) -> Range<usize> {
        let start = self.place(text.start, false);
        let end = match text.is_empty() {
            true => start,
            false => self.place(text.end, true),
        };
        start..end.max(start)
    }

    /// Where it begins in the body.
    pub fn start(&self) -> usize {
        self.0.first().map_or(0, |stretch| stretch.body.start)
    }

    fn place(&self, at: usize, is_end: bool) -> usize {
        // Stretches stand in order, each where the one before ends.
        let before = |stretch: &Stretch| match is_end {
            true => stretch.at.end < at,
            false => stretch.at.end <= at,
        };
        let index = self.0.partition_point(before);
        let Some(stretch) = self.0.get(index).or(self.0.last()) else {
            return 0;
        };
        let as_written = stretch.at.len() == stretch.body.len();
        match (as_written, is_end) {
            (true, _) => {
                let at = at.clamp(stretch.at.start, stretch.at.end);
                stretch.body.start + at - stretch.at.start
            }
            (false, true) => stretch.body.end,
            (false, false) => stretch.body.start,
        }
    }

    /// Appends a stretch.
    pub(super) fn push(&mut self, at: Range<usize>, body: Range<usize>) {
        if !at.is_empty() {
            self.0.push(Stretch { at, body });
        }
    }

    /// That of a stretch of the text, counted from its beginning.
    pub(super) fn slice(&self, text: Range<usize>) -> Origin {
        let mut sliced = Origin::default();
        let first = self
            .0
            .partition_point(|stretch| stretch.at.end <= text.start);
        let rest = self.0.get(first..).unwrap_or_default().iter();
        for stretch in rest.take_while(|stretch| stretch.at.start < text.end) {
            let at = stretch.at.start.max(text.start)..stretch.at.end.min(text.end);
            if at.start < at.end {
                let body = self.body(at.clone());
                sliced.push(at.start - text.start..at.end - text.start, body);
            }
        }
        sliced
    }

    /// Appends that of another text, which begins at a byte of the joined one.
    pub(super) fn append(&mut self, other: Origin, start: usize) {
        for Stretch { at, body } in other.0 {
            self.push(at.start + start..at.end + start, body);
        }
    }
}
