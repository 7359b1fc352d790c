//! Markdown into HTML, and into the facts of one file.
//!
//! ```text
//! text ──parse──▶ events ──pass──▶ events ──pass──▶ … ──write──▶ HTML
//!                            └────── notes: Facts ──────┘
//! ```
//!
//! The parser is pulldown-cmark. Each extension is one function in one file:
//! events in, events out, notes aside; `PASSES` is their order. A pass puts
//! finished markup in place of the events it knows, as `Html` events. What an
//! author wrote as HTML is text after the first pass (or the whole body is
//! cleaned at the end), so every later `Html` event is Attaché's own.
//!
//! Promises: linear time and no recursion whatever the text; the same ids and
//! numbers from [`scan`] and [`render`], which run the same passes; everything
//! escaped; no address but of a known scheme.

mod alerts;
mod autolinks;
mod block_quotations;
mod chapter;
mod characters;
mod citation;
mod clean;
mod code;
mod code_options;
mod comments;
mod components;
mod edits;
mod explained;
mod facts;
mod flow;
mod footnotes;
mod headings;
mod highlight;
mod images;
mod inline;
mod links;
mod listed;
mod locator;
mod mathematics;
mod money;
mod nearly;
mod options;
mod origin;
mod page;
mod paragraphs;
mod parse;
mod plain;
mod portable;
mod prose;
mod quotation_marks;
mod quotations;
mod raw_html;
mod references;
mod schemes;
mod scopes;
mod sign;
mod slugs;
mod tables;
mod tasks;
mod terms;
mod unsound;

use pulldown_cmark::html::push_html;

pub use citation::{Citation, CitationItem};
pub use facts::{Apparatus, Block, Facts, Heading, Link, Problem, Quoted};
pub use highlight::Highlighter;
pub use inline::{Line, inline, scan_inline};
pub use listed::Piece;
pub use locator::Locator;
pub use options::{Chapter, Cited, Explained, Labels, Options, Resolve, Resolved, Surroundings};
pub use origin::Origin;
pub use plain::{plain, scan_plain, without_citations};
pub use portable::{Form, Outside, Portable, Reference, portable};
pub use prose::is_unspaced;
pub use schemes::unsafe_scheme;
pub use sign::shown as as_markdown;
pub use slugs::Slugs;
pub use terms::Terms;

use page::{Events, Page};

type Pass = for<'a> fn(Events<'a>, &Page<'a>, &mut Facts) -> Events<'a>;

/// The extensions, in the order they are applied.
const PASSES: &[Pass] = &[
    raw_html::raw_html,
    nearly::nearly,
    autolinks::autolinks,
    quotations::quotations,
    prose::prose,
    footnotes::footnotes,
    explained::explained,
    headings::headings,
    images::images,
    paragraphs::paragraphs,
    links::links,
    mathematics::mathematics,
    components::components,
    code::code,
    tables::tables,
    alerts::alerts,
    tasks::tasks,
];

/// The facts of one body, and every mistake that its text alone can show.
pub fn scan(body: &str, options: &Options, highlighter: &Highlighter) -> Facts {
    let labels = Labels::default();
    let page = Page {
        body,
        options,
        labels: &labels,
        highlighter,
        around: None,
    };
    let mut facts = Facts::default();
    let events = apply(&page, &mut facts);
    if page::weight(&events) > page::weight_limit(body) {
        facts.problems.push(page::too_heavy(body));
    }
    facts.settle();
    facts
}

/// One body as HTML. Mistakes are those that [`scan`] reports; a body that
/// becomes too large is left out.
pub fn render(
    body: &str,
    options: &Options,
    labels: &Labels,
    highlighter: &Highlighter,
    around: &Surroundings,
) -> String {
    let page = Page {
        body,
        options,
        labels,
        highlighter,
        around: Some(around),
    };
    let mut facts = Facts::default();
    let mut events = apply(&page, &mut facts);
    let weight = page::weight(&events);
    if weight > page::weight_limit(body) {
        return String::new();
    }
    // What a theme makes of a component is no text of the author's, and weighs nothing.
    components::fill(&mut events, &page);
    explained::fill(&mut events, &page);
    let mut html = String::with_capacity(weight);
    push_html(&mut html, events.into_iter().map(|(event, _)| event));
    match facts.raw_html {
        // Entities in HTML are read here for the first time.
        true => {
            let html = clean::clean(&html);
            characters::without_forbidden(&html).unwrap_or(html)
        }
        false => html,
    }
}

fn apply<'a>(page: &Page<'a>, facts: &mut Facts) -> Events<'a> {
    let events = parse::parse(page, facts);
    run(PASSES, events, page, facts)
}

fn run<'a>(passes: &[Pass], events: Events<'a>, page: &Page<'a>, facts: &mut Facts) -> Events<'a> {
    passes
        .iter()
        .fold(events, |events, pass| pass(events, page, facts))
}
