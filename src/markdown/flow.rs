//! The inline events of a block as one text, and where each of its bytes stands
//! in the body: what quotations and citations are found in, as markup and line
//! ends may stand within them.
//!
//! Promises that a place in the text leads back to the bytes it was read from,
//! also where the parser put other characters in their place.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::citation;
use super::origin::Origin;
use super::page::Events;

/// What stands in [`Flow::live`] for a byte that is no markup of ours: escaped,
/// code, a formula.
const DEAD: u8 = 1;

/// The text of the inline events of one block.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub text: String,
    /// The same, byte for byte, but what its author did not mean as marks.
    pub live: String,
    /// The events that it is the text of.
    pub events: Range<usize>,
    /// The places at which markup changes what a reader sees of the text: struck
    /// words, pictures, HTML.
    pub changes: Vec<usize>,
    /// The keys of citations in the texts of links, where they are none.
    pub linked: Vec<Range<usize>>,
    /// The places of the spaces that stand for line ends.
    pub breaks: Vec<usize>,
    pub origin: Origin,
    /// Where the text of an event begins, and which event it is.
    texts: Vec<(usize, usize)>,
    pub in_note: bool,
    pub in_heading: bool,
    pub in_quotation: bool,
}

impl Flow {
    /// The event whose text holds a byte, and where in its text that is.
    pub fn event_of(&self, at: usize) -> Option<(usize, usize)> {
        let after = self.texts.partition_point(|(start, _)| *start <= at);
        let (start, event) = *self.texts.get(after.checked_sub(1)?)?;
        Some((event, at - start))
    }

    /// The text of an event begins here.
    pub fn begin(&mut self, event: usize) {
        self.texts.push((self.text.len(), event));
    }

    fn add(&mut self, text: &str, is_live: bool, body: Range<usize>) {
        let at = self.text.len();
        self.text.push_str(text);
        match is_live {
            true => self.live.push_str(text),
            false => self.live.extend(text.bytes().map(|_| char::from(DEAD))),
        }
        self.origin.push(at..self.text.len(), body);
    }

    /// Adds a text, taken apart where the parser did not leave it as written.
    pub fn add_text(&mut self, text: &str, written: &str, start: usize) {
        if text == written {
            return self.add(text, true, start..start + text.len());
        }
        for piece in aligned(text, written) {
            let part = text.get(piece.text).unwrap_or_default();
            let body = start + piece.written.start..start + piece.written.end;
            self.add(part, !piece.is_escaped, body);
        }
    }
}

/// The texts of all blocks, in order; code, formulas and pictures hold none.
pub(super) fn flows(events: &Events, body: &str) -> Vec<Flow> {
    let mut flows = Vec::new();
    let mut reader = Reader::default();
    for (index, (event, span)) in events.iter().enumerate() {
        if is_block(event) {
            reader.finish(index, &mut flows);
            reader.enter(event);
        } else {
            reader.read(index, event, span.clone(), body);
        }
    }
    reader.finish(events.len(), &mut flows);
    flows
}

/// Whether a block begins or ends here.
fn is_block(event: &Event) -> bool {
    match event {
        Event::Start(tag) => !matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        ),
        Event::End(tag) => !matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::Image
        ),
        _ => false,
    }
}

/// Whether kept HTML only ends a line.
fn is_break(tag: &str) -> bool {
    let name = tag
        .trim_start_matches('<')
        .trim_end_matches(['/', '>', ' ']);
    name.eq_ignore_ascii_case("br")
}

#[derive(Default)]
struct Reader {
    flow: Flow,
    begun: bool,
    /// How many of each are open.
    notes: usize,
    headings: usize,
    quotations: usize,
    code: usize,
    links: usize,
    images: usize,
}

