//! Changes to events that a pass has decided on, made in one go.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::Event;

use super::flow;
use super::origin::Origin;
use super::page::{Events, Spanned};

/// Changes by the number of the event that they concern.
#[derive(Default)]
pub(super) struct Edits<'a> {
    /// Stretches of the texts of events, and what stands there instead.
    texts: Vec<(usize, Range<usize>, Events<'a>)>,
    removed: BTreeSet<usize>,
    before: BTreeMap<usize, Events<'a>>,
    after: BTreeMap<usize, Events<'a>>,
}

impl<'a> Edits<'a> {
    /// Puts events in place of a stretch of a text. No two may overlap.
    pub fn replace(&mut self, event: usize, stretch: Range<usize>, new: Events<'a>) {
        self.texts.push((event, stretch, new));
    }

    /// Takes events out.
    pub fn remove(&mut self, events: Range<usize>) {
        self.removed.extend(events);
    }

    /// Puts events before one.
    pub fn before(&mut self, event: usize, new: Events<'a>) {
        self.before.entry(event).or_default().extend(new);
    }

    /// Puts events after one: before what was put there earlier.
    pub fn after(&mut self, event: usize, mut new: Events<'a>) {
        let there = self.after.entry(event).or_default();
        new.append(there);
        *there = new;
    }

    /// The events of a range with the changes made; `body` is what they come from.
    pub fn apply(mut self, events: Events<'a>, range: Range<usize>, body: &str) -> Events<'a> {
        self.texts
            .sort_by_key(|(event, stretch, _)| (*event, stretch.start));
        let mut texts = self.texts.into_iter().peekable();
        let mut out = Vec::with_capacity(events.len() + 16);
        for (index, (event, span)) in (range.start..).zip(events) {
            out.extend(self.before.remove(&index).unwrap_or_default());
            let mut done = 0;
            let mut origin = None;
            let mut part = |stretch: Range<usize>| part(&event, stretch, &span, body, &mut origin);
            while let Some((_, stretch, new)) = texts.next_if(|(at, ..)| *at == index) {
                out.extend(part(done..stretch.start));
                out.extend(new);
                done = stretch.end;
            }
            match done {
                _ if self.removed.contains(&index) => {}
                0 => out.push((event, span)),
                _ => out.extend(part(done..usize::MAX)),
            }
            out.extend(self.after.remove(&index).unwrap_or_default());
        }
        out
    }
}

/// A stretch of a text event as an event of its own, if there is anything in it. Where the
/// parser did not leave the text as it was written, `origin` leads back, once it is known.
fn part<'a>(
    event: &Event<'a>,
    stretch: Range<usize>,
    span: &Range<usize>,
    body: &str,
    origin: &mut Option<Origin>,
) -> Option<Spanned<'a>> {
    let Event::Text(text) = event else {
        return None;
    };
    let end = stretch.end.min(text.len());
    let piece = text
        .get(stretch.start..end)
        .filter(|piece| !piece.is_empty())?;
    let span = match text.len() == span.len() {
        true => span.start + stretch.start..span.start + end,
        false => origin
            .get_or_insert_with(|| flow::origin(text, body, span.clone()))
            .body(stretch.start..end),
    };
    Some((Event::Text(piece.to_owned().into()), span))
}
