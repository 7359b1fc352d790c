//! The staging folder: what tells it from a folder of the user's, and what becomes of
//! one that a killed build has left.
//!
//! ```text
//! .public.attache/
//!   .attache-staging   whose it is
//!   journal.json       what is being moved into place file by file; absent before
//!   site/              what is staged; after an exchange, the old site
//! ```

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::disk::Disk;
use super::failed;
use super::manifest::{Manifest, NAME};
use super::owned::Output;
use super::place::OutputFolder;
use super::publish;
use crate::diagnostic::{Code, Diagnostic, Location};

const MARK: &str = ".attache-staging";
const MARK_TEXT: &str = "Attaché prepares a site here; this folder may be removed.\n";
const JOURNAL: &str = "journal.json";

/// What is being moved into place file by file.
#[derive(Debug, Serialize, Deserialize)]
pub struct Journal {
    new: Manifest,
    adopt: bool,
}

impl Journal {
    /// Puts on record that everything is staged, and what the folder is to hold.
    pub fn write(output: &Output, new: &Manifest) -> Result<(), Box<Diagnostic>> {
        let journal = Journal {
            new: new.clone(),
            adopt: output.adopt,
        };
        let json = serde_json::to_vec(&journal).unwrap_or_default();
        let (disk, staging) = (&output.disk, &output.folder.staging);
        let beginning = staging.join("journal");
        let written = disk
            .write(&beginning, &json)
            .and_then(|()| disk.sync(staging))
            .and_then(|()| disk.rename(&beginning, &staging.join(JOURNAL)));
        written.map_err(|error| output.unwritten(NAME, &error))
    }

    fn read(folder: &OutputFolder, disk: &Disk) -> Option<Journal> {
        let json = disk.read(&folder.staging.join(JOURNAL)).ok()?;
        let journal: Journal = serde_json::from_slice(&json).ok()?;
        journal.new.is_safe().then_some(journal)
    }
}

/// Everything in the journal has been done. One that cannot be removed is carried out
/// again, which comes to the same.
pub fn forget(output: &Output) {
    let journal = output.folder.staging.join(JOURNAL);
    let _ = output.disk.remove_file(&journal);
}

/// Whether a build has begun to move files into place, and has not come to its end.
pub fn is_half_published(folder: &OutputFolder) -> bool {
    folder.staging.join(JOURNAL).exists()
}

/// Marks the staging folder as Attaché's.
pub fn mark(output: &Output) -> io::Result<()> {
    let mark = output.folder.staging.join(MARK);
    output.disk.write(&mark, MARK_TEXT.as_bytes())
}

/// Finishes what a killed build has begun to publish, and removes what it has left.
/// Nothing is touched in a folder that only has the name of a staging folder.
pub fn recover(mut folder: OutputFolder, disk: &Disk) -> Result<OutputFolder, Box<Diagnostic>> {
    let staging = folder.staging.clone();
    let label = staging.file_name().unwrap_or_default().to_string_lossy();
    let is_ours = staging.join(MARK).is_file();
    let holds_something = fs::read_dir(&staging).is_ok_and(|mut entries| entries.next().is_some());
    if holds_something && !is_ours {
        let message = "a site is prepared in a folder of this name, and one is there already";
        let problem = Diagnostic::new(Code::ForeignFile, message);
        let problem = problem.at(Location::file(label.into_owned()));
        return Err(Box::new(problem.help("move it away")));
    }
    let unremoved = |error| failed(&label, "this cannot be removed", &error);
    if is_ours {
        let journal = Journal::read(&folder, disk);
        let adopt = journal.as_ref().is_some_and(|journal| journal.adopt);
        let output = Output::open(folder, disk.clone(), adopt)?;
        match journal {
            Some(journal) => publish::finish(&output, &journal.new)?,
            None => retire(&output).map_err(unremoved)?,
        }
        folder = output.folder;
    }
    disk.remove_all(&staging).map_err(unremoved)?;
    Ok(folder)
}

/// Removes the old site after an exchange. What has come into it meanwhile is the
/// user's, and goes where it was meant to.
pub fn retire(output: &Output) -> io::Result<()> {
    let (disk, old) = (&output.disk, output.folder.staged(""));
    // What is staged has no record before all of it is there.
    let record = disk.read(&old.join(NAME)).ok();
    let manifest = record.and_then(|json| serde_json::from_slice::<Manifest>(&json).ok());
    if let Some(manifest) = manifest {
        for path in strangers(&old, &manifest) {
            let target = output.folder.path.join(&path);
            if target.symlink_metadata().is_ok() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            disk.make_folders(target.parent().unwrap_or(&target))?;
            disk.rename(&old.join(&path), &target)?;
        }
    }
    disk.remove_all(&old)
}

/// The files in a site's folder that are not on record.
pub fn strangers(site: &Path, manifest: &Manifest) -> Vec<PathBuf> {
    let entries = WalkDir::new(site).into_iter().flatten();
    let files = entries.filter(|entry| !entry.file_type().is_dir());
    let paths = files.filter_map(|file| file.path().strip_prefix(site).ok().map(Path::to_owned));
    paths.filter(|path| !manifest.accounts_for(path)).collect()
}
