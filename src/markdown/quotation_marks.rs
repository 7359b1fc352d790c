//! A text into what stands between quotation marks in it.
//!
//! Promises linear time, and that a mark which could be an apostrophe, a prime
//! or an inch opens nothing.

use std::ops::Range;

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

/// A closing mark for which nothing was open, by its place.
pub(super) type Stray = Range<usize>;

/// How many open marks are looked at for the one that a mark closes.
const MOST_NESTED: usize = 32;

struct Open {
    mark: char,
    at: usize,
}

/// All quotations, in the order in which they end, and the stray closing marks.
pub(super) fn quotes(text: &str) -> (Vec<Quote>, Vec<Stray>) {
    let mut open: Vec<Open> = Vec::new();
    let (mut quotes, mut stray) = (Vec::new(), Vec::new());
    let mut before = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let after = text.get(end..).and_then(|rest| rest.chars().next());
        if is_mark(c) && !is_apostrophe(c, before, after) {
            let begun = open.len().saturating_sub(MOST_NESTED);
            let mut inner = open.get(begun..).unwrap_or_default().iter();
            let closed = inner.rposition(|open| closes(c, open.mark, after));
            match closed.map(|index| begun + index) {
                // A mark within that was not closed was none.
                Some(index) => {
                    open.truncate(index + 1);
                    if let Some(begin) = open.pop() {
                        quotes.push(Quote {
                            inside: begin.at + begin.mark.len_utf8()..at,
                            outside: begin.at..end,
                            depth: open.len(),
                            is_double: !is_single(c),
                        });
                    }
                }
                None if opens(c, before, after) => open.push(Open { mark: c, at }),
                None if c == '’' => quotes.extend(longer(&quotes, at..end)),
                None if "”»」』".contains(c) => stray.push(at..end),
                None => {}
            }
        }
        before = Some(c);
    }
    (quotes, stray)
}

/// ‘the ministers’ words’: what an apostrophe seemed to end may go on.
fn longer(quotes: &[Quote], mark: Range<usize>) -> Option<Quote> {
    let last = quotes.last().filter(|last| !last.is_double)?;
    Some(Quote {
        inside: last.inside.start..mark.start,
        outside: last.outside.start..mark.end,
        ..last.clone()
    })
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
    )
}

fn is_single(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '‚' | '‹' | '›')
}

/// `don’t`, and the `’` of `the ministers’ words` where a letter follows no
/// sooner than the next word.
fn is_apostrophe(c: char, before: Option<char>, after: Option<char>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    matches!(c, '\'' | '’') && letter(before) && letter(after)
}

/// Whether a mark ends what another began. The same mark at both ends, and
/// marks the other way round, are customs of several languages.
fn closes(c: char, begun: char, after: Option<char>) -> bool {
    let ends = match begun {
        '"' => "\"",
        '\'' => "'",
        '“' => "”",
        '”' => "”",
        '„' | '‟' => "“”‟",
        '‘' => "’",
        '‚' => "‘’",
        '«' => "»",
        '»' => "«",
        '‹' => "›",
        '›' => "‹",
        '「' => "」",
        '『' => "』",
        '〝' => "〞〟",
        _ => "",
    };
    let before_word = after.is_some_and(char::is_alphanumeric);
    ends.contains(c) && !(matches!(c, '\'' | '’' | '"') && before_word)
}

fn opens(c: char, before: Option<char>, after: Option<char>) -> bool {
    let at_word = after.is_some_and(|c| !c.is_whitespace());
    let after_space = before.is_none_or(|c| !c.is_alphanumeric() && !".,;:!?)]".contains(c));
    match c {
        '“' | '„' | '‟' | '«' | '‘' | '‚' | '‹' | '「' | '『' | '〝' => true,
        '"' | '\'' | '”' | '»' | '›' => at_word && after_space,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(text: &str) -> Vec<&str> {
        let (quotes, _) = quotes(text);
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
        ] {
            assert_eq!(inside(text), expected, "{text}");
        }
    }

    #[test]
    fn a_closing_mark_with_nothing_open_is_told() {
        let (_, stray) = quotes("all acts” are");
        assert_eq!(stray.len(), 1);
        assert_eq!(stray[0], 8..11);
    }
}
