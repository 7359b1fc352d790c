//! `site.yaml` into a [`Config`]: everything a user sets, every default.

use jiff::tz::TimeZone;

use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic, Location, did_you_mean};
use crate::markdown;
use crate::yaml::{self, Fields, Item, Kind, Node, Reader};

/// What `site.yaml` says. `docs/site-yaml.md` explains each key.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the key of its name")]
pub struct Config {
    pub title: Option<String>,
    pub subtitle: Option<String>,
    pub description: Option<String>,
    pub base_url: Option<BaseUrl>,
    pub language: String,
    pub theme: String,
    pub publisher: Option<Party>,
    pub authors: Vec<Party>,
    pub licence: Option<Party>,
    pub as_of: Option<Date>,
    pub marking: Option<String>,
    pub image: Option<String>,
    pub timezone: TimeZone,
    /// Absent: the pages and folders of the top.
    pub navigation: Option<Vec<Entry>>,
    /// Absent: no feed.
    pub feed: Option<Feed>,
    pub taxonomies: Vec<Taxonomy>,
    /// Pages in a list before it is split; zero: never.
    pub paginate: usize,
    pub integrity: bool,
    pub markdown: markdown::Options,
    pub extra: Option<Node>,
}

/// Someone or something with a name and perhaps an address on the web.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// As shown.
    pub name: String,
    /// Where it leads.
    pub url: Option<String>,
}

/// An entry of the navigation.
#[derive(Clone, Debug)]
pub struct Entry {
    /// As shown; absent: the page's own title.
    pub title: Option<String>,
    /// A page, by its path from `content/`, or an address on the web.
    pub target: String,
    /// Where `site.yaml` names it.
    pub location: Location,
}

/// The Atom feed.
#[derive(Clone, Copy, Debug)]
pub struct Feed {
    /// At most so many entries.
    pub limit: usize,
}

/// A way of grouping pages, each group with a page of its own.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    /// The front matter's key: `tags`, `authors`, or a key of `extra`.
    pub name: String,
    /// The title of its page.
    pub title: Option<String>,
}

/// The address of the site on the web. Ends in a slash.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Reads an address: `http` or `https`, a host, perhaps a path.
    pub fn parse(text: &str) -> Result<BaseUrl, &'static str> {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or("must begin with https:// or http://")?;
        if rest.is_empty() || rest.starts_with('/') {
            return Err("has no host");
        }
        if text.contains(['?', '#', ' ', '"', '<', '>', '\\']) {
            return Err("may hold a host and a path only");
        }
        Ok(BaseUrl(format!("{}/", text.trim_end_matches('/'))))
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its path: `/` or `/sub/path/`.
    pub fn path(&self) -> &str {
        let host = self.0.find("://").map_or(0, |scheme| scheme + 3);
        let path = self.0[host..].find('/').map_or(0, |path| host + path);
        &self.0[path..]
    }
}

const KEYS: &[&str] = &[
    "title",
    "subtitle",
    "description",
    "base_url",
    "language",
    "theme",
    "publisher",
    "authors",
    "licence",
    "as_of",
    "marking",
    "image",
    "timezone",
    "navigation",
    "feeds",
    "taxonomies",
    "paginate",
    "integrity",
    "markdown",
    "extra",
];

/// The name of the file.
pub const PATH: &str = "site.yaml";

impl Config {
    /// Reads the text of `site.yaml`; an empty one gives the defaults. What is
    /// wrong is left at its default, and reported.
    pub fn parse(text: &str) -> (Config, Vec<Diagnostic>) {
        let mut reader = Reader::new(PATH, text);
        let root = reader.parse().unwrap_or(Node {
            id: 0,
            kind: Kind::Null,
        });
        let config = Config::read(&mut reader, &root);
        (config, reader.diagnostics)
    }

