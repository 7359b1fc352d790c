//! The first use of each term of the glossary into a link to its entry, with what it means
//! behind it, which the theme shows to those who ask.
//!
//! Headings, links, code, quotations, notes, tables and the terms of definition lists are
//! left as they are.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::edits::Edits;
use super::facts::{Facts, Quoted};
use super::flow::Flow;
use super::page::{Events, Page, html};
use crate::escape;

/// How the place of a term is kept until [`fill`]: footnotes have numbers by now, so no
/// other event is a reference.
const OPEN: &str = "term ";
const CLOSE: &str = "end of term";

/// Marks the first use of each term, and notes it.
pub(super) fn explained<'a>(events: Events<'a>, page: &Page<'a>, facts: &mut Facts) -> Events<'a> {
    if page.options.terms.is_empty() {
        return events;
    }
    let mut marking = Marking {
        events: &events,
        page,
        quoted: stretches(&facts.apparatus.quotations),
        seen: BTreeSet::new(),
        edits: Edits::default(),
    };
    // The elements that are open now, and whether terms may stand in each.
    let mut open: Vec<bool> = Vec::new();
    let (mut closed, mut in_html_link) = (0_usize, false);
    let mut run = Vec::new();
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Text(_) | Event::SoftBreak => {
                if closed == 0 && !in_html_link {
                    run.push(index);
                }
                continue;
            }
            Event::Start(tag) => {
                open.push(is_closed(tag));
                closed += usize::from(is_closed(tag));
            }
            Event::End(_) => closed -= usize::from(open.pop().unwrap_or_default()),
            Event::InlineHtml(tag) if is_link(tag) => in_html_link = !tag.starts_with("</"),
            _ => {}
        }
        marking.run(&std::mem::take(&mut run), facts);
    }
    marking.run(&run, facts);
    let edits = marking.edits;
    let all = 0..events.len();
    edits.apply(events, all, page.body)
}

/// Whether what stands in an element is not read as the author's own sentences, or has a
/// link around it.
fn is_closed(tag: &Tag) -> bool {
    matches!(
        tag,
        Tag::Heading { .. }
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Strikethrough
            | Tag::Table(_)
            | Tag::BlockQuote(None)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::DefinitionListTitle
    )
}

/// Whether kept HTML begins or ends a link.
fn is_link(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next();
    name.is_some_and(|name| name.eq_ignore_ascii_case("a"))
}

/// The stretches of a body that are quoted, in order, none within another.
fn stretches(quotations: &[Quoted]) -> Vec<Range<usize>> {
    let all = quotations.iter().filter(|quoted| !quoted.text.is_empty());
    let mut all: Vec<_> = all
        .map(|quoted| quoted.origin.body(0..quoted.text.len()))
        .collect();
    all.sort_by_key(|range| range.start);
    all.dedup_by(|next, kept| {
        let is_within = next.start <= kept.end;
        if is_within {
            kept.end = kept.end.max(next.end);
        }
        is_within
    });
    all
}

struct Marking<'e, 'a> {
    events: &'e Events<'a>,
    page: &'e Page<'a>,
    quoted: Vec<Range<usize>>,
    seen: BTreeSet<usize>,
    edits: Edits<'a>,
}

impl Marking<'_, '_> {
    /// Marks the terms in some events with nothing between them, all texts and line ends.
    fn run(&mut self, run: &[usize], facts: &mut Facts) {
        let mut flow = Flow::default();
        for index in run {
            flow.begin(*index);
            let Some((event, span)) = self.events.get(*index) else {
                continue;
            };
            let written = self.page.body.get(span.clone()).unwrap_or_default();
            match event {
                Event::Text(piece) => flow.add_text(piece, written, span.start),
                _ => flow.add_text(" ", " ", span.start),
            }
        }
        for (range, term) in self.page.options.terms.find(&flow.text) {
            let last = range.end.saturating_sub(1);
            let (Some(first), Some((index, offset))) =
                (flow.event_of(range.start), flow.event_of(last))
            else {
                continue;
            };
            if self.seen.contains(&term) || self.is_quoted(flow.origin.body(range)) {
                continue;
            }
            self.seen.insert(term);
            facts.terms.push(term);
            let mark = |label: String| vec![(Event::FootnoteReference(label.into()), 0..0)];
            let (start, end) = (first.1, offset + 1);
            self.edits
                .replace(first.0, start..start, mark(format!("{OPEN}{term}")));
            self.edits.replace(index, end..end, mark(CLOSE.to_owned()));
        }
    }

    /// Whether a stretch of the body stands in a quotation.
    fn is_quoted(&self, place: Range<usize>) -> bool {
        let after = self.quoted.partition_point(|one| one.start < place.end);
        let before = after.checked_sub(1).and_then(|one| self.quoted.get(one));
        before.is_some_and(|quoted| place.start < quoted.end)
    }
}

/// Puts what terms mean into their place. It is no text of the body's author, and weighs
/// nothing.
pub(super) fn fill(events: &mut Events, page: &Page) {
    let mut number = 0;
    let mut open = None;
    for (event, _) in events {
        let Event::FootnoteReference(label) = event else {
            continue;
        };
        let term = label.strip_prefix(OPEN).and_then(|term| term.parse().ok());
        let mut out = String::new();
        if let Some(term) = term {
            number += 1;
            open = page
                .explain(term)
                .map(|term| (page.id(&format!("term-{number}")), term));
            if let Some((id, term)) = &open {
                out.push_str("<span class=\"term\"><a href=\"");
                escape::address(&mut out, &term.href);
                out.push_str(&format!("\" aria-describedby=\"{id}\">"));
            }
        } else if let Some((id, term)) = open.take() {
            out.push_str(&format!(
                "</a><span class=\"explained\" role=\"tooltip\" id=\"{id}\">"
            ));
            escape::text(&mut out, &term.meaning);
            out.push_str("</span></span>");
        }
        *event = html(out);
    }
}
