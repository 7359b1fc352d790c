//! Where everything stands: what names of files, front matter and `site.yaml` say
//! together, without the text of any page.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::{Compared, Made, PageId, Parts, Taxonomy, addresses, made, news, taxonomy, tree};
use crate::chart::Figures;
use crate::config::Config;
use crate::content::{Document, Marked, Route};
use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::input::{File, Input, Inputs};

/// The order and the addresses of everything on the site.
#[derive(Debug)]
pub struct Plan {
    /// The place of each page, by its number.
    pub places: Vec<Arc<Place>>,
    /// Ways of grouping pages.
    pub taxonomies: Vec<Taxonomy>,
    /// What the feed lists, the last changed first; empty: no feed.
    pub feed: Vec<PageId>,
    /// Files that can be copied, by their path from `content/`.
    pub files: BTreeMap<String, SiteFile>,
    /// Paths and addresses of the documents that are not public.
    pub hidden: BTreeSet<String>,
    /// The pages that no file is, each with how many pages it lists.
    pub(super) made: Vec<(Made, usize)>,
    /// Another when a file that can be copied is another.
    pub files_version: String,
    /// Which document each page shows.
    pub(super) shows: Vec<Shows>,
    pub(super) by_path: BTreeMap<String, PageId>,
    pub(super) by_route: BTreeMap<Route, Destination>,
}

/// Where a page stands.
#[derive(Debug)]
pub struct Place {
    /// Its address.
    pub route: Route,
    /// The page of the folder it is in; none for the home page.
    pub section: Option<PageId>,
    /// The pages directly in it, where it is a folder's.
    pub children: Vec<PageId>,
    /// Addresses that lead to it.
    pub aliases: Vec<Alias>,
}

/// A former address of a page.
#[derive(Debug)]
pub struct Alias {
    /// The address.
    pub route: Route,
    /// Where the front matter names it.
    pub written: Marked<String>,
}

/// A file that the site may copy.
#[derive(Debug)]
pub struct SiteFile {
    /// What was read of it.
    pub file: File,
    /// Its address.
    pub route: Route,
    /// Whether it stands in `content/static/`.
    pub is_static: bool,
    /// What a CSV file says, as soon as a page has asked for it.
    pub(super) figures: OnceLock<Result<Arc<Figures>, Vec<Diagnostic>>>,
}

/// What a page shows.
#[derive(Debug)]
pub(super) enum Shows {
    /// The document of this number.
    Document(usize),
    /// The page of a folder that has none of its own.
    Folder(Arc<Document>),
}

/// What stands at an address.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Destination {
    Page(PageId),
    File(String),
    Generated(Route),
}

/// All that a plan is made from.
#[derive(Debug, PartialEq)]
pub(super) struct Facts {
    pub config: Config,
    pub documents: Vec<Face>,
    /// When each was last changed, as far as its dates have come.
    pub changed: Vec<Option<Date>>,
    /// What [`Plan::hidden`] will be.
    pub hidden: BTreeSet<String>,
    /// The files that may be copied, by their path from `content/`.
    pub files: Vec<(String, File)>,
    /// The addresses of the theme's assets.
    pub assets: Vec<Route>,
    pub made: Vec<(Made, usize)>,
}

/// What a document shows to the others: its path and its front matter.
#[derive(Debug)]
pub(super) struct Face(pub Arc<Document>);

impl PartialEq for Face {
    fn eq(&self, other: &Face) -> bool {
        let (one, other) = (&self.0, &other.0);
        let is_same = || one.path == other.path && one.matter_text() == other.matter_text();
        Arc::ptr_eq(one, other) || is_same()
    }
}

impl Facts {
    pub fn new(
        parts: &Parts,
        shown: &[Compared],
        hidden: BTreeSet<String>,
        used_sources: &BTreeSet<String>,
        glossary: Option<&Compared>,
    ) -> Facts {
        let (now, zone) = (parts.now, &parts.config.timezone);
        let documents = shown.iter().map(|one| &one.document);
        let changed = documents.clone();
        let news = news::count(shown, &hidden, now, zone);
        Facts {
            documents: documents.map(|one| Face(one.clone())).collect(),
            changed: changed
                .map(|document| document.matter.last_changed(now, zone))
                .collect(),
            hidden,
            files: files(parts.inputs),
            assets: parts.assets.clone(),
            made: made::all(
                &parts.config,
                shown,
                &parts.sources,
                used_sources,
                glossary,
                news,
            ),
            config: parts.config.clone(),
        }
    }
}

