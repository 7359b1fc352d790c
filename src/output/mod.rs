//! [`Artifact`](crate::render::Artifact)s onto the disk: staged beside the
//! output folder first, published only when all are known to be good.
//!
//! Promises: the output folder changes only in [`Stage::publish`], or where a killed
//! build has begun to; a file there that Attaché did not write is never changed or
//! removed; a file whose content is the same is not written again.

mod cache;
mod compress;
mod disk;
mod file;
mod lock;
mod manifest;
mod owned;
mod place;
mod publish;
mod recover;
mod rights;
mod stage;
mod verify;

pub use cache::{read_cache, write_cache};
pub use disk::Disk;
pub use file::write_file;
pub use manifest::stamp;
pub use place::OutputFolder;
pub use publish::Published;
pub use recover::is_kept;
pub use stage::{Manner, Stage};
pub use verify::{Verified, verify};

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::input::reason;

/// What the operating system said, of a path in the output.
fn failed(path: &str, what: &str, error: &std::io::Error) -> Box<Diagnostic> {
    let message = format!("{what}: {}", reason(error));
    let problem = Diagnostic::new(Code::OutputFailed, message).at(Location::file(path));
    Box::new(problem.help("look whether it may be written, and whether the disk is full"))
}
