//! What the last build saw and left, so that a build for which nothing has changed need not
//! be carried out.
//!
//! Promises to call a build needless only where a build with these options, of these files,
//! by this program, would make what stands in the output folder, and have nothing to say.
//! Where anything is in doubt, nothing is on record, and the site is built.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Built, Destination, Project};
use crate::config;
use crate::date::Timestamp;
use crate::input::{Inputs, Stamp};
use crate::output::{self, OutputFolder};

/// The name under which it is on record.
const NAME: &str = "last-build.json";

/// A build that had nothing to complain of.
#[derive(Debug, Serialize, Deserialize)]
pub struct LastBuild {
    /// Digests of what it was made from and of what it left.
    from: String,
    left: String,
    /// From when until when the site is the same.
    since: Timestamp,
    until: Option<Timestamp>,
    /// The files of the output.
    pub files: usize,
    /// Whether the site knows its address.
    pub has_base_url: bool,
}

/// What a build is going to be made from, seen before anything is read: what changes
/// while it runs is another state, and is built the next time.
#[derive(Debug)]
pub struct Outlook {
    root: PathBuf,
    now: Timestamp,
    stamp: Stamp,
    folder: OutputFolder,
}

impl Outlook {
    /// Looks at all files of a project and at the program itself. There is none where the
    /// output folder cannot be one.
    pub fn new(project: &Project, destination: &Destination, program: &Path) -> Option<Outlook> {
        let folder = destination.folder(project.root).ok()?;
        let mut stamp = Stamp::default();
        stamp.add("the program", program);
        stamp.fact(&format!("{:?} {}", project.base_url, project.drafts));
        stamp.fact(&folder.path.to_string_lossy());
        // A file of nearly this name is a mistake.
        let settings = Inputs::new(project.root).name_like(config::NAMES);
        stamp.fact(&settings.unwrap_or_default());
        for path in [config::PATH, "content", "themes"] {
            stamp.fact(path);
            stamp.project(project.root, path);
        }
        Some(Outlook {
            root: project.root.to_owned(),
            now: project.now,
            stamp,
            folder,
        })
    }

    /// The last build, if this one would leave the same.
    pub fn last_build(&self) -> Option<LastBuild> {
        let text = output::read_cache(&self.root, NAME)?;
        let last: LastBuild = serde_json::from_slice(&text).ok()?;
        let is_time = last.since <= self.now && last.until.is_none_or(|until| self.now < until);
        let is_same = is_time
            && self.stamp.digest().as_ref() == Some(&last.from)
            && output::stamp(&self.folder).as_ref() == Some(&last.left);
        is_same.then_some(last)
    }

    /// Puts on record what a build without any mistake has made of it.
    pub fn keep(&self, built: &Built) {
        let (true, Some(from), Some(left)) = (
            self.stamp.is_settled(),
            self.stamp.digest(),
            built.published.stamp.clone(),
        ) else {
            return;
        };
        let last = LastBuild {
            from,
            left,
            since: self.now,
            until: built.same_until,
            files: built.published.files,
            has_base_url: built.has_base_url,
        };
        let text = serde_json::to_string_pretty(&last).unwrap_or_default();
        // Without it the next build is carried out.
        let _ = output::write_cache(&self.root, NAME, text.as_bytes());
    }
}
