//! The parts of a quotation into the places of a source where they stand in
//! order, by the fingerprint alone.
//!
//! Promises that each word of the quotation is in the place it finds, with the
//! same neighbours; that only joints leave words out; and time that grows with
//! the parts of the quotation times the places of the rarest words of each.

use std::ops::Range;

use super::fingerprint::{Fingerprint, WINDOW, hash};
use super::quotation::Quotation;

/// The most words that a gap may leave out.
pub const LONGEST_GAP: usize = 60;

/// What a joint may leave out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// In words.
    pub longest: usize,
    /// Whether a negation may be among them.
    pub negations: bool,
}

impl Limits {
    /// What a quotation may leave out.
    pub const AS_QUOTED: Limits = Limits {
        longest: LONGEST_GAP,
        negations: false,
    };
}

/// A quotation being looked for in a source.
pub(super) struct Search<'a> {
    pub fingerprint: &'a Fingerprint,
    /// The hash of the three words that begin at each word, also across joints.
    pub windows: Vec<u64>,
}

/// A place up to which the quotation is found: the word after it, and the word
/// with which the quotation begins.
type Reached = (usize, usize);

impl<'a> Search<'a> {
    pub fn new(quotation: &Quotation, fingerprint: &'a Fingerprint) -> Search<'a> {
        let windows = quotation.words().windows(WINDOW);
        Search {
            fingerprint,
            windows: windows
                .map(|window| hash(window.iter().map(|word| word.folded.as_str())))
                .collect(),
        }
    }

    /// Where these parts of the quotation stand in this order, each place as
    /// close as it can be.
    ///
    /// A joint leaves out nothing, or some words. What is quoted without a break
    /// must have three words, or nothing shows that it is there.
    pub fn places(&self, segments: &[Range<usize>], limits: Limits) -> Vec<Range<usize>> {
        let mut reached: Vec<Vec<Reached>> = vec![Vec::new(); segments.len()];
        for (first, segment) in segments.iter().enumerate() {
            let before = match first.checked_sub(1) {
                None => None,
                Some(previous) => {
                    let ends = reached.get_mut(previous).map(std::mem::take);
                    let mut ends = ends.unwrap_or_default();
                    tidy(&mut ends);
                    Some(ends).filter(|ends| !ends.is_empty())
                }
            };
            if first > 0 && before.is_none() {
                continue;
            }
            // Where the run so far stands, and its length.
            let mut stands: Option<(Vec<usize>, usize)> = None;
            for (last, part) in segments.iter().enumerate().skip(first) {
                let run = segment.start..part.end;
                if run.len() < WINDOW {
                    continue;
                }
                let found = match stands.take() {
                    None => self.occurrences(run.clone()),
                    Some((found, length)) => self.still(found, &run, length),
                };
                for &start in &found {
                    let origin = match &before {
                        None => Some(start),
                        Some(ends) => self.origin(ends, start, limits),
                    };
                    let ends = reached.get_mut(last);
                    if let (Some(origin), Some(ends)) = (origin, ends) {
                        ends.push((start + run.len(), origin));
                    }
                }
                if found.is_empty() {
                    break;
                }
                stands = Some((found, run.len()));
            }
        }
        let mut ends = reached.pop().unwrap_or_default();
        tidy(&mut ends);
        closest(ends)
    }

    /// Where a run of words stands, without a break.
    pub fn occurrences(&self, run: Range<usize>) -> Vec<usize> {
        let windows = run.start..run.end.saturating_sub(WINDOW - 1);
        let wanted = self.windows.get(windows).unwrap_or_default();
        let places = wanted.iter().map(|window| self.fingerprint.places(*window));
        let rarest = places.enumerate().min_by_key(|(_, places)| places.len());
        let Some((offset, places)) = rarest else {
            return Vec::new();
        };
        let starts = places
            .iter()
            .filter_map(|at| (*at as usize).checked_sub(offset));
        match places.len().saturating_mul(wanted.len()) > 8 * self.fingerprint.word_count() {
            // A text that repeats itself over and over.
            true => self.matching(wanted),
            false => starts.filter(|start| self.stands(wanted, *start)).collect(),
        }
    }

    fn stands(&self, wanted: &[u64], start: usize) -> bool {
        let mut there = (start..).zip(wanted);
        there.all(|(at, window)| self.fingerprint.window(at) == Some(*window))
    }

    /// The places that hold where the run has become longer than it was.
    fn still(&self, mut starts: Vec<usize>, run: &Range<usize>, length: usize) -> Vec<usize> {
        let seen = length + 1 - WINDOW;
        let windows = run.start + seen..run.end.saturating_sub(WINDOW - 1);
        let wanted = self.windows.get(windows).unwrap_or_default();
        starts.retain(|start| self.stands(wanted, *start + seen));
        starts
    }

    /// The same as `occurrences` in time that grows with the text alone (Knuth,
    /// Morris, Pratt).
    fn matching(&self, wanted: &[u64]) -> Vec<usize> {
        let same = |at: usize, window: u64| wanted.get(at) == Some(&window);
        // How much of the beginning each beginning ends with.
        let mut borders: Vec<usize> = vec![0];
        let step = |borders: &[usize], mut length: usize, window: u64| {
            while length > 0 && !same(length, window) {
                length = borders.get(length - 1).copied().unwrap_or_default();
            }
            length + usize::from(same(length, window))
        };
        for window in wanted.iter().skip(1) {
            let length = borders.last().copied().unwrap_or_default();
            borders.push(step(&borders, length, *window));
        }
        let mut found = Vec::new();
        let mut length = 0;
        let windows = (0..).map_while(|at| self.fingerprint.window(at));
        for (at, window) in windows.enumerate() {
            length = step(&borders, length, window);
            if length == wanted.len() {
                found.push(at + 1 - length);
            }
        }
        found
    }

    /// The beginning of what reaches closest to a word, over a gap within the
    /// limits.
    fn origin(&self, ends: &[Reached], start: usize, limits: Limits) -> Option<usize> {
        let before = ends.partition_point(|(end, _)| *end < start);
        let (end, origin) = *before.checked_sub(1).and_then(|at| ends.get(at))?;
        let negation = self.fingerprint.negation_from(end);
        let denies = negation.is_some_and(|negation| negation.word < start);
        let allowed = start - end <= limits.longest && (limits.negations || !denies);
        allowed.then_some(origin)
    }
}

/// Sorted by end; of those with the same end, the one that begins last.
fn tidy(ends: &mut Vec<Reached>) {
    ends.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    ends.dedup_by_key(|(end, _)| *end);
}

/// The places, sorted, without those that hold another.
fn closest(ends: Vec<Reached>) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::new();
    for (end, origin) in ends {
        // Sorted by end: what begins no later than an earlier one holds it.
        if places.last().is_none_or(|last| last.start < origin) {
            places.push(origin..end);
        }
    }
    places
}
