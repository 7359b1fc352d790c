//! A quotation that is not in its source into what was done to it, where the
//! source says nearly the same.
//!
//! Promises to name words of the quotation as altered by the fingerprint alone;
//! where the text is at hand, both texts with the words in which they differ.

use std::ops::Range;

use super::align::{LONGEST_GAP, Limits, Search};
use super::differences::{Texts, texts};
use super::fingerprint::{WINDOW, hash};
use super::negation::Negations;
use super::place::Place;
use super::quotation::Quotation;
use super::text::SourceText;
use super::words::words;

/// What was done to a quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Alteration {
    /// What it is.
    pub cause: Cause,
    /// The words of the quotation that the source does not have there. A range
    /// of none is a place between two words, where the source goes on otherwise.
    pub broken: Vec<Range<usize>>,
    /// About where the source says nearly so.
    pub place: Option<Place>,
    /// Both texts, where the source's is at hand.
    pub texts: Option<Texts>,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Words were changed, dropped, added or moved.
    Words,
    /// The source has this word, which denies, at the broken place.
    NegationDropped(String),
    /// Two words stand the other way round.
    Swapped,
    /// A word was added.
    Added,
    /// The gap or insertion before this word of the quotation leaves out a word
    /// that denies.
    NegationInGap(usize),
    /// The gap or insertion before this word leaves out more than 60 words.
    GapTooLong(usize),
    /// The parts of the quotation stand in the source, but not in this order.
    Order,
    /// What is put in before this word of the quotation denies.
    NegationInserted(usize),
    /// More than [`LONGEST_INSERTION`] words are put in before this word.
    InsertionTooLong(usize),
}

/// The most words that square brackets may put in.
pub const LONGEST_INSERTION: usize = 12;

/// The most places at which three words are looked at: what is said so often
/// shows nothing.
const MOST_HITS: usize = 64;
/// The longest quotation for which single changes are tried out, in words.
const LONGEST_TRIED: usize = 80;

/// What was done to a quotation that is not in its source as it is quoted, if it
/// is nearly there: its parts are, or half of its words in one place, or it is
/// there but for one word.
pub(super) fn alteration(
    quotation: &Quotation,
    search: &Search,
    text: Option<&SourceText>,
) -> Option<Alteration> {
    let (cause, broken, about) = joints(search)
        .or_else(|| one_word(quotation, search))
        .or_else(|| half(quotation, search))?;
    let about = about.start..about.end.min(search.fingerprint.word_count());
    Some(Alteration {
        cause,
        texts: text.and_then(|text| texts(quotation, text, about.clone(), &broken)),
        place: Some(Place::new(search.fingerprint, about)),
        broken,
    })
}

impl Alteration {
    /// Where marks under the quotation show what was done, in bytes of its text:
    /// the broken words; where some were dropped, those around the place; the gap
    /// that leaves out too much; the part that is out of order. None is empty.
    pub fn marked(&self, quotation: &Quotation) -> Vec<Range<usize>> {
        let joint = |at: usize| quotation.joints().iter().find(|joint| joint.word == at);
        let mark = |words: &Range<usize>| match self.cause {
            Cause::NegationInGap(at)
            | Cause::GapTooLong(at)
            | Cause::NegationInserted(at)
            | Cause::InsertionTooLong(at) => {
                joint(at).map_or(quotation.mark(words.clone()), |joint| joint.span.clone())
            }
            Cause::Order => {
                let segments = quotation.segments().into_iter();
                let mut segments = segments.filter(|part| part.start == words.start);
                quotation.mark(segments.next().unwrap_or(words.clone()))
            }
            _ => quotation.mark(words.clone()),
        };
        let mut marks: Vec<Range<usize>> = Vec::new();
        for mark in self.broken.iter().map(mark).filter(|mark| !mark.is_empty()) {
            match marks.last_mut() {
                Some(last) if mark.start <= last.end => last.end = mark.end.max(last.end),
                _ => marks.push(mark),
            }
        }
        marks
    }
}

