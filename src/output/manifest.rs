//! The list of what Attaché wrote into an output folder, kept there: what may
//! be replaced or removed by the next build.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::content::Route;
use crate::diagnostic::{Code, Diagnostic, Location};

/// Its name in the output folder.
pub const NAME: &str = ".attache-manifest.json";

/// Files by their path in the output folder.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this format.
    pub version: u32,
    /// What was written.
    pub files: BTreeMap<String, Entry>,
    /// What a build that has begun to publish is writing. Only a build that was
    /// killed leaves any: the next one knows them for its own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub publishing: BTreeMap<String, Entry>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// In bytes.
    pub size: u64,
    /// In hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// Reads that of an output folder; a folder without one has an empty one.
    pub fn read(folder: &Path, label: &str) -> Result<Manifest, Box<Diagnostic>> {
        let path = folder.join(NAME);
        let broken = |why: &str| {
            let at = Location::file(format!("{label}/{NAME}"));
            let help = "restore it, or build into another folder with `--out`";
            Box::new(Diagnostic::new(Code::Manifest, why).at(at).help(help))
        };
        // A pipe would be waited for.
        if std::fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file()) {
            return Err(broken("this list of written files is not a regular file"));
        }
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Manifest::default());
            }
            Err(error) => {
                let label = format!("{label}/{NAME}");
                return Err(super::failed(&label, "this cannot be read", &error));
            }
        };
        let manifest: Manifest = serde_json::from_str(&text)
            .map_err(|_| broken("this list of written files is damaged"))?;
        if manifest.version != 1 {
            return Err(broken(
                "this list was written by another version of Attaché",
            ));
        }
        // A path that leads out would be removed by the next build.
        let is_safe = manifest.paths().all(|path| Route::of_output(path).is_ok());
        match is_safe {
            true => Ok(manifest),
            false => Err(broken("this list names a path outside the folder")),
        }
    }

    /// Every path that a build has written, or may have.
    pub fn paths(&self) -> impl Iterator<Item = &String> {
        self.files.keys().chain(self.publishing.keys())
    }

    /// Whether a build wrote a file of this content at this path.
    pub fn wrote(&self, path: &str, content: &Entry) -> bool {
        let entries = [self.files.get(path), self.publishing.get(path)];
        entries.into_iter().flatten().any(|entry| entry == content)
    }

    /// As it is stored: sorted, a line a file, without times.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
