//! `attache source`: what a briefing rests on, recorded, imported, exported.

mod add;
mod export;
mod import;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::print::{self, Format};
use crate::diagnostic::Diagnostic;
use crate::evidence::sources;
use crate::input::Inputs;
use crate::output;

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

/// Why nothing was written.
enum Failure {
    Line(String),
    Diagnostics(Vec<Diagnostic>),
}

impl From<String> for Failure {
    fn from(line: String) -> Failure {
        Failure::Line(line)
    }
}

impl From<Box<Diagnostic>> for Failure {
    fn from(diagnostic: Box<Diagnostic>) -> Failure {
        Failure::Diagnostics(vec![*diagnostic])
    }
}

impl Source {
    /// Runs the action that was asked for.
    pub fn run(self) -> ExitCode {
        let done = match self.action {
            Action::Add(add) => add.run(),
            Action::Import(import) => import.run(),
            Action::Export(export) => export.run(),
        };
        match done {
            Ok(()) => return ExitCode::SUCCESS,
            Err(Failure::Line(line)) => print::line(&format!("error: {line}")),
            Err(Failure::Diagnostics(list)) => print::diagnostics(&list, Format::Human),
        }
        ExitCode::FAILURE
    }
}

/// The project in a folder, of which nothing has been read yet.
fn project(root: &Path) -> Result<Inputs, Failure> {
    let inputs = Inputs::new(root);
    if !inputs.exists("content") {
        let root = root.display();
        return Err(format!("no project is in {root}: it has no content/ folder").into());
    }
    Ok(inputs)
}

/// Writes the file of a source with an ending.
fn write(root: &Path, key: &str, ending: &str, text: &str) -> Result<(), Failure> {
    let name = sources::file(key, ending);
    let path = match root == Path::new(".") {
        true => PathBuf::from(name),
        false => root.join(name),
    };
    Ok(output::write_file(&path, text.as_bytes())?)
}
