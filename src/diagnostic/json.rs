//! The list of mistakes as one JSON document, for editors and scripts.

use serde_json::{Value, json};

use super::{Diagnostic, Location, count};

/// `{"errors": 1, "warnings": 0, "diagnostics": [{"code", "severity",
/// "message", "help", "path", "line", "column", "end_column", "related"}]}`.
/// Lines and columns count from one, columns in characters; what is not known
/// is null.
pub fn to_json(diagnostics: &[Diagnostic]) -> String {
    let (errors, warnings) = count(diagnostics);
    let list: Vec<Value> = diagnostics.iter().map(one).collect();
    let document = json!({ "errors": errors, "warnings": warnings, "diagnostics": list });
    format!("{document:#}\n")
}

fn one(diagnostic: &Diagnostic) -> Value {
    let mut value = json!({
        "code": diagnostic.code.name(),
        "severity": diagnostic.severity.name(),
        "message": diagnostic.message,
        "help": diagnostic.help,
    });
    let related: Vec<Value> = diagnostic
        .related
        .iter()
        .map(|(location, part)| {
            let mut value = place(Some(location));
            value["message"] = json!(part);
            value
        })
        .collect();
    if let (Value::Object(all), Value::Object(place)) =
        (&mut value, place(diagnostic.location.as_ref()))
    {
        all.extend(place);
    }
    value["related"] = json!(related);
    value
}

fn place(location: Option<&Location>) -> Value {
    let line = location.and_then(|location| location.line.as_ref());
    json!({
        "path": location.map(|location| &location.path),
        "line": line.map(|line| line.number),
        "column": line.map(|line| line.column),
        "end_column": line.map(|line| line.end_column()),
    })
}