    fn read(r: &mut Reader, root: &Node) -> Config {
        let fields = Fields::root(r, root, KEYS);
        let text = |r: &mut Reader, key: &str| fields.read(r, key, yaml::text);
        Config {
            title: fields.read(r, "title", yaml::name),
            subtitle: text(r, "subtitle"),
            description: text(r, "description"),
            base_url: fields.read(r, "base_url", base_url),
            language: fields
                .read(r, "language", language)
                .unwrap_or_else(|| "en".to_owned()),
            theme: fields
                .read(r, "theme", theme_name)
                .unwrap_or_else(|| "briefing".to_owned()),
            publisher: fields.read(r, "publisher", party),
            authors: fields
                .read(r, "authors", |r, item| yaml::list(r, item, party))
                .unwrap_or_default(),
            licence: fields.read(r, "licence", party),
            as_of: fields.read(r, "as_of", yaml::date),
            marking: text(r, "marking"),
            image: text(r, "image"),
            timezone: fields
                .read(r, "timezone", timezone)
                .unwrap_or(TimeZone::UTC),
            navigation: fields.read(r, "navigation", |r, item| yaml::list(r, item, entry)),
            feed: fields
                .read(r, "feeds", feeds)
                .unwrap_or(Some(Feed { limit: 20 })),
            taxonomies: fields.read(r, "taxonomies", taxonomies).unwrap_or_else(|| {
                vec![Taxonomy {
                    name: "tags".to_owned(),
                    title: None,
                }]
            }),
            paginate: fields.read(r, "paginate", count).unwrap_or(50),
            integrity: fields.read(r, "integrity", yaml::flag).unwrap_or(false),
            markdown: fields
                .read(r, "markdown", markdown_options)
                .unwrap_or_default(),
            extra: fields.read(r, "extra", |_, item| Some(item.node.clone())),
        }
    }

    /// Whether the language is written from right to left.
    pub fn direction(&self) -> &'static str {
        const RIGHT_TO_LEFT: &[&str] = &[
            "ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi",
        ];
        let primary = self.language.split('-').next().unwrap_or_default();
        match RIGHT_TO_LEFT.contains(&primary) {
            true => "rtl",
            false => "ltr",
        }
    }
}

fn invalid<T>(reader: &mut Reader, item: &Item, why: &str, help: Option<String>) -> Option<T> {
    let message = format!("`{}` {why}", item.name);
    reader.report(item.node.id, Code::InvalidValue, message, help);
    None
}

fn base_url(reader: &mut Reader, item: &Item) -> Option<BaseUrl> {
    let text = yaml::name(reader, item)?;
    match BaseUrl::parse(&text) {
        Ok(url) => Some(url),
        Err(why) => {
            let help = "write it as `https://example.org/briefing/`".to_owned();
            invalid(reader, item, why, Some(help))
        }
    }
}

/// A language tag (BCP 47), checked in its form only.
fn language(reader: &mut Reader, item: &Item) -> Option<String> {
    let tag = yaml::name(reader, item)?;
    let well_formed = tag.split('-').enumerate().all(|(index, part)| {
        let length = if index == 0 { 2..=8 } else { 1..=8 };
        length.contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    });
    if !well_formed {
        let help = "write it as `en`, `fr` or `pt-BR`".to_owned();
        return invalid(reader, item, "is not a language tag", Some(help));
    }
    Some(tag)
}

fn theme_name(reader: &mut Reader, item: &Item) -> Option<String> {
    let name = yaml::name(reader, item)?;
    if name.contains(['/', '\\']) || name.starts_with('.') {
        let help = "name a folder in themes/".to_owned();
        return invalid(reader, item, "is not the name of a theme", Some(help));
    }
    Some(name)
}

/// `{name: …, url: …}`, or the name alone.
fn party(reader: &mut Reader, item: &Item) -> Option<Party> {
    if !matches!(item.node.kind, Kind::Map(_)) {
        let name = yaml::name(reader, item)?;
        return Some(Party { name, url: None });
    }
    let fields = Fields::of(reader, item, &["name", "url"]);
    let name = fields.require(reader, "name", yaml::name)?;
    let url = fields.read(reader, "url", web_address);
    Some(Party { name, url })
}

/// An address that a reader may follow: `https://…`, `http://…`, `mailto:…`.
pub fn web_address(reader: &mut Reader, item: &Item) -> Option<String> {
    let text = yaml::name(reader, item)?;
    let lower = text.to_lowercase();
    let known = ["https://", "http://", "mailto:"];
    if known.iter().any(|scheme| lower.starts_with(scheme)) {
        return Some(text);
    }
    let help = "an address begins with https://, http:// or mailto:".to_owned();
    invalid(reader, item, "is not an address", Some(help))
}

fn timezone(reader: &mut Reader, item: &Item) -> Option<TimeZone> {
    let name = yaml::name(reader, item)?;
    match TimeZone::get(&name) {
        Ok(zone) => Some(zone),
        Err(_) => {
            let zones: Vec<String> = jiff::tz::db()
                .available()
                .map(|zone| zone.to_string())
                .collect();
            let help = match did_you_mean(&name, zones.iter().map(String::as_str)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "write it as `Africa/Nairobi` or `UTC`".to_owned(),
            };
            invalid(reader, item, "is not a known time zone", Some(help))
        }
    }
}

