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
use super::{Highlighter, Labels, Options, Pass, Resolve};
use super::{autolinks, footnotes, images, links, mathematics, parse, raw_html};

/// What is put before a line so that nothing in it stands at a line's start,
/// where a block could begin. Its first event loses it again.
const LEAD: &str = "x ";

/// The extensions that a line can use, in the order they are applied.
const PASSES: &[Pass] = &[
    raw_html::raw_html,
    autolinks::autolinks,
    footnotes::footnotes,
    images::images,
    links::links,
    mathematics::mathematics,
];

/// One line of Markdown as HTML. Its mistakes are those that [`scan_inline`]
/// reports.
pub fn inline(text: &str, options: &Options, resolve: &Resolve) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    read(text, options, Some(resolve), |events| {
        push_html(&mut out, events.into_iter().map(|(event, _)| event));
    });
    out
}

/// The links and mistakes of one line of Markdown. Their places are of no use.
pub fn scan_inline(text: &str, options: &Options) -> Facts {
    let mut facts = read(text, options, None, |_| {});
    facts.links.sort_by_key(|link| link.span.start);
    facts.problems.sort_by_key(|problem| problem.span.start);
    facts
}

fn read(
    text: &str,
    options: &Options,
    resolve: Option<&Resolve>,
    write: impl FnOnce(Events),
) -> Facts {
    let line = [LEAD, &fold_space(text)].concat();
    let options = Options {
        raw_html: false,
        ..options.clone()
    };
    // Neither is used: a line holds no code blocks.
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
    write(super::run(PASSES, events, &page, &mut facts));
    facts
}
