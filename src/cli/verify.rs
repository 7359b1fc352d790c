//! `attache verify`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::print::{self, Format, Voice};
use crate::diagnostic::{self, counted};
use crate::output;

/// Compare a built site with the record of what was written.
///
/// Every file's bytes are compared with the SHA-256 in .attache-manifest.json, on this
/// machine or wherever the folder was copied to with that file.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Verify {
    /// The folder that was built
    #[arg(default_value = "public", value_name = "FOLDER")]
    folder: PathBuf,
    /// How mistakes are shown
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    #[command(flatten)]
    voice: Voice,
}

const EXAMPLES: &str = "\
Examples:
  attache verify                      is public/ what was built?
  attache verify /srv/www/briefing    is what is served?

Where a file is otherwise, `attache build --adopt` writes it again as the site has it. A
copy elsewhere is made again from the folder that was built.";

impl Verify {
    /// Compares, and says what is otherwise.
    pub fn run(self) -> ExitCode {
        let verified = match output::verify(&self.folder) {
            Ok(verified) => verified,
            Err(problem) => {
                print::diagnostics(&[*problem], self.format);
                return ExitCode::FAILURE;
            }
        };
        print::diagnostics(&verified.mistakes, self.format);
        let files = counted(verified.paths.len(), "file");
        if !verified.mistakes.is_empty() {
            let mistakes = diagnostic::counts(&verified.mistakes);
            print::line(&format!("{mistakes} in {files}."));
            return ExitCode::FAILURE;
        }
        for path in &verified.paths {
            self.voice.detail(&format!("as built: {path}"));
        }
        self.voice
            .say(&format!("{files} as built, none otherwise."));
        for stranger in &verified.strangers {
            self.voice
                .say(&format!("  not written by Attaché: {stranger}"));
        }
        ExitCode::SUCCESS
    }
}
