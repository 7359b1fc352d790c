//! The glossary of a site: of the terms that its pages use, and those that these say to
//! see, what they mean and where they are used.
//!
//! Promises that a term which no page of the site uses is in none of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::links::links;
use super::{Compared, Made, Page, PageId, Place, Plan, Site, evidence};
use crate::content::{self, Entry};
use crate::diagnostic::{Code, Diagnostic};
use crate::evidence::Sources;

/// The terms that a site explains.
#[derive(Debug)]
pub struct Glossary {
    /// Their definitions as key points of a page, in their order.
    pub page: Page,
    all: Arc<content::Glossary>,
    /// The pages that use each, by its number.
    used: BTreeMap<usize, Vec<PageId>>,
}

/// The terms that documents use and those to see with them, as a document of their own.
pub(super) fn of(
    glossary: &content::Glossary,
    documents: &[Compared],
    sources: &Sources,
) -> Option<Compared> {
    let used = terms(glossary, documents);
    if used.is_empty() {
        return None;
    }
    let document = glossary.document(&used);
    Some(Compared {
        findings: evidence::findings(&document, sources).into(),
        document: Arc::new(document),
    })
}

fn terms(glossary: &content::Glossary, documents: &[Compared]) -> BTreeSet<usize> {
    let used = documents.iter().flat_map(|one| &one.document.facts.terms);
    glossary.with_seen(used.copied())
}

/// The terms that no file uses, where all files could be read.
pub(super) fn unused(glossary: &content::Glossary, documents: &[Compared]) -> Vec<Diagnostic> {
    if documents.iter().any(|one| !one.document.is_whole) {
        return Vec::new();
    }
    let used = terms(glossary, documents);
    let entries = glossary.entries.iter().enumerate();
    let unused = entries.filter(|(number, _)| !used.contains(number));
    let each = unused.map(|(_, entry)| {
        let message = format!(
            "no page uses the term `{}`, so it is left out",
            entry.term.value
        );
        let problem = Diagnostic::new(Code::UnusedTerm, message);
        problem.at(glossary.location(entry)).help(
            "add the form that pages use to its `aliases`, or take it out; titles, links, tables \
             and quotations do not count",
        )
    });
    each.collect()
}

impl Glossary {
    /// Brings the terms and the pages that use them together.
    pub(super) fn new(
        all: &Arc<content::Glossary>,
        compared: Compared,
        plan: &Plan,
        pages: &[Page],
    ) -> Glossary {
        let mut used: BTreeMap<usize, Vec<PageId>> = BTreeMap::new();
        for (id, page) in pages.iter().enumerate() {
            for term in &page.document.facts.terms {
                used.entry(*term).or_default().push(id);
            }
        }
        let links = Arc::new(links(plan, &compared.document));
        let place = Place {
            route: Made::Glossary.route(),
            section: Some(0),
            children: Vec::new(),
            aliases: Vec::new(),
        };
        for seen in all.with_seen(used.keys().copied()) {
            used.entry(seen).or_default();
        }
        Glossary {
            page: Page {
                document: compared.document,
                findings: compared.findings,
                place: Arc::new(place),
                links,
                backlinks: Vec::new(),
            },
            all: all.clone(),
            used,
        }
    }

    /// The terms in the order of their file, each with its number and the pages that use it.
    pub fn entries(&self) -> impl Iterator<Item = (usize, &Entry, &[PageId])> {
        self.used.iter().filter_map(|(number, pages)| {
            let entry = self.all.entries.get(*number)?;
            Some((*number, entry, pages.as_slice()))
        })
    }

    /// A term, by its number.
    pub fn entry(&self, number: usize) -> Option<&Entry> {
        let is_used = self.used.contains_key(&number);
        self.all.entries.get(number).filter(|_| is_used)
    }
}

impl Site {
    /// The number of the page of terms, which is none of [`Site::pages`].
    pub fn glossary_id(&self) -> PageId {
        self.pages.len()
    }

    /// A page by its number, that of terms among them.
    pub fn page(&self, id: PageId) -> Option<&Page> {
        let glossary = self.glossary.as_ref().map(|glossary| &glossary.page);
        let is_glossary = id == self.glossary_id();
        self.pages.get(id).or(glossary.filter(|_| is_glossary))
    }

    /// All that has texts: the pages, then the terms.
    pub fn texts(&self) -> impl Iterator<Item = &Page> {
        let glossary = self.glossary.iter().map(|glossary| &glossary.page);
        self.pages.iter().chain(glossary)
    }
}
