//! All documents into a [`Site`]: everything that is only known when all files
//! are. Pure, and built whole every time.
//!
//! Promises: what is not public is in no list, no count and no lookup of it.

mod addresses;
mod evidence;
mod navigation;
mod resolve;
mod taxonomy;
mod tree;
mod visibility;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::content::{Document, Marked, Route};
use crate::date::{Date, Timestamp};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::evidence::Sources;
use crate::input::{File, Input, Inputs};

pub use addresses::{EVIDENCE, SOURCES, fixed, page_route, pager_count};
pub use evidence::Finding;
pub use navigation::{NavEntry, NavTarget};
pub use resolve::{LinkError, Target, is_web};
pub use taxonomy::{Taxonomy, Term};

/// The number of a page in [`Site::pages`], which is its place in reading
/// order. The home page is 0.
pub type PageId = usize;

/// The whole site.
#[derive(Debug)]
pub struct Site {
    /// What `site.yaml` says.
    pub config: Config,
    /// The moment that counts as now.
    pub now: Timestamp,
    /// The public pages, in reading order.
    pub pages: Vec<Page>,
    /// Ways of grouping them.
    pub taxonomies: Vec<Taxonomy>,
    /// The main navigation.
    pub navigation: Vec<NavEntry>,
    /// What the feed lists, the last changed first; empty: no feed.
    pub feed: Vec<PageId>,
    /// What pages rest on.
    pub sources: Sources,
    /// The keys of the sources that a page of this site uses, and of those that
    /// they are quoted in. No other reaches the output.
    pub used_sources: BTreeSet<String>,
    /// How the quotations of each page stand to their sources, in the order of
    /// `pages`.
    pub findings: Vec<Vec<Finding>>,
    /// Files that are copied, by their path from `content/`.
    pub files: BTreeMap<String, SiteFile>,
    by_path: BTreeMap<String, PageId>,
    by_route: BTreeMap<Route, Destination>,
    /// The addresses of the theme's assets.
    assets: Vec<Route>,
    /// Paths and addresses of the documents that are not public.
    hidden: BTreeSet<String>,
}

/// A page and its place among the others.
#[derive(Debug)]
pub struct Page {
    /// What its file says.
    pub document: Document,
    /// Its address.
    pub route: Route,
    /// The page of the folder it is in; none for the home page.
    pub section: Option<PageId>,
    /// The pages directly in it, where it is a folder's.
    pub children: Vec<PageId>,
    /// Addresses that lead to it.
    pub aliases: Vec<Alias>,
    /// The pages that link to it, in reading order.
    pub backlinks: Vec<PageId>,
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
    /// Whether a public page needs it, or it stands in `content/static/`.
    pub used: bool,
}

/// What stands at an address.
#[derive(Clone, Debug)]
enum Destination {
    Page(PageId),
    File(String),
    Generated(Route),
}

/// What `link` works from.
pub struct Parts<'a> {
    /// What `site.yaml` says.
    pub config: Config,
    /// The moment that counts as now.
    pub now: Timestamp,
    /// Whether drafts are public; also what is embargoed or expired.
    pub drafts: bool,
    /// Every document.
    pub documents: Vec<Document>,
    /// What the documents rest on.
    pub sources: Sources,
    /// The addresses of the theme's assets.
    pub assets: Vec<Route>,
    /// All files.
    pub inputs: &'a Inputs,
}

