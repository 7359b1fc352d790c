//! Components: fenced blocks whose info string names one of the theme's. Each is noted with
//! its YAML, and is what the site makes of it in the end.
//!
//! Promises that components have the same numbers in a scan and when rendered.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::code::first_line;
use super::code_options;
use super::facts::{Block, Facts};
use super::page::{Events, Page, html};
use crate::diagnostic::Code;

/// Notes components, which stay as they are until [`fill`].
pub(super) fn components<'a>(events: Events<'a>, page: &Page<'a>, facts: &mut Facts) -> Events<'a> {
    let mut open = false;
    for (event, span) in &events {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let name = named(kind, page);
                open = name.is_some();
                if let Some(name) = name {
                    note_options(kind, name, span.start, page, facts);
                    facts.components.push(Block {
                        name: name.to_owned(),
                        yaml: String::new(),
                        span: span.clone(),
                    });
                }
            }
            Event::End(TagEnd::CodeBlock) => open = false,
            Event::Text(text) if open => {
                if let Some(block) = facts.components.last_mut() {
                    block.yaml.push_str(text);
                }
            }
            _ => {}
        }
    }
    events
}

/// Puts the markup of components in their place. No other blocks of code are left.
pub(super) fn fill<'a>(events: &mut Events<'a>, page: &Page<'a>) {
    let is_component = |event: &Event| matches!(event, Event::Start(Tag::CodeBlock(_)));
    if !events.iter().any(|(event, _)| is_component(event)) {
        return;
    }
    let (mut number, mut open) = (0, false);
    events.retain_mut(|(event, _)| match event {
        Event::Start(Tag::CodeBlock(_)) => {
            open = true;
            *event = html(page.component(number));
            number += 1;
            true
        }
        Event::End(TagEnd::CodeBlock) => {
            open = false;
            false
        }
        _ => !open,
    });
}

/// The component that a block of code is.
pub(super) fn named<'k>(kind: &'k CodeBlockKind, page: &Page) -> Option<&'k str> {
    let CodeBlockKind::Fenced(info) = kind else {
        return None;
    };
    let name = code_options::read(info).language;
    page.options.components.get(name).map(|_| name)
}

/// A component has fields, and no options.
fn note_options(kind: &CodeBlockKind, name: &str, start: usize, page: &Page, facts: &mut Facts) {
    let CodeBlockKind::Fenced(info) = kind else {
        return;
    };
    if info.trim() != name {
        facts.problem(
            Code::CodeOption,
            first_line(page.body, &(start..page.body.len())),
            format!("nothing may stand behind `{name}` here"),
            "what the component says stands in the lines below",
        );
    }
}
