//! `site.yaml` into a [`Config`]: everything a user sets, every default.

mod base_url;
mod evidence;
mod outputs;
mod values;
mod written;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use schemars::JsonSchema;

use crate::date::Date;
use crate::diagnostic::{Diagnostic, Location};
use crate::markdown;
use crate::yaml::{self, Fields, Item, Kind, Line, Node, Or, Reader, Text};

pub use base_url::BaseUrl;
pub use evidence::Evidence;
pub use outputs::{Cards, Compression, Outputs};
pub use values::{is_theme_name, is_web_address, theme_name, web_address};
pub use written::WebAddress;

/// What the site as a whole is, and what is made.
// `docs/content/site-yaml.md` explains each key.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Config {
    /// The name of the site, on every page. Left out: the home page's title.
    #[schemars(with = "Option<Line>")]
    pub title: Option<String>,
    /// Stands below the title on the home page, and in the feed.
    pub subtitle: Option<String>,
    /// What the site is, for search engines and shared links; not shown on the page.
    pub description: Option<String>,
    /// The full address of the home page. Without it there is no feed, sitemap, canonical
    /// links or cards.
    #[schemars(with = "Option<Text<BaseUrl>>")]
    pub base_url: Option<BaseUrl>,
    /// The language of the site, as a tag such as `en` or `pt-BR`.
    #[schemars(with = "Option<Text<written::Language>>", extend("default" = "en"))]
    pub language: String,
    /// A folder in `themes/`.
    #[schemars(with = "Option<Text<written::ThemeName>>", extend("default" = "briefing"))]
    pub theme: String,
    /// Who publishes it, at the head and foot of every page.
    #[schemars(with = "Option<Or<Line, Party>>")]
    pub publisher: Option<Party>,
    /// The authors of pages that name none.
    #[schemars(with = "Option<Vec<Or<Line, Party>>>")]
    pub authors: Vec<Party>,
    /// The licence of the content.
    #[schemars(with = "Option<Or<Line, Party>>")]
    pub licence: Option<Party>,
    /// The day up to which the site speaks; a page can name another.
    pub as_of: Option<Date>,
    /// A line on every page, such as `For official use`; a page can name another.
    pub marking: Option<String>,
    /// A picture for links that are shared, by its path from `content/`.
    pub image: Option<String>,
    /// In which zone a date without one begins, such as `Africa/Nairobi`.
    #[schemars(with = "Option<Line>", extend("default" = "UTC"))]
    pub timezone: TimeZone,
    /// The topics beside every page. Left out: the pages and folders of the top.
    #[schemars(with = "Option<Vec<Or<Line, written::WrittenEntry>>>")]
    pub navigation: Option<Vec<Entry>>,
    /// The Atom feed: `false`, or how many entries it has.
    #[schemars(rename = "feeds", with = "Option<Or<bool, written::WrittenFeed>>")]
    #[schemars(extend("default" = true))]
    pub feed: Option<Feed>,
    /// Whether there is a page of what was published and changed, day by day.
    #[schemars(with = "Option<bool>", extend("default" = true))]
    pub whats_new: bool,
    /// Whether terms of the glossary are explained where pages use them first, and listed.
    #[schemars(with = "Option<bool>", extend("default" = true))]
    pub glossary: bool,
    /// Whether there is a page of everyone whom components present.
    #[schemars(with = "Option<bool>", extend("default" = true))]
    pub who: bool,
    /// How pages are grouped, each group with a page: `tags`, `authors`, or keys of `extra`.
    #[schemars(with = "Option<written::WrittenTaxonomies>", extend("default" = ["tags"]))]
    pub taxonomies: Vec<Taxonomy>,
    /// Pages in a list before it is split; 0 never splits it.
    #[schemars(with = "Option<usize>", extend("default" = 50))]
    pub paginate: usize,
    /// Whether browsers are told to refuse a changed style sheet.
    #[schemars(with = "Option<bool>", extend("default" = false))]
    pub integrity: bool,
    /// The search: `false`, or of how many bytes of Markdown.
    #[schemars(with = "Option<Or<bool, written::WrittenSearch>>", extend("default" = true))]
    pub search: Option<usize>,
    /// Whether there is a page of all pages, for paper. Left out: where there are not too many.
    pub print: Option<bool>,
    /// What is allowed and done in Markdown.
    #[schemars(with = "Option<markdown::Options>")]
    pub markdown: markdown::Options,
    /// How strictly quotations are checked, and how sources are shown.
    #[schemars(with = "Option<Evidence>")]
    pub evidence: Evidence,
    /// What is made beside the pages, for readers, programs and hosts.
    #[schemars(with = "Option<Outputs>")]
    pub outputs: Outputs,
    /// Anything, for templates of your own.
    #[schemars(with = "Option<serde_json::Value>")]
    pub extra: Option<Node>,
    /// Where values stand that may still turn out wrong.
    #[schemars(skip)]
    places: BTreeMap<&'static str, Location>,
    /// What all of it was read from.
    #[schemars(skip)]
    text: Arc<str>,
}

/// Two are equal that were read from one text and have one address.
impl PartialEq for Config {
    fn eq(&self, other: &Config) -> bool {
        // The address may have been replaced since.
        self.text == other.text && self.base_url == other.base_url
    }
}

/// Someone or something with a name and perhaps an address on the web.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Party {
    /// As shown.
    #[schemars(with = "Line")]
    pub name: String,
    /// Where it leads.
    #[schemars(with = "Option<WebAddress>")]
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
}
