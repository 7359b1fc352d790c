//! Folders into sections, and everything into reading order: a section's own
//! page, then what is in it, one after the other, to any depth.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::{Alias, PageId, Place};
use crate::config::Config;
use crate::content::{Document, Route};
use crate::diagnostic::{Code, Diagnostic};

/// A page as the tree gives it.
pub struct Leaf {
    /// What it shows.
    pub document: Arc<Document>,
    /// The document's number; none where the tree made it, for a folder.
    pub number: Option<usize>,
    /// Where it stands.
    pub place: Place,
}

/// A document on its way to its place, with its number.
type Member = (Arc<Document>, Option<usize>);

/// The pages in reading order. A folder without an `index.md` gets a page
/// titled after it; the home page's title is then the site's.
pub fn leaves(
    documents: Vec<Arc<Document>>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Leaf> {
    let mut folders = by_folder(documents, config.title.as_deref());
    let mut leaves: Vec<Leaf> = Vec::new();
    // Folders still to be entered, the next one last: no recursion, because
    // how deep they go is the user's to say.
    let mut open: Vec<(Member, Option<PageId>)> = Vec::new();
    if let Some(home) = folders.get_mut("").and_then(|folder| folder.own.take()) {
        open.push((home, None));
    }
    while let Some(((document, number), section)) = open.pop() {
        let id = leaves.len();
        if document.is_index()
            && let Some(mut folder) = folders.remove(document.folder())
        {
            let key = |(document, _): &Member| order(document, &config.timezone);
            folder.members.sort_by_cached_key(key);
            let members = folder.members.into_iter().rev();
            open.extend(members.map(|member| (member, Some(id))));
        }
        if let Some(section) = section.and_then(|section| leaves.get_mut(section)) {
            section.place.children.push(id);
        }
        let place = place(&document, section, diagnostics);
        leaves.push(Leaf {
            document,
            number,
            place,
        });
    }
    leaves
}

#[derive(Default)]
struct Folder {
    own: Option<Member>,
    /// Its pages, and the own pages of the folders in it.
    members: Vec<Member>,
}

fn by_folder(documents: Vec<Arc<Document>>, site_title: Option<&str>) -> BTreeMap<String, Folder> {
    let mut folders: BTreeMap<String, Folder> = BTreeMap::new();
    for (number, document) in documents.into_iter().enumerate() {
        let mut path = document.folder();
        // Those above a folder that is known are known as well.
        while !path.is_empty() && !folders.contains_key(path) {
            folders.insert(path.to_owned(), Folder::default());
            path = parent(path);
        }
        let folder = match folders.get_mut(document.folder()) {
            Some(folder) => folder,
            None => folders.entry(document.folder().to_owned()).or_default(),
        };
        match document.is_index() {
            true => folder.own = Some((document, Some(number))),
            false => folder.members.push((document, Some(number))),
        }
    }
    let paths: Vec<String> = folders.keys().cloned().collect();
    for path in paths.iter().rev().filter(|path| !path.is_empty()) {
        let own = folders.get_mut(path).and_then(|folder| folder.own.take());
        let own = own.unwrap_or_else(|| of_folder(path, title_of(path)));
        folders
            .entry(parent(path).to_owned())
            .or_default()
            .members
            .push(own);
    }
    let home = folders.entry(String::new()).or_default();
    let title = site_title.unwrap_or("Briefing").to_owned();
    home.own.get_or_insert_with(|| of_folder("", title));
    folders
}

/// The page of a folder that has none of its own.
fn of_folder(path: &str, title: String) -> Member {
    (Arc::new(Document::of_folder(path, title)), None)
}

fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// `who-is-who` is "Who is who".
fn title_of(folder: &str) -> String {
    let name = folder.rsplit('/').next().unwrap_or_default();
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}

/// By `order`, then the newest first, then by title; what has no order or no
/// date comes after what has.
fn order(document: &Document, zone: &TimeZone) -> impl Ord + use<> {
    let matter = &document.matter;
    (
        matter.order.unwrap_or(i64::MAX),
        Reverse(matter.date.map(|date| date.timestamp(zone))),
        matter.title.to_lowercase(),
        document.path.clone(),
    )
}

fn place(document: &Document, section: Option<PageId>, diagnostics: &mut Vec<Diagnostic>) -> Place {
    let route = match address(document) {
        Ok(route) => route,
        Err(problem) => {
            diagnostics.push(*problem);
            // An address that nothing else has.
            Route::generated(format!("{}/", document.path))
        }
    };
    let mut aliases = Vec::new();
    for alias in &document.matter.aliases {
        match Route::of_alias(&alias.value) {
            Ok(route) => aliases.push(Alias {
                route,
                written: alias.clone(),
            }),
            Err(error) => diagnostics.push(
                Diagnostic::new(
                    Code::InvalidAddress,
                    format!("the alias `{}` {}", alias.value, error.0),
                )
                .at(document.matter_location(alias))
                .help("write it as `/old/place/`"),
            ),
        }
    }
    Place {
        route,
        section,
        children: Vec::new(),
        aliases,
    }
}

fn address(document: &Document) -> Result<Route, Box<Diagnostic>> {
    let invalid = |message: String| Diagnostic::new(Code::InvalidAddress, message);
    let Some(slug) = &document.matter.slug else {
        return document.address.clone().map_err(|error| {
            let problem = invalid(format!("this file's name, as an address, {}", error.0));
            let help = "rename it, or give it a `slug`";
            Box::new(problem.at(document.location()).help(help))
        });
    };
    if document.path == "index.md" {
        let problem = invalid("the home page's address cannot be changed".to_owned());
        let at = document.matter_location(slug);
        return Err(Box::new(problem.at(at).help("remove `slug` here")));
    }
    document.address.clone().map_err(|error| {
        let problem = invalid(format!("the slug `{}` {}", slug.value, error.0));
        let help = "write one part of an address, as `who-is-who`";
        Box::new(problem.at(document.matter_location(slug)).help(help))
    })
}
