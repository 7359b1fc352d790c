//! Quotations and citations into notes: what is quoted and cited is noted, and
//! each citation becomes a reference to a note that the site writes.
//!
//! A phrase in quotation marks with a citation right behind it, and a block
//! quotation whose last line is `— Name, [@key]`, are quotations. A citation is a
//! footnote whose text Attaché writes: `footnotes` numbers and places both.
//!
//! Promises that citations have the same numbers in a scan and when rendered.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::block_quotations::{self, Attribution, Block};
use super::citation::{self, Citation};
use super::edits::Edits;
use super::facts::{Facts, Quoted};
use super::flow::{self, Flow};
use super::origin::Origin;
use super::page::{Events, Page};
use super::prose::words;
use super::quotation_marks::{self, Quote};
use super::references::definition;
use crate::diagnostic::Code;

/// How many of the latest phrases may be all that a block says.
pub(super) const MOST_PHRASES: usize = 64;

/// How many marks of punctuation may stand between a quotation and its citation.
pub(super) const MOST_BETWEEN: usize = 4;

/// Uncited phrases of fewer words are no quotations to speak of.
pub(super) const FEWEST_UNCITED: usize = 4;

/// Notes quotations and citations, and turns the latter into footnotes.
pub(super) fn quotations<'a>(events: Events<'a>, page: &Page<'a>, facts: &mut Facts) -> Events<'a> {
    if !is_promising(&events) {
        return events;
    }
    let mut flows = flow::flows(&events, page.body);
    for flow in &mut flows {
        flow.in_note |= page.options.without_notes;
    }
    let mut reading = Reading {
        page,
        facts,
        cited: Vec::new(),
        of_phrases: BTreeSet::new(),
        noted: BTreeSet::new(),
        captions: BTreeMap::new(),
        edits: Edits::default(),
    };
    for flow in &flows {
        let cited = reading.citations(flow);
        reading.cited.push(cited);
    }
    let blocks = block_quotations::find(&events, &flows, &reading.cited);
    let attributions = blocks.iter().filter_map(|block| block.attribution.as_ref());
    let captions = attributions.map(|last| (last.flow, last.text.start));
    reading.captions = captions.collect();
    for (index, flow) in flows.iter().enumerate() {
        reading.phrases(flow, index);
        reading.linked(flow);
    }
    for block in &blocks {
        reading.block(block, &flows, &events);
    }
    for (index, flow) in flows.iter().enumerate() {
        reading.references(flow, index);
    }
    let Reading { edits, noted, .. } = reading;
    let quotations = &mut facts.apparatus.quotations;
    quotations.sort_by_key(|quoted| quoted.origin.start());
    let all = 0..events.len();
    let mut events = edits.apply(events, all, page.body);
    for index in noted {
        events.extend(definition(index, page));
    }
    events
}

/// Whether there may be a quotation or a citation; code, full of marks, holds none.
fn is_promising(events: &Events) -> bool {
    let mut in_code = false;
    events.iter().any(|(event, _)| match event {
        Event::Start(Tag::CodeBlock(_)) | Event::End(TagEnd::CodeBlock) => {
            in_code = !in_code;
            false
        }
        Event::Start(Tag::BlockQuote(None)) => true,
        Event::Text(text) if !in_code => text.contains('@') || quotation_marks::holds_mark(text),
        _ => false,
    })
}

/// A citation of a flow: where it stands in its text, and its number.
pub(super) type Cited = (Range<usize>, usize);

/// A text being read for what it quotes and cites.
pub(super) struct Reading<'a, 'p> {
    pub page: &'p Page<'a>,
    pub facts: &'p mut Facts,
    /// By flow.
    pub cited: Vec<Vec<Cited>>,
    /// The citations that stand behind a phrase.
    pub of_phrases: BTreeSet<usize>,
    /// The citations that get a note.
    pub noted: BTreeSet<usize>,
    /// The flows that end with a caption, and where in them that begins.
    pub captions: BTreeMap<usize, usize>,
    pub edits: Edits<'a>,
}

