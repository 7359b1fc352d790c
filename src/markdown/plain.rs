//! A plain text of several paragraphs (a summary) into HTML with references to
//! notes, and into its facts: nothing in it is markup but citations.

use pulldown_cmark::html::push_html;
use pulldown_cmark::{Event, Tag, TagEnd};

use super::citation::{self, Found};
use super::facts::{Apparatus, Facts, Problem};
use super::inline::Line;
use super::page::{Events, Page};
use super::{Highlighter, Labels, Options, Surroundings, footnotes, quotations};

/// What a plain text quotes and cites, and what is wrong in it.
pub fn scan_plain(text: &str, options: &Options) -> (Apparatus, Vec<Problem>) {
    let mut facts = Facts::default();
    read(text, options, &Labels::default(), None, &mut facts);
    (facts.apparatus, facts.problems)
}

/// A plain text as HTML paragraphs, and its notes.
pub fn plain(text: &str, options: &Options, labels: &Labels, around: &Surroundings) -> Line {
    let mut line = Line::default();
    let facts = &mut Facts::default();
    let (events, notes) = read(text, options, labels, Some(around), facts);
    push_html(&mut line.html, events.into_iter().map(|(event, _)| event));
    push_html(&mut line.notes, notes.into_iter().map(|(event, _)| event));
    line
}

/// The text without its citations, for where no note can stand. `name` gives
/// what the source of a key is called.
pub fn without_citations(text: &str, name: impl Fn(&str) -> String) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let paragraph = paragraph.trim();
        let (mut out, mut done) = (String::new(), 0);
        for Found { citation, .. } in citation::citations(paragraph) {
            let before = paragraph.get(done..citation.span.start).unwrap_or_default();
            match citation.narrative {
                true => {
                    out.push_str(before);
                    out.extend(citation.items.first().map(|item| name(&item.key)));
                }
                false => out.push_str(before.trim_end()),
            }
            done = citation.span.end;
        }
        out.push_str(paragraph.get(done..).unwrap_or_default());
        unescaped(&out)
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// `\@` is the sign itself.
fn unescaped(text: &str) -> String {
    text.replace("\\@", "@")
}

fn read<'a>(
    text: &'a str,
    options: &'a Options,
    labels: &'a Labels,
    around: Option<&'a Surroundings<'a>>,
    facts: &mut Facts,
) -> (Events<'static>, Events<'static>) {
    // It is not used: a plain text holds no code.
    let highlighter = Highlighter::new();
    let page = Page {
        body: text,
        options,
        labels,
        highlighter: &highlighter,
        around,
    };
    let events = paragraphs(text);
    let events = quotations::quotations(events, &page, facts);
    let (events, notes) = footnotes::of_line(events, &page, facts);
    let owned = |events: Events| {
        events
            .into_iter()
            .map(|(e, span)| (e.into_static(), span))
            .collect()
    };
    (owned(events), owned(notes))
}

/// The paragraphs of a plain text as events.
pub(super) fn paragraphs(text: &str) -> Events<'static> {
    let mut events: Events = Vec::new();
    let mut start = 0;
    for paragraph in text.split("\n\n") {
        let offset = start + paragraph.len() - paragraph.trim_start().len();
        let shown = paragraph.trim();
        if !shown.is_empty() {
            let span = offset..offset + shown.len();
            events.push((Event::Start(Tag::Paragraph), span.clone()));
            events.push((Event::Text(unescaped(shown).into()), span.clone()));
            events.push((Event::End(TagEnd::Paragraph), span));
        }
        start += paragraph.len() + 2;
    }
    events
}
