//! Headings into headings with an id and a link to themselves, and into the
//! page's outline. `{#id .class}` is taken from the author; other ids are made
//! of the text (see `slugs`).
//!
//! Promises that the ids of a body are unique.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd, html::push_html};

use super::chapter;
use super::facts::{Facts, Heading};
use super::mathematics;
use super::page::{Events, Page, Spanned, html};
use super::prose::{fold_space, plain_text};
use super::slugs::{Slugs, is_reserved};
use crate::diagnostic::Code;
use crate::escape;

/// Gives headings ids and links, and notes the outline.
pub(super) fn headings<'a>(
    mut events: Events<'a>,
    page: &Page<'a>,
    facts: &mut Facts,
) -> Events<'a> {
    let mut slugs = Slugs::default();
    take_explicit_ids(&mut events, &mut slugs, facts);
    let mut previous = 1;
    let mut start = 0;
    while let Some((opening, length)) = next_heading(&events, start) {
        let end = opening + 1 + length;
        let inner = events.get(opening + 1..end).unwrap_or_default();
        let text = fold_space(&plain_text(inner));
        let contents = match page.is_scan() {
            true => contents_html(inner, page),
            false => String::new(),
        };
        if let Some((event, span)) = events.get_mut(opening)
            && let Event::Start(Tag::Heading {
                level,
                id,
                classes,
                attrs,
            }) = event
        {
            let level = *level;
            let id = id.take().map_or_else(|| slugs.give(&text), String::from);
            check_level(level, previous, span, facts);
            previous = level as u8;
            let (written, shown) = (page.id(&id), chapter::level(level as u8, page));
            let open = open(shown, &written, classes, attrs, span, facts);
            let close = close(shown, &written, &text, page);
            *event = html(open);
            if let Some((event, _)) = events.get_mut(end) {
                *event = html(close);
            }
            let id: Arc<str> = id.into();
            facts.ids.push(id.clone());
            facts.headings.push(Heading {
                level: level as u8,
                id,
                html: contents,
            });
        }
        start = end;
    }
    events
}

/// Where the next heading opens, and how many events it holds.
fn next_heading(events: &[Spanned], start: usize) -> Option<(usize, usize)> {
    let rest = events.get(start..)?;
    let opening = rest
        .iter()
        .position(|(event, _)| matches!(event, Event::Start(Tag::Heading { .. })))?;
    let length = rest
        .get(opening + 1..)?
        .iter()
        .position(|(event, _)| matches!(event, Event::End(TagEnd::Heading(_))))?;
    Some((start + opening, length))
}

/// The author's ids come first, so that no made one takes theirs. One that
/// cannot be had is dropped.
fn take_explicit_ids(events: &mut Events, slugs: &mut Slugs, facts: &mut Facts) {
    for (event, span) in events {
        let Event::Start(Tag::Heading { id: chosen, .. }) = event else {
            continue;
        };
        let Some(id) = chosen.take_if(|id| id.is_empty() || is_reserved(id) || !slugs.take(id))
        else {
            continue;
        };
        if !id.is_empty() {
            let (message, help) = match is_reserved(&id) {
                true => (
                    format!("the id `{id}` is kept for other parts of the page"),
                    "choose another",
                ),
                false => (
                    format!("the id `{id}` is given to two headings"),
                    "choose another for one of them",
                ),
            };
            facts.problem(Code::DuplicateId, span.clone(), message, help);
        }
    }
}

fn check_level(level: HeadingLevel, previous: u8, span: &Range<usize>, facts: &mut Facts) {
    let number = level as u8;
    if number == 1 {
        facts.problem(
            Code::HeadingLevel,
            span.clone(),
            "a heading of level 1 repeats the page's title, which is one already".to_owned(),
            "begin sections with `##`",
        );
    } else if number > previous + 1 {
        facts.problem(
            Code::HeadingLevel,
            span.clone(),
            format!("the heading goes from level {previous} to level {number}"),
            &format!("use `{}`", "#".repeat(usize::from(previous) + 1)),
        );
    }
}

fn open(
    level: u8,
    id: &str,
    classes: &[CowStr],
    attributes: &[(CowStr, Option<CowStr>)],
    span: &Range<usize>,
    facts: &mut Facts,
) -> String {
    let mut out = format!("<div class=\"heading\"><h{level} id=\"");
    escape::attribute(&mut out, id);
    out.push('"');
    if !classes.is_empty() {
        out.push_str(" class=\"");
        for (index, class) in classes.iter().enumerate() {
            if index > 0 {
                out.push(' ');
            }
            escape::attribute(&mut out, class);
        }
        out.push('"');
    }
    for (name, value) in attributes {
        match (&**name, value) {
            ("lang" | "dir", Some(value)) => {
                out.push(' ');
                out.push_str(name);
                out.push_str("=\"");
                escape::attribute(&mut out, value);
                out.push('"');
            }
            _ => facts.problem(
                Code::RawHtml,
                span.clone(),
                format!("the heading's attribute `{name}` is left out"),
                "a heading takes `#id`, `.class`, `lang` and `dir`",
            ),
        }
    }
    out.push('>');
    out
}

fn close(level: u8, id: &str, text: &str, page: &Page) -> String {
    let mut out = format!("</h{level}><a class=\"permalink\" href=\"#");
    escape::attribute(&mut out, id);
    out.push_str("\" aria-label=\"");
    escape::attribute(&mut out, &page.labels.permalink.replace("{title}", text));
    out.push_str("\">#</a></div>\n");
    out
}

/// A heading's markup for a table of contents: no links, images as their
/// text, no notes, no HTML.
fn contents_html<'a>(inner: &[Spanned<'a>], page: &Page<'a>) -> String {
    let kept = |event: &Event| {
        !matches!(
            event,
            Event::Start(Tag::Link { .. } | Tag::Image { .. })
                | Event::End(TagEnd::Link | TagEnd::Image)
                | Event::InlineHtml(_)
                | Event::Html(_)
                | Event::FootnoteReference(_)
        )
    };
    let events: Events = inner
        .iter()
        .filter(|(event, _)| kept(event))
        .cloned()
        .collect();
    let events = mathematics::mathematics(events, page, &mut Facts::default());
    let mut out = String::new();
    push_html(&mut out, events.into_iter().map(|(event, _)| event));
    out
}
