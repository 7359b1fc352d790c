//! Types into JSON Schema, by which editors complete YAML and show mistakes in it: the
//! forms that values have as they are written, before they are read.
//!
//! A schema judges one file, and no more strictly than its reader: what people write
//! and the reader takes is never shown as a mistake. What only code or the whole project
//! can judge is left to `attache check`.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

/// The schema of a file that holds a `T`, as pretty JSON. It is of draft 7: the YAML
/// language server, through which most editors know YAML, promises no later one.
pub fn schema<T: JsonSchema>(title: &str) -> String {
    let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    // What it is stands before what it holds.
    let first = ["$schema", "title", "description"];
    let mut ordered: Map<String, Value> = first
        .into_iter()
        .filter_map(|key| Some((key.to_owned(), schema.remove(key)?)))
        .collect();
    ordered.extend(schema.as_object().cloned().unwrap_or_default());
    format!("{:#}\n", Value::Object(ordered))
}

/// The form of a text.
pub trait Form {
    /// A regular expression, as JavaScript and Rust both know it. What is read is
    /// trimmed, so white space around it is none of its business.
    const PATTERN: &'static str;
    /// What to write.
    const HELP: &'static str;
}

/// Stands for a text of a form.
pub struct Text<F>(PhantomData<F>);

impl<F: Form> JsonSchema for Text<F> {
    fn schema_name() -> Cow<'static, str> {
        F::PATTERN.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": F::PATTERN,
            // Editors that know this word say it in place of the pattern.
            "patternErrorMessage": F::HELP
        })
    }
}

/// A text of one line that is not empty, as [`name`](super::name) reads it.
pub type Line = Text<OneLine>;

/// See [`Line`].
pub struct OneLine;

impl Form for OneLine {
    const PATTERN: &'static str = r"^\s*\S[^\n]*\s*$";
    const HELP: &'static str = "write something, on one line";
}

/// Stands for a value of one of two forms of different types: a text or a list, say.
pub struct Or<A, B>(PhantomData<(A, B)>);

/// What JSON Schema says of one type means nothing to values of another, so both stand
/// side by side: editors say of that what is wrong, and of alternatives only that none fits.
impl<A: JsonSchema, B: JsonSchema> JsonSchema for Or<A, B> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}_or_{}", A::schema_name(), B::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut both = Schema::default();
        let mut types = Vec::new();
        for mut form in [A::json_schema(generator), B::json_schema(generator)] {
            match form.remove("type") {
                Some(Value::Array(several)) => types.extend(several),
                one => types.extend(one),
            }
            for (key, value) in form.as_object().into_iter().flatten() {
                both.insert(key.clone(), value.clone());
            }
        }
        both.insert("type".to_owned(), types.into());
        both
    }
}
