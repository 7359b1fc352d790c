//! `updates` in front matter: what was changed on a page, and when. With it, when a
//! page was last changed, as far as its dates have come.
//!
//! An update whose day is still to come is as if it were not there: a page must not say
//! today what is dated tomorrow.

use std::cmp::Reverse;

use jiff::tz::TimeZone;
use schemars::JsonSchema;

use super::front_matter::{FrontMatter, Marked, without_citation};
use crate::date::{Date, Timestamp};
use crate::yaml::{self, Fields, Item, Line, Reader};

/// A change to a page.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Update {
    /// When.
    #[schemars(with = "Date")]
    pub date: Marked<Date>,
    /// What readers should know of it: plain text, on one line.
    #[schemars(with = "Line")]
    pub note: String,
    /// Whether readers need not know of it: it stays in the file.
    #[schemars(default)]
    pub minor: bool,
}

/// Reads one; it is left out where its date or its note is wrong.
pub(super) fn update(reader: &mut Reader, item: &Item) -> Option<Update> {
    let fields = Fields::of(reader, item, &["date", "note", "minor"]);
    let date = fields.require(reader, "date", |reader, item| {
        let value = yaml::date(reader, item)?;
        let node = item.node.id;
        Some(Marked { value, node })
    });
    let note = fields.require(reader, "note", |reader, item| {
        without_citation(reader, item, "the note of an update")
    });
    // Whoever writes the key wants it silent: an empty one is a mistake.
    let minor = fields.read_filled(reader, "minor", yaml::flag);
    Some(Update {
        date: date?,
        note: note?,
        minor: minor.unwrap_or_default(),
    })
}

impl FrontMatter {
    /// The major updates whose time had come at a moment, the newest first; those of
    /// one time as they are written.
    pub fn updates_by(&self, now: Timestamp, zone: &TimeZone) -> Vec<&Update> {
        let updates = self.updates.iter();
        let has_come = |update: &&Update| update.date.value.has_come(now, zone);
        let mut come: Vec<_> = updates
            .filter(|update| !update.minor)
            .filter(has_come)
            .collect();
        come.sort_by_key(|update| Reverse(update.date.value.timestamp(zone)));
        come
    }

    /// When the page was last changed: `updated`, or a later update.
    /// A change before the page was published is none.
    pub fn updated_by(&self, now: Timestamp, zone: &TimeZone) -> Option<Date> {
        let newest = self.updates_by(now, zone).first().map(|one| one.date.value);
        let updated = self.updated.filter(|date| date.has_come(now, zone));
        let published = self.date.map(|date| date.timestamp(zone));
        let dates = [newest, updated].into_iter().flatten();
        dates
            .filter(|date| published.is_none_or(|published| date.timestamp(zone) >= published))
            .max_by_key(|date| date.timestamp(zone))
    }

    /// When the page was last changed, or published.
    pub fn last_changed(&self, now: Timestamp, zone: &TimeZone) -> Option<Date> {
        let published = self.date.filter(|date| date.has_come(now, zone));
        self.updated_by(now, zone).or(published)
    }
}
