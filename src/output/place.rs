//! Where the site is written to, and where it may never be.

use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Location};

/// An output folder that is safe to write to.
#[derive(Debug)]
pub struct OutputFolder {
    /// Where it is, links resolved.
    pub path: PathBuf,
    /// How the user calls it.
    pub label: String,
    /// Where artifacts wait until all are good: beside it, so that moving them
    /// is a rename.
    pub staging: PathBuf,
    /// Whether the user has put a link there.
    pub is_link: bool,
    /// The lock that a build holds, beside it as well.
    pub lock: PathBuf,
}

impl OutputFolder {
    /// Finds the folder, and refuses one in which the user's own work stands:
    /// one that is, holds or lies inside `content/` or `themes/`, that holds
    /// the project, or is the user's home.
    pub fn new(
        root: &Path,
        out: &Path,
        home: Option<&Path>,
    ) -> Result<OutputFolder, Box<Diagnostic>> {
        let label = out.display().to_string();
        let refuse = |why: &str| {
            let message = format!("the output folder {why}");
            let problem = Diagnostic::new(Code::OutputRefused, message)
                .at(Location::file(label.clone()))
                .help("name a folder of its own with `--out`, for instance `public`");
            Box::new(problem)
        };
        let path = resolved(out).ok_or_else(|| refuse("cannot be found"))?;
        let root = resolved(root).ok_or_else(|| refuse("has no project"))?;
        if root.starts_with(&path) {
            return Err(refuse("is the project itself, or holds it"));
        }
        for kept in ["content", "themes", ".git", ".attache"] {
            let kept_path = resolved(&root.join(kept)).unwrap_or_else(|| root.join(kept));
            if path.starts_with(&kept_path) || kept_path.starts_with(&path) {
                return Err(refuse(&format!("is, holds or lies inside {kept}/")));
            }
        }
        let home = home.and_then(resolved);
        if home.is_some_and(|home| home.starts_with(&path)) {
            return Err(refuse("is your home folder, or holds it"));
        }
        if path.is_file() {
            return Err(refuse("is a file"));
        }
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(refuse("has no folder above it"));
        };
        let beside = |ending: &str| {
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(ending);
            parent.join(hidden)
        };
        let staging = beside(".attache");
        if root.starts_with(&staging) {
            return Err(refuse("would be prepared in the project's own folder"));
        }
        Ok(OutputFolder {
            staging,
            // Without the slash at its end, which follows a link.
            is_link: out.components().as_path().is_symlink(),
            lock: beside(".attache.lock"),
            path,
            label,
        })
    }
}

impl OutputFolder {
    /// How the user would call a file in the staged site.
    pub fn staged_label(&self, path: &Path) -> String {
        let name = self.staging.file_name().unwrap_or_default();
        let staging = Path::new(&self.label).with_file_name(name);
        staging.join("site").join(path).display().to_string()
    }

    /// Where a file of the site waits.
    pub fn staged(&self, path: &str) -> PathBuf {
        self.staging.join("site").join(path)
    }
}

/// The path without links, `.` and `..`, as far as it exists; the rest as it is
/// written.
fn resolved(path: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(path).ok()?;
    let mut missing = Vec::new();
    let mut existing = absolute.as_path();
    loop {
        if let Ok(path) = fs::canonicalize(existing) {
            let mut path = path;
            for part in missing.iter().rev() {
                match part {
                    Component::ParentDir => {
                        path.pop();
                    }
                    Component::Normal(name) => path.push(name),
                    _ => {}
                }
            }
            return Some(path);
        }
        missing.push(existing.components().next_back()?);
        existing = existing.parent()?;
    }
}
