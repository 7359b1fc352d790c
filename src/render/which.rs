//! Which page, as a number: what is handed around in place of the page.

use crate::site::{Made, PageId, Site, pager_count};

/// Which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// One of `content/`.
    Page(PageId),
    /// The terms of a taxonomy.
    Taxonomy(usize),
    /// The pages of a term of a taxonomy.
    Term(usize, usize),
    /// One that no file is.
    Made(Made),
}

impl Which {
    /// Every page that has an address, those of `content/` first.
    pub fn all(site: &Site) -> impl Iterator<Item = Which> {
        let taxonomies = site.plan.taxonomies.iter().enumerate();
        let lists = taxonomies.flat_map(|(index, taxonomy)| {
            let terms = (0..taxonomy.terms.len()).map(move |term| Which::Term(index, term));
            [Which::Taxonomy(index)].into_iter().chain(terms)
        });
        let made = site.made().filter(|made| *made != Made::NotFound);
        let pages = (0..site.pages.len()).map(Which::Page);
        pages.chain(lists).chain(made.map(Which::Made))
    }

    /// The pages it lists: those in a section, those of a term, the terms of a
    /// taxonomy, those that quote, that of each of the news.
    pub fn listed(self, site: &Site) -> Vec<Which> {
        let content = |pages: &[PageId]| pages.iter().copied().map(Which::Page).collect();
        match self {
            Which::Page(id) => site.pages.get(id).map(|page| content(&page.place.children)),
            Which::Taxonomy(index) => site.plan.taxonomies.get(index).map(|taxonomy| {
                let terms = 0..taxonomy.terms.len();
                terms.map(|term| Which::Term(index, term)).collect()
            }),
            Which::Term(index, term) => {
                let taxonomy = site.plan.taxonomies.get(index);
                let term = taxonomy.and_then(|taxonomy| taxonomy.terms.get(term));
                term.map(|term| content(&term.pages))
            }
            Which::Made(Made::Evidence) => {
                let quoting = site.quoting_pages();
                let quoting = quoting.map(|id| match id == site.glossary_id() {
                    true => Which::Made(Made::Glossary),
                    false => Which::Page(id),
                });
                Some(quoting.collect())
            }
            Which::Made(Made::WhatsNew) => {
                let pages = site.news.iter().map(|news| Which::Page(news.page));
                Some(pages.collect())
            }
            Which::Made(_) => None,
        }
        .unwrap_or_default()
    }

    /// The pages of its tags.
    pub fn tags(self, site: &Site) -> Vec<Which> {
        let Which::Page(id) = self else {
            return Vec::new();
        };
        let taxonomies = site.plan.taxonomies.iter().enumerate();
        let tags = taxonomies.filter(|(_, taxonomy)| taxonomy.name == "tags");
        let terms = tags.flat_map(|(index, taxonomy)| {
            let of_page = taxonomy.of(id);
            of_page.map(move |(term, _)| Which::Term(index, term))
        });
        terms.collect()
    }

    /// How many parts its list is split into. The home page's is whole.
    pub fn parts(self, site: &Site) -> usize {
        match self {
            Which::Page(0) => 1,
            _ => pager_count(&site.config, self.listed(site).len()),
        }
    }
}
