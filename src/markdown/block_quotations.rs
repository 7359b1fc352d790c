//! Block quotations: which blocks belong to each, and the line at the end that
//! says who is quoted.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::flow::Flow;
use super::page::Events;
use super::prose::words;
use super::quotations::Cited;

/// Quotations within quotations are told apart to this depth.
const MOST_NESTED: usize = 16;

/// The most words that say who is quoted.
const LONGEST_NAME: usize = 20;

/// One block quotation.
pub(super) struct Block {
    /// All its events.
    pub events: Range<usize>,
    /// What is quoted: its flows, and those of quotations within it that do not
    /// say themselves where they are from.
    pub flows: Vec<usize>,
    /// Whether it stands within another.
    pub is_nested: bool,
    /// All flows in it, whatever they belong to.
    all_flows: Range<usize>,
    pub attribution: Option<Attribution>,
}

/// `— Name, [@key]`, the last line of a block quotation.
pub(super) struct Attribution {
    /// The number of its citation.
    pub citation: Option<usize>,
    /// The flow that it ends.
    pub flow: usize,
    /// Where it stands in the text of that, with the dash.
    pub text: Range<usize>,
    /// Its events; the first may begin with what is not its own.
    pub events: Range<usize>,
    /// Where it begins in the text of its first event.
    pub offset: usize,
    /// Where the name begins in that.
    pub name_offset: usize,
    /// What goes when it is moved: the other events, and the paragraph or line
    /// end around them.
    pub removed: Range<usize>,
}

/// All block quotations, in the order in which they end.
pub(super) fn find(events: &Events, flows: &[Flow], cited: &[Vec<Cited>]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::BlockQuote(kind)) => open.push((index, kind.is_none())),
            Event::End(TagEnd::BlockQuote(_)) => {
                if let Some((start, true)) = open.pop()
                    && open.len() < MOST_NESTED
                {
                    let mut block = block(start..index + 1, events, flows, cited, &blocks);
                    block.is_nested = open.iter().any(|(_, is_quotation)| *is_quotation);
                    blocks.push(block);
                }
            }
            _ => {}
        }
    }
    blocks
}

fn block(
    range: Range<usize>,
    events: &Events,
    flows: &[Flow],
    cited: &[Vec<Cited>],
    earlier: &[Block],
) -> Block {
    // Flows stand in the order of their events.
    let first = flows.partition_point(|flow| flow.events.start < range.start);
    let end = flows.partition_point(|flow| flow.events.start < range.end);
    let within = |block: &&Block| block.events.start > range.start;
    let inner: Vec<&Block> = earlier.iter().rev().take_while(within).collect();
    let says_where = |block: &&&Block| {
        let attribution = block.attribution.as_ref();
        attribution.is_some_and(|attribution| attribution.citation.is_some())
    };
    let attributed = inner.iter().filter(says_where);
    let attributed: Vec<_> = attributed.map(|block| block.all_flows.clone()).collect();
    let own = |flow: &usize| !attributed.iter().any(|flows| flows.contains(flow));
    // A line after a quotation within is still the last line.
    let last = (first..end).next_back();
    let nested = |flow: &usize| inner.iter().any(|block| block.all_flows.contains(flow));
    let attribution = last.filter(|flow| !nested(flow)).and_then(|flow| {
        let (found, cited) = (flows.get(flow)?, cited.get(flow)?);
        let line = last_line(found, cited, first == flow)?;
        attribution(flow, found, line, events)
    });
    Block {
        events: range,
        flows: (first..end).filter(own).collect(),
        is_nested: false,
        all_flows: first..end,
        attribution,
    }
}

/// The line that says who is quoted.
struct Line {
    /// Where it begins in the flow's text.
    start: usize,
    /// The length of its dash.
    dash: usize,
    citation: Option<usize>,
}

/// The last line of a flow, where it begins with a dash: something stands before
/// it, it is no longer than a name, and a citation in it ends it.
fn last_line(flow: &Flow, cited: &[Cited], is_first: bool) -> Option<Line> {
    let line_at = |at: Option<usize>| {
        let found = at.and_then(|at| flow.breaks.get(at));
        found.map_or(0, |at| at + 1)
    };
    let last = line_at(flow.breaks.len().checked_sub(1));
    // A citation may stand on a line of its own.
    let is_alone = cited.last().is_some_and(|(place, _)| place.start == last);
    let start = match is_alone {
        true => line_at(flow.breaks.len().checked_sub(2)),
        false => last,
    };
    let dash = dash_length(flow.live.get(start..)?)?;
    let citation = cited.last().filter(|(place, _)| place.start >= start);
    let (name_end, end) = citation.map_or((flow.text.len(), flow.text.len()), |(place, _)| {
        (place.start, place.end)
    });
    let name = flow.text.get(start..name_end)?;
    let is_name = words(name) <= LONGEST_NAME && (start > 0 || !is_first);
    let is_end = !flow.text.get(end..)?.contains(char::is_alphanumeric);
    (is_name && is_end).then_some(Line {
        start,
        dash,
        citation: citation.map(|(_, number)| *number),
    })
}

fn attribution(index: usize, flow: &Flow, line: Line, events: &Events) -> Option<Attribution> {
    let Line {
        start,
        dash,
        citation,
    } = line;
    let (first, offset) = flow.event_of(start)?;
    let moved = first..flow.events.end;
    // Markup that begins before the line cannot end after it.
    let depth = |event: &Event| match event {
        Event::Start(_) => 1,
        Event::End(_) => -1,
        _ => 0,
    };
    let balance: i32 = events
        .get(moved.clone())?
        .iter()
        .map(|(event, _)| depth(event))
        .sum();
    if balance != 0 {
        return None;
    }
    let before = first
        .checked_sub(1)
        .and_then(|at| events.get(at))
        .map(|(event, _)| event);
    let after = events.get(moved.end).map(|(event, _)| event);
    let removed = match (before, after) {
        _ if offset > 0 => first + 1..moved.end,
        (Some(Event::Start(Tag::Paragraph)), Some(Event::End(TagEnd::Paragraph))) => {
            first - 1..moved.end + 1
        }
        (Some(Event::SoftBreak | Event::HardBreak), _) => first - 1..moved.end,
        _ => first..moved.end,
    };
    Some(Attribution {
        citation,
        flow: index,
        text: start..flow.text.len(),
        events: moved,
        offset,
        name_offset: offset + dash,
        removed,
    })
}

/// The length of the dash, and the space after it, with which a line begins.
fn dash_length(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches(['—', '–', '―']);
    let rest = match rest.len() == line.len() {
        true => line.strip_prefix("--")?.trim_start_matches('-'),
        false => rest,
    };
    Some(line.len() - rest.trim_start().len())
}
