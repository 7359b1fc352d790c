//! How values in `site.yaml` are written that are kept in another form: for its schema.
#![expect(dead_code, reason = "their schemas are all that is asked of them")]

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::yaml::{Form, Line, Or, Text};

/// An address that a reader may follow: `https://…`, `http://…`, `mailto:…`.
pub type WebAddress = Text<Followed>;

/// See [`WebAddress`].
pub struct Followed;

impl Form for Followed {
    const PATTERN: &'static str =
        r"^\s*(?:[Hh][Tt][Tt][Pp][Ss]?://|[Mm][Aa][Ii][Ll][Tt][Oo]:)\S+\s*$";
    const HELP: &'static str =
        "an address begins with https://, http:// or mailto:, and has no spaces";
}

/// The language of a site.
pub struct Language;

impl Form for Language {
    const PATTERN: &'static str = r"^\s*[A-Za-z0-9]{2,3}(?:-[A-Za-z0-9]{1,8})*\s*$";
    const HELP: &'static str = "write it as `en`, `fr` or `pt-BR`";
}

/// A folder in `themes/`.
pub struct ThemeName;

impl Form for ThemeName {
    const PATTERN: &'static str = r"^\s*[^./\\\s][^/\\\n]*\s*$";
    const HELP: &'static str = "name a folder in themes/";
}

/// An entry of the navigation: a page, by its path from `content/`, or an address on the
/// web with a title.
#[derive(JsonSchema)]
#[schemars(
    deny_unknown_fields,
    extend(
        "anyOf" = [{ "required": ["page"] }, { "required": ["url"] }],
        // A key that is left empty is none.
        "not" = {
            "type": "object",
            "required": ["page", "url"],
            "properties": { "page": { "type": "string" }, "url": { "type": "string" } }
        },
        "dependencies" = {
            "url": { "anyOf": [{ "properties": { "url": { "type": "null" } } }, { "required": ["title"] }] }
        }
    )
)]
pub struct WrittenEntry {
    /// The path of a page from `content/`.
    page: Option<Line>,
    /// An address on the web.
    url: Option<WebAddress>,
    /// As shown. Left out: the page's own title.
    title: Option<Line>,
}

/// The Atom feed.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WrittenFeed {
    /// Whether there is one.
    #[schemars(extend("default" = true))]
    atom: Option<bool>,
    /// At most so many entries; 0 for all.
    #[schemars(extend("default" = 20))]
    limit: Option<usize>,
}

/// The search.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WrittenSearch {
    /// The most bytes of Markdown that are searched; 0 for no limit.
    #[schemars(extend("default" = super::values::MOST_SEARCHED))]
    limit: Option<usize>,
}

/// The ways of grouping pages: their names, or their names with titles.
pub type WrittenTaxonomies =
    Or<Vec<Text<TaxonomyName>>, BTreeMap<Text<TaxonomyName>, Option<WrittenTaxonomy>>>;

/// A way of grouping pages.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WrittenTaxonomy {
    /// The title of its page.
    title: Option<Line>,
}

/// Its name, which is an address, too.
pub struct TaxonomyName;

impl Form for TaxonomyName {
    const PATTERN: &'static str = r"^\s*[a-z0-9_-]+\s*$";
    const HELP: &'static str = "may hold a-z, 0-9, `-` and `_` only";
}
