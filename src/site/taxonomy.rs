//! Pages grouped by what their front matter says: tags, authors, or a list of
//! one's own under `extra`.

use std::borrow::Cow;
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
    // Most words come again and again.
    let mut slugs: BTreeMap<String, String> = BTreeMap::new();
    for (id, leaf) in leaves.iter().enumerate() {
        for (word, node) in words(taxonomy, &leaf.document) {
            let known = slugs.get(&*word).and_then(|slug| terms.get_mut(slug));
            if let Some(term) = known {
                term.add(id);
                continue;
            }
            let slug = slug(&word);
            if let Err(error) = Route::of_output(&format!("{taxonomy}/{slug}")) {
                let message = format!("`{word}` in `{taxonomy}`, as an address, {}", error.0);
                let problem = Diagnostic::new(Code::InvalidAddress, message);
                let place = leaf.document.node_location(node);
                diagnostics.push(problem.at(place).help("choose another word"));
                continue;
            }
            slugs.insert(word.to_string(), slug.clone());
            let term = terms.entry(slug).or_insert_with_key(|slug| Term {
                name: word.into_owned(),
                route: Route::generated(format!("{taxonomy}/{slug}/")),
                pages: Vec::new(),
            });
            term.add(id);
        }
    }
    terms.into_values().collect()
}

/// The words of a page in a taxonomy, each with the number of its YAML node.
fn words<'a>(taxonomy: &str, document: &'a Document) -> Vec<(Cow<'a, str>, usize)> {
    fn marked(words: &[Marked<String>]) -> Vec<(Cow<'_, str>, usize)> {
        let words = words.iter();
        words
            .map(|word| (word.value.as_str().into(), word.node))
            .collect()
    }
    let matter = &document.matter;
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
fn in_extra<'a>(extra: &'a Node, key: &str) -> Vec<(Cow<'a, str>, usize)> {
    let Kind::Map(entries) = &extra.kind else {
        return Vec::new();
    };
    fn word(node: &Node) -> Option<(Cow<'_, str>, usize)> {
        match &node.kind {
            Kind::Text(text) => Some((text.as_str().into(), node.id)),
            Kind::Int(number) => Some((number.to_string().into(), node.id)),
            _ => None,
        }
    }
    let is_key = |name: &Node| word(name).is_some_and(|(name, _)| name == key);
    let entry = entries.iter().find(|(name, _)| is_key(name));
    match entry.map(|(_, value)| (value, &value.kind)) {
        Some((_, Kind::List(nodes))) => nodes.iter().filter_map(word).collect(),
        Some((value, _)) => word(value).into_iter().collect(),
        None => Vec::new(),
    }
}

impl Term {
    /// Adds a page; they come in reading order.
    fn add(&mut self, page: PageId) {
        if self.pages.last() != Some(&page) {
            self.pages.push(page);
        }
    }
}

impl Taxonomy {
    /// The terms a page carries.
    pub fn of(&self, page: PageId) -> impl Iterator<Item = (usize, &Term)> {
        let terms = self.terms.iter().enumerate();
        terms.filter(move |(_, term)| term.pages.binary_search(&page).is_ok())
    }
}
