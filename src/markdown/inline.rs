//! One line of Markdown (a key point) into HTML without a paragraph around
//! it, and into its facts. Both run the same passes.
//!
//! A line is never a list, heading or quote: `2024. It began` stays as it is.
//! HTML in it is always text.

use pulldown_cmark::html::push_html;
use pulldown_cmark::{Event, Tag, TagEnd};

use super::facts::Facts;
use super::page::{Events, Page};
use super::prose::fold_space;
use super::{Highlighter, Labels, Options, Pass, Surroundings};
use super::{
    autolinks, footnotes, images, links, mathematics, nearly, parse, quotations, raw_html,
};

/// What is put before a line so that nothing in it stands at a line's start,
/// where a block could begin. Its first event loses it again.
const LEAD: &str = "x ";

/// The extensions that a line can use, in the order they are applied: those
/// before its notes are told from it, and those after.
const BEFORE: &[Pass] = &[
    raw_html::raw_html,
    nearly::nearly,
    autolinks::autolinks,
    quotations::quotations,
];
const AFTER: &[Pass] = &[images::images, links::links, mathematics::mathematics];

/// One line of Markdown as HTML.
#[derive(Debug, Default)]
pub struct Line {
    /// The line, without a paragraph around it.
    pub html: String,
    /// The notes that it refers to.
    pub notes: String,
}

/// One line of Markdown as HTML. Its mistakes are those that [`scan_inline`]
/// reports.
pub fn inline(text: &str, options: &Options, labels: &Labels, around: &Surroundings) -> Line {
    let mut line = Line::default();
    let write = |events: Events, notes: Events| {
        push_html(&mut line.html, events.into_iter().map(|(event, _)| event));
        push_html(&mut line.notes, notes.into_iter().map(|(event, _)| event));
    };
    read(text, options, labels, Some(around), write);
    line
}

/// The facts and mistakes of one line of Markdown. Their places are of no use.
pub fn scan_inline(text: &str, options: &Options) -> Facts {
    let labels = Labels::default();
    let mut facts = read(text, options, &labels, None, |_, _| {});
    facts.links.sort_by_key(|link| link.span.start);
    facts.problems.sort_by_key(|problem| problem.span.start);
    facts
}

fn read(
    text: &str,
    options: &Options,
    labels: &Labels,
    around: Option<&Surroundings>,
    write: impl FnOnce(Events, Events),
) -> Facts {
    let line = led(text);
    let options = Options {
        raw_html: false,
        ..options.clone()
    };
    // It is not used: a line holds no code blocks.
    let highlighter = Highlighter::new();
    let page = Page {
        body: &line,
        options: &options,
        labels,
        highlighter: &highlighter,
        around,
    };
    let mut facts = Facts::default();
    let mut events = parse::parse(&page, &mut facts);
    without_lead(&mut events);
    let is_paragraph = |event: &Event| {
        matches!(
            event,
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)
        )
    };
    let events = super::run(BEFORE, events, &page, &mut facts);
    let (mut events, notes) = footnotes::of_line(events, &page, &mut facts);
    events.retain(|(event, _)| !is_paragraph(event));
    write(super::run(AFTER, events, &page, &mut facts), notes);
    facts
}

/// A line as it is parsed.
pub(super) fn led(text: &str) -> String {
    [LEAD, &fold_space(text)].concat()
}

/// Takes from the events of a line what was put before it.
pub(super) fn without_lead(events: &mut Events) {
    if let Some((Event::Text(first), _)) = events.get_mut(1)
        && let Some(rest) = first.strip_prefix(LEAD).or(first.strip_prefix(LEAD.trim()))
    {
        *first = rest.to_owned().into();
    }
}
