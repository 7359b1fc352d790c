//! Sources with their texts and fingerprints, read: what belongs together, and
//! what is said where it does not.

use std::path::Path;

use attache::diagnostic::to_text;
use attache::evidence::{Name, Rule, checked_in, sources};
use attache::input::Inputs;

use super::project::Project;

const PROJECT: &str = "\
--- content/index.md
---
title: Home
---
--- content/sources/un.yaml
type: report
title: The report
author:
  - The Office
  - {family: Doe, given: Jane}
  - {family: Plato}
editor: {name: Water & Sons}
published: 2024
edition: 2
quoted-in: host
set_aside:
  - {paragraphs: 1, reason: A greeting}
--- content/sources/host.yaml
title: The host
published: 2024-03
--- content/sources/host.txt
The parties do not agree on it.

They met again in June.
--- content/sources/reports/deep.yaml
title: In a folder
";

fn read(project: &Project) -> (sources::Sources, String) {
    let mut inputs = Inputs::new(&project.path(""));
    let mut problems = inputs.read("content");
    let (sources, found) = sources::read(&inputs);
    problems.extend(found);
    (sources, to_text(&problems, false))
}

/// What a project says when one of its sources has been changed.
fn said(change: impl Fn(&Project)) -> String {
    let project = Project::of(&good());
    change(&project);
    read(&project).1
}

fn add(project: &Project, options: &str) {
    let arguments: Vec<&str> = ["source", "add"]
        .into_iter()
        .chain(options.split(' '))
        .collect();
    let mut command = assert_cmd::Command::cargo_bin("attache").unwrap();
    command
        .current_dir(project.path(""))
        .args(arguments)
        .assert()
        .success();
}

#[test]
fn a_description_is_read_whole() {
    let project = Project::of(&good());
    let (sources, said) = read(&project);
    assert_eq!(said, "");
    let un = &sources["un"];
    let person = Name::Person {
        family: "Doe".to_owned(),
        given: "Jane".to_owned(),
    };
    let office = Name::Literal("The Office".to_owned());
    assert_eq!(
        un.author,
        [office, person, Name::Literal("Plato".to_owned())]
    );
    assert_eq!(un.authors().as_deref(), Some("The Office, Jane Doe, Plato"));
    assert_eq!(un.editor, [Name::Literal("Water & Sons".to_owned())]);
    assert_eq!(un.published.unwrap().to_string(), "2024");
    assert_eq!(un.edition.as_deref(), Some("2"));
    assert!(sources.contains_key("reports/deep"));
}

#[test]
fn a_text_without_a_fingerprint_gives_one_in_memory() {
    let (sources, _) = read(&Project::of(PROJECT));
    let host = &sources["host"];
    let fingerprint = host.fingerprint.as_ref().unwrap();
    assert_eq!(
        (fingerprint.rule(), fingerprint.paragraphs().len()),
        (Rule::Blank, 2)
    );
    assert_eq!(host.text().unwrap().paragraphs().len(), 2);
}

#[test]
fn a_source_without_a_text_is_checked_in_that_which_quotes_it() {
    let (sources, _) = read(&Project::of(PROJECT));
    assert_eq!(checked_in(&sources, "un").unwrap().0, "host");
    assert_eq!(checked_in(&sources, "host").unwrap().0, "host");
    assert_eq!(checked_in(&sources, "reports/deep"), None);
    assert_eq!(checked_in(&sources, "nobody"), None);
}

#[test]
fn a_source_in_error_is_checked_in_no_other() {
    let project = Project::of(PROJECT);
    project.write("content/sources/un.fingerprint", "none");
    let (sources, said) = read(&project);
    assert!(said.contains("error[fingerprint]"), "{said}");
    let (key, source) = checked_in(&sources, "un").unwrap();
    assert_eq!((key, source.unreadable), ("un", true));
    assert!(!sources["host"].unreadable);
}

#[test]
fn a_circle_ends() {
    let project = Project::of(PROJECT);
    project.write("content/sources/a.yaml", "title: A\nquoted_in: b\n");
    project.write("content/sources/b.yaml", "title: B\nquoted_in: a\n");
    assert_eq!(checked_in(&read(&project).0, "a"), None);
}

/// The same project without its mistake.
fn good() -> String {
    PROJECT.replace("  - {paragraphs: 1, reason: A greeting}", "  []")
}

const LONG: &str = "Furniture\n\nThe parties do not agree on it.\n\nThey met again in June.\n";

