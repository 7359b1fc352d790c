//! CSL-JSON, as reference managers export it, into [`crate::evidence::Source`]s.

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::import::{Draft, File, line, lines};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::evidence::sources::kind::KINDS;
use crate::evidence::sources::name::Name;
use crate::evidence::sources::published::Published;

/// Reads all items of a file.
pub(super) fn read(file: &mut File) {
    let text = file.text;
    // One item alone is allowed, too.
    let items: Result<Vec<&RawValue>, _> = match text.trim_start().starts_with('{') {
        true => serde_json::from_str::<&RawValue>(text).map(|item| vec![item]),
        false => serde_json::from_str(text),
    };
    let items = match items {
        Ok(items) => items,
        Err(error) => {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            let message = format!("this is no CSL-JSON: {message}");
            let at = Location::point(file.path, text, error.line(), error.column());
            let problem = Diagnostic::new(Code::Bibliography, message).at(at);
            let help = "export it again as CSL-JSON: a list of items in brackets";
            return file.import.diagnostics.push(problem.help(help));
        }
    };
    for raw in items {
        let start = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let span = start..start + raw.get().len();
        match serde_json::from_str::<Map<String, Value>>(raw.get()) {
            Ok(item) => read_item(file, &item, span),
            Err(_) => {
                let message = "this item is no object with the fields of CSL".to_owned();
                file.fault(span, message, "write it as `{\"id\": …, \"title\": …}`");
            }
        }
    }
}

fn read_item(file: &mut File, item: &Map<String, Value>, span: std::ops::Range<usize>) {
    let id = text(item, "citation-key").or_else(|| text(item, "id"));
    let Some(id) = id else {
        let message = "this item has no `id`".to_owned();
        return file.fault(span, message, "give it one: it becomes the source's key");
    };
    if !file.wants(&id) {
        return;
    }
    let draft = draft(item);
    for name in item.keys() {
        if !KNOWN.contains(&name.as_str()) {
            file.import.left_out.insert(name.clone());
        }
    }
    file.add(&id, draft, span);
}

/// The fields that are read.
const KNOWN: &[&str] = &[
    "id",
    "citation-key",
    "type",
    "title",
    "author",
    "editor",
    "container-title",
    "publisher",
    "publisher-place",
    "volume",
    "issue",
    "number",
    "edition",
    "genre",
    "page",
    "issued",
    "accessed",
    "URL",
    "DOI",
    "ISBN",
    "ISSN",
    "language",
    "license",
    "note",
    "custom",
];

/// What an export writes under `custom`.
const OWN: &[&str] = &["archive_url", "rights", "quoted_in", "private"];

fn draft(item: &Map<String, Value>) -> Draft {
    let mut draft = Draft::default();
    let empty = Map::new();
    let custom = item.get("custom").and_then(Value::as_object);
    let custom = custom.unwrap_or(&empty);
    others(&mut draft, "custom", custom, OWN);
    let kind = kind(&mut draft, text(item, "type"));
    let published = date(&mut draft, item, "issued");
    let retrieved = date(&mut draft, item, "accessed");
    let url = draft.address("URL", text(item, "URL"));
    let archive_url = draft.address("archive_url", text(custom, "archive_url"));
    let language = draft.language(text(item, "language"));
    let author = names(&mut draft, item, "author");
    let editor = names(&mut draft, item, "editor");
    let day = retrieved.and_then(|date| date.day());
    if let (Some(date), None) = (retrieved, day) {
        let loss = format!("it was accessed in {date}, which is no day");
        draft.losses.push(loss);
    }
    let source = &mut draft.source;
    source.kind = kind;
    source.title = text(item, "title")
        .map(|t| without_markup(&t))
        .unwrap_or_default();
    source.author = author;
    source.editor = editor;
    source.container_title = text(item, "container-title").map(|t| without_markup(&t));
    source.publisher = text(item, "publisher");
    source.publisher_place = text(item, "publisher-place");
    source.volume = text(item, "volume");
    source.issue = text(item, "issue");
    source.number = text(item, "number");
    source.edition = text(item, "edition");
    source.genre = text(item, "genre");
    source.page = text(item, "page");
    source.published = published;
    source.retrieved = day;
    source.url = url;
    source.archive_url = archive_url;
    source.doi = text(item, "DOI").map(|doi| plain_doi(&doi));
    source.isbn = text(item, "ISBN");
    source.issn = text(item, "ISSN");
    source.language = language;
    source.rights = text(custom, "rights").or_else(|| text(item, "license"));
    source.quoted_in = text(custom, "quoted_in");
    source.private = custom.get("private") == Some(&Value::Bool(true));
    source.note = item.get("note").and_then(Value::as_str).and_then(lines);
    draft
}

