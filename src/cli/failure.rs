//! Why a command that writes files for its user has written none.

use std::process::ExitCode;

use super::print::{self, Format};
use crate::diagnostic::Diagnostic;

/// What is in the way.
pub enum Failure {
    /// In one line.
    Line(String),
    /// At places in files.
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

/// Says why, if it failed.
pub fn code(done: Result<(), Failure>) -> ExitCode {
    match done {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Line(line)) => print::line(&format!("error: {line}")),
        Err(Failure::Diagnostics(list)) => print::diagnostics(&list, Format::Human),
    }
    ExitCode::FAILURE
}
