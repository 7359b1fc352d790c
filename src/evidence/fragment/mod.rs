//! A quotation and its place into the end of an address that opens a page there:
//! `:~:text=[prefix-,]start[,end][,-suffix]` (WICG, URL Fragment Text Directives).
//!
//! Promises terms that begin and end with whole words, none across the end of a
//! paragraph, none with what a quotation leaves out or puts in; and that a
//! browser, which takes the first match, finds no other, as far as the text or
//! else the fingerprint tells.

mod choice;
mod shown;

use std::ops::Range;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fingerprint::{Fingerprint, WINDOW, hash};
use super::place::Place;
use super::quotation::Quotation;
use super::text::SourceText;
use super::words::Word;
use choice::Page;
use shown::Shown;

/// `-`, `,` and `&` are syntax: only what RFC 3986 reserves for nothing stays.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// The text directive that leads to a quotation in its source, to be put after
/// the `#` of an address.
///
/// With the text its terms are the source's, as short as they can be, and what
/// stands before and after is added where other places read alike. With a
/// fingerprint alone they are the quotation's.
pub fn fragment(
    quotation: &Quotation,
    place: &Place,
    fingerprint: &Fingerprint,
    text: Option<&SourceText>,
) -> String {
    let text = text.filter(|text| text.words().len() == fingerprint.word_count());
    let terms = match text {
        Some(text) => from_text(text, &place.words),
        None => from_quotation(quotation, place, fingerprint),
    };
    let encoded = |term: &str| {
        let spaced: Vec<&str> = term.split_whitespace().collect();
        let normal: String = spaced.join(" ").nfc().collect();
        utf8_percent_encode(&normal, ENCODED).to_string()
    };
    let [prefix, start, end, suffix] = terms.map(|term| term.map(|term| encoded(&term)));
    let all = [
        prefix.map(|prefix| format!("{prefix}-")),
        start,
        end,
        suffix.map(|suffix| format!("-{suffix}")),
    ];
    let all: Vec<String> = all.into_iter().flatten().collect();
    format!(":~:text={}", all.join(","))
}

/// The texts of prefix, start, end and suffix.
type Terms = [Option<String>; 4];

/// The terms in the quotation's own words, of its first and its last part that
/// can be told by the fingerprint.
fn from_quotation(quotation: &Quotation, place: &Place, fingerprint: &Fingerprint) -> Terms {
    let written = |words: Range<usize>| {
        let text = quotation
            .text()
            .get(quotation.span(words))
            .unwrap_or_default();
        // Brackets stand only around letters of a word.
        text.replace(['[', ']'], "")
    };
    let Some([(first, start), (last, last_start)]) = told(quotation, place, fingerprint) else {
        let first = quotation.segments().into_iter().next().map(written);
        return [None, first, None, None];
    };
    // The quotation's word that is a word of the source.
    let quoted = |word: usize| match word <= start + first.len() {
        true => word - start + first.start,
        false => word.saturating_sub(last_start) + last.start,
    };
    let page = Page {
        blocks: fingerprint
            .paragraphs()
            .iter()
            .map(|p| p.words.clone())
            .collect(),
        alike: &|left, right, count| {
            let windows = 0..(count + 1).saturating_sub(WINDOW);
            let of = |at| fingerprint.window(at);
            count >= WINDOW && windows.clone().all(|at| of(left + at) == of(right + at))
        },
        parted: &|word| {
            let (words, at) = (quotation.words(), quoted(word));
            is_parted(quotation.text(), previous(words, at), words.get(at))
        },
    };
    let first = start..page.block(start).end.min(start + first.len());
    let last_end = last_start + last.len();
    let last = page.block(last_end - 1).start.max(last_start)..last_end;
    let (chosen, ..) = page.terms(&first, &last);
    let written = |words: Range<usize>| written(quoted(words.start)..quoted(words.end - 1) + 1);
    [
        None,
        Some(written(chosen.start)),
        chosen.end.map(written),
        None,
    ]
}

