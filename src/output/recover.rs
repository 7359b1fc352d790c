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
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::failed;
use super::manifest::{Manifest, NAME};
use super::owned::{Output, is_single, modified, strangers};
use super::place::OutputFolder;
use super::publish;
use super::rights;
use crate::diagnostic::{Code, Diagnostic, Location};

const MARK: &str = ".attache-staging";
const MARK_TEXT: &str = "Attaché prepares a site here; this folder may be removed.\n";
const JOURNAL: &str = "journal.json";
/// It as long as it is not whole.
const BEGINNING: &str = "journal";

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
        let beginning = staging.join(BEGINNING);
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
    let staging = &output.folder.staging;
    output
        .disk
        .write(&staging.join(MARK), MARK_TEXT.as_bytes())?;
    // Where it cannot be, the files have the user's own group.
    let _ = output.disk.inherit_group(staging, &output.folder.path);
    Ok(())
}

/// When the build began that prepares a site, by the clock of the file system.
pub fn begun(folder: &OutputFolder) -> Option<SystemTime> {
    modified(&folder.staging.join(MARK))
}

/// Opens the output folder, after what a killed build has begun to publish is finished and
/// what it has left is removed.
/// Nothing is touched in a folder that only has the name of a staging folder.
pub fn recover(folder: OutputFolder, disk: &Disk, adopt: bool) -> Result<Output, Box<Diagnostic>> {
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
    let folder = match Journal::read(&folder, disk).filter(|_| is_ours) {
        Some(journal) => {
            let output = Output::open(folder, disk.clone(), adopt || journal.adopt)?;
            publish::finish(&output, &journal.new)?;
            forget(&output);
            output.folder
        }
        None => folder,
    };
    let output = Output::open(folder, disk.clone(), adopt)?;
    let unremoved = |error| failed(&label, "this cannot be removed", &error);
    match clear(&output).map_err(unremoved)?.first() {
        Some(kept) => Err(Box::new(is_kept(kept))),
        None => Ok(output),
    }
}

/// What is said of something of the user's that is still in the staging folder.
pub fn is_kept(path: &str) -> Diagnostic {
    let message = "this came into the output folder while the site was published, and has no \
                   place there now: it is kept here";
    let problem = Diagnostic::new(Code::ForeignFile, message).at(Location::file(path));
    problem.help("move it away: before that, no other build begins")
}

/// Removes the staging folder, with what is staged or, after an exchange, with the old
/// site. What in that is not as a build has written it is the user's, who was quicker than
/// the exchange: it goes where it was meant to. What would replace something there stays,
/// and is returned.
pub fn clear(output: &Output) -> io::Result<Vec<String>> {
    let (disk, staging) = (&output.disk, &output.folder.staging);
    let site = output.folder.staged("");
    // Without a record, nothing has been exchanged yet.
    let record = disk.read(&site.join(NAME)).ok();
    let manifest = record.and_then(|json| serde_json::from_slice::<Manifest>(&json).ok());
    let mut kept = Vec::new();
    if let Some(manifest) = manifest {
        for path in theirs(&site, &manifest, disk)? {
            let target = output.folder.path.join(&path);
            if target.symlink_metadata().is_ok() {
                kept.push(output.folder.staged_label(&path));
                continue;
            }
            disk.make_folders(target.parent().unwrap_or(&target))?;
            disk.rename(&site.join(&path), &target)?;
        }
    }
    if kept.is_empty() {
        if disk.remove_all(&site).is_err() {
            rights::open_up(&site);
            disk.remove_all(&site)?;
        }
        // Without the mark the rest would be taken for the user's: it goes last.
        for name in [BEGINNING, JOURNAL, MARK] {
            match disk.remove_file(&staging.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        disk.remove_all(staging)?;
    }
    Ok(kept)
}

/// What in the site that was exchanged is not as a build has written it.
fn theirs(site: &Path, manifest: &Manifest, disk: &Disk) -> io::Result<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> = strangers(site, manifest).collect::<io::Result<_>>()?;
    for path in manifest.paths() {
        let file = site.join(path);
        // One with other names has its place in the new site as well.
        if is_single(&file) && !manifest.wrote(path, &disk.hash(&file)?) {
            found.push(PathBuf::from(path));
        }
    }
    Ok(found)
}