#[test]
fn a_kept_text_is_cut_as_its_fingerprint_says() {
    let project = Project::of(PROJECT);
    project.write("report.txt", LONG);
    add(
        &project,
        "kept --from report.txt --skip 1 --title Kept --keep-text --language en",
    );
    let (sources, _) = read(&project);
    let text = sources["kept"].text().unwrap();
    let paragraphs: Vec<&str> = text.paragraphs().collect();
    assert_eq!(
        paragraphs,
        ["The parties do not agree on it.", "They met again in June."]
    );
}

#[test]
fn a_fingerprint_that_was_edited_is_an_error_at_its_line() {
    let said = said(|project| {
        project.write("report.txt", LONG);
        add(project, "kept --from report.txt --title Kept --language en");
        let path = "content/sources/kept.fingerprint";
        let text = project.read(path).replace("language en", "language fr");
        project.write(path, text);
    });
    assert_eq!(
        said,
        "error[fingerprint]: this fingerprint cannot be used: the file was changed after Attaché wrote it
 --> content/sources/kept.fingerprint:7:1
  |
7 | checksum 5a6d77e8a17c7b5aabccbe6714cc31aa
  | ^^^^^^^^
  |
  = help: make it again with `attache source add kept --from … --replace`

"
    );
}

#[test]
fn a_text_that_is_not_the_fingerprints_is_an_error_that_names_both() {
    let said = said(|project| {
        project.write("report.txt", LONG);
        add(project, "kept --from report.txt --title Kept --keep-text");
        project.write(
            "content/sources/kept.txt",
            LONG.replace("do not agree", "agree"),
        );
    });
    assert_eq!(
        said,
        "error[fingerprint]: this is another text than the one that content/sources/kept.fingerprint was made from
--> content/sources/kept.txt
 = help: put that text back, or run `attache source add kept --from content/sources/kept.txt --replace`

"
    );
}

#[test]
fn a_text_that_is_cut_otherwise_than_its_fingerprint_says_is_of_no_help() {
    let project = &Project::of(&good());
    project.write("report.txt", LONG);
    add(project, "kept --from report.txt --title Kept --keep-text");
    // A whole fingerprint, of another text, under this one's SHA-256.
    let good = project.read("content/sources/kept.fingerprint");
    project.write("other.txt", LONG.replace("do not agree", "agree"));
    add(project, "other --from other.txt --title Other");
    let sha256 = |text: &str| text.lines().nth(3).unwrap().to_owned();
    let other = project.read("content/sources/other.fingerprint");
    let forged = other.replace(&sha256(&other), &sha256(&good));
    let checksum = |text: &str| {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let (head, body) = (lines[..6].concat(), lines[7..].concat());
        let hash = blake3::hash((head + &body).as_bytes()).to_hex();
        hash[..32].to_owned()
    };
    let old = forged.lines().nth(6).unwrap().to_owned();
    let forged = forged.replace(&old, &format!("checksum {}", checksum(&forged)));
    project.write("content/sources/kept.fingerprint", forged);
    let (sources, said) = read(project);
    assert_eq!(said, "");
    let kept = &sources["kept"];
    assert!(kept.fingerprint.is_some());
    assert!(kept.text().is_none());
}

#[test]
fn a_description_with_another_ending_is_not_overlooked() {
    let said = said(|project| {
        std::fs::rename(
            project.path("content/sources/host.yaml"),
            project.path("content/sources/host.yml"),
        )
        .unwrap();
    });
    assert!(
        said.contains("it would be as `content/sources/host.yaml`"),
        "{said}"
    );
}

#[test]
fn every_description_of_the_sample_is_good() {
    let mut inputs = Inputs::new(Path::new(env!("CARGO_MANIFEST_DIR")));
    let mut problems = inputs.read("content");
    let (sources, found) = sources::read(&inputs);
    problems.extend(found);
    assert_eq!(to_text(&problems, false), "");
    assert!(sources["kbc-2024"].fingerprint.is_some());
}

#[test]
fn the_manual_explains_every_key_of_a_source() {
    let code = include_str!("../../src/evidence/sources/source.rs");
    let keys = code.split("const KEYS: &[&str] = &[").nth(1).unwrap();
    let keys = keys.split("];").next().unwrap().split('"').skip(1);
    let manual = include_str!("../../docs/content/writing.md");
    let chapter = manual.split("\n## Sources\n").nth(1).unwrap();
    let chapter = chapter.split("\n## ").next().unwrap();
    for key in keys.step_by(2) {
        assert!(chapter.contains(&format!("`{key}`")), "{key}");
    }
}
