//! The list of what Attaché wrote into an output folder, kept there: what may
//! be replaced or removed by the next build.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::disk::Disk;
use super::owned::is_regular;
use super::place::OutputFolder;

use crate::content::Route;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::input::Stamp;

/// Its name in the output folder.
pub const NAME: &str = ".attache-manifest.json";

/// The version of its format.
const VERSION: u32 = 1;

/// Files by their path in the output folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    version: u32,
    /// What was written.
    pub files: BTreeMap<String, Entry>,
    /// What a build that has begun to publish is writing. Only a build that was
    /// killed leaves any: the next one knows them for its own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub publishing: BTreeMap<String, Entry>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// In bytes.
    pub size: u64,
    /// In hexadecimal.
    pub sha256: String,
}

/// The entry of a file that is read piece by piece.
#[derive(Default)]
pub struct Hashing {
    size: u64,
    hasher: Sha256,
}

impl Hashing {
    /// The next piece.
    pub fn add(&mut self, piece: &[u8]) {
        self.size += piece.len() as u64;
        self.hasher.update(piece);
    }

    /// That of all pieces.
    pub fn entry(self) -> Entry {
        let digest = self.hasher.finalize();
        Entry {
            size: self.size,
            sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }
}

impl Entry {
    /// That of a file which holds these bytes.
    pub fn of(bytes: &[u8]) -> Entry {
        let mut hashing = Hashing::default();
        hashing.add(bytes);
        hashing.entry()
    }
}

impl Manifest {
    /// That of a folder which holds these files.
    pub fn of(files: BTreeMap<String, Entry>) -> Manifest {
        Manifest {
            version: VERSION,
            files,
            publishing: BTreeMap::new(),
        }
    }

    /// Reads that of an output folder; a folder without one has an empty one.
    pub fn read(disk: &Disk, folder: &Path, label: &str) -> Result<Manifest, Box<Diagnostic>> {
        let path = folder.join(NAME);
        let broken = |why: &str| {
            let at = Location::file(format!("{label}/{NAME}"));
            let help = "restore it, or build into another folder with `--out`";
            Box::new(Diagnostic::new(Code::Manifest, why).at(at).help(help))
        };
        if path.symlink_metadata().is_ok() && !is_regular(&path) {
            return Err(broken("this list of written files is not a regular file"));
        }
        let text = match disk.read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Manifest::of(BTreeMap::new()));
            }
            Err(error) => {
                let label = format!("{label}/{NAME}");
                return Err(super::failed(&label, "this cannot be read", &error));
            }
        };
        let manifest: Manifest = serde_json::from_slice(&text)
            .map_err(|_| broken("this list of written files is damaged"))?;
        if manifest.version != VERSION {
            return Err(broken(
                "this list was written by another version of Attaché",
            ));
        }
        match manifest.is_safe() {
            true => Ok(manifest),
            false => Err(broken("this list names a path outside the folder")),
        }
    }

    /// Finds out how far a build came that was cut short: what `found` finds of what it was
    /// writing has been written. Says whether there was such a build.
    pub fn settle(&mut self, found: impl Fn(&str) -> Option<Entry>) -> bool {
        let publishing = std::mem::take(&mut self.publishing);
        let was_cut_short = !publishing.is_empty();
        for (path, entry) in publishing {
            if found(&path).as_ref() == Some(&entry) {
                self.files.insert(path, entry);
            }
        }
        was_cut_short
    }

    /// Whether no path leads out of the folder: it would be removed by the next build.
    pub fn is_safe(&self) -> bool {
        self.paths().all(|path| Route::of_output(path).is_ok())
    }

    /// Every path that a build has written, or may have.
    pub fn paths(&self) -> impl Iterator<Item = &String> {
        self.files.keys().chain(self.publishing.keys())
    }

    /// Whether a build has written a file at a path, or may have.
    pub fn lists(&self, path: &str) -> bool {
        self.files.contains_key(path) || self.publishing.contains_key(path)
    }

    /// Whether a path in the folder is Attaché's: one that is listed, or the list itself.
    pub fn accounts_for(&self, path: &Path) -> bool {
        let path = path.to_str();
        path.is_some_and(|path| path == NAME || self.lists(path))
    }

    /// Whether a build wrote a file of this content at this path.
    pub fn wrote(&self, path: &str, content: &Entry) -> bool {
        let entries = [self.files.get(path), self.publishing.get(path)];
        entries.into_iter().flatten().any(|entry| entry == content)
    }

    /// What tells whether the files in a folder are those that are listed, as they are now.
    pub fn stamp(&self, folder: &Path) -> Option<String> {
        let mut stamp = Stamp::default();
        for path in self.paths().map(String::as_str).chain([NAME]) {
            stamp.add_regular(path, &folder.join(path));
        }
        stamp.digest()
    }

    /// As it is stored: sorted, a line a file, without times.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// What tells whether a site stands as a build has left it; none where there is no site, or
/// something is to be put in order.
pub fn stamp(folder: &OutputFolder) -> Option<String> {
    if folder.staging.symlink_metadata().is_ok() {
        return None;
    }
    let manifest = Manifest::read(&Disk::default(), &folder.path, &folder.label).ok()?;
    match manifest.files.is_empty() {
        true => None,
        false => manifest.stamp(&folder.path),
    }
}
