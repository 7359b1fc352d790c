//! The manual in `docs/`: a site without a mistake, whose tutorial does what it says, and
//! whose list of commands is what the program says of itself.

use std::path::Path;

use super::diagnostics::timeless;
use super::project::{Project, Said, attache};

/// All of them; the first is the program itself.
const COMMANDS: &[&str] = &[
    "",
    "new",
    "new topic",
    "build",
    "check",
    "watch",
    "source",
    "source add",
    "source import",
    "source export",
    "verify",
    "theme",
    "theme new",
    "theme eject",
    "schema",
    "completions",
    "man",
];

fn manual() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

#[test]
fn the_manual_is_a_site_without_a_mistake() {
    let mut check = attache();
    check.args(["check", "--strict", "--root"]).arg(manual());
    let said = Said::of(check.output().unwrap());
    assert_eq!(said.code, Some(0), "{}", said.err);
}

/// The fenced blocks of a page: what stands behind the fence, and the lines within.
fn blocks(page: &str) -> Vec<(&str, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let within = lines.by_ref().take_while(|line| *line != "```");
            blocks.push((info, within.map(|line| format!("{line}\n")).collect()));
        }
    }
    blocks
}

/// The words of a command, some of them in quotation marks.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    let words = parts.flat_map(|(index, part)| match index % 2 {
        1 => vec![part.to_owned()],
        _ => part.split_whitespace().map(str::to_owned).collect(),
    });
    words.collect()
}

/// A page that shows files and commands is followed to the letter: each file is written,
/// each command is run, and says what the page says that it says.
#[test]
fn the_tutorial_does_what_it_says() {
    let path = manual().join("content/tutorial.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (mut as_it_is, project) = (page.clone(), Project::of(""));
    let mut commands = 0;
    for (info, text) in blocks(&page) {
        if let Some((_, title)) = info.split_once(" title=") {
            project.write(title.trim_matches('"'), text);
        } else if info == "console" {
            for dialogue in text.split("$ attache ").skip(1) {
                let (command, expected) = dialogue.split_once('\n').unwrap();
                let mut run = attache();
                let run = run.args(words(command)).current_dir(project.path(""));
                let said = Said::of(run.output().unwrap());
                assert_eq!(said.out, "");
                let said = timeless(&said.err);
                match std::env::var_os("ATTACHE_BLESS") {
                    Some(_) => {
                        let said = said.replace(" in … s", " in 0.03 s");
                        let (before, after) = (
                            format!("{command}\n{expected}"),
                            format!("{command}\n{said}"),
                        );
                        as_it_is = as_it_is.replacen(&before, &after, 1);
                    }
                    None => assert_eq!(said, timeless(expected), "attache {command}"),
                }
                commands += 1;
            }
        }
    }
    assert!(commands > 8, "the tutorial has lost its commands");
    if as_it_is != page {
        std::fs::write(path, as_it_is).unwrap();
    }
}

/// A page of all commands with their options, as `--help` has them.
#[test]
fn the_list_of_commands_is_what_the_program_says() {
    let mut page = String::from(
        "---\n\
         title: \"Every command\"\n\
         summary: \"What the program can be asked for, as its help says it.\"\n\
         order: 100\n\
         tags: [reference]\n\
         ---\n\n\
         This page is written by a test from the program itself. `attache man build` prints the \
         same as a manual page, `attache completions bash` lets a shell complete it.\n",
    );
    for command in COMMANDS {
        let mut run = attache();
        let run = run.args(command.split_whitespace()).arg("--help");
        let said = Said::of(run.env_remove("COLUMNS").output().unwrap());
        let help: Vec<&str> = said.out.lines().map(str::trim_end).collect();
        let help = help.join("\n");
        let heading = match *command {
            "" => "attache".to_owned(),
            command => format!("attache {command}"),
        };
        page.push_str(&format!(
            "\n## {heading}\n\n```text\n{}\n```\n",
            help.trim_end()
        ));
    }
    is_written("commands.md", &page);
}

/// A page of the manual is what a test made of the program, which writes it anew when asked to.
pub fn is_written(name: &str, page: &str) {
    let path = manual().join("content").join(name);
    if std::env::var_os("ATTACHE_BLESS").is_some() {
        std::fs::write(&path, page).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == page,
        "docs/content/{name} is not what the program says: ATTACHE_BLESS=1 cargo test writes it anew"
    );
}
