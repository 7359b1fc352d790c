//! What tells whether files are the ones they were, without reading them: by what
//! `stat(2)` says of each.
//!
//! Promises that two sets of files have the same digest only if each of them has the same
//! name, size and times, and (on Unix) is the same file with the same time of its last
//! change of any kind, which no program can set. What was changed a moment ago could
//! change again without a new time: such a set is not [settled](Stamp::is_settled).

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::walk;

/// The coarsest steps in which a file system counts time (FAT).
const GRAIN: Duration = Duration::from_secs(2);

/// A set of files, as far as their metadata tell.
#[derive(Debug)]
pub struct Stamp {
    hasher: blake3::Hasher,
    /// When the first of them was looked at.
    begun: SystemTime,
    /// When the last of them changed.
    newest: SystemTime,
    /// Whether there is a file that could not be looked at.
    is_broken: bool,
}

impl Default for Stamp {
    fn default() -> Stamp {
        Stamp {
            hasher: blake3::Hasher::new(),
            begun: SystemTime::now(),
            newest: SystemTime::UNIX_EPOCH,
            is_broken: false,
        }
    }
}

impl Stamp {
    /// Adds something else that is to be the same.
    pub fn fact(&mut self, fact: &str) {
        self.hasher.update(&fact.len().to_le_bytes());
        self.hasher.update(fact.as_bytes());
    }

    /// Adds the file at a path, or what a link there leads to.
    pub fn add(&mut self, name: &str, path: &Path) {
        self.found(name, path.metadata());
    }

    /// Adds the regular file at a path; a link there is none.
    pub fn add_regular(&mut self, name: &str, path: &Path) {
        let found = path.symlink_metadata();
        self.is_broken |= found.as_ref().is_ok_and(|found| !found.is_file());
        self.found(name, found);
    }

    fn found(&mut self, name: &str, found: std::io::Result<Metadata>) {
        self.fact(name);
        let Ok(found) = found else {
            self.is_broken = true;
            return;
        };
        self.hasher.update(&found.len().to_le_bytes());
        match found.modified() {
            Ok(time) => self.time(time),
            Err(_) => self.is_broken = true,
        }
        #[cfg(unix)]
        self.of_unix(&found);
    }

    fn time(&mut self, time: SystemTime) {
        let since = time.duration_since(SystemTime::UNIX_EPOCH);
        self.hasher
            .update(&since.unwrap_or_default().as_nanos().to_le_bytes());
        self.newest = self.newest.max(time);
    }

    #[cfg(unix)]
    fn of_unix(&mut self, found: &Metadata) {
        use std::os::unix::fs::MetadataExt;
        self.hasher.update(&found.dev().to_le_bytes());
        self.hasher.update(&found.ino().to_le_bytes());
        let seconds = u64::try_from(found.ctime()).unwrap_or_default();
        let rest = u32::try_from(found.ctime_nsec()).unwrap_or_default();
        self.time(SystemTime::UNIX_EPOCH + Duration::new(seconds, rest));
    }

    /// Adds a file or a folder of a project with all below it, as far as it would be read.
    /// One that is not there is nothing.
    pub fn project(&mut self, root: &Path, path: &str) {
        if root.join(path).symlink_metadata().is_err() {
            return;
        }
        let found = walk::files(root, path);
        self.is_broken |= !found.diagnostics.is_empty();
        for file in &found.files {
            self.add(file, &root.join(file));
        }
    }

    /// Whether whatever is changed after they were looked at changes the digest.
    pub fn is_settled(&self) -> bool {
        let age = self.begun.duration_since(self.newest);
        !self.is_broken && age.is_ok_and(|age| age > GRAIN)
    }

    /// In hexadecimal; none where a file could not be looked at.
    pub fn digest(&self) -> Option<String> {
        (!self.is_broken).then(|| self.hasher.finalize().to_hex().to_string())
    }
}