impl<'a> Reading<'a, '_> {
    /// Notes the citations of a flow.
    fn citations(&mut self, flow: &Flow) -> Vec<Cited> {
        let mut cited = Vec::new();
        for found in citation::citations(&flow.live) {
            let body = |range: &Range<usize>| flow.origin.body(range.clone());
            for (place, message) in found.problems {
                let help = "write `[@a; @b, p. 3]`, with a semicolon between the sources";
                self.facts
                    .problem(Code::CitationForm, body(&place), message, help);
            }
            let mut citation = found.citation;
            let place = citation.span.clone();
            if let Some(problem) = self.misplaced(flow, &citation) {
                let help =
                    "write `[see @key, para. 3]` without markup, and `\\@` for the sign itself";
                self.facts
                    .problem(Code::CitationForm, body(&place), problem, help);
                continue;
            }
            citation.span = body(&place);
            citation.in_note = flow.in_note;
            for item in &mut citation.items {
                item.span = body(&item.span);
                item.locator_span = body(&item.locator_span);
            }
            cited.push((place, self.facts.apparatus.citations.len()));
            self.facts.apparatus.citations.push(citation);
        }
        cited
    }

    /// Why a citation cannot stand where it does.
    fn misplaced(&self, flow: &Flow, citation: &Citation) -> Option<String> {
        let span = &citation.span;
        let event = |at| flow.event_of(at).map(|(event, _)| event);
        if event(span.start) != event(span.end - 1) {
            return Some("markup within a citation is not read".to_owned());
        }
        let in_heading = flow.in_heading && citation.narrative;
        in_heading.then(|| "in a heading, a citation stands in brackets".to_owned())
    }

    /// Notes the phrases in quotation marks of a flow. Those in the line that says
    /// who is quoted are names.
    fn phrases(&mut self, flow: &Flow, index: usize) {
        let cited = self.cited.get(index).cloned().unwrap_or_default();
        let end = self.captions.get(&index).copied().unwrap_or(usize::MAX);
        let quotes = quotation_marks::quotes(&flow.live);
        for quote in quotes.closed {
            if quote.outside.end > end {
                continue;
            }
            let citation = self.follows(flow, &cited, quote.outside.end);
            self.of_phrases.extend(citation);
            if citation.is_some() {
                self.refuse_changes(flow, quote.inside.clone(), &cited, false);
                if quote.depth == 0 && !flow.in_quotation {
                    self.insertions(flow, quote.inside.clone(), &cited);
                }
            }
            if citation.is_some() || is_worth_citing(&quote, flow) {
                self.phrase(flow, quote.inside, &cited, citation);
            }
        }
        if let Some(mark) = quotes.unclosed {
            self.unclosed(flow, mark, &cited);
        }
        self.stray(flow, &cited, end);
    }

    pub fn phrase(
        &mut self,
        flow: &Flow,
        inside: Range<usize>,
        cited: &[Cited],
        citation: Option<usize>,
    ) {
        let (text, origin) = without(flow, inside, cited);
        self.facts.apparatus.quotations.push(Quoted {
            text,
            origin,
            citation,
            is_block: false,
            speaker: None,
        });
    }

    pub fn is_narrative(&self, citation: usize) -> bool {
        let citation = self.facts.apparatus.citations.get(citation);
        citation.is_some_and(|citation| citation.narrative)
    }

    /// The citation in brackets that follows a quotation mark at once: nothing but
    /// a little punctuation stands between.
    fn follows(&self, flow: &Flow, cited: &[Cited], end: usize) -> Option<usize> {
        let next = cited.partition_point(|(place, _)| place.start < end);
        let (place, citation) = cited.get(next)?;
        let between = flow.text.get(end..place.start)?;
        let is_close = !between.contains(char::is_alphanumeric)
            && between.chars().filter(|c| !c.is_whitespace()).count() <= MOST_BETWEEN;
        (is_close && !self.is_narrative(*citation)).then_some(*citation)
    }

    /// Notes a block quotation, and gives it a caption where it has one.
    fn block(&mut self, block: &Block, flows: &[Flow], events: &Events<'a>) {
        let end = block
            .attribution
            .as_ref()
            .map(|last| (last.flow, last.text.start));
        let (text, origin) = self.text_of(block, flows, end);
        let citation = match &block.attribution {
            Some(attribution) => attribution.citation,
            None => block
                .flows
                .last()
                .and_then(|last| self.at_end(flows.get(*last)?, *last)),
        };
        // What is quoted within without a citation is part of what is around it;
        // what is all a phrase in quotation marks has been noted.
        let is_part = citation.is_none() && block.is_nested;
        if !is_part && !text.trim().is_empty() && !self.is_phrase(citation, &text) {
            if citation.is_some() {
                self.block_changes(block, flows, end, events);
            }
            let speaker = block.attribution.as_ref();
            self.facts.apparatus.quotations.push(Quoted {
                text,
                origin,
                citation,
                is_block: true,
                speaker: speaker.and_then(|last| self.speaker(last, flows)),
            });
        }
        if let Some(attribution) = &block.attribution
            && let Some(flow) = flows.get(attribution.flow)
        {
            self.caption(block, attribution, flow, events);
        }
    }

    /// Whether a phrase with this citation is all that a block says.
    fn is_phrase(&self, citation: Option<usize>, block: &str) -> bool {
        let is_said = |c: char| c.is_alphanumeric();
        let said = |text: &str| text.chars().filter(|c| is_said(*c)).count();
        let mut phrases = self
            .facts
            .apparatus
            .quotations
            .iter()
            .rev()
            .take(MOST_PHRASES);
        citation.is_some()
            && phrases.any(|one| {
                !one.is_block && one.citation == citation && said(&one.text) == said(block)
            })
    }

    /// Notes the keys that stand in the texts of links.
    fn linked(&mut self, flow: &Flow) {
        for key in &flow.linked {
            let name = flow.text.get(key.start + 1..key.end).unwrap_or_default();
            let span = flow.origin.body(key.clone());
            self.facts.apparatus.linked.push((name.to_owned(), span));
        }
    }

    /// What a block quotes, up to a place in one of its flows.
    fn text_of(
        &self,
        block: &Block,
        flows: &[Flow],
        end: Option<(usize, usize)>,
    ) -> (String, Origin) {
        let (mut text, mut origin) = (String::new(), Origin::default());
        for (index, flow, end) in parts(block, flows, end) {
            let cited = self.cited.get(index).map_or(&[][..], Vec::as_slice);
            let (part, places) = without(flow, 0..end, cited);
            if !text.is_empty() {
                text.push(' ');
            }
            origin.append(places, text.len());
            text.push_str(&part);
        }
        (text, origin)
    }

    /// Whom the last line of a block quotation names.
    fn speaker(&self, attribution: &Attribution, flows: &[Flow]) -> Option<String> {
        let (flow, cited) = (
            flows.get(attribution.flow)?,
            self.cited.get(attribution.flow)?,
        );
        let (line, _) = without(flow, attribution.text.clone(), cited);
        let around = |c: char| c.is_whitespace() || ",;:—–―-".contains(c);
        let name = line.trim_matches(around);
        (!name.is_empty()).then(|| name.to_owned())
    }

    /// The citation with which a flow ends.
    fn at_end(&self, flow: &Flow, index: usize) -> Option<usize> {
        let (place, citation) = self.cited.get(index)?.last()?;
        let after = flow.text.get(place.end..)?;
        let is_end = after
            .chars()
            .all(|c| c.is_whitespace() || ".,;:!?”\"»".contains(c));
        let is_narrative = self.facts.apparatus.citations.get(*citation)?.narrative;
        (is_end && !is_narrative).then_some(*citation)
    }
}

