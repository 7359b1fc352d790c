//! The main navigation: what `site.yaml` lists, or the pages of the top.

use super::{PageId, Site, Target};
use crate::content::Route;
use crate::diagnostic::{Code, Diagnostic};

/// One entry.
#[derive(Clone, Debug)]
pub struct NavEntry {
    /// As shown.
    pub title: String,
    /// Where it leads.
    pub target: NavTarget,
}

/// Where an entry leads.
#[derive(Clone, Debug)]
pub enum NavTarget {
    /// To a page.
    Page(PageId),
    /// To a list or file that Attaché makes.
    Generated(Route),
    /// To an address on the web.
    Web(String),
}

/// The most entries of a navigation that nobody has written: every page shows all of it.
const MOST: usize = 100;

/// Fills in the navigation; an entry that leads nowhere is reported.
pub fn build(site: &mut Site, diagnostics: &mut Vec<Diagnostic>) {
    let Some(entries) = &site.config.navigation else {
        let top = top(site).into_iter();
        site.navigation = top.map(|id| to_page(site, id, None)).collect();
        return;
    };
    let mut navigation = Vec::new();
    for entry in entries {
        let title = |otherwise: String| entry.title.clone().unwrap_or(otherwise);
        if entry.is_web {
            navigation.push(NavEntry {
                title: title(entry.target.clone()),
                target: NavTarget::Web(entry.target.clone()),
            });
            continue;
        }
        match site.resolve("", &entry.target) {
            Ok(Target::Page { id, .. }) => {
                navigation.push(to_page(site, id, entry.title.clone()));
            }
            Ok(Target::Generated(route)) => navigation.push(NavEntry {
                title: title(route.to_string()),
                target: NavTarget::Generated(route),
            }),
            Ok(Target::File(_) | Target::Web) => diagnostics.push(
                Diagnostic::new(
                    Code::BrokenLink,
                    format!("`{}` is not a page", entry.target),
                )
                .at(entry.location.clone())
                .help("name a page by its path, or write `{title: …, url: …}`"),
            ),
            Err(error) => diagnostics.push(error.at(entry.location.clone())),
        }
    }
    site.navigation = navigation;
}

/// The pages of the top; of too many only the sections, and of too many of those none.
fn top(site: &Site) -> Vec<PageId> {
    let home = site.plan.places.first();
    let mut top = home.map_or_else(Vec::new, |home| home.children.clone());
    if top.len() > MOST {
        let page = |id: &PageId| site.pages.get(*id);
        top.retain(|id| page(id).is_some_and(|page| page.document.is_index()));
    }
    match top.len() > MOST {
        true => Vec::new(),
        false => top,
    }
}

fn to_page(site: &Site, id: PageId, title: Option<String>) -> NavEntry {
    let own = || {
        site.pages
            .get(id)
            .map(|page| page.document.matter.title.clone())
    };
    NavEntry {
        title: title.or_else(own).unwrap_or_default(),
        target: NavTarget::Page(id),
    }
}
