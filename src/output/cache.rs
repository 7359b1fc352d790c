//! The project's folder `.attache/`: what a build remembers for the next one. It may be
//! removed at any time, and tells git to pass it over.
//!
//! Promises that nothing outside the project is read or written, whatever a link there says.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::Path;

use super::disk::Disk;

const FOLDER: &str = ".attache";

/// More is nothing that was kept here.
const MOST_BYTES: u64 = 64 * 1024;

/// What is kept under a name for the project in a folder.
pub fn read_cache(root: &Path, name: &str) -> Option<Vec<u8>> {
    let folder = root.join(FOLDER);
    let path = folder.join(name);
    let is_small = |found: &Metadata| found.is_file() && found.len() <= MOST_BYTES;
    let is_there = fs::symlink_metadata(&folder).is_ok_and(|found| found.is_dir())
        && fs::symlink_metadata(&path).is_ok_and(|found| is_small(&found));
    is_there.then(|| Disk::default().read(&path).ok())?
}

/// Keeps something under a name.
///
/// # Errors
/// That of the system; also where a link or a file stands in the folder's place.
pub fn write_cache(root: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let folder = root.join(FOLDER);
    match fs::symlink_metadata(&folder) {
        Ok(found) if !found.is_dir() => return Err(io::ErrorKind::NotADirectory.into()),
        Ok(_) => {}
        Err(_) => fs::create_dir(&folder)?,
    }
    match File::create_new(folder.join(".gitignore")) {
        Ok(mut file) => file.write_all(b"*\n")?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    let disk = Disk::default();
    disk.replace(&folder.join(name), |beside| disk.write(beside, bytes))
}
