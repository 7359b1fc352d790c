//! Artifacts waiting to be published.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::compress;
use super::disk::Disk;
use super::failed;
use super::lock::Lock;
use super::manifest::{Entry, Manifest};
use super::owned::{Output, is_regular};
use super::place::OutputFolder;
use super::publish::{self, Plan, Published};
use super::recover;
use crate::config::Compression;
use crate::diagnostic::Diagnostic;
use crate::render::{Artifact, Content};

/// Artifacts on their way to an output folder. Dropped without
/// [`publish`](Stage::publish), it leaves nothing behind.
#[derive(Debug)]
pub struct Stage {
    output: Output,
    in_place: bool,
    staged: Mutex<BTreeMap<String, Staged>>,
    /// Given up last, when the staging folder is gone.
    _lock: Lock,
}

/// How a site is published.
#[derive(Clone, Debug, Default)]
pub struct Manner {
    /// Whether files in the way that Attaché did not write are taken over.
    pub adopt: bool,
    /// Whether files are replaced one by one where the whole folder could be exchanged.
    pub in_place: bool,
    /// The disk it is written to.
    pub disk: Disk,
    /// Set where the build is to end, with nothing published.
    pub stop: Arc<AtomicBool>,
}

#[derive(Debug)]
struct Staged {
    entry: Entry,
    /// Whether the output folder holds the same already.
    unchanged: bool,
}

impl Stage {
    /// Makes an empty staging folder, when no other build has one and what a killed one
    /// has left is in order.
    pub fn new(folder: OutputFolder, manner: Manner) -> Result<Stage, Box<Diagnostic>> {
        let label = folder.label.clone();
        let beside = |error| failed(&label, "nothing can be written beside this", &error);
        let disk = manner.disk;
        let parent = folder.staging.parent().unwrap_or(&folder.path);
        disk.make_folders(parent).map_err(beside)?;
        let lock = Lock::wait(&folder.lock, &folder.label, &manner.stop)?;
        let stage = Stage {
            _lock: lock,
            output: recover::recover(folder, &disk, manner.adopt)?,
            in_place: manner.in_place,
            staged: Mutex::default(),
        };
        recover::mark(&stage.output).map_err(beside)?;
        Ok(stage)
    }

    /// Stages one artifact, unless the output folder holds the same already.
    pub fn add(&self, artifact: Artifact) -> Result<(), Box<Diagnostic>> {
        let Artifact { path, content } = artifact;
        let (output, disk) = (&self.output, &self.output.disk);
        let unwritten = |error| output.unwritten(&path, &error);
        let published = output.at(&path);
        let staged = output.folder.staged(&path);
        let (entry, unchanged) = match content {
            Content::Bytes(bytes) => {
                let unchanged = has_size(&published, bytes.len() as u64)
                    && disk.read(&published).is_ok_and(|held| held == bytes);
                if !unchanged {
                    disk.write(&staged, &bytes).map_err(unwritten)?;
                }
                (Entry::of(&bytes), unchanged)
            }
            Content::Copy(source) => {
                let entry = disk.hash(&source).map_err(unwritten)?;
                let is_same = |held: Entry| held == entry;
                let unchanged =
                    has_size(&published, entry.size) && disk.hash(&published).is_ok_and(is_same);
                match unchanged {
                    true => (entry, true),
                    // Its content may be another by now: what is copied counts.
                    false => (disk.copy(&source, &staged).map_err(unwritten)?, false),
                }
            }
        };
        if !unchanged {
            output.refuse_foreign(&path)?;
        }
        lock(&self.staged).insert(path, Staged { entry, unchanged });
        Ok(())
    }

    /// Stages each text that is staged once more, compressed in some ways, unless it is told
    /// to stop.
    pub fn compress(&self, ways: &[Compression], stop: &AtomicBool) -> Vec<Diagnostic> {
        let is_text =
            |(path, staged): &(&String, &Staged)| compress::is_worth_it(path, staged.entry.size);
        let texts: Vec<(String, bool)> = lock(&self.staged)
            .iter()
            .filter(is_text)
            .map(|(path, staged)| (path.clone(), staged.unchanged))
            .collect();
        let each = texts.par_iter().flat_map_iter(|(path, unchanged)| {
            ways.iter().map(move |way| (path, *unchanged, *way))
        });
        let problems = each.filter_map(|(path, unchanged, way)| {
            let goes_on = !stop.load(Ordering::Relaxed);
            goes_on.then(|| self.add_compressed(path, unchanged, way).err())?
        });
        problems.map(|problem| *problem).collect()
    }

    fn add_compressed(
        &self,
        path: &str,
        unchanged: bool,
        way: Compression,
    ) -> Result<(), Box<Diagnostic>> {
        let (output, disk) = (&self.output, &self.output.disk);
        let name = format!("{path}.{}", way.ending());
        // A file or a folder of the user's own takes the place.
        if is_taken(&lock(&self.staged), &name) {
            return Ok(());
        }
        let text = match unchanged {
            true => output.at(path),
            false => output.folder.staged(path),
        };
        let unwritten = |error| output.unwritten(&name, &error);
        let text = disk.read(&text).map_err(unwritten)?;
        // To compress takes a hundred times as long as to see that the last build has.
        let last = output.at(&name);
        let last = is_regular(&last).then(|| disk.read(&last).ok()).flatten();
        let is_ours = |last: &Vec<u8>| {
            output.old.wrote(&name, &Entry::of(last)) && compress::is_of(last, way, &text)
        };
        let compressed = match last.filter(is_ours) {
            Some(last) => Some(last),
            None => compress::compress(&text, way).map_err(unwritten)?,
        };
        match compressed {
            Some(bytes) => self.add(Artifact {
                path: name,
                content: Content::Bytes(bytes),
            }),
            None => Ok(()),
        }
    }

    /// Makes the output folder hold what is staged, and nothing else of what the last
    /// build wrote.
    pub fn publish(self) -> Result<Published, Box<Diagnostic>> {
        let staged = std::mem::take(&mut *lock(&self.staged));
        let is_changed = |(path, staged): (&String, &Staged)| {
            let changed = !staged.unchanged;
            changed.then(|| path.clone())
        };
        let changed = staged.iter().filter_map(is_changed).collect();
        let entries = staged
            .into_iter()
            .map(|(path, staged)| (path, staged.entry));
        let plan = Plan::new(&self.output, Manifest::of(entries.collect()), changed)?;
        let kept = publish::publish(&self.output, &plan, self.in_place)?;
        Ok(plan.published(&self.output, kept))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // What cannot be removed now, the next build removes; what is half published, it
        // publishes.
        if !recover::is_half_published(&self.output.folder) {
            let _ = recover::clear(&self.output);
        }
    }
}

/// What is staged; a thread that failed while it had it leaves it whole.
fn lock(staged: &Mutex<BTreeMap<String, Staged>>) -> MutexGuard<'_, BTreeMap<String, Staged>> {
    staged.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether there is a regular file of this many bytes.
fn has_size(path: &Path, size: u64) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() == size)
}

/// Whether a path is that of a file, or of a folder with files.
fn is_taken(files: &BTreeMap<String, Staged>, path: &str) -> bool {
    let within = format!("{path}/");
    let mut next = files.range(within.clone()..);
    files.contains_key(path)
        || next
            .next()
            .is_some_and(|(path, _)| path.starts_with(&within))
}
