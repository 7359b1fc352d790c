//! `attache schema`, judged by a validator that knows nothing of Attaché: what is good passes,
//! what the reader refuses does not, and schema and reader know the same keys.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use boon::{Compiler, Schemas};
use serde_json::{Map, Value, json};

use super::project::{Project, Said, attache, tree};

const KINDS: [&str; 4] = ["site", "page", "source", "glossary"];

/// What is printed for a kind.
fn schema(kind: &str) -> Value {
    let said = Said::of(attache().args(["schema", kind]).output().unwrap());
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    serde_json::from_str(&said.out).unwrap()
}

/// Whether a value is what a schema says, in the validator's words.
fn judge(schema: Value, value: &Value) -> Result<(), String> {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("schema.json", schema).unwrap();
    let index = compiler.compile("schema.json", &mut schemas).unwrap();
    let verdict = schemas.validate(value, index);
    verdict.map_err(|error| format!("{error:#}"))
}

fn judge_yaml(schema: &Value, yaml: &str) -> Result<(), String> {
    let value: Value = serde_yaml::from_str(yaml).map_err(|error| error.to_string())?;
    judge(schema.clone(), &value)
}

fn front_matter(page: &str) -> &str {
    let rest = page.strip_prefix("---\n").unwrap();
    &rest[..rest.find("\n---").unwrap() + 1]
}

#[test]
fn each_is_a_schema_of_draft_7() {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    let draft = "http://json-schema.org/draft-07/schema";
    let index = compiler.compile(draft, &mut schemas).unwrap();
    for kind in KINDS {
        let schema = schema(kind);
        assert_eq!(schema["$schema"], format!("{draft}#"));
        schemas.validate(&schema, index).unwrap();
    }
    let said = Said::of(attache().args(["schema", "theme"]).output().unwrap());
    assert_eq!(said.code, Some(2));
}

/// The sample, the manual, the tests' sites and a new briefing.
#[test]
fn all_that_is_written_here_is_good() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let new = folder.path().join("new");
    let said = Said::of(attache().arg("new").arg(&new).output().unwrap());
    said.assert_good();
    let mut projects = vec![here.to_owned(), here.join("docs"), new];
    let golden = fs::read_dir(here.join("tests/golden")).unwrap();
    projects.extend(golden.map(|entry| entry.unwrap().path()));
    let [site, page, source, glossary] = KINDS.map(schema);
    let mut count = [0; 4];
    for project in projects {
        let mut check = |kind: usize, schema: &Value, path: &str, yaml: &str| {
            count[kind] += 1;
            let verdict = judge_yaml(schema, yaml);
            verdict.unwrap_or_else(|error| panic!("{}/{path}: {error}", project.display()));
        };
        if let Ok(text) = fs::read_to_string(project.join("site.yaml")) {
            check(0, &site, "site.yaml", &text);
        }
        for (path, bytes) in tree(&project.join("content")) {
            let text = String::from_utf8_lossy(&bytes);
            if path.starts_with("sources/") && path.ends_with(".yaml") {
                check(2, &source, &path, &text);
            } else if path == "glossary.yaml" {
                check(3, &glossary, &path, &text);
            } else if path.ends_with(".md") && !path.starts_with("static/") {
                check(1, &page, &path, front_matter(&text));
            }
        }
    }
    let enough = count[0] > 5 && count[1] > 40 && count[2] > 3 && count[3] > 0;
    assert!(enough, "{count:?}");
}

/// A project whose file of a kind holds this YAML; what a check of it says.
fn checked(kind: &str, yaml: &str) -> Said {
    let project = Project::of("");
    project.page("index.md", "");
    match kind {
        "site" => project.write("site.yaml", yaml),
        "page" => project.write("content/a.md", format!("---\n{yaml}\n---\n")),
        "source" => project.write("content/sources/a.yaml", yaml),
        _ => project.write("content/glossary.yaml", yaml),
    };
    project.check(&[])
}

