//! A body into the events that the passes work on: pulldown-cmark's, with
//! neighbouring pieces of text joined into one.
//!
//! Promises that no two text events stand side by side, and that a text
//! event borrows from the body wherever the body holds it as it is.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Options as Flags, Parser, Tag};

use super::facts::Facts;
use super::page::{Events, Page, Spanned};
use super::{characters, comments, money};
use crate::diagnostic::Code;

/// Parses the page's body.
pub(super) fn parse<'a>(page: &Page<'a>, facts: &mut Facts) -> Events<'a> {
    let mut events = read(page.body, page, facts);
    if money::has_sums(&events, page.body) {
        events = with_sums(events, page, facts);
    }
    events
        .iter_mut()
        .for_each(|(event, _)| characters::drop_forbidden(event));
    events
}

/// The same events with sums of money as text.
fn with_sums<'a>(mut events: Events<'a>, page: &Page<'a>, facts: &mut Facts) -> Events<'a> {
    if let Some(hidden) = money::hide(&events, page.body, page.options.smart_punctuation) {
        facts.problems.clear();
        let again = read(&hidden, page, facts).into_iter();
        events = again
            .map(|(mut event, span)| {
                money::show(&mut event);
                (event.into_static(), span)
            })
            .collect();
    }
    money::into_text(&mut events, page.body);
    let mut joined = Vec::with_capacity(events.len());
    join(events.into_iter(), page.body, &mut joined);
    joined
}

/// Parses a text: the page's body, or what stands for it.
fn read<'a>(text: &'a str, page: &Page, facts: &mut Facts) -> Events<'a> {
    let parser = Parser::new_ext(text, flags(page));
    let longest = parser
        .reference_definitions()
        .iter()
        .map(|(_, definition)| definition.dest.len() + title_len(definition.title.as_ref()))
        .max();
    let mut events = Vec::with_capacity(text.len() / 12);
    let stream = parser.into_offset_iter();
    match text.contains(comments::OPENING) {
        true => {
            let stream = comments::left_out(stream, text, facts).into_iter();
            join(stream, text, &mut events);
        }
        false => join(stream, text, &mut events),
    }
    if let Some(longest) = longest {
        note_expansion(page, &events, longest, facts);
    }
    events
}

/// Appends events, neighbouring texts joined.
fn join<'a>(stream: impl Iterator<Item = Spanned<'a>>, body: &'a str, out: &mut Events<'a>) {
    let mut stream = stream.peekable();
    while let Some((event, span)) = stream.next() {
        out.push(match event {
            Event::Text(text) => text_run(body, text, span, &mut stream),
            event => (event, span),
        });
    }
}

fn flags(page: &Page) -> Flags {
    let mut flags = Flags::ENABLE_TABLES
        | Flags::ENABLE_FOOTNOTES
        | Flags::ENABLE_STRIKETHROUGH
        | Flags::ENABLE_TASKLISTS
        | Flags::ENABLE_HEADING_ATTRIBUTES
        | Flags::ENABLE_GFM
        | Flags::ENABLE_DEFINITION_LIST;
    flags.set(Flags::ENABLE_MATH, page.options.mathematics);
    flags.set(
        Flags::ENABLE_SMART_PUNCTUATION,
        page.options.smart_punctuation,
    );
    flags
}

/// Joins a text with those that follow it at once.
fn text_run<'a>(
    body: &'a str,
    text: CowStr<'a>,
    mut span: Range<usize>,
    stream: &mut Peekable<impl Iterator<Item = Spanned<'a>>>,
) -> Spanned<'a> {
    let verbatim = |text: &str, span: &Range<usize>| body.get(span.clone()) == Some(text);
    let mut joined = text;
    let mut grown: Option<String> = None;
    let mut as_written = verbatim(&joined, &span);
    while let Some((event, next)) = stream.next_if(|(event, _)| matches!(event, Event::Text(_))) {
        let Event::Text(text) = event else { continue };
        if let Some(grown) = &mut grown {
            grown.push_str(&text);
        } else if as_written && next.start == span.end && verbatim(&text, &next) {
            joined = body
                .get(span.start..next.end)
                .map_or(joined, CowStr::Borrowed);
        } else {
            as_written = false;
            grown = Some([&*joined, &*text].concat());
        }
        span.end = next.end.max(span.end);
    }
    (Event::Text(grown.map_or(joined, CowStr::from)), span)
}

fn title_len(title: Option<&CowStr>) -> usize {
    title.map_or(0, |title| title.len())
}

/// pulldown-cmark stops to expand references where they amount to more than
/// the body's length (or 100,000 bytes). What would be a silent loss is said.
fn note_expansion(page: &Page, events: &Events, longest: usize, facts: &mut Facts) {
    let limit = page.body.len().max(100_000);
    let expanded: usize = events
        .iter()
        .map(|(event, _)| match event {
            Event::Start(
                Tag::Link {
                    link_type: LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut,
                    dest_url,
                    title,
                    ..
                }
                | Tag::Image {
                    link_type: LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut,
                    dest_url,
                    title,
                    ..
                },
            ) => dest_url.len() + title.len(),
            _ => 0,
        })
        .sum();
    if expanded + longest > limit {
        facts.problem(
            Code::FileTooLarge,
            0..0,
            format!("the page's references expand to more than {limit} bytes"),
            "use shorter addresses and titles in the definitions, or fewer references",
        );
    }
}
