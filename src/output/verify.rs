//! An output folder compared with the record of what was written there.

use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;

use super::disk::Disk;
use super::manifest::{Entry, Manifest, NAME};
use super::owned::strangers;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::input::reason;

/// What a folder holds.
#[derive(Debug)]
pub struct Verified {
    /// The files on record, by their path in the folder.
    pub paths: Vec<String>,
    /// What is other than on record, by path.
    pub mistakes: Vec<Diagnostic>,
    /// What is not on record, by its path in the folder: files, and whole folders.
    pub strangers: Vec<String>,
}

/// Compares every file's bytes with the size and SHA-256 on record.
pub fn verify(folder: &Path) -> Result<Verified, Box<Diagnostic>> {
    let label = folder.display().to_string();
    let (disk, label) = (Disk::default(), label.trim_end_matches('/'));
    let manifest = Manifest::read(&disk, folder, label)?;
    let at = || Location::file(format!("{label}/{NAME}"));
    if !folder.join(NAME).exists() {
        let problem = Diagnostic::new(Code::Manifest, "there is no list of written files here");
        let help = "name a folder that `attache build` has written";
        return Err(Box::new(problem.at(at()).help(help)));
    }
    let mut mistakes = Vec::new();
    if !manifest.publishing.is_empty() {
        let problem = Diagnostic::new(Code::OutputDiffers, "a build of this site was cut short");
        mistakes.push(problem.at(at()).help("build again: that finishes it"));
    }
    let files = manifest.files.par_iter();
    let wrong = files.filter_map(|(path, entry)| {
        let message = wrong(&disk, &folder.join(path), entry)?;
        let problem = Diagnostic::new(Code::OutputDiffers, message);
        let at = Location::file(format!("{label}/{path}"));
        Some(
            problem
                .at(at)
                .help("build again with `--adopt`, or restore it"),
        )
    });
    mistakes.extend(wrong.collect::<Vec<_>>());
    let strangers = strangers(folder, &manifest).flatten();
    let mut strangers: Vec<String> = strangers
        .map(|path| match folder.join(&path).is_dir() {
            true => format!("{}/", path.display()),
            false => path.display().to_string(),
        })
        .collect();
    strangers.sort();
    Ok(Verified {
        paths: manifest.files.into_keys().collect(),
        mistakes,
        strangers,
    })
}

fn wrong(disk: &Disk, file: &Path, entry: &Entry) -> Option<String> {
    let found = match file.symlink_metadata() {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Some("this file is missing".to_owned());
        }
        Err(error) => return Some(format!("this file cannot be read: {}", reason(&error))),
    };
    let is_same = match found.is_file() {
        true => disk.hash(file).map(|held| held == *entry),
        false => Ok(false),
    };
    match is_same {
        Ok(true) => None,
        Ok(false) => Some("this file is not what was built".to_owned()),
        Err(error) => Some(format!("this file cannot be read: {}", reason(&error))),
    }
}
