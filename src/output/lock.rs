//! One build at a time for each output folder.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use same_file::Handle;

use super::failed;
use super::owned::is_regular;
use crate::diagnostic::{Code, Diagnostic, Location};

/// How long a build waits for another.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it looks again.
const PAUSE: Duration = Duration::from_millis(50);

/// A lock that the operating system gives up with the process that holds it, so
/// that a killed build locks nothing. Its file goes with it.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Waits for the lock file at `path`, for the folder called `label`, until `stop` is
    /// set.
    pub fn wait(path: &Path, label: &str, stop: &AtomicBool) -> Result<Lock, Box<Diagnostic>> {
        let broken =
            |error: &std::io::Error| failed(label, "nothing can be written beside this", error);
        let started = Instant::now();
        if path.symlink_metadata().is_ok() && !is_regular(path) {
            return Err(broken(&std::io::ErrorKind::AlreadyExists.into()));
        }
        loop {
            let mut options = File::options();
            let opened = options.create(true).truncate(false).write(true).open(path);
            let file = opened.map_err(|error| broken(&error))?;
            match file.try_lock() {
                Ok(()) if is_at(&file, path) => {
                    let path = path.to_owned();
                    return Ok(Lock { path, _file: file });
                }
                // The build that held it took the file away: make it anew.
                Ok(()) => continue,
                Err(TryLockError::Error(error)) => return Err(broken(&error)),
                Err(TryLockError::WouldBlock)
                    if started.elapsed() > PATIENCE || stop.load(Ordering::Relaxed) =>
                {
                    let message = "another build is writing here, and has been for ten seconds";
                    let problem = Diagnostic::new(Code::OutputFailed, message);
                    let help = "wait for it to end, or end it";
                    return Err(Box::new(problem.at(Location::file(label)).help(help)));
                }
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            }
        }
    }
}

/// Whether the file that was locked is still the one at this path.
fn is_at(file: &File, path: &Path) -> bool {
    let locked = file.try_clone().and_then(Handle::from_file);
    matches!((locked, Handle::from_path(path)), (Ok(locked), Ok(found)) if locked == found)
}

impl Drop for Lock {
    fn drop(&mut self) {
        // One that stays behind is used by the next build.
        let _ = fs::remove_file(&self.path);
    }
}
