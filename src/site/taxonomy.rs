//! Pages grouped by what their front matter says: tags, authors, or a list of
//! one's own under `extra`.

use std::collections::BTreeMap;

use super::PageId;
use super::tree::Leaf;
use crate::config::Config;
use crate::content::{Document, Marked, Route, slug};
use crate::diagnostic::{Code, Diagnostic};
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
    leaves: &[Leaf],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Taxonomy> {
    config
        .taxonomies
        .iter()
        .map(|taxonomy| Taxonomy {
            name: taxonomy.name.clone(),
            title: taxonomy.title.clone(),
            route: Route::generated(format!("{}/", taxonomy.name)),
            terms: terms(&taxonomy.name, leaves, diagnostics),
        })
        .filter(|taxonomy| !taxonomy.terms.is_empty())
        .collect()
}

/// Words that differ only in case or punctuation are one term.
fn terms(taxonomy: &str, leaves: &[Leaf], diagnostics: &mut Vec<Diagnostic>) -> Vec<Term> {
    let mut terms: BTreeMap<String, Term> = BTreeMap::new();
    for (id, leaf) in leaves.iter().enumerate() {
        for (word, node) in words(taxonomy, &leaf.document) {
            let slug = slug(&word);
            if let Err(error) = Route::of_output(&format!("{taxonomy}/{slug}")) {
                let message = format!("`{word}` in `{taxonomy}`, as an address, {}", error.0);
                let problem = Diagnostic::new(Code::InvalidAddress, message);
                let place = leaf.document.node_location(node);
                diagnostics.push(problem.at(place).help("choose another word"));
                continue;
            }
            let term = terms.entry(slug).or_insert_with_key(|slug| Term {
                name: word.clone(),
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

/// The words of a page in a taxonomy, each with the number of its YAML node.
fn words(taxonomy: &str, document: &Document) -> Vec<(String, usize)> {
    let matter = &document.matter;
    let marked = |words: &[Marked<String>]| {
        let words = words.iter();
        words.map(|word| (word.value.clone(), word.node)).collect()
    };
    match taxonomy {
        "tags" => marked(&matter.tags),
        "authors" => marked(&matter.authors),
        _ => matter
            .extra
            .as_ref()
            .map_or_else(Vec::new, |extra| in_extra(extra, taxonomy)),
    }
}

/// A text or number under a key of `extra`, or a list of them.
fn in_extra(extra: &Node, key: &str) -> Vec<(String, usize)> {
    let Kind::Map(entries) = &extra.kind else {
        return Vec::new();
    };
    let word = |node: &Node| match &node.kind {
        Kind::Text(text) => Some((text.clone(), node.id)),
        Kind::Int(number) => Some((number.to_string(), node.id)),
        _ => None,
    };
    let is_key = |name: &Node| word(name).is_some_and(|(name, _)| name == key);
    let entry = entries.iter().find(|(name, _)| is_key(name));
    match entry.map(|(_, value)| (value, &value.kind)) {
        Some((_, Kind::List(nodes))) => nodes.iter().filter_map(word).collect(),
        Some((value, _)) => word(value).into_iter().collect(),
        None => Vec::new(),
    }
}

impl Taxonomy {
    /// The terms a page carries.
    pub fn of(&self, page: PageId) -> impl Iterator<Item = (usize, &Term)> {
        let terms = self.terms.iter().enumerate();
        terms.filter(move |(_, term)| term.pages.binary_search(&page).is_ok())
    }
}
