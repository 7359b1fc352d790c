//! What its author meant as a link, a picture or a citation, and is text: a link whose
//! address has a space in it, a key in brackets without its `@`.
//!
//! Promises linear time: of each, so many bytes are looked at and no more.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::citation;
use super::facts::Facts;
use super::page::{Events, Page};
use super::slugs::slug;
use crate::diagnostic::Code;

/// How many bytes of a link's text, and of its address, are looked at.
const MOST_BYTES: usize = 300;

/// The endings of files that people link: `Art. 6.a` and `3 p.m` are no names of files.
const ENDINGS: &[&str] = &[
    "md", "html", "pdf", "txt", "csv", "zip", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif",
    "mp3", "mp4", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp",
];

/// Reports links and pictures that are none, and notes what may be the key of a source.
pub(super) fn nearly<'a>(events: Events<'a>, page: &Page<'a>, facts: &mut Facts) -> Events<'a> {
    if !page.is_scan() {
        return events;
    }
    let (mut in_code, mut links) = (false, 0_usize);
    for (event, span) in &events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => links -= 1,
            Event::Text(text) if !in_code && text.contains(['[', ']']) => {
                spaced(page.body, span, facts);
                if links == 0 {
                    note_keys(page.body, span, facts);
                }
            }
            _ => {}
        }
    }
    events
}

/// Reports what would be links if there were no spaces in their addresses.
fn spaced(body: &str, span: &Range<usize>, facts: &mut Facts) {
    let written = body.get(span.clone()).unwrap_or_default();
    for (at, _) in written.match_indices("](") {
        let Some(address) = written.get(at + 2..).and_then(in_brackets) else {
            continue;
        };
        let middle = span.start + at;
        let Some((start, is_picture)) = opening(body, middle) else {
            continue;
        };
        let name = without_title(address);
        let is_spaced = is_spaced_file(name) || is_spaced_anchor(name);
        if is_escaped(body, middle) || is_escaped(body, start) || !is_spaced {
            continue;
        }
        let noun = if is_picture { "picture" } else { "link" };
        let end = middle + 2 + address.len() + 1;
        facts.problem(
            Code::SpacedAddress,
            start..end,
            format!("the address `{name}` has a space in it, so this is text and no {noun}"),
            &ways_to_write(name),
        );
    }
}

/// How an address with spaces is written. The ids of headings have none.
fn ways_to_write(name: &str) -> String {
    let named = match name.split_once('#') {
        Some((path, place)) if place.contains(' ') => format!("{path}#{}", slug(place)),
        _ => name.to_owned(),
    };
    match named.contains(' ') {
        false => format!("write `({named})`: a heading’s anchor has hyphens in place of spaces"),
        true => {
            let encoded = named.replace(' ', "%20");
            format!("write `(<{named}>)` or `({encoded})`, which are one address")
        }
    }
}

/// Notes the words in brackets that could be keys, `[smith-2024]` and `[smith-2024, p. 3]`:
/// which of them are is known when all sources are.
fn note_keys(body: &str, span: &Range<usize>, facts: &mut Facts) {
    let written = body.get(span.clone()).unwrap_or_default();
    for (at, _) in written.match_indices('[') {
        let start = span.start + at;
        let rest = written.get(at + 1..).unwrap_or_default();
        let (key, after) = rest.split_at(citation::key_length(rest));
        // What is meant as a link is told of as one.
        let is_key = after.starts_with([']', ',']) && !after.starts_with("](");
        if !key.is_empty() && is_key && !is_escaped(body, start) {
            let place = start + 1..start + 1 + key.len();
            facts.apparatus.unmarked.push((key.to_owned(), place));
        }
    }
}

