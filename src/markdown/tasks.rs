//! `[ ]` and `[x]` at the start of a list's item into boxes that say, in
//! words too, whether they are ticked.

use pulldown_cmark::Event;

use super::facts::Facts;
use super::page::{Events, Page, html};
use crate::escape;

/// Writes the boxes of task lists.
pub(super) fn tasks<'a>(mut events: Events<'a>, page: &Page<'a>, _: &mut Facts) -> Events<'a> {
    for (event, _) in &mut events {
        let Event::TaskListMarker(done) = *event else {
            continue;
        };
        let (checked, label) = match done {
            true => (" checked", &page.labels.done),
            false => ("", &page.labels.todo),
        };
        let mut out = format!("<input type=\"checkbox\" disabled{checked} aria-label=\"");
        escape::attribute(&mut out, label);
        out.push_str("\"> ");
        *event = html(out);
    }
    events
}
