//! A quotation and the passage of its source that is nearly the same into both
//! texts, with the words in which they differ; and into one line that shows them.

use std::ops::Range;

use super::quotation::{Joint, Quotation};
use super::text::SourceText;
use super::words::{Word, words};

/// Two texts that differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    /// The source's passage.
    pub source: String,
    /// Where they differ, in bytes of the passage: of none, where only the
    /// quotation has words.
    pub differing: Vec<Range<usize>>,
    /// What only the quotation has, in bytes of its text.
    pub only_quotation: Vec<Range<usize>>,
}

/// The longest texts that are compared word by word.
const LONGEST: usize = 1500;

/// The texts of a quotation and of about these words of its source.
///
/// What a joint leaves out is no difference, unless it is one of the broken
/// places.
pub(super) fn texts(
    quotation: &Quotation,
    text: &SourceText,
    about: Range<usize>,
    broken: &[Range<usize>],
) -> Option<Texts> {
    let (about, differences) = aligned(quotation.words(), text.words(), about)?;
    let is_fair = |quoted: &Range<usize>| {
        let is_joint = |joint: &Joint| joint.word == quoted.start;
        let left_out = quoted.is_empty() && !broken.contains(quoted);
        left_out && quotation.joints().iter().any(is_joint)
    };
    let unfair = differences.iter().filter(|(quoted, _)| !is_fair(quoted));
    let passage = text.words().get(about.clone())?;
    let quoted = unfair.clone().map(|(quoted, _)| quoted.clone());
    let quoted = quoted.filter(|words| !words.is_empty());
    let differing = unfair.filter_map(|(_, source)| span(passage, source.clone()));
    Some(Texts {
        source: text.passage(about).to_owned(),
        differing: differing.collect(),
        only_quotation: quoted.map(|words| quotation.span(words)).collect(),
    })
}

/// About which words a quotation is, and in which it differs from them. In the
/// stead of some words at its ends, the source has as many or fewer: how far its
/// passage goes is not known otherwise.
fn aligned(
    quoted: &[Word],
    all: &[Word],
    about: Range<usize>,
) -> Option<(Range<usize>, Vec<Difference>)> {
    let within = |about: &Range<usize>| {
        let source = all.get(about.clone())?;
        let is_short = quoted.len() <= LONGEST && source.len() <= LONGEST;
        is_short.then(|| differences(quoted, source))
    };
    let at_start = |found: &[Difference]| {
        let first = found.first().filter(|(_, source)| source.start == 0);
        first.map_or(0, |(quoted, _)| quoted.len())
    };
    let at_end = |found: &[Difference]| {
        let last = found.last().filter(|(words, _)| words.end == quoted.len());
        last.map_or(0, |(quoted, _)| quoted.len())
    };
    let mut found = within(&about)?;
    let (before, after) = (at_start(&found), at_end(&found));
    let mut about = about;
    if before + after > 0 {
        about = about.start.saturating_sub(before)..all.len().min(about.end + after);
        found = within(&about)?;
    }
    let mut skipped = 0;
    if let Some((quoted, source)) = found.first_mut().filter(|(_, source)| source.start == 0) {
        skipped = source.len().saturating_sub(quoted.len());
        source.start = skipped;
    }
    let count = about.len();
    if let Some((quoted, source)) = found.last_mut().filter(|(_, source)| source.end == count) {
        source.end = source.end.min(source.start + quoted.len());
        about.end = about.start + source.end;
    }
    about.start += skipped;
    let found = found
        .into_iter()
        .filter(|(quoted, source)| !quoted.is_empty() || !source.is_empty());
    let found =
        found.map(|(quoted, source)| (quoted, source.start - skipped..source.end - skipped));
    Some((about, found.collect()))
}

/// Where words of a passage stand, in bytes of it; of none, the place before the
/// word of that number.
fn span(passage: &[Word], words: Range<usize>) -> Option<Range<usize>> {
    let offset = passage.first()?.span.start;
    let last = passage.last()?.span.end;
    let start = passage
        .get(words.start)
        .map_or(last, |word| word.span.start);
    let end = words.end.checked_sub(1).and_then(|at| passage.get(at));
    let end = end.map_or(start, |word| word.span.end).max(start);
    Some(start - offset..end - offset)
}

/// Words of the quotation, and words of the source in their stead.
type Difference = (Range<usize>, Range<usize>);

