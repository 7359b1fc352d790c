//! What is new on the site: every publication and every change that readers should
//! know of, the newest first.
//!
//! Promises: nothing of a page that is not public, and nothing that is dated later than
//! now, is among it.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::{Compared, Page, PageId, Site};
use crate::content::{FrontMatter, Update};
use crate::date::{Date, Timestamp};

/// Something that happened to a page.
#[derive(Clone, Debug)]
pub struct News {
    /// The page.
    pub page: PageId,
    /// When.
    pub date: Date,
    /// What.
    pub event: Event,
}

/// What can happen to a page.
#[derive(Clone, Debug)]
pub enum Event {
    /// It was published.
    Published,
    /// It was changed, as its note says; a date alone says no more.
    Updated(Option<String>),
}

/// What happened to a page up to now, as its front matter has it.
fn of_page(matter: &FrontMatter, now: Timestamp, zone: &TimeZone) -> Vec<(Date, Event)> {
    let updates = matter.updates_by(now, zone).into_iter();
    let noted = updates.map(|one| (one.date.value, Event::Updated(Some(one.note.clone()))));
    let mut all: Vec<_> = noted.collect();
    let published = matter.date.map(|date| (date, Event::Published));
    // `updated` says nothing new where a note or the publication is of the same day.
    let is_new = |date: &Date| {
        let mut told = all.iter().chain(&published).map(|(date, _)| date);
        told.all(|told| told.day_month_year() != date.day_month_year())
    };
    let changed = matter.updated.filter(is_new);
    all.extend(changed.map(|date| (date, Event::Updated(None))));
    all.extend(published);
    all.retain(|(date, _)| date.has_come(now, zone));
    all
}

/// How much is new, of documents of which some are hidden.
pub(super) fn count(
    documents: &[Compared],
    hidden: &BTreeSet<String>,
    now: Timestamp,
    zone: &TimeZone,
) -> usize {
    let documents = documents.iter().map(|one| &one.document);
    let public = documents.filter(|document| !hidden.contains(&document.path));
    public
        .map(|document| of_page(&document.matter, now, zone).len())
        .sum()
}

/// All that is new; of one time, in reading order.
pub(super) fn all(site: &Site) -> Vec<News> {
    let zone = &site.config.timezone;
    let pages = site.pages.iter().enumerate();
    let public = pages.filter(|(_, page)| site.is_public(page));
    let mut all: Vec<News> = public
        .flat_map(|(page, content)| {
            let events = of_page(&content.document.matter, site.now, zone).into_iter();
            events.map(move |(date, event)| News { page, date, event })
        })
        .collect();
    all.sort_by_cached_key(|news| Reverse(news.date.timestamp(zone)));
    all
}

impl Site {
    /// The updates of a page that readers should know of, the newest first.
    pub fn updates<'a>(&self, page: &'a Page) -> Vec<&'a Update> {
        let matter = &page.document.matter;
        matter.updates_by(self.now, &self.config.timezone)
    }

    /// When a page was last changed. The home page speaks for the whole briefing: what is
    /// new on any page is new on it.
    pub fn updated(&self, page: &Page) -> Option<Date> {
        let (matter, zone) = (&page.document.matter, &self.config.timezone);
        let is_home = page.place.section.is_none();
        let newest = self.news.first().filter(|_| is_home);
        // What comes on the day of its publication is a part of that.
        let is_later = |date: &Date| {
            matter.date.is_none_or(|published| {
                date.timestamp(zone) > published.timestamp(zone)
                    && date.day_month_year() != published.day_month_year()
            })
        };
        let newest = newest.map(|news| news.date).filter(is_later);
        newest.or(matter.updated_by(self.now, zone))
    }

    /// When a page was last changed, or published.
    pub fn last_changed(&self, page: &Page) -> Option<Date> {
        self.updated(page).or(self.own_change(page))
    }

    /// When a page by itself was: a feed brings each change with its own page, and would
    /// bring the home page again with each.
    pub fn own_change(&self, page: &Page) -> Option<Date> {
        let matter = &page.document.matter;
        matter.last_changed(self.now, &self.config.timezone)
    }
}
