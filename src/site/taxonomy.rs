//! Pages grouped by what their front matter says: tags, authors, or a list of
//! one's own under `extra`.

use std::collections::BTreeMap;

use super::{Page, PageId};
use crate::config::Config;
use crate::content::{Document, Route, slug};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::yaml::{Kind, Node};

/// A way of grouping pages.
#[derive(Debug)]
pub struct Taxonomy {
    /// The front matter's key.
    pub name: String,
    /// The title of its page, where `site.yaml` gives one.
    pub title: Option<String>,
    /// Where its page is.
    pub route: Route,
    /// Its groups, by name.
    pub terms: Vec<Term>,
}

/// The pages that carry one word.
#[derive(Debug)]
pub struct Term {
    /// As first written.
    pub name: String,
    /// Where its page is.
    pub route: Route,
    /// In reading order.
    pub pages: Vec<PageId>,
}

/// The taxonomies of `site.yaml` that have any terms.
pub fn taxonomies(
    config: &Config,
    pages: &[Page],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Taxonomy> {
    config
        .taxonomies
        .iter()
        .map(|taxonomy| Taxonomy {
            name: taxonomy.name.clone(),
            title: taxonomy.title.clone(),
            route: Route::generated(format!("{}/", taxonomy.name)),
            terms: terms(&taxonomy.name, pages, diagnostics),
        })
        .filter(|taxonomy| !taxonomy.terms.is_empty())
        .collect()
}

/// Words that differ only in case or punctuation are one term.
fn terms(taxonomy: &str, pages: &[Page], diagnostics: &mut Vec<Diagnostic>) -> Vec<Term> {
    let mut terms: BTreeMap<String, Term> = BTreeMap::new();
    for (id, page) in pages.iter().enumerate() {
        for word in words(taxonomy, &page.document) {
            let slug = slug(word);
            if let Err(error) = Route::of_output(&format!("{taxonomy}/{slug}")) {
                let message = format!("`{word}` in `{taxonomy}`, as an address, {}", error.0);
                let problem = Diagnostic::new(Code::InvalidAddress, message);
                let place = place_of(&page.document, word);
                diagnostics.push(problem.at(place).help("choose another word"));
                continue;
            }
            let term = terms.entry(slug).or_insert_with_key(|slug| Term {
                name: word.to_owned(),
                route: Route::generated(format!("{taxonomy}/{slug}/")),
                pages: Vec::new(),
            });
            if term.pages.last() != Some(&id) {
                term.pages.push(id);
            }
        }
    }
    terms.into_values().collect()
}

fn words<'a>(taxonomy: &str, document: &'a Document) -> Vec<&'a str> {
    let matter = &document.matter;
    match taxonomy {
        "tags" => matter.tags.iter().map(|tag| tag.value.as_str()).collect(),
        "authors" => matter
            .authors
            .iter()
            .map(|name| name.value.as_str())
            .collect(),
        _ => matter
            .extra
            .as_ref()
            .map_or_else(Vec::new, |extra| in_extra(extra, taxonomy)),
    }
}

/// Where a page names a tag or an author; the page, for words under `extra`.
fn place_of(document: &Document, word: &str) -> Location {
    let matter = &document.matter;
    let mut marked = matter.tags.iter().chain(&matter.authors);
    match marked.find(|marked| marked.value == word) {
        Some(marked) => document.matter_location(marked),
        None => document.location(),
    }
}

fn in_extra<'a>(extra: &'a Node, key: &str) -> Vec<&'a str> {
    let Kind::Map(entries) = &extra.kind else {
        return Vec::new();
    };
    let text = |node: &'a Node| match &node.kind {
        Kind::Text(text) => Some(text.as_str()),
        _ => None,
    };
    let value = entries
        .iter()
        .find(|(name, _)| text(name) == Some(key))
        .map(|(_, value)| value);
    match value.map(|value| &value.kind) {
        Some(Kind::List(nodes)) => nodes.iter().filter_map(text).collect(),
        Some(Kind::Text(word)) => vec![word],
        _ => Vec::new(),
    }
}

impl Taxonomy {
    /// The terms a page carries.
    pub fn of(&self, page: PageId) -> impl Iterator<Item = (usize, &Term)> {
        let terms = self.terms.iter().enumerate();
        terms.filter(move |(_, term)| term.pages.binary_search(&page).is_ok())
    }
}
