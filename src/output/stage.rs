//! Artifacts waiting to be published, and their publishing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use super::failed;
use super::lock::Lock;
use super::manifest::{Entry, Manifest, NAME};
use super::place::OutputFolder;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::render::{Artifact, Content};

/// Artifacts on their way to an output folder. Dropped without
/// [`publish`](Stage::publish), it leaves nothing behind.
#[derive(Debug)]
pub struct Stage {
    folder: OutputFolder,
    old: Manifest,
    adopt: bool,
    staged: Mutex<BTreeMap<String, Staged>>,
    /// Given up last, when the staging folder is gone.
    _lock: Lock,
}

/// What tells a staging folder from a folder of the user's that has its name.
const MARK: &str = ".attache-staging";
const MARK_TEXT: &str = "Attaché prepares a site here; this folder may be removed.\n";

#[derive(Debug)]
struct Staged {
    entry: Entry,
    /// Whether the output folder holds the same already.
    unchanged: bool,
}

/// What publishing did.
#[derive(Debug, Default, PartialEq)]
pub struct Published {
    /// All files of the site.
    pub files: usize,
    /// Those that were written.
    pub written: Vec<String>,
    /// Those of the last build that are no more.
    pub removed: Vec<String>,
}

impl Stage {
    /// Makes an empty staging folder. With `adopt`, files that are in the way
    /// and that Attaché did not write are taken over.
    pub fn new(folder: OutputFolder, adopt: bool) -> Result<Stage, Box<Diagnostic>> {
        let beside =
            |error: &io::Error| failed(&folder.label, "nothing can be written beside this", error);
        let parent = folder.staging.parent().unwrap_or(&folder.path);
        fs::create_dir_all(parent).map_err(|error| beside(&error))?;
        let lock = Lock::wait(&folder.lock, &folder.label)?;
        let old = Manifest::read(&folder.path, &folder.label)?;
        clear(&folder.staging)?;
        let made = write(&folder.staging.join(MARK), MARK_TEXT.as_bytes());
        made.map_err(|error| beside(&error))?;
        Ok(Stage {
            _lock: lock,
            folder,
            old,
            adopt,
            staged: Mutex::default(),
        })
    }

    /// Stages one artifact, unless the output folder holds the same already.
    pub fn add(&self, artifact: Artifact) -> Result<(), Box<Diagnostic>> {
        let path = artifact.path;
        let label = self.label(&path);
        let broken = |error: &io::Error| failed(&label, "this cannot be written", error);
        let published = self.folder.path.join(&path);
        let staged = self.folder.staging.join(&path);
        let (entry, unchanged) = match artifact.content {
            Content::Bytes(bytes) => {
                let unchanged = holds(&published, &bytes);
                if !unchanged {
                    write(&staged, &bytes).map_err(|error| broken(&error))?;
                }
                (entry_of(&bytes), unchanged)
            }
            Content::Copy(source) => {
                let entry = hash_file(&source).map_err(|error| broken(&error))?;
                let unchanged = same_file(&published, &entry);
                match unchanged {
                    true => (entry, true),
                    // Its content may be another by now: what is copied counts.
                    false => (
                        copy(&source, &staged).map_err(|error| broken(&error))?,
                        false,
                    ),
                }
            }
        };
        if !unchanged {
            self.refuse_foreign(&path, &published)?;
        }
        lock(&self.staged).insert(path, Staged { entry, unchanged });
        Ok(())
    }

    fn label(&self, path: &str) -> String {
        format!("{}/{path}", self.folder.label.trim_end_matches('/'))
    }

