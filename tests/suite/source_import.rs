//! `attache source import` and `export`, run: bibliographies as reference managers
//! write them, and back again.

use std::collections::BTreeMap;

use attache::evidence::{Name, Published, Source, import, to_bibtex, to_csl_json};
use proptest::prelude::*;

use super::diagnostics::assert_blessed;
use super::project::Project;

/// Whether it went well, and what it said.
fn source(project: &Project, arguments: &str) -> (bool, String, String) {
    let mut command = assert_cmd::Command::cargo_bin("attache").unwrap();
    command.current_dir(project.path("")).arg("source");
    let output = command.args(arguments.split(' ')).output().unwrap();
    (
        output.status.success(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

const HOME: &str = "--- content/index.md\n---\ntitle: Home\n---\n";

/// The descriptions that a project has.
fn described(project: &Project) -> BTreeMap<String, String> {
    let tree = super::project::tree(&project.path("content/sources"));
    let texts = tree.into_iter();
    texts
        .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()))
        .collect()
}

const BIB: &str = r#"% Exported by hand
@string{wmo = {World Meteorological Organization}}

@report{who:2024,
  author = {{World Health Organization} and van der Berg, J{\"u}rgen and {Barnes and Noble}},
  title = {Drinking-Water: {WHO} Guidelines},
  subtitle = {Fourth edition},
  institution = {World Health Organization},
  type = {techreport},
  number = {WHO/2024/12},
  location = {Gen\`eve},
  date = {2024-03},
  pages = {12--20},
  langid = {english},
  abstract = {Not for us.},
}

@online{kbc,
  title = {Russia \& Africa \#1: 100\% "agreed"},
  organization = {KBC Digital},
  date = {2024-11-10/2024-11-12},
  url = {https://example.org/a_b?c=1},
  urldate = {2024-11-20},
}

@article{Müller2020,
  author = "Jos{\'e} M{\"u}ller and Garc{\'\i}a, Mar{\'{\i}}a and others",
  title = "Na{\"\i}ve wells --- a review",
  journal = {Water},
  volume = 12,
  number = {3-4},
  year = 2020,
  month = mar,
  doi = {https://doi.org/10.1000/xyz},
}

@misc{odd+one, title = {Odd}, year = {in press}, url = {ftp://x}}
"#;

#[test]
fn biblatex_becomes_descriptions() {
    let project = Project::of(HOME);
    project.write("refs.bib", BIB);
    let (good, _, said) = source(&project, "import refs.bib");
    let texts: Vec<String> = described(&project)
        .into_iter()
        .map(|(name, text)| format!("{name}\n{text}"))
        .collect();
    assert_blessed(
        "import-biblatex.txt",
        &format!("{said}\n{}", texts.join("\n")),
    );
    assert!(good);
}

#[test]
fn a_command_of_tex_is_taken_off_or_named() {
    let bib = r"@book{a,
  title = {An \emph{open \textbf{review}} of \enquote{wells}: \url{https://a.example/b} \foo{bar}},
  publisher = {\href{https://b.example}{The \textsc{Valley}} \LaTeX\ \em Press \textbackslash{}emph\{x\}},
  author = {\mbox{Doe}, Jane \bar{B}},
}";
    let found = import("a.bib", bib, &[]);
    let source = &found.entries[0].source;
    assert_eq!(
        source.title,
        r"An open review of “wells”: https://a.example/b \foo{bar}"
    );
    assert_eq!(
        source.publisher.as_deref(),
        Some(r"The Valley LaTeX\ \em Press \emph{x}")
    );
    assert_eq!(source.authors().as_deref(), Some(r"Jane \bar{B} Doe"));
    let said: Vec<&str> = found
        .diagnostics
        .iter()
        .map(|problem| problem.message.as_str())
        .collect();
    assert_eq!(
        said,
        [
            r"`a`: `publisher` holds `\em`, a command that is not known",
            r"`a`: `title` holds `\foo`, a command that is not known",
            r"`a`: `author` holds `\bar`, a command that is not known",
        ]
    );
}

#[test]
fn what_a_name_of_csl_json_loses_is_said() {
    let json = r#"[{"id": "a", "title": "A", "custom": {"rights": "none", "shelf": 3}, "author": [
        {"family": "King", "given": "Ann", "suffix": "Jr.", "comma-suffix": true}
    ]}]"#;
    let found = import("a.json", json, &[]);
    let source = &found.entries[0].source;
    assert_eq!(source.authors().as_deref(), Some("Ann King Jr."));
    let said: Vec<&str> = found
        .diagnostics
        .iter()
        .map(|problem| problem.message.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "`a`: `custom` has a `shelf`, which is not kept",
            "`a`: `author`: the suffix `Jr.` is now part of the family name",
            "`a`: `author` has a `comma-suffix`, which is not kept",
        ]
    );
}

const JSON: &str = r#"[
  {
    "id": "http://zotero.org/users/1/items/AB12CD34",
    "type": "article-newspaper",
    "title": "<i>Wells</i> run dry",
    "container-title": "Valley Post",
    "author": [
      {"family": "Berg", "given": "Ann", "non-dropping-particle": "van der"},
      {"literal": "Water Office"}
    ],
    "issued": {"date-parts": [["2024", 3, 1]]},
    "accessed": {"date-parts": [[2024, 11, 20]]},
    "URL": "https://example.org/wells",
    "language": "en-US",
    "source": "example.org",
    "page": "3",
    "note": "Read twice.\nNever doubted."
  },
  {
    "id": 7,
    "type": "blog",
    "title": "Seven",
    "issued": {"date-parts": [[2024], [2025]]},
    "accessed": {"raw": "2024-11"},
    "language": "Klingon"
  },
  {"id": "untitled", "type": "book"},
  {"title": "No id"},
  ["no object"]
]"#;

#[test]
fn csl_json_becomes_descriptions() {
    let project = Project::of(HOME);
    project.write("refs.json", JSON);
    let (good, _, said) = source(&project, "import refs.json");
    let texts: Vec<String> = described(&project)
        .into_iter()
        .map(|(name, text)| format!("{name}\n{text}"))
        .collect();
    assert_blessed("import-csl.txt", &format!("{said}\n{}", texts.join("\n")));
    // One entry has no title, one no key, and one is none.
    assert!(!good);
}

#[test]
fn a_description_that_is_there_stays() {
    let project = Project::of(HOME);
    project.write("refs.bib", BIB);
    project.write("content/sources/kbc.yaml", "title: Mine\n");
    let (good, _, said) = source(&project, "import refs.bib --only kbc");
    assert_eq!(project.read("content/sources/kbc.yaml"), "title: Mine\n");
    assert!(
        good && said.contains(
            "Kept content/sources/kbc.yaml: it is there already.\n0 sources described.\n"
        ),
        "{said}"
    );
    let (good, _, said) = source(&project, "import refs.bib --only nobody");
    assert!(
        !good && said.contains("error: refs.bib has no entry `nobody` that can be read\n"),
        "{said}"
    );
}

/// What is said of a file that cannot be imported.
fn refused(name: &str, text: &str) -> String {
    let project = Project::of(HOME);
    project.write(name, text);
    let (good, _, said) = source(&project, &format!("import {name}"));
    assert!(!good);
    said
}

#[test]
fn what_cannot_be_imported_is_shown_at_its_line() {
    let said = [
        refused("refs.txt", "x"),
        refused("refs.bib", "@book{a,\n  title = {Open\n"),
        refused("refs.bib", "@book{a,\n  title = unknown,\n}\n"),
        refused(
            "refs.bib",
            "@book{a, title={A}}\n@book{b, title={B}}\n@book{a, title={C}}\n",
        ),
        refused("refs.bib", "@book{a/b, title={A}}\n@book{A-B, title={B}}\n"),
        refused(
            "refs.bib",
            "@book{a, title={A}, crossref={b}}\n@book{b, title={B}, crossref={a}}\n",
        ),
        refused(
            "refs.bib",
            "@string{a = b}\n@string{b = a}\n@book{c, title = a}\n",
        ),
        refused("refs.json", "[\n  {\"id\": \"a\",\n]"),
        refused("refs.json", "[]"),
    ];
    assert_blessed("import-mistakes.txt", &said.concat());
}

const EXPORTED: &str = "\
--- content/index.md
---
title: Home
---
--- content/sources/un.yaml
type: report
title: \"The {report} & 100% of $5_000 \\\\ ~ ^ # <x> -- 'x' \\\"y\\\"\"
author:
  - \"Barnes and Noble\"
  - {family: \"van der Berg\", given: \"Ann\"}
editor: {family: \"O’Neil\", given: \"Bo, Jr.\"}
publisher: \"Bureau\"
publisher_place: \"Genève\"
volume: \"12\"
issue: \"3\"
number: \"UN/2024\"
edition: \"2\"
genre: \"Technical report\"
page: \"12-20\"
published: 2024-03
retrieved: 2024-11-20
url: \"https://example.org/a_b?c=%20&d\"
archive_url: \"https://archive.example/1\"
doi: \"10.1000/a_b\"
isbn: \"978-3-16-148410-0\"
issn: \"1234-5678\"
language: \"no\"
rights: \"CC BY 4.0\"
quoted_in: \"post\"
note: \"Read at https://example.org: all of it.\"
--- content/sources/post.yaml
type: article-newspaper
title: \"外交部：新闻\"
author: \"وزارة الخارجية\"
container_title: \"Post\"
issue: \"7\"
number: \"e12\"
published: 2024
--- content/sources/law.yaml
type: treaty
title: \"A treaty\"
--- content/sources/secret.yaml
type: webpage
title: \"Secret\"
private: true
";

#[test]
fn what_is_exported_is_imported_as_it_was() {
    let project = Project::of(EXPORTED);
    for (format, file) in [("csl-json", "refs.json"), ("bibtex", "refs.bib")] {
        let (good, out, said) = source(&project, &format!("export --private --format {format}"));
        assert!(good, "{said}");
        let other = Project::of(HOME);
        other.write(file, out);
        let (good, _, said) = source(&other, &format!("import {file}"));
        assert!(good, "{said}");
        assert_eq!(described(&other), described(&project), "{format}");
    }
}

#[test]
fn a_private_source_is_exported_only_when_asked_for() {
    let project = Project::of(EXPORTED);
    for format in ["csl-json", "bibtex"] {
        let (good, out, _) = source(&project, &format!("export --format {format}"));
        assert!(
            good && !out.contains("ecret") && out.contains("treaty"),
            "{out}"
        );
    }
}

/// A text of one line, as sources have them.
fn texts() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9{}\\\\$&#%_~^ \"'<>,=:;!@/()\\[\\]é外и-]{1,24}"
        .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .prop_filter("empty", |text| !text.is_empty())
}

/// A name without the sign that parts it in BibLaTeX's own form of names.
fn without_equals(name: &str) -> Option<Name> {
    let name = name.replace('=', "");
    let words: Vec<&str> = name.split_whitespace().collect();
    (!words.is_empty()).then(|| Name::Literal(words.join(" ")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn any_text_survives_yaml_bibtex_and_csl_json(title in texts(), name in texts(), rights in texts()) {
        let source = Source {
            kind: Some("report".to_owned()),
            title,
            author: without_equals(&name).into_iter().collect(),
            published: Published::parse("0988-03").ok(),
            rights: Some(rights),
            ..Source::default()
        };
        let json = format!("[{}]", to_csl_json("a", &source));
        for (name, text) in [("a.json", json), ("a.bib", to_bibtex("a", &source))] {
            let found = import(name, &text, &[]);
            prop_assert!(found.diagnostics.is_empty(), "{text}");
            let yaml = found.entries[0].source.to_yaml();
            prop_assert_eq!(yaml, source.to_yaml(), "{}", text);
        }
    }
}
