//! The pages that no file of `content/` is: made of all the others.

use std::collections::BTreeSet;

use super::{Compared, Plan, Site};
use super::{evidence, who};
use crate::config::Config;
use crate::content::{Document, Route};
use crate::evidence::Sources;

/// How many pages the page for print holds, unless `site.yaml` asks for it, and how many
/// bytes of Markdown.
const MOST_PRINTED: usize = 200;
const MOST_BYTES_PRINTED: usize = 2_000_000;

/// One of them. It is made from the template of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// All sources.
    Sources,
    /// All quotations, page by page.
    Evidence,
    /// What terms mean.
    Glossary,
    /// Everyone that pages present.
    Who,
    /// Where one looks for words.
    Search,
    /// What has changed, day by day.
    WhatsNew,
    /// All pages in one, for paper.
    Print,
    /// The answer to an unknown address.
    NotFound,
}

/// All there are, in the order in which they are made.
const EVERY: [Made; 8] = [
    Made::Sources,
    Made::Evidence,
    Made::Glossary,
    Made::Who,
    Made::Search,
    Made::WhatsNew,
    Made::Print,
    Made::NotFound,
];

/// Where the index of the search is.
pub const SEARCH_INDEX: &str = "search-index.js";

impl Made {
    /// What templates call it as `page.kind`.
    pub fn kind(self) -> &'static str {
        match self {
            Made::Sources => "sources",
            Made::Evidence => "evidence",
            Made::Glossary => "glossary",
            Made::Who => "who",
            Made::Search => "search",
            Made::WhatsNew => "news",
            Made::Print => "print",
            Made::NotFound => "error",
        }
    }

    /// The words of the interface that are its title, by their key.
    pub fn title(self) -> &'static str {
        match self {
            Made::Sources => "sources",
            Made::Evidence => "evidence",
            Made::Glossary => "glossary",
            Made::Who => "who",
            Made::Search => "search",
            Made::WhatsNew => "whats_new",
            Made::Print => "print_title",
            Made::NotFound => "not_found_title",
        }
    }

    /// The one that stands at an address, where a site has it.
    pub fn at(route: &Route) -> Option<Made> {
        EVERY.into_iter().find(|made| made.route() == *route)
    }

    /// Where it stands.
    pub fn route(self) -> Route {
        Route::generated(match self {
            Made::Sources => "sources/",
            Made::Evidence => "evidence/",
            Made::Glossary => "glossary/",
            Made::Who => "who/",
            Made::Search => "search/",
            Made::WhatsNew => "whats-new/",
            Made::Print => "print/",
            Made::NotFound => "404.html",
        })
    }
}

/// Those that a site has, each with how many pages it lists, if it lists any; `news` is how
/// much is new.
pub(super) fn all(
    config: &Config,
    documents: &[Compared],
    sources: &Sources,
    used_sources: &BTreeSet<String>,
    glossary: Option<&Compared>,
    news: usize,
) -> Vec<(Made, usize)> {
    let on_evidence = config.evidence.pages;
    let has_public = evidence::public(sources, used_sources).next().is_some();
    let quoting = documents
        .iter()
        .chain(glossary)
        .filter(|one| evidence::quotes(&one.document));
    let presents = |one: &Compared| who::presents(&one.document);
    let all = [
        (Made::Sources, on_evidence && has_public, 0),
        (
            Made::Evidence,
            on_evidence && !used_sources.is_empty(),
            quoting.count(),
        ),
        (Made::Glossary, glossary.is_some(), 0),
        (Made::Who, config.who && documents.iter().any(presents), 0),
        (Made::Search, is_searched(config, documents), 0),
        (Made::WhatsNew, config.whats_new && news > 0, news),
        (Made::Print, prints(config, documents), 0),
        (Made::NotFound, true, 0),
    ];
    let there = all.into_iter().filter(|(_, is_there, _)| *is_there);
    there.map(|(made, _, listed)| (made, listed)).collect()
}

/// Whether there are pages to look through, and not too many.
fn is_searched(config: &Config, documents: &[Compared]) -> bool {
    let documents = documents.iter().map(|one| &*one.document);
    documents.len() > 1 && bytes(documents) <= config.search_limit()
}

/// What is searched of some documents, in bytes.
fn bytes<'a>(documents: impl Iterator<Item = &'a Document>) -> usize {
    documents.map(|document| document.body().len()).sum()
}

/// Whether there is a page for print. By itself there is one where it holds more
/// than one page, and not more than people print.
fn prints(config: &Config, documents: &[Compared]) -> bool {
    let bytes = bytes(documents.iter().map(|one| &*one.document));
    let usual = (2..=MOST_PRINTED).contains(&documents.len()) && bytes <= MOST_BYTES_PRINTED;
    config.print.unwrap_or(usual)
}

impl Plan {
    /// Whether there is one of them.
    pub(super) fn has(&self, made: Made) -> bool {
        self.made.iter().any(|(one, _)| *one == made)
    }
}

impl Site {
    /// The pages that no file is.
    pub fn made(&self) -> impl Iterator<Item = Made> {
        self.plan.made.iter().map(|(made, _)| *made)
    }

    /// The bytes of text that are too much to be searched, where `site.yaml` asks for it.
    pub fn too_much_to_search(&self) -> Option<usize> {
        let is_wanted = self.config.search.is_some_and(|limit| limit > 0) && self.pages.len() > 1;
        let documents = self.pages.iter().map(|page| &*page.document);
        (is_wanted && !self.has(Made::Search)).then(|| bytes(documents))
    }

    /// Whether there is one of them.
    pub fn has(&self, made: Made) -> bool {
        self.plan.has(made)
    }
}
