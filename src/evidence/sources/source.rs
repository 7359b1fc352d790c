//! `content/sources/<key>.yaml` into a [`Source`]: what it is, who published
//! it, when it was retrieved.

use std::sync::Arc;

use super::kept_text::KeptText;
use super::kind::KINDS;
use super::name::{Name, names};
use super::published::{Published, published};
use super::set_aside::{SetAside, set_aside};
use crate::config::web_address;
use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic, Location, did_you_mean};
use crate::evidence::fingerprint::Fingerprint;
use crate::evidence::text::SourceText;
use crate::yaml::{self, Fields, Item, Kind, Reader};

/// Something a page rests on. Type and names as in CSL (the Citation Style
/// Language, 1.0.2), so that reference managers know them; `published` is CSL's
/// `issued`, `retrieved` its `accessed`.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "each field is the key of its name")]
pub struct Source {
    /// The key `type`: one of CSL's.
    pub kind: Option<String>,
    pub title: String,
    pub author: Vec<Name>,
    pub editor: Vec<Name>,
    pub container_title: Option<String>,
    pub publisher: Option<String>,
    pub publisher_place: Option<String>,
    pub volume: Option<String>,
    pub issue: Option<String>,
    pub number: Option<String>,
    pub edition: Option<String>,
    pub genre: Option<String>,
    pub page: Option<String>,
    pub published: Option<Published>,
    pub retrieved: Option<Date>,
    pub url: Option<String>,
    pub archive_url: Option<String>,
    pub doi: Option<String>,
    pub isbn: Option<String>,
    pub issn: Option<String>,
    /// As a BCP 47 tag. It says which words deny.
    pub language: Option<String>,
    pub rights: Option<String>,
    /// The key of the source that this one is quoted within.
    pub quoted_in: Option<String>,
    /// Whether no output may tell of it.
    pub private: bool,
    pub note: Option<String>,
    pub set_aside: Vec<SetAside>,
    /// What its text says: read from its file, or made from the text.
    pub fingerprint: Option<Arc<Fingerprint>>,
    /// The text, where it is at hand, for [`Source::text`].
    pub kept_text: Option<Arc<KeptText>>,
    /// Whether its text or fingerprint is in error, which has been reported.
    pub unreadable: bool,
    /// Where it is described.
    pub origin: Origin,
}

/// The file that describes a source, for the places of its values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origin {
    path: Arc<str>,
    yaml: Arc<str>,
    /// The YAML node of `quoted_in`.
    pub(super) quoted_in: usize,
}

const KEYS: &[&str] = &[
    "type",
    "title",
    "author",
    "editor",
    "container_title",
    "publisher",
    "publisher_place",
    "volume",
    "issue",
    "number",
    "edition",
    "genre",
    "page",
    "published",
    "retrieved",
    "url",
    "archive_url",
    "doi",
    "isbn",
    "issn",
    "language",
    "rights",
    "quoted_in",
    "quoted-in",
    "private",
    "note",
    "set_aside",
];

impl Source {
    /// Reads a description. There is none where the text is no YAML.
    pub(super) fn read(path: &str, text: &Arc<str>) -> (Option<Source>, Vec<Diagnostic>) {
        let mut reader = Reader::new(path, text);
        let source = reader.parse().map(|root| {
            let fields = Fields::root(&mut reader, &root, KEYS);
            let mut source = Source::of(&mut reader, &fields);
            source.origin.path = path.into();
            source.origin.yaml = Arc::clone(text);
            source
        });
        (source, reader.diagnostics)
    }

    fn of(r: &mut Reader, fields: &Fields) -> Source {
        let quoted_in = quoted_in(r, fields);
        Source {
            kind: fields.read(r, "type", kind),
            title: fields.require(r, "title", yaml::name).unwrap_or_default(),
            author: fields.read(r, "author", names).unwrap_or_default(),
            editor: fields.read(r, "editor", names).unwrap_or_default(),
            container_title: fields.read(r, "container_title", yaml::name),
            publisher: fields.read(r, "publisher", yaml::name),
            publisher_place: fields.read(r, "publisher_place", yaml::name),
            volume: fields.read(r, "volume", numbering),
            issue: fields.read(r, "issue", numbering),
            number: fields.read(r, "number", numbering),
            edition: fields.read(r, "edition", numbering),
            genre: fields.read(r, "genre", yaml::name),
            page: fields.read(r, "page", numbering),
            published: fields.read(r, "published", published),
            retrieved: fields.read(r, "retrieved", yaml::date),
            url: fields.read(r, "url", web_address),
            archive_url: fields.read(r, "archive_url", web_address),
            doi: fields.read(r, "doi", yaml::name),
            isbn: fields.read(r, "isbn", numbering),
            issn: fields.read(r, "issn", numbering),
            language: fields.read(r, "language", language),
            rights: fields.read(r, "rights", yaml::name),
            private: fields.read(r, "private", yaml::flag).unwrap_or_default(),
            note: fields.read(r, "note", yaml::text),
            set_aside: fields.read(r, "set_aside", set_aside).unwrap_or_default(),
            origin: Origin {
                quoted_in: quoted_in.as_ref().map_or(0, |(_, node)| *node),
                ..Origin::default()
            },
            quoted_in: quoted_in.map(|(key, _)| key),
            fingerprint: None,
            kept_text: None,
            unreadable: false,
        }
    }

    /// The text, where it is at hand: cut when it is asked for first.
    pub fn text(&self) -> Option<&SourceText> {
        self.kept_text.as_ref()?.of(self.fingerprint.as_ref()?)
    }

    /// The place of a node of its description, by its number.
    pub fn location(&self, node: usize) -> Location {
        Reader::new(&self.origin.path, &self.origin.yaml).location(node)
    }

    /// Its authors as one text, where there are any.
    pub fn authors(&self) -> Option<String> {
        let names: Vec<String> = self.author.iter().map(Name::to_string).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }
}

/// `quoted_in`, also as `quoted-in`, with its node.
fn quoted_in(r: &mut Reader, fields: &Fields) -> Option<(String, usize)> {
    let read = |r: &mut Reader, item: &Item| Some((yaml::name(r, item)?, item.node.id));
    let hyphen = fields.read(r, "quoted-in", read);
    let underscore = fields.read(r, "quoted_in", read);
    if let (Some((_, node)), Some(_)) = (&hyphen, &underscore) {
        let message = "`quoted-in` and `quoted_in` are the same key".to_owned();
        let help = "keep one of the two".to_owned();
        r.report(*node, Code::DuplicateKey, message, Some(help));
    }
    underscore.or(hyphen)
}

fn kind(reader: &mut Reader, item: &Item) -> Option<String> {
    let kind = yaml::name(reader, item)?;
    if KINDS.contains(&kind.as_str()) {
        return Some(kind);
    }
    let help = match did_you_mean(&kind, KINDS.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the types known here are {}", KINDS.join(", ")),
    };
    let message = format!("`{kind}` is no type of source");
    reader.report(item.node.id, Code::InvalidValue, message, Some(help));
    None
}

/// A volume, an edition, a standard number: often, but not always, digits.
fn numbering(reader: &mut Reader, item: &Item) -> Option<String> {
    match &item.node.kind {
        Kind::Int(number) => Some(number.to_string()),
        _ => yaml::name(reader, item),
    }
}

fn language(reader: &mut Reader, item: &Item) -> Option<String> {
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