/// `financing.md`, or `{title: …, page: financing.md}`, or `{title, url}`.
fn entry(reader: &mut Reader, item: &Item) -> Option<Entry> {
    let location = reader.location(item.node.id);
    if !matches!(item.node.kind, Kind::Map(_)) {
        let target = yaml::name(reader, item)?;
        return Some(Entry {
            title: None,
            target,
            location,
        });
    }
    let fields = Fields::of(reader, item, &["title", "page", "url"]);
    let page = fields.read(reader, "page", yaml::name);
    let url = fields.read(reader, "url", web_address);
    let title = match url.is_some() {
        true => fields.require(reader, "title", yaml::name),
        false => fields.read(reader, "title", yaml::name),
    };
    match (page, url) {
        (Some(target), None) | (None, Some(target)) => Some(Entry {
            title,
            target,
            location,
        }),
        _ => invalid(reader, item, "needs either `page` or `url`", None),
    }
}

/// `{atom: true, limit: 20}`, or `false`.
fn feeds(reader: &mut Reader, item: &Item) -> Option<Option<Feed>> {
    if let Kind::Bool(wanted) = item.node.kind {
        return Some(wanted.then_some(Feed { limit: 20 }));
    }
    let fields = Fields::of(reader, item, &["atom", "limit"]);
    let wanted = fields.read(reader, "atom", yaml::flag).unwrap_or(true);
    let limit = fields.read(reader, "limit", count).unwrap_or(20);
    Some(wanted.then_some(Feed { limit }))
}

fn count(reader: &mut Reader, item: &Item) -> Option<usize> {
    let number = yaml::number(reader, item)?;
    match usize::try_from(number) {
        Ok(number) => Some(number),
        Err(_) => invalid(reader, item, "may not be negative", None),
    }
}

/// `[tags, authors]`, or a mapping from the name to `{title: …}`.
fn taxonomies(reader: &mut Reader, item: &Item) -> Option<Vec<Taxonomy>> {
    let Kind::Map(entries) = &item.node.kind else {
        let names = yaml::list(reader, item, taxonomy_name)?;
        let plain = |name| Taxonomy { name, title: None };
        return Some(names.into_iter().map(plain).collect());
    };
    let mut taxonomies = Vec::new();
    for (key, node) in entries {
        let named = |node| Item {
            name: format!("{}.{}", item.name, text_of(key)),
            node,
        };
        let Some(name) = taxonomy_name(reader, &named(key)) else {
            continue;
        };
        let title = match node.kind {
            Kind::Null => None,
            _ => Fields::of(reader, &named(node), &["title"]).read(reader, "title", yaml::name),
        };
        taxonomies.push(Taxonomy { name, title });
    }
    Some(taxonomies)
}

fn text_of(node: &Node) -> &str {
    match &node.kind {
        Kind::Text(text) => text,
        _ => "?",
    }
}

/// A name that is an address, too: the pages are under `/tags/`.
fn taxonomy_name(reader: &mut Reader, item: &Item) -> Option<String> {
    let name = yaml::name(reader, item)?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    match name.chars().all(plain) {
        true => Some(name),
        false => invalid(reader, item, "may hold a-z, 0-9, `-` and `_` only", None),
    }
}

fn markdown_options(reader: &mut Reader, item: &Item) -> Option<markdown::Options> {
    const KEYS: &[&str] = &[
        "raw_html",
        "mathematics",
        "smart_punctuation",
        "highlight",
        "numbered",
    ];
    let fields = Fields::of(reader, item, KEYS);
    let defaults = markdown::Options::default();
    let mut flag =
        |key: &str, default: bool| fields.read(reader, key, yaml::flag).unwrap_or(default);
    Some(markdown::Options {
        raw_html: flag("raw_html", defaults.raw_html),
        mathematics: flag("mathematics", defaults.mathematics),
        smart_punctuation: flag("smart_punctuation", defaults.smart_punctuation),
        highlight: flag("highlight", defaults.highlight),
        numbered: flag("numbered", defaults.numbered),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_gives_the_defaults() {
        let (config, diagnostics) = Config::parse("");
        assert!(diagnostics.is_empty());
        assert_eq!(
            (config.language.as_str(), config.theme.as_str()),
            ("en", "briefing")
        );
    }

    #[test]
    fn a_base_url_ends_in_a_slash_and_has_a_path() {
        let path = |text| BaseUrl::parse(text).map(|url| url.path().to_owned());
        assert_eq!(path("https://example.org"), Ok("/".to_owned()));
        assert_eq!(path("https://example.org/a/b"), Ok("/a/b/".to_owned()));
        for text in [
            "example.org",
            "https://",
            "https:///x",
            "https://a/?b",
            "ftp://a",
        ] {
            assert!(path(text).is_err(), "{text}");
        }
    }
}