#[test]
fn what_the_reader_refuses_the_schema_refuses() {
    let cases: &[(&str, &[&str])] = &[
        (
            "site",
            &[
                "titel: A",
                "title: 2024",
                "title: \"\"",
                "[]",
                "as_of: 2026-02-30",
                "base_url: example.org",
                "language: english",
                "theme: ../a",
                "publisher: {url: \"https://example.org/\"}",
                "authors: [{name: A, url: nowhere}]",
                "navigation: [{title: A}]",
                "navigation: [{title: A, page: index.md, url: \"https://example.org/\"}]",
                "navigation: [{url: \"https://example.org/\"}]",
                "feeds: {limit: many}",
                "feeds: {limits: 1}",
                "search: 3",
                "taxonomies: [Regions]",
                "taxonomies: {region: {name: A}}",
                "paginate: -1",
                "print: yes please",
                "markdown: {html: true}",
                "markdown: {raw_html: 1}",
                "evidence: {ambiguous: off}",
                "evidence: {uncited: never}",
                "evidence: {altered: warning}",
                "outputs: {cards: some}",
                "outputs: {compressed: [zip]}",
            ],
        ),
        (
            "page",
            &[
                "summary: A",
                "title:",
                "title: 2024",
                "title: A\ntgas: [a]",
                "title: A\ntags: a",
                "title: A\ntags: [2024]",
                "title: A\nkey_points: [\"\"]",
                "title: A\ndate: 2026-13-01",
                "title: A\ndate: tomorrow",
                "title: A\ndate: 2026",
                "title: A\ndraft: \"true\"",
                "title: A\ndraft:",
                "title: A\norder: first",
                "title: A\nupdates: [{date: 2026-01-01}]",
                "title: A\nupdates: [{date: 2026-01-01, note: B, minor: }]",
                "title: A\nupdates: [{date: 2026-01-01, note: B, by: C}]",
                "title: A\nextra: [a]",
            ],
        ),
        (
            "source",
            &[
                "type: report",
                "title: A\npublshed: 2024",
                "title: A\ntype: newspaper",
                "title: A\nauthor: {given: A}",
                "title: A\nauthor: [{family: A, name: B}]",
                "title: A\nauthor: [{given: A, name: B}]",
                "title: A\nauthor: [{familiy: A}]",
                "title: A\nvolume: 1.5",
                "title: A\npublished: 2024-13",
                "title: A\npublished: 24",
                "title: A\nretrieved: 2024-11",
                "title: A\nurl: example.org",
                "title: A\nlanguage: English",
                "title: A\nprivate: 1",
                "title: A\nset_aside: [{paragraphs: 1}]",
                "title: A\nset_aside: [{paragraphs: first, reason: B}]",
            ],
        ),
        (
            "glossary",
            &[
                "term: A",
                "- term: A",
                "- definition: A",
                "- {term: A, definition: B, also: [C]}",
                "- {term: A, definition: B, aliases: C}",
                "- {term: 4, definition: B}",
            ],
        ),
    ];
    for (kind, mistakes) in cases {
        let schema = schema(kind);
        for yaml in *mistakes {
            let said = checked(kind, yaml);
            assert_eq!(said.code, Some(1), "{kind}: {yaml}: {}", said.err);
            assert!(judge_yaml(&schema, yaml).is_err(), "{kind}: {yaml}");
        }
    }
}

#[test]
fn what_the_reader_takes_the_schema_takes() {
    let cases: &[(&str, &[&str])] = &[
        (
            "site",
            &[
                "",
                "title:\nevidence:\nfeeds:\nextra: 1",
                "base_url: HTTPS://example.org:8080/a%20b/~c",
                "language: zh-Hant",
                "publisher: {name: A, url: \"mailto:a@example.org\"}\nlicence: B",
                "navigation: [index.md, {title: A, url: \"https://example.org/\"}]",
                "navigation: [{page: index.md, url: , title: A}, {page: , url: \"https://a.org/\", title: A}]",
                "feeds: {atom: false}\nsearch: {limit: 0}\npaginate: 0",
                "taxonomies: {tags: , region: {title: A}}",
                "evidence: {ambiguous: warning, uncited: off}",
                "outputs: {compressed: [br], cards: none, markdown: }",
                "outputs: {compressed: true}\nextra: [1, {a: b}]",
            ],
        ),
        (
            "page",
            &[
                "title: >\n  A title\n  on two lines",
                "title: A\nsummary:\ntags:\norder: -3\nnumbered:\nextra: {a: 1}",
                "title: A\nsummary: |\n  One.\n\n  Two.",
            ],
        ),
        (
            "source",
            &[
                "title: A\nauthor: B\neditor: [{family: C}, {family: D, given: E}, {name: F}]",
                "title: A\nvolume: 12\nedition: 2nd\npublished: 2024\nisbn: 9780000000002",
                "title: A\npublished: \"0988\"\nlanguage: pt-BR",
                "title: A\nauthor: {family: B, name: }\neditor: [{name: C, given: , family: }]",
                "title: A\npublished: 2024-11-10T09:30:00Z\nnote: |\n  B\n  C",
            ],
        ),
        (
            "glossary",
            &["", "- {term: A, definition: B, abbreviation: , see: }"],
        ),
    ];
    for (kind, good) in cases {
        let schema = schema(kind);
        for yaml in *good {
            let said = checked(kind, yaml);
            assert_eq!(said.code, Some(0), "{kind}: {yaml}: {}", said.err);
            let verdict = judge_yaml(&schema, yaml);
            verdict.unwrap_or_else(|error| panic!("{kind}: {yaml}: {error}"));
        }
    }
    // These need more files to be good.
    let set_aside = "title: A\nquoted-in: b\nset_aside: [{paragraphs: \"1-3, 8\", reason: B}, {paragraphs: 9, reason: C}]";
    judge_yaml(&schema("source"), set_aside).unwrap();
}

