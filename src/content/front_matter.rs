//! The YAML at the head of a page into typed values.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::updates::{self, Update};
use crate::date::Date;
use crate::diagnostic::Code;
use crate::markdown::{self, Terms};
use crate::yaml::{self, Fields, Item, Line, Node, Reader};

/// A value that may still turn out wrong when other files are known, with the
/// number of its YAML node, by which its place is found again.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked<T> {
    /// The value.
    pub value: T,
    /// For [`Reader::location`].
    pub node: usize,
}

/// What the front matter of a page says.
// `docs/content/writing.md` explains each key.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct FrontMatter {
    /// The heading and name of the page: plain text, on one line.
    #[schemars(with = "Line")]
    pub title: String,
    /// The page in short: it stands below the title and in lists. Plain text; a blank line
    /// begins a paragraph.
    #[schemars(with = "Option<String>")]
    pub summary: Option<Marked<String>>,
    /// What a busy reader has to know, shown before the text: inline Markdown, each on one line.
    #[schemars(with = "Option<Vec<Line>>")]
    pub key_points: Vec<Marked<String>>,
    /// When it was first published. Pages with a date are in the feed.
    pub date: Option<Date>,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// What was changed, and when.
    #[schemars(with = "Option<Vec<Update>>")]
    pub updates: Vec<Update>,
    /// The day up to which the page speaks, in place of the site's.
    pub as_of: Option<Date>,
    /// The time that the page covers; stands beside its dates.
    pub period: Option<String>,
    /// When the next version is due; stands beside the page's dates.
    pub next_update: Option<Date>,
    /// From this day on, a warning at each build, and a notice on the page that it may be out
    /// of date.
    #[schemars(with = "Option<Date>")]
    pub review_by: Option<Marked<Date>>,
    /// The page is not public before.
    pub publish_at: Option<Date>,
    /// The page is not public from then on.
    pub expires_at: Option<Date>,
    /// Whether the page is kept from the public.
    // An empty one is a mistake, so it may not be null.
    #[schemars(default)]
    pub draft: bool,
    /// Its place among its neighbours, the smallest first; may be negative.
    pub order: Option<i64>,
    /// What it is about: each tag has a page that lists its pages.
    #[schemars(with = "Option<Vec<Line>>")]
    pub tags: Vec<Marked<String>>,
    /// Who wrote it, in place of the site's authors.
    #[schemars(with = "Option<Vec<Line>>")]
    pub authors: Vec<Marked<String>>,
    /// What it rests on: files in `content/sources/`, by their names without the ending.
    #[schemars(with = "Option<Vec<Line>>")]
    pub sources: Vec<Marked<String>>,
    /// Former addresses of the page, such as `/old/place/`: they lead to it.
    #[schemars(with = "Option<Vec<Line>>")]
    pub aliases: Vec<Marked<String>>,
    /// The last part of the page's address: small letters, digits, `-` and `_`.
    #[schemars(with = "Option<Line>")]
    pub slug: Option<Marked<String>>,
    /// A template of the theme, in place of the usual one: `section` for
    /// `templates/section.html`.
    #[schemars(with = "Option<Line>")]
    pub template: Option<Marked<String>>,
    /// The picture of links that are shared: a file of the project.
    #[schemars(with = "Option<Line>")]
    pub image: Option<Marked<String>>,
    /// What that picture shows, for those who do not see it.
    pub image_alt: Option<String>,
    /// A line on the page, such as `For official use`, in place of the site's.
    pub marking: Option<String>,
    /// Whether paragraphs carry numbers.
    #[schemars(with = "Option<bool>", extend("default" = false))]
    pub numbered: bool,
    /// Whether terms of the glossary are explained on this page.
    #[schemars(extend("default" = true))]
    pub glossary: Option<bool>,
    /// Anything, for templates and taxonomies of your own.
    #[schemars(with = "Option<BTreeMap<String, serde_json::Value>>")]
    pub extra: Option<Node>,
}

