//! A text as a chapter of a page that holds others: its headings deeper, and
//! what its author wrote as HTML with the ids and addresses that are right there.

use html5gum::{StartTag, Token, Tokenizer};
use pulldown_cmark::Event;

use super::Chapter;
use super::page::{Events, Page, html};
use crate::escape;

/// The level of a heading where the text is shown: at most the sixth.
pub(super) fn level(level: u8, page: &Page) -> u8 {
    deeper(level, page.chapter().map_or(0, |chapter| chapter.deeper))
}

fn deeper(level: u8, by: u8) -> u8 {
    level.saturating_add(by).min(6)
}

/// Attributes that hold ids, with spaces between them.
const IDS: &[&str] = &[
    "id",
    "headers",
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
];

/// Attributes that hold an address.
const ADDRESSES: &[&str] = &["href", "src", "poster", "cite"];

/// The events with the author's HTML rewritten. It stands in `Html` events, as no
/// other pass has run before: the lines of a block, or single tags.
pub(super) fn rewritten<'a>(events: Events<'a>, chapter: Chapter) -> Events<'a> {
    let mut out: Events = Vec::with_capacity(events.len());
    let mut block = String::new();
    for (event, span) in events {
        // A tag may go over several lines.
        if let Event::Html(line) = &event {
            block.push_str(line);
            continue;
        }
        if !block.is_empty() {
            out.push((html(fragment(&block, chapter)), span.clone()));
            block.clear();
        }
        out.push(match event {
            Event::InlineHtml(tag) => (Event::InlineHtml(fragment(&tag, chapter).into()), span),
            event => (event, span),
        });
    }
    out
}

fn fragment(text: &str, chapter: Chapter) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => open(&tag, chapter, &mut out),
            Token::EndTag(tag) => {
                out.push_str("</");
                out.push_str(&name(&tag.name, chapter));
                out.push('>');
            }
            Token::String(text) => escape::text(&mut out, &string(&text.value)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    out
}

fn open(tag: &StartTag<()>, chapter: Chapter, out: &mut String) {
    out.push('<');
    out.push_str(&name(&tag.name, chapter));
    for (key, value) in &tag.attributes {
        let (key, value) = (string(key), string(&value.value));
        let value = match key.as_str() {
            key if IDS.contains(&key) => ids(&value, chapter),
            key if ADDRESSES.contains(&key) => address(&value, chapter),
            _ => value,
        };
        out.push_str(&format!(" {key}=\""));
        escape::attribute(out, &value);
        out.push('"');
    }
    out.push_str(if tag.self_closing { "/>" } else { ">" });
}

/// An element's name: a heading is deeper.
fn name(name: &[u8], chapter: Chapter) -> String {
    match name {
        [b'h', digit @ b'1'..=b'6'] => format!("h{}", deeper(digit - b'0', chapter.deeper)),
        name => string(name),
    }
}

fn ids(value: &str, chapter: Chapter) -> String {
    let each = value.split_ascii_whitespace();
    let each = each.map(|id| format!("{}{id}", chapter.prefix));
    each.collect::<Vec<_>>().join(" ")
}

/// A place in the text, or an address that begins at the page of its own.
fn address(value: &str, chapter: Chapter) -> String {
    let value = value.trim();
    let first = value.split(['/', '?', '#']).next().unwrap_or_default();
    match value.strip_prefix('#') {
        Some("") => value.to_owned(),
        Some(id) => format!("#{}{id}", chapter.prefix),
        None if value.starts_with('/') || first.contains(':') => value.to_owned(),
        None => format!("{}{value}", chapter.base),
    }
}

fn string(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
