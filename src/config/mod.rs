//! `site.yaml` into a [`Config`]: everything a user sets, every default.

mod evidence;
mod outputs;
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::date::Date;
use crate::diagnostic::{Diagnostic, Location};
use crate::markdown;
use crate::yaml::{self, Fields, Item, Kind, Node, Reader};

pub use evidence::Evidence;
pub use outputs::{Cards, Compression, Outputs};
pub use values::{is_theme_name, is_web_address, theme_name, web_address};

/// What `site.yaml` says. `docs/content/site-yaml.md` explains each key. Two are equal that
/// were read from one text and have one address.
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
    pub whats_new: bool,
    pub glossary: bool,
    pub who: bool,
    pub taxonomies: Vec<Taxonomy>,
    /// Pages in a list before it is split; zero: never.
    pub paginate: usize,
    pub integrity: bool,
    /// The most bytes of Markdown that are searched; zero: no search. Absent: as it is best.
    pub search: Option<usize>,
    /// Whether there is a page of all pages, for paper. Absent: where there are
    /// not too many.
    pub print: Option<bool>,
    pub markdown: markdown::Options,
    pub evidence: Evidence,
    pub outputs: Outputs,
    pub extra: Option<Node>,
    /// Where values stand that may still turn out wrong.
    places: BTreeMap<&'static str, Location>,
    /// What all of it was read from.
    text: Arc<str>,
}

impl PartialEq for Config {
    fn eq(&self, other: &Config) -> bool {
        // The address may have been replaced since.
        self.text == other.text && self.base_url == other.base_url
    }
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
    /// Which of the two.
    pub is_web: bool,
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
        let (scheme, rest) = text.split_once("://").unwrap_or_default();
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "https" && scheme != "http" {
            return Err("must begin with https:// or http://");
        }
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (name, port) = host.split_once(':').unwrap_or((host, "443"));
        let in_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        let labels_are_whole = name.split('.').all(|label| !label.is_empty());
        if !name.chars().all(in_host) || !labels_are_whole || port.parse::<u16>().is_err() {
            return Err("has no valid host (one of other letters is written in punycode)");
        }
        let in_path = |c: char| c.is_ascii_alphanumeric() || "-._~/!$&'()*+,;=:@%".contains(c);
        let path = path.trim_end_matches('/');
        let leads_away = |part: &str| matches!(part, "." | "..");
        if !path.chars().all(in_path) || path.split('/').any(leads_away) {
            return Err("may hold a host and a path only, in ASCII");
        }
        let slash = if path.is_empty() { "" } else { "/" };
        let host = host.to_ascii_lowercase();
        Ok(BaseUrl(format!("{scheme}://{host}/{path}{slash}")))
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
    "whats_new",
    "glossary",
    "who",
    "taxonomies",
    "paginate",
    "integrity",
    "search",
    "print",
    "markdown",
    "evidence",
    "outputs",
    "extra",
];

/// The name of the file.
pub const PATH: &str = "site.yaml";

/// What people call it, in lower case.
pub const NAMES: &[&str] = &[PATH, "site.yml"];

impl Config {
    /// Reads the text of `site.yaml`; an empty one gives the defaults. What is
    /// wrong is left at its default, and reported.
    pub fn parse(text: &str) -> (Config, Vec<Diagnostic>) {
        let mut reader = Reader::new(PATH, text);
        let root = reader.parse().unwrap_or(Node {
            id: 0,
            kind: Kind::Null,
        });
        let mut config = Config::read(&mut reader, &root);
        config.text = text.into();
        (config, reader.diagnostics)
    }

