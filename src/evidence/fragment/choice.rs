//! A passage of words that can be compared into those that make up the terms of a
//! fragment: as few as let a browser find no other place first.
//!
//! Promises time that grows with the text, and terms of bounded length.

use std::ops::Range;

use super::super::align::MOST_PLACES;
use super::super::fingerprint::WINDOW;

/// The longest passage that is one term, in words.
const WHOLE: usize = 8;
/// The longest start or end, where it is not unique before; twice as long where
/// nothing parts words.
const LONGEST_TERM: usize = 30;
/// The longest prefix or suffix, likewise.
const LONGEST_CONTEXT: usize = 20;
/// The words of prefix, start, end and suffix.
#[derive(Debug)]
pub(super) struct Chosen {
    pub prefix: Option<Range<usize>>,
    pub start: Range<usize>,
    pub end: Option<Range<usize>>,
    pub suffix: Option<Range<usize>>,
}

/// Words in which a term may begin or end, and how they compare.
pub(super) struct Page<'a> {
    /// The words of each paragraph: a term stands in one.
    pub blocks: Vec<Range<usize>>,
    /// Whether so many words from two places on read alike.
    pub alike: &'a dyn Fn(usize, usize, usize) -> bool,
    /// Whether something parts a word from that before it. Where nothing does, as
    /// in Chinese, browsers know words by dictionaries.
    pub parted: &'a dyn Fn(usize) -> bool,
}

