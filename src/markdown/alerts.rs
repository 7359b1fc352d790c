//! Quotes that begin with `[!NOTE]` and its like into boxes with a title.

use pulldown_cmark::{BlockQuoteKind, Event, Tag, TagEnd};

use super::facts::Facts;
use super::page::{Events, Page, html};
use crate::escape;

/// Writes alerts.
pub(super) fn alerts<'a>(mut events: Events<'a>, page: &Page<'a>, _: &mut Facts) -> Events<'a> {
    for (event, _) in &mut events {
        match event {
            Event::Start(Tag::BlockQuote(Some(kind))) => {
                let (class, title) = match kind {
                    BlockQuoteKind::Note => ("note", &page.labels.note),
                    BlockQuoteKind::Tip => ("tip", &page.labels.tip),
                    BlockQuoteKind::Important => ("important", &page.labels.important),
                    BlockQuoteKind::Warning => ("warning", &page.labels.warning),
                    BlockQuoteKind::Caution => ("caution", &page.labels.caution),
                };
                let mut out = format!(
                    "<div class=\"alert alert-{class}\" role=\"note\"><p class=\"alert-title\">"
                );
                escape::text(&mut out, title);
                out.push_str("</p>\n");
                *event = html(out);
            }
            Event::End(TagEnd::BlockQuote(Some(_))) => *event = html("</div>\n"),
            _ => {}
        }
    }
    events
}
