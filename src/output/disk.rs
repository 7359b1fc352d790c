//! The calls with which the output stage reads and changes the disk, in one place: a
//! call that a signal interrupts is made again, and in tests the Nth one can fail.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::manifest::{Entry, Hashing};

/// The disk; or one on which some calls fail.
#[derive(Clone, Debug, Default)]
pub struct Disk(Option<Arc<Fault>>);

/// Which calls fail, and how.
#[derive(Debug)]
pub struct Fault {
    /// The number of the first that fails, from zero.
    pub first: usize,
    /// Whether all after it fail as well.
    pub lasts: bool,
    /// What the system would say, as its number (`errno(3)`).
    pub errno: i32,
    /// How many calls there have been.
    pub calls: AtomicUsize,
}

impl Disk {
    /// One on which calls fail.
    pub fn failing(fault: Arc<Fault>) -> Disk {
        Disk(Some(fault))
    }

    /// Makes a call, again and again while signals interrupt it.
    fn call<T>(&self, mut act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
        loop {
            match self.fail().and_then(|()| act()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => return result,
            }
        }
    }

    fn fail(&self) -> io::Result<()> {
        let Some(fault) = &self.0 else {
            return Ok(());
        };
        let number = fault.calls.fetch_add(1, Ordering::Relaxed);
        match number == fault.first || (fault.lasts && number > fault.first) {
            true => Err(io::Error::from_raw_os_error(fault.errno)),
            false => Ok(()),
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
    /// folder, it is copied beside its place first.
    pub fn move_file(&self, from: &Path, to: &Path) -> io::Result<()> {
        match self.rename(from, to) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                let name = to.file_name().unwrap_or_default().to_string_lossy();
                let beside = to.with_file_name(format!(".{name}.attache"));
                let moved = self
                    .copy(from, &beside)
                    .and_then(|_| self.sync_file(&beside))
                    .and_then(|()| self.rename(&beside, to));
                if moved.is_err() {
                    let _ = self.remove_file(&beside);
                }
                moved
            }
            moved => moved,
        }
    }

    /// Waits until a file would outlive a power cut.
    pub fn sync_file(&self, path: &Path) -> io::Result<()> {
        let file = self.call(|| File::options().write(true).open(path))?;
        self.call(|| file.sync_all())
    }

    /// Gives a file one more name.
    pub fn link(&self, file: &Path, name: &Path) -> io::Result<()> {
        self.call(|| fs::hard_link(file, name))
    }

    /// Lets a folder be used by those who may use another.
    pub fn allow_as(&self, folder: &Path, other: &Path) -> io::Result<()> {
        let permissions = self.call(|| fs::metadata(other))?.permissions();
        self.call(|| fs::set_permissions(folder, permissions.clone()))
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
        let can_be = entry.file_type().is_file() || (cfg!(unix) && entry.file_type().is_dir());
        if can_be {
            File::open(entry.path())?.sync_all()?;
        }
    }
    Ok(())
}
