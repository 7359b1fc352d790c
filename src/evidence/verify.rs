//! A [`Quotation`] and the [`Fingerprint`] of its source into a [`Verdict`].
//!
//! Promises that nothing passes on similarity: each word of a verified quotation
//! stands in the source, in this order, and only its gaps leave out anything,
//! never a negation. The source's text, where it is at hand, changes no verdict:
//! it only lets an alteration show both texts.

use std::ops::{Range, RangeInclusive};

use super::align::{Limits, Search};
use super::alteration::{Alteration, alteration, inserted};
use super::fingerprint::{Fingerprint, WINDOW};
use super::place::Place;
use super::quotation::Quotation;
use super::text::SourceText;

/// The most gaps and insertions that a quotation may have. With it and
/// [`MOST_PLACES`](super::MOST_PLACES) no verdict takes long, whatever the source.
pub const MOST_JOINTS: usize = 40;

/// How a quotation stands to its source.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The source says so.
    Verified {
        /// Where: the first place, where a locator names one of several in a
        /// paragraph.
        place: Place,
        /// A negation that bears on the quotation and that it leaves out.
        beside_negation: Option<Beside>,
    },
    /// The source says nearly so.
    Altered(Box<Alteration>),
    /// The source does not say so, or not where the locator points.
    NotFound {
        /// Where it does say so.
        elsewhere: Vec<Place>,
    },
    /// It cannot be told where the source says so, or whether it does.
    Ambiguous(Ambiguity),
    /// The source has no fingerprint.
    CannotCheck,
}

/// Why a place cannot be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ambiguity {
    /// It stands in several places. A locator, or more words, would settle it.
    Several(Vec<Place>),
    /// These words of the quotation stand by themselves and are fewer than
    /// three. Quoting more of the words beside them helps.
    TooShort(Range<usize>),
    /// It has this many gaps and insertions, more than [`MOST_JOINTS`]: each may
    /// be anywhere. Two quotations would settle it.
    TooManyJoints(usize),
    /// These words of the quotation stand in more than [`MOST_PLACES`](super::MOST_PLACES) places.
    /// Quoting more of the words beside them helps.
    TooOften(Range<usize>),
}

/// A negation beside a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Whether it stands before the quotation, or after it.
    pub side: Side,
    /// The source's word that denies, counted from zero.
    pub word: usize,
}

/// Before or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Side {
    Before,
    After,
}

/// Compares a quotation with its source. A locator is the paragraphs in which it
/// should begin.
///
/// | verdict | when |
/// |---|---|
/// | cannot check | there is no fingerprint |
/// | too many joints | more than 40 gaps and insertions |
/// | too often | a part stands in more than 10,000 places |
/// | too short | under three words, or under three beside a gap that is needed |
/// | verified | in one place, or in one paragraph that the locator names |
/// | several | in several places between which the locator does not decide |
/// | not found, elsewhere | in other places than the locator names |
/// | altered | what it puts in denies, or is over twelve words |
/// | altered | its parts are there but not as quoted, or half of its words are |
/// | not found | otherwise |
pub fn verify(
    quotation: &Quotation,
    fingerprint: Option<&Fingerprint>,
    text: Option<&SourceText>,
    locator: Option<&[RangeInclusive<u32>]>,
) -> Verdict {
    let Some(fingerprint) = fingerprint else {
        return Verdict::CannotCheck;
    };
    let count = quotation.words().len();
    if count < WINDOW {
        return Verdict::Ambiguous(Ambiguity::TooShort(0..count));
    }
    if let Some(alteration) = inserted(quotation, fingerprint.language()) {
        return Verdict::Altered(Box::new(alteration));
    }
    let joints = quotation.joints().len();
    if joints > MOST_JOINTS {
        return Verdict::Ambiguous(Ambiguity::TooManyJoints(joints));
    }
    let search = match Search::new(quotation, fingerprint) {
        Ok(search) => search,
        Err(words) => return Verdict::Ambiguous(Ambiguity::TooOften(words)),
    };
    let places = search.places(Limits::AS_QUOTED);
    if !places.is_empty() {
        return settle(fingerprint, &places, locator);
    }
    if let Some(short) = too_short(&search) {
        return Verdict::Ambiguous(Ambiguity::TooShort(short));
    }
    // A text of another source would mislead.
    let text = text.filter(|text| text.words().len() == fingerprint.word_count());
    match alteration(quotation, &search, text) {
        Some(alteration) => Verdict::Altered(Box::new(alteration)),
        None => Verdict::NotFound {
            elsewhere: Vec::new(),
        },
    }
}

fn settle(
    fingerprint: &Fingerprint,
    places: &[Range<usize>],
    locator: Option<&[RangeInclusive<u32>]>,
) -> Verdict {
    let places = places
        .iter()
        .map(|words| Place::new(fingerprint, words.clone()));
    let places: Vec<Place> = places.collect();
    let named = |place: &&Place| {
        let holds = |range: &RangeInclusive<u32>| range.contains(&place.paragraph);
        locator.is_none_or(|locator| locator.iter().any(holds))
    };
    let here: Vec<&Place> = places.iter().filter(named).collect();
    let in_one = here
        .iter()
        .zip(here.iter().skip(1))
        .all(|(a, b)| locator.is_some() && a.paragraph == b.paragraph);
    match here.first() {
        None => Verdict::NotFound { elsewhere: places },
        Some(first) if in_one => Verdict::Verified {
            place: (*first).clone(),
            beside_negation: here
                .iter()
                .find_map(|place| beside_negation(fingerprint, &place.words)),
        },
        Some(_) => Verdict::Ambiguous(Ambiguity::Several(here.into_iter().cloned().collect())),
    }
}

/// The nearest negation that a quotation of these words leaves out although it
/// bears on its first or last word.
fn beside_negation(fingerprint: &Fingerprint, words: &Range<usize>) -> Option<Beside> {
    let negations = fingerprint.negations();
    let first = negations.partition_point(|negation| negation.word < words.start);
    let before = first.checked_sub(1).and_then(|at| negations.get(at));
    let before = before.filter(|negation| negation.reach.contains(&words.start));
    let last = words.end.saturating_sub(1);
    let after = fingerprint.negation_from(words.end);
    let after = after.filter(|negation| negation.reach.contains(&last));
    let beside = |side| {
        move |negation: &super::fingerprint::Negation| Beside {
            side,
            word: negation.word,
        }
    };
    let before = before.map(beside(Side::Before));
    before.or(after.map(beside(Side::After)))
}

/// The first part too short to be told by itself, where all longer parts are
/// there: then nothing shows whether it is as well.
fn too_short(search: &Search) -> Option<Range<usize>> {
    let short = search.segments.iter().find(|part| part.len() < WINDOW)?;
    search.has_long_parts().then(|| short.clone())
}