fn kind(draft: &mut Draft, kind: Option<String>) -> Option<String> {
    let kind = kind?;
    if KINDS.contains(&kind.as_str()) {
        return Some(kind);
    }
    draft
        .losses
        .push(format!("its type `{kind}` is none of CSL's"));
    None
}

/// A text, or a number as one.
fn text(object: &Map<String, Value>, field: &str) -> Option<String> {
    match object.get(field)? {
        Value::String(text) => line(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A DOI without the address that leads to it.
pub(super) fn plain_doi(doi: &str) -> String {
    let start = doi.find("doi.org/").map_or(0, |at| at + "doi.org/".len());
    doi.get(start..).unwrap_or_default().to_owned()
}

/// The few tags that CSL-JSON allows in titles, taken out.
fn without_markup(text: &str) -> String {
    let mut text = text.to_owned();
    for tag in ["i", "b", "sub", "sup", "sc"] {
        for tag in [format!("<{tag}>"), format!("</{tag}>")] {
            text = text.replace(&tag, "");
        }
    }
    for tag in [
        "<span class=\"nocase\">",
        "<span style=\"font-variant:small-caps;\">",
        "<span style=\"font-variant: small-caps;\">",
        "</span>",
    ] {
        text = text.replace(tag, "");
    }
    text
}

fn names(draft: &mut Draft, item: &Map<String, Value>, field: &str) -> Vec<Name> {
    let names = item.get(field).and_then(Value::as_array);
    let names = names.into_iter().flatten().filter_map(Value::as_object);
    names.filter_map(|one| name(draft, field, one)).collect()
}

fn name(draft: &mut Draft, field: &str, name: &Map<String, Value>) -> Option<Name> {
    if let Some(literal) = text(name, "literal") {
        others(draft, field, name, &["literal"]);
        return Some(Name::Literal(literal));
    }
    if let Some(suffix) = text(name, "suffix") {
        let loss = format!("`{field}`: the suffix `{suffix}` is now part of the family name");
        draft.losses.push(loss);
    }
    others(draft, field, name, &[FAMILY, &["given"]].concat());
    let parts: Vec<String> = FAMILY.iter().filter_map(|part| text(name, part)).collect();
    let given = text(name, "given");
    match (parts.is_empty(), given) {
        (false, given) => Some(Name::of(parts.join(" "), given)),
        (true, given) => given.map(Name::Literal),
    }
}

/// What becomes one family name, in this order.
const FAMILY: &[&str] = &[
    "dropping-particle",
    "non-dropping-particle",
    "family",
    "suffix",
];

/// Names what else an object says.
fn others(draft: &mut Draft, field: &str, object: &Map<String, Value>, known: &[&str]) {
    for name in object.keys().filter(|name| !known.contains(&name.as_str())) {
        let loss = format!("`{field}` has a `{name}`, which is not kept");
        draft.losses.push(loss);
    }
}

/// A date: `date-parts`, or `raw` or `literal` as far as they can be read.
fn date(draft: &mut Draft, item: &Map<String, Value>, field: &str) -> Option<Published> {
    let date = item.get(field)?.as_object()?;
    let parts = date.get("date-parts").and_then(Value::as_array);
    let written = match parts
        .and_then(|parts| parts.first())
        .and_then(Value::as_array)
    {
        Some(parts) => joined(parts),
        None => text(date, "raw")
            .or_else(|| text(date, "literal"))
            .unwrap_or_default(),
    };
    let loss = match Published::parse(&written) {
        Err(_) if written.is_empty() => "is not said".to_owned(),
        Err(_) => format!("is `{written}`, which is no date"),
        Ok(found) => {
            if parts.is_some_and(|parts| parts.len() > 1) {
                let loss = format!("`{field}` is a range: its beginning is kept");
                draft.losses.push(loss);
            } else if date.contains_key("season") || date.contains_key("circa") {
                draft
                    .losses
                    .push(format!("`{field}` is not exact: {found} is kept"));
            }
            return Some(found);
        }
    };
    draft.losses.push(format!("`{field}` {loss}"));
    None
}

/// `2024-03-01` from its parts, which may be numbers or texts.
fn joined(parts: &[Value]) -> String {
    let number = |value: &Value| match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let numbers: Vec<i64> = parts.iter().map_while(number).collect();
    let texts = numbers
        .iter()
        .enumerate()
        .map(|(index, number)| match index {
            0 => format!("{number:04}"),
            _ => format!("{number:02}"),
        });
    texts.collect::<Vec<_>>().join("-")
}
