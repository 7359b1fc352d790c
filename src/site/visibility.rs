//! Which documents are public at a moment.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::{Compared, Parts};
use crate::content::Document;
use crate::date::Timestamp;

/// The documents that the site shows, and the names of those that are not public:
/// their paths, and their addresses without the slash. With drafts, a document can
/// be among both.
pub fn divide(parts: &mut Parts) -> (Vec<Compared>, BTreeSet<String>) {
    let mut hidden = BTreeSet::new();
    let mut shown = Vec::new();
    let is_public = public(parts);
    for (compared, is_public) in parts.documents.drain(..).zip(is_public) {
        if !is_public {
            hidden.extend(names_of(&compared.document));
        }
        if is_public || parts.drafts {
            shown.push(compared);
        }
    }
    (shown, hidden)
}

/// What links may call a document.
fn names_of(document: &Document) -> Vec<String> {
    let address = document.address.as_ref().ok();
    let address = address.map(|route| route.as_str().trim_end_matches('/').to_owned());
    [document.path.clone()].into_iter().chain(address).collect()
}

/// Says of each document whether it is public. What is in a folder whose own
/// page is not public is not public either.
fn public(parts: &Parts) -> Vec<bool> {
    let (now, zone) = (parts.now, &parts.config.timezone);
    let documents = parts.documents.iter().map(|compared| &*compared.document);
    let closed: Vec<String> = documents
        .clone()
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
    documents.map(is_public).collect()
}

/// The first moment after now that a document names as one at which something changes.
pub fn next_date(parts: &Parts) -> Option<Timestamp> {
    let zone = &parts.config.timezone;
    let dates = parts.documents.iter().flat_map(|compared| {
        let matter = &compared.document.matter;
        let review_by = matter.review_by.as_ref().map(|date| date.value);
        let shown = [matter.publish_at, matter.expires_at, review_by];
        // These make news.
        let updates = matter.updates.iter().map(|update| Some(update.date.value));
        let news = [matter.date, matter.updated].into_iter().chain(updates);
        shown.into_iter().chain(news)
    });
    let moments = dates.flatten().map(|date| date.timestamp(zone));
    moments.filter(|moment| *moment > parts.now).min()
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
