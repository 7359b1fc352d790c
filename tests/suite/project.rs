//! A project in a folder of its own, made from one text, and what a build of it
//! with the real program says and leaves behind.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder that is removed when the test ends.
pub struct Project {
    folder: TempDir,
}

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Files by their path, with what they hold; a link with where it leads.
pub type Tree = BTreeMap<String, Vec<u8>>;

impl Project {
    /// Files, each after a line `--- its/path`. What stands before the first is
    /// prose.
    pub fn of(text: &str) -> Project {
        let project = Project {
            folder: TempDir::new().unwrap(),
        };
        for (path, content) in sections(text) {
            project.write(path, content);
        }
        project
    }

    /// A project with one good page, built into `public/`.
    pub fn built() -> Project {
        let project = Project::of(GOOD);
        project.build(&[]).assert_good();
        project
    }

    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &Project {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// A page of this name with this title and body.
    pub fn page(&self, path: &str, body: &str) -> &Project {
        self.write(
            &format!("content/{path}"),
            format!("---\ntitle: A page\n---\n{body}\n"),
        )
    }

    pub fn path(&self, path: &str) -> PathBuf {
        match path {
            "" => self.folder.path().to_owned(),
            _ => self.folder.path().join(path),
        }
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn has(&self, path: &str) -> bool {
        self.path(path).symlink_metadata().is_ok()
    }

    /// `attache build` with more arguments, in the project's folder.
    pub fn command(&self, args: &[&str]) -> Command {
        self.run("build", args)
    }

    /// A command of the program with arguments, in the project's folder.
    pub fn run(&self, name: &str, args: &[&str]) -> Command {
        let mut command = attache();
        command.current_dir(self.folder.path());
        command.arg(name).args(args);
        command
    }

    pub fn build(&self, args: &[&str]) -> Said {
        Said::of(self.command(args).output().unwrap())
    }

    pub fn check(&self, args: &[&str]) -> Said {
        Said::of(self.run("check", args).output().unwrap())
    }

    pub fn verify(&self, args: &[&str]) -> Said {
        Said::of(self.run("verify", args).output().unwrap())
    }

    /// What a script says that mounts file systems, in a name space of its own; its first
    /// argument is the program. It ends with 99 where nothing can be mounted: that is said,
    /// and is no failure, as most systems let their users do it and some do not.
    pub fn mounting(&self, script: &str) -> Option<Said> {
        let mut command = Command::new("unshare");
        command.args(["-Urm", "sh", "-c", script]);
        command.arg(attache().get_program());
        let output = command.current_dir(self.path("")).output();
        let said = output.map(Said::of).map_err(|error| error.to_string());
        match said {
            Ok(said) if said.code != Some(99) => Some(said),
            why => {
                println!("not run: nothing can be mounted here: {why:?}");
                None
            }
        }
    }

    /// Every file below a folder of the project.
    pub fn tree(&self, folder: &str) -> Tree {
        tree(&self.path(folder))
    }

    /// Builds, and proves that the build failed and left the output as it was.
    /// Gives what it said.
    pub fn refused(&self, args: &[&str]) -> String {
        let before = self.tree("public");
        let said = self.build(args);
        assert_eq!(said.code, Some(1), "{said:?}");
        assert_eq!(self.tree("public"), before, "the output has changed");
        let end = said.err.lines().last().unwrap_or_default();
        assert!(end.ends_with("Nothing was published."), "{}", said.err);
        assert!(!self.has(".public.attache"), "staging was left behind");
        said.err
    }
}

impl Said {
    pub fn of(output: Output) -> Said {
        Said {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub fn assert_good(&self) {
        assert_eq!(self.code, Some(0), "{}", self.err);
    }
}

/// Small, as some tests build it thousands of times: that is why it has no card.
pub const GOOD: &str = "\
--- site.yaml
title: A site
base_url: https://example.org/
theme: bare
outputs: {cards: none}
--- themes/bare/theme.yaml
context: 1
styles: []
--- themes/bare/templates/base.html
<title>{{ page.title }}</title>
{{ page.body }}
--- themes/bare/templates/home.html
{% extends \"base.html\" %}
--- themes/bare/templates/section.html
{% extends \"base.html\" %}
--- themes/bare/templates/page.html
{% extends \"base.html\" %}
--- content/index.md
---
title: Home
---
Good.
";

/// The program, as far from the tester's own surroundings as can be.
pub fn attache() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attache"));
    command
        .env_remove("SOURCE_DATE_EPOCH")
        .env_remove("CLICOLOR_FORCE")
        .env("NO_COLOR", "1")
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null());
    command
}

/// The parts of a text, each with what its line `--- …` says.
pub fn sections(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = next_section(rest) {
        let after = &rest[start + 4..];
        let (name, after) = after.split_once('\n').unwrap_or((after, ""));
        let end = next_section(after).unwrap_or(after.len());
        found.push((name, &after[..end]));
        rest = &after[end..];
    }
    found
}

/// Where the next line begins that opens a section.
fn next_section(text: &str) -> Option<usize> {
    match text.starts_with("--- ") {
        true => Some(0),
        false => text.find("\n--- ").map(|newline| newline + 1),
    }
}

pub fn tree(folder: &Path) -> Tree {
    let mut found = Tree::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        let Ok(entries) = fs::read_dir(&path) else {
            continue;
        };
        for entry in entries {
            let entry = entry.unwrap();
            let path = entry.path();
            let kind = entry.file_type().unwrap();
            let name = path.strip_prefix(folder).unwrap().to_string_lossy();
            let name = name.replace('\\', "/");
            if kind.is_dir() {
                open.push(path);
            } else if kind.is_symlink() {
                let target = fs::read_link(&path).unwrap();
                found.insert(name, target.to_string_lossy().into_owned().into_bytes());
            } else if kind.is_file() {
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// A tree as text: what an expected output is compared with.
pub fn names(tree: &Tree) -> Vec<&str> {
    tree.keys().map(String::as_str).collect()
}