fn differences(quoted: &[Word], source: &[Word]) -> Vec<Difference> {
    let common = common(quoted, source);
    let ends = common.iter().copied().chain([(quoted.len(), source.len())]);
    let starts = common.iter().map(|(i, j)| (i + 1, j + 1));
    let between = [(0, 0)].into_iter().chain(starts).zip(ends);
    let all = between.map(|((i, j), (i_end, j_end))| (i..i_end, j..j_end));
    all.filter(|(quoted, source)| !(quoted.is_empty() && source.is_empty()))
        .collect()
}

/// About how long a line is, in characters.
const LINE: usize = 160;
/// How much of what both texts have is shown beside a difference.
const BESIDE: usize = 24;

impl Texts {
    /// The source's passage on a line, in quotation marks, with what the
    /// quotation has otherwise in brackets; nothing stands in them where only the
    /// quotation has words. Long stretches are cut short.
    ///
    /// ```text
    /// “The ministers did [not] agree on … for the [next] year”
    /// ```
    ///
    /// Brackets and dots are such as the passage itself does not hold.
    pub fn line(&self) -> String {
        let marks = [("[", "]"), ("{", "}"), ("⟦", "⟧")];
        let held = |text: &str| self.source.contains(text);
        let free = |marks: &(&str, &str)| !held(marks.0) && !held(marks.1);
        let (open, close) = marks.into_iter().find(free).unwrap_or(("⟦", "⟧"));
        let dots = if held("…") { " ... " } else { " … " };
        // A mark with nothing in it stands by itself where words do.
        let is_spaced = held(" ");
        let mut line = String::new();
        let mut at = 0;
        for range in &self.differing {
            let common = self.source.get(at..range.start).unwrap_or_default();
            let differs = self.source.get(range.clone()).unwrap_or_default();
            let mut more = shortened(common, dots, at > 0, true);
            if is_spaced && differs.is_empty() && !more.is_empty() && !more.ends_with(' ') {
                more.push(' ');
            }
            more.extend([open, &shortened(differs, dots, true, true), close]);
            if is_spaced && differs.is_empty() {
                more.push(' ');
            }
            let length = line.chars().count() + more.chars().count() + BESIDE;
            if at > 0 && length > LINE {
                break;
            }
            line.push_str(&more);
            at = range.end;
        }
        let rest = self.source.get(at..).unwrap_or_default();
        line.push_str(&shortened(rest, dots, true, false));
        format!("“{}”", line.trim())
    }
}

/// A stretch on a line; where it is long, without its middle, or without the
/// side that is not beside a difference.
fn shortened(text: &str, dots: &str, keep_start: bool, keep_end: bool) -> String {
    let flat = |text: &str| {
        let spaced = text
            .chars()
            .map(|c| if c.is_whitespace() { ' ' } else { c });
        spaced.collect::<String>()
    };
    let sides = usize::from(keep_start) + usize::from(keep_end);
    if text.chars().count() <= sides * BESIDE + dots.len() {
        return flat(text);
    }
    let first = text
        .char_indices()
        .nth(BESIDE)
        .map_or(text.len(), |(at, _)| at);
    let last = text
        .char_indices()
        .nth_back(BESIDE - 1)
        .map_or(0, |(at, _)| at);
    let words = words(text);
    let ends = words.iter().map(|word| word.span.end);
    let start = ends.take_while(|end| keep_start && *end <= first).last();
    let mut starts = words.iter().map(|word| word.span.start);
    let end = starts.find(|start| keep_end && *start >= last);
    let start = text.get(..start.unwrap_or(0)).unwrap_or_default();
    let end = text.get(end.unwrap_or(text.len())..).unwrap_or_default();
    format!("{}{dots}{}", flat(start), flat(end))
}

/// The longest words in common, in order: their places in both.
fn common(left: &[Word], right: &[Word]) -> Vec<(usize, usize)> {
    let width = right.len() + 1;
    // For each pair of places, how many are in common from there on.
    let mut table = vec![0u16; (left.len() + 1) * width];
    let of = |table: &[u16], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in left.iter().enumerate().rev() {
        for (j, b) in right.iter().enumerate().rev() {
            let value = match a.folded == b.folded {
                true => of(&table, i + 1, j + 1) + 1,
                false => of(&table, i + 1, j).max(of(&table, i, j + 1)),
            };
            if let Some(cell) = table.get_mut(i * width + j) {
                *cell = value;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut found = Vec::new();
    while let (Some(a), Some(b)) = (left.get(i), right.get(j)) {
        if a.folded == b.folded {
            found.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if of(&table, i + 1, j) >= of(&table, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}
