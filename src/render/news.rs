//! What templates see of changes: the updates of a page, and what is new on the site,
//! day by day.

use std::sync::Arc;

use minijinja::{Value, context};

use super::site_object::date;
use super::{Renderer, Which, lists};
use crate::site::{Event, Made, News, Page, Site};

/// `page.updates`, the newest first.
pub fn updates(site: &Site, page: &Page) -> Value {
    let updates = site.updates(page).into_iter();
    let each = updates.map(|one| {
        context! { date => date(Some(&one.date.value)), note => one.note.as_str() }
    });
    each.collect()
}

/// `page.news`: the days that a part of the page lists; other pages list none.
pub fn days(renderer: &Arc<Renderer>, which: Which, part: usize) -> Value {
    let site = &renderer.site;
    let listed = match (which, site.config.paginate) {
        (Which::Made(Made::WhatsNew), 0) => &site.news[..],
        (Which::Made(Made::WhatsNew), size) => {
            let mut parts = site.news.chunks(size);
            parts.nth(part.saturating_sub(1)).unwrap_or_default()
        }
        _ => &[],
    };
    let days = listed.chunk_by(|one, next| one.date.day_month_year() == next.date.day_month_year());
    let each = days.map(|day| {
        context! {
            date => date(day.first().map(|news| &news.date)),
            items => day.iter().map(|news| item(renderer, news)).collect::<Value>(),
        }
    });
    each.collect()
}

fn item(renderer: &Arc<Renderer>, news: &News) -> Value {
    let (event, note) = match &news.event {
        Event::Published => ("published", None),
        Event::Updated(note) => ("updated", note.as_deref()),
    };
    let page = lists::page(renderer, Some(Which::Page(news.page)));
    context! { page, event, note, date => date(Some(&news.date)) }
}
