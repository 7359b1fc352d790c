//! The files of a folder that is inside the program.

use include_dir::{Dir, File};

/// All of them, with their path from the folder, whatever the system parts folders with.
pub fn embedded(folder: &'static Dir<'static>) -> Vec<(String, &'static File<'static>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        let path = |file: &File| file.path().to_string_lossy().replace('\\', "/");
        files.extend(folder.files().map(|file| (path(file), file)));
    }
    files
}
