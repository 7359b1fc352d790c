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

use pulldown_cmark::{Event, Tag};

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

/// Uncited phrases of fewer words are no quotations to speak of.
const FEWEST_UNCITED: usize = 4;

/// Notes quotations and citations, and turns the latter into footnotes.
pub(super) fn quotations<'a>(events: Events<'a>, page: &Page<'a>, facts: &mut Facts) -> Events<'a> {
    if !events.iter().any(|(event, _)| is_promising(event)) {
        return events;
    }
    let flows = flow::flows(&events, page.body);
    let blocks = block_quotations::find(&events, &flows);
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
    for (index, flow) in flows.iter().enumerate() {
        reading.phrases(flow, index);
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
    let mut events = edits.apply(events, all);
    for index in noted {
        events.extend(definition(index, page));
    }
    events
}

fn is_promising(event: &Event) -> bool {
    match event {
        Event::Text(text) => text.contains(|c| c == '@' || quotation_marks::is_mark(c)),
        Event::Start(Tag::BlockQuote(None)) => true,
        _ => false,
    }
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
    of_phrases: BTreeSet<usize>,
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

    /// Notes the phrases in quotation marks of a flow.
    fn phrases(&mut self, flow: &Flow, index: usize) {
        let cited = self.cited.get(index).cloned().unwrap_or_default();
        let (quotes, stray) = quotation_marks::quotes(&flow.live);
        for quote in quotes {
            let citation = follows(
                flow,
                &cited,
                quote.outside.end,
                &self.facts.apparatus.citations,
            );
            self.of_phrases.extend(citation);
            if citation.is_some() && quote.depth == 0 && !flow.in_quotation {
                self.insertions(flow, quote.inside.clone(), &cited);
            }
            if citation.is_some() || is_worth_citing(&quote, flow) {
                let (text, origin) = without(flow, quote.inside, &cited);
                self.facts.apparatus.quotations.push(Quoted {
                    text,
                    origin,
                    citation,
                    is_block: false,
                    speaker: None,
                });
            }
        }
        for mark in stray {
            if follows(flow, &cited, mark.end, &self.facts.apparatus.citations).is_some() {
                self.facts.problem(
                    Code::CitationForm,
                    flow.origin.body(mark),
                    "this mark ends a quotation that does not begin in this paragraph".to_owned(),
                    "put a quotation mark where it begins; quote paragraphs with `>`",
                );
            }
        }
    }

    /// Notes a block quotation, and gives it a caption where it has one.
    fn block(&mut self, block: &Block, flows: &[Flow], events: &Events<'a>) {
        let end = block
            .attribution
            .as_ref()
            .map(|last| (last.flow, last.text.start));
        let (text, origin) = self.text_of(block, flows, end);
        let last = block.flows.last().copied().unwrap_or_default();
        let citation = match end {
            Some((flow, start)) => {
                let cited = self.cited.get(flow).and_then(|cited| cited.last());
                cited
                    .filter(|(place, _)| place.start >= start)
                    .map(|(_, citation)| *citation)
            }
            None => flows.get(last).and_then(|flow| self.at_end(flow, last)),
        };
        let of_phrase = end.is_none() && citation.is_some_and(|one| self.of_phrases.contains(&one));
        // A phrase in quotation marks has been noted, and is all there is; what is
        // quoted within without a citation is part of what is around it.
        let is_part = citation.is_none() && block.is_nested;
        if !of_phrase && !is_part && !text.trim().is_empty() {
            self.block_insertions(block, flows, end);
            self.facts.apparatus.quotations.push(Quoted {
                text,
                origin,
                citation,
                is_block: true,
                speaker: block
                    .attribution
                    .as_ref()
                    .and_then(|last| self.speaker(last, flows)),
            });
        }
        if let Some(attribution) = &block.attribution
            && let Some(flow) = flows.get(attribution.flow)
        {
            self.captions
                .insert(attribution.flow, attribution.text.start);
            self.caption(block, attribution, flow, events);
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

    /// Marks what a block quotation puts in between.
    fn block_insertions(&mut self, block: &Block, flows: &[Flow], end: Option<(usize, usize)>) {
        for (index, flow, end) in parts(block, flows, end) {
            let cited = self.cited.get(index).cloned().unwrap_or_default();
            self.insertions(flow, 0..end, &cited);
        }
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
fn parts<'f>(
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

/// The citation in brackets that follows a quotation mark at once: at most a
/// mark of punctuation stands between.
fn follows(flow: &Flow, cited: &[Cited], end: usize, citations: &[Citation]) -> Option<usize> {
    let next = cited.partition_point(|(place, _)| place.start < end);
    let (place, citation) = cited.get(next)?;
    let between = flow.text.get(end..place.start)?.trim();
    let is_close = between.is_empty()
        || matches!(
            between,
            "." | "," | ";" | ":" | "!" | "?" | "…" | "。" | "，"
        );
    (is_close && !citations.get(*citation)?.narrative).then_some(*citation)
}

/// Whether a phrase without a citation should have one.
fn is_worth_citing(quote: &Quote, flow: &Flow) -> bool {
    let text = flow.text.get(quote.inside.clone()).unwrap_or_default();
    quote.is_double && quote.depth == 0 && !flow.in_quotation && words(text) >= FEWEST_UNCITED
}

/// A stretch of a flow without the citations in it, and where it stands.
fn without(flow: &Flow, stretch: Range<usize>, cited: &[Cited]) -> (String, Origin) {
    let (mut text, mut origin) = (String::new(), Origin::default());
    let mut start = stretch.start;
    let first = cited.partition_point(|(place, _)| place.start < stretch.start);
    let rest = cited.get(first..).unwrap_or_default().iter();
    let inside = rest.take_while(|(place, _)| place.start < stretch.end);
    let ends = inside.map(|(place, _)| place.clone());
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
