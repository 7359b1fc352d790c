//! `content/sources/<key>.yaml` into a [`Source`]: what it is, who published
//! it, when it was retrieved.

use std::sync::Arc;

use schemars::{JsonSchema, Schema};
use serde_json::Value;

use super::kept_text::KeptText;
use super::kind::KINDS;
use super::name::{Name, Names, names};
use super::published::{Published, published};
use super::set_aside::{SetAside, set_aside};
use crate::config::{WebAddress, web_address};
use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic, Location, did_you_mean};
use crate::evidence::fingerprint::Fingerprint;
use crate::evidence::text::SourceText;
use crate::yaml::{self, Fields, Form, Item, Kind, Line, Or, Reader, Text};

/// Something a page rests on.
// Type and names as in CSL (the Citation Style Language, 1.0.2), so that reference managers
// know them; `published` is CSL's `issued`, `retrieved` its `accessed`.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields, transform = with_hyphen)]
pub struct Source {
    /// What it is, as the Citation Style Language calls it. Left out: `document`.
    #[schemars(rename = "type", extend("enum" = kinds()))]
    pub kind: Option<String>,
    /// What it is called.
    #[schemars(with = "Line")]
    pub title: String,
    /// Who wrote it: a name or a list of them. A text is kept as it is; a person is
    /// `{family: …, given: …}`.
    #[schemars(with = "Option<Names>")]
    pub author: Vec<Name>,
    /// Who edited it: a name or a list of them.
    #[schemars(with = "Option<Names>")]
    pub editor: Vec<Name>,
    /// What it appeared in: the newspaper, journal, book or site.
    #[schemars(with = "Option<Line>")]
    pub container_title: Option<String>,
    /// Who published it.
    #[schemars(with = "Option<Line>")]
    pub publisher: Option<String>,
    /// Where it was published.
    #[schemars(with = "Option<Line>")]
    pub publisher_place: Option<String>,
    /// Which volume it is, or is in.
    #[schemars(with = "Option<Numbering>")]
    pub volume: Option<String>,
    /// In which issue it appeared.
    #[schemars(with = "Option<Numbering>")]
    pub issue: Option<String>,
    /// The number of a report or a law.
    #[schemars(with = "Option<Numbering>")]
    pub number: Option<String>,
    /// Which edition it is.
    #[schemars(with = "Option<Numbering>")]
    pub edition: Option<String>,
    /// A closer word for the type, such as `Press release`.
    #[schemars(with = "Option<Line>")]
    pub genre: Option<String>,
    /// Which pages it has there, such as `12-14`.
    #[schemars(with = "Option<Numbering>")]
    pub page: Option<String>,
    /// When it was published, as precisely as is known: a year, a month or a day.
    pub published: Option<Published>,
    /// The day on which you read it.
    pub retrieved: Option<Date>,
    /// Where it is.
    #[schemars(with = "Option<WebAddress>")]
    pub url: Option<String>,
    /// A copy that stays.
    #[schemars(with = "Option<WebAddress>")]
    pub archive_url: Option<String>,
    /// Its DOI, without `https://doi.org/`.
    #[schemars(with = "Option<Line>")]
    pub doi: Option<String>,
    /// Its ISBN.
    #[schemars(with = "Option<Numbering>")]
    pub isbn: Option<String>,
    /// Its ISSN.
    #[schemars(with = "Option<Numbering>")]
    pub issn: Option<String>,
    /// The language of its text, as a tag such as `en` or `pt-BR`. It says which words deny.
    #[schemars(with = "Option<Text<Tag>>")]
    pub language: Option<String>,
    /// Its licence, or who has the rights.
    #[schemars(with = "Option<Line>")]
    pub rights: Option<String>,
    /// The key of the source that you read this one in.
    #[schemars(with = "Option<Line>")]
    pub quoted_in: Option<String>,
    /// Whether the site must not tell of it.
    #[schemars(with = "Option<bool>", extend("default" = false))]
    pub private: bool,
    /// Anything a reader should know.
    pub note: Option<String>,
    /// Paragraphs that the briefing leaves out on purpose.
    #[schemars(with = "Option<Vec<SetAside>>")]
    pub set_aside: Vec<SetAside>,
    /// What its text says: read from its file, or made from the text.
    #[schemars(skip)]
    pub fingerprint: Option<Arc<Fingerprint>>,
    /// The text, where it is at hand, for [`Source::text`].
    #[schemars(skip)]
    pub kept_text: Option<Arc<KeptText>>,
    /// Whether its text or fingerprint is in error, which has been reported.
    #[schemars(skip)]
    pub unreadable: bool,
    /// Where it is described.
    #[schemars(skip)]
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

/// The types, or none.
fn kinds() -> Vec<Option<&'static str>> {
    let kinds = KINDS.iter().copied().map(Some);
    kinds.chain([None]).collect()
}

/// `quoted_in` has a second spelling.
fn with_hyphen(schema: &mut Schema) {
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    if let Some(properties) = properties
        && let Some(same) = properties.get("quoted_in").cloned()
    {
        properties.insert("quoted-in".to_owned(), same);
    }
}

/// How a [`numbering`] is written.
type Numbering = Or<i64, Line>;

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
    let help = Tag::HELP.to_owned();
    reader.report(item.node.id, Code::InvalidValue, message, Some(help));
    None
}

/// What [`is_language`] takes.
struct Tag;

impl Form for Tag {
    const PATTERN: &'static str = r"^\s*[a-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\s*$";
    const HELP: &'static str = "write it as `en`, `fr` or `pt-BR`";
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
