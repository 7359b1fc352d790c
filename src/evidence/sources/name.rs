//! Who wrote or edited a source: a text under `author` or `editor`, or family
//! and given name apart, into [`Name`]s.

use std::fmt;

use schemars::JsonSchema;

use crate::diagnostic::Code;
use crate::yaml::{self, Fields, Item, Kind, Line, Or, Reader};

/// A person or an institution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// An institution, or a name that is kept as it is written.
    Literal(String),
    /// A person.
    #[expect(missing_docs, reason = "each field is the key of its name")]
    Person { family: String, given: String },
}

impl Name {
    /// A name of one part is kept whole.
    pub fn of(family: String, given: Option<String>) -> Name {
        match given {
            Some(given) => Name::Person { family, given },
            None => Name::Literal(family),
        }
    }

    /// The family name, or the whole.
    pub fn short(&self) -> &str {
        match self {
            Name::Literal(name) => name,
            Name::Person { family, .. } => family,
        }
    }
}

/// As it is spoken: `Ada Lovelace`.
impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Name::Person { family, given } => write!(out, "{given} {family}"),
            Name::Literal(name) => out.write_str(name),
        }
    }
}

/// How one or more are written: a text is kept as it is.
pub(super) type Names = Or<Or<Line, Parts>, Vec<Or<Line, Parts>>>;

/// A person, or an institution.
#[derive(JsonSchema)]
#[schemars(
    deny_unknown_fields,
    extend(
        "anyOf" = [{ "required": ["family"] }, { "required": ["name"] }],
        // A key that is left empty is none.
        "not" = {
            "type": "object",
            "required": ["family", "name"],
            "properties": { "family": { "type": "string" }, "name": { "type": "string" } }
        },
        "dependencies" = {
            "given": { "anyOf": [{ "properties": { "given": { "type": "null" } } }, { "required": ["family"] }] }
        }
    )
)]
#[expect(dead_code, reason = "its schema is all that is asked of it")]
pub(super) struct Parts {
    /// The family name of a person.
    family: Option<Line>,
    /// The given name of a person.
    given: Option<Line>,
    /// The name of an institution, which is kept as it is.
    name: Option<Line>,
}

/// Reads one name or a list of them.
pub(super) fn names(reader: &mut Reader, item: &Item) -> Option<Vec<Name>> {
    match &item.node.kind {
        Kind::List(_) => yaml::list(reader, item, name),
        _ => Some(name(reader, item).into_iter().collect()),
    }
}

fn name(reader: &mut Reader, item: &Item) -> Option<Name> {
    if !matches!(item.node.kind, Kind::Map(_)) {
        return yaml::name(reader, item).map(Name::Literal);
    }
    let fields = Fields::of(reader, item, &["family", "given", "name"]);
    let literal = fields.read(reader, "name", yaml::name);
    let given = fields.read(reader, "given", yaml::name);
    match literal {
        None => {
            let family = fields.require(reader, "family", yaml::name)?;
            Some(Name::of(family, given))
        }
        Some(name) => {
            let family = fields.read(reader, "family", yaml::name);
            if family.is_some() || given.is_some() {
                let message = format!("`{}` has a `name` beside its parts", item.name);
                let help =
                    "write `{family: …, given: …}` for a person, `{name: …}` for an institution";
                reader.report(item.node.id, Code::InvalidValue, message, Some(help.into()));
            }
            Some(Name::Literal(name))
        }
    }
}