/// The first and the last part of a quotation that can be told by the
/// fingerprint, and where each begins in the source. The first is one that stands
/// nowhere before: a browser would stop there.
fn told(
    quotation: &Quotation,
    place: &Place,
    fingerprint: &Fingerprint,
) -> Option<[(Range<usize>, usize); 2]> {
    let mut long = quotation.segments();
    long.retain(|segment| segment.len() >= WINDOW);
    let places = |words: &Range<usize>, within| places_of(quotation, words, within, fingerprint);
    // Where three words stand first is quickly found; they tell for all.
    let is_new = |words: &&Range<usize>| {
        let window = quotation.words().get(words.start..words.start + WINDOW);
        let window = window.map(|words| hash(words.iter().map(|word| word.folded.as_str())));
        let first = window.and_then(|window| fingerprint.places(window).first().copied());
        first.is_some_and(|first| place.words.contains(&(first as usize)))
    };
    let first = long.iter().find(is_new).or(long.first())?;
    let last = long.last()?;
    let start = places(first, place.words.clone()).next()?;
    let end = places(last, place.words.clone()).last();
    let end = end.filter(|end| first != last && *end >= start + first.len());
    Some(match end {
        Some(end) => [(first.clone(), start), (last.clone(), end)],
        None => [(first.clone(), start), (first.clone(), start)],
    })
}

/// Where words of a quotation stand within some words of its source.
fn places_of<'a>(
    quotation: &Quotation,
    words: &Range<usize>,
    within: Range<usize>,
    fingerprint: &'a Fingerprint,
) -> impl Iterator<Item = usize> + use<'a> {
    let words = quotation.words().get(words.clone()).unwrap_or_default();
    let windows = words.windows(WINDOW);
    let windows: Vec<u64> = windows
        .map(|window| hash(window.iter().map(|word| word.folded.as_str())))
        .collect();
    let last = (within.end + 1).saturating_sub(words.len());
    (within.start..last).filter(move |start| {
        let mut there = (*start..).zip(&windows);
        there.all(|(at, window)| fingerprint.window(at) == Some(*window))
    })
}

/// The terms in the source's own words.
fn from_text(source: &SourceText, place: &Range<usize>) -> Terms {
    let shown = Shown::new(source);
    let words = &shown.words;
    let start_byte = source
        .words()
        .get(place.start)
        .map_or(0, |word| word.span.start);
    let start = words.partition_point(|word| word.span.start < start_byte);
    let end_byte = previous(source.words(), place.end).map_or(0, |word| word.span.end);
    let end = words.partition_point(|word| word.span.end <= end_byte);
    let page = Page {
        blocks: shown.blocks.clone(),
        alike: &|left, right, count| {
            (0..count).all(|at| {
                let pair = words.get(left + at).zip(words.get(right + at));
                pair.is_some_and(|(left, right)| reads_alike(&left.folded, &right.folded))
            })
        },
        parted: &|word| {
            let after = words.get(word).map(AsRef::as_ref);
            is_parted(shown.text, previous(words, word).map(AsRef::as_ref), after)
        },
    };
    let first = start..page.block(start).end.min(end);
    let last = page.block(end.saturating_sub(1)).start.max(start)..end;
    let (chosen, before, after) = page.terms(&first, &last);
    let chosen = page.in_context(&|word| shown.seam(word, 0).is_some(), chosen, before, after);
    shown.terms(&chosen)
}

/// Whether something parts two words of a text.
fn is_parted(text: &str, before: Option<&Word>, after: Option<&Word>) -> bool {
    let (Some(before), Some(after)) = (before, after) else {
        return true;
    };
    let last = text
        .get(..before.span.end)
        .and_then(|t| t.chars().next_back());
    let first = text.get(after.span.start..).and_then(|t| t.chars().next());
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    before.span.end < after.span.start || !is_letter(last) || !is_letter(first)
}

fn previous<T>(list: &[T], at: usize) -> Option<&T> {
    at.checked_sub(1).and_then(|at| list.get(at))
}

/// Browsers compare without case and without accents.
fn reads_alike(left: &str, right: &str) -> bool {
    let is_ascii = left.is_ascii() && right.is_ascii();
    left == right || (!is_ascii && bare(left).eq(bare(right)))
}

fn bare(word: &str) -> impl Iterator<Item = char> {
    word.nfkd().filter(|c| !is_combining_mark(*c))
}