#[test]
fn dates_have_one_form() {
    let schema = schema("page");
    for (date, is_good) in [
        ("2024-11-10", true),
        ("2024-02-29", true),
        ("2024-12-31", true),
        ("20241110T0930", true),
        ("2024-11-10T09:30", true),
        ("2024-11-10 09:30:00", true),
        ("2024-11-10T09:30:00.5+03:00", true),
        ("2024-11-10t06:30:00z", true),
        (" 2024-11-10 ", true),
        ("2024-02-30", false),
        ("2024-04-31", false),
        ("2024-00-10", false),
        ("2024-11-00", false),
        ("2024-11", false),
        ("2024-11-1", false),
        ("10.11.2024", false),
        ("2024-11-10T25:00", false),
        ("2024-11-10T09:60", false),
        ("2024-11-10T09:30 EAT", false),
        ("2024-11-10 noon", false),
    ] {
        let yaml = format!("title: A\nas_of: \"{date}\"");
        let said = checked("page", &yaml);
        let is_read = said.code == Some(0);
        let is_valid = judge_yaml(&schema, &yaml).is_ok();
        assert_eq!(
            (is_read, is_valid),
            (is_good, is_good),
            "{date}: {}",
            said.err
        );
    }
}

/// A schema and all that it is an alternative of.
fn forms(schema: &Value) -> Vec<&Value> {
    let inner = schema["anyOf"].as_array();
    let inner = inner.into_iter().flatten().flat_map(forms);
    [schema].into_iter().chain(inner).collect()
}

/// The keys of what stands at a place: of the names of keys, `[]` for the items of a list,
/// and `*` for the values of a mapping with names of one's own.
fn keys(schema: &Value, place: &[&str]) -> BTreeSet<String> {
    let mut open = forms(schema);
    for step in place {
        let inner = open.into_iter().flat_map(|form| match *step {
            "[]" => vec![&form["items"]],
            "*" => form["patternProperties"]
                .as_object()
                .into_iter()
                .flat_map(Map::values)
                .collect(),
            key => vec![&form["properties"][key]],
        });
        open = inner.flat_map(forms).collect();
    }
    let properties = open
        .iter()
        .filter_map(|form| form["properties"].as_object());
    properties.flat_map(|all| all.keys().cloned()).collect()
}

/// The reader lists the keys that it knows where it meets another.
#[test]
fn schema_and_reader_know_the_same_keys() {
    let cases: &[(&str, &[&str], &str)] = &[
        ("site", &[], "@"),
        ("site", &["publisher"], "publisher: {name: A, @}"),
        ("site", &["authors", "[]"], "authors: [{name: A, @}]"),
        (
            "site",
            &["navigation", "[]"],
            "navigation: [{page: index.md, @}]",
        ),
        ("site", &["feeds"], "feeds: {@}"),
        ("site", &["search"], "search: {@}"),
        ("site", &["taxonomies", "*"], "taxonomies: {tags: {@}}"),
        ("site", &["markdown"], "markdown: {@}"),
        ("site", &["evidence"], "evidence: {@}"),
        ("site", &["outputs"], "outputs: {@}"),
        ("page", &[], "title: A\n@"),
        (
            "page",
            &["updates", "[]"],
            "title: A\nupdates: [{date: 2024-01-01, note: A, @}]",
        ),
        ("source", &[], "title: A\n@"),
        ("source", &["author"], "title: A\nauthor: {name: A, @}"),
        (
            "source",
            &["editor", "[]"],
            "title: A\neditor: [{name: A, @}]",
        ),
        (
            "source",
            &["set_aside", "[]"],
            "title: A\nset_aside: [{paragraphs: 1, reason: A, @}]",
        ),
        ("glossary", &["[]"], "- {term: A, definition: B, @}"),
    ];
    for (kind, place, yaml) in cases {
        let said = checked(kind, &yaml.replace('@', "qqqqqqqqqqqq: 1"));
        // The help is broken into lines.
        let words: Vec<&str> = said
            .err
            .split_whitespace()
            .filter(|word| *word != "|")
            .collect();
        let words = words.join(" ");
        let (_, known) = words
            .split_once("the keys known here are ")
            .unwrap_or_else(|| panic!("{yaml}: {}", said.err));
        let mut expected = BTreeSet::new();
        for word in known.split(' ') {
            expected.insert(word.trim_end_matches(',').to_owned());
            if !word.ends_with(',') {
                break;
            }
        }
        assert_eq!(keys(&schema(kind), place), expected, "{yaml}");
    }
}

