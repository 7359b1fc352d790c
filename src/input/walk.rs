//! The files of a folder, as far as they are the project's.

use std::fs;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::reason;
use crate::diagnostic::{Code, Diagnostic, Location};

/// What stands at a path and below it, each by its path from the root, with forward
/// slashes.
#[derive(Default)]
pub struct Found {
    pub files: Vec<String>,
    /// Links, wherever they lead: that may be another place later.
    pub links: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
}

/// The file `path`, or all files below it.
///
/// Left out: names that begin with a dot (but `.well-known`), and what editors
/// leave behind. Links are followed as long as they stay inside `root`.
pub fn files(root: &Path, path: &str) -> Found {
    let mut found = Found::default();
    if root.join(path).exists() && leads_outside(root, &root.join(path)) {
        let problem = Diagnostic::new(Code::LinkOutside, "this link leads out of the project");
        let problem = problem.at(Location::file(path));
        let problem = problem.help("copy what it points to here");
        found.diagnostics.push(problem);
        found.links.push(path.to_owned());
        return found;
    }
    let mut walk = WalkDir::new(root.join(path))
        .follow_links(true)
        .sort_by_file_name()
        .into_iter();
    while let Some(entry) = walk.next() {
        match entry {
            Err(error) => {
                let path = error.path().filter(|path| path.is_symlink());
                found.links.extend(path.map(|path| relative(root, path)));
                found.diagnostics.push(unreadable(root, &error));
            }
            Ok(entry) => {
                if entry.path_is_symlink() {
                    found.links.push(relative(root, entry.path()));
                }
                match judge(root, &entry) {
                    Verdict::File(path) => found.files.push(path),
                    Verdict::Folder => {}
                    Verdict::Ignored => skip(&mut walk, &entry),
                    Verdict::Refused(diagnostic) => {
                        found.diagnostics.push(*diagnostic);
                        skip(&mut walk, &entry);
                    }
                }
            }
        }
    }
    found
}

enum Verdict {
    File(String),
    Folder,
    Ignored,
    Refused(Box<Diagnostic>),
}

fn skip(walk: &mut walkdir::IntoIter, entry: &DirEntry) {
    if entry.file_type().is_dir() {
        walk.skip_current_dir();
    }
}

fn judge(root: &Path, entry: &DirEntry) -> Verdict {
    let name = entry.file_name().to_string_lossy();
    if entry.depth() > 0 && is_ignored(&name) {
        return Verdict::Ignored;
    }
    let path = relative(root, entry.path());
    let refuse = |code, message: String, help: &str| {
        let problem = Diagnostic::new(code, message).at(Location::file(path.clone()));
        Verdict::Refused(Box::new(problem.help(help)))
    };
    if entry.path_is_symlink() && leads_outside(root, entry.path()) {
        let message = "this link leads out of the project".to_owned();
        return refuse(Code::LinkOutside, message, "copy what it points to here");
    }
    if entry.file_type().is_dir() {
        return Verdict::Folder;
    }
    if entry.file_name().to_str().is_none() {
        let message = "this file's name is not UTF-8".to_owned();
        return refuse(Code::FileName, message, "rename it");
    }
    if name.contains(['\\', '\n', '\r']) {
        let message = "this file's name has a backslash or a line end in it".to_owned();
        return refuse(Code::FileName, message, "rename it");
    }
    if let Some(meant) = misnamed(&path) {
        let message = format!("a file of this name is not read; it would be as `{meant}`");
        return refuse(Code::FileName, message, "rename it");
    }
    if !entry.file_type().is_file() {
        let message = "this is not a regular file (a pipe, a socket or a device)".to_owned();
        return refuse(Code::SpecialFile, message, "remove it from the project");
    }
    Verdict::File(path)
}

/// The name by which a file that looks like one Attaché reads would be read.
fn misnamed(path: &str) -> Option<String> {
    let (stem, ending) = path.rsplit_once('.')?;
    let meant = match ending.to_lowercase().as_str() {
        "md" | "markdown" | "mdown" | "mkd" => "md",
        "yaml" | "yml" if path.starts_with("content/sources/") || stem == "content/glossary" => {
            "yaml"
        }
        _ => return None,
    };
    (path.starts_with("content/") && ending != meant).then(|| format!("{stem}.{meant}"))
}

/// Dotfiles, and the copies and locks that editors leave: `a.md~`, `#a.md#`,
/// `a.md.swp`.
fn is_ignored(name: &str) -> bool {
    (name.starts_with('.') && name != ".well-known")
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || name.ends_with(".swp")
        || matches!(name, "Thumbs.db" | "desktop.ini")
}

/// Whether a path from a folder that is read has a part that is left out.
pub fn is_passed_over(path: &str) -> bool {
    path.split('/').any(is_ignored)
}

/// Whether a path is not below a folder when links are followed, or is nowhere.
pub fn leads_outside(root: &Path, path: &Path) -> bool {
    match (fs::canonicalize(root), fs::canonicalize(path)) {
        (Ok(root), Ok(target)) => !target.starts_with(root),
        _ => true,
    }
}

fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

fn unreadable(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = relative(root, error.path().unwrap_or(root));
    let at = Location::file(path);
    if error.loop_ancestor().is_some() {
        return Diagnostic::new(Code::LinkOutside, "this link leads back to its own folder")
            .at(at)
            .help("remove it");
    }
    let is_link = error
        .path()
        .and_then(|path| path.symlink_metadata().ok())
        .is_some_and(|metadata| metadata.is_symlink());
    if is_link {
        return Diagnostic::new(Code::UnreadableFile, "this link leads nowhere")
            .at(at)
            .help("remove it, or restore what it points to");
    }
    let why = error.io_error().map(reason).unwrap_or_default();
    Diagnostic::new(Code::UnreadableFile, format!("this cannot be read: {why}"))
        .at(at)
        .help("give yourself the right to read it")
}
