//! One file of the project that a command writes for its user, such as a
//! source's fingerprint.
//!
//! Promises that the file is whole at every moment: what was there before, or
//! what is there now.

use std::io;
use std::path::Path;

use super::disk::Disk;
use super::failed;
use crate::diagnostic::Diagnostic;

/// Writes a file beside its place and moves it there; makes the folders above.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
    written(path, bytes).map_err(|error| {
        failed(
            &path.display().to_string(),
            "this cannot be written",
            &error,
        )
    })
}

fn written(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let disk = Disk::default();
    // A name that reading the project passes over, should it be left behind.
    let waiting = folder.join(format!(".{}.attache", name.to_string_lossy()));
    let moved = disk
        .write(&waiting, bytes)
        .and_then(|()| disk.sync_file(&waiting))
        .and_then(|()| disk.rename(&waiting, path));
    if moved.is_err() {
        let _ = disk.remove_file(&waiting);
    }
    moved
}
