//! What stands at a path, without reading it.

use std::path::{Path, PathBuf};

use super::walk;

/// The folder without links, `.` and `..`; as it is where it cannot be found.
pub fn resolved(folder: &Path) -> PathBuf {
    std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())
}

/// Whether there is a folder.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether a folder is not there or holds nothing, but what git keeps in it.
///
/// # Errors
/// That of the system, where it cannot be looked into: a file is no folder.
pub fn holds_nothing(folder: &Path) -> std::io::Result<bool> {
    if !folder.exists() && !is_link(folder) {
        return Ok(true);
    }
    for entry in std::fs::read_dir(folder)? {
        if entry?.file_name() != ".git" {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether there is a link, wherever it leads.
pub fn is_link(path: &Path) -> bool {
    path.is_symlink()
}

/// The folders in a folder, links aside.
pub fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    folders.map(|entry| entry.path()).collect()
}

/// How many bytes the file at a path has, a folder some; none where nothing is.
pub fn bytes_at(path: &Path) -> Option<u64> {
    let metadata = path.metadata().or_else(|_| path.symlink_metadata()).ok()?;
    Some(match metadata.is_file() {
        true => metadata.len(),
        false => 1,
    })
}

/// Whether a file is in the project's folder still, wherever links lead.
pub fn is_inside(root: &Path, file: &Path) -> bool {
    file.is_file() && !walk::leads_outside(root, file)
}
