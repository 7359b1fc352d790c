//! Every address the site will have, and that no two are the same.

use std::collections::BTreeMap;

use super::{Alias, Destination, Page, Site};
use crate::content::Route;
use crate::diagnostic::{Code, Diagnostic, Location};

/// How many pages a list of so many entries has; at least one.
pub fn pager_count(site: &Site, entries: usize) -> usize {
    match site.config.paginate {
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

/// What stands at each address that a link may name.
pub fn by_route(site: &Site) -> BTreeMap<Route, Destination> {
    let mut routes: BTreeMap<Route, Destination> = BTreeMap::new();
    for (path, file) in &site.files {
        routes.insert(file.route.clone(), Destination::File(path.clone()));
    }
    for address in addresses(site) {
        if matches!(address.claim, Claim::List(_)) {
            let there = Destination::Generated(address.route.clone());
            routes.insert(address.route, there);
        }
    }
    for (id, page) in site.pages.iter().enumerate() {
        routes.insert(page.route.clone(), Destination::Page(id));
    }
    routes
}

/// Reports every address that two things claim.
pub fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<String, Address> = BTreeMap::new();
    for address in addresses(site) {
        let folded = address.route.folded();
        match taken.get(&folded) {
            Some(first) => diagnostics.push(same(&address, first)),
            None => {
                taken.insert(folded, address);
            }
        }
    }
    for (path, address) in &taken {
        let mut folder = path.as_str();
        while let Some((parent, _)) = folder.rsplit_once('/') {
            if let Some(file) = taken.get(parent) {
                diagnostics.push(same(address, file));
            }
            folder = parent;
        }
    }
}

struct Address<'a> {
    route: Route,
    claim: Claim<'a>,
}

/// What claims an address. Where that stands is found out when it is wanted.
enum Claim<'a> {
    Page(&'a Page),
    Alias(&'a Page, &'a Alias),
    /// A file, by its path from `content/`.
    File(&'a str),
    /// A list or file that Attaché makes, and the page it is a part of.
    List(Option<&'a Page>),
    Asset,
}

impl Address<'_> {
    fn location(&self) -> Location {
        match self.claim {
            Claim::Page(page) | Claim::List(Some(page)) => page.location(),
            Claim::Alias(page, alias) => page.document.matter_location(&alias.written),
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
fn addresses(site: &Site) -> Vec<Address<'_>> {
    let mut all = Vec::new();
    pages(site, &mut all);
    lists(site, &mut all);
    all.extend(site.assets.iter().map(|route| Address {
        route: route.clone(),
        claim: Claim::Asset,
    }));
    for page in &site.pages {
        all.extend(page.aliases.iter().map(|alias| Address {
            route: alias.route.clone(),
            claim: Claim::Alias(page, alias),
        }));
    }
    let files = site.files.iter().filter(|(_, file)| file.used);
    all.extend(files.map(|(path, file)| Address {
        route: file.route.clone(),
        claim: Claim::File(path),
    }));
    all
}

/// The pages, and the parts of the lists on them.
fn pages<'a>(site: &'a Site, all: &mut Vec<Address<'a>>) {
    for page in &site.pages {
        all.push(Address {
            route: page.route.clone(),
            claim: Claim::Page(page),
        });
        let parts = match page.section {
            Some(_) => pager_count(site, page.children.len()),
            None => 1,
        };
        all.extend((2..=parts).map(|number| Address {
            route: page_route(&page.route, number),
            claim: Claim::List(Some(page)),
        }));
    }
}

/// Where the list of sources is.
pub const SOURCES: &str = "sources/";
/// Where every quotation is listed with its verdict.
pub const EVIDENCE: &str = "evidence/";

/// The pages of taxonomies and of their terms, those on sources and evidence,
/// and the files of every site.
fn lists(site: &Site, all: &mut Vec<Address>) {
    let mut add = |route: Route| {
        let claim = Claim::List(None);
        all.push(Address { route, claim });
    };
    for taxonomy in &site.taxonomies {
        let own = (&taxonomy.route, taxonomy.terms.len());
        let terms = taxonomy.terms.iter();
        let terms = terms.map(|term| (&term.route, term.pages.len()));
        for (route, entries) in [own].into_iter().chain(terms) {
            (1..=pager_count(site, entries)).for_each(|number| add(page_route(route, number)));
        }
    }
    let quoting = site.quoting_pages().count();
    let evidence = [
        (SOURCES, site.lists_sources(), 0),
        (EVIDENCE, site.lists_evidence(), quoting),
    ];
    for (path, _, entries) in evidence.into_iter().filter(|(_, made, _)| *made) {
        let route = Route::generated(path);
        (1..=pager_count(site, entries)).for_each(|number| add(page_route(&route, number)));
    }
    for name in fixed(site) {
        add(Route::generated(name));
    }
}

/// The files that are made from the template of their name.
pub fn fixed(site: &Site) -> impl Iterator<Item = &'static str> {
    let files = [
        ("robots.txt", true),
        ("sitemap.xml", site.config.base_url.is_some()),
        ("feed.xml", !site.feed.is_empty()),
        ("404.html", true),
    ];
    files
        .into_iter()
        .filter(|(_, made)| *made)
        .map(|(name, _)| name)
}
