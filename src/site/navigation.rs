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

/// Fills in the navigation; an entry that leads nowhere is reported.
pub fn build(site: &mut Site, diagnostics: &mut Vec<Diagnostic>) {
    let Some(entries) = &site.config.navigation else {
        let top = site.plan.places.first();
        let top = top.map_or(&[][..], |home| &home.children);
        site.navigation = top.iter().map(|id| to_page(site, *id, None)).collect();
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
