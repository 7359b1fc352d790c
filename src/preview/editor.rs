//! A place in a file into what opens it in the user's editor.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::programs;

/// What a path in an editor's address keeps as it is.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// How to open the user's editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Editor {
    /// By an address that the browser hands on: `vscode://file{file}:{line}:{column}`.
    Address(String),
    /// By a program and its arguments, without a shell.
    Program(Vec<String>),
}

/// Editors by the name of their program, and what it is called with.
const KNOWN: &[(&[&str], &str)] = &[
    (
        &[
            "code",
            "code-insiders",
            "codium",
            "cursor",
            "windsurf",
            "positron",
        ],
        "--goto {file}:{line}:{column}",
    ),
    (
        &[
            "idea",
            "webstorm",
            "pycharm",
            "phpstorm",
            "rubymine",
            "rustrover",
            "clion",
            "goland",
        ],
        "--line {line} --column {column} {file}",
    ),
    (
        &["subl", "zed", "zeditor", "hx-gui", "lapce"],
        "{file}:{line}:{column}",
    ),
    (
        &["kate", "kwrite"],
        "--line {line} --column {column} {file}",
    ),
    (
        &["gedit", "gnome-text-editor", "gvim", "mvim", "neovide"],
        "+{line} {file}",
    ),
    (&["emacsclient"], "--no-wait +{line}:{column} {file}"),
    (&["mate", "bbedit"], "{file}:{line}"),
];

/// Addresses that editors answer to, by the name one would give them.
const ADDRESSES: &[(&str, &str)] = &[
    ("vscode", "vscode://file{file}:{line}:{column}"),
    ("vscodium", "vscodium://file{file}:{line}:{column}"),
    (
        "jetbrains",
        "jetbrains://idea/navigate/reference?path={file}:{line}:{column}",
    ),
    (
        "textmate",
        "txmt://open?url=file://{file}&line={line}&column={column}",
    ),
];

impl Editor {
    /// Reads a setting: an address or a command with `{file}`, `{line}` and `{column}`
    /// in it, the name of an address, or the command of an editor that is known. Of
    /// others, as of those that need a terminal, nothing is known.
    pub fn parse(text: &str) -> Option<Editor> {
        let text = text.trim();
        if let Some((_, address)) = ADDRESSES.iter().find(|(name, _)| *name == text) {
            return Some(Editor::Address((*address).to_owned()));
        }
        if text.contains("{file}") {
            return match text.split_whitespace().next() {
                Some(first) if first.contains("://") => Some(Editor::Address(text.to_owned())),
                _ => words(text).map(Editor::Program),
            };
        }
        let mut program = words(text)?;
        let name = Path::new(program.first()?)
            .file_stem()?
            .to_str()?
            .to_owned();
        let is_known = |(names, _): &&(&[&str], &str)| names.contains(&name.as_str());
        let (_, arguments) = KNOWN.iter().find(is_known)?;
        // `code --wait` is how other programs call it.
        program.retain(|word| !matches!(word.as_str(), "--wait" | "-w"));
        program.extend(words(arguments)?);
        Some(Editor::Program(program))
    }

    /// Opens a place: starts a program, or gives the address that the browser is to go to.
    pub fn open(&self, file: &Path, line: usize, column: usize) -> io::Result<Option<String>> {
        let file = file.to_string_lossy();
        match self {
            Editor::Address(address) => {
                let file = file.replace('\\', "/");
                let file = utf8_percent_encode(&file, IN_PATH).to_string();
                Ok(Some(filled(address, &file, line, column)))
            }
            Editor::Program(program) => {
                let words = program.iter().map(|word| filled(word, &file, line, column));
                start(words).map(|()| None)
            }
        }
    }
}

/// Starts a program with its arguments, and does not wait for it.
fn start(mut words: impl Iterator<Item = String>) -> io::Result<()> {
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words);
    command.stdin(Stdio::null());
    command.stdout(Stdio::null());
    command.stderr(Stdio::null());
    // Ctrl-C in the preview's terminal is not meant for it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = programs::start(|| command.spawn())?;
    let _ = thread::Builder::new().spawn(move || child.wait());
    Ok(())
}

fn filled(template: &str, file: &str, line: usize, column: usize) -> String {
    let filled = template.replace("{line}", &line.to_string());
    let filled = filled.replace("{column}", &column.to_string());
    // Last, because a file's name may hold the others.
    filled.replace("{file}", file)
}

/// The words of a command, quoted as in a shell, if all quotes are closed. Windows parts
/// its folders by what quotes in a shell.
fn words(text: &str) -> Option<Vec<String>> {
    match cfg!(windows) {
        true => Some(text.split_whitespace().map(str::to_owned).collect()),
        false => shlex::split(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(setting: &str) -> Option<String> {
        match Editor::parse(setting)? {
            Editor::Program(words) => Some(words.join(" ")),
            Editor::Address(_) => None,
        }
    }

    #[test]
    fn an_editor_is_known_by_its_command() {
        assert_eq!(
            program("/usr/bin/code --wait").as_deref(),
            Some("/usr/bin/code --goto {file}:{line}:{column}")
        );
        assert_eq!(
            program("idea").as_deref(),
            Some("idea --line {line} --column {column} {file}")
        );
        assert_eq!(
            program("mine -l {line} {file}").as_deref(),
            Some("mine -l {line} {file}")
        );
        assert_eq!(
            program("'/Apps/VS Code/bin/code' -r").as_deref(),
            Some("/Apps/VS Code/bin/code -r --goto {file}:{line}:{column}")
        );
        for unknown in ["vim", "nano", "", "  ", "'open {file}"] {
            assert_eq!(Editor::parse(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn an_address_holds_the_file_encoded() {
        let editor = Editor::parse("vscode").unwrap();
        let address = editor.open(Path::new("/my site/{line}#1.md"), 3, 7);
        let expected = "vscode://file/my%20site/%7Bline%7D%231.md:3:7";
        assert_eq!(address.unwrap().as_deref(), Some(expected));
        let own = Editor::parse("edit://x?f={file}&l={line}").unwrap();
        assert_eq!(
            own.open(Path::new("/a.md"), 1, 2).unwrap().as_deref(),
            Some("edit://x?f=/a.md&l=1")
        );
    }
}