    /// What is in the way and was not written by a build is the user's.
    fn refuse_foreign(&self, path: &str, published: &Path) -> Result<(), Box<Diagnostic>> {
        let foreign = |label: String, message: &str, help: &str| {
            let problem = Diagnostic::new(Code::ForeignFile, message).at(Location::file(label));
            Err(Box::new(problem.help(help)))
        };
        if let Some(found) = self.in_the_way(published) {
            let message = "a link or a file stands where a folder of the site should be";
            return foreign(self.label(&found), message, "move it away");
        }
        let Ok(metadata) = fs::symlink_metadata(published) else {
            return Ok(());
        };
        if metadata.is_dir() {
            let message = "a folder stands where a file of the site should go";
            return foreign(self.label(path), message, "move it away");
        }
        let listed = self.old.paths().any(|listed| listed == path);
        let ours = match metadata.is_symlink() {
            // A link is replaced by the file, never written through.
            true => listed,
            false => hash_file(published).is_ok_and(|entry| self.old.wrote(path, &entry)),
        };
        if self.adopt || ours {
            return Ok(());
        }
        let message = match listed {
            true => "this file was changed after Attaché wrote it",
            false => "a file that Attaché did not write stands where one of the site should go",
        };
        let help = "move it away, or let it be replaced with `--adopt`";
        foreign(self.label(path), message, help)
    }

    /// A link or a file on the way from the output folder to a file in it: what
    /// is behind a link is not the output. A file of the last build is removed
    /// before it is in the way.
    fn in_the_way(&self, target: &Path) -> Option<String> {
        let folders = target.ancestors().skip(1);
        let inside = folders.take_while(|folder| *folder != self.folder.path);
        let mut found = inside.filter_map(|folder| {
            let metadata = fs::symlink_metadata(folder).ok()?;
            let path = folder.strip_prefix(&self.folder.path).unwrap_or(folder);
            let path = path.to_string_lossy().into_owned();
            let ours = metadata.is_file() && self.old.paths().any(|listed| *listed == path);
            (!metadata.is_dir() && !ours).then_some(path)
        });
        found.next()
    }

    /// Moves everything staged into the output folder, and takes away what the
    /// last build wrote and this one did not: new files first, pages next, what
    /// is gone last. What is going to be written is on record before.
    pub fn publish(self) -> Result<Published, Box<Diagnostic>> {
        let staged = std::mem::take(&mut *lock(&self.staged));
        let entries = staged.iter();
        let files: BTreeMap<String, Entry> = entries
            .map(|(path, staged)| (path.clone(), staged.entry.clone()))
            .collect();
        let mut published = Published {
            files: staged.len(),
            ..Published::default()
        };
        let changed = staged.into_iter().filter(|(_, staged)| !staged.unchanged);
        let mut changed: Vec<String> = changed.map(|(path, _)| path).collect();
        // A page never points to a style sheet that is not there yet.
        changed.sort_by_key(|path| path.ends_with(".html"));
        let gone = self.old.paths().filter(|path| !files.contains_key(*path));
        let gone: BTreeSet<&String> = gone.collect();
        if !changed.is_empty() || !gone.is_empty() {
            self.record(&Manifest {
                version: 1,
                files: self.old.files.clone(),
                publishing: files.clone(),
            })?;
        }
        // A file that becomes a folder goes before what is in it comes.
        let (first, last): (Vec<&String>, Vec<&String>) = gone.iter().partition(|path| {
            let inside = format!("{path}/");
            let next = files.range(inside.clone()..).next();
            next.is_some_and(|(path, _)| path.starts_with(&inside))
        });
        for path in first {
            if self.remove(path)? {
                published.removed.push(path.clone());
            }
        }
        for path in changed {
            self.move_into_place(&path)?;
            published.written.push(path);
        }
        for path in last {
            if self.remove(path)? {
                published.removed.push(path.clone());
            }
        }
        let manifest = Manifest {
            version: 1,
            files,
            publishing: BTreeMap::new(),
        };
        if manifest != self.old || !published.written.is_empty() || !gone.is_empty() {
            self.record(&manifest)?;
        }
        Ok(published)
    }

