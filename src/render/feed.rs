//! The Atom feed (RFC 4287) and the sitemap (sitemaps.org, 0.9), as contexts
//! for the theme's templates.

use std::sync::Arc;

use minijinja::{Value, context};

use super::site_object::date;
use super::{PageObject, Renderer, Which, lists};
use crate::site::Made;

/// `entries`, the newest first, when each was `changed`, and `updated`, the first of these.
pub fn feed(renderer: &Arc<Renderer>) -> Vec<(&'static str, Value)> {
    let site = &renderer.site;
    let pages = &site.plan.feed;
    let changed = pages.iter().map(|id| {
        let page = site.pages.get(*id);
        date(page.and_then(|page| site.own_change(page)).as_ref())
    });
    let changed: Vec<Value> = changed.collect();
    let entries = pages.iter().copied().map(Which::Page).collect();
    vec![
        ("entries", lists::pages(renderer, entries)),
        ("updated", changed.first().cloned().unwrap_or_default()),
        ("changed", Value::from(changed)),
    ]
}

/// `entries`: `url` and `lastmod`. The parts of a long list count as pages;
/// the page for print does not, as it holds what the others do.
pub fn sitemap(renderer: &Arc<Renderer>) -> Vec<(&'static str, Value)> {
    let mut entries = Vec::new();
    let base = renderer.site.config.base_url.as_ref();
    let base = base.map_or("", |base| base.as_str());
    let all = Which::all(&renderer.site);
    for which in all.filter(|which| *which != Which::Made(Made::Print)) {
        let page = PageObject::new(renderer, which);
        let hidden = |page: &crate::site::Page| !renderer.site.is_public(page);
        if page.page().is_some_and(hidden) {
            continue;
        }
        let content = page.page();
        let changed = content.and_then(|page| renderer.site.last_changed(page));
        let zone = &renderer.site.config.timezone;
        let lastmod = changed.map(|date| date.w3c(zone));
        for number in 1..=which.parts(&renderer.site) {
            let part = PageObject::part(renderer, which, number);
            entries.push(context! { url => part.route().below(base), lastmod => lastmod.clone() });
        }
    }
    vec![("entries", Value::from(entries))]
}
