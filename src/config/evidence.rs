//! `evidence` in `site.yaml` into [`Evidence`]: how strictly quotations are
//! checked, and how sources are shown.

use schemars::JsonSchema;

use super::values::invalid;
use crate::diagnostic::{Code, Location, Severity};
use crate::yaml::{self, Fields, Item, Kind, Line, Node, Reader};

/// How strictly quotations are checked, and how sources are shown. That a
/// quotation is altered or not found is no part of it: it is always an error.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(default, deny_unknown_fields)]
pub struct Evidence {
    /// A quotation that is too short to be sure of, or stands in several places.
    #[schemars(with = "Option<String>", extend("enum" = ["error", "warning", null], "default" = "error"))]
    pub ambiguous: Severity,
    /// A quotation whose source has neither a text nor a fingerprint.
    #[schemars(with = "Option<String>", extend("enum" = ["error", "warning", null], "default" = "error"))]
    pub cannot_check: Severity,
    /// A quotation that names no source. `off`: nothing is said of it.
    #[schemars(with = "Option<String>", extend("enum" = ["warning", "error", "off", null], "default" = "warning"))]
    pub uncited: Option<Severity>,
    /// A quotation that is verbatim, but leaves out a negation beside it.
    /// `off`: nothing is said of it.
    #[schemars(with = "Option<String>", extend("enum" = ["warning", "error", "off", null], "default" = "warning"))]
    pub beside_negation: Option<Severity>,
    // Where it stands is `Config::place` of `evidence.style`.
    /// How sources are written: the name of a style of the Citation Style Language.
    #[schemars(with = "Option<Line>")]
    pub style: String,
    /// Whether there are pages of all sources and of all quotations.
    #[schemars(with = "Option<bool>")]
    pub pages: bool,
    /// Whether the home page says how many sources and quotations there are.
    #[schemars(with = "Option<bool>")]
    pub home_line: bool,
}

impl Default for Evidence {
    fn default() -> Self {
        Evidence {
            ambiguous: Severity::Error,
            cannot_check: Severity::Error,
            uncited: Some(Severity::Warning),
            beside_negation: Some(Severity::Warning),
            style: "chicago-author-date".to_owned(),
            pages: true,
            home_line: true,
        }
    }
}

const KEYS: &[&str] = &[
    "ambiguous",
    "cannot_check",
    "uncited",
    "beside_negation",
    "style",
    "pages",
    "home_line",
];

/// What someone may hope to lower.
const ALWAYS_ERRORS: &[&str] = &["altered", "not_found"];

/// The mapping, and where it names a style.
pub fn evidence(r: &mut Reader, item: &Item) -> Option<(Evidence, Option<Location>)> {
    let node = without_refused(r, item.node);
    let item = Item {
        name: item.name.clone(),
        node: &node,
    };
    let fields = Fields::of(r, &item, KEYS);
    let default = Evidence::default();
    let evidence = Evidence {
        ambiguous: fields
            .read(r, "ambiguous", severity)
            .unwrap_or(default.ambiguous),
        cannot_check: fields
            .read(r, "cannot_check", severity)
            .unwrap_or(default.cannot_check),
        uncited: fields
            .read(r, "uncited", severity_or_off)
            .unwrap_or(default.uncited),
        beside_negation: fields
            .read(r, "beside_negation", severity_or_off)
            .unwrap_or(default.beside_negation),
        style: fields.read(r, "style", yaml::name).unwrap_or(default.style),
        pages: fields.read(r, "pages", yaml::flag).unwrap_or(default.pages),
        home_line: fields
            .read(r, "home_line", yaml::flag)
            .unwrap_or(default.home_line),
    };
    let place = |r: &mut Reader, item: &Item| Some(r.location(item.node.id));
    Some((evidence, fields.read(r, "style", place)))
}

/// The mapping without the keys that would lower what is always an error: these
/// are reported.
fn without_refused(reader: &mut Reader, node: &Node) -> Node {
    let mut node = node.clone();
    if let Kind::Map(entries) = &mut node.kind {
        entries.retain(|(key, _)| {
            let refused = ALWAYS_ERRORS
                .iter()
                .find(|name| key.kind == Kind::Text((**name).to_owned()));
            if let Some(name) = refused {
                let message = format!("there is no key `{name}`");
                let help = "quotations that are altered or not found are always errors: mend \
                            the quotation";
                reader.report(key.id, Code::UnknownKey, message, Some(help.to_owned()));
            }
            refused.is_none()
        });
    }
    node
}

fn severity(reader: &mut Reader, item: &Item) -> Option<Severity> {
    match named(&item.node.kind) {
        Some(Some(severity)) => Some(severity),
        _ => {
            let why = "must be `error` or `warning`";
            let help = "write one of the two: this cannot be switched off".to_owned();
            invalid(reader, item, why, Some(help))
        }
    }
}

fn severity_or_off(reader: &mut Reader, item: &Item) -> Option<Option<Severity>> {
    match named(&item.node.kind) {
        Some(severity) => Some(severity),
        None => {
            let why = "must be `warning`, `error` or `off`";
            let help = "write one of the three: `off` says nothing of such quotations".to_owned();
            invalid(reader, item, why, Some(help))
        }
    }
}

/// The severity of that name; `off` is none.
fn named(kind: &Kind) -> Option<Option<Severity>> {
    let Kind::Text(name) = kind else { return None };
    match name.as_str() {
        "error" => Some(Some(Severity::Error)),
        "warning" => Some(Some(Severity::Warning)),
        "off" => Some(None),
        _ => None,
    }
}
