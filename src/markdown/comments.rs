//! HTML comments into nothing: what an author put in one was not meant to be
//! read. Works on the parser's own events, before any pass.
//!
//! A comment ends where browsers end it, at the next `-->`, whatever stands
//! between: blank lines, a list, a table. One that does not end goes to the end
//! of the page. Where that may not be what was meant, there is a warning.
//!
//! Promises that elements stay balanced: one goes as a whole or not at all.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::facts::Facts;
use super::page::{Events, Spanned};
use crate::diagnostic::Code;

/// What begins a comment.
pub(super) const OPENING: &str = "<!--";

/// The events that are not in comments.
pub(super) fn left_out<'a>(
    events: impl Iterator<Item = Spanned<'a>>,
    body: &str,
    facts: &mut Facts,
) -> Events<'a> {
    let mut comments = Comments {
        body,
        facts,
        comment: 0..0,
        open: Vec::new(),
        in_code: false,
        in_block: false,
        out: Vec::new(),
    };
    events.for_each(|(event, span)| comments.read(event, span));
    comments.out
}

struct Comments<'a, 'b> {
    body: &'b str,
    facts: &'b mut Facts,
    /// The bytes of the last comment.
    comment: Range<usize>,
    /// For each open element, whether it is in a comment.
    open: Vec<bool>,
    in_code: bool,
    /// In a block of HTML.
    in_block: bool,
    out: Events<'a>,
}

impl<'a> Comments<'a, '_> {
    fn read(&mut self, event: Event<'a>, span: Range<usize>) {
        match event {
            Event::Start(ref tag) => {
                self.in_code |= matches!(tag, Tag::CodeBlock(_));
                self.in_block |= matches!(tag, Tag::HtmlBlock);
                // A row keeps its cells.
                let inside = self.is_inside(&span) && !matches!(tag, Tag::TableCell);
                let inside = inside || self.open.last() == Some(&true);
                self.open.push(inside);
                if !inside {
                    self.out.push((event, span));
                }
            }
            Event::End(tag) => {
                self.in_code &= tag != TagEnd::CodeBlock;
                self.in_block &= tag != TagEnd::HtmlBlock;
                if self.open.pop() != Some(true) {
                    self.out.push((event, span));
                }
            }
            _ if self.is_inside(&span) || self.open.last() == Some(&true) => {}
            Event::Text(text) => self.strip(text, span, Event::Text),
            Event::Html(text) => self.strip(text, span, Event::Html),
            Event::InlineHtml(text) => self.strip(text, span, Event::InlineHtml),
            event if span.start >= self.comment.end => self.out.push((event, span)),
            _ => {}
        }
    }

    fn is_inside(&self, span: &Range<usize>) -> bool {
        self.comment.contains(&span.start) && span.end <= self.comment.end
    }

    /// Appends what of a text stands outside comments.
    fn strip(&mut self, text: CowStr<'a>, span: Range<usize>, kind: fn(CowStr<'a>) -> Event<'a>) {
        let mut at = span.start.max(self.comment.end);
        let markup = !matches!(kind("".into()), Event::Text(_));
        loop {
            let found = match self.in_code {
                true => None,
                false => self.next(at..span.end, markup),
            };
            let piece = at..found.unwrap_or(span.end);
            if piece == span {
                return self.out.push((kind(text), span));
            }
            // Only what stands in the body as it is can be divided.
            if !piece.is_empty() && self.body.get(span.clone()) == Some(&*text) {
                let inner = piece.start - span.start..piece.end - span.start;
                let text = text.get(inner).unwrap_or_default().to_owned();
                self.out.push((kind(text.into()), piece));
            }
            let Some(start) = found else { return };
            if !self.in_block {
                // Keeps the texts before and after it apart.
                self.out
                    .push((Event::InlineHtml("".into()), start..start + OPENING.len()));
            }
            self.comment = start..self.end(start);
            at = self.comment.end;
            if at >= span.end {
                return;
            }
        }
    }

    /// Where the first comment begins that begins in a range. In text, one
    /// after a backslash is none.
    fn next(&self, within: Range<usize>, markup: bool) -> Option<usize> {
        let end = within.end.saturating_add(OPENING.len() - 1);
        let end = self.body.floor_char_boundary(end.min(self.body.len()));
        let text = self.body.get(within.start..end)?;
        let mut found = text.match_indices(OPENING).map(|(at, _)| within.start + at);
        found.find(|at| *at < within.end && (markup || !self.is_escaped(*at)))
    }

    fn is_escaped(&self, at: usize) -> bool {
        let before = self.body.as_bytes().get(..at).unwrap_or_default();
        before
            .iter()
            .rev()
            .take_while(|byte| **byte == b'\\')
            .count()
            % 2
            == 1
    }

    /// Where the comment ends that begins at a place. Says what is doubtful.
    fn end(&mut self, start: usize) -> usize {
        let inside = start + OPENING.len();
        let rest = self.body.get(inside..).unwrap_or_default();
        for short in [">", "->"] {
            if rest.starts_with(short) {
                return inside + short.len();
            }
        }
        let Some(length) = rest.find("-->") else {
            self.note(
                start,
                "the comment that begins here does not end, so the rest of the page is left out",
                "put `-->` where it ends, or a backslash before `<!--` to show it",
            );
            return self.body.len();
        };
        if rest.get(..length).is_some_and(|it| it.contains(OPENING)) {
            self.note(
                start,
                "another comment begins inside the one that begins here, and both end with it",
                "put `-->` before the next `<!--`",
            );
        }
        inside + length + "-->".len()
    }

    fn note(&mut self, start: usize, message: &str, help: &str) {
        let span = start..start + OPENING.len();
        self.facts
            .problem(Code::RawHtml, span, message.to_owned(), help);
    }
}
