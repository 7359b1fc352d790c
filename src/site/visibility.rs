//! Which documents are public at a moment.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use crate::content::Document;
use crate::date::Timestamp;

/// Parts documents into the public ones and the paths of the others. What is in
/// a folder whose own page is not public is not public either.
pub fn public(
    documents: Vec<Document>,
    now: Timestamp,
    zone: &TimeZone,
) -> (Vec<Document>, BTreeSet<String>) {
    let closed: Vec<String> = documents
        .iter()
        .filter(|document| document.is_index() && !is_public(document, now, zone))
        .map(|document| match document.folder() {
            "" => String::new(),
            folder => format!("{folder}/"),
        })
        .collect();
    let mut hidden = BTreeSet::new();
    let public = documents
        .into_iter()
        .filter(|document| {
            let open = is_public(document, now, zone)
                && !closed
                    .iter()
                    .any(|folder| document.path.starts_with(folder));
            if !open {
                hidden.insert(document.path.clone());
            }
            open
        })
        .collect();
    (public, hidden)
}

fn is_public(document: &Document, now: Timestamp, zone: &TimeZone) -> bool {
    let matter = &document.matter;
    let begun = matter
        .publish_at
        .is_none_or(|date| date.timestamp(zone) <= now);
    let ended = matter
        .expires_at
        .is_some_and(|date| date.timestamp(zone) <= now);
    !matter.draft && begun && !ended
}
