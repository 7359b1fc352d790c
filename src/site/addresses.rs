//! Every address the site will have, and that no two are the same.

use std::collections::BTreeMap;

use super::cards::card_route;
use super::plan::{Destination, Facts};
use super::{Alias, Made, Place, Plan, SEARCH_INDEX, Site};
use crate::config::Config;
use crate::content::{Document, Route};
use crate::diagnostic::{Code, Diagnostic, Location};

/// How many pages a list of so many entries has; at least one.
pub fn pager_count(config: &Config, entries: usize) -> usize {
    match config.paginate {
        0 => 1,
        size => entries.div_ceil(size).max(1),
    }
}

/// Where page `number` (from one) of the list at `route` is.
pub fn page_route(route: &Route, number: usize) -> Route {
    match number {
        0 | 1 => route.clone(),
        _ => Route::generated(format!("{}page/{number}/", route.as_str())),
    }
}

/// Where the Markdown of the page at an address stands: nothing else can have a name that
/// ends so, as pages are folders, no alias may, and Markdown is never copied.
pub fn markdown_route(route: &Route) -> Route {
    Route::generated(format!("{}index.md", route.as_str()))
}

/// What stands at each address that a link may name.
pub fn by_route(plan: &Plan, facts: &Facts) -> BTreeMap<Route, Destination> {
    let mut routes: BTreeMap<Route, Destination> = BTreeMap::new();
    for (path, file) in &plan.files {
        routes.insert(file.route.clone(), Destination::File(path.clone()));
    }
    let mut addresses = Vec::new();
    parts(plan, facts, &mut addresses);
    lists(plan, facts, &mut addresses);
    for address in addresses {
        let there = Destination::Generated(address.route.clone());
        routes.insert(address.route, there);
    }
    for (id, place) in plan.places.iter().enumerate() {
        routes.insert(place.route.clone(), Destination::Page(id));
    }
    routes
}

/// Reports every address that two things claim.
pub fn check(facts: &Facts, site: &Site) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut taken: BTreeMap<String, Address> = BTreeMap::new();
    for address in addresses(facts, site) {
        let folded = address.route.folded();
        match taken.get(&folded) {
            Some(first) => diagnostics.push(same(&address, first)),
            None => {
                taken.insert(folded, address);
            }
        }
    }
    diagnostics.extend(files_as_folders(&taken));
    diagnostics
}

/// Files that stand where a folder should be. The file of a page cannot: pages have
/// folders of their own.
fn files_as_folders(taken: &BTreeMap<String, Address>) -> Vec<Diagnostic> {
    let files = taken
        .iter()
        .filter(|(path, _)| !path.ends_with("/index.html"));
    let files: BTreeMap<&str, &Address> = files.map(|(path, file)| (path.as_str(), file)).collect();
    let mut diagnostics = Vec::new();
    for (path, address) in taken {
        let mut folder = path.as_str();
        while let Some((parent, _)) = folder.rsplit_once('/') {
            if let Some(file) = files.get(parent) {
                diagnostics.push(same(address, file));
            }
            folder = parent;
        }
    }
    diagnostics
}

struct Address<'a> {
    route: Route,
    claim: Claim<'a>,
}

/// What claims an address. Where that stands is found out when it is wanted.
enum Claim<'a> {
    Page(&'a Document),
    Alias(&'a Document, &'a Alias),
    /// A file, by its path from `content/`.
    File(&'a str),
    /// A list or file that Attaché makes, and the page it is a part of.
    List(Option<&'a Document>),
    Asset,
}

impl Address<'_> {
    fn location(&self) -> Location {
        match self.claim {
            Claim::Page(page) | Claim::List(Some(page)) => page.location(),
            Claim::Alias(page, alias) => page.matter_location(&alias.written),
            Claim::File(path) => Location::file(format!("content/{path}")),
            Claim::List(None) | Claim::Asset => Location::file(crate::config::PATH),
        }
    }

    fn what(&self) -> &'static str {
        match self.claim {
            Claim::Page(_) => "a page",
            Claim::Alias(..) => "an alias",
            Claim::File(_) => "a file",
            Claim::List(_) => "a list or file that Attaché makes",
            Claim::Asset => "an asset of the theme",
        }
    }
}

fn same(second: &Address, first: &Address) -> Diagnostic {
    let (second_path, first_path) = (second.route.to_string(), first.route.to_string());
    let message = match second_path == first_path {
        true => format!("two things have the address {second_path}"),
        false => format!("{second_path} and {first_path} cannot stand beside each other"),
    };
    Diagnostic::new(Code::SameAddress, message)
        .at(second.location())
        .related(first.location(), format!("{} has it already", first.what()))
        .help("rename one, or give the page another `slug`")
}

