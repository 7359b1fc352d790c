//! A text of a page back into Markdown that readers may have: written anew from its
//! events, so that nothing is in it but what the page shows. What its author wrote for
//! himself stays behind: comments, definitions that nothing uses, classes, HTML that
//! would be cleaned away. Citations become footnotes that name their source, and all
//! footnotes carry the numbers that they have on the page.
//!
//! Promises that no text of a page becomes markup, and no address is left that works
//! only in the author's folder.

use std::collections::HashMap;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};
use pulldown_cmark_to_cmark::{Options as Style, calculate_code_block_token_count};

use super::edits::Edits;
use super::facts::Facts;
use super::page::{Events, Page};
use super::{Highlighter, Labels, Options, autolinks, citation, clean, code_options};
use super::{flow, listed, parse, plain, raw_html, sign};

/// What a site makes of one citation where there is no markup. All are plain texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// What the source is called in a sentence.
    pub name: String,
    /// The text of its note.
    pub note: String,
    /// The same in short, for where no note can stand.
    pub inline: String,
}

/// What a text needs of the site around it.
pub struct Outside<'a> {
    /// Addresses of links and images, as they are to be written.
    pub address: &'a dyn Fn(&str) -> String,
    /// Citations, by their number in the text.
    pub cite: &'a dyn Fn(usize) -> Reference,
    /// What readers see of components, by their number in the text.
    pub component: &'a dyn Fn(usize) -> Vec<listed::Piece>,
}

/// A text in Markdown.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Portable {
    /// The text.
    pub text: String,
    /// The definitions of the footnotes that it refers to.
    pub notes: String,
}

/// What kind of text it is, which decides how it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Markdown.
    Body,
    /// One line of Markdown, without blocks.
    Line,
    /// Paragraphs without markup.
    Plain,
}

/// Writes a text anew.
pub fn portable(text: &str, form: Form, options: &Options, outside: &Outside) -> Portable {
    let options = Options {
        raw_html: options.raw_html && form == Form::Body,
        ..options.clone()
    };
    // Neither is used: nothing is rendered here.
    let (labels, highlighter) = (Labels::default(), Highlighter::new());
    let line = super::inline::led(text);
    let page = Page {
        body: match form {
            Form::Line => &line,
            _ => text,
        },
        options: &options,
        labels: &labels,
        highlighter: &highlighter,
        around: None,
    };
    let facts = &mut Facts::default();
    let mut events = match form {
        Form::Plain => plain::paragraphs(text),
        _ => parse::parse(&page, facts),
    };
    if form == Form::Line {
        super::inline::without_lead(&mut events);
    }
    // In this order they have the numbers that they have in a scan.
    let events = raw_html::raw_html(events, &page, facts);
    let events = listed::listed(events, &page, outside.component);
    let events = autolinks::autolinks(events, &page, facts);
    let events = cited(events, page.body, outside);
    let (body, notes) = numbered(events, options.notes_before, outside);
    let notes = autolinks::autolinks(notes, &page, facts);
    Portable {
        text: written(body, outside),
        notes: written(notes, outside),
    }
}

/// The label of a citation's note: no author can write a space into one.
const CITATION: &str = "citation ";

/// References in place of citations, as far as those can stand where they do.
fn cited<'a>(events: Events<'a>, body: &str, outside: &Outside) -> Events<'a> {
    let mut edits = Edits::default();
    let mut number = 0;
    for flow in flow::flows(&events, body) {
        for found in citation::citations(&flow.live) {
            let place = found.citation.span;
            let (Some((event, at)), Some((last, _))) =
                (flow.event_of(place.start), flow.event_of(place.end - 1))
            else {
                continue;
            };
            if event != last {
                continue;
            }
            let is_narrative = found.citation.narrative;
            let is_named = is_narrative || flow.in_note;
            let reference = match is_named {
                true => (outside.cite)(number),
                false => Reference::default(),
            };
            let before = flow.text.get(place.start - at..place.start);
            let before = before.unwrap_or_default();
            let start = match is_named {
                true => at,
                false => before.trim_end().len(),
            };
            let text = |text: String| (Event::Text(text.into()), 0..0);
            let note = Event::FootnoteReference(format!("{CITATION}{number}").into());
            let new = match (flow.in_note, is_narrative) {
                (true, true) => vec![text(reference.name)],
                (true, false) => vec![text(format!("({})", reference.inline))],
                (false, true) => vec![text(reference.name), (note, 0..0)],
                (false, false) => vec![(note, 0..0)],
            };
            edits.replace(event, start..at + place.len(), new);
            number += 1;
        }
    }
    let all = 0..events.len();
    edits.apply(events, all, body)
}

