//! Which documents are public at a moment.

use jiff::tz::TimeZone;

use crate::content::Document;
use crate::date::Timestamp;

/// Says of each document whether it is public. What is in a folder whose own
/// page is not public is not public either.
pub fn public(documents: &[Document], now: Timestamp, zone: &TimeZone) -> Vec<bool> {
    let closed: Vec<String> = documents
        .iter()
        .filter(|document| document.is_index() && !is_open(document, now, zone))
        .map(|document| match document.folder() {
            "" => String::new(),
            folder => format!("{folder}/"),
        })
        .collect();
    let is_public = |document: &Document| {
        let inside = |folder: &String| document.path.starts_with(folder);
        is_open(document, now, zone) && !closed.iter().any(inside)
    };
    documents.iter().map(is_public).collect()
}

fn is_open(document: &Document, now: Timestamp, zone: &TimeZone) -> bool {
    let matter = &document.matter;
    let begun = matter
        .publish_at
        .is_none_or(|date| date.timestamp(zone) <= now);
    let ended = matter
        .expires_at
        .is_some_and(|date| date.timestamp(zone) <= now);
    !matter.draft && begun && !ended
}
