//! A page into how others cite it: in common styles, and as BibTeX.

use minijinja::{Value, context};

use super::PageObject;
use crate::evidence::Work;

/// `page.citations`: the page in each style.
pub fn references(page: &PageObject) -> Value {
    let references = work(page).references().into_iter();
    let each = references.map(|reference| {
        context! {
            style => reference.style,
            html => Value::from_safe_string(reference.html),
        }
    });
    each.collect()
}

/// `page.bibtex`: the page as an entry of BibTeX.
pub fn bibtex(page: &PageObject) -> String {
    work(page).to_bibtex()
}

fn work(page: &PageObject) -> Work {
    let site = &page.renderer().site;
    let is_home = page.kind() == "home";
    let date = page.page().and_then(|page| site.last_changed(page));
    let authors = page.parties().into_iter().map(|party| party.name);
    Work {
        key: key(page),
        title: match is_home {
            true => site.title().to_owned(),
            false => page.title(),
        },
        site_title: site.title().to_owned(),
        publisher: site
            .config
            .publisher
            .as_ref()
            .map(|party| party.name.clone()),
        authors: authors.collect(),
        date: date.or(site.config.as_of),
        url: page.canonical(),
    }
}

/// The page's address as a key: letters, digits and hyphens.
fn key(page: &PageObject) -> String {
    let route = page.route();
    let path = route.as_str().trim_end_matches('/').replace('/', "-");
    match path.is_empty() {
        true => "home".to_owned(),
        false => path,
    }
}
