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
    let disk = Disk::default();
    disk.make_folders(path.parent().unwrap_or(Path::new("")))?;
    disk.replace(path, |beside| disk.write(beside, bytes))
}
