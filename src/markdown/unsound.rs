//! What would keep a quotation from being compared as readers see it: marks that
//! end or begin nothing, struck words, HTML, pictures, characters that turn text
//! round, citations that put words in.
//!
//! Promises an error for each, where a citation claims that it is a quotation.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::block_quotations::Block;
use super::flow::Flow;
use super::page::Events;
use super::prose::words;
use super::quotation_marks;
use super::quotations::{
    Cited, FEWEST_UNCITED, MOST_BETWEEN, MOST_PHRASES, Reading, parts, within,
};
use crate::diagnostic::Code;

impl<'a> Reading<'a, '_> {
    /// A mark that begins what does not end in its paragraph: an error where a
    /// citation follows, and otherwise an uncited quotation. In a block quotation
    /// it is punctuation, as all of that is compared.
    pub fn unclosed(&mut self, flow: &Flow, mark: Range<usize>, cited: &[Cited]) {
        let is_cited =
            |(place, number): &Cited| place.start > mark.start && !self.is_narrative(*number);
        let rest = mark.end..flow.text.len();
        let says = flow.text.get(rest.clone()).unwrap_or_default();
        if flow.in_quotation {
            return;
        }
        // The last one tells whether any follows.
        if cited.iter().rev().take(MOST_PHRASES).any(is_cited) {
            self.facts.problem(
                Code::CitationForm,
                flow.origin.body(mark),
                "the quotation that begins here does not end in this paragraph".to_owned(),
                "put a quotation mark where it ends; quote paragraphs with `>`",
            );
        } else if words(says) >= FEWEST_UNCITED {
            self.phrase(flow, rest, cited, None);
        }
    }

    /// Marks right before a citation that end nothing: what they were to end would
    /// not be compared.
    pub fn stray(&mut self, flow: &Flow, cited: &[Cited], end: usize) {
        for (place, number) in cited {
            let is_known = self.of_phrases.contains(number) || self.is_narrative(*number);
            if is_known || place.start >= end || flow.in_quotation {
                continue;
            }
            let before = flow.text.get(..place.start).unwrap_or_default();
            let mut latest = before.char_indices().rev().take(MOST_BETWEEN + 1);
            let mut mark = latest.by_ref().take_while(|(_, c)| !c.is_alphanumeric());
            let found = mark.find(|(_, c)| {
                quotation_marks::is_mark(*c) && !quotation_marks::is_apostrophe_like(*c)
            });
            let is_inch = latest.next().is_some_and(|(_, c)| c.is_ascii_digit());
            if let Some((at, c)) = found.filter(|(_, c)| !(is_inch && *c == '"')) {
                self.facts.problem(
                    Code::CitationForm,
                    flow.origin.body(at..at + c.len_utf8()),
                    "this mark ends a quotation that does not begin in this paragraph".to_owned(),
                    "put a quotation mark of the same kind where it begins, without a backslash; \
                     quote paragraphs with `>`",
                );
            }
        }
    }

    /// Reports what would show readers other words than those that are compared.
    pub fn refuse_changes(
        &mut self,
        flow: &Flow,
        inside: Range<usize>,
        cited: &[Cited],
        is_block: bool,
    ) {
        let first = flow.changes.partition_point(|at| *at < inside.start);
        if let Some(at) = flow.changes.get(first).filter(|at| **at <= inside.end) {
            self.facts.problem(
                Code::CitationForm,
                flow.origin.body(*at..inside.end.max(at + 1)),
                "what is struck, HTML and pictures change what is quoted".to_owned(),
                "quote the words alone; emphasis and links may stand in a quotation",
            );
        }
        let text = flow.text.get(inside.clone()).unwrap_or_default();
        if let Some((at, c)) = text.char_indices().find(|(_, c)| turns_text(*c)) {
            let at = inside.start + at;
            self.facts.problem(
                Code::CitationForm,
                flow.origin.body(at..at + c.len_utf8()),
                format!(
                    "a character here (U+{:04X}) can show words in another order",
                    u32::from(c)
                ),
                "take it out of the quotation",
            );
        }
        let refused = within(cited, &inside)
            .iter()
            .find(|(_, number)| !is_block || flow.in_note || self.is_narrative(*number));
        if let Some((place, _)) = refused {
            self.facts.problem(
                Code::CitationForm,
                flow.origin.body(place.clone()),
                "a citation within a quotation would put words into it".to_owned(),
                "put it behind the quotation",
            );
        }
    }

    /// Marks what a block quotation puts in between, and reports what would show
    /// readers other words than those that are compared.
    pub fn block_changes(
        &mut self,
        block: &Block,
        flows: &[Flow],
        end: Option<(usize, usize)>,
        events: &Events<'a>,
    ) {
        for (index, flow, end) in parts(block, flows, end) {
            let cited = self.cited.get(index).cloned().unwrap_or_default();
            self.insertions(flow, 0..end, &cited);
            self.refuse_changes(flow, 0..end, &cited, true);
        }
        let inside = events.get(block.events.clone()).unwrap_or_default();
        let mut blocks = inside.iter();
        if let Some((_, span)) =
            blocks.find(|(event, _)| matches!(event, Event::Start(Tag::HtmlBlock)))
        {
            self.facts.problem(
                Code::CitationForm,
                span.clone(),
                "HTML in a quotation is not compared".to_owned(),
                "quote the words in Markdown",
            );
        }
    }
}

/// Whether a character can show what follows it in another order: overrides of
/// direction (UAX #9), and tags, which show nothing.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{E0000}'..='\u{E007F}')
}
