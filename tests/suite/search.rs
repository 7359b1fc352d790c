//! The index of the search holds what readers see, and nothing else.

use serde_json::Value;

use super::project::Project;

const SITE: &str = "\
--- site.yaml
title: A site
base_url: https://example.org/
--- content/index.md
---
title: Home
summary: The bottom line.
key_points: [One point.]
---
Before.
--- content/part/index.md
---
title: A part
---
--- content/part/deep/index.md
---
title: A deeper part
---
--- content/part/deep/low.md
---
title: A low page
---
--- content/part/page.md
---
title: \"A </script> page\"
tags: [water]
---
First[^1].

[^1]: A note.

## A *heading*

| Year | Level |
|---|---|
| 2024 | 3 m |

- One
- Two

## Nothing below
--- content/draft.md
---
title: Secret
draft: true
---
Secret words.
";

/// The index, as the browser would read it: pages, their parts, the texts of these.
fn index(project: &Project) -> Value {
    let script = project.read("public/search-index.js");
    let json = script.strip_prefix("globalThis.attacheIndex=").unwrap();
    serde_json::from_str(json.trim_end().trim_end_matches(';')).unwrap()
}

/// A paragraph's own anchor is made of its words, and is compared elsewhere.
fn without_own_anchors(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without_own_anchors).collect(),
        Value::String(id) if id.starts_with("p-") => "p-".into(),
        other => other.clone(),
    }
}

#[test]
fn the_index_holds_what_readers_see() {
    let project = Project::of(SITE);
    project.build(&[]).assert_good();
    let expected = serde_json::json!([
        [
            "",
            "Home",
            [],
            [],
            [[
                "",
                "",
                [
                    ["", "The bottom line."],
                    ["", "One point."],
                    ["p-", "Before."]
                ]
            ]]
        ],
        ["part/", "A part", ["A part"], [], []],
        [
            "part/page/",
            "A </script> page",
            ["A part"],
            ["water"],
            [
                ["", "", [["p-", "First."]]],
                [
                    "a-heading",
                    "A heading",
                    [
                        ["", "Year Level"],
                        ["", "2024 3 m"],
                        ["", "One"],
                        ["", "Two"]
                    ]
                ],
                ["nothing-below", "Nothing below", [["nothing-below", ""]]],
            ]
        ],
        [
            "part/deep/",
            "A deeper part",
            ["A part", "A deeper part"],
            [],
            []
        ],
        [
            "part/deep/low/",
            "A low page",
            ["A part", "A deeper part"],
            [],
            []
        ],
    ]);
    assert_eq!(without_own_anchors(&index(&project)), expected);
    let page = project.read("public/search/index.html");
    assert!(
        page.contains("data-index=\"../search-index.js\"") && page.contains("data-home=\"../\"")
    );
    assert!(project.read("public/sitemap.xml").contains("/search/"));
}

#[test]
fn a_paragraph_is_found_at_its_own_anchor() {
    let project = Project::of(SITE);
    project.build(&[]).assert_good();
    let first = index(&project)[2][4][0][2][0].clone();
    let id = first[0].as_str().unwrap();
    let page = project.read("public/part/page/index.html");
    assert!(page.contains(&format!("id=\"{id}\">First")), "{id}");
}

#[test]
fn drafts_are_found_only_where_they_are_shown() {
    let project = Project::of(SITE);
    project.build(&[]).assert_good();
    assert!(!project.read("public/search-index.js").contains("Secret"));
    project.build(&["--drafts"]).assert_good();
    assert!(
        project
            .read("public/search-index.js")
            .contains("Secret words.")
    );
}

#[test]
fn there_is_none_where_none_is_wanted_or_nothing_is_to_be_found() {
    let unwanted = Project::of(&SITE.replace("title: A site", "search: false"));
    unwanted.build(&[]).assert_good();
    let alone = Project::built();
    for project in [unwanted, alone] {
        assert!(!project.has("public/search/index.html") && !project.has("public/search-index.js"));
        assert!(!project.read("public/index.html").contains("search/"));
    }
}

#[test]
fn a_page_of_that_address_is_a_mistake() {
    let project = Project::of(SITE);
    project.page("search.md", "Mine.");
    let said = project.build(&[]);
    assert!(said.err.contains("error[same-address]"), "{}", said.err);
}
