//! What all passes share: the events, and the page that they belong to.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::facts::Problem;
use super::{Chapter, Cited, Explained, Highlighter, Labels, Options, Resolved, Surroundings};
use crate::diagnostic::Code;

/// The events of a body, each with the bytes it comes from.
pub(super) type Events<'a> = Vec<Spanned<'a>>;

/// An event, and the bytes it comes from.
pub(super) type Spanned<'a> = (Event<'a>, Range<usize>);

/// What a pass may look at.
pub(super) struct Page<'a> {
    pub body: &'a str,
    pub options: &'a Options,
    pub labels: &'a Labels,
    pub highlighter: &'a Highlighter,
    /// Absent in a scan, where markup is of no interest.
    pub around: Option<&'a Surroundings<'a>>,
}

impl Page<'_> {
    /// Whether only facts are wanted.
    pub fn is_scan(&self) -> bool {
        self.around.is_none()
    }

    /// The chapter that the text is, where others stand on the same page.
    pub fn chapter(&self) -> Option<Chapter<'_>> {
        self.around.and_then(|around| around.chapter)
    }

    /// An id as it is written, in its element and in links to it.
    pub fn id(&self, id: &str) -> String {
        match self.chapter() {
            Some(chapter) => format!("{}{id}", chapter.prefix),
            None => id.to_owned(),
        }
    }

    /// What to write for an address.
    pub fn resolve(&self, dest: &str, image: bool) -> Resolved {
        match self.around {
            Some(around) => (around.resolve)(dest, image),
            None => Resolved {
                href: dest.to_owned(),
                ..Resolved::default()
            },
        }
    }

    /// What to write for a citation, by its number. A scan knows no names.
    pub fn cite(&self, number: usize) -> Cited {
        self.around
            .map_or_else(Cited::default, |around| (around.cite)(number))
    }

    /// What to write for a term, by its number. A scan knows no meanings.
    pub fn explain(&self, number: usize) -> Option<Explained> {
        self.around.and_then(|around| (around.explain)(number))
    }

    /// What to write for a component, by its number. A scan knows no templates.
    pub fn component(&self, number: usize) -> String {
        self.around
            .map_or_else(String::new, |around| (around.component)(number))
    }
}

/// Finished markup as an event.
pub(super) fn html(markup: impl Into<pulldown_cmark::CowStr<'static>>) -> Event<'static> {
    Event::Html(markup.into())
}

/// About how many bytes the events will be, written.
pub(super) fn weight(events: &Events) -> usize {
    let bytes = |event: &Event| match event {
        Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
            text.len()
        }
        Event::Start(Tag::Paragraph | Tag::Item) => 8,
        _ => 10,
    };
    events.iter().map(|(event, _)| bytes(event) + 4).sum()
}

/// How many bytes a body may become: fifty times its own, and a mebibyte.
pub(super) fn weight_limit(body: &str) -> usize {
    body.len().saturating_mul(50).saturating_add(1 << 20)
}

/// Says that a body would become larger than that.
pub(super) fn too_heavy(body: &str) -> Problem {
    Problem {
        code: Code::FileTooLarge,
        message: format!(
            "the page would become larger than {} bytes, the most that its {} bytes may become",
            weight_limit(body),
            body.len()
        ),
        help: Some("divide its tables, or repeat less by reference".to_owned()),
        span: 0..0,
    }
}
