//! All documents into a [`Site`]: everything that is only known when all files
//! are. Pure.
//!
//! Where everything stands is known from the names of files and their front matter:
//! that is the [`Plan`]. With it, each document's links are followed. Both are kept,
//! so that a word changed in one page costs no more than that page; all else is
//! made anew each time.
//!
//! Promises: what is not public is in no list, no count and no lookup of it.

mod addresses;
mod cards;
mod evidence;
mod figures;
mod glossary;
mod links;
mod made;
mod navigation;
mod news;
mod plan;
mod resolve;
mod taxonomy;
mod tree;
mod visibility;
mod who;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::config::Config;
use crate::content::{self, Document, Route};
use crate::date::Timestamp;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::evidence::Sources;
use crate::input::Inputs;
use crate::memo::{Last, Same};

pub use addresses::{NO_JEKYLL, markdown_route, page_route, pager_count};
pub use cards::card_route;
pub use evidence::{Finding, findings};
pub use glossary::Glossary;
pub use links::Links;
pub use made::{Made, SEARCH_INDEX};
pub use navigation::{NavEntry, NavTarget};
pub use news::{Event, News};
pub use plan::{Alias, Place, Plan, SiteFile};
pub use resolve::{LinkError, Target, is_web};
pub use taxonomy::{Taxonomy, Term};
pub use who::{Party, Presented};

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
    /// The next moment at which a date of the documents makes another site of them.
    pub same_until: Option<Timestamp>,
    /// Where everything stands.
    pub plan: Arc<Plan>,
    /// The public pages, in reading order.
    pub pages: Vec<Page>,
    /// What the terms mean that the pages use, if they use any.
    pub glossary: Option<Glossary>,
    /// What is new, the newest first.
    pub news: Vec<News>,
    /// The main navigation.
    pub navigation: Vec<NavEntry>,
    /// What pages rest on.
    pub sources: Arc<Sources>,
    /// The keys of the sources that a page of this site uses, and of those that
    /// they are quoted in. No other reaches the output.
    pub used_sources: BTreeSet<String>,
    /// The files of `content/` that a public page needs, by their path from it.
    pub used_files: BTreeSet<String>,
}

/// A page and its place among the others.
#[derive(Debug)]
pub struct Page {
    /// What its file says.
    pub document: Arc<Document>,
    /// How its quotations stand to their sources.
    pub findings: Arc<[Finding]>,
    /// Where it stands.
    pub place: Arc<Place>,
    /// Where its links lead.
    pub links: Arc<Links>,
    /// The pages that link to it, in reading order.
    pub backlinks: Vec<PageId>,
}

/// A document, and how its quotations stand to their sources.
#[derive(Clone, Debug)]
pub struct Compared {
    /// What its file says.
    pub document: Arc<Document>,
    /// What [`findings`] says of it.
    pub findings: Arc<[Finding]>,
}

/// What [`link`] works from.
pub struct Parts<'a> {
    /// What `site.yaml` says.
    pub config: Config,
    /// The moment that counts as now.
    pub now: Timestamp,
    /// Whether drafts are public; also what is embargoed or expired.
    pub drafts: bool,
    /// Every document, with what `findings` says of it.
    pub documents: Vec<Compared>,
    /// What terms mean.
    pub glossary: Arc<content::Glossary>,
    /// What the documents rest on.
    pub sources: Arc<Sources>,
    /// The addresses of the theme's assets.
    pub assets: Vec<Route>,
    /// All files.
    pub inputs: &'a Inputs,
}

/// What one linking leaves to the next.
#[derive(Debug, Default)]
pub struct Memory {
    plan: Last<Arc<plan::Facts>, Planned>,
    links: links::Memory,
    addresses: Last<Claims, Arc<[Diagnostic]>>,
}

/// A plan, and what is wrong with what it was made from.
type Planned = (Arc<Plan>, Arc<[Diagnostic]>);

/// What claims addresses: a plan, and the files that are used.
type Claims = (Same<Plan>, BTreeSet<String>);

/// Links all files into a site, or finds nothing to publish.
pub fn link(mut parts: Parts, memory: &mut Memory) -> (Option<Site>, Vec<Diagnostic>) {
    let same_until = visibility::next_date(&parts);
    let mut diagnostics = match parts.config.glossary {
        true => glossary::unused(&parts.glossary, &parts.documents),
        false => Vec::new(),
    };
    let (shown, hidden) = visibility::divide(&mut parts);
    if shown.is_empty() {
        return (None, vec![nothing_to_publish(!hidden.is_empty())]);
    }
    let terms = glossary::of(&parts.glossary, &shown, &parts.sources);
    let used_sources = evidence::used_sources(shown.iter().chain(&terms), &parts.sources);
    let facts = plan::Facts::new(&parts, &shown, hidden, &used_sources, terms.as_ref());
    let facts = Arc::new(facts);
    let (plan, found) = memory.plan.get(facts.clone(), || {
        let (plan, found) = Plan::new(&facts);
        (Arc::new(plan), found.into())
    });
    diagnostics.extend(found.iter().cloned());
    let links = memory.links.follow(&plan, &shown);
    let pages = links::pages(&plan, shown, links);
    let glossary = terms.map(|terms| Glossary::new(&parts.glossary, terms, &plan, &pages));
    let texts = pages.iter().chain(glossary.iter().map(|one| &one.page));
    let mut site = Site {
        used_files: links::used_files(&parts.config, &plan, texts),
        glossary,
        config: parts.config,
        now: parts.now,
        same_until,
        news: Vec::new(),
        navigation: Vec::new(),
        sources: parts.sources,
        used_sources,
        plan,
        pages,
    };
    site.news = news::all(&site);
    navigation::build(&mut site, &mut diagnostics);
    let claims = (Same(site.plan.clone()), site.used_files.clone());
    let addresses = memory
        .addresses
        .get(claims, || addresses::check(&facts, &site).into());
    diagnostics.extend(addresses.iter().cloned());
    (Some(site), diagnostics)
}

impl Site {
    /// Whether everyone may see a page. With `--drafts` a site has others, too.
    pub fn is_public(&self, page: &Page) -> bool {
        !self.plan.hidden.contains(&page.document.path)
    }

    /// Where the Markdown of a page stands, if it is beside it: only what everyone may
    /// see is given away.
    pub fn markdown_of(&self, page: &Page) -> Option<Route> {
        let is_there = self.config.outputs.markdown && self.is_public(page);
        is_there.then(|| addresses::markdown_route(&page.place.route))
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
        review_by.is_some_and(|date| date.value.has_come(self.now, &self.config.timezone))
    }

    /// The files that are copied, by their path from `content/`: those that a public
    /// page needs, and those in `content/static/`.
    pub fn copied(&self) -> impl Iterator<Item = (&String, &SiteFile)> {
        let files = self.plan.files.iter();
        files.filter(|(path, file)| file.is_static || self.used_files.contains(*path))
    }

    /// The files that are made from the template of their name, and the one that is empty.
    pub fn fixed(&self) -> impl Iterator<Item = &'static str> {
        addresses::fixed(&self.config, &self.plan)
    }
}

impl Compared {
    /// The page of a folder, which quotes nothing.
    fn folder(document: &Arc<Document>) -> Compared {
        Compared {
            document: document.clone(),
            findings: Arc::default(),
        }
    }
}

impl Page {
    /// Its file.
    pub fn location(&self) -> Location {
        self.document.location()
    }
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
