//! `attache source`: what a briefing rests on, recorded, imported, exported.

mod add;
mod export;
mod import;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::failure::{self, Failure};
use super::project::ProjectFolder;
use crate::evidence::{Source as Description, sources};
use crate::input::Inputs;

/// What editors know of a source's file, where `attache new` or the user has put it.
const SCHEMA: &str = ".vscode/source.schema.json";

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

/// Writes the description of a new source, which names its schema where the project has that.
fn describe(project: &ProjectFolder, key: &str, source: &Description) -> Result<(), Failure> {
    let description = source.to_yaml();
    if !Inputs::new(&project.root).exists(SCHEMA) {
        return write(project, key, "yaml", &description);
    }
    let up = "../".repeat(sources::file(key, "yaml").matches('/').count());
    let line = format!("# yaml-language-server: $schema={up}{SCHEMA}\n");
    write(project, key, "yaml", &(line + &description))
}
