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

/// The most places at which a part of a quotation may stand.
pub const MOST_PLACES: usize = 10_000;
/// So few places of three words need no search for fewer.
const FEW: usize = 1;

/// A quotation being looked for in a source.
pub(super) struct Search<'a> {
    pub fingerprint: &'a Fingerprint,
    /// The hash of the three words that begin at each word, also across joints.
    pub windows: Vec<u64>,
    /// Its parts between joints.
    pub segments: Vec<Range<usize>>,
    /// For each part, what begins with it and is long enough to be told by
    /// itself, if anything is.
    runs: Vec<Option<Run>>,
}

/// One or more parts of a quotation, as if no joint left anything out.
struct Run {
    /// The number of its last part.
    last: usize,
    /// In words.
    length: usize,
    /// Where it stands, in order.
    places: Vec<usize>,
}

/// A place up to which the quotation is found: the word after it, and the word
/// with which the quotation begins.
pub(super) type Reached = (usize, usize);

impl<'a> Search<'a> {
    /// Finds each part by itself. The first words that stand in too many places
    /// are an error.
    pub fn new(
        quotation: &Quotation,
        fingerprint: &'a Fingerprint,
    ) -> Result<Search<'a>, Range<usize>> {
        let windows = quotation.words().windows(WINDOW);
        let mut search = Search {
            fingerprint,
            windows: windows
                .map(|window| hash(window.iter().map(|word| word.folded.as_str())))
                .collect(),
            segments: quotation.segments(),
            runs: Vec::new(),
        };
        for part in 0..search.segments.len() {
            let run = search.run(part);
            if let Some(run) = run.as_ref().filter(|run| run.places.len() > MOST_PLACES) {
                let start = search.segments.get(part).map_or(0, |part| part.start);
                return Err(start..start + run.length);
            }
            search.runs.push(run);
        }
        Ok(search)
    }

    /// The fewest parts from one on that have three words: of less, nothing
    /// shows that it is there.
    fn run(&self, first: usize) -> Option<Run> {
        let start = self.segments.get(first)?.start;
        let long = |part: &Range<usize>| part.end - start >= WINDOW;
        let parts = self.segments.iter().enumerate().skip(first);
        let (last, part) = parts.into_iter().find(|(_, part)| long(part))?;
        Some(Run {
            last,
            length: part.end - start,
            places: self.occurrences(start..part.end),
        })
    }

    /// Whether all parts that are long enough stand somewhere.
    pub fn has_long_parts(&self) -> bool {
        let mut runs = self.runs.iter().enumerate();
        runs.all(|(part, run)| {
            let run = run.as_ref().filter(|run| run.last == part);
            run.is_none_or(|run| !run.places.is_empty())
        })
    }

    /// The first place of a part that is long enough.
    pub fn first_place(&self, part: usize) -> Option<Range<usize>> {
        let run = self.runs.get(part)?.as_ref()?;
        let start = *run.places.first()?;
        Some(start..start + run.length)
    }

    /// How far each part of the quotation reaches, after those before it in
    /// their order.
    ///
    /// A joint leaves out nothing, or some words. What is quoted without a break
    /// must have three words.
    pub fn reached(&self, limits: Limits) -> Vec<Vec<Reached>> {
        let mut reached: Vec<Vec<Reached>> = vec![Vec::new(); self.segments.len()];
        for (at, (segment, run)) in self.segments.iter().zip(&self.runs).enumerate() {
            let (done, rest) = reached.split_at_mut(at);
            let before = done.last().map(Vec::as_slice);
            let is_short = segment.len() < WINDOW;
            if is_short && let (Some(before), Some(here)) = (before, rest.first_mut()) {
                let follows = |(end, _): &&Reached| self.goes_on(segment, *end);
                let ends = before.iter().filter(follows);
                here.extend(ends.map(|(end, origin)| (end + segment.len(), *origin)));
            }
            if let Some(run) = run
                && let Some(there) = rest.get_mut(run.last - at)
            {
                match before {
                    None => there.extend(run.places.iter().map(|at| (at + run.length, *at))),
                    Some(before) => there.extend(self.after(before, run, is_short, limits)),
                }
            }
            if let Some(here) = rest.first_mut() {
                tidy(here);
            }
        }
        reached
    }

    /// Where the whole quotation stands, each place as close as it can be.
    pub fn places(&self, limits: Limits) -> Vec<Range<usize>> {
        closest(self.reached(limits).pop().unwrap_or_default())
    }

    /// Where the first of its parts stand.
    pub fn first_of(&self, parts: usize, limits: Limits) -> Option<Range<usize>> {
        let ends = self
            .reached(limits)
            .into_iter()
            .nth(parts.checked_sub(1)?)?;
        closest(ends).into_iter().next()
    }

    /// Whether a part goes on where the words before it end.
    fn goes_on(&self, segment: &Range<usize>, end: usize) -> bool {
        const ACROSS: usize = WINDOW - 1;
        let windows = segment.start.saturating_sub(ACROSS)..segment.end.saturating_sub(ACROSS);
        let wanted = self.windows.get(windows).unwrap_or_default();
        self.stands(wanted, end.saturating_sub(ACROSS))
    }

    /// What a run reaches after what comes closest before it: over a gap within
    /// the limits, or without one (that a run of several parts follows without
    /// one is known from its first).
    fn after(
        &self,
        before: &[Reached],
        run: &Run,
        only_gaps: bool,
        limits: Limits,
    ) -> Vec<Reached> {
        let negations = self.fingerprint.negations();
        // All are in order, so each is walked through once.
        let (mut next, mut denying) = (0, 0);
        let mut found = Vec::new();
        for &start in &run.places {
            while before.get(next).is_some_and(|(end, _)| *end < start) {
                next += 1;
            }
            let last = next.checked_sub(1).and_then(|at| before.get(at));
            let over_gap = last.filter(|(end, _)| {
                while negations.get(denying).is_some_and(|n| n.word < *end) {
                    denying += 1;
                }
                let denies = negations.get(denying).is_some_and(|n| n.word < start);
                start - end <= limits.longest && (limits.negations || !denies)
            });
            let beside = before.get(next);
            let beside = beside.filter(|(end, _)| *end == start && !only_gaps);
            let origins = over_gap
                .into_iter()
                .chain(beside)
                .map(|(_, origin)| *origin);
            found.extend(origins.max().map(|origin| (start + run.length, origin)));
        }
        found
    }

    /// Where a run of words stands, without a break.
    fn occurrences(&self, run: Range<usize>) -> Vec<usize> {
        let windows = run.start..run.end.saturating_sub(WINDOW - 1);
        let wanted = self.windows.get(windows).unwrap_or_default();
        let mut rarest: Option<(usize, &[u32])> = None;
        for (offset, window) in wanted.iter().enumerate() {
            let places = self.fingerprint.places(*window);
            if rarest.is_none_or(|(_, rarest)| places.len() < rarest.len()) {
                rarest = Some((offset, places));
            }
            if places.len() <= FEW {
                break;
            }
        }
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
}

/// Sorted by end; of those with the same end, the one that begins last.
fn tidy(ends: &mut Vec<Reached>) {
    // Several sorted lists, one after another: a stable sort merges them.
    ends.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
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
