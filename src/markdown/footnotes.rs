//! Footnotes into numbers in the text and one section at the end: numbered by
//! their first reference, in that order, each with a way back to each of its
//! references.
//!
//! Promises that each definition is written once. The parser keeps references
//! out of links and images: brackets around one are no link.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::escape;
use super::facts::Facts;
use super::page::{Events, Page, html};
use crate::diagnostic::{Code, did_you_mean};

struct Definition<'a> {
    label: CowStr<'a>,
    events: Events<'a>,
    span: Range<usize>,
    references: usize,
}

#[derive(Default)]
struct Footnotes<'a> {
    definitions: Vec<Definition<'a>>,
    by_label: HashMap<String, usize>,
    /// Definitions in the order of their first reference.
    order: Vec<usize>,
    numbers: HashMap<usize, usize>,
}

/// Numbers footnotes and moves them to the end.
pub(super) fn footnotes<'a>(events: Events<'a>, page: &Page<'a>, facts: &mut Facts) -> Events<'a> {
    let mut notes = Footnotes::default();
    let body = match events.iter().any(|(event, _)| is_definition(event)) {
        true => notes.take_definitions(events, facts),
        false => events,
    };
    note_unknown(&body, page, &notes, facts);
    if notes.definitions.is_empty() {
        return body;
    }
    let mut out = notes.number(body, facts);
    let mut next = 0;
    while let Some(index) = notes.order.get(next).copied() {
        next += 1;
        let events = notes
            .definitions
            .get_mut(index)
            .map(|definition| std::mem::take(&mut definition.events))
            .unwrap_or_default();
        note_unknown(&events, page, &notes, facts);
        let events = notes.number(events, facts);
        if let Some(definition) = notes.definitions.get_mut(index) {
            definition.events = events;
        }
    }
    notes.write(page, &mut out, facts);
    out
}

fn is_definition(event: &Event) -> bool {
    matches!(event, Event::Start(Tag::FootnoteDefinition(_)))
}

fn opening(page: &Page) -> String {
    let mut label = String::new();
    escape::attribute(&mut label, &page.labels.footnotes);
    format!("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{label}\">\n<ol>\n")
}

impl<'a> Footnotes<'a> {
    /// Divides the events into definitions and the rest, which it returns.
    fn take_definitions(&mut self, events: Events<'a>, facts: &mut Facts) -> Events<'a> {
        let mut body = Vec::with_capacity(events.len());
        let mut open: Vec<usize> = Vec::new();
        for (event, span) in events {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    open.push(self.define(label, span, facts));
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    open.pop();
                }
                event => {
                    let definition = open
                        .last()
                        .and_then(|index| self.definitions.get_mut(*index));
                    match definition {
                        Some(definition) => definition.events.push((event, span)),
                        None => body.push((event, span)),
                    }
                }
            }
        }
        body
    }

    fn define(&mut self, label: CowStr<'a>, span: Range<usize>, facts: &mut Facts) -> usize {
        let index = self.definitions.len();
        match self.by_label.entry(label.to_lowercase()) {
            Entry::Vacant(place) => {
                place.insert(index);
            }
            Entry::Occupied(_) => facts.problem(
                Code::DuplicateId,
                span.start..span.start + label.len() + 3,
                format!("the footnote `{label}` is defined twice"),
                "give one of them another name",
            ),
        }
        self.definitions.push(Definition {
            label,
            events: Vec::new(),
            span,
            references: 0,
        });
        index
    }

    /// Writes the numbers of references.
    fn number(&mut self, mut events: Events<'a>, facts: &mut Facts) -> Events<'a> {
        for (event, _) in &mut events {
            if let Event::FootnoteReference(label) = event {
                *event = match self.reference(label, facts) {
                    Some(markup) => html(markup),
                    None => Event::Text(format!("[^{label}]").into()),
                };
            }
        }
        events
    }

    fn reference(&mut self, label: &str, facts: &mut Facts) -> Option<String> {
        let index = *self.by_label.get(&label.to_lowercase())?;
        let definition = self.definitions.get_mut(index)?;
        definition.references += 1;
        let order = &mut self.order;
        let number = *self.numbers.entry(index).or_insert_with(|| {
            order.push(index);
            order.len()
        });
        let id = reference_id(number, definition.references);
        let markup = format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"{id}\" \
             role=\"doc-noteref\">{number}</a></sup>"
        );
        facts.ids.insert(id);
        Some(markup)
    }

    /// Appends the section's items, and reports what is not used.
    fn write(mut self, page: &Page<'a>, out: &mut Events<'a>, facts: &mut Facts) {
        if !self.order.is_empty() {
            // A block of HTML: what is in it is not directly in the body.
            out.push((Event::Start(Tag::HtmlBlock), 0..0));
            out.push((html(opening(page)), 0..0));
        }
        for (position, index) in self.order.iter().enumerate() {
            let Some(definition) = self.definitions.get_mut(*index) else {
                continue;
            };
            let number = position + 1;
            facts.ids.insert(format!("fn-{number}"));
            out.push((html(format!("<li id=\"fn-{number}\">")), 0..0));
            let back = (html(back(number, definition.references, page)), 0..0);
            let mut events = std::mem::take(&mut definition.events);
            let close = events.pop_if(|(event, _)| matches!(event, Event::End(TagEnd::Paragraph)));
            out.append(&mut events);
            out.push(back);
            out.extend(close);
            out.push((html("</li>\n"), 0..0));
        }
        if !self.order.is_empty() {
            out.push((html("</ol>\n</section>\n"), 0..0));
            out.push((Event::End(TagEnd::HtmlBlock), 0..0));
        }
        for definition in self.definitions.iter().filter(|it| it.references == 0) {
            let (label, start) = (&definition.label, definition.span.start);
            if self
                .by_label
                .get(&label.to_lowercase())
                .is_some_and(|index| {
                    self.definitions
                        .get(*index)
                        .is_some_and(|it| it.span == definition.span)
                })
            {
                facts.problem(
                    Code::UnusedFootnote,
                    start..start + label.len() + 3,
                    format!("no text refers to the footnote `{label}`, so it is left out"),
                    &format!("put `[^{label}]` where it belongs, or take it away"),
                );
            }
        }
    }
}

