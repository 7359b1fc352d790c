//! The calls with which the output stage reads and changes the disk, in one place: a
//! call that a signal interrupts is made again, and tests can make any of them fail.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::manifest::{Entry, Hashing};
use super::rights;

/// The disk; or one of which a test sees every call.
#[derive(Clone, Default)]
pub struct Disk(Option<Arc<Before>>);

/// What is done before a call. The call fails with its error.
pub type Before = dyn Fn() -> io::Result<()> + Send + Sync;

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Disk").finish_non_exhaustive()
    }
}

impl Disk {
    /// One on which something is done before each call.
    pub fn watched(before: Arc<Before>) -> Disk {
        Disk(Some(before))
    }

    /// Makes a call, again and again while signals interrupt it.
    fn call<T>(&self, mut act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
        loop {
            let before = self.0.as_ref().map_or(Ok(()), |before| before());
            match before.and_then(|()| act()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => return result,
            }
        }
    }

    /// Makes a folder and those above it.
    pub fn make_folders(&self, path: &Path) -> io::Result<()> {
        self.call(|| fs::create_dir_all(path))
    }

    /// Writes a file and the folders above it.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.create(path)?;
        // A disk that is full takes the beginning.
        let (some, rest) = bytes.split_at(bytes.len() / 2);
        self.call(|| file.write_all(some))?;
        self.call(|| file.write_all(rest))
    }

    fn create(&self, path: &Path) -> io::Result<File> {
        if let Some(folder) = path.parent() {
            self.make_folders(folder)?;
        }
        self.call(|| File::create(path))
    }

    /// A file as a whole.
    pub fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.call(|| fs::read(path))
    }

    /// Copies a file, and says what was copied.
    pub fn copy(&self, source: &Path, target: &Path) -> io::Result<Entry> {
        let mut file = self.create(target)?;
        self.through(source, |bytes| self.call(|| file.write_all(bytes)))
    }

    /// What a file holds.
    pub fn hash(&self, path: &Path) -> io::Result<Entry> {
        self.through(path, |_| Ok(()))
    }

    /// Reads a file piece by piece, and says what it was.
    fn through(
        &self,
        path: &Path,
        mut each: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<Entry> {
        let mut file = self.call(|| File::open(path))?;
        let mut hashing = Hashing::default();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = self.call(|| file.read(&mut buffer))?;
            let piece = buffer.get(..read).unwrap_or_default();
            if piece.is_empty() {
                return Ok(hashing.entry());
            }
            hashing.add(piece);
            each(piece)?;
        }
    }

    /// Gives something another name, in place of what has it now.
    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(|| fs::rename(from, to))
    }

    /// Moves a file into place. To another file system, where a container has mounted the
    /// folder, it is copied.
    pub fn move_file(&self, from: &Path, to: &Path) -> io::Result<()> {
        match self.rename(from, to) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                self.replace(to, |beside| self.copy(from, beside).map(|_| ()))
            }
            moved => moved,
        }
    }

    /// Puts a new file in place of what has its name, whole at every moment: `fill` fills
    /// one beside it. A kill may leave that one behind.
    pub fn replace(
        &self,
        path: &Path,
        fill: impl FnOnce(&Path) -> io::Result<()>,
    ) -> io::Result<()> {
        let beside = self.make_beside(path)?;
        let replaced = fill(&beside)
            .and_then(|()| self.sync_file(&beside))
            .and_then(|()| self.rename(&beside, path));
        if replaced.is_err() {
            let _ = self.remove_file(&beside);
        }
        replaced
    }

    /// Makes an empty file beside another, under a name that nothing has, and that reading
    /// a project passes over.
    fn make_beside(&self, path: &Path) -> io::Result<PathBuf> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        for number in 0..100 {
            let beside = path.with_file_name(format!(".{name}.{number}.attache"));
            match self.call(|| File::create_new(&beside)) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => return made.map(|_| beside),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Waits until a file would outlive a power cut.
    fn sync_file(&self, path: &Path) -> io::Result<()> {
        let file = self.call(|| File::options().write(true).open(path))?;
        self.call(|| file.sync_all())
    }

    /// Gives a file one more name.
    pub fn link(&self, file: &Path, name: &Path) -> io::Result<()> {
        self.call(|| fs::hard_link(file, name))
    }

    /// Lets a folder be used by those who may use another, or says that this cannot be.
    pub fn allow_as(&self, folder: &Path, other: &Path) -> io::Result<()> {
        self.call(|| rights::give(folder, other))
    }

    /// Lets what is made in a folder belong to the group that what is made in another would
    /// belong to.
    pub fn inherit_group(&self, folder: &Path, other: &Path) -> io::Result<()> {
        self.call(|| rights::inherit_group(folder, other))
    }

    /// Removes a file or a link.
    pub fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.call(|| fs::remove_file(path))
    }

    /// Removes a folder that is empty.
    pub fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.call(|| fs::remove_dir(path))
    }

    /// Removes a folder with all that is in it, if it is there.
    pub fn remove_all(&self, path: &Path) -> io::Result<()> {
        match self.call(|| fs::remove_dir_all(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }

    /// Exchanges two folders in one step, where the system can: nobody sees one of them
    /// missing (`renameat2(2)`, `RENAME_EXCHANGE`).
    pub fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.call(|| exchange(one, other))
    }

    /// Waits until everything that was written on the file system of a folder would
    /// outlive a power cut (`syncfs(2)`).
    pub fn sync(&self, folder: &Path) -> io::Result<()> {
        self.call(|| sync(folder))
    }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(target_os = "linux")]
fn sync(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

/// File by file where there is no such call.
#[cfg(not(target_os = "linux"))]
fn sync(folder: &Path) -> io::Result<()> {
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        let opened = match entry.file_type() {
            // Windows wants the right to write.
            kind if kind.is_file() => File::options().write(true).open(entry.path()),
            kind if cfg!(unix) && kind.is_dir() => File::open(entry.path()),
            _ => continue,
        };
        // What may not be written is not what was written.
        if let Ok(file) = opened {
            file.sync_all()?;
        }
    }
    Ok(())
}