/// What a block quotes: its flows by number, each up to where it ends, which may
/// be a place in the last.
pub(super) fn parts<'f>(
    block: &'f Block,
    flows: &'f [Flow],
    end: Option<(usize, usize)>,
) -> impl Iterator<Item = (usize, &'f Flow, usize)> {
    block.flows.iter().filter_map(move |index| {
        let flow = flows.get(*index)?;
        let end = end.filter(|(flow, _)| flow == index);
        Some((*index, flow, end.map_or(flow.text.len(), |(_, end)| end)))
    })
}

/// Whether a phrase without a citation should have one.
fn is_worth_citing(quote: &Quote, flow: &Flow) -> bool {
    let text = flow.text.get(quote.inside.clone()).unwrap_or_default();
    quote.is_double && quote.depth == 0 && !flow.in_quotation && words(text) >= FEWEST_UNCITED
}

/// The citations in a stretch of a flow.
pub(super) fn within<'c>(cited: &'c [Cited], stretch: &Range<usize>) -> &'c [Cited] {
    let first = cited.partition_point(|(place, _)| place.start < stretch.start);
    let end = cited.partition_point(|(place, _)| place.start < stretch.end);
    cited.get(first..end).unwrap_or_default()
}

/// A stretch of a flow without the citations in it, and where it stands.
fn without(flow: &Flow, stretch: Range<usize>, cited: &[Cited]) -> (String, Origin) {
    let (mut text, mut origin) = (String::new(), Origin::default());
    let mut start = stretch.start;
    let ends = within(cited, &stretch)
        .iter()
        .map(|(place, _)| place.clone());
    for gap in ends.chain(std::iter::once(stretch.end..stretch.end)) {
        let part = flow
            .text
            .get(start..gap.start.min(stretch.end))
            .unwrap_or_default();
        origin.append(flow.origin.slice(start..start + part.len()), text.len());
        text.push_str(part);
        start = gap.end.max(start);
    }
    (text, origin)
}
