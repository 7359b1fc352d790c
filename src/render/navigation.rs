//! The navigation as templates see it, from the page that is being rendered: every page
//! shows all of it, so an entry is made without a copy, and the list of them as HTML
//! without a template's loop.

use std::fmt::{self, Write};
use std::sync::Arc;

use minijinja::value::{Enumerator, Object};
use minijinja::{Error, Value};

use super::{PageObject, Renderer, Which, filters, lists};
use crate::escape;
use crate::site::{Made, NavEntry, NavTarget};
use crate::theme::Here;

/// An entry of `site.navigation`.
#[derive(Debug)]
pub struct Entry {
    renderer: Arc<Renderer>,
    number: usize,
    /// The page being rendered, if it is one.
    seen_from: Option<Which>,
    /// `page` for the page being rendered, `true` for what it is in (ARIA 1.2,
    /// `aria-current`).
    current: Option<&'static str>,
}

impl Object for Entry {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let entry = self.entry()?;
        Some(match (key.as_str()?, &entry.target) {
            ("title", _) => Value::from(entry.title.as_str()),
            ("current", _) => Value::from(self.current),
            ("page", NavTarget::Page(id)) => lists::page(&self.renderer, Some(Which::Page(*id))),
            ("path", NavTarget::Generated(route)) => Value::from(route.shared()),
            ("url", NavTarget::Web(url)) => Value::from(url.as_str()),
            ("page" | "path" | "url", _) => Value::from(()),
            _ => return None,
        })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&["title", "current", "page", "path", "url"])
    }
}

impl Entry {
    fn entry(&self) -> Option<&NavEntry> {
        self.renderer.site.navigation.get(self.number)
    }

    /// The page that it leads to.
    pub fn page(&self) -> Option<PageObject> {
        match self.entry()?.target {
            NavTarget::Page(id) => Some(PageObject::new(&self.renderer, Which::Page(id))),
            _ => None,
        }
    }

    /// The pages of the section that it leads to, where the page being rendered is in
    /// that section: each with what it is to that page. Of more than `most`, none.
    fn below(&self, most: usize) -> Vec<(PageObject, Option<&'static str>)> {
        let section = self.page().filter(|page| page.which() != Which::Page(0));
        let (Some(_), Some(section), Some(here)) = (self.current, section, self.seen_from) else {
            return Vec::new();
        };
        let pages = section.which().listed(&self.renderer.site);
        if pages.len() > most {
            return Vec::new();
        }
        let trail = PageObject::new(&self.renderer, here).ancestors();
        let current = |which: Which| match which == here {
            true => Some("page"),
            false => trail.contains(&which).then_some("true"),
        };
        let each = pages.into_iter();
        each.map(|which| (PageObject::new(&self.renderer, which), current(which)))
            .collect()
    }
}

/// Entries as a list of links in HTML; `docs/content/themes.md` shows it. `below` is how many pages
/// of its section the entry that the page is in may list.
pub fn menu(here: &Here, entries: &Value, below: usize) -> Result<String, Error> {
    let mut html = "<ul>\n".to_owned();
    for value in entries.try_iter()? {
        let Some(entry) = value.downcast_object_ref::<Entry>() else {
            return Err(filters::problem(
                "this is no entry of the navigation",
                "`menu` takes `site.navigation`, or a part of it",
            ));
        };
        let title = entry.entry().map_or("", |entry| entry.title.as_str());
        let href = filters::href(here, &value)?;
        link(&mut html, &href, title, entry.current)?;
        let pages = entry.below(below);
        if !pages.is_empty() {
            html.push_str("\n<ul>\n");
            for (page, current) in pages {
                link(&mut html, &here.link(&page.route()), &page.title(), current)?;
                html.push_str("</li>\n");
            }
            html.push_str("</ul>\n");
        }
        html.push_str("</li>\n");
    }
    html.push_str("</ul>");
    Ok(html)
}

fn link(html: &mut String, href: &str, title: &str, current: Option<&str>) -> fmt::Result {
    html.push_str("<li><a href=\"");
    escape::anywhere(html, href)?;
    html.push('"');
    if let Some(current) = current {
        write!(html, " aria-current=\"{current}\"")?;
    }
    html.push('>');
    escape::anywhere(html, title)?;
    html.push_str("</a>");
    Ok(())
}

/// All entries, as a page shows them.
pub fn of(renderer: &Arc<Renderer>, page: Option<Which>) -> Value {
    let seen_from = page.filter(|page| *page != Which::Made(Made::NotFound));
    let page = seen_from.map(|which| PageObject::new(renderer, which));
    let trail = page.as_ref().map(PageObject::ancestors).unwrap_or_default();
    let is_here = |target: &NavTarget| {
        page.as_ref().is_some_and(|page| match target {
            NavTarget::Page(id) => page.which() == Which::Page(*id),
            NavTarget::Generated(route) => page.route() == *route,
            NavTarget::Web(_) => false,
        })
    };
    // Every page is in the home page, which need not be said.
    let is_within = |target: &NavTarget| match target {
        NavTarget::Page(0) => false,
        NavTarget::Page(id) => trail.contains(&Which::Page(*id)),
        NavTarget::Generated(route) => {
            let mut above = trail.iter().map(|which| PageObject::new(renderer, *which));
            above.any(|page| page.route() == *route)
        }
        NavTarget::Web(_) => false,
    };
    let entries = renderer.site.navigation.iter().enumerate();
    let entry = |(number, entry): (usize, &NavEntry)| Entry {
        renderer: renderer.clone(),
        number,
        seen_from,
        current: match &entry.target {
            target if is_here(target) => Some("page"),
            target if is_within(target) => Some("true"),
            _ => None,
        },
    };
    let values = entries.map(|one| Value::from_object(entry(one)));
    values.collect()
}