fn reference_id(number: usize, reference: usize) -> String {
    match reference {
        1 => format!("fnref-{number}"),
        _ => format!("fnref-{number}-{reference}"),
    }
}

/// The ways back, one for each reference.
fn back(number: usize, references: usize, page: &Page) -> String {
    let mut label = String::new();
    escape::attribute(&mut label, &page.labels.back);
    let mut out = String::new();
    for reference in 1..=references {
        let id = reference_id(number, reference);
        let (spoken, shown) = match reference {
            1 => (String::new(), String::new()),
            _ => (format!(" {reference}"), format!("<sup>{reference}</sup>")),
        };
        out.push_str(&format!(
            " <a class=\"footnote-back\" href=\"#{id}\" role=\"doc-backlink\" \
             aria-label=\"{label}{spoken}\">↩{shown}</a>"
        ));
    }
    out
}

/// The parser leaves a reference without a definition as text: finds them.
fn note_unknown(events: &Events, page: &Page, notes: &Footnotes, facts: &mut Facts) {
    let mut in_code = false;
    for (event, span) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(text) if !in_code && text.contains("[^") => {
                note_unknown_in(span, page, notes, facts);
            }
            _ => {}
        }
    }
}

fn note_unknown_in(span: &Range<usize>, page: &Page, notes: &Footnotes, facts: &mut Facts) {
    let source = page.body.get(span.clone()).unwrap_or_default();
    for (at, _) in source.match_indices("[^") {
        let start = span.start + at;
        let before = page.body.get(..start).unwrap_or_default();
        let escaped = before
            .bytes()
            .rev()
            .take_while(|byte| *byte == b'\\')
            .count()
            % 2
            == 1;
        let rest = source.get(at + 2..).unwrap_or_default();
        let Some(end) = rest.find(|c: char| c == ']' || c == '[' || c.is_whitespace()) else {
            continue;
        };
        let label = rest.get(..end).unwrap_or_default();
        if escaped || label.is_empty() || !rest.get(end..).is_some_and(|rest| rest.starts_with(']'))
        {
            continue;
        }
        let known = notes
            .definitions
            .iter()
            .map(|definition| &*definition.label);
        let meant = match facts.suggests() {
            true => did_you_mean(label, known),
            false => None,
        };
        let help = match meant {
            Some(name) => format!("did you mean `[^{name}]`?"),
            None => format!("add a line `[^{label}]: …`, or write `\\[^{label}]` for the text"),
        };
        let message = format!("no footnote `{label}` is defined in this file");
        facts.problem(
            Code::UnknownFootnote,
            start..start + label.len() + 3,
            message,
            &help,
        );
    }
}
