//! The list of mistakes in the form that was asked for.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, ValueEnum};

use crate::diagnostic::{self, Diagnostic};
use crate::input;

/// How much a command says beside mistakes.
#[derive(Clone, Copy, Debug, Args)]
pub struct Voice {
    /// Say nothing but mistakes and what was asked for
    #[arg(long, short)]
    pub quiet: bool,
    /// Name every file
    #[arg(long, short, conflicts_with = "quiet")]
    pub verbose: bool,
}

impl Voice {
    /// Says what was done, and what to do next.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            line(text);
        }
    }

    /// Names a file, to someone who wants to know.
    pub fn detail(&self, text: &str) {
        if self.verbose {
            line(&format!("  {text}"));
        }
    }
}

/// How mistakes are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the text and carets, on standard error
    Human,
    /// As one JSON document, on standard output
    Json,
    /// As GitHub workflow commands, on standard output
    Github,
    /// As SARIF 2.1.0, on standard output
    Sarif,
}

/// Shows all mistakes. A closed pipe is no reason to fail.
pub fn diagnostics(list: &[Diagnostic], format: Format) {
    let (mut out, mut err) = (std::io::stdout(), anstream::stderr());
    let _ = match format {
        Format::Human => write!(err, "{}", diagnostic::to_text(list, true)),
        Format::Json => write!(out, "{}", diagnostic::to_json(list)),
        Format::Github => write!(out, "{}", diagnostic::to_github(list)),
        Format::Sarif => write!(out, "{}", diagnostic::to_sarif(list)),
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

/// What made a run fail that has no error.
pub fn if_strict(list: &[Diagnostic]) -> &'static str {
    match diagnostic::count(list) {
        (0, _) => ", and --strict",
        _ => "",
    }
}

/// Says what is wrong with how the program was called.
pub fn wrong_usage(message: &str) -> ExitCode {
    line(&format!("error: {message}"));
    ExitCode::from(2)
}

/// Shows what the reader of the command line says: help, or what is wrong. It does not know
/// projects, which have an option of their own.
pub fn usage(error: &clap::Error) -> ExitCode {
    if let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidArg)
        && error.kind() == ErrorKind::UnknownArgument
        && input::is_project(Path::new(word))
    {
        let option = format!("--root {}", input::in_shell(Path::new(word)));
        return wrong_usage(&format!("`{word}` is a project's folder: write `{option}`"));
    }
    // Where nobody listens, there is nobody to tell.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// Shows how far a run is that takes long, to someone who watches.
pub struct Meter {
    started: Instant,
    is_watched: bool,
    is_shown: AtomicBool,
}

impl Meter {
    /// Begins to measure.
    pub fn new(voice: Voice) -> Meter {
        Meter {
            started: Instant::now(),
            is_watched: !voice.quiet && std::io::stderr().is_terminal(),
            is_shown: AtomicBool::new(false),
        }
    }

    /// So many artifacts of so many are made.
    pub fn show(&self, done: usize, all: usize) {
        let is_late = || self.started.elapsed() > Duration::from_secs(1);
        if self.is_watched && done.is_multiple_of(64) && is_late() {
            over(&format!("Rendering {done} of {all}"));
            self.is_shown.store(true, Ordering::Relaxed);
        }
    }

    /// Takes away what was shown.
    pub fn clear(&self) {
        if self.is_shown.load(Ordering::Relaxed) {
            over("");
        }
    }
}

/// Writes over the current line of the terminal; nothing clears it.
fn over(text: &str) {
    let mut err = std::io::stderr();
    let _ = write!(err, "\r\x1b[K{text}").and_then(|()| err.flush());
}
