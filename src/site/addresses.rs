//! Every address the site will have, and that no two are the same.

use std::collections::{BTreeMap, HashMap};

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
pub fn by_route(site: &Site) -> HashMap<Route, Destination> {
    let mut routes: HashMap<Route, Destination> = HashMap::new();
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

fn addresses(site: &Site) -> Vec<Address> {
    let mut all = Vec::new();
    let mut add = |route: Route, kind: Kind, location: Location| {
        all.push(Address {
            route,
            kind,
            location,
        });
    };
    let config = || Location::file(crate::config::PATH);
    for page in &site.pages {
        add(page.route.clone(), Kind::Page, page.location());
        let parts = match page.section {
            Some(_) => pager_count(site, page.children.len()),
            None => 1,
        };
        for number in 2..=parts {
            add(
                page_route(&page.route, number),
                Kind::Generated,
                page.location(),
            );
        }
    }
    for taxonomy in &site.taxonomies {
        for number in 1..=pager_count(site, taxonomy.terms.len()) {
            add(
                page_route(&taxonomy.route, number),
                Kind::Generated,
                config(),
            );
        }
        for term in &taxonomy.terms {
            for number in 1..=pager_count(site, term.pages.len()) {
                add(page_route(&term.route, number), Kind::Generated, config());
            }
        }
    }
    let mut fixed = vec!["404.html", "robots.txt"];
    if site.config.base_url.is_some() {
        fixed.push("sitemap.xml");
    }
    if !site.feed.is_empty() {
        fixed.push("feed.xml");
    }
    for path in fixed {
        add(Route::generated(path), Kind::Generated, config());
    }
    for page in &site.pages {
        for alias in &page.aliases {
            let location = page.document.matter_location(&alias.written);
            add(alias.route.clone(), Kind::Alias, location);
        }
    }
    for (path, file) in site.files.iter().filter(|(_, file)| file.used) {
        let location = Location::file(format!("content/{path}"));
        add(file.route.clone(), Kind::File, location);
    }
    all
}
