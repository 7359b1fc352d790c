//! `attache source`: what a briefing rests on, recorded, imported, exported.

mod add;
mod export;
mod import;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::failure::{self, Failure};
use super::project::ProjectFolder;
use crate::evidence::sources;

/// What a briefing rests on.
#[derive(Debug, Args)]
pub struct Source {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Add(add::Add),
    Import(import::Import),
    Export(export::Export),
}

impl Source {
    /// Runs the action that was asked for.
    pub fn run(self) -> ExitCode {
        let done = match self.action {
            Action::Add(add) => add.run(),
            Action::Import(import) => import.run(),
            Action::Export(export) => export.run(),
        };
        failure::code(done)
    }
}

/// Writes the file of a source with an ending.
fn write(project: &ProjectFolder, key: &str, ending: &str, text: &str) -> Result<(), Failure> {
    project.write(&sources::file(key, ending), text.as_bytes())
}
