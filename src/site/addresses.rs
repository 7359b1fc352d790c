//! Every address the site will have, and that no two are the same.

use std::collections::BTreeMap;

use super::{Destination, Site};
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
        if matches!(address.kind, Kind::Generated) {
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

struct Address {
    route: Route,
    kind: Kind,
    location: Location,
}

enum Kind {
    Page,
    Alias,
    File,
    Generated,
}

fn same(second: &Address, first: &Address) -> Diagnostic {
    let what = |address: &Address| match address.kind {
        Kind::Page => "a page",
        Kind::Alias => "an alias",
        Kind::File => "a file",
        Kind::Generated => "a list or file that Attaché makes",
    };
    let (second_path, first_path) = (second.route.to_string(), first.route.to_string());
    let message = match second_path == first_path {
        true => format!("two things have the address {second_path}"),
        false => format!("{second_path} and {first_path} cannot stand beside each other"),
    };
    Diagnostic::new(Code::SameAddress, message)
        .at(second.location.clone())
        .related(
            first.location.clone(),
            format!("{} has it already", what(first)),
        )
        .help("rename one, or give the page another `slug`")
}

/// Everything that claims an address: what is made of `content/`, what Attaché
/// makes, and then what may yield to both.
fn addresses(site: &Site) -> Vec<Address> {
    let mut all = Vec::new();
    pages(site, &mut all);
    lists(site, &mut all);
    fixed(site, &mut all);
    for page in &site.pages {
        all.extend(page.aliases.iter().map(|alias| Address {
            route: alias.route.clone(),
            kind: Kind::Alias,
            location: page.document.matter_location(&alias.written),
        }));
    }
    let files = site.files.iter().filter(|(_, file)| file.used);
    all.extend(files.map(|(path, file)| Address {
        route: file.route.clone(),
        kind: Kind::File,
        location: Location::file(format!("content/{path}")),
    }));
    all
}

/// The pages, and the parts of the lists on them.
fn pages(site: &Site, all: &mut Vec<Address>) {
    for page in &site.pages {
        let address = |route: Route, kind: Kind| Address {
            route,
            kind,
            location: page.location(),
        };
        all.push(address(page.route.clone(), Kind::Page));
        let parts = match page.section {
            Some(_) => pager_count(site, page.children.len()),
            None => 1,
        };
        let more = (2..=parts).map(|number| page_route(&page.route, number));
        all.extend(more.map(|route| address(route, Kind::Generated)));
    }
}

/// The pages of taxonomies and of their terms.
fn lists(site: &Site, all: &mut Vec<Address>) {
    for taxonomy in &site.taxonomies {
        let own = (&taxonomy.route, taxonomy.terms.len());
        let terms = taxonomy.terms.iter();
        let terms = terms.map(|term| (&term.route, term.pages.len()));
        for (route, entries) in [own].into_iter().chain(terms) {
            let parts = 1..=pager_count(site, entries);
            all.extend(parts.map(|number| generated(page_route(route, number))));
        }
    }
}

/// The files that every site has, and those that need `base_url`.
fn fixed(site: &Site, all: &mut Vec<Address>) {
    let paths = [
        ("404.html", true),
        ("robots.txt", true),
        ("sitemap.xml", site.config.base_url.is_some()),
        ("feed.xml", !site.feed.is_empty()),
    ];
    let made = paths.into_iter().filter(|(_, made)| *made);
    all.extend(made.map(|(path, _)| generated(Route::generated(path))));
}

fn generated(route: Route) -> Address {
    Address {
        route,
        kind: Kind::Generated,
        location: Location::file(crate::config::PATH),
    }
}
