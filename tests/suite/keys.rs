//! The manual's page of all keys, written from the schemas that `attache schema` prints and
//! from those of the default theme's components.

use std::path::Path;

use serde_json::{Map, Value};

use super::manual::is_written;
use super::project::{Said, attache};

/// The kinds of files: the schema's name, the heading, and where more is said.
const KINDS: &[(&str, &str, &str)] = &[
    (
        "site",
        "site.yaml",
        "What each does is shown in [site.yaml](site-yaml.md).",
    ),
    (
        "page",
        "Front matter",
        "At the head of a page; shown in [writing](writing.md#front-matter).",
    ),
    (
        "source",
        "Sources",
        "A file in `content/sources/`; shown in [writing](writing.md#sources).",
    ),
    (
        "glossary",
        "Glossary",
        "An entry of `content/glossary.yaml`; shown in [writing](writing.md#glossary).",
    ),
];

#[test]
fn the_list_of_keys_is_what_the_schemas_say() {
    let mut page = String::from(
        "---\n\
         title: \"Every key at a glance\"\n\
         summary: \"What may stand in site.yaml, in front matter, in sources, in the glossary and in \
         components.\"\n\
         order: 95\n\
         tags: [reference]\n\
         ---\n\n\
         This page is written by a test from what `attache schema` prints, by which editors \
         [complete the keys](writing.md#your-editor), and from the components of the default theme.\n",
    );
    for (kind, heading, more) in KINDS {
        let said = Said::of(attache().args(["schema", kind]).output().unwrap());
        let schema: Value = serde_json::from_str(&said.out).unwrap();
        page.push_str(&format!("\n## {heading}\n\n{more}\n\n"));
        page.push_str("| key | value | without it | meaning |\n|---|---|---|---|\n");
        rows("", &schema, &mut page);
    }
    components(&mut page);
    is_written("keys.md", &page);
}

/// A row for each key of a mapping, or of the mappings in a list, and for those within.
fn rows(above: &str, schema: &Value, page: &mut String) {
    let schema = stated(schema);
    let holder = match schema["properties"].is_object() {
        true => schema,
        false => &schema["items"],
    };
    let none = Map::new();
    for (key, value) in holder["properties"].as_object().unwrap_or(&none) {
        let required = holder["required"].as_array().into_iter().flatten();
        let without = match required.into_iter().any(|name| name == key) {
            true => "is required".to_owned(),
            false => default(value),
        };
        let meaning = value["description"].as_str().unwrap_or_default();
        let meaning = meaning.replace('\n', " ").replace('|', "\\|");
        let key = format!("{above}{key}");
        page.push_str(&format!(
            "| `{key}` | {} | {without} | {meaning} |\n",
            form(value)
        ));
        rows(&format!("{key}."), value, page);
    }
    for value in schema["patternProperties"]
        .as_object()
        .unwrap_or(&none)
        .values()
    {
        rows(&format!("{above}…."), value, page);
    }
}

/// A value that may be left empty, without that.
fn stated(schema: &Value) -> &Value {
    schema["anyOf"]
        .as_array()
        .and_then(|forms| {
            forms
                .iter()
                .find(|form| form.is_object() && form["required"].is_null())
        })
        .unwrap_or(schema)
}

fn default(schema: &Value) -> String {
    match &schema["default"] {
        Value::Null => String::new(),
        Value::String(text) => format!("`{text}`"),
        value => format!("`{value}`").replace('"', ""),
    }
}

/// How a value is written, in words.
fn form(schema: &Value) -> String {
    let schema = stated(schema);
    let choices: Vec<String> = match (&schema["enum"], &schema["oneOf"]) {
        (Value::Array(values), _) => values.iter().filter_map(choice).collect(),
        (_, Value::Array(forms)) => forms
            .iter()
            .filter_map(|form| choice(&form["const"]))
            .collect(),
        _ => Vec::new(),
    };
    if !choices.is_empty() {
        return choices.join(", ");
    }
    let types = match &schema["type"] {
        Value::Array(types) => types.clone(),
        Value::Null => return "anything".to_owned(),
        one => vec![one.clone()],
    };
    let words = types.iter().filter_map(|name| match name.as_str()? {
        "string" => Some(text_form(schema).to_owned()),
        "boolean" => Some("true or false".to_owned()),
        "integer" => Some("whole number".to_owned()),
        "object" => Some("mapping".to_owned()),
        "array" => Some(format!("list ({})", form(&schema["items"]))),
        _ => None,
    });
    words.collect::<Vec<_>>().join(", or ")
}

fn text_form(schema: &Value) -> &'static str {
    let help = schema["patternErrorMessage"].as_str().unwrap_or_default();
    match help.starts_with("write a date") {
        true => "date",
        false => "text",
    }
}

fn choice(value: &Value) -> Option<String> {
    Some(format!("`{}`", value.as_str()?))
}

/// A row for each key of each component of the default theme, in the order of its schema.
fn components(page: &mut String) {
    page.push_str(
        "\n## Components\n\nA fenced block of YAML with the component's name; shown in \
         [components](components.md).\n\n| component | key | value | without it |\n|---|---|---|---|\n",
    );
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/briefing/components");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files
        .filter(|path| path.extension() == Some("yaml".as_ref()))
        .collect();
    files.sort();
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let schema: Value = serde_yaml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let top = if schema["list"].is_object() {
            "list"
        } else {
            "fields"
        };
        fields(name, "", &schema[top], page);
    }
}

fn fields(component: &str, above: &str, fields_of: &Value, page: &mut String) {
    for (key, field) in fields_of.as_object().unwrap() {
        let without = match (&field["required"], field["unless"].as_str()) {
            (Value::Bool(true), Some(other)) => format!("`{other}` is required"),
            (Value::Bool(true), None) => "is required".to_owned(),
            _ => String::new(),
        };
        let kind = match (&field["one_of"], &field["list"]) {
            (Value::Array(words), _) => words
                .iter()
                .filter_map(choice)
                .collect::<Vec<_>>()
                .join(", "),
            (_, Value::Object(_)) => "list (mapping)".to_owned(),
            _ => field["type"]
                .as_str()
                .or(field.as_str())
                .unwrap()
                .to_owned(),
        };
        let kind = match field["many"].as_bool() {
            Some(true) => format!("list ({kind})"),
            _ => kind,
        };
        page.push_str(&format!(
            "| `{component}` | `{above}{key}` | {kind} | {without} |\n"
        ));
        if field["list"].is_object() {
            fields(component, &format!("{above}{key}."), &field["list"], page);
        }
    }
}
