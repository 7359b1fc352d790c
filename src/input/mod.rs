//! The project's files into [`Inputs`], each read once: text as text, everything
//! else as its place, to be copied later and never loaded, but for small CSV files.
//!
//! Promises: nothing outside the project's folder is read, whatever links say, but a
//! file that the user names on the command line; and nothing that could block (a FIFO,
//! a device) is opened. This and `output/` are the only code that touches the file
//! system.

mod embedded;
mod look;
mod mount;
mod picture;
mod project;
mod stamp;
mod text;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;

use crate::chart;
use crate::diagnostic::{Code, Diagnostic, Location};

pub use embedded::embedded;
pub use look::{bytes_at, folders_in, holds_nothing, is_folder, is_inside, is_link, resolved};
pub use mount::silent_mount;
pub use project::{in_shell, is_project, no_content, project_around};
pub use stamp::Stamp;
pub use text::decode;
pub use walk::is_passed_over;

/// The files read so far, by their path from the project's root, with forward
/// slashes. What was read once is not read again until it is
/// [refreshed](Inputs::refresh).
#[derive(Debug, Default)]
pub struct Inputs {
    root: PathBuf,
    /// The files and folders that were asked for.
    asked: BTreeSet<String>,
    /// Sorted, so that nothing depends on the order of the disk.
    files: BTreeMap<String, Input>,
    /// The links among them: what they lead to changes by another path.
    links: BTreeSet<String>,
    /// What could not be read, by its path.
    problems: BTreeMap<String, Vec<Diagnostic>>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A text that Attaché reads: Markdown, YAML, a template, a style sheet.
    Text(Arc<str>),
    /// A theme's picture, font or script: small, and needed as a whole.
    Bytes(Arc<[u8]>),
    /// Anything else.
    File(File),
}

/// A file that is copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it is.
    pub source: PathBuf,
    /// Width and height in pixels, of an image; an image that cannot be
    /// measured has none.
    pub dimensions: Option<(u32, u32)>,
    /// Its size in bytes, and when it was last changed: what tells that it holds
    /// something else than before.
    pub version: (u64, Option<SystemTime>),
    /// What a CSV file holds, unless it is too large to be drawn: a page may make a chart of
    /// it. What it says is looked at then, as it may as well be a file that is only copied.
    pub figures: Option<Arc<[u8]>>,
}

impl Inputs {
    /// An empty set for the project in this folder.
    pub fn new(root: &Path) -> Inputs {
        Inputs {
            root: root.to_owned(),
            ..Inputs::default()
        }
    }

    /// Whether the project has this file or folder.
    pub fn exists(&self, path: &str) -> bool {
        self.root.join(path).symlink_metadata().is_ok()
    }

    /// Reads a file, or a folder with all below it, into the set. Files that
    /// cannot be read are reported, each at its path; the others are read.
    pub fn read(&mut self, path: &str) -> Vec<Diagnostic> {
        // What is not there may come, and is then read by a refresh.
        if self.asked.insert(path.to_owned()) && self.exists(path) {
            self.read_now(path);
        }
        let problems = self.problems.iter();
        let here = problems.filter(|(found, _)| is_at_or_below(found, path));
        here.flat_map(|(_, problems)| problems.clone()).collect()
    }

    /// Reads again what stands at a path now, and below it: what is new, changed
    /// or gone. Says whether anything is. An empty path is the whole project.
    pub fn refresh(&mut self, path: &str) -> bool {
        let above = self
            .asked
            .iter()
            .filter(|asked| is_at_or_below(asked, path));
        let mut again: Vec<String> = above.cloned().collect();
        let mut inside = self
            .asked
            .iter()
            .filter(|asked| is_at_or_below(path, asked));
        if again.is_empty()
            && let Some(asked) = inside.next()
            && !walk::is_passed_over(path.strip_prefix(asked.as_str()).unwrap_or_default())
        {
            again.push(path.to_owned());
        }
        let links = self.links.iter();
        again.extend(links.filter(|link| !is_at_or_below(link, path)).cloned());
        // All of them, though the first may have changed already.
        let changed: Vec<bool> = again.iter().map(|path| self.reread(path)).collect();
        changed.contains(&true)
    }

