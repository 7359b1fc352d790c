//! The list of mistakes as SARIF 2.1.0: what the standard requires of it, in the
//! words of its sections, and that it points where the mistakes are.

use serde_json::Value;

use super::diagnostics::{TWO, assert_blessed};
use super::project::{GOOD, Project, Said, attache};

#[test]
fn the_mistakes_are_sarif() {
    let said = Project::of(TWO).build(&["--format", "sarif"]);
    assert_eq!(
        (said.code, said.err.as_str()),
        (Some(1), "3 errors. Nothing was published.\n")
    );
    assert_blessed("mistakes.sarif", &said.out);
}

fn parsed(said: &Said) -> Value {
    serde_json::from_str(&said.out).unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

fn number(value: &Value) -> u64 {
    value
        .as_u64()
        .unwrap_or_else(|| panic!("no number: {value}"))
}

fn items(value: &Value) -> &[Value] {
    value
        .as_array()
        .unwrap_or_else(|| panic!("no list: {value}"))
}

/// What each object of the standard must and may have, as far as it is used here.
fn assert_keys(value: &Value, required: &[&str], optional: &[&str]) {
    let object = value
        .as_object()
        .unwrap_or_else(|| panic!("no object: {value}"));
    for key in required {
        assert!(object.contains_key(*key), "{key} is missing: {value}");
    }
    for key in object.keys() {
        let known = required.contains(&key.as_str()) || optional.contains(&key.as_str());
        assert!(known, "{key} is no key of {value}");
    }
}

fn assert_level(value: &Value) {
    assert!(
        ["none", "note", "warning", "error"].contains(&text(value)),
        "{value}"
    );
}

fn assert_sarif(log: &Value) {
    assert_keys(log, &["version", "runs"], &["$schema"]);
    assert_eq!(log["version"], "2.1.0");
    let [run] = items(&log["runs"]) else {
        panic!("{log}")
    };
    assert_keys(run, &["tool"], &["columnKind", "results"]);
    assert!(["utf16CodeUnits", "unicodeCodePoints"].contains(&text(&run["columnKind"])));
    assert_keys(&run["tool"], &["driver"], &[]);
    let driver = &run["tool"]["driver"];
    assert_keys(driver, &["name"], &["version", "rules"]);
    let rules = items(&driver["rules"]);
    let mut seen = Vec::new();
    for rule in rules {
        assert_keys(rule, &["id"], &["shortDescription", "defaultConfiguration"]);
        assert!(!text(&rule["shortDescription"]["text"]).is_empty());
        assert_level(&rule["defaultConfiguration"]["level"]);
        assert!(!seen.contains(&text(&rule["id"])), "a rule stands twice");
        seen.push(text(&rule["id"]));
    }
    for result in items(&run["results"]) {
        let optional = [
            "ruleId",
            "ruleIndex",
            "level",
            "locations",
            "relatedLocations",
        ];
        assert_keys(result, &["message"], &optional);
        assert!(!text(&result["message"]["text"]).is_empty());
        assert_level(&result["level"]);
        let rule = &rules[usize::try_from(number(&result["ruleIndex"])).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        items(&result["locations"]).iter().for_each(assert_location);
        if let Some(related) = result.get("relatedLocations") {
            for location in items(related) {
                assert_location(location);
                assert!(!text(&location["message"]["text"]).is_empty());
            }
        }
    }
}

fn assert_location(location: &Value) {
    assert_keys(location, &["physicalLocation"], &["message"]);
    let physical = &location["physicalLocation"];
    assert_keys(physical, &["artifactLocation"], &["region"]);
    assert_keys(&physical["artifactLocation"], &["uri"], &[]);
    let uri = text(&physical["artifactLocation"]["uri"]);
    // RFC 3986: a relative reference is ASCII, and has no colon in its first part.
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
    assert!(!uri.is_empty() && uri.chars().all(allowed), "{uri}");
    if let Some(region) = physical.get("region") {
        assert_keys(region, &["startLine", "startColumn", "endColumn"], &[]);
        assert!(number(&region["startLine"]) >= 1 && number(&region["startColumn"]) >= 1);
        assert!(number(&region["endColumn"]) >= number(&region["startColumn"]));
    }
}

#[test]
fn it_is_what_the_standard_requires() {
    let project = Project::of(GOOD);
    assert_sarif(&parsed(&project.check(&["--format", "sarif"])));
    project.page(
        "a.md",
        "[x](nothing.md)\n\n#### Too deep\n\n[y](nothing.md)",
    );
    project.write("content/twice.md", "---\ntitle: A\ntitle: B\n---\n");
    project.write("content/A.md", "---\ntitle: A\n---\n");
    let log = parsed(&project.check(&["--format", "sarif"]));
    assert_sarif(&log);
    let run = &log["runs"][0];
    let ids = items(&run["tool"]["driver"]["rules"])
        .iter()
        .map(|rule| text(&rule["id"]));
    let ids: Vec<&str> = ids.collect();
    assert_eq!(
        ids,
        [
            "duplicate-key",
            "heading-level",
            "broken-link",
            "same-address"
        ]
    );
    assert_eq!(items(&run["results"]).len(), 5);
}

#[test]
fn columns_are_counted_in_characters_and_paths_are_encoded() {
    let project = Project::of(GOOD);
    project.page("Über uns.md", "𝔘 é [x](nothing.md)");
    let location = |said: Said| {
        let log = parsed(&said);
        assert_sarif(&log);
        log["runs"][0]["results"][0]["locations"][0]["physicalLocation"].clone()
    };
    let here = location(project.check(&["--format", "sarif"]));
    assert_eq!(
        here["artifactLocation"]["uri"],
        "content/%C3%9Cber%20uns.md"
    );
    let region = &here["region"];
    assert_eq!(
        (
            number(&region["startLine"]),
            number(&region["startColumn"]),
            number(&region["endColumn"])
        ),
        (4, 5, 20)
    );
    // From another folder, the file is named from there.
    let mut command = attache();
    command.current_dir(project.path("content"));
    command.args(["check", "--root", "..", "--format", "sarif"]);
    let there = location(Said::of(command.output().unwrap()));
    assert_eq!(
        there["artifactLocation"]["uri"],
        "../content/%C3%9Cber%20uns.md"
    );
}
