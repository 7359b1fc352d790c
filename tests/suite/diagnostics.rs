//! Every mistake, as a user sees it: the pages in `tests/diagnostics/` each hold
//! a small project and, after `--- says`, the exit code and every word that the
//! program prints about it. `ATTACHE_BLESS=1` writes what it prints into them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use attache::diagnostic::{Code, Severity};
use rayon::prelude::*;

use super::project::{Project, sections};

pub fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let entries = fs::read_dir(folder).unwrap();
    let mut pages: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    pages
}

pub const SAYS: &str = "--- says\n";

/// Builds a page's project; gives what the program says, its exit code first.
/// A section `--- flags` holds more arguments.
fn said(page: &str) -> String {
    let project = Project::of(page.split(SAYS).next().unwrap());
    let said = project.build(&flags(page));
    format!(
        "exit {}\n{}{}",
        said.code.unwrap(),
        said.out,
        timeless(&said.err)
    )
}

/// The arguments that a page names.
pub fn flags(page: &str) -> Vec<&str> {
    let flags = sections(page)
        .into_iter()
        .find(|(name, _)| *name == "flags");
    let flags = flags.map_or("", |(_, flags)| flags);
    flags.split_whitespace().collect()
}

/// The summary of a good build ends with how long it took.
pub fn timeless(said: &str) -> String {
    let lines = said.lines().map(|line| {
        let Some((before, after)) = line
            .rsplit_once(" in ")
            .filter(|_| line.starts_with("Built "))
        else {
            return format!("{line}\n");
        };
        let after = after.split_once(" s").map_or("", |(_, after)| after);
        format!("{before} in … s{after}\n")
    });
    lines.collect()
}

#[test]
fn every_mistake_is_shown_as_it_should_be() {
    let bless = std::env::var_os("ATTACHE_BLESS").is_some();
    let wrong: Vec<String> = pages()
        .par_iter()
        .filter_map(|path| {
            let page = fs::read_to_string(path).unwrap();
            let (project, expected) = page.split_once(SAYS).unwrap_or((&page, ""));
            let said = said(&page);
            if bless {
                fs::write(path, format!("{project}{SAYS}{said}")).unwrap();
                return None;
            }
            let name = path.file_name().unwrap().display();
            (said != expected).then(|| format!("{name} says\n{said}\nand not\n{expected}"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{}ATTACHE_BLESS=1 rewrites them",
        wrong.join("\n")
    );
}

/// Codes that no text alone brings about, and the modules that show their whole
/// messages.
const SHOWN_ELSEWHERE: &[(&str, &str)] = &[
    ("unreadable-file", include_str!("input.rs")),
    ("special-file", include_str!("input.rs")),
    ("link-outside", include_str!("input.rs")),
    ("file-name", include_str!("input.rs")),
    ("not-utf8", include_str!("input.rs")),
    ("control-character", include_str!("input.rs")),
    ("file-too-large", include_str!("input.rs")),
    (
        "bibliography",
        include_str!("../formats/import-mistakes.txt"),
    ),
    (
        "bibliography-loss",
        include_str!("../formats/import-biblatex.txt"),
    ),
    ("output-refused", include_str!("output.rs")),
    ("foreign-file", include_str!("output.rs")),
    ("manifest", include_str!("output.rs")),
    ("output-failed", include_str!("output.rs")),
    ("half-published", include_str!("publish.rs")),
    ("output-differs", include_str!("publish.rs")),
];

#[test]
fn every_code_has_a_test_that_shows_its_whole_message() {
    let mut shown = BTreeSet::new();
    for page in pages() {
        let page = fs::read_to_string(page).unwrap();
        let says = page.split_once(SAYS).unwrap().1.to_owned();
        shown.extend(
            Code::ALL
                .iter()
                .map(|code| code.name())
                .filter(|name| says.contains(&format!("[{name}]"))),
        );
    }
    for (code, module) in SHOWN_ELSEWHERE {
        assert!(
            module.contains(&format!("[{code}]: ")),
            "no test shows {code}"
        );
        shown.insert(code);
    }
    let missing: Vec<_> = Code::ALL
        .iter()
        .map(|code| code.name())
        .filter(|name| !shown.contains(name))
        .collect();
    assert!(missing.is_empty(), "nothing shows {missing:?}");
}

#[test]
fn every_mistake_says_what_to_do() {
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        let says = page.split_once(SAYS).unwrap().1;
        let starts = |words: &[&str]| {
            let starts = |line: &&str| words.iter().any(|word| line.trim_start().starts_with(word));
            says.lines().filter(starts).count()
        };
        let mistakes = starts(&["error[", "warning["]);
        assert_eq!(starts(&["= help: "]), mistakes, "{}", path.display());
    }
}

/// The manual's entries: a code, and the text below its heading.
fn entries() -> Vec<(&'static str, &'static str)> {
    let manual = include_str!("../../docs/content/diagnostics.md");
    let parts = manual.split("\n### ").skip(1);
    let entries = parts.map(|part| part.split_once('\n').unwrap());
    entries
        .map(|(heading, text)| (heading, text.split("\n## ").next().unwrap().trim()))
        .collect()
}

#[test]
fn the_manual_has_one_entry_for_each_code_in_their_order() {
    let listed: Vec<_> = entries().into_iter().map(|(heading, _)| heading).collect();
    let codes = Code::ALL.iter().map(|code| format!("`{}`", code.name()));
    assert_eq!(listed, codes.collect::<Vec<_>>());
}

#[test]
fn the_manual_says_what_each_code_weighs_and_gives_an_example() {
    for ((_, text), code) in entries().into_iter().zip(Code::ALL) {
        let weight = match code.severity() {
            Severity::Error => "Error",
            Severity::Warning => "Warning",
        };
        let name = code.name();
        // `Error. …`, `Error, always. …`, `Warning, unless …`
        let rest = text.strip_prefix(weight);
        let is_weight = rest.is_some_and(|rest| rest.starts_with(['.', ',']));
        assert!(is_weight, "{name}: {text}");
        assert!(text.contains("For example, "), "{name}: {text}");
    }
}

pub const TWO: &str = "\
--- site.yaml
base_url: https://example.org/
--- content/index.md
---
title: Home
darft: true
---
See [this: 100%, now](nothing.md).
--- content/twice.md
---
title: A
title: B
---
";

#[test]
fn the_mistakes_are_one_json_document() {
    let said = Project::of(TWO).build(&["--format", "json"]);
    assert_eq!(
        (said.code, said.err.as_str()),
        (Some(1), "3 errors. Nothing was published.\n")
    );
    assert_blessed("mistakes.json", &said.out);
}

#[test]
fn the_mistakes_are_workflow_commands_of_github() {
    let said = Project::of(TWO).build(&["--format", "github"]);
    assert_eq!(
        (said.code, said.err.as_str()),
        (Some(1), "3 errors. Nothing was published.\n")
    );
    assert_blessed("mistakes.github", &said.out);
}

pub fn assert_blessed(name: &str, said: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/formats")
        .join(name);
    match std::env::var_os("ATTACHE_BLESS") {
        Some(_) => fs::write(path, said).unwrap(),
        None => assert_eq!(said, fs::read_to_string(path).unwrap()),
    }
}