/// What a quotation puts in that makes it say something else: nothing that is
/// put in can be compared.
pub(super) fn inserted(quotation: &Quotation, language: Option<&str>) -> Option<Alteration> {
    let negations = Negations::of(language);
    let mut causes = quotation.joints().iter().filter_map(|joint| {
        let words = words(quotation.text().get(joint.span.clone())?);
        let folded = |at: Option<usize>| Some(words.get(at?)?.folded.as_str());
        let denies = (0..words.len()).any(|at| {
            let word = folded(Some(at)).unwrap_or_default();
            negations.is_negation(folded(at.checked_sub(1)), word, folded(Some(at + 1)))
        });
        match words.len() {
            _ if denies => Some((Cause::NegationInserted(joint.word), joint.word)),
            0..=LONGEST_INSERTION => None,
            _ => Some((Cause::InsertionTooLong(joint.word), joint.word)),
        }
    });
    let (cause, word) = causes.next()?;
    Some(Alteration {
        cause,
        broken: one(word..word),
        place: None,
        texts: None,
    })
}

fn one(words: Range<usize>) -> Vec<Range<usize>> {
    Vec::from([words])
}

type Found = (Cause, Vec<Range<usize>>, Range<usize>);

/// All parts are there, but their joints leave out too much, or they are not in
/// this order.
fn joints(search: &Search) -> Option<Found> {
    let denying = Limits {
        negations: true,
        ..Limits::AS_QUOTED
    };
    let any = Limits {
        longest: usize::MAX,
        ..denying
    };
    let segments = &search.segments;
    if segments.iter().any(|segment| segment.len() < WINDOW) {
        return None;
    }
    let reached = search.reached(Limits::AS_QUOTED);
    // The first joint that is not good is that after which nothing is found.
    let good = reached.iter().take_while(|ends| !ends.is_empty()).count();
    if good == 0 {
        return None;
    }
    let word = segments.get(good)?.start;
    let at = one(word..word);
    if let Some(place) = search.first_of(good + 1, denying) {
        return Some((Cause::NegationInGap(word), at, place));
    }
    if let Some(place) = search.first_of(good + 1, any) {
        return Some((Cause::GapTooLong(word), at, place));
    }
    let first = search.first_place(0)?;
    search.has_long_parts().then_some((Cause::Order, at, first))
}

/// The quotation is there but for one word that was dropped and denies, was
/// added, or changed places with its neighbour. Tried out by the hashes, since in
/// a short quotation no three words in a row are left as they were.
fn one_word(quotation: &Quotation, search: &Search) -> Option<Found> {
    let words: Vec<&str> = quotation
        .words()
        .iter()
        .map(|w| w.folded.as_str())
        .collect();
    if words.len() > LONGEST_TRIED || quotation.segments().len() != 1 {
        return None;
    }
    let negations = Negations::of(search.fingerprint.language());
    let found = |changed: &[&str], at: usize| {
        let start = stands(search, changed, at)?;
        Some(start..start + changed.len())
    };
    // Elsewhere the quotation is as it should be.
    let fails = |at: &usize| {
        let windows = search
            .windows
            .iter()
            .take(at + 1)
            .skip(at.saturating_sub(2));
        let mut places = windows.map(|window| search.fingerprint.places(*window));
        places.any(<[u32]>::is_empty)
    };
    for at in (0..words.len()).filter(fails) {
        let (before, rest) = words.split_at(at);
        let [word, after @ ..] = rest else { continue };
        if at > 0 {
            for negation in negations.words() {
                if let Some(place) = found(&[before, &[negation], rest].concat(), at) {
                    return Some((
                        Cause::NegationDropped(negation.to_owned()),
                        one(at..at),
                        place,
                    ));
                }
            }
        }
        for denied in negations.denied(word) {
            if let Some(place) = found(&[before, &[denied.as_str()], after].concat(), at) {
                return Some((Cause::NegationDropped(denied), one(at..at + 1), place));
            }
        }
        if let [next, after @ ..] = after
            && let Some(place) = found(&[before, &[next, word], after].concat(), at)
        {
            return Some((Cause::Swapped, one(at..at + 2), place));
        }
        // At an end, dropping a word says only that the others are there.
        if at > 0
            && !after.is_empty()
            && let Some(place) = found(&[before, after].concat(), at)
        {
            return Some((Cause::Added, one(at..at + 1), place));
        }
    }
    None
}

