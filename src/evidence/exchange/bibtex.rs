//! A [`Source`] into an entry of BibLaTeX, and the types of both.
//!
//! Promises that no text of a source ends its field or runs a command.

use crate::evidence::sources::name::Name;
use crate::evidence::sources::source::Source;

/// CSL's types with what BibLaTeX calls them, the first of each being that which
/// is written. A third word tells articles apart.
const TYPES: &[(&str, &str, &str)] = &[
    ("article-journal", "article", ""),
    ("article-magazine", "article", "magazine"),
    ("article-newspaper", "article", "newspaper"),
    ("article-journal", "suppperiodical", ""),
    ("book", "book", ""),
    ("book", "mvbook", ""),
    ("book", "collection", ""),
    ("book", "mvcollection", ""),
    ("book", "reference", ""),
    ("book", "mvreference", ""),
    ("book", "proceedings", ""),
    ("book", "mvproceedings", ""),
    ("book", "manual", ""),
    ("chapter", "incollection", ""),
    ("chapter", "inbook", ""),
    ("chapter", "bookinbook", ""),
    ("chapter", "suppbook", ""),
    ("chapter", "suppcollection", ""),
    ("dataset", "dataset", ""),
    ("document", "misc", ""),
    ("entry-encyclopedia", "inreference", ""),
    ("graphic", "image", ""),
    ("graphic", "artwork", ""),
    ("legal_case", "jurisdiction", ""),
    ("legislation", "legislation", ""),
    ("legislation", "legal", ""),
    ("manuscript", "unpublished", ""),
    ("motion_picture", "movie", ""),
    ("motion_picture", "video", ""),
    ("pamphlet", "booklet", ""),
    ("paper-conference", "inproceedings", ""),
    ("patent", "patent", ""),
    ("performance", "performance", ""),
    ("periodical", "periodical", ""),
    ("personal_communication", "letter", ""),
    ("report", "report", ""),
    ("report", "techreport", ""),
    ("review", "review", ""),
    ("software", "software", ""),
    ("song", "audio", ""),
    ("song", "music", ""),
    ("standard", "standard", ""),
    ("thesis", "thesis", ""),
    ("thesis", "phdthesis", ""),
    ("thesis", "mastersthesis", ""),
    ("webpage", "online", ""),
];

/// CSL's type for one of BibLaTeX's.
pub(super) fn kind_of(entry: &str, subtype: &str) -> Option<&'static str> {
    let of = |subtype: &str| {
        let mut types = TYPES.iter();
        types.find(|(_, name, sub)| *name == entry && *sub == subtype)
    };
    of(subtype).or_else(|| of("")).map(|(kind, ..)| *kind)
}

/// A source as an entry of BibLaTeX.
pub fn to_bibtex(key: &str, source: &Source) -> String {
    let kind = source.kind.as_deref().unwrap_or("document");
    let known = TYPES.iter().find(|(name, ..)| *name == kind);
    let (entry, subtype) = known.map_or(("misc", ""), |(_, entry, subtype)| (*entry, *subtype));
    let own = [
        ("entrysubtype", Some(subtype).filter(|s| !s.is_empty())),
        ("csltype", Some(kind).filter(|_| known.is_none())),
    ];
    let own = own.map(|(field, text)| (field, text.map(str::to_owned)));
    let mut out = format!("@{entry}{{{key},\n");
    for (field, names) in [("author", &source.author), ("editor", &source.editor)] {
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(name).collect();
            out.push_str(&format!("  {field} = {{{}}},\n", names.join(" and ")));
        }
    }
    for (field, text) in own.into_iter().chain(fields(entry, source)) {
        if let Some(text) = text {
            out.push_str(&format!("  {field} = {{{}}},\n", escaped(&text)));
        }
    }
    // Addresses are taken letter by letter there, so they must hold no braces.
    let addresses = [
        ("url", &source.url),
        ("archiveurl", &source.archive_url),
        ("doi", &source.doi),
    ];
    for (field, text) in addresses {
        if let Some(text) = text.as_ref().filter(|t| !t.contains(['{', '}', '\\'])) {
            out.push_str(&format!("  {field} = {{{text}}},\n"));
        }
    }
    out.push_str("}\n");
    out
}

/// The fields that hold text, by the names they have in this type of entry.
fn fields(entry: &str, source: &Source) -> Vec<(&'static str, Option<String>)> {
    let (container, publisher) = match entry {
        "article" => ("journaltitle", "publisher"),
        "online" => ("titleaddon", "organization"),
        "report" | "thesis" => ("booktitle", "institution"),
        _ => ("booktitle", "publisher"),
    };
    // What CSL calls the issue is BibTeX's number of an article, and what CSL
    // calls its number is BibLaTeX's eid.
    let (number, issue, eid) = match entry {
        "article" => (&source.issue, None, source.number.clone()),
        _ => (&source.number, source.issue.clone(), None),
    };
    vec![
        ("title", Some(source.title.clone())),
        (container, source.container_title.clone()),
        (publisher, source.publisher.clone()),
        ("location", source.publisher_place.clone()),
        ("volume", source.volume.clone()),
        ("number", number.clone()),
        ("issue", issue),
        ("eid", eid),
        ("edition", source.edition.clone()),
        ("type", source.genre.clone()),
        ("pages", source.page.clone()),
        ("date", source.published.map(|date| date.to_string())),
        ("urldate", source.retrieved.map(|date| date.to_string())),
        ("isbn", source.isbn.clone()),
        ("issn", source.issn.clone()),
        ("langid", source.language.clone()),
        ("rights", source.rights.clone()),
        ("quotedin", source.quoted_in.clone()),
        ("private", source.private.then(|| "true".to_owned())),
        ("note", source.note.clone()),
    ]
}

/// Braces keep a name whole, or a part of it that would be taken apart.
fn name(name: &Name) -> String {
    match name {
        Name::Literal(name) => format!("{{{}}}", escaped(name)),
        Name::Person { family, given } => format!("{}, {}", part(family), part(given)),
    }
}

fn part(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '’' | '\'');
    let is_one = text.chars().all(is_plain) && !text.split(' ').any(|word| word == "and");
    match is_one && text.chars().next().is_some_and(char::is_uppercase) {
        true => escaped(text),
        false => format!("{{{}}}", escaped(text)),
    }
}

/// A text in which TeX finds no command.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => out.extend(['\\', c]),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            // Two in a row would become a dash.
            '-' if out.ends_with('-') => out.push_str("{}-"),
            c => out.push(c),
        }
    }
    out
}
