//! A text into what stands between quotation marks in it.
//!
//! Promises linear time, and that a mark which could be an apostrophe, a prime
//! or an inch opens nothing.

use std::ops::Range;

use super::characters::holds;

/// A stretch between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quote {
    /// What is quoted, without the marks.
    pub inside: Range<usize>,
    /// With the marks.
    pub outside: Range<usize>,
    /// How many others it stands within.
    pub depth: usize,
    /// Whether its marks are double ones, which always quote.
    pub is_double: bool,
}

/// What a text quotes.
#[derive(Default)]
pub(super) struct Quotes {
    /// In the order in which they end.
    pub closed: Vec<Quote>,
    /// The first double mark that begins what does not end.
    pub unclosed: Option<Range<usize>>,
}

/// How many open marks are looked at for the one that a mark closes.
const MOST_NESTED: usize = 32;

struct Open {
    mark: char,
    at: usize,
}

/// All quotations of a text.
pub(super) fn quotes(text: &str) -> Quotes {
    let mut open: Vec<Open> = Vec::new();
    let mut quotes = Quotes::default();
    if !holds_mark(text) {
        return quotes;
    }
    for (at, mark) in text.match_indices(is_mark) {
        let end = at + mark.len();
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(end..).and_then(|rest| rest.chars().next());
        let Some(c) = mark.chars().next() else {
            continue;
        };
        if is_apostrophe(c, before, after) {
            continue;
        }
        let begun = open.len().saturating_sub(MOST_NESTED);
        let mut inner = open.get(begun..).unwrap_or_default().iter();
        let closed = inner.rposition(|open| closes(c, open.mark, before, after));
        match closed.map(|index| begun + index) {
            // A mark within that was not closed was none.
            Some(index) => {
                open.truncate(index + 1);
                if let Some(begin) = open.pop() {
                    quotes.closed.push(Quote {
                        inside: begin.at + begin.mark.len_utf8()..at,
                        outside: begin.at..end,
                        depth: open.len(),
                        is_double: !is_single(c),
                    });
                }
            }
            None if opens(c, before, after) => open.push(Open { mark: c, at }),
            None if is_apostrophe_like(c) => {
                let longer = longer(&quotes.closed, at..end);
                quotes.closed.extend(longer);
            }
            None => {}
        }
    }
    let mut unclosed = open.iter().filter(|open| !is_single(open.mark));
    quotes.unclosed = unclosed
        .next()
        .map(|open| open.at..open.at + open.mark.len_utf8());
    quotes
}

/// ‘the ministers’ words’: what an apostrophe seemed to end may go on.
fn longer(closed: &[Quote], mark: Range<usize>) -> Option<Quote> {
    let mut latest = closed.iter().rev().take(MOST_NESTED);
    let begun = latest.find(|quote| !quote.is_double)?;
    Some(Quote {
        inside: begun.inside.start..mark.start,
        outside: begun.outside.start..mark.end,
        ..begun.clone()
    })
}

/// Whether a text holds a quotation mark.
pub(super) fn holds_mark(text: &str) -> bool {
    holds(text, |byte| matches!(byte, b'"' | b'\'' | 0x80..)) && text.contains(is_mark)
}

/// Whether a character is a quotation mark in some language.
pub(super) fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
            | '〝'
            | '〞'
            | '〟'
            | '＂'
            | '❝'
            | '❞'
            | '｢'
            | '｣'
            | '《'
            | '》'
    )
}

fn is_single(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '‚' | '‹' | '›')
}

/// Whether a mark can be an apostrophe as well.
pub(super) fn is_apostrophe_like(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// `don’t`.
fn is_apostrophe(c: char, before: Option<char>, after: Option<char>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    is_apostrophe_like(c) && letter(before) && letter(after)
}

/// Whether a mark ends what another began. The same mark at both ends, and
/// marks the other way round, are customs of several languages; a straight mark
/// at one end is a custom of keyboards.
fn closes(c: char, begun: char, before: Option<char>, after: Option<char>) -> bool {
    let ends = match begun {
        '"' => "\"”",
        '\'' => "'’",
        '“' | '”' => "”\"",
        '„' | '‟' => "“”‟\"",
        '‘' => "’'",
        '‚' => "‘’'",
        '«' => "»",
        '»' => "«»",
        '‹' => "›",
        '›' => "‹›",
        '「' => "」",
        '『' => "』",
        '〝' => "〞〟",
        '＂' => "＂",
        '❝' => "❞",
        '｢' => "｣",
        '《' => "》",
        _ => "",
    };
    let before_word = after.is_some_and(char::is_alphanumeric);
    let is_keyboards = matches!(c, '\'' | '’' | '"');
    // Within “…”, a straight mark in front of a word begins something.
    let begins = c != begun && c == '"' && opens(c, before, after);
    ends.contains(c) && !(is_keyboards && before_word) && !begins
}

fn opens(c: char, before: Option<char>, after: Option<char>) -> bool {
    let at_word = after.is_some_and(|c| !c.is_whitespace());
    let after_space = before.is_none_or(|c| !c.is_alphanumeric() && !".,;:!?)]".contains(c));
    match c {
        '“' | '„' | '‟' | '«' | '‘' | '‚' | '‹' | '「' | '『' | '〝' | '❝' | '｢' | '《' => {
            true
        }
        '"' | '\'' | '”' | '»' | '›' | '＂' => at_word && after_space,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(text: &str) -> Vec<&str> {
        let quotes = quotes(text).closed;
        quotes.into_iter().map(|q| &text[q.inside]).collect()
    }

    #[test]
    fn marks_of_many_customs_are_paired() {
        for (text, expected) in [
            ("He said “all acts” and “more”.", vec!["all acts", "more"]),
            ("a \"straight one\" here", vec!["straight one"]),
            (
                "« dit-il » et „gesagt“ und »gesagt« och ”sagt”",
                vec![" dit-il ", "gesagt", "gesagt", "sagt"],
            ),
            (
                "“he called it ‘fine’ then”",
                vec!["fine", "he called it ‘fine’ then"],
            ),
            ("the ministers’ words, don’t “quote” it", vec!["quote"]),
            ("a 5\" pipe and \"a quote\"", vec!["a quote"]),
            ("他说“我们反对”。「是」", vec!["我们反对", "是"]),
            (
                "‘the ministers’ words’ are",
                vec!["the ministers", "the ministers’ words"],
            ),
            ("no “end of it", vec![]),
            ("“mixed\", „so\", \"and so”", vec!["mixed", "so", "and so"]),
            ("“he said \"x\" there”", vec!["x", "he said \"x\" there"]),
            (
                "»på svenska» 《and》 ＂wide＂ ❝ornate❞",
                vec!["på svenska", "and", "wide", "ornate"],
            ),
            (
                "'the ministers' words'",
                vec!["the ministers", "the ministers' words"],
            ),
            (
                "‘the ministers’ words “plain” were’",
                vec![
                    "the ministers",
                    "plain",
                    "the ministers’ words “plain” were",
                ],
            ),
        ] {
            assert_eq!(inside(text), expected, "{text}");
        }
    }

    #[test]
    fn a_mark_that_begins_what_does_not_end_is_told() {
        for (text, at) in [
            ("He said “all and “more” here", Some(8)),
            ("He said \"all", Some(8)),
            ("‘Twas so, 5\" wide, “this”", None),
        ] {
            let unclosed = quotes(text).unclosed;
            assert_eq!(unclosed.map(|mark| mark.start), at, "{text}");
        }
    }
}