impl Page<'_> {
    pub fn block(&self, word: usize) -> Range<usize> {
        let after = self.blocks.partition_point(|block| block.end <= word);
        let found = self.blocks.get(after).filter(|block| block.contains(&word));
        found.cloned().unwrap_or(word..word)
    }

    fn is_term(&self, words: Range<usize>) -> bool {
        self.block(words.start).end >= words.end
    }

    /// Other places among some at which a term could stand: the first of them,
    /// where a text repeats itself over and over.
    fn rivals(&self, among: Range<usize>, term: &Range<usize>) -> Vec<usize> {
        let reads = |at: &usize| (self.alike)(*at, term.start, term.len());
        let places = among.filter(reads);
        places
            .filter(|at| self.is_term(*at..*at + term.len()))
            .take(MOST_PLACES)
            .collect()
    }

    /// Whether a term of some words with an edge here is unique and parted from
    /// its neighbour, or too long to be made so.
    fn is_enough(&self, length: usize, rivals: &[usize], edge: usize, longest: usize) -> bool {
        let is_unique = rivals.is_empty() || length >= longest;
        is_unique && ((self.parted)(edge) || length >= 2 * longest)
    }

    /// The first words of a stretch, as few as part it from all before it; and
    /// the places from which they do not.
    fn start(&self, stretch: &Range<usize>) -> (Range<usize>, Vec<usize>) {
        let mut term = stretch.start..stretch.end.min(stretch.start + WINDOW);
        let mut rivals = self.rivals(0..term.start, &term);
        let enough = |term: &Range<usize>, rivals: &[usize]| {
            let done = self.is_enough(term.len(), rivals, term.end, LONGEST_TERM);
            term.end == stretch.end || done
        };
        while !enough(&term, &rivals) {
            term.end += 1;
            let (last, length) = (term.end - WINDOW, term.len());
            rivals.retain(|at| {
                let same = (self.alike)(at + length - WINDOW, last, WINDOW);
                same && self.is_term(*at..at + length)
            });
        }
        (term, rivals)
    }

    /// The last words of a stretch, as few as part it from all after the start.
    fn end(&self, stretch: &Range<usize>, after: usize) -> (Range<usize>, Vec<usize>) {
        let first = stretch.start.max(after);
        let mut term = stretch.end.saturating_sub(WINDOW).max(first)..stretch.end;
        let mut rivals = self.rivals(after..term.start, &term);
        let enough = |term: &Range<usize>, rivals: &[usize]| {
            let done = self.is_enough(term.len(), rivals, term.start, LONGEST_TERM);
            term.start == first || done
        };
        while !enough(&term, &rivals) {
            term.start -= 1;
            let length = term.len();
            rivals = rivals
                .into_iter()
                .filter(|at| *at > after)
                .map(|at| at - 1)
                .collect();
            rivals.retain(|at| {
                let same = (self.alike)(*at, term.start, WINDOW.min(length));
                same && self.is_term(*at..at + length)
            });
        }
        let rivals = rivals.into_iter().map(|at| at + term.len()).collect();
        (term, rivals)
    }

    /// The words before a place that part it from its rivals.
    fn prefix(&self, at: usize, rivals: &mut Vec<usize>) -> Option<Range<usize>> {
        let block = self.block(at.checked_sub(1)?);
        let mut term = at..at;
        let enough = |term: &Range<usize>, rivals: &[usize]| {
            let done = self.is_enough(term.len(), rivals, term.start, LONGEST_CONTEXT);
            term.start == block.start || (!term.is_empty() && done)
        };
        while !enough(&term, rivals) {
            term.start -= 1;
            let length = term.len();
            rivals.retain(|at| {
                let before = at.checked_sub(length).map(|before| before..*at);
                before.is_some_and(|before| {
                    (self.alike)(before.start, term.start, 1) && self.is_term(before)
                })
            });
        }
        Some(term).filter(|term| !term.is_empty())
    }

    /// The words after a place that part it from its rivals.
    fn suffix(&self, at: usize, rivals: &mut Vec<usize>) -> Option<Range<usize>> {
        let block = self.block(at);
        let mut term = at..at;
        let enough = |term: &Range<usize>, rivals: &[usize]| {
            let done = self.is_enough(term.len(), rivals, term.end, LONGEST_CONTEXT);
            term.end == block.end || (!term.is_empty() && done)
        };
        while !enough(&term, rivals) {
            term.end += 1;
            let length = term.len();
            rivals.retain(|at| {
                let same = (self.alike)(at + length - 1, term.end - 1, 1);
                same && self.is_term(*at..at + length)
            });
        }
        Some(term).filter(|term| !term.is_empty())
    }

    /// Start and end of a passage: the stretch in which it begins, and that in
    /// which it ends. What is short, or of which too little is left, is one term.
    /// With them come the places that begin as the start does, and those that end
    /// as the end does.
    pub fn terms(
        &self,
        first: &Range<usize>,
        last: &Range<usize>,
    ) -> (Chosen, Vec<usize>, Vec<usize>) {
        let chosen = |start, end| Chosen {
            prefix: None,
            start,
            end,
            suffix: None,
        };
        let is_one = first == last;
        let (start, before) = self.start(first);
        let (end, after) = self.end(last, start.end);
        if is_one && (first.len() <= WHOLE || end.start <= start.end) {
            let rivals = self.rivals(0..first.start, first);
            return (chosen(first.clone(), None), rivals, Vec::new());
        }
        (chosen(start, Some(end)), before, after)
    }

    /// Adds what stands before and after where a start or an end alone is found
    /// elsewhere, or is no word for a dictionary; where the text goes on there.
    pub fn in_context(
        &self,
        is_seam: &dyn Fn(usize) -> bool,
        mut chosen: Chosen,
        mut starts: Vec<usize>,
        mut ends: Vec<usize>,
    ) -> Chosen {
        let start = chosen.start.start;
        let end = chosen.end.as_ref().unwrap_or(&chosen.start).end;
        if is_seam(start) && !(starts.is_empty() && (self.parted)(start)) {
            chosen.prefix = self.prefix(start, &mut starts);
        }
        if chosen.end.is_none() {
            ends = starts.iter().map(|at| at + chosen.start.len()).collect();
        }
        if is_seam(end) && !(ends.is_empty() && (self.parted)(end)) {
            chosen.suffix = self.suffix(end, &mut ends);
        }
        // The end is looked for from the start on: that can be made to reach it.
        if let (Some(term), Some(rival)) = (&chosen.end, ends.last()) {
            let limit = self.block(start).end.min(term.start);
            let limit = limit.min(start + LONGEST_TERM);
            let needed = (rival + 1).saturating_sub(term.len());
            let mut reach = chosen.start.end.max(needed)..=limit;
            let parted = reach.find(|at| (self.parted)(*at));
            chosen.start.end = parted.unwrap_or(chosen.start.end);
        }
        chosen
    }
}
