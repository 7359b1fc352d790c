//! What may stand in a component: `components/NAME.yaml` of a theme into a [`Schema`].
//!
//! The language is small: a component is a record (`fields`) or a list of records (`list`);
//! a field has a type, or some words of which it is one, or holds records in turn.

use crate::diagnostic::{Code, did_you_mean};
use crate::yaml::{self, Fields, Item, Reader};

/// What may stand in a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The fields of the component, or of each record of its list.
    pub fields: Vec<Field>,
    /// Whether it is a list of records.
    pub is_list: bool,
}

/// One field of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its key.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may not be left out.
    pub required: bool,
    /// A field that may stand in its place.
    pub unless: Option<String>,
    /// Whether it is a list of what it holds.
    pub many: bool,
    /// The list at the top of the component that it has to be as long as.
    pub as_long_as: Option<String>,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text, shown as it is.
    Text,
    /// One line of Markdown.
    Markdown,
    /// The words of the record's source, which are compared with it.
    Quotation,
    /// A number.
    Number,
    /// A year, a month of it, or a day.
    Date,
    /// Where a link leads.
    Url,
    /// The address of a picture.
    Image,
    /// A source, and a place in it.
    Source,
    /// Rows of figures.
    Figures,
    /// The address of a CSV file that holds rows of figures.
    Csv,
    /// One of these words.
    OneOf(Vec<String>),
    /// Records.
    Records(Vec<Field>),
}

const TYPES: &[(&str, Kind)] = &[
    ("text", Kind::Text),
    ("markdown", Kind::Markdown),
    ("quotation", Kind::Quotation),
    ("number", Kind::Number),
    ("date", Kind::Date),
    ("url", Kind::Url),
    ("image", Kind::Image),
    ("source", Kind::Source),
    ("figures", Kind::Figures),
    ("csv", Kind::Csv),
];

const KEYS: &[&str] = &[
    "type",
    "one_of",
    "list",
    "required",
    "unless",
    "many",
    "as_long_as",
];

impl Schema {
    /// Reads a schema; one that says nothing of its fields is reported, and is none.
    pub fn read(reader: &mut Reader) -> Option<Schema> {
        let root = reader.parse()?;
        let given = Fields::root(reader, &root, &["fields", "list"]);
        let list = given.read(reader, "list", fields);
        let record = given.read(reader, "fields", fields);
        match (list, record) {
            (Some(fields), None) => Some(Schema {
                fields,
                is_list: true,
            }),
            (None, Some(fields)) => Some(Schema {
                fields,
                is_list: false,
            }),
            _ => {
                let message = "a component has either `fields` or a `list`".to_owned();
                let help = "write `fields:` or `list:`, and below it `name: type` for each field";
                reader.report(root.id, Code::MissingKey, message, Some(help.to_owned()));
                None
            }
        }
    }
}

/// Reads the fields of a record.
fn fields(reader: &mut Reader, item: &Item) -> Option<Vec<Field>> {
    let mut fields = Vec::new();
    for (key, node) in yaml::mapping(reader, item)? {
        let name = key.kind.scalar().unwrap_or_default();
        if !is_name(&name) {
            let message = format!("`{name}` cannot be the name of a field");
            let help = "begin with a letter; small letters, digits and `_` may follow".to_owned();
            reader.report(key.id, Code::InvalidValue, message, Some(help));
            continue;
        }
        let item = Item { name, node };
        fields.extend(field(reader, &item));
    }
    let quotations = || fields.iter().filter(|field| field.kind == Kind::Quotation);
    let mut sources = fields.iter().filter(|field| field.kind == Kind::Source);
    let is_certain = |field: &Field| field.required && !field.many && field.unless.is_none();
    if quotations().count() > 1 || quotations().any(|field| field.many) {
        let message = "a record has one quotation, which is compared with its source".to_owned();
        let help = "make the others records of a list".to_owned();
        reader.report(item.node.id, Code::InvalidValue, message, Some(help));
    }
    if quotations().next().is_some() && !sources.any(is_certain) {
        let message = "a record with a quotation needs the source that it is from".to_owned();
        let help = "add `source: {type: source, required: true}`".to_owned();
        reader.report(item.node.id, Code::MissingKey, message, Some(help));
    }
    Some(fields)
}

fn is_name(name: &str) -> bool {
    let is_inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(is_inner)
}

/// Reads a field: the name of a type, or more about it.
fn field(reader: &mut Reader, item: &Item) -> Option<Field> {
    let plain = |kind: Kind| Field {
        name: item.name.clone(),
        kind,
        required: false,
        unless: None,
        many: false,
        as_long_as: None,
    };
    if item.node.kind.scalar().is_some() {
        return type_named(reader, item).map(plain);
    }
    let given = Fields::of(reader, item, KEYS);
    let one_of = given.read(reader, "one_of", |r, item| yaml::list(r, item, yaml::name));
    let records = given.read(reader, "list", fields);
    let kind = match (one_of, records) {
        (Some(words), None) => Some(Kind::OneOf(words)),
        (None, Some(fields)) => Some(Kind::Records(fields)),
        _ => given.require(reader, "type", type_named),
    };
    let field = Field {
        required: given.read(reader, "required", yaml::flag).unwrap_or(false),
        unless: given.read(reader, "unless", yaml::name),
        many: given.read(reader, "many", yaml::flag).unwrap_or(false),
        as_long_as: given.read(reader, "as_long_as", yaml::name),
        ..plain(kind?)
    };
    Some(field)
}

fn type_named(reader: &mut Reader, item: &Item) -> Option<Kind> {
    let name = yaml::name(reader, item)?;
    if let Some((_, kind)) = TYPES.iter().find(|(known, _)| *known == name) {
        return Some(kind.clone());
    }
    let known = TYPES.iter().map(|(name, _)| *name);
    let help = match did_you_mean(&name, known.clone()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the types are {}", known.collect::<Vec<_>>().join(", ")),
    };
    let message = format!("there is no type `{name}`");
    reader.report(item.node.id, Code::InvalidValue, message, Some(help));
    None
}
