//! A quotation and the passage of its source that is nearly the same into both
//! texts, with the words in which they differ.

use std::ops::Range;

use super::quotation::Quotation;
use super::text::SourceText;
use super::words::Word;

/// Two texts that differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    /// The source's passage.
    pub source: String,
    /// What only it has, in bytes of it.
    pub only_source: Vec<Range<usize>>,
    /// What only the quotation has, in bytes of its text.
    pub only_quotation: Vec<Range<usize>>,
}

/// The longest texts that are compared word by word.
const LONGEST: usize = 2000;

/// The texts of a quotation and of about these words of its source. The passage
/// ends with the words that both have.
pub(super) fn texts(
    quotation: &Quotation,
    text: &SourceText,
    about: Range<usize>,
) -> Option<Texts> {
    let (quoted, source) = (quotation.words(), text.words().get(about.clone())?);
    if quoted.len() > LONGEST || source.len() > LONGEST {
        return None;
    }
    let common = common(quoted, source);
    let of_source = |at: usize| about.start + at;
    let (start, end) = (of_source(0), of_source(source.len()));
    let passage = text.passage(start..end);
    let offset = source.first()?.span.start;
    let others = |len: usize, kept: Vec<usize>| {
        let ends = kept.iter().copied().chain([len]);
        let starts = [0].into_iter().chain(kept.iter().map(|at| at + 1));
        let between: Vec<Range<usize>> = starts.zip(ends).map(|(a, b)| a..b).collect();
        between.into_iter().filter(|words| !words.is_empty())
    };
    let in_quotation = others(quoted.len(), common.iter().map(|(at, _)| *at).collect());
    let in_source = others(source.len(), common.iter().map(|(_, at)| *at).collect());
    Some(Texts {
        source: passage.to_owned(),
        only_source: in_source
            .filter_map(|words| {
                let (first, last) = (source.get(words.start)?, source.get(words.end - 1)?);
                Some(first.span.start - offset..last.span.end - offset)
            })
            .collect(),
        only_quotation: in_quotation.map(|words| quotation.span(words)).collect(),
    })
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
