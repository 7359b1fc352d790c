//! A [`Source`] in the words of CSL 1.0.2: as an item to be formatted, and as
//! CSL-JSON for reference managers.
//!
//! Promises that nothing is in either that the source does not say.

use std::collections::BTreeMap;

use hayagriva::citationberg::json::{
    DateValue, Item, LiteralName, NameItem, NameValue, Value, VecDate, VecDateRange,
};
use serde_json::{Map, json};

use crate::evidence::sources::name::Name;
use crate::evidence::sources::published::Published;
use crate::evidence::sources::source::Source;

/// The type of what says nothing of its own: CSL's own for that.
const ANY_KIND: &str = "document";

/// The types of what appears in something: in most styles they name that, and no
/// publisher.
const IN_SOMETHING: &[&str] = &[
    "article-magazine",
    "article-newspaper",
    "post",
    "post-weblog",
    "webpage",
];

/// The variables that are plain texts, by CSL's names.
fn texts(source: &Source) -> impl Iterator<Item = (&'static str, &str)> {
    [
        ("container-title", &source.container_title),
        ("publisher", &source.publisher),
        ("publisher-place", &source.publisher_place),
        ("volume", &source.volume),
        ("issue", &source.issue),
        ("number", &source.number),
        ("edition", &source.edition),
        ("genre", &source.genre),
        ("page", &source.page),
        ("URL", &source.url),
        ("DOI", &source.doi),
        ("ISBN", &source.isbn),
        ("ISSN", &source.issn),
        ("language", &source.language),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value.as_deref()?)))
}

/// The item that a style formats. The note is for readers of the site, and no
/// part of a reference. A publisher stands for the newspaper or site that is not
/// named.
pub(super) fn item(source: &Source) -> Item {
    let mut item = Item(BTreeMap::new());
    let mut put = |variable: &str, value| item.0.insert(variable.to_owned(), value);
    put("type", Value::String(kind(source).to_owned()));
    put("title", Value::String(source.title.clone()));
    let is_outlet = source.container_title.is_none() && IN_SOMETHING.contains(&kind(source));
    for (variable, text) in texts(source) {
        let variable = match variable {
            "publisher" if is_outlet => "container-title",
            _ => variable,
        };
        put(variable, Value::String(text.to_owned()));
    }
    for (variable, names) in people(source) {
        put(variable, Value::Names(names.iter().map(name).collect()));
    }
    for (variable, date) in dates(source) {
        let parts = VecDateRange(vec![VecDate(date.parts())]);
        let date = DateValue::DateParts {
            date_parts: parts,
            literal: None,
            season: None,
            circa: false,
        };
        put(variable, Value::Date(date));
    }
    item
}

fn kind(source: &Source) -> &str {
    source.kind.as_deref().unwrap_or(ANY_KIND)
}

fn people(source: &Source) -> impl Iterator<Item = (&'static str, &[Name])> {
    let people = [("author", &source.author), ("editor", &source.editor)];
    let people = people.map(|(variable, names)| (variable, names.as_slice()));
    people.into_iter().filter(|(_, names)| !names.is_empty())
}

fn dates(source: &Source) -> impl Iterator<Item = (&'static str, Published)> {
    let retrieved = source.retrieved.map(Published::Day);
    let dates = [("issued", source.published), ("accessed", retrieved)];
    dates
        .into_iter()
        .filter_map(|(name, date)| Some((name, date?)))
}

fn name(name: &Name) -> NameValue {
    match name {
        Name::Literal(literal) => NameValue::Literal(LiteralName {
            literal: literal.clone(),
        }),
        // A family name of several words would be taken apart and put together
        // in another order, unless its first is said to belong there.
        Name::Person { family, given } => {
            let (particle, family) = match family.split_once(' ') {
                Some((first, rest)) => (Some(first.to_owned()), rest),
                None => (None, family.as_str()),
            };
            NameValue::Item(NameItem {
                family: family.to_owned(),
                given: Some(given.clone()),
                non_dropping_particle: particle,
                dropping_particle: None,
                suffix: None,
                comma_suffix: None,
            })
        }
    }
}

/// A source as an object of CSL-JSON. What CSL has no name for stands under
/// `custom`; what is set aside concerns the briefing alone and is not there.
pub fn to_csl_json(key: &str, source: &Source) -> serde_json::Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), json!(key));
    object.insert("type".to_owned(), json!(kind(source)));
    object.insert("title".to_owned(), json!(source.title));
    for (variable, names) in people(source) {
        let names = names.iter().map(|name| match name {
            Name::Literal(name) => json!({ "literal": name }),
            Name::Person { family, given } => json!({ "family": family, "given": given }),
        });
        object.insert(variable.to_owned(), names.collect());
    }
    for (variable, text) in texts(source) {
        object.insert(variable.to_owned(), json!(text));
    }
    for (variable, date) in dates(source) {
        object.insert(variable.to_owned(), json!({ "date-parts": [date.parts()] }));
    }
    if let Some(note) = &source.note {
        object.insert("note".to_owned(), json!(note));
    }
    let custom: Map<_, _> = own(source)
        .map(|(name, text)| (name.to_owned(), json!(text)))
        .chain(source.private.then(|| ("private".to_owned(), json!(true))))
        .collect();
    if !custom.is_empty() {
        object.insert("custom".to_owned(), custom.into());
    }
    serde_json::Value::Object(object)
}

/// The texts for which CSL has no name.
pub(super) fn own(source: &Source) -> impl Iterator<Item = (&'static str, &str)> {
    [
        ("archive_url", &source.archive_url),
        ("rights", &source.rights),
        ("quoted_in", &source.quoted_in),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value.as_deref()?)))
}
