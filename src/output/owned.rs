//! Whose is what in an output folder: what the manifest lists, as it was written, is
//! Attaché's; everything else is the user's.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::disk::Disk;
use super::failed;
use super::manifest::Manifest;
use super::place::OutputFolder;
use crate::diagnostic::{Code, Diagnostic, Location};

/// An output folder as the last build left it, and what may be done there.
#[derive(Debug)]
pub struct Output {
    pub folder: OutputFolder,
    pub disk: Disk,
    /// What is on record there.
    pub old: Manifest,
    /// Whether files of the user's that are in the way are taken over.
    pub adopt: bool,
}

impl Output {
    /// Reads the record of what is there.
    pub fn open(folder: OutputFolder, disk: Disk, adopt: bool) -> Result<Output, Box<Diagnostic>> {
        Ok(Output {
            old: Manifest::read(&disk, &folder.path, &folder.label)?,
            folder,
            disk,
            adopt,
        })
    }

    /// Where a file of the site is.
    pub fn at(&self, path: &str) -> PathBuf {
        self.folder.path.join(path)
    }

    /// How the user calls a file of the site.
    pub fn label(&self, path: &str) -> String {
        format!("{}/{path}", self.folder.label.trim_end_matches('/'))
    }

    /// What the system says of a file that cannot be written.
    pub fn unwritten(&self, path: &str, error: &std::io::Error) -> Box<Diagnostic> {
        failed(&self.label(path), "this cannot be written", error)
    }

    /// What is in the way of a file and was not written by a build is the user's.
    pub fn refuse_foreign(&self, path: &str) -> Result<(), Box<Diagnostic>> {
        let published = self.at(path);
        let foreign = |label: String, message: &str, help: &str| {
            let problem = Diagnostic::new(Code::ForeignFile, message).at(Location::file(label));
            Err(Box::new(problem.help(help)))
        };
        if let Some(found) = self.in_the_way(&published) {
            let message = "a link or a file stands where a folder of the site should be";
            return foreign(self.label(&found), message, "move it away");
        }
        let Ok(metadata) = fs::symlink_metadata(&published) else {
            return Ok(());
        };
        if metadata.is_dir() {
            let message = "a folder stands where a file of the site should go";
            return foreign(self.label(path), message, "move it away");
        }
        let listed = self.old.lists(path);
        let ours = match metadata.is_symlink() {
            // A link is replaced by the file, never written through.
            true => listed,
            false => self.is_as_written(path)?,
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

    /// Whether a file is what a build has written there.
    fn is_as_written(&self, path: &str) -> Result<bool, Box<Diagnostic>> {
        let unread = |error| failed(&self.label(path), "this cannot be read", &error);
        let entry = self.disk.hash(&self.at(path)).map_err(unread)?;
        Ok(self.old.wrote(path, &entry))
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
            let ours = metadata.is_file() && self.old.lists(&path);
            (!metadata.is_dir() && !ours).then_some(path)
        });
        found.next()
    }

    /// Whether a file of the last build may be removed. One that someone has changed
    /// since is theirs.
    pub fn may_remove(&self, path: &str) -> Result<bool, Box<Diagnostic>> {
        let target = self.at(path);
        let is_file = fs::symlink_metadata(&target).is_ok_and(|found| found.is_file());
        match is_file && self.in_the_way(&target).is_none() {
            true => self.is_as_written(path),
            false => Ok(false),
        }
    }

    /// Removes a file of the last build and the folders that are empty then.
    pub fn remove(&self, path: &str) -> Result<(), Box<Diagnostic>> {
        let target = self.at(path);
        let unremoved = |error| failed(&self.label(path), "this cannot be removed", &error);
        self.disk.remove_file(&target).map_err(unremoved)?;
        let mut folder = target.parent();
        while let Some(path) = folder.filter(|path| *path != self.folder.path) {
            // The first that is not empty ends it.
            if self.disk.remove_folder(path).is_err() {
                break;
            }
            folder = path.parent();
        }
        Ok(())
    }

    /// Whether nothing in the folder is the user's: no file, link or empty folder that
    /// is not on record.
    pub fn is_ours_alone(&self) -> bool {
        let paths = self
            .old
            .paths()
            .flat_map(|path| Path::new(path).ancestors().skip(1));
        let folders: BTreeSet<&Path> = paths.collect();
        let is_ours = |entry: walkdir::Result<walkdir::DirEntry>| {
            let entry = entry.ok()?;
            let path = entry.path().strip_prefix(&self.folder.path).ok()?;
            let is_one = match entry.file_type().is_dir() {
                true => path == Path::new("") || folders.contains(path),
                false => entry.file_type().is_file() && self.old.accounts_for(path),
            };
            is_one.then_some(())
        };
        let mut all = WalkDir::new(&self.folder.path).into_iter();
        all.all(|entry| is_ours(entry).is_some())
    }
}
