//! The navigation as templates see it, from the page that is being rendered: every page
//! shows all of it, so an entry is made without a copy.

use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object};

use super::{PageObject, Renderer, Which, lists};
use crate::site::{Made, NavEntry, NavTarget};

/// An entry of `site.navigation`.
#[derive(Debug)]
pub struct Entry {
    renderer: Arc<Renderer>,
    number: usize,
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
}

/// All entries, as a page shows them.
pub fn of(renderer: &Arc<Renderer>, page: Option<Which>) -> Value {
    let page = page.filter(|page| *page != Which::Made(Made::NotFound));
    let page = page.map(|which| PageObject::new(renderer, which));
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
        current: match &entry.target {
            target if is_here(target) => Some("page"),
            target if is_within(target) => Some("true"),
            _ => None,
        },
    };
    let values = entries.map(|one| Value::from_object(entry(one)));
    values.collect()
}