    fn reread(&mut self, path: &str) -> bool {
        let old_files = take_below(&mut self.files, path);
        let old_problems = take_below(&mut self.problems, path);
        self.links.retain(|link| !is_at_or_below(link, path));
        if self.exists(path) {
            self.read_now(path);
        }
        // What holds the same stays the same object: others know it by that.
        for (path, old) in &old_files {
            if let Some(new) = self.files.get_mut(path).filter(|new| *new == old) {
                *new = old.clone();
            }
        }
        let same = |path: &String, input: &Input| old_files.get(path) == Some(input);
        let files = below(&self.files, path);
        let problems = below(&self.problems, path);
        files.clone().count() != old_files.len()
            || files.into_iter().any(|(path, input)| !same(path, input))
            || !problems.eq(&old_problems)
    }

    fn read_now(&mut self, path: &str) {
        let found = walk::files(&self.root, path);
        self.links.extend(found.links);
        let read: Vec<_> = found
            .files
            .into_par_iter()
            .map(|path| {
                let input = read_one(&self.root, &path);
                (path, input)
            })
            .collect();
        for diagnostic in found.diagnostics {
            self.note(diagnostic);
        }
        for (path, input) in read {
            match input {
                Ok(input) => {
                    self.files.insert(path, input);
                }
                Err(diagnostic) => self.note(*diagnostic),
            }
        }
    }

    fn note(&mut self, problem: Diagnostic) {
        let path = problem.location.as_ref().map(|place| place.path.clone());
        let problems = self.problems.entry(path.unwrap_or_default());
        problems.or_default().push(problem);
    }

    /// The text of a file, where it was read as one.
    pub fn text(&self, path: &str) -> Option<&Arc<str>> {
        match self.files.get(path)? {
            Input::Text(text) => Some(text),
            Input::Bytes(_) | Input::File(_) => None,
        }
    }

    /// A file at the top of the project whose name is one of these but for case.
    pub fn name_like(&self, names: &[&str]) -> Option<String> {
        let entries = std::fs::read_dir(&self.root).into_iter().flatten();
        let files = entries.flatten().map(|entry| entry.file_name());
        let files = files.filter_map(|name| name.into_string().ok());
        files
            .filter(|file| names.contains(&file.to_lowercase().as_str()))
            .min()
    }

    /// The names of the folders in a folder, for suggestions.
    pub fn folders(&self, path: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join(path))
            .into_iter()
            .flatten();
        let folders = entries.flatten().filter(|entry| entry.path().is_dir());
        let mut names: Vec<String> = folders
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The files below a folder, by their path from it.
    pub fn below<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a str, &'a Input)> {
        let prefix = format!("{folder}/");
        self.files
            .range(prefix.clone()..)
            .map_while(move |(path, input)| Some((path.strip_prefix(&prefix)?, input)))
    }

    /// The texts below a folder, by their path from it.
    pub fn texts_below<'a>(
        &'a self,
        folder: &str,
    ) -> impl Iterator<Item = (&'a str, &'a Arc<str>)> {
        let files = self.below(folder);
        files.filter_map(|(path, input)| match input {
            Input::Text(text) => Some((path, text)),
            Input::Bytes(_) | Input::File(_) => None,
        })
    }

    /// All that is known of a folder.
    pub fn extract(&self, folder: &str) -> Extract {
        let files = below(&self.files, folder);
        let problems = below(&self.problems, folder);
        Extract {
            files: files
                .map(|(path, file)| (path.clone(), file.clone()))
                .collect(),
            problems: problems.flat_map(|(_, all)| all.clone()).collect(),
        }
    }
}

/// What was read below a folder: to tell whether anything there is another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extract {
    files: Vec<(String, Input)>,
    problems: Vec<Diagnostic>,
}

/// Whether a path is another, or lies below it. Everything lies below the root.
pub fn is_at_or_below(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    folder.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The entries at a path and below it.
fn below<'a, T>(
    all: &'a BTreeMap<String, T>,
    path: &'a str,
) -> impl Iterator<Item = (&'a String, &'a T)> + Clone {
    // Between `a` and `a/b` others may stand, as `a-b`: each begins as they do.
    all.range(path.to_owned()..)
        .take_while(move |(found, _)| found.starts_with(path))
        .filter(move |(found, _)| is_at_or_below(found, path))
}

