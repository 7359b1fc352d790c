//! An output folder compared with the record of what was written there.

use std::path::Path;

use rayon::prelude::*;

use super::disk::Disk;
use super::manifest::{Entry, Manifest, NAME};
use super::recover::strangers;
use crate::diagnostic::{Code, Diagnostic, Location};

/// What a folder holds.
#[derive(Debug)]
pub struct Verified {
    /// How many files are on record.
    pub files: usize,
    /// What is other than on record, by path.
    pub mistakes: Vec<Diagnostic>,
    /// Files that are not on record, by their path in the folder.
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
        Some(problem.at(at).help("build again, or restore it"))
    });
    mistakes.extend(wrong.collect::<Vec<_>>());
    let strangers = strangers(folder, &manifest).into_iter();
    let mut strangers: Vec<String> = strangers
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    strangers.sort();
    Ok(Verified {
        files: manifest.files.len(),
        mistakes,
        strangers,
    })
}

fn wrong(disk: &Disk, file: &Path, entry: &Entry) -> Option<&'static str> {
    let Ok(found) = file.symlink_metadata() else {
        return Some("this file is missing");
    };
    let is_same = found.is_file() && disk.hash(file).is_ok_and(|held| held == *entry);
    (!is_same).then_some("this file is not what was built")
}