    fn record(&self, manifest: &Manifest) -> Result<(), Box<Diagnostic>> {
        let staged = self.folder.staging.join(NAME);
        write(&staged, manifest.to_json().as_bytes())
            .map_err(|error| failed(&self.label(NAME), "this cannot be written", &error))?;
        self.move_into_place(NAME)
    }

    fn move_into_place(&self, path: &str) -> Result<(), Box<Diagnostic>> {
        let target = self.folder.path.join(path);
        let parent = target.parent().unwrap_or(&self.folder.path);
        fs::create_dir_all(parent)
            .and_then(|()| fs::rename(self.folder.staging.join(path), &target))
            .map_err(|error| failed(&self.label(path), "this cannot be written", &error))
    }

    /// Removes a file of the last build, unless someone has changed it since:
    /// then it is theirs. Says whether it is gone.
    fn remove(&self, path: &str) -> Result<bool, Box<Diagnostic>> {
        let target = self.folder.path.join(path);
        let ours = hash_file(&target).is_ok_and(|entry| self.old.wrote(path, &entry));
        if !ours || target.is_symlink() || self.in_the_way(&target).is_some() {
            return Ok(false);
        }
        fs::remove_file(&target)
            .map_err(|error| failed(&self.label(path), "this cannot be removed", &error))?;
        // Folders that are empty now; the first that is not ends it.
        let mut folder = target.parent();
        while let Some(path) = folder.filter(|path| *path != self.folder.path) {
            if fs::remove_dir(path).is_err() {
                break;
            }
            folder = path.parent();
        }
        Ok(true)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // What cannot be removed now, the next build removes.
        let _ = remove_all(&self.folder.staging);
    }
}

/// What is staged; a thread that failed while it had it leaves it whole.
fn lock(staged: &Mutex<BTreeMap<String, Staged>>) -> MutexGuard<'_, BTreeMap<String, Staged>> {
    staged.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what a killed build left of its staging folder, and nothing else.
fn clear(staging: &Path) -> Result<(), Box<Diagnostic>> {
    let label = staging.file_name().unwrap_or_default().to_string_lossy();
    let is_ours = staging.join(MARK).is_file();
    let holds_something = fs::read_dir(staging).is_ok_and(|mut entries| entries.next().is_some());
    if holds_something && !is_ours {
        let message = "a site is prepared in a folder of this name, and one is there already";
        let problem = Diagnostic::new(Code::ForeignFile, message);
        let problem = problem.at(Location::file(label.into_owned()));
        return Err(Box::new(problem.help("move it away")));
    }
    remove_all(staging).map_err(|error| failed(&label, "this cannot be removed", &error))
}

fn remove_all(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, bytes)
}

fn entry_of(bytes: &[u8]) -> Entry {
    Entry {
        size: bytes.len() as u64,
        sha256: hex(&Sha256::digest(bytes)),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a regular file holds exactly these bytes.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let same_size = fs::symlink_metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes.len() as u64);
    same_size && fs::read(path).is_ok_and(|held| held == bytes)
}

fn same_file(path: &Path, entry: &Entry) -> bool {
    let same_size = fs::symlink_metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() == entry.size);
    same_size && hash_file(path).is_ok_and(|held| held == *entry)
}

fn hash_file(path: &Path) -> io::Result<Entry> {
    through(path, |_| Ok(()))
}

fn copy(source: &Path, target: &Path) -> io::Result<Entry> {
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut file = fs::File::create(target)?;
    through(source, |bytes| io::Write::write_all(&mut file, bytes))
}

/// Reads a file piece by piece, and says what it was.
fn through(path: &Path, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<Entry> {
    let mut file = fs::File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut size = 0;
    loop {
        let read = file.read(&mut buffer)?;
        let piece = buffer.get(..read).unwrap_or_default();
        if piece.is_empty() {
            break;
        }
        hasher.update(piece);
        each(piece)?;
        size += read as u64;
    }
    Ok(Entry {
        size,
        sha256: hex(&hasher.finalize()),
    })
}
