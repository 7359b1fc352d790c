//! Whose is what in an output folder: what the manifest lists, as it was written, is
//! Attaché's; everything else is the user's.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

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
    /// Whether a build had begun to write there, and its record says more than `old`.
    pub was_cut_short: bool,
    /// Whether files of the user's that are in the way are taken over.
    pub adopt: bool,
}

impl Output {
    /// Reads the record of what is there.
    pub fn open(folder: OutputFolder, disk: Disk, adopt: bool) -> Result<Output, Box<Diagnostic>> {
        let mut old = Manifest::read(&disk, &folder.path, &folder.label)?;
        let was_cut_short = old.settle(|path| {
            let path = folder.path.join(path);
            is_regular(&path).then(|| disk.hash(&path).ok()).flatten()
        });
        Ok(Output {
            old,
            was_cut_short,
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
        if metadata.is_dir() && self.is_removed_whole(path) {
            return Ok(());
        }
        if metadata.is_dir() {
            let message = "a folder stands where a file of the site should go";
            return foreign(self.label(path), message, "move it away");
        }
        let listed = self.old.lists(path);
        let ours = match metadata.is_symlink() {
            // A link is replaced by the file, never written through.
            true => listed,
            // Reading a pipe would wait for ever.
            false => metadata.is_file() && self.is_as_written(path)?,
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
        match is_regular(&target) && self.in_the_way(&target).is_none() {
            true => self.is_as_written(path),
            false => Ok(false),
        }
    }

    /// Whether two names are of one file, and that has no other: where case does not count.
    pub fn are_one(&self, path: &str, other: &str) -> bool {
        let (path, other) = (self.at(path), self.at(other));
        is_single(&path)
            && is_single(&other)
            && same_file::is_same_file(path, other).unwrap_or_default()
    }

    /// Gives a file of the site another name.
    pub fn rename(&self, path: &str, name: &str) -> Result<(), Box<Diagnostic>> {
        let renamed = self.disk.rename(&self.at(path), &self.at(name));
        renamed.map_err(|error| self.unwritten(name, &error))
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

    /// Whether all that is in a folder is what the last build has written there, and no
    /// longer in the way when a file takes its place.
    fn is_removed_whole(&self, folder: &str) -> bool {
        let all = WalkDir::new(self.at(folder)).into_iter();
        let is_ours = |entry: walkdir::DirEntry| {
            let path = entry.path().strip_prefix(&self.folder.path).ok()?;
            let path = path.to_str()?;
            Some(entry.file_type().is_dir() || matches!(self.may_remove(path), Ok(true)))
        };
        all.map(|entry| entry.ok().and_then(is_ours))
            .all(|is_ours| is_ours == Some(true))
    }

    /// Removes the folders that are left of what was where a file comes, if there are any.
    pub fn remove_empty(&self, path: &str) -> Result<(), Box<Diagnostic>> {
        let folder = self.at(path);
        if !fs::symlink_metadata(&folder).is_ok_and(|found| found.is_dir()) {
            return Ok(());
        }
        let unremoved = |error| failed(&self.label(path), "this cannot be removed", &error);
        for entry in WalkDir::new(folder).contents_first(true) {
            let removed = entry.map_err(io::Error::from);
            let removed = removed.and_then(|entry| self.disk.remove_folder(entry.path()));
            removed.map_err(unremoved)?;
        }
        Ok(())
    }

    /// Whether nothing in the folder is the user's.
    pub fn is_ours_alone(&self) -> bool {
        let mut theirs = strangers(&self.folder.path, &self.old);
        !self.folder.path.exists() || theirs.next().is_none()
    }
}

/// Whether a regular file is here, and no link to one. Reading a pipe would wait for ever.
pub fn is_regular(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_file())
}

/// When what a regular file holds was last changed, by the clock of its file system.
pub fn modified(path: &Path) -> Option<SystemTime> {
    let found = fs::symlink_metadata(path).ok()?;
    found.modified().ok().filter(|_| found.is_file())
}

/// Whether a regular file is here that has no other name, as far as the system tells.
pub fn is_single(path: &Path) -> bool {
    #[cfg(unix)]
    let is_only = |found: &fs::Metadata| std::os::unix::fs::MetadataExt::nlink(found) == 1;
    #[cfg(not(unix))]
    let is_only = |_: &fs::Metadata| true;
    fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && is_only(&found))
}

/// What in a site's folder is not on record, by its path there: files and links that are
/// not listed, and whole folders that nothing listed is in.
pub fn strangers<'a>(
    site: &'a Path,
    manifest: &'a Manifest,
) -> impl Iterator<Item = io::Result<PathBuf>> + 'a {
    let listed = manifest.paths().map(Path::new);
    let folders: HashSet<&Path> = listed.flat_map(|path| path.ancestors().skip(1)).collect();
    let mut entries = WalkDir::new(site).min_depth(1).into_iter();
    std::iter::from_fn(move || {
        loop {
            let entry = match entries.next()? {
                Ok(entry) => entry,
                Err(error) => return Some(Err(error.into())),
            };
            let path = entry.path().strip_prefix(site).unwrap_or(entry.path());
            let kind = entry.file_type();
            let is_ours = match kind.is_dir() {
                true => folders.contains(path),
                false => kind.is_file() && manifest.accounts_for(path),
            };
            if !is_ours {
                if kind.is_dir() {
                    entries.skip_current_dir();
                }
                return Some(Ok(path.to_owned()));
            }
        }
    })
}