/// Takes out the entries at a path and below it.
fn take_below<T>(all: &mut BTreeMap<String, T>, path: &str) -> BTreeMap<String, T> {
    let paths: Vec<String> = below(all, path).map(|(found, _)| found.clone()).collect();
    let taken = paths.into_iter();
    taken.filter_map(|path| all.remove_entry(&path)).collect()
}

/// The largest file that is read as a whole, in bytes. What is copied may be
/// larger.
pub const MAX_TEXT_BYTES: u64 = 16 * 1024 * 1024;

/// Texts are what Attaché itself reads, by their name's ending.
fn is_text(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    match path.starts_with("themes/") {
        // A template is one whatever it makes.
        true if path.split('/').nth(2) == Some("templates") => true,
        true => matches!(ending, "yaml" | "html" | "xml" | "txt" | "css"),
        false => {
            matches!(path, "site.yaml" | "content/glossary.yaml")
                || ending == "md"
                || (path.starts_with("content/sources/")
                    && matches!(ending, "yaml" | "fingerprint" | "txt"))
        }
    }
}

/// Whether a file may hold figures, by its name's ending.
pub fn is_csv(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.eq_ignore_ascii_case("csv")
}

fn read_one(root: &Path, path: &str) -> Result<Input, Box<Diagnostic>> {
    let source = root.join(path);
    let unreadable = |error: std::io::Error| {
        let message = format!("this file cannot be read: {}", reason(&error));
        let problem = Diagnostic::new(Code::UnreadableFile, message).at(Location::file(path));
        Box::new(problem.help("give yourself the right to read it"))
    };
    let metadata = std::fs::metadata(&source).map_err(unreadable)?;
    let is_theme = path.starts_with("themes/");
    if (is_text(path) || is_theme) && metadata.len() > MAX_TEXT_BYTES {
        return Err(too_large(path));
    }
    if is_text(path) {
        let bytes = read_whole(&source, &metadata).map_err(unreadable)?;
        return text::decode(path, bytes).map(Input::Text);
    }
    if is_theme {
        let bytes = read_whole(&source, &metadata).map_err(unreadable)?;
        return Ok(Input::Bytes(bytes.into()));
    }
    std::fs::File::open(&source).map_err(unreadable)?;
    let dimensions = picture::dimensions(&source);
    let is_drawn = is_csv(path) && metadata.len() <= chart::MAX_BYTES;
    let figures = match is_drawn {
        true => Some(read_whole(&source, &metadata).map_err(unreadable)?.into()),
        false => None,
    };
    Ok(Input::File(File {
        source,
        dimensions,
        version: (metadata.len(), metadata.modified().ok()),
        figures,
    }))
}

/// How often a file that is being written is read again.
const TRIES: usize = 5;

/// A file's bytes, of one state of it: one that changes while it is read is read again.
fn read_whole(path: &Path, metadata: &std::fs::Metadata) -> std::io::Result<Vec<u8>> {
    let state = |metadata: &std::fs::Metadata| (metadata.len(), metadata.modified().ok());
    let mut before = state(metadata);
    for _ in 0..TRIES {
        let bytes = std::fs::read(path)?;
        let after = state(&std::fs::metadata(path)?);
        if before == after {
            return Ok(bytes);
        }
        before = after;
    }
    std::fs::read(path)
}

fn too_large(path: &str) -> Box<Diagnostic> {
    let problem = Diagnostic::new(Code::FileTooLarge, "this file is over 16 MiB");
    Box::new(
        problem
            .at(Location::file(path))
            .help("split it into several"),
    )
}

/// The text of a file that the user named, wherever it is.
pub fn read_named(path: &Path) -> Result<Arc<str>, Box<Diagnostic>> {
    let label = path.display().to_string();
    let unreadable = |error: std::io::Error| {
        let message = format!("this file cannot be read: {}", reason(&error));
        Box::new(Diagnostic::new(Code::UnreadableFile, message).at(Location::file(&label)))
    };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        let problem = Diagnostic::new(Code::SpecialFile, "this is not a regular file");
        return Err(Box::new(problem.at(Location::file(&label))));
    }
    if metadata.len() > MAX_TEXT_BYTES {
        return Err(too_large(&label));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    text::decode(&label, bytes)
}

/// The operating system's words for an error, without its number.
pub fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((words, _)) => words.to_lowercase(),
        None => text,
    }
}
