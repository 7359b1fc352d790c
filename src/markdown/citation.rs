//! Pandoc's citation syntax: `[@kbc-2024, para. 8]`, `[see @a; @b, p. 3]`,
//! `@a says`, `@a [p. 3] says`.
//!
//! Promises linear time. What a key is, and that it names a source, is decided
//! elsewhere: this reads what the author wrote.

use std::ops::{Range, RangeInclusive};

use super::locator::{self, Locator};

/// One citation, of one source or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// What it cites, in order; at least one.
    pub items: Vec<CitationItem>,
    /// Whether the source is named by the sentence itself: `@a says`.
    pub narrative: bool,
    /// Whether it stands in a footnote, and so has no note of its own.
    pub in_note: bool,
    /// Where it stands in the body.
    pub span: Range<usize>,
}

/// One source of a citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitationItem {
    /// What stands before the key: `see`.
    pub prefix: String,
    /// The key, without `@`.
    pub key: String,
    /// Where `@key` stands in the body.
    pub span: Range<usize>,
    /// The place in the source.
    pub locator: Option<Locator>,
    /// Where the locator stands in the body; the key, where there is none.
    pub locator_span: Range<usize>,
    /// What follows it all.
    pub suffix: String,
}

impl CitationItem {
    /// The paragraphs of the source that the locator names.
    pub fn paragraphs(&self) -> &[RangeInclusive<u32>] {
        let locator = self.locator.as_ref();
        locator.map_or(&[], |locator| &locator.paragraphs)
    }
}

/// A citation found in a text; all its spans are bytes of that.
#[derive(Debug)]
pub(super) struct Found {
    pub citation: Citation,
    /// What in it is not as it should be: where, and what is said of it.
    pub problems: Vec<(Range<usize>, String)>,
}

/// The citations of a text, in order.
pub(super) fn citations(text: &str) -> Vec<Found> {
    let keys = keys(text);
    if keys.is_empty() {
        return Vec::new();
    }
    let brackets = brackets(text);
    let mut found: Vec<Found> = Vec::new();
    let mut keys = keys.into_iter().peekable();
    while let Some(key) = keys.next() {
        match innermost(&brackets, key.start) {
            Some(bracket) => {
                let mut within = vec![key];
                while let Some(key) = keys.next_if(|key| key.start < bracket.end) {
                    within.push(key);
                }
                found.push(bracketed(text, bracket, &within));
            }
            None => found.push(narrative(text, &brackets, key)),
        }
    }
    found
}

/// Where each `@key` stands.
pub(super) fn keys(text: &str) -> Vec<Range<usize>> {
    let mut keys: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let rest = text.get(at + 1..).unwrap_or_default();
        let length = key_length(rest);
        // `a@b` is an address, `@@` a decoration, `\@` the sign itself in a plain text.
        if length > 0 && !before.is_some_and(|c| c.is_alphanumeric() || "@./_\\".contains(c)) {
            keys.push(at..at + 1 + length);
        }
    }
    keys
}

/// Letters and digits, with `-`, `_`, `.` and `/` between them.
pub(super) fn key_length(text: &str) -> usize {
    let is_inner = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let end = text.find(|c| !is_inner(c)).unwrap_or(text.len());
    let key = text.get(..end).unwrap_or_default();
    let key = key.split("..").next().unwrap_or_default();
    match key.starts_with(char::is_alphanumeric) {
        true => key.trim_end_matches(['-', '_', '.', '/']).len(),
        false => 0,
    }
}

/// The pairs of square brackets, in the order in which they close.
pub(super) fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => open.push(at),
            b']' => pairs.extend(open.pop().map(|start| start..at + 1)),
            _ => {}
        }
    }
    pairs
}

/// The innermost pair around a place.
fn innermost(brackets: &[Range<usize>], at: usize) -> Option<Range<usize>> {
    // In the order in which they close, the first around a place is the innermost.
    let first = brackets.partition_point(|pair| pair.end <= at);
    let around = brackets.get(first..)?.iter();
    around
        .take(MOST_NESTED)
        .find(|pair| pair.start < at)
        .cloned()
}

/// How many brackets that close later are looked at for the one around a key.
const MOST_NESTED: usize = 64;

fn bracketed(text: &str, bracket: Range<usize>, keys: &[Range<usize>]) -> Found {
    let mut items = Vec::new();
    let mut problems = Vec::new();
    let mut start = bracket.start + 1;
    let inner = text.get(start..bracket.end - 1).unwrap_or_default();
    let mut keys = keys.iter().peekable();
    for part in inner.split(';') {
        let end = start + part.len();
        let mut within = std::iter::from_fn(|| keys.next_if(|key| key.start < end));
        let (first, second) = (within.next(), within.next());
        within.for_each(drop);
        match (first, second) {
            (Some(key), None) => items.push(item(text, start, key, end)),
            (None, _) => problems.push((
                trimmed(text, start..end),
                "this part of a citation names no source".to_owned(),
            )),
            (Some(_), Some(second)) => problems.push((
                second.clone(),
                "a citation names two sources with nothing between them".to_owned(),
            )),
        }
        start = end + 1;
    }
    let citation = Citation {
        items,
        narrative: false,
        in_note: false,
        span: bracket,
    };
    Found { citation, problems }
}

