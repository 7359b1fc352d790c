//! `content/sources/<key>.yaml` into a [`Source`]: what it is, who published
//! it, when it was retrieved.

use std::collections::BTreeMap;

use crate::config::web_address;
use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic};
use crate::input::Inputs;
use crate::yaml::{self, Fields, Reader};

/// The sources of a site by their key.
pub type Sources = BTreeMap<String, Source>;

/// Something a page rests on. Type and names as in CSL (the Citation Style
/// Language, 1.0.2), so that reference managers know them.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "each field is the key of its name")]
pub struct Source {
    pub kind: Option<String>,
    pub title: String,
    pub author: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    /// As a BCP 47 tag. It says which words deny.
    pub language: Option<String>,
    pub published: Option<Date>,
    pub retrieved: Option<Date>,
    pub note: Option<String>,
}

/// Where sources are.
pub const FOLDER: &str = "content/sources";

const KEYS: &[&str] = &[
    "type",
    "title",
    "author",
    "publisher",
    "url",
    "language",
    "published",
    "retrieved",
    "note",
];

impl Source {
    /// Reads all of a project's sources.
    pub fn read_all(inputs: &Inputs) -> (Sources, Vec<Diagnostic>) {
        let mut sources = Sources::new();
        let mut diagnostics = Vec::new();
        for (name, _) in inputs.below(FOLDER) {
            let path = format!("{FOLDER}/{name}");
            let (Some(key), Some(text)) = (name.strip_suffix(".yaml"), inputs.text(&path)) else {
                continue;
            };
            let mut reader = Reader::new(&path, text);
            if let Some(source) = Source::read(&mut reader) {
                sources.insert(key.to_owned(), source);
            }
            diagnostics.extend(reader.diagnostics);
        }
        (sources, diagnostics)
    }

    fn read(reader: &mut Reader) -> Option<Source> {
        let root = reader.parse()?;
        let r = reader;
        let fields = Fields::root(r, &root, KEYS);
        Some(Source {
            kind: fields.read(r, "type", yaml::name),
            title: fields.require(r, "title", yaml::name).unwrap_or_default(),
            author: fields.read(r, "author", yaml::name),
            publisher: fields.read(r, "publisher", yaml::name),
            url: fields.read(r, "url", web_address),
            language: fields.read(r, "language", language),
            published: fields.read(r, "published", yaml::date),
            retrieved: fields.read(r, "retrieved", yaml::date),
            note: fields.read(r, "note", yaml::text),
        })
    }
}

fn language(reader: &mut Reader, item: &yaml::Item) -> Option<String> {
    let tag = yaml::name(reader, item)?;
    if is_language(&tag) {
        return Some(tag);
    }
    let message = format!("`{tag}` is no language tag");
    let help = "write it as `en`, `fr` or `pt-BR`".to_owned();
    reader.report(item.node.id, Code::InvalidValue, message, Some(help));
    None
}

/// Whether a text looks like a language tag (BCP 47): `en`, `zh-Hant`.
pub fn is_language(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let primary = subtags.next().unwrap_or_default();
    (2..=8).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && subtags.all(|subtag| {
            (1..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}
