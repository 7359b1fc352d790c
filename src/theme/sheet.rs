//! A style sheet as its bytes show it, no rule of it understood: comments, strings,
//! addresses, brackets.

use crate::diagnostic::{Code, Diagnostic, Location};

/// Says which bracket, comment or string of a sheet is not closed: browsers would take for a
/// part of it what follows, the sheets that are joined behind it as well.
pub fn unclosed(path: &str, sheet: &str) -> Option<Diagnostic> {
    let (at, what) = first_unclosed(sheet)?;
    let sign = sheet.get(at..).and_then(|rest| rest.chars().next());
    let length = sign.map_or(0, char::len_utf8);
    let (message, help) = match what {
        What::Comment => (
            "the comment that begins here is not closed".to_owned(),
            "write `*/` where it ends",
        ),
        What::Text => (
            "the quotation mark here is not closed in its line".to_owned(),
            "close the text with the mark that it begins with",
        ),
        What::Open(close) => (
            format!("the `{}` here is not closed", sign.unwrap_or(close)),
            match close {
                '}' => "write `}` where the rule ends: what follows is not heeded",
                _ => "close it: what follows is not heeded",
            },
        ),
        What::Closed => (
            format!("the `{}` here closes nothing", sign.unwrap_or('}')),
            "take it out, or write what it closes",
        ),
    };
    let problem = Diagnostic::new(Code::SheetSyntax, message);
    Some(
        problem
            .at(Location::span(path, sheet, at..at + length))
            .help(help),
    )
}

/// What is not as it should be.
enum What {
    Comment,
    Text,
    /// A bracket, by the one that would close it.
    Open(char),
    /// A bracket that closes nothing.
    Closed,
}

fn first_unclosed(sheet: &str) -> Option<(usize, What)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut at = 0;
    while let Some(from) = sheet.get(at..) {
        let Some(start) = from.find(['/', '"', '\'', '(', ')', '[', ']', '{', '}', '\\']) else {
            break;
        };
        let (before, rest) = from.split_at(start);
        let length = match rest.starts_with(['/', '"', '\'', '(']) {
            true => token_length(rest, before),
            false => 1,
        };
        let token = rest.get(..length).unwrap_or_default();
        let place = at + start;
        at = place + token.len().max(1);
        match token.chars().next() {
            Some('/') if token.starts_with("/*") && !(token.len() > 3 && token.ends_with("*/")) => {
                return Some((place, What::Comment));
            }
            Some(mark @ ('"' | '\'')) if token.len() < 2 || !token.ends_with(mark) => {
                return Some((place, What::Text));
            }
            Some('(') if token.len() > 1 && !token.ends_with(')') => {
                return Some((place, What::Open(')')));
            }
            Some('(') if token.len() == 1 => open.push((place, ')')),
            Some('[') => open.push((place, ']')),
            Some('{') => open.push((place, '}')),
            Some(close @ (')' | ']' | '}')) => match open.pop() {
                Some((_, wanted)) if wanted == close => {}
                Some((start, wanted)) => return Some((start, What::Open(wanted))),
                None => return Some((place, What::Closed)),
            },
            // What is escaped means nothing.
            Some('\\') => {
                let escaped = rest.chars().nth(1).map_or(0, char::len_utf8);
                at += escaped;
            }
            _ => {}
        }
    }
    open.pop()
        .map(|(start, wanted)| (start, What::Open(wanted)))
}

/// A sheet without what only its authors read, which every reader would load.
/// Strings and addresses stay, and so do comments that begin with `!`, as
/// licences do.
pub fn without_comments(sheet: &str) -> String {
    let mut result = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(start) = rest.find(['/', '"', '\'', '(']) {
        let (before, from) = rest.split_at(start);
        result.push_str(before);
        let (token, tail) = from.split_at(token_length(from, before));
        if !token.starts_with("/*") || token.starts_with("/*!") {
            result.push_str(token);
        } else if !result.ends_with(char::is_whitespace) && !tail.starts_with(char::is_whitespace) {
            // What stands on both sides is not one word.
            result.push_str("/**/");
        }
        rest = tail;
    }
    result.push_str(rest);
    result
}

/// How long the comment, the string or the address without quotation marks is
/// that `text` begins with; 1 where it begins with none.
fn token_length(text: &str, before: &str) -> usize {
    let upto = |end: &str, from: usize| {
        let found = text.get(from..).and_then(|inside| inside.find(end));
        found.map_or(text.len(), |at| from + at + end.len())
    };
    if text.starts_with("/*") {
        return upto("*/", 2);
    }
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        return end_of(text, &[quote, '\n']);
    }
    let inside = text.get(1..).unwrap_or_default().trim_start();
    if ends_in_url(before) && !inside.starts_with(['"', '\'']) {
        return end_of(text, &[')']);
    }
    1
}

/// Where a text ends that begins with the first character and ends with one of these, if
/// that is not escaped.
fn end_of(text: &str, last: &[char]) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let ends = !escaped && last.contains(c);
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, c)| at + c.len_utf8())
}

/// Whether a bracket behind this begins an address: `url`, and no longer name that ends so.
fn ends_in_url(before: &str) -> bool {
    let name = before
        .rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')))
        .next();
    name.is_some_and(|name| name.eq_ignore_ascii_case("url"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_no_end_is_unclosed() {
        for sheet in [
            "a{b:c}",
            "@media (x){a[b=\"}\"]{c:url(data:{)}}",
            "/* { */ a{b:'it\\'s {'}",
            ".a\\{b{c:d}",
            "a{b:calc(1px / 2)}",
            "a{b:c(attr(d url), e)}",
            "a{b:url(c\\)d.svg)}",
            "a{b:--my-url((1),2)}",
        ] {
            assert!(first_unclosed(sheet).is_none(), "{sheet}");
        }
        for (sheet, at) in [
            ("a{b:c} d{e:f", 8),
            ("a{b:c}}", 6),
            ("a{b:c} /* so", 7),
            ("a{b:\"c}\nd{e:f}", 4),
            ("a{b:var(--c;}", 7),
            ("a{b:url(c.svg;}", 7),
            ("/*/", 0),
        ] {
            assert_eq!(first_unclosed(sheet).map(|it| it.0), Some(at), "{sheet}");
        }
    }

    #[test]
    fn a_sheet_is_published_without_comments_and_means_the_same() {
        for (sheet, published) in [
            ("/* of the house */\na{b:c}", "\na{b:c}"),
            ("a /* one */ b{c:d /* two */}", "a  b{c:d }"),
            ("a/* no space */:hover{b:c}", "a/**/:hover{b:c}"),
            ("/*! by A. Author */ a{b:c}", "/*! by A. Author */ a{b:c}"),
            ("a{b:\"/* kept */\"} /* not */", "a{b:\"/* kept */\"} "),
            ("a{b:'it\\'s /* kept */'}", "a{b:'it\\'s /* kept */'}"),
            ("/* it's */ a{b:c} /* it's */", " a{b:c} "),
            ("a{b:URL(x/*.svg)} /**/ c{d:e}", "a{b:URL(x/*.svg)}  c{d:e}"),
            ("a{b:calc(1px /* and */ + 2px)}", "a{b:calc(1px  + 2px)}"),
            ("a{b:c} /* without end", "a{b:c} "),
            ("a{b:\"without end", "a{b:\"without end"),
            ("é/*é*/é", "é/**/é"),
            ("/", "/"),
        ] {
            assert_eq!(without_comments(sheet), published);
        }
    }
}