/// The properties of a schema at all depths, by their name.
fn properties(schema: &Value) -> Vec<(&String, &Value)> {
    let inner = match schema {
        // What may not stand together explains no key.
        Value::Object(map) => {
            let explains = |key: &str| !matches!(key, "not" | "dependencies");
            let inner = map.iter().filter(|(key, _)| explains(key));
            inner.map(|(_, value)| value).collect::<Vec<_>>()
        }
        Value::Array(list) => list.iter().collect(),
        _ => Vec::new(),
    };
    let own = schema["properties"].as_object().into_iter().flatten();
    own.filter(|(_, value)| value.is_object())
        .chain(inner.into_iter().flat_map(properties))
        .collect()
}

#[test]
fn every_key_is_explained_in_plain_words() {
    for kind in KINDS {
        let schema = schema(kind);
        for (key, property) in properties(&schema) {
            let words = property["description"].as_str().unwrap_or_default();
            assert!(
                words.ends_with('.') && !words.contains("[`"),
                "{kind}: {key}: {words:?}"
            );
        }
    }
}

/// The defaults of a mapping's keys.
fn defaults(schema: &Value) -> Value {
    let mut found = Map::new();
    for (key, property) in schema["properties"].as_object().unwrap() {
        if let Some(default) = property.get("default") {
            found.insert(key.clone(), default.clone());
        } else if property["properties"].is_object() {
            let within = defaults(property);
            found.extend((within != json!({})).then(|| (key.clone(), within)));
        }
    }
    found.into()
}

#[test]
fn a_site_with_every_default_written_out_is_the_same() {
    let of = |site: Value| {
        let project =
            Project::of("--- content/glossary.yaml\n- {term: Well, definition: A hole.}\n");
        project.write("site.yaml", site.to_string());
        project.page("index.md", "A well, $x$, \"straight\" and `code`.");
        project.write(
            "content/a.md",
            "---\ntitle: A\ndate: 2024-01-01\ntags: [b]\n---\n<b>1</b>\n",
        );
        project.build(&["--now", "2026-01-01"]).assert_good();
        let mut tree = project.tree("public");
        tree.remove(".attache-manifest.json");
        tree
    };
    let base = json!({ "title": "A", "base_url": "https://example.org/" });
    let mut all = defaults(&schema("site"));
    assert!(all.as_object().unwrap().len() > 12, "{all}");
    let mapping = all.as_object_mut().unwrap();
    mapping.extend(base.as_object().unwrap().clone());
    assert!(of(base) == of(all));
}

/// What a new briefing's editor settings name is there, and says what the program says.
#[test]
fn a_new_briefing_brings_the_schemas_that_its_settings_name() {
    let folder = tempfile::tempdir().unwrap();
    let said = attache()
        .args(["new", "a"])
        .current_dir(folder.path())
        .output();
    Said::of(said.unwrap()).assert_good();
    let at = folder.path().join("a");
    let read = |path: &str| fs::read_to_string(at.join(path)).unwrap();
    let settings: Value = serde_json::from_str(&read(".vscode/settings.json")).unwrap();
    let named = settings["yaml.schemas"].as_object().unwrap();
    assert_eq!(named.len(), 3);
    for path in named.keys() {
        let kind = path
            .strip_prefix(".vscode/")
            .and_then(|name| name.strip_suffix(".schema.json"));
        let written: Value = serde_json::from_str(&read(path)).unwrap();
        assert_eq!(written, schema(kind.unwrap()));
    }
    for path in ["site.yaml", "content/sources/survey-2026.yaml"] {
        let text = read(path);
        let line = text.lines().next().unwrap();
        let named = line
            .strip_prefix("# yaml-language-server: $schema=")
            .unwrap();
        assert!(
            at.join(path).parent().unwrap().join(named).exists(),
            "{named}"
        );
    }
}