const KEYS: &[&str] = &[
    "title",
    "summary",
    "key_points",
    "date",
    "updated",
    "updates",
    "as_of",
    "period",
    "next_update",
    "review_by",
    "publish_at",
    "expires_at",
    "draft",
    "order",
    "tags",
    "authors",
    "sources",
    "aliases",
    "slug",
    "template",
    "image",
    "image_alt",
    "marking",
    "numbered",
    "glossary",
    "extra",
];

impl FrontMatter {
    /// Reads it; what is wrong is left at its default, and reported.
    pub fn read(reader: &mut Reader) -> FrontMatter {
        let Some(root) = reader.parse() else {
            return FrontMatter::default();
        };
        let fields = Fields::root(reader, &root, KEYS);
        let r = reader;
        let names = |r: &mut Reader, key: &str| {
            let read = |r: &mut Reader, item: &Item| yaml::list(r, item, marked_name);
            fields.read(r, key, read).unwrap_or_default()
        };
        FrontMatter {
            title: fields.require(r, "title", title).unwrap_or_default(),
            summary: fields.read(r, "summary", |r, item| mark(item, yaml::text(r, item))),
            key_points: names(r, "key_points"),
            date: fields.read(r, "date", yaml::date),
            updated: fields.read(r, "updated", yaml::date),
            updates: fields
                .read(r, "updates", |r, item| yaml::list(r, item, updates::update))
                .unwrap_or_default(),
            as_of: fields.read(r, "as_of", yaml::date),
            period: fields.read(r, "period", yaml::text),
            next_update: fields.read(r, "next_update", yaml::date),
            review_by: fields.read(r, "review_by", |r, item| mark(item, yaml::date(r, item))),
            publish_at: fields.read(r, "publish_at", yaml::date),
            expires_at: fields.read(r, "expires_at", yaml::date),
            // Whoever writes the key has something to hide.
            draft: fields
                .read_filled(r, "draft", yaml::flag)
                .unwrap_or_default(),
            order: fields.read(r, "order", yaml::number),
            tags: names(r, "tags"),
            authors: names(r, "authors"),
            sources: names(r, "sources"),
            aliases: names(r, "aliases"),
            slug: fields.read(r, "slug", marked_name),
            template: fields.read(r, "template", marked_name),
            image: fields.read(r, "image", marked_name),
            image_alt: fields.read(r, "image_alt", yaml::text),
            marking: fields.read(r, "marking", yaml::text),
            numbered: fields.read(r, "numbered", yaml::flag).unwrap_or_default(),
            glossary: fields.read(r, "glossary", yaml::flag),
            extra: fields.read(r, "extra", free_mapping),
        }
    }
}

impl FrontMatter {
    /// How the page's Markdown is read, where the site says how all is.
    pub fn options(&self, site: &markdown::Options) -> markdown::Options {
        let mut options = site.clone();
        options.numbered |= self.numbered;
        if self.glossary == Some(false) {
            options.terms = Terms::default();
        }
        options
    }
}

/// A page's title. It stands in lists, where no note can: what it would cite is
/// not compared.
fn title(reader: &mut Reader, item: &Item) -> Option<String> {
    without_citation(reader, item, "a title")
}

/// A text of one line for where no note can stand.
pub(super) fn without_citation(reader: &mut Reader, item: &Item, place: &str) -> Option<String> {
    let text = yaml::name(reader, item)?;
    if text.contains("[@") {
        let message = format!("a citation in {place} is not read");
        let help = "cite where the text says the same".to_owned();
        reader.report(item.node.id, Code::CitationForm, message, Some(help));
    }
    Some(text)
}

fn marked_name(reader: &mut Reader, item: &Item) -> Option<Marked<String>> {
    mark(item, yaml::name(reader, item))
}

fn mark<T>(item: &Item, value: Option<T>) -> Option<Marked<T>> {
    value.map(|value| Marked {
        value,
        node: item.node.id,
    })
}

/// A mapping of anything, for `extra`.
fn free_mapping(reader: &mut Reader, item: &Item) -> Option<Node> {
    yaml::mapping(reader, item).map(|_| item.node.clone())
}
