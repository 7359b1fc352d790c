//! One line of Markdown (a key point, a caption) into HTML without a
//! paragraph around it, or into plain text.
//!
//! A line is never a list, heading or quote: `2024. It began` stays as it is.

use pulldown_cmark::html::push_html;
use pulldown_cmark::{Event, Tag, TagEnd};

use super::facts::Facts;
use super::page::{Events, Page};
use super::{Highlighter, Labels, Options, Resolve};
use super::{autolinks, images, links, mathematics, parse, prose, raw_html};

/// What is put before a line so that nothing in it stands at a line's start,
/// where a block could begin. Its first event loses it again.
const LEAD: &str = "x ";

/// One line of Markdown as HTML. Its mistakes are those that
/// [`scan`](super::scan) reports.
pub fn inline(text: &str, options: &Options, resolve: &Resolve) -> String {
    with_events(text, options, Some(resolve), |events, page| {
        let mut facts = Facts::default();
        let events = images::images(events, page, &mut facts);
        let events = links::links(events, page, &mut facts);
        let events = mathematics::mathematics(events, page, &mut facts);
        let mut out = String::with_capacity(text.len() * 2);
        push_html(&mut out, events.into_iter().map(|(event, _)| event));
        out
    })
}

/// The plain text of one line of Markdown.
pub fn inline_text(text: &str, options: &Options) -> String {
    with_events(text, options, None, |events, _| {
        prose::fold_space(&prose::plain_text(&events))
    })
}

fn with_events(
    text: &str,
    options: &Options,
    resolve: Option<&Resolve>,
    write: impl FnOnce(Events, &Page) -> String,
) -> String {
    let line = [LEAD, &prose::fold_space(text)].concat();
    let options = Options {
        raw_html: false,
        ..options.clone()
    };
    let (labels, highlighter) = (Labels::default(), Highlighter::new());
    let page = Page {
        body: &line,
        options: &options,
        labels: &labels,
        highlighter: &highlighter,
        resolve,
    };
    let mut facts = Facts::default();
    let mut events = parse::parse(&page, &mut facts);
    if let Some((Event::Text(first), _)) = events.get_mut(1)
        && let Some(rest) = first.strip_prefix(LEAD).or(first.strip_prefix(LEAD.trim()))
    {
        *first = rest.to_owned().into();
    }
    events.retain(|(event, _)| {
        !matches!(
            event,
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)
        )
    });
    let events = raw_html::raw_html(events, &page, &mut facts);
    let events = autolinks::autolinks(events, &page, &mut facts);
    write(events, &page)
}
