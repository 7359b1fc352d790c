//! The list of mistakes in the form that was asked for.

use std::io::{IsTerminal, Write};

use clap::ValueEnum;

use crate::diagnostic::{self, Diagnostic};

/// How mistakes are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the text and carets, on standard error
    Human,
    /// As one JSON document, on standard output
    Json,
    /// As GitHub workflow commands, on standard output
    Github,
}

/// Shows all mistakes. A closed pipe is no reason to fail.
pub fn diagnostics(list: &[Diagnostic], format: Format) {
    let (mut out, mut err) = (std::io::stdout(), anstream::stderr());
    let _ = match format {
        Format::Human => write!(err, "{}", diagnostic::to_text(list, true)),
        Format::Json => write!(out, "{}", diagnostic::to_json(list)),
        Format::Github => write!(out, "{}", diagnostic::to_github(list)),
    };
}

/// One line on standard error.
pub fn line(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// One line on standard output: what was asked for.
pub fn answer(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// `1 error`, `2 errors`.
pub fn counted(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

/// Whether someone watches.
pub fn watched() -> bool {
    std::io::stderr().is_terminal()
}

/// Writes over the current line of the terminal; nothing clears it.
pub fn over(text: &str) {
    let mut err = std::io::stderr();
    let _ = write!(err, "\r\x1b[K{text}").and_then(|()| err.flush());
}
