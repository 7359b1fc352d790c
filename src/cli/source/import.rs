//! `attache source import`: a bibliography into descriptions of sources.
//!
//! Promises never to write over a description that is there.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, describe};
use crate::cli::print::{self, Format, Voice};
use crate::cli::project::ProjectFolder;
use crate::diagnostic::counted;
use crate::evidence::{self, sources};
use crate::input;

/// Describe the sources of a bibliography: BibTeX, BibLaTeX or CSL-JSON.
///
/// Writes content/sources/<KEY>.yaml for each entry, unless it is there. Reference
/// managers export these files; `attache source export` is the way back.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Import {
    /// The bibliography: .bib for BibTeX and BibLaTeX, .json for CSL-JSON
    file: PathBuf,
    /// Only the entry with this key. May be given several times
    #[arg(long, value_name = "KEY")]
    only: Vec<String>,
    #[command(flatten)]
    project: ProjectFolder,
    #[command(flatten)]
    voice: Voice,
}

const EXAMPLES: &str = "\
Examples:
  attache source import references.bib
  attache source import references.json --only un-2024 --only kbc-2024";

impl Import {
    pub fn run(&self) -> Result<(), Failure> {
        let inputs = self.project.inputs()?;
        let text = input::read_named(&self.file)?;
        let name = self.file.display().to_string();
        let found = evidence::import(&name, &text, &self.only);
        let mut is_good = !found.diagnostics.iter().any(|problem| problem.is_error());
        print::diagnostics(&found.diagnostics, Format::Human);
        for key in &self.only {
            if !found.entries.iter().any(|entry| entry.written == *key) {
                print::line(&format!(
                    "error: {name} has no entry `{key}` that can be read"
                ));
                is_good = false;
            }
        }
        let mut written = 0;
        for entry in &found.entries {
            let description = sources::file(&entry.key, "yaml");
            if inputs.exists(&description) {
                self.voice
                    .say(&format!("Kept {description}: it is there already."));
                continue;
            }
            describe(&self.project, &entry.key, &entry.source)?;
            written += 1;
            self.voice.say(&match entry.key == entry.written {
                true => format!("Wrote {description}."),
                false => format!("Wrote {description}, for `{}`.", entry.written),
            });
        }
        if !found.left_out.is_empty() {
            let names: Vec<&str> = found.left_out.iter().map(String::as_str).collect();
            let names = names.join(", ");
            self.voice
                .say(&format!("Not kept, as sources have no such keys: {names}."));
        }
        self.voice
            .say(&format!("{} described.", counted(written, "source")));
        match is_good && (written > 0 || !found.entries.is_empty()) {
            true => Ok(()),
            false if is_good => Err(format!("{name} holds no entries").into()),
            false => Err(Failure::Diagnostics(Vec::new())),
        }
    }
}