    fn read(r: &mut Reader, root: &Node) -> Config {
        let fields = Fields::root(r, root, KEYS);
        let text = |r: &mut Reader, key: &str| fields.read(r, key, yaml::text);
        let (evidence, style) = fields
            .read(r, "evidence", evidence::evidence)
            .unwrap_or_default();
        Config {
            title: fields.read(r, "title", yaml::name),
            subtitle: text(r, "subtitle"),
            description: text(r, "description"),
            base_url: fields.read(r, "base_url", values::base_url),
            language: fields
                .read(r, "language", values::language)
                .unwrap_or_else(|| "en".to_owned()),
            theme: fields
                .read(r, "theme", values::theme_name)
                .unwrap_or_else(|| "briefing".to_owned()),
            publisher: fields.read(r, "publisher", values::party),
            authors: fields
                .read(r, "authors", |r, item| yaml::list(r, item, values::party))
                .unwrap_or_default(),
            licence: fields.read(r, "licence", values::party),
            as_of: fields.read(r, "as_of", yaml::date),
            marking: text(r, "marking"),
            image: text(r, "image"),
            timezone: fields
                .read(r, "timezone", values::timezone)
                .unwrap_or(TimeZone::UTC),
            navigation: fields.read(r, "navigation", |r, item| {
                yaml::list(r, item, values::entry)
            }),
            feed: fields
                .read(r, "feeds", values::feeds)
                .unwrap_or(Some(Feed { limit: 20 })),
            whats_new: fields.read(r, "whats_new", yaml::flag).unwrap_or(true),
            glossary: fields.read(r, "glossary", yaml::flag).unwrap_or(true),
            who: fields.read(r, "who", yaml::flag).unwrap_or(true),
            taxonomies: fields
                .read(r, "taxonomies", values::taxonomies)
                .unwrap_or_else(by_tags),
            paginate: fields.read(r, "paginate", values::count).unwrap_or(50),
            search: fields.read(r, "search", values::search),
            integrity: fields.read(r, "integrity", yaml::flag).unwrap_or(false),
            print: fields.read(r, "print", yaml::flag),
            markdown: fields
                .read(r, "markdown", values::markdown_options)
                .unwrap_or_default(),
            evidence,
            outputs: fields
                .read(r, "outputs", outputs::outputs)
                .unwrap_or_default(),
            extra: fields.read(r, "extra", |_, item| Some(item.node.clone())),
            places: places(r, &fields, style),
            text: Arc::default(),
        }
    }

    /// Where the value of a key stands; the file, where it is a default.
    pub fn place(&self, key: &str) -> Location {
        let place = self.places.get(key).cloned();
        place.unwrap_or_else(|| Location::file(PATH))
    }

    /// The most bytes of Markdown that are searched.
    pub fn search_limit(&self) -> usize {
        self.search.unwrap_or(values::MOST_SEARCHED)
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

fn by_tags() -> Vec<Taxonomy> {
    let name = "tags".to_owned();
    vec![Taxonomy { name, title: None }]
}

/// Where those values stand that can only be judged later; `style` is that of the
/// citation style.
fn places(
    r: &mut Reader,
    fields: &Fields,
    style: Option<Location>,
) -> BTreeMap<&'static str, Location> {
    let mut places: BTreeMap<_, _> = style
        .map(|style| ("evidence.style", style))
        .into_iter()
        .collect();
    for key in ["theme", "language", "image"] {
        let place = |r: &mut Reader, item: &Item| Some(r.location(item.node.id));
        if let Some(place) = fields.read(r, key, place) {
            places.insert(key, place);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

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
    fn how_strictly_quotations_are_checked_can_be_set() {
        let text = "evidence: {ambiguous: warning, uncited: off, beside_negation: error,\n\
                    style: apa, home_line: false}\n";
        let (config, diagnostics) = Config::parse(text);
        assert!(diagnostics.is_empty());
        let expected = Evidence {
            ambiguous: Severity::Warning,
            uncited: None,
            beside_negation: Some(Severity::Error),
            style: "apa".to_owned(),
            home_line: false,
            ..Evidence::default()
        };
        assert_eq!(config.evidence, expected);
        assert_eq!(config.place("evidence.style").label(), "site.yaml:2:8");
        let (config, _) = Config::parse("evidence:\n");
        assert_eq!(config.evidence, Evidence::default());
        assert_eq!(config.place("evidence.style").label(), "site.yaml");
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
            "https://.",
            "https://a:99999",
            "https://me@a",
            "https://a/../b",
            "https://а.рф",
        ] {
            assert!(path(text).is_err(), "{text}");
        }
    }
}