/// The text and the definitions of the footnotes that it refers to, numbered by their
/// first reference.
fn numbered<'a>(events: Events<'a>, before: usize, outside: &Outside) -> (Events<'a>, Events<'a>) {
    let (mut body, mut definitions) = (Vec::new(), HashMap::new());
    let mut open: Option<(CowStr, Events)> = None;
    for (event, span) in events {
        match (event, &mut open) {
            (Event::Start(Tag::FootnoteDefinition(label)), _) => open = Some((label, Vec::new())),
            (Event::End(TagEnd::FootnoteDefinition), Some(_)) => {
                if let Some((label, events)) = open.take() {
                    definitions.entry(label).or_insert(events);
                }
            }
            (event, Some((_, events))) => events.push((event, span)),
            (event, None) => body.push((event, span)),
        }
    }
    let mut labels = Numbers {
        before,
        ..Numbers::default()
    };
    labels.number(&mut body, &definitions);
    let mut notes = Vec::new();
    let mut done = 0;
    while let Some(label) = labels.order.get(done).cloned() {
        done += 1;
        let mut events = match label.strip_prefix(CITATION).map(str::parse) {
            Some(Ok(number)) => paragraph((outside.cite)(number).note),
            _ => definitions.get(&label).cloned().unwrap_or_default(),
        };
        labels.number(&mut events, &definitions);
        let number: CowStr = (before + done).to_string().into();
        notes.push((Event::Start(Tag::FootnoteDefinition(number)), 0..0));
        notes.append(&mut events);
        notes.push((Event::End(TagEnd::FootnoteDefinition), 0..0));
    }
    (body, notes)
}

/// The numbers of footnotes.
#[derive(Default)]
struct Numbers<'a> {
    before: usize,
    numbers: HashMap<CowStr<'a>, usize>,
    order: Vec<CowStr<'a>>,
}

impl<'a> Numbers<'a> {
    /// Puts numbers in place of labels. A reference to nothing is text.
    fn number(&mut self, events: &mut Events<'a>, known: &HashMap<CowStr<'a>, Events<'a>>) {
        for (event, _) in events {
            let Event::FootnoteReference(label) = event else {
                continue;
            };
            if !label.starts_with(CITATION) && !known.contains_key(label) {
                *event = Event::Text(format!("[^{label}]").into());
                continue;
            }
            let order = &mut self.order;
            let number = self.numbers.entry(label.clone()).or_insert_with(|| {
                order.push(label.clone());
                order.len()
            });
            *event = Event::FootnoteReference((self.before + *number).to_string().into());
        }
    }
}

fn paragraph(text: String) -> Events<'static> {
    let events = [
        Event::Start(Tag::Paragraph),
        Event::Text(text.into()),
        Event::End(TagEnd::Paragraph),
    ];
    events.into_iter().map(|event| (event, 0..0)).collect()
}

/// The events as Markdown.
fn written(events: Events, outside: &Outside) -> String {
    let events = shown(events, outside);
    let style = Style {
        list_token: '-',
        increment_ordered_list_bullets: true,
        code_block_token_count: calculate_code_block_token_count(&events).unwrap_or(3),
        ..Style::default()
    };
    let mut text = String::new();
    let is_written = pulldown_cmark_to_cmark::cmark_with_options(events.iter(), &mut text, style);
    match is_written {
        Ok(_) => text.trim().to_owned(),
        // Writing to a string cannot fail; what is not balanced is not shown.
        Err(_) => String::new(),
    }
}