/// Links all files into a site, or finds nothing to publish.
pub fn link(parts: Parts) -> (Option<Site>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let is_public = visibility::public(&parts.documents, parts.now, &parts.config.timezone);
    let mut hidden = BTreeSet::new();
    let mut shown = Vec::new();
    for (document, is_public) in parts.documents.into_iter().zip(is_public) {
        if !is_public {
            hidden.extend(names_of(&document));
        }
        if is_public || parts.drafts {
            shown.push(document);
        }
    }
    if shown.is_empty() {
        diagnostics.push(nothing_to_publish(!hidden.is_empty()));
        return (None, diagnostics);
    }
    let pages = tree::pages(shown, &parts.config, &mut diagnostics);
    let mut site = Site {
        now: parts.now,
        by_path: index_by_path(&pages),
        by_route: BTreeMap::new(),
        taxonomies: taxonomy::taxonomies(&parts.config, &pages, &mut diagnostics),
        navigation: Vec::new(),
        feed: feed(&parts.config, &pages, &hidden),
        used_sources: BTreeSet::new(),
        findings: evidence::findings(&pages, &parts.sources),
        sources: parts.sources,
        files: files(parts.inputs, &mut diagnostics),
        assets: parts.assets,
        config: parts.config,
        pages,
        hidden,
    };
    site.used_sources = evidence::used_sources(&site);
    site.by_route = addresses::by_route(&site);
    resolve::connect(&mut site);
    navigation::build(&mut site, &mut diagnostics);
    addresses::check(&site, &mut diagnostics);
    (Some(site), diagnostics)
}

impl Site {
    /// Whether everyone may see a page. With `--drafts` a site has others, too.
    pub fn is_public(&self, page: &Page) -> bool {
        !self.hidden.contains(&page.document.path)
    }

    /// The site's title: its own, or its home page's.
    pub fn title(&self) -> &str {
        let home = self.pages.first().map(|page| &page.document.matter.title);
        self.config
            .title
            .as_deref()
            .or(home.map(String::as_str))
            .unwrap_or_default()
    }

    /// Whether the day by which a page was to be reviewed has come.
    pub fn is_overdue(&self, page: &Page) -> bool {
        let review_by = page.document.matter.review_by.as_ref();
        review_by.is_some_and(|date| date.value.timestamp(&self.config.timezone) <= self.now)
    }
}

impl Page {
    /// Its file.
    pub fn location(&self) -> Location {
        self.document.location()
    }

    /// When it was last changed, or published.
    pub fn last_changed(&self) -> Option<Date> {
        self.document.matter.updated.or(self.document.matter.date)
    }
}

fn index_by_path(pages: &[Page]) -> BTreeMap<String, PageId> {
    let paths = pages.iter().map(|page| page.document.path.clone());
    paths.enumerate().map(|(id, path)| (path, id)).collect()
}

/// What links may call a document: its path, and its address without the slash.
fn names_of(document: &Document) -> Vec<String> {
    let slug = document
        .matter
        .slug
        .as_ref()
        .map(|slug| slug.value.as_str());
    let route = Route::of_page(&document.path, slug).ok();
    let address = route.map(|route| route.as_str().trim_end_matches('/').to_owned());
    [document.path.clone()].into_iter().chain(address).collect()
}

/// The pages of the feed: those with a date are news, if the site has full
/// addresses to name them by.
fn feed(config: &Config, pages: &[Page], hidden: &BTreeSet<String>) -> Vec<PageId> {
    let (Some(feed), Some(_)) = (config.feed, &config.base_url) else {
        return Vec::new();
    };
    let pages = pages.iter().enumerate();
    let public = pages.filter(|(_, page)| !hidden.contains(&page.document.path));
    let dated = public.filter_map(|(id, page)| {
        let changed = page.last_changed()?.timestamp(&config.timezone);
        Some((Reverse(changed), id))
    });
    let mut dated: Vec<_> = dated.collect();
    dated.sort_unstable();
    let newest = dated.into_iter().take(feed.limit);
    newest.map(|(_, id)| id).collect()
}

fn nothing_to_publish(all_hidden: bool) -> Diagnostic {
    let problem = Diagnostic::new(Code::EmptyContent, "there is nothing to publish")
        .at(Location::file("content"));
    match all_hidden {
        true => problem.help("every page is a draft, not yet published or expired; see `--drafts`"),
        false => problem.help(
            "write `content/index.md`: a line `---`, `title: …`, a line `---`, then the text",
        ),
    }
}

/// The files in `content/` that may be copied. Those in `static/` stand at the
/// top; sources are never copied.
fn files(inputs: &Inputs, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, SiteFile> {
    let mut files = BTreeMap::new();
    for (path, input) in inputs.below("content") {
        let Input::File(file) = input else { continue };
        if path.starts_with("sources/") {
            continue;
        }
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
                    used: in_static.is_some(),
                };
                files.insert(path.to_owned(), file);
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
    files
}
