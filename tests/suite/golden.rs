//! Small sites that are known to the byte: each folder of `tests/golden/` holds
//! a project, and in `expected/` all that a build of it makes. `ATTACHE_BLESS=1`
//! writes what it makes there.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use resvg::tiny_skia::Pixmap;

use super::project::{Project, Tree, tree};

/// The moment of all builds: an embargo in them is to come, an expiry is past.
pub const NOW: &str = "2026-11-23T12:00";

pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name)
}

/// The inputs of a site.
pub fn inputs(name: &str) -> Tree {
    let all = tree(&folder(name)).into_iter();
    all.filter(|(path, _)| !path.starts_with("expected/"))
        .collect()
}

/// A copy of a site, built into its `public/`.
pub fn built(name: &str) -> Project {
    let project = Project::of("");
    for (path, content) in inputs(name) {
        project.write(&path, content);
    }
    project.build(&["--now", NOW]).assert_good();
    project
}

/// What differs between two trees, with the first line that does.
pub fn differences(made: &Tree, expected: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for path in made.keys().filter(|path| !expected.contains_key(*path)) {
        found.push(format!("{path} is new"));
    }
    for (path, expected) in expected {
        let Some(made) = made.get(path) else {
            found.push(format!("{path} is missing"));
            continue;
        };
        if made != expected {
            found.push(format!("{path} differs: {}", first(made, expected)));
        }
    }
    found
}

fn first(made: &[u8], expected: &[u8]) -> String {
    let (made, expected) = (
        String::from_utf8_lossy(made),
        String::from_utf8_lossy(expected),
    );
    let mut lines = made.split('\n').zip(expected.split('\n')).zip(1..);
    match lines.find(|((made, expected), _)| made != expected) {
        Some(((made, expected), line)) => format!("line {line} is\n{made}\nand not\n{expected}"),
        None => "one ends sooner".to_owned(),
    }
}

#[test]
fn small_sites_are_known_to_the_byte() {
    let bless = std::env::var_os("ATTACHE_BLESS").is_some();
    let mut names: Vec<_> = fs::read_dir(folder("")).unwrap().collect();
    names.sort_by_key(|entry| entry.as_ref().unwrap().file_name());
    assert!(names.len() >= 4, "these are not the sites");
    let wrong: Vec<String> = names
        .par_iter()
        .flat_map(|entry| {
            let name = entry.as_ref().unwrap().file_name().into_string().unwrap();
            let expected = folder(&name).join("expected");
            let made = measured(built(&name).tree("public"));
            if bless {
                write(&expected, &made);
            }
            let differ = differences(&made, &tree(&expected)).into_iter();
            differ
                .map(|what| format!("{name}: {what}\n"))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{}ATTACHE_BLESS=1 rewrites them",
        wrong.concat()
    );
}

/// Of cards their size, in place of what they show: `cards` looks at that.
fn measured(made: Tree) -> Tree {
    let files = made.into_iter().map(|(path, content)| {
        if !path.ends_with("card.png") {
            return (path, content);
        }
        let picture = Pixmap::decode_png(&content).unwrap();
        let size = format!("{} x {}\n", picture.width(), picture.height());
        (format!("{path}.size"), size.into_bytes())
    });
    files.collect()
}

fn write(folder: &Path, made: &Tree) {
    if folder.exists() {
        fs::remove_dir_all(folder).unwrap();
    }
    for (path, content) in made {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

#[test]
fn a_build_over_another_is_as_one_into_nothing() {
    let project = built("sections");
    let first = project.tree("public");
    project.build(&["--now", NOW, "--drafts"]).assert_good();
    assert_ne!(project.tree("public"), first);
    project.build(&["--now", NOW]).assert_good();
    assert_eq!(
        differences(&project.tree("public"), &first),
        Vec::<String>::new()
    );
}