/// The events without what is its author's alone, their texts such that they stay texts.
fn shown<'a>(events: Events<'a>, outside: &Outside) -> Vec<Event<'a>> {
    let mut out: Vec<Event> = Vec::with_capacity(events.len());
    let (mut in_code, mut in_link, mut in_table, mut hidden) = (false, false, false, 0_usize);
    let mut html: Option<String> = None;
    for (event, _) in events {
        let at_start = !matches!(out.last(), Some(last) if is_inline(last));
        match event {
            Event::Start(Tag::HtmlBlock) => html = Some(String::new()),
            Event::Html(text) => html.get_or_insert_default().push_str(&text),
            Event::End(TagEnd::HtmlBlock) => {
                let clean = clean::clean(&html.take().unwrap_or_default());
                if !clean.trim().is_empty() {
                    out.push(Event::Start(Tag::HtmlBlock));
                    out.push(Event::Html(format!("{}\n", clean.trim()).into()));
                    out.push(Event::End(TagEnd::HtmlBlock));
                }
            }
            // What stands in such elements is cleaned away on the page.
            Event::InlineHtml(tag) => hidden = depth_after(&tag, hidden),
            _ if hidden > 0 => {}
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                out.extend(code_block(kind));
            }
            Event::End(TagEnd::CodeBlock) => {
                in_code = false;
                out.push(Event::End(TagEnd::CodeBlock));
            }
            Event::Start(Tag::Link {
                link_type: LinkType::Autolink | LinkType::Email,
                dest_url,
                ..
            }) => {
                in_link = true;
                out.push(Event::InlineHtml(format!("<{dest_url}>").into()));
            }
            Event::End(TagEnd::Link) if in_link => in_link = false,
            _ if in_link => {}
            Event::Text(text) if in_code => out.push(Event::Text(text)),
            Event::Text(text) => {
                out.push(Event::InlineHtml(
                    sign::shown(&text, at_start, in_table).into(),
                ));
            }
            Event::Start(tag) => {
                in_table |= matches!(tag, Tag::Table(_));
                out.push(Event::Start(plain_tag(tag, outside)));
            }
            Event::End(tag) => {
                in_table &= tag != TagEnd::Table;
                out.push(Event::End(tag));
            }
            event => out.push(event),
        }
    }
    out
}

/// Whether text after this goes on in its line.
fn is_inline(event: &Event) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::End(tag) => matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image
        ),
        event => !matches!(event, Event::SoftBreak | Event::HardBreak | Event::Rule),
    }
}

/// How many elements are open whose content no page shows.
fn depth_after(tag: &str, depth: usize) -> usize {
    let (closing, name) = match tag.strip_prefix("</") {
        Some(name) => (true, name),
        None => (false, tag.trim_start_matches('<')),
    };
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    let name = name.get(..end.unwrap_or(name.len())).unwrap_or_default();
    let is_hidden = ["script", "style"]
        .iter()
        .any(|one| name.eq_ignore_ascii_case(one));
    match (is_hidden, closing) {
        (false, _) => depth,
        (true, false) => depth + 1,
        (true, true) => depth.saturating_sub(1),
    }
}

/// The beginning of a code block with its language alone; its title stands before it.
fn code_block<'a>(kind: CodeBlockKind<'a>) -> Vec<Event<'a>> {
    let CodeBlockKind::Fenced(info) = kind else {
        return vec![Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(
            "".into(),
        )))];
    };
    let options = code_options::read(&info);
    let mut events = Vec::new();
    if let Some(title) = options.title {
        let title = Event::InlineHtml(sign::shown(title, true, false).into());
        events.extend([
            Event::Start(Tag::Paragraph),
            title,
            Event::End(TagEnd::Paragraph),
        ]);
    }
    let language = options.language.to_owned().into();
    events.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(
        language,
    ))));
    events
}

/// The title of a link: entities are read there, and there alone.
fn inert(title: &str) -> CowStr<'static> {
    title.replace('&', "&amp;").replace('<', "&lt;").into()
}

/// A tag with an address that works, and without what only the author's text has.
fn plain_tag<'a>(tag: Tag<'a>, outside: &Outside) -> Tag<'a> {
    let address = |dest: &str| {
        let address = (outside.address)(dest).replace(' ', "%20");
        CowStr::from(address.replace('(', "%28").replace(')', "%29"))
    };
    match tag {
        Tag::Link {
            dest_url, title, ..
        } => Tag::Link {
            link_type: LinkType::Inline,
            dest_url: address(&dest_url),
            title: inert(&title),
            id: "".into(),
        },
        Tag::Image {
            dest_url, title, ..
        } => Tag::Image {
            link_type: LinkType::Inline,
            dest_url: address(&dest_url),
            title: inert(&title),
            id: "".into(),
        },
        Tag::Heading { level, .. } => Tag::Heading {
            level,
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        },
        tag => tag,
    }
}
