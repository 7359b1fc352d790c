//! Citations that `quotations` has found into references to notes, and the last
//! lines of block quotations into captions.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::block_quotations::{Attribution, Block};
use super::citation;
use super::edits::Edits;
use super::facts::Facts;
use super::flow::Flow;
use super::page::{Events, Page, html};
use super::quotations::{Cited, Reading};
use crate::escape;

/// The label of a citation's note: no author can write a space into one.
fn label(index: usize) -> CowStr<'static> {
    format!("{LABEL}{index}").into()
}

const LABEL: &str = "citation ";

/// The key of the source that stands in the sentence where a reference of this
/// label does.
pub(super) fn named<'f>(label: &str, facts: &'f Facts) -> Option<&'f str> {
    let index: usize = label.strip_prefix(LABEL)?.parse().ok()?;
    let citation = facts.apparatus.citations.get(index)?;
    let item = citation.items.first().filter(|_| citation.narrative)?;
    Some(&item.key)
}

/// The note of a citation as the definition of a footnote.
pub(super) fn definition<'a>(index: usize, page: &Page) -> Events<'a> {
    let label = label(index);
    vec![
        (Event::Start(Tag::FootnoteDefinition(label)), 0..0),
        (html(page.cite(index).note), 0..0),
        (Event::End(TagEnd::FootnoteDefinition), 0..0),
    ]
}

impl<'a> Reading<'a, '_> {
    /// Moves the last line of a block quotation below it.
    pub fn caption(
        &mut self,
        block: &Block,
        attribution: &Attribution,
        flow: &Flow,
        events: &Events<'a>,
    ) {
        let moved = attribution.events.clone();
        let mut edits = Edits::default();
        // The dash gives way to the theme's own.
        edits.replace(moved.start, 0..attribution.name_offset, Vec::new());
        let cited = self
            .cited
            .get(attribution.flow)
            .cloned()
            .unwrap_or_default();
        for (place, citation) in cited
            .into_iter()
            .filter(|(place, _)| place.start >= attribution.text.start)
        {
            self.refer(flow, &place, citation, true, &mut edits);
        }
        let line = events.get(moved.clone()).unwrap_or_default().to_vec();
        let mut caption = vec![(html("<figcaption>"), 0..0)];
        caption.extend(edits.apply(line, moved.clone(), self.page.body));
        caption.push((html("</figcaption>\n</figure>\n"), 0..0));
        caption.push((Event::End(TagEnd::HtmlBlock), 0..0));
        let opening = vec![
            (Event::Start(Tag::HtmlBlock), 0..0),
            (html("<figure class=\"quotation\">\n"), 0..0),
        ];
        self.edits.before(block.events.start, opening);
        self.edits.after(block.events.end - 1, caption);
        self.edits
            .replace(moved.start, attribution.offset..usize::MAX, Vec::new());
        self.edits.remove(attribution.removed.clone());
    }

    /// Puts references in place of the citations of a flow.
    pub fn references(&mut self, flow: &Flow, index: usize) {
        let cited = self.cited.get(index).cloned().unwrap_or_default();
        let end = self.captions.get(&index).copied().unwrap_or(usize::MAX);
        let mut edits = std::mem::take(&mut self.edits);
        for (place, citation) in cited.into_iter().filter(|(place, _)| place.start < end) {
            self.refer(flow, &place, citation, false, &mut edits);
        }
        self.edits = edits;
    }

    /// Marks what a quotation puts in between, in square brackets: the reader
    /// sees that it is not the source's.
    pub fn insertions(&mut self, flow: &Flow, quoted: Range<usize>, cited: &[Cited]) {
        let mut pairs = citation::brackets(flow.live.get(quoted.clone()).unwrap_or_default());
        pairs.sort_by_key(|pair| pair.start);
        let mut done = quoted.start;
        for pair in pairs {
            let pair = quoted.start + pair.start..quoted.start + pair.end;
            let text = flow.text.get(pair.clone()).unwrap_or_default();
            let is_citation = cited
                .binary_search_by_key(&pair.start, |(place, _)| place.start)
                .is_ok();
            let says_something = text.contains(char::is_alphanumeric);
            let (first, last) = (flow.event_of(pair.start), flow.event_of(pair.end - 1));
            if let (Some((event, start)), Some((same, end))) = (first, last)
                && pair.start >= done
                && event == same
                && says_something
                && !is_citation
            {
                let place = flow.origin.body(pair.clone());
                let inside = (Event::Text(text.to_owned().into()), place);
                let open = (html("<span class=\"insertion\">"), 0..0);
                let marked = vec![open, inside, (html("</span>"), 0..0)];
                self.edits.replace(event, start..end + 1, marked);
                done = pair.end;
            }
        }
    }

    /// Puts a reference in place of a citation.
    fn refer(
        &mut self,
        flow: &Flow,
        place: &Range<usize>,
        citation: usize,
        in_caption: bool,
        edits: &mut Edits<'a>,
    ) {
        let Some((event, offset)) = flow.event_of(place.start) else {
            return;
        };
        let Some(found) = self.facts.apparatus.citations.get(citation) else {
            return;
        };
        let narrative = found.narrative;
        if !flow.in_note {
            self.noted.insert(citation);
        }
        let cited = self.page.cite(citation);
        let before = flow
            .text
            .get(place.start - offset..place.start)
            .unwrap_or_default();
        // A number stands close to its word, and a source behind a comma.
        let start = match narrative || flow.in_note {
            true => offset,
            false => before.trim_end().len(),
        };
        let stretch = start..offset + place.len();
        let comma = match before
            .trim_end()
            .ends_with(|c: char| c.is_alphanumeric() || ")”\"".contains(c))
        {
            true => ", ",
            false => " ",
        };
        let reference = (Event::FootnoteReference(label(citation)), place.clone());
        let mark = (html(cited.mark), 0..0);
        let mut new = Vec::new();
        if narrative {
            // As markup: a paragraph's id must not depend on the name.
            let mut name = String::new();
            escape::text(&mut name, &cited.name);
            new.push((html(name), 0..0));
        }
        match (flow.in_note, in_caption) {
            (true, _) if narrative => new.push((html(cited.locator), 0..0)),
            (true, _) => new.push((html(format!("({})", cited.inline)), 0..0)),
            (false, true) => new.extend([
                (Event::Text(comma.into()), 0..0),
                (html(cited.inline), 0..0),
                reference,
            ]),
            (false, false) => new.push(reference),
        }
        new.push(mark);
        edits.replace(event, stretch, new);
    }
}