/// Everything that claims an address: what is made of `content/`, what Attaché
/// makes, and then what may yield to both.
fn addresses<'a>(facts: &'a Facts, site: &'a Site) -> Vec<Address<'a>> {
    let plan = &site.plan;
    let mut all = Vec::new();
    all.extend(places(plan, facts).map(|(place, document)| Address {
        route: place.route.clone(),
        claim: Claim::Page(document),
    }));
    parts(plan, facts, &mut all);
    lists(plan, facts, &mut all);
    all.extend(facts.assets.iter().map(|route| Address {
        route: route.clone(),
        claim: Claim::Asset,
    }));
    let cards = site.cards().filter_map(|id| site.pages.get(id));
    all.extend(cards.map(|page| Address {
        route: card_route(&page.place.route),
        claim: Claim::List(Some(&page.document)),
    }));
    for (place, document) in places(plan, facts) {
        all.extend(place.aliases.iter().map(|alias| Address {
            route: alias.route.clone(),
            claim: Claim::Alias(document, alias),
        }));
    }
    all.extend(site.copied().map(|(path, file)| Address {
        route: file.route.clone(),
        claim: Claim::File(path),
    }));
    all
}

/// The pages, each with its document.
fn places<'a>(plan: &'a Plan, facts: &'a Facts) -> impl Iterator<Item = (&'a Place, &'a Document)> {
    let places = plan.places.iter().enumerate();
    places.filter_map(|(id, place)| Some((&**place, plan.document(id, facts)?)))
}

/// The parts of the lists on pages, but their first.
fn parts<'a>(plan: &'a Plan, facts: &'a Facts, all: &mut Vec<Address<'a>>) {
    for (place, document) in places(plan, facts) {
        let parts = match place.section {
            Some(_) => pager_count(&facts.config, place.children.len()),
            None => 1,
        };
        all.extend((2..=parts).map(|number| Address {
            route: page_route(&place.route, number),
            claim: Claim::List(Some(document)),
        }));
    }
}

/// The pages of taxonomies and of their terms, those on sources and evidence,
/// and the files of every site.
fn lists(plan: &Plan, facts: &Facts, all: &mut Vec<Address>) {
    let config = &facts.config;
    let mut add = |route: &Route, entries: usize| {
        all.extend((1..=pager_count(config, entries)).map(|number| Address {
            route: page_route(route, number),
            claim: Claim::List(None),
        }));
    };
    for taxonomy in &plan.taxonomies {
        add(&taxonomy.route, taxonomy.terms.len());
        for term in &taxonomy.terms {
            add(&term.route, term.pages.len());
        }
    }
    for (made, pages) in &plan.made {
        add(&made.route(), *pages);
    }
    if plan.has(Made::Search) {
        add(&Route::generated(SEARCH_INDEX), 0);
    }
    for name in fixed(config, plan) {
        add(&Route::generated(name), 0);
    }
}

/// Those that only say what the user may want to say otherwise: a file of their own in
/// `static/` takes the place.
const FOR_HOSTS: [&str; 5] = [
    "llms.txt",
    "site.webmanifest",
    "_headers",
    "_redirects",
    NO_JEKYLL,
];

/// What tells GitHub Pages to publish all files as they are. It would otherwise make pages
/// of the Markdown beside ours, and leave out what begins with `_`.
pub const NO_JEKYLL: &str = ".nojekyll";

/// The files that are made from the template of their name, and the one that is empty.
pub fn fixed<'p>(config: &Config, plan: &'p Plan) -> impl Iterator<Item = &'static str> + 'p {
    let is_own = |name: &str| plan.files.contains_key(&format!("static/{name}"));
    let has_aliases = plan.places.iter().any(|place| !place.aliases.is_empty());
    let files = [
        ("robots.txt", true),
        ("sitemap.xml", config.base_url.is_some()),
        ("feed.xml", !plan.feed.is_empty()),
        ("llms.txt", config.outputs.llms),
        ("site.webmanifest", true),
        ("_headers", config.outputs.headers),
        ("_redirects", config.outputs.redirects && has_aliases),
        (NO_JEKYLL, config.outputs.nojekyll),
    ];
    files
        .into_iter()
        .filter(move |(name, made)| *made && !(FOR_HOSTS.contains(name) && is_own(name)))
        .map(|(name, _)| name)
}
