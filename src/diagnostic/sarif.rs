//! The list of mistakes as SARIF 2.1.0 (Static Analysis Results Interchange
//! Format, OASIS), which code hosts and editors read.
//!
//! Promises: columns are counted in characters, and addresses of files are
//! relative as far as their paths are.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::{Code, Diagnostic, Location};

/// What a path may hold as it is (RFC 3986). The colon is not among it: what
/// stands before one would be taken for a scheme.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// One run of one tool, with the rules that its results are of.
pub fn to_sarif(diagnostics: &[Diagnostic]) -> String {
    let used = |code: &&Code| diagnostics.iter().any(|one| one.code == **code);
    let rules: Vec<Code> = Code::ALL.iter().filter(used).copied().collect();
    let results = diagnostics.iter().map(|one| result(one, &rules));
    let document = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Attaché",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    });
    format!("{document:#}\n")
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.name() },
        "defaultConfiguration": { "level": code.severity().name() },
    })
}

fn result(diagnostic: &Diagnostic, rules: &[Code]) -> Value {
    let text = match &diagnostic.help {
        Some(help) => format!("{}\n{help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let mut result = json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": rules.iter().position(|code| *code == diagnostic.code),
        "level": diagnostic.severity.name(),
        "message": { "text": text },
        "locations": diagnostic.location.iter().map(place).collect::<Vec<_>>(),
    });
    if !diagnostic.related.is_empty() {
        let related = diagnostic.related.iter().map(|(location, part)| {
            let mut place = place(location);
            place["message"] = json!({ "text": part });
            place
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

fn place(location: &Location) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(&location.path) } });
    if let Some(line) = &location.line {
        physical["region"] = json!({
            "startLine": line.number,
            "startColumn": line.column,
            "endColumn": line.end_column(),
        });
    }
    json!({ "physicalLocation": physical })
}

fn uri(path: &str) -> String {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    format!("{scheme}{}", utf8_percent_encode(path, PATH))
}

#[cfg(test)]
mod tests {
    use super::super::Severity;
    use super::*;

    #[test]
    fn paths_become_addresses() {
        assert_eq!(uri("content/a.md"), "content/a.md");
        assert_eq!(uri("../b c/é#?.md"), "../b%20c/%C3%A9%23%3F.md");
        assert_eq!(uri("a:b%.md"), "a%3Ab%25.md");
        assert_eq!(uri("/home/a.md"), "file:///home/a.md");
    }

    #[test]
    fn a_result_has_its_own_level_and_a_rule_that_of_its_code() {
        let lowered = Diagnostic::new(Code::BrokenLink, "leads nowhere");
        let text = to_sarif(&[lowered.severity(Severity::Warning)]);
        let document: Value = serde_json::from_str(&text).unwrap();
        let run = &document["runs"][0];
        let rule = &run["tool"]["driver"]["rules"][0];
        assert_eq!(rule["defaultConfiguration"]["level"], "error");
        assert_eq!(run["results"][0]["level"], "warning");
        assert_eq!(run["results"][0]["locations"], json!([]));
    }

    #[test]
    fn a_run_without_mistakes_has_an_empty_list() {
        let document: Value = serde_json::from_str(&to_sarif(&[])).unwrap();
        assert_eq!(document["runs"][0]["results"], json!([]));
        assert_eq!(document["runs"][0]["tool"]["driver"]["rules"], json!([]));
    }
}
