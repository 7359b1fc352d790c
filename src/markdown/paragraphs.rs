//! Paragraphs into places that one can cite: each that stands directly in the
//! body gets an id made of its text, which stays when others are added before
//! it, and, where the site asks for it, its number.

use std::collections::HashMap;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::facts::Facts;
use super::page::{Events, Page, html};
use super::prose::{fold_space, plain_text};
use crate::escape;

/// Gives ids and numbers to the paragraphs that stand directly in the body.
pub(super) fn paragraphs<'a>(
    mut events: Events<'a>,
    page: &Page<'a>,
    facts: &mut Facts,
) -> Events<'a> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut number = 0;
    let mut depth = 0_usize;
    for index in 0..events.len() {
        match events.get(index) {
            Some((Event::Start(Tag::Paragraph), _)) if depth == 0 => {
                depth = 1;
                let Some(text) = text_from(&events, index) else {
                    continue;
                };
                number += 1;
                let id = id(&text, &mut seen);
                if let Some((event, _)) = events.get_mut(index) {
                    *event = html(open(number, &id, page));
                }
                if page.options.numbered {
                    facts.ids.push(format!("para-{number}").into());
                }
                let id: Arc<str> = id.into();
                facts.ids.push(id.clone());
                facts.paragraphs.push(id);
            }
            Some((Event::Start(_), _)) => depth += 1,
            Some((Event::End(_), _)) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    events
}

/// The text of the paragraph that opens at an event, if it has any: a formula
/// on a line of its own is no paragraph to a reader.
fn text_from(events: &Events, opening: usize) -> Option<String> {
    let rest = events.get(opening + 1..)?;
    let end = rest
        .iter()
        .position(|(event, _)| matches!(event, Event::End(TagEnd::Paragraph)))?;
    let inside = rest.get(..end)?;
    let is_formula = |event: &Event| matches!(event, Event::DisplayMath(_) | Event::SoftBreak);
    if inside.iter().all(|(event, _)| is_formula(event)) {
        return None;
    }
    let text = fold_space(&plain_text(inside));
    (!text.is_empty()).then_some(text)
}

/// `p-` and eight digits of the text's hash; the second of the same text ends
/// in `-2`.
fn id(text: &str, seen: &mut HashMap<String, usize>) -> String {
    let hash = blake3::hash(text.as_bytes()).to_hex();
    let id = format!("p-{}", hash.get(..8).unwrap_or_default());
    let count = seen.entry(id.clone()).or_default();
    *count += 1;
    match *count {
        1 => id,
        count => format!("{id}-{count}"),
    }
}

fn open(number: usize, id: &str, page: &Page) -> String {
    let (id, place) = (page.id(id), page.id(&format!("para-{number}")));
    if !page.options.numbered {
        return format!("<p id=\"{id}\">");
    }
    let mut label = String::new();
    let words = &page.labels.paragraph;
    escape::attribute(&mut label, &words.replace("{number}", &number.to_string()));
    format!(
        "<p class=\"numbered\" id=\"{id}\"><a class=\"para-number\" id=\"{place}\" \
         href=\"#{id}\" aria-label=\"{label}\">{number}</a> "
    )
}