impl Reader {
    fn enter(&mut self, event: &Event) {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => self.notes += 1,
            Event::End(TagEnd::FootnoteDefinition) => self.notes -= 1,
            Event::Start(Tag::Heading { .. }) => self.headings += 1,
            Event::End(TagEnd::Heading(_)) => self.headings -= 1,
            Event::Start(Tag::BlockQuote(None)) => self.quotations += 1,
            Event::End(TagEnd::BlockQuote(None)) => self.quotations -= 1,
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => self.code += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => self.code -= 1,
            _ => {}
        }
    }

    fn finish(&mut self, end: usize, flows: &mut Vec<Flow>) {
        let mut flow = std::mem::take(&mut self.flow);
        self.begun = false;
        if !flow.text.is_empty() {
            flow.events.end = end;
            flows.push(flow);
        }
    }

    fn read(&mut self, index: usize, event: &Event, span: Range<usize>, body: &str) {
        match event {
            Event::Start(Tag::Link { .. }) => self.links += 1,
            Event::End(TagEnd::Link) => self.links -= 1,
            Event::Start(Tag::Image { .. }) => {
                self.images += 1;
                self.flow.changes.push(self.flow.text.len());
            }
            Event::End(TagEnd::Image) => self.images -= 1,
            _ => {}
        }
        let flow = &mut self.flow;
        if !self.begun {
            self.begun = true;
            flow.events = index..index;
            flow.in_note = self.notes > 0;
            flow.in_heading = self.headings > 0;
            flow.in_quotation = self.quotations > 0;
        }
        if self.code + self.images > 0 {
            return;
        }
        match event {
            Event::Text(text) => {
                flow.begin(index);
                let span = with_backslash(text, span, body);
                let written = body.get(span.clone()).unwrap_or_default();
                let begin = flow.text.len();
                flow.add_text(text, written, span.start);
                if self.links > 0 {
                    // A link's text holds no citation: it is a link already.
                    let live = flow.live.split_off(begin);
                    let keys = citation::keys(&live).into_iter();
                    flow.linked
                        .extend(keys.map(|key| begin + key.start..begin + key.end));
                    flow.live.push_str(&live.replace(['@', '['], "\u{1}"));
                }
            }
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                flow.add(text, false, span);
            }
            Event::SoftBreak | Event::HardBreak => {
                flow.breaks.push(flow.text.len());
                flow.add(" ", true, span);
            }
            Event::InlineHtml(tag) if is_break(tag) => flow.add(" ", true, span),
            Event::InlineHtml(markup) | Event::Html(markup) if !markup.trim().is_empty() => {
                flow.changes.push(flow.text.len());
            }
            Event::Start(Tag::Strikethrough) => flow.changes.push(flow.text.len()),
            _ => {}
        }
    }
}

/// The bytes of a text, with the backslash before it that escapes its first
/// character: the parser leaves that out.
fn with_backslash(text: &str, span: Range<usize>, body: &str) -> Range<usize> {
    let before = body.get(..span.start).unwrap_or_default();
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    match backslashes % 2 == 1 && text.starts_with(|c: char| c.is_ascii_punctuation()) {
        true => span.start - 1..span.end,
        false => span,
    }
}

/// The bytes of the body that a stretch of a text was read from.
pub(super) fn written(
    text: &str,
    stretch: Range<usize>,
    body: &str,
    span: Range<usize>,
) -> Range<usize> {
    let source = body.get(span.clone()).unwrap_or_default();
    // Of one length they may be, and differ all the same.
    if text == source {
        return span.start + stretch.start..span.start + stretch.end;
    }
    origin(text, body, span).body(stretch)
}

/// Where each byte of a text stands in the body.
pub(super) fn origin(text: &str, body: &str, span: Range<usize>) -> Origin {
    let mut flow = Flow::default();
    flow.add_text(text, body.get(span.clone()).unwrap_or_default(), span.start);
    flow.origin
}

/// A piece of a text that is as its author wrote it, or stands for what they did.
struct Piece {
    text: Range<usize>,
    written: Range<usize>,
    is_escaped: bool,
}