/// Where words stand without a break; those around `at` are looked at first.
fn stands(search: &Search, words: &[&str], at: usize) -> Option<usize> {
    let last = words.len().checked_sub(WINDOW)?;
    let window = |at: usize| Some(hash(words.get(at..at + WINDOW)?.iter().copied()));
    let begin = at.saturating_sub(1).min(last);
    let places = search.fingerprint.places(window(begin)?);
    let starts = places.iter().take(MOST_HITS);
    let mut starts = starts.filter_map(|place| (*place as usize).checked_sub(begin));
    starts.find(|start| {
        let mut all = 0..=last;
        all.all(|at| search.fingerprint.window(start + at) == window(at))
    })
}

/// Half of the quotation's words stand near one another, in this order.
fn half(quotation: &Quotation, search: &Search) -> Option<Found> {
    let joints: Vec<usize> = quotation.joints().iter().map(|joint| joint.word).collect();
    let count = quotation.words().len();
    let width = count + LONGEST_GAP * joints.len() + WINDOW + count / 4;
    let hits = nearest(search, width);
    let chain = chain(&hits);
    let mut covered = vec![false; count];
    for (window, _) in &chain {
        let words = covered.get_mut(*window..window + WINDOW);
        words.into_iter().flatten().for_each(|word| *word = true);
    }
    let (first, last) = (*chain.first()?, *chain.last()?);
    if covered.iter().filter(|covered| **covered).count() * 2 < count {
        return None;
    }
    let about = first.1.saturating_sub(first.0)..last.1 + count - last.0;
    Some((Cause::Words, broken(&chain, &joints, count), about))
}

/// A window of the quotation, and a place of it in the source.
type Hit = (usize, usize);

/// The hits in the stretch of the source that has those of most windows.
fn nearest(search: &Search, width: usize) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    for (window, hash) in search.windows.iter().enumerate() {
        let places = search.fingerprint.places(*hash).iter().take(MOST_HITS);
        hits.extend(places.map(|place| (window, *place as usize)));
    }
    hits.sort_unstable_by_key(|(window, place)| (*place, *window));
    let mut counts = vec![0usize; search.windows.len()];
    let (mut windows, mut begin) = (0, 0);
    let mut best = (0, 0..0);
    for (end, (window, place)) in hits.iter().enumerate() {
        if let Some(count) = counts.get_mut(*window) {
            windows += usize::from(*count == 0);
            *count += 1;
        }
        while let Some((left, _)) = hits.get(begin).filter(|(_, at)| at + width < *place) {
            if let Some(count) = counts.get_mut(*left) {
                *count -= 1;
                windows -= usize::from(*count == 0);
            }
            begin += 1;
        }
        if windows > best.0 {
            best = (windows, begin..end + 1);
        }
    }
    hits.get(best.1).unwrap_or_default().to_vec()
}

/// Hits of ever later windows in ever later places; where it can, a window
/// follows the one before it.
fn chain(hits: &[Hit]) -> Vec<Hit> {
    let mut sorted = hits.to_vec();
    sorted.sort_unstable();
    let mut chain: Vec<Hit> = Vec::new();
    for same in sorted.chunk_by(|a, b| a.0 == b.0) {
        let last = chain.last().copied();
        let mut later = same
            .iter()
            .filter(|hit| last.is_none_or(|last| hit.1 > last.1));
        let next = same
            .iter()
            .find(|hit| last.is_some_and(|last| hit.1 == last.1 + 1));
        chain.extend(next.or_else(|| later.next()));
    }
    chain
}

/// The words that no window of the chain covers, and the places between words
/// where it breaks off and goes on elsewhere.
fn broken(chain: &[Hit], joints: &[usize], count: usize) -> Vec<Range<usize>> {
    let mut broken = Vec::new();
    let mut end = 0;
    let mut last: Option<Hit> = None;
    for &(window, place) in chain {
        let follows = match last {
            Some(last) => (last.0 + 1, last.1 + 1) == (window, place),
            None => window == 0,
        };
        // A gap is no break.
        let is_joint = end == window && joints.contains(&window);
        if !follows && !is_joint {
            broken.push(end.min(window)..end.max(window));
        }
        end = window + WINDOW;
        last = Some((window, place));
    }
    if end < count {
        broken.push(end..count);
    }
    broken
}
