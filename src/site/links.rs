//! Where the links of each document lead, and what follows for others: which pages
//! link to which, and which files are needed.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::plan::Shows;
use super::{Compared, Page, PageId, Plan, Site, Target};
use crate::config::Config;
use crate::content::Document;

/// Where the links of a document lead.
#[derive(Debug, Default)]
pub struct Links {
    /// To these pages, and where it names one, to a place in it.
    pub pages: Vec<(PageId, Option<String>)>,
    /// To these files, by their path from `content/`.
    pub files: Vec<String>,
    /// Whether one leads nowhere, or is a picture: then each is to be looked at.
    pub is_doubtful: bool,
}

/// The links of the last site's documents, in the order of their number.
#[derive(Debug, Default)]
pub(super) struct Memory(Option<(Arc<Plan>, Vec<Followed>)>);

type Followed = (Arc<Document>, Arc<Links>);

impl Memory {
    /// The links of each document. Where all addresses are the same as last time, a
    /// document's links lead where they led.
    pub fn follow(&mut self, plan: &Arc<Plan>, documents: &[Compared]) -> Vec<Arc<Links>> {
        let follow = |document: &Arc<Document>| (document.clone(), Arc::new(links(plan, document)));
        let followed = match self.0.take() {
            Some((old, mut followed))
                if followed.len() == documents.len() && old.leads_alike(plan) =>
            {
                let both = followed.par_iter_mut().zip(documents);
                both.filter(|((old, _), one)| !Arc::ptr_eq(old, &one.document))
                    .for_each(|(old, one)| *old = follow(&one.document));
                followed
            }
            _ => {
                let documents = documents.par_iter();
                documents.map(|one| follow(&one.document)).collect()
            }
        };
        let links = followed.iter().map(|(_, links)| links.clone()).collect();
        self.0 = Some((plan.clone(), followed));
        links
    }
}

/// Where the links of a document lead.
pub(super) fn links(plan: &Plan, document: &Document) -> Links {
    let mut links = Links::default();
    let image = document.matter.image.iter();
    let image = image.map(|image| (image.value.as_str(), false));
    for (dest, is_image) in document.links().chain(image) {
        links.is_doubtful |= is_image;
        match plan.find(&document.path, dest) {
            Ok(Target::Page { id, fragment }) => links.pages.push((id, fragment)),
            Ok(Target::File(path)) => links.files.push(path),
            Ok(Target::Generated(_) | Target::Web) => {}
            Err(_) => links.is_doubtful = true,
        }
    }
    links
}

/// The pages of a plan, each with its document and its links, and with the pages that
/// link to it.
pub(super) fn pages(plan: &Plan, documents: Vec<Compared>, links: Vec<Arc<Links>>) -> Vec<Page> {
    // Each is taken once: the plan was made from these documents.
    let mut documents: Vec<_> = documents.into_iter().zip(links).map(Some).collect();
    let mut pages = Vec::with_capacity(plan.places.len());
    for (shows, place) in plan.shows.iter().zip(&plan.places) {
        let (compared, links) = match shows {
            Shows::Folder(document) => (Compared::folder(document), Arc::default()),
            Shows::Document(number) => match documents.get_mut(*number).and_then(Option::take) {
                Some(taken) => taken,
                None => continue,
            },
        };
        pages.push(Page {
            document: compared.document,
            findings: compared.findings,
            place: place.clone(),
            links,
            backlinks: Vec::new(),
        });
    }
    connect(&mut pages);
    pages
}

/// Fills in which pages link to which.
fn connect(pages: &mut [Page]) {
    for from in 0..pages.len() {
        let links = pages.get(from).map(|page| page.links.clone());
        for (to, _) in links.iter().flat_map(|links| &links.pages) {
            if let Some(page) = pages.get_mut(*to).filter(|_| *to != from)
                && page.backlinks.last() != Some(&from)
            {
                page.backlinks.push(from);
            }
        }
    }
}

/// The files that pages and `site.yaml` point to.
pub(super) fn used_files<'a>(
    config: &Config,
    plan: &Plan,
    pages: impl Iterator<Item = &'a Page>,
) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for page in pages {
        used.extend(page.links.files.iter().cloned());
    }
    if let Some(image) = &config.image
        && let Ok(Target::File(path)) = plan.find("", image)
    {
        used.insert(path);
    }
    used
}

impl Site {
    /// Whether each link of a page has to be looked at: all others are known to lead
    /// somewhere.
    pub fn has_doubtful_links(&self, page: &Page) -> bool {
        let is_missing = |(id, place): &(PageId, Option<String>)| {
            let target = place.as_ref().zip(self.pages.get(*id));
            target.is_some_and(|(place, page)| !page.document.facts.has_id(place))
        };
        page.links.is_doubtful || page.links.pages.iter().any(is_missing)
    }
}
