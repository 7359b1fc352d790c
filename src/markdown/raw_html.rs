//! HTML in Markdown into text that shows it, with a warning, unless the site
//! allows it. Comments are gone already (see `comments`).
//!
//! Promises that afterwards no `Html` event is the author's, or that
//! [`Facts::raw_html`] is set, so that the whole body is cleaned.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::chapter;
use super::facts::Facts;
use super::page::{Events, Page, html};
use super::slugs::MAIN;
use crate::diagnostic::Code;

const HELP: &str = "say it in Markdown, or allow HTML in `site.yaml`; put code between backticks";

/// Replaces HTML by text, or notes that it is there.
pub(super) fn raw_html<'a>(
    mut events: Events<'a>,
    page: &Page<'a>,
    facts: &mut Facts,
) -> Events<'a> {
    let is_html = |event: &Event| matches!(event, Event::Html(_) | Event::InlineHtml(_));
    if !events.iter().any(|(event, _)| is_html(event)) {
        return events;
    }
    if page.options.raw_html {
        facts.raw_html = events.iter().any(|(event, _)| match event {
            Event::Html(text) | Event::InlineHtml(text) => !text.trim().is_empty(),
            _ => false,
        });
        events.iter().for_each(|(event, _)| note_ids(event, facts));
        note_citations(&events, facts);
        return match page.chapter() {
            Some(chapter) => chapter::rewritten(events, chapter),
            None => events,
        };
    }
    let mut shown = Vec::with_capacity(events.len());
    let mut block: Option<String> = None;
    for (event, span) in events.drain(..) {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some(String::new()),
            Event::Html(line) => block.get_or_insert_default().push_str(&line),
            Event::End(TagEnd::HtmlBlock) => {
                let text = block.take().unwrap_or_default();
                if !text.trim().is_empty() {
                    note_block(&text, span.clone(), facts);
                    let text = text.trim().to_owned();
                    shown.push((Event::Start(Tag::Paragraph), span.clone()));
                    shown.push((Event::Text(text.into()), span.clone()));
                    shown.push((Event::End(TagEnd::Paragraph), span));
                }
            }
            Event::InlineHtml(tag) if tag.is_empty() => shown.push((html(""), span)),
            Event::InlineHtml(tag) => {
                if !tag.starts_with("</") {
                    let message = format!("`{tag}` is shown as text: HTML is not allowed here");
                    facts.problem(Code::RawHtml, span.clone(), message, HELP);
                }
                shown.push((Event::Text(tag), span));
            }
            event => shown.push((event, span)),
        }
    }
    shown
}

fn note_block(text: &str, span: Range<usize>, facts: &mut Facts) {
    let (message, help) = match text.contains('<') {
        true => ("HTML is shown as text here", HELP),
        false => (
            "what stands beside this comment is shown as it is: Markdown is not read there",
            "put the comment on lines of its own",
        ),
    };
    facts.problem(Code::RawHtml, span, message.to_owned(), help);
}

/// Citations in HTML that is kept are not read: what they stand behind would not
/// be compared.
fn note_citations(events: &Events, facts: &mut Facts) {
    let mut is_block = false;
    for (event, span) in events {
        match event {
            Event::Start(Tag::HtmlBlock) => is_block = true,
            Event::End(TagEnd::HtmlBlock) => is_block = false,
            Event::Html(text) if is_block && text.contains("[@") => facts.problem(
                Code::CitationForm,
                span.clone(),
                "a citation in HTML is not read".to_owned(),
                "leave an empty line around it, so that it is Markdown",
            ),
            _ => {}
        }
    }
}

/// Notes the ids in HTML that is kept.
fn note_ids(event: &Event, facts: &mut Facts) {
    let (Event::Html(text) | Event::InlineHtml(text)) = event else {
        return;
    };
    let text: &CowStr = text;
    for (at, name) in text.match_indices("id=") {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        if !before.is_some_and(char::is_whitespace) {
            continue;
        }
        let piece = text.get(at + name.len()..).unwrap_or_default();
        let mut chars = piece.chars();
        let id = match chars.next() {
            Some(quote @ ('"' | '\'')) => chars.as_str().split(quote).next(),
            _ => piece.split([' ', '>', '\n', '\t']).next(),
        };
        facts
            .ids
            .extend(id.filter(|id| !id.is_empty() && *id != MAIN).map(Arc::from));
    }
}
