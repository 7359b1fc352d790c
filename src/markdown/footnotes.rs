//! Footnotes into numbers in the text and notes beside it: numbered by their
//! first reference, in that order, each right behind the block that first refers
//! to it, with a way back to each of its references.
//!
//! Promises that each definition is written once. The parser keeps references
//! out of links and images: brackets around one are no link.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::facts::Facts;
use super::page::{Events, Page, html};
use crate::diagnostic::{Code, did_you_mean};
use crate::escape;

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

/// Numbers footnotes and moves each behind the block that first refers to it.
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
    let mut out = Vec::with_capacity(body.len() + notes.definitions.len() * 8);
    let (mut block, mut depth) = (Vec::new(), 0_usize);
    for (event, span) in body {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        block.push((event, span));
        if depth == 0 {
            notes.place(std::mem::take(&mut block), page, &mut out, facts);
        }
    }
    notes.place(block, page, &mut out, facts);
    if !notes.order.is_empty() {
        out.push((html(heading(page)), 0..0));
    }
    notes.note_unused(facts);
    out
}

/// A line with its references numbered, and its notes.
pub(super) fn of_line<'a>(
    events: Events<'a>,
    page: &Page<'a>,
    facts: &mut Facts,
) -> (Events<'a>, Events<'a>) {
    let mut notes = Footnotes::default();
    let line = notes.take_definitions(events, facts);
    note_unknown(&line, page, &notes, facts);
    notes.divide(line, page, facts)
}

fn is_definition(event: &Event) -> bool {
    matches!(event, Event::Start(Tag::FootnoteDefinition(_)))
}

/// Stands above all notes where they are gathered at the end, on paper.
fn heading(page: &Page) -> String {
    let mut out = "<p class=\"notes-title\">".to_owned();
    escape::text(&mut out, &page.labels.footnotes);
    out.push_str("</p>\n");
    out
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

    /// Appends a block, its references numbered, and the notes that it is the
    /// first to refer to.
    fn place(
        &mut self,
        block: Events<'a>,
        page: &Page<'a>,
        out: &mut Events<'a>,
        facts: &mut Facts,
    ) {
        let (block, notes) = self.divide(block, page, facts);
        if notes.is_empty() {
            out.extend(block);
            return;
        }
        out.push((html("<div class=\"noted\">\n"), 0..0));
        out.extend(block);
        // A block of HTML: what is in it is not directly in the body.
        out.push((Event::Start(Tag::HtmlBlock), 0..0));
        out.push((html("<div class=\"notes\">\n"), 0..0));
        out.extend(notes);
        out.push((html("</div>\n</div>\n"), 0..0));
        out.push((Event::End(TagEnd::HtmlBlock), 0..0));
    }

    /// A block, its references numbered, and the notes that it is the first to
    /// refer to.
    fn divide(
        &mut self,
        block: Events<'a>,
        page: &Page<'a>,
        facts: &mut Facts,
    ) -> (Events<'a>, Events<'a>) {
        let mut next = self.order.len();
        let block = self.number(block, page, facts);
        let mut notes = Vec::new();
        while let Some(index) = self.order.get(next).copied() {
            next += 1;
            let definition = self.definitions.get_mut(index);
            let events = definition.map(|one| std::mem::take(&mut one.events));
            let events = events.unwrap_or_default();
            note_unknown(&events, page, self, facts);
            let events = self.number(events, page, facts);
            self.write(
                index,
                page.options.notes_before + next,
                events,
                page,
                &mut notes,
                facts,
            );
        }
        (block, notes)
    }

    /// Writes the numbers of references.
    fn number(&mut self, mut events: Events<'a>, page: &Page, facts: &mut Facts) -> Events<'a> {
        for (event, _) in &mut events {
            if let Event::FootnoteReference(label) = event {
                *event = match self.reference(label, page, facts) {
                    Some(markup) => html(markup),
                    None => Event::Text(format!("[^{label}]").into()),
                };
            }
        }
        events
    }

    fn reference(&mut self, label: &str, page: &Page, facts: &mut Facts) -> Option<String> {
        let index = *self.by_label.get(&label.to_lowercase())?;
        let definition = self.definitions.get_mut(index)?;
        definition.references += 1;
        let order = &mut self.order;
        let number = *self.numbers.entry(index).or_insert_with(|| {
            order.push(index);
            page.options.notes_before + order.len()
        });
        let id = reference_id(number, definition.references);
        let (note, own) = (page.id(&format!("fn-{number}")), page.id(&id));
        let markup = format!(
            "<sup class=\"footnote-ref\"><a href=\"#{note}\" id=\"{own}\" \
             role=\"doc-noteref\">{number}</a></sup>"
        );
        facts.ids.push(id.into());
        Some(markup)
    }

    /// Appends a note. Its number leads back.
    fn write(
        &self,
        index: usize,
        number: usize,
        mut events: Events<'a>,
        page: &Page,
        out: &mut Events<'a>,
        facts: &mut Facts,
    ) {
        let id = format!("fn-{number}");
        let (own, back) = (page.id(&id), page.id(&reference_id(number, 1)));
        facts.ids.push(id.into());
        let mut label = String::new();
        escape::attribute(&mut label, &page.labels.back);
        let opening = format!(
            "<div class=\"note\" id=\"{own}\" role=\"doc-footnote\"><a class=\"note-number\" \
             href=\"#{back}\" role=\"doc-backlink\" aria-label=\"{number}. {label}\">{number}</a>\n\
             <div class=\"note-text\">"
        );
        out.push((html(opening), 0..0));
        let references = self.definitions.get(index).map_or(1, |one| one.references);
        let close = events.pop_if(|(event, _)| matches!(event, Event::End(TagEnd::Paragraph)));
        out.append(&mut events);
        out.push((html(others(number, references, &label, page)), 0..0));
        out.extend(close);
        out.push((html("</div></div>\n"), 0..0));
    }

    /// Reports the definitions that no text refers to.
    fn note_unused(&self, facts: &mut Facts) {
        for (index, definition) in self.definitions.iter().enumerate() {
            let (label, start) = (&definition.label, definition.span.start);
            let is_first = self.by_label.get(&label.to_lowercase()) == Some(&index);
            if definition.references == 0 && is_first {
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

/// The ways back to all references but the first.
fn others(number: usize, references: usize, label: &str, page: &Page) -> String {
    let mut out = String::new();
    for reference in 2..=references {
        let id = page.id(&reference_id(number, reference));
        out.push_str(&format!(
            " <a class=\"note-back\" href=\"#{id}\" role=\"doc-backlink\" \
             aria-label=\"{label} {reference}\">↩<sup>{reference}</sup></a>"
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
