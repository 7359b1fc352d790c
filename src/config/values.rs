//! The readers of what `site.yaml` holds besides plain texts: each takes one
//! value, and reports what is wrong in it.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::written::{Followed, Language, TaxonomyName, ThemeName};
use super::{BaseUrl, Entry, Feed, Party, Taxonomy};
use crate::diagnostic::{Code, did_you_mean};
use crate::markdown;
use crate::yaml::{self, Fields, Form, Item, Kind, Node, Reader};

pub(super) fn invalid<T>(
    reader: &mut Reader,
    item: &Item,
    why: &str,
    help: Option<String>,
) -> Option<T> {
    let message = format!("`{}` {why}", item.name);
    reader.report(item.node.id, Code::InvalidValue, message, help);
    None
}

pub fn base_url(reader: &mut Reader, item: &Item) -> Option<BaseUrl> {
    let text = yaml::name(reader, item)?;
    match BaseUrl::parse(&text) {
        Ok(url) => Some(url),
        Err(why) => {
            let help = BaseUrl::HELP.to_owned();
            invalid(reader, item, why, Some(help))
        }
    }
}

/// A language tag (BCP 47), checked in its form only.
pub fn language(reader: &mut Reader, item: &Item) -> Option<String> {
    let tag = yaml::name(reader, item)?;
    let well_formed = tag.split('-').enumerate().all(|(index, part)| {
        let length = if index == 0 { 2..=3 } else { 1..=8 };
        length.contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    });
    if !well_formed {
        let help = Language::HELP.to_owned();
        return invalid(reader, item, "is not a language tag", Some(help));
    }
    Some(canonical(&tag))
}

/// A language tag in the case that BCP 47, section 2.1.1, recommends: `pt-BR`,
/// `zh-Hant`.
fn canonical(tag: &str) -> String {
    let parts = tag.split('-').enumerate().map(|(index, part)| {
        let lower = part.to_ascii_lowercase();
        match (index, part.len()) {
            (1.., 2) => part.to_ascii_uppercase(),
            (1.., 4) => lower[..1].to_ascii_uppercase() + &lower[1..],
            _ => lower,
        }
    });
    parts.collect::<Vec<_>>().join("-")
}

/// The name of a folder in `themes/`: one part of a path.
pub fn theme_name(reader: &mut Reader, item: &Item) -> Option<String> {
    let name = yaml::name(reader, item)?;
    if !is_theme_name(&name) {
        let help = ThemeName::HELP.to_owned();
        return invalid(reader, item, "is not the name of a theme", Some(help));
    }
    Some(name)
}

/// Whether a text can name a folder in `themes/`.
pub fn is_theme_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(['/', '\\']) && !name.starts_with('.')
}

/// `{name: …, url: …}`, or the name alone.
pub fn party(reader: &mut Reader, item: &Item) -> Option<Party> {
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
    if is_web_address(&text) {
        return Some(text);
    }
    let help = Followed::HELP.to_owned();
    invalid(reader, item, "is not an address", Some(help))
}

/// Whether a text is such an address, as far as its form tells.
pub fn is_web_address(text: &str) -> bool {
    let lower = text.to_lowercase();
    let schemes = ["https://", "http://", "mailto:"];
    let rest = schemes.iter().find_map(|scheme| lower.strip_prefix(scheme));
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"\"<>\\^`{|}".contains(c);
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(is_plain))
}

pub fn timezone(reader: &mut Reader, item: &Item) -> Option<TimeZone> {
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
pub fn entry(reader: &mut Reader, item: &Item) -> Option<Entry> {
    let location = reader.location(item.node.id);
    if !matches!(item.node.kind, Kind::Map(_)) {
        let target = yaml::name(reader, item)?;
        return Some(Entry {
            title: None,
            target,
            is_web: false,
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
    let is_web = url.is_some();
    match (page, url) {
        (Some(target), None) | (None, Some(target)) => Some(Entry {
            title,
            target,
            is_web,
            location,
        }),
        _ => invalid(
            reader,
            item,
            "needs either `page` or `url`",
            Some("write `{title: …, page: a.md}` or `{title: …, url: \"https://…\"}`".to_owned()),
        ),
    }
}

/// The most text, in bytes, that is searched where `site.yaml` does not say: all of it is
/// loaded when someone searches (`docs/content/site-yaml.md` says what was measured).
pub const MOST_SEARCHED: usize = 4_000_000;

/// `{atom: true, limit: 20}`, or `false`.
pub fn feeds(reader: &mut Reader, item: &Item) -> Option<Option<Feed>> {
    if let Kind::Bool(wanted) = item.node.kind {
        return Some(wanted.then_some(Feed { limit: 20 }));
    }
    let fields = Fields::of(reader, item, &["atom", "limit"]);
    let wanted = fields.read(reader, "atom", yaml::flag).unwrap_or(true);
    let limit = fields.read(reader, "limit", count).unwrap_or(20);
    Some(wanted.then_some(Feed { limit }))
}

/// `true`, `false`, or `{limit: 4000000}`: how many bytes of text are searched.
pub fn search(reader: &mut Reader, item: &Item) -> Option<usize> {
    if let Kind::Bool(wanted) = item.node.kind {
        return Some(if wanted { MOST_SEARCHED } else { 0 });
    }
    let fields = Fields::of(reader, item, &["limit"]);
    let limit = fields.read(reader, "limit", count);
    Some(match limit {
        Some(0) => usize::MAX,
        limit => limit.unwrap_or(MOST_SEARCHED),
    })
}

pub fn count(reader: &mut Reader, item: &Item) -> Option<usize> {
    let number = yaml::number(reader, item)?;
    match usize::try_from(number) {
        Ok(number) => Some(number),
        Err(_) => invalid(
            reader,
            item,
            "may not be negative",
            Some("write 0 for no limit".to_owned()),
        ),
    }
}

/// `[tags, authors]`, or a mapping from the name to `{title: …}`.
pub fn taxonomies(reader: &mut Reader, item: &Item) -> Option<Vec<Taxonomy>> {
    let taxonomies = match &item.node.kind {
        Kind::Map(entries) => titled_taxonomies(reader, item, entries),
        _ => {
            let names = yaml::list(reader, item, taxonomy_name)?;
            let plain = |name| Taxonomy { name, title: None };
            names.into_iter().map(plain).collect()
        }
    };
    let mut seen = BTreeSet::new();
    let twice = taxonomies
        .iter()
        .find(|one: &&Taxonomy| !seen.insert(&one.name));
    match twice {
        Some(twice) => invalid(
            reader,
            item,
            &format!("names `{}` twice", twice.name),
            Some("keep one of the two".to_owned()),
        ),
        None => Some(taxonomies),
    }
}

fn titled_taxonomies(reader: &mut Reader, item: &Item, entries: &[(Node, Node)]) -> Vec<Taxonomy> {
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
    taxonomies
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
        false => invalid(
            reader,
            item,
            TaxonomyName::HELP,
            Some("it is an address, too; its `title` may hold anything".to_owned()),
        ),
    }
}

pub fn markdown_options(reader: &mut Reader, item: &Item) -> Option<markdown::Options> {
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
        ..defaults
    })
}
