//! `attache source export`: descriptions of sources for reference managers.
//!
//! Promises that a private source is there only when it is asked for.

use clap::{Args, ValueEnum};

use super::Failure;
use crate::cli::print;
use crate::cli::project::ProjectFolder;
use crate::evidence::{self, FOLDER, sources};

/// Print the sources as a bibliography, for reference managers.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    /// What is printed
    #[arg(long, value_enum, default_value_t = Format::CslJson)]
    format: Format,
    /// Also the sources that are marked `private: true`
    #[arg(long)]
    private: bool,
    #[command(flatten)]
    project: ProjectFolder,
}

const EXAMPLES: &str = "\
Examples:
  attache source export > references.json
  attache source export --format bibtex > references.bib";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// CSL-JSON
    CslJson,
    /// BibLaTeX, with the names of its fields
    Bibtex,
}

impl Export {
    pub fn run(&self) -> Result<(), Failure> {
        let mut inputs = self.project.inputs()?;
        let mut problems = match inputs.exists(FOLDER) {
            true => inputs.read(FOLDER),
            false => Vec::new(),
        };
        let (sources, found) = sources::read(&inputs);
        problems.extend(found);
        if problems.iter().any(|problem| problem.is_error()) {
            return Err(Failure::Diagnostics(problems));
        }
        let exported = sources
            .iter()
            .filter(|(_, source)| self.private || !source.private);
        match self.format {
            Format::CslJson => {
                let items = exported.map(|(key, source)| evidence::to_csl_json(key, source));
                let items = serde_json::Value::from_iter(items);
                print::answer(&format!("{items:#}"));
            }
            Format::Bibtex => {
                let entries = exported.map(|(key, source)| evidence::to_bibtex(key, source));
                let entries: Vec<String> = entries.collect();
                print::answer(entries.join("\n").trim_end());
            }
        }
        Ok(())
    }
}
