//! The project's files into [`Inputs`], each read once: text as text, everything
//! else as its place, to be copied later and never loaded.
//!
//! Promises: nothing outside the project's folder is read, whatever links say,
//! but a file that the user names on the command line; and nothing that could block (a FIFO, a device) is opened. This and `output/`
//! are the only code that touches the file system.

mod picture;
mod text;
mod walk;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Location};

/// The files read so far, by their path from the project's root, with forward
/// slashes.
#[derive(Debug, Default)]
pub struct Inputs {
    root: PathBuf,
    /// Sorted, so that nothing depends on the order of the disk.
    pub files: BTreeMap<String, Input>,
}

/// One file.
#[derive(Clone, Debug)]
pub enum Input {
    /// A text that Attaché reads: Markdown, YAML, a template, a style sheet.
    Text(Arc<str>),
    /// A theme's picture, font or script: small, and needed as a whole.
    Bytes(Arc<[u8]>),
    /// Anything else.
    File(File),
}

/// A file that is only copied.
#[derive(Clone, Debug)]
pub struct File {
    /// Where it is.
    pub source: PathBuf,
    /// Width and height in pixels, of an image; an image that cannot be
    /// measured has none.
    pub dimensions: Option<(u32, u32)>,
}

impl Inputs {
    /// An empty set for the project in this folder.
    pub fn new(root: &Path) -> Inputs {
        Inputs {
            root: root.to_owned(),
            files: BTreeMap::new(),
        }
    }

    /// Whether the project has this file or folder.
    pub fn exists(&self, path: &str) -> bool {
        self.root.join(path).symlink_metadata().is_ok()
    }

    /// Reads a file, or a folder with all below it, into the set. Files that
    /// cannot be read are reported, each at its path; the others are read.
    pub fn read(&mut self, path: &str) -> Vec<Diagnostic> {
        let (paths, mut diagnostics) = walk::files(&self.root, path);
        let read: Vec<_> = paths
            .into_par_iter()
            .map(|path| {
                let input = read_one(&self.root, &path);
                (path, input)
            })
            .collect();
        for (path, input) in read {
            match input {
                Ok(input) => {
                    self.files.insert(path, input);
                }
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        diagnostics
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
}

/// The largest file that is read as a whole, in bytes. What is copied may be
/// larger.
pub const MAX_TEXT_BYTES: u64 = 16 * 1024 * 1024;

/// Texts are what Attaché itself reads, by their name's ending.
fn is_text(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    match path.starts_with("themes/") {
        true => matches!(ending, "yaml" | "html" | "xml" | "txt" | "css"),
        false => {
            path == "site.yaml"
                || ending == "md"
                || (path.starts_with("content/sources/")
                    && matches!(ending, "yaml" | "fingerprint" | "txt"))
        }
    }
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
        let bytes = std::fs::read(&source).map_err(unreadable)?;
        return text::decode(path, bytes).map(Input::Text);
    }
    if is_theme {
        let bytes = std::fs::read(&source).map_err(unreadable)?;
        return Ok(Input::Bytes(bytes.into()));
    }
    std::fs::File::open(&source).map_err(unreadable)?;
    let dimensions = picture::dimensions(&source);
    Ok(Input::File(File { source, dimensions }))
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