/// A text beside the bytes that it was read from: backslashes are gone, and
/// entities and straight marks have become characters.
fn aligned(text: &str, written: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut at, mut from) = (0, 0);
    while let (Some(rest), Some(source)) = (text.get(at..), written.get(from..)) {
        let Some(c) = rest.chars().next() else { break };
        let (text_len, written_len, is_escaped) = match step(c, rest, source) {
            Some(step) => step,
            // What is not understood stands for all that is left. By chance it may be as
            // long, and is not as written all the same: its last character is taken apart.
            None => match rest.char_indices().next_back() {
                Some((last, _)) if last > 0 && rest.len() == source.len() => {
                    (last, source.len(), false)
                }
                _ => (rest.len(), source.len(), false),
            },
        };
        let as_written = text_len == written_len && !is_escaped;
        match pieces.last_mut() {
            Some(last)
                if as_written && !last.is_escaped && last.text.len() == last.written.len() =>
            {
                last.text.end += text_len;
                last.written.end += written_len;
            }
            _ => pieces.push(Piece {
                text: at..at + text_len,
                written: from..from + written_len,
                is_escaped,
            }),
        }
        (at, from) = (at + text_len, from + written_len);
    }
    pieces
}

/// No entity of HTML is longer, in bytes.
const LONGEST_ENTITY: usize = 40;

/// How many bytes a text's first character takes there and in what was
/// written, and whether it was escaped.
fn step(c: char, text: &str, written: &str) -> Option<(usize, usize, bool)> {
    let len = c.len_utf8();
    if let Some(escaped) = written.strip_prefix('\\')
        && c.is_ascii_punctuation()
        && escaped.starts_with(c)
    {
        return Some((len, 1 + len, true));
    }
    if written.starts_with('&')
        && let Some(end) = written
            .bytes()
            .take(LONGEST_ENTITY)
            .position(|byte| byte == b';')
        && !text.starts_with(written.get(..=end)?)
    {
        return Some((len, end + 1, false));
    }
    if written.starts_with(c) {
        return Some((len, len, false));
    }
    let marks: &[&str] = match c {
        '—' => &["---"],
        '–' => &["--"],
        '…' => &["..."],
        '‘' | '’' => &["'"],
        '“' | '”' => &["\""],
        _ => &[],
    };
    let mark = marks.iter().find(|mark| written.starts_with(**mark))?;
    Some((len, mark.len(), false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_leads_back_to_what_was_written() {
        for (text, written, word, found) in [
            ("a “b” c", "a \"b\" c", "“", "\""),
            ("a “b” c", "a \"b\" c", "c", "c"),
            ("x — y… z", "x --- y... z", "z", "z"),
            ("a & b", "a &amp; b", "b", "b"),
            ("R&D; so", "R&D; so", "so", "so"),
            ("[@x] y", "\\[@x] y", "y", "y"),
            ("\\ a", "\\\\ a", "a", "a"),
        ] {
            let mut flow = Flow::default();
            flow.add_text(text, written, 10);
            let at = text.find(word).unwrap();
            let body = flow.origin.body(at..at + word.len());
            assert_eq!(&written[body.start - 10..body.end - 10], found, "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_as_long_by_chance() {
        let (text, source) = ("*“–>“t”[@a]", "&#2;*“-->&#2;\"t\"[@a]");
        let mut flow = Flow::default();
        flow.add_text(text, source, 0);
        for (at, c) in text.char_indices() {
            let body = flow.origin.body(at..at + c.len_utf8());
            assert!(source.get(body).is_some(), "{c}");
        }
    }

    #[test]
    fn a_text_of_the_same_length_is_another() {
        let (text, source) = ("\u{FFFD}[“’[@a]@", "&#2;[“'[@a]\\@");
        assert_eq!(text.len(), source.len());
        let at = text.find("@a").unwrap();
        let found = written(text, at..at + 2, source, 0..source.len());
        assert_eq!(&source[found], "@a");
    }
}