/// What stands before the bracket that closes the one before the text.
fn in_brackets(text: &str) -> Option<&str> {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate().take(MOST_BYTES) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return text.get(..at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Where the link begins whose text ends here, and whether it is a picture.
fn opening(body: &str, end: usize) -> Option<(usize, bool)> {
    let bytes = body.as_bytes();
    let mut depth = 0_usize;
    for at in (end.saturating_sub(MOST_BYTES)..end).rev() {
        match bytes.get(at)? {
            b'[' if depth == 0 => {
                let is_picture = at > 0 && bytes.get(at - 1) == Some(&b'!');
                return Some((at - usize::from(is_picture), is_picture));
            }
            b'[' => depth -= 1,
            b']' => depth += 1,
            // Another paragraph.
            b'\n' if bytes.get(at + 1) == Some(&b'\n') => return None,
            _ => {}
        }
    }
    None
}

/// Whether a backslash makes a sign of the body mean itself.
fn is_escaped(body: &str, at: usize) -> bool {
    let before = body.as_bytes().get(..at).unwrap_or_default().iter().rev();
    before
        .take(MOST_BYTES)
        .take_while(|byte| **byte == b'\\')
        .count()
        % 2
        == 1
}

/// An address without the title behind it.
fn without_title(address: &str) -> &str {
    let address = address.trim();
    let title = address
        .strip_suffix('"')
        .and_then(|rest| rest.rsplit_once(" \""));
    title.map_or(address, |(address, _)| address.trim())
}

/// Whether words are the name of a file: what is only a remark in brackets has no ending.
fn is_spaced_file(name: &str) -> bool {
    let path = name.split(['#', '?']).next().unwrap_or_default();
    let Some((stem, ending)) = path.rsplit_once('.') else {
        return false;
    };
    let is_known = ENDINGS
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known));
    is_known && path.contains(' ') && !path.starts_with('<') && !stem.ends_with([' ', '.'])
}

/// Whether words are a place on a page or in a file, such as `page.md#the place`: a `#` with
/// more before it than a word, or with a space behind it, is a remark's.
fn is_spaced_anchor(name: &str) -> bool {
    name.split_once('#').is_some_and(|(path, place)| {
        let is_address = path.is_empty() || path.contains(['.', '/']);
        is_address
            && !path.contains([' ', '<'])
            && place.trim_end().contains(' ')
            && place.starts_with(char::is_alphabetic)
    })
}

#[cfg(test)]
mod tests {
    use super::{in_brackets, is_spaced_anchor, is_spaced_file, opening, without_title};

    #[test]
    fn a_place_with_a_space_is_meant_as_an_address() {
        for name in ["wells.md#the three wells", "#the wells", "../a/#my place"] {
            assert!(is_spaced_anchor(name), "{name}");
        }
        for name in [
            "wells.md#wells",
            "# 5 of them",
            "see #the wells",
            "C#as it is",
            "#5 of 7",
        ] {
            assert!(!is_spaced_anchor(name), "{name}");
        }
    }

    #[test]
    fn only_a_file_with_a_space_is_meant_as_an_address() {
        for name in [
            "my file.md",
            "my file.md#place",
            "../a b/c.png",
            "my (old) file.pdf",
        ] {
            assert!(is_spaced_file(name), "{name}");
        }
        for name in [
            "file.md",
            "see below",
            "so he said.",
            "No. 5 of 12.5",
            "cf. Art. 6.a",
            "at 3 p.m",
            "write to me at example.org",
            "<a b.md",
        ] {
            assert!(!is_spaced_file(name), "{name}");
        }
    }

    #[test]
    fn a_link_begins_in_its_own_paragraph_and_outside_of_others() {
        let at = |body: &str| opening(body, body.find("](b c").unwrap());
        assert_eq!(at("An [a](b c.md)"), Some((3, false)));
        assert_eq!(at("An ![a [b] c](b c.md)"), Some((3, true)));
        assert_eq!(at("[good](x.md) and a](b c.md)"), None);
        assert_eq!(at("[good\n\na](b c.md)"), None);
    }

    #[test]
    fn a_title_is_no_part_of_an_address() {
        assert_eq!(without_title("a b.md \"A title\""), "a b.md");
        assert_eq!(in_brackets("a (b) c.md) d"), Some("a (b) c.md"));
    }
}