/// The item that stands from one byte to another, around its key.
fn item(text: &str, start: usize, key: &Range<usize>, end: usize) -> CitationItem {
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    // `-@key` leaves the author's name out, which a note never repeats.
    let prefix = part(start..key.start)
        .trim()
        .trim_end_matches('-')
        .trim_end();
    let rest = part(key.end..end);
    let skipped = rest.len() - rest.trim_start_matches([',', ' ']).len();
    let after = rest.get(skipped..).unwrap_or_default();
    let (locator, length) = locator::read(after).map_or((None, 0), |(l, n)| (Some(l), n));
    let suffix = after.get(length..).unwrap_or_default();
    let at = key.end + skipped;
    CitationItem {
        prefix: prefix.to_owned(),
        key: part(key.start + 1..key.end).to_owned(),
        span: key.clone(),
        locator_span: match locator {
            Some(_) => trimmed(text, at..at + length),
            None => key.clone(),
        },
        locator,
        suffix: suffix.trim_start_matches(',').trim().to_owned(),
    }
}

/// `@a`, and the locator in brackets that may follow.
fn narrative(text: &str, brackets: &[Range<usize>], key: Range<usize>) -> Found {
    let rest = text.get(key.end..).unwrap_or_default();
    let space = rest.len() - rest.trim_start_matches(' ').len();
    let first = brackets.partition_point(|pair| pair.end <= key.end);
    let next = brackets
        .get(first)
        .filter(|pair| pair.start == key.end + space);
    let locator = next.and_then(|pair| {
        let inside = text.get(pair.start + 1..pair.end - 1)?;
        let (locator, length) = locator::read(inside)?;
        let suffix = inside.get(length..)?.trim_start_matches(',').trim();
        Some((locator, suffix.to_owned(), pair.clone()))
    });
    let span = key.start..locator.as_ref().map_or(key.end, |(.., pair)| pair.end);
    let name = text.get(key.start + 1..key.end).unwrap_or_default();
    let item = CitationItem {
        prefix: String::new(),
        key: name.to_owned(),
        locator_span: match &locator {
            Some((.., pair)) => pair.start + 1..pair.end - 1,
            None => key.clone(),
        },
        span: key,
        suffix: locator
            .as_ref()
            .map_or_else(String::new, |(_, suffix, _)| suffix.clone()),
        locator: locator.map(|(locator, ..)| locator),
    };
    let citation = Citation {
        items: vec![item],
        narrative: true,
        in_note: false,
        span,
    };
    Found {
        citation,
        problems: Vec::new(),
    }
}

/// A stretch without the space at its ends.
fn trimmed(text: &str, stretch: Range<usize>) -> Range<usize> {
    let part = text.get(stretch.clone()).unwrap_or_default();
    let start = stretch.start + part.len() - part.trim_start().len();
    start..(stretch.start + part.trim_end().len()).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `prefix|key|locator|suffix`.
    fn told(text: &str) -> Vec<String> {
        let all = citations(text);
        let one = |found: &Found| {
            let items = found.citation.items.iter().map(|item| {
                let locator = item.locator.as_ref().map_or("", |locator| &locator.text);
                format!("{}|{}|{locator}|{}", item.prefix, item.key, item.suffix)
            });
            let items: Vec<String> = items.collect();
            let mark = if found.citation.narrative { "@" } else { "" };
            format!("{mark}{}", items.join("; "))
        };
        all.iter().map(one).collect()
    }

    #[test]
    fn citations_are_read_as_pandoc_reads_them() {
        for (text, expected) in [
            ("so [@kbc-2024].", vec!["|kbc-2024||"]),
            ("so [@kbc-2024, para. 8].", vec!["|kbc-2024|para. 8|"]),
            ("[see @a; @b, p. 3]", vec!["see|a||; |b|p. 3|"]),
            ("@a says, and @b [p. 3] too", vec!["@|a||", "@|b|p. 3|"]),
            (
                "[@a, pp. 33-35 and *passim*]",
                vec!["|a|pp. 33-35|and *passim*"],
            ),
            ("[-@a, 4]", vec!["|a|4|"]),
            ("[@a §4, so far]", vec!["|a|§4|so far"]),
            ("@a [sic] says", vec!["@|a||"]),
            ("mail a@b.example, [x@y]", vec![]),
            ("@a.b. And [@c_d.]", vec!["@|a.b||", "|c_d||."]),
            ("[[see] @a]", vec!["[see]|a||"]),
            ("[@a", vec!["@|a||"]),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn what_names_no_source_is_told() {
        let found = citations("[@a; so there; @b @c]");
        let problems: Vec<_> = found[0].problems.iter().map(|(at, _)| at.clone()).collect();
        assert_eq!(problems, [5..13, 18..20]);
    }
}