impl Plan {
    /// Gives everything its place.
    pub(super) fn new(facts: &Facts) -> (Plan, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let config = &facts.config;
        let documents = facts.documents.iter().map(|face| face.0.clone()).collect();
        let leaves = tree::leaves(documents, config, &mut diagnostics);
        let by_path = leaves.iter().map(|leaf| leaf.document.path.clone());
        let mut plan = Plan {
            by_path: by_path.zip(0..).collect(),
            by_route: BTreeMap::new(),
            taxonomies: taxonomy::taxonomies(config, &leaves, &mut diagnostics),
            feed: feed(facts, &leaves),
            files: addressed(&facts.files, &mut diagnostics),
            hidden: facts.hidden.clone(),
            made: facts.made.clone(),
            files_version: version(&facts.files),
            shows: Vec::new(),
            places: Vec::new(),
        };
        for leaf in leaves {
            plan.shows.push(match leaf.number {
                Some(number) => Shows::Document(number),
                None => Shows::Folder(leaf.document),
            });
            plan.places.push(Arc::new(leaf.place));
        }
        plan.by_route = addresses::by_route(&plan, facts);
        (plan, diagnostics)
    }

    /// The page at an address, `financing/`.
    pub fn page_at(&self, address: &str) -> Option<PageId> {
        match self.by_route.get(&Route::generated(address))? {
            Destination::Page(id) => Some(*id),
            Destination::File(_) | Destination::Generated(_) => None,
        }
    }

    /// Whether all links lead where they lead by another plan.
    pub(super) fn leads_alike(&self, other: &Plan) -> bool {
        std::ptr::eq(self, other)
            || (self.by_path == other.by_path
                && self.by_route == other.by_route
                && self.hidden == other.hidden
                && self.files.keys().eq(other.files.keys()))
    }

    /// The document of a page.
    pub(super) fn document<'a>(&'a self, id: PageId, facts: &'a Facts) -> Option<&'a Document> {
        match self.shows.get(id)? {
            Shows::Document(number) => facts.documents.get(*number).map(|face| &*face.0),
            Shows::Folder(document) => Some(document),
        }
    }
}

/// The pages of the feed: those with a date are news, if the site has full
/// addresses to name them by.
fn feed(facts: &Facts, leaves: &[tree::Leaf]) -> Vec<PageId> {
    let config = &facts.config;
    let (Some(feed), Some(_)) = (config.feed, &config.base_url) else {
        return Vec::new();
    };
    let leaves = leaves.iter().enumerate();
    let public = leaves.filter(|(_, leaf)| !facts.hidden.contains(&leaf.document.path));
    let dated = public.filter_map(|(id, leaf)| {
        let changed = facts.changed.get(leaf.number?)?.as_ref()?;
        Some((Reverse(changed.timestamp(&config.timezone)), id))
    });
    let mut dated: Vec<_> = dated.collect();
    dated.sort_unstable();
    let newest = dated.into_iter().take(feed.limit);
    newest.map(|(_, id)| id).collect()
}

/// The files in `content/` that may be copied: all but sources and texts.
fn files(inputs: &Inputs) -> Vec<(String, File)> {
    let files = inputs.below("content").filter_map(|(path, input)| {
        let Input::File(file) = input else {
            return None;
        };
        (!path.starts_with("sources/")).then(|| (path.to_owned(), file.clone()))
    });
    files.collect()
}

fn version(files: &[(String, File)]) -> String {
    let mut hasher = blake3::Hasher::new();
    for (path, file) in files {
        hasher.update(format!("{path}\n{:?}\n", file.version).as_bytes());
    }
    hasher.finalize().to_hex().chars().take(8).collect()
}

/// The same with their addresses. Those in `static/` stand at the top.
fn addressed(
    files: &[(String, File)],
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, SiteFile> {
    let mut addressed = BTreeMap::new();
    for (path, file) in files {
        let in_static = path.strip_prefix("static/");
        let route = match in_static {
            Some(path) => Route::of_output(path),
            None => Route::of_file(path),
        };
        match route {
            Ok(route) => {
                let file = SiteFile {
                    file: file.clone(),
                    route,
                    is_static: in_static.is_some(),
                    figures: OnceLock::new(),
                };
                addressed.insert(path.clone(), file);
            }
            Err(error) => diagnostics.push(
                Diagnostic::new(
                    Code::InvalidAddress,
                    format!("this file's name {}", error.0),
                )
                .at(Location::file(format!("content/{path}")))
                .help("rename it"),
            ),
        }
    }
    addressed
}
