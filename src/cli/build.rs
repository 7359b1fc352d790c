//! `attache build`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use super::print::{self, Meter};
use super::project::ProjectOptions;
use crate::diagnostic::{self, Diagnostic};
use crate::pipeline::{self, Built, Destination, Memory};

/// Build the site into a folder that any web server can serve.
///
/// Nothing in that folder changes unless the whole site is without errors;
/// files in it that Attaché did not write are never touched.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Build {
    /// Where the site goes [default: public/ in the project's folder]
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Replace files in the way that Attaché did not write
    #[arg(long)]
    adopt: bool,
    /// Name every file that was written or removed
    #[arg(long, short, conflicts_with = "quiet")]
    verbose: bool,
    #[command(flatten)]
    options: ProjectOptions,
}

const EXAMPLES: &str = "\
Examples:
  attache build                                  build into public/
  attache build --drafts --out /tmp/preview      with drafts, elsewhere
  attache build --base-url https://example.org/  for another address
  attache build --now 2026-12-01                 as it will be on that day
  attache build --format json                    mistakes for a program";

impl Build {
    /// Builds, and says what it did.
    pub fn run(self) -> ExitCode {
        let started = Instant::now();
        let project = match self.options.project() {
            Ok(project) => project,
            Err(message) => return print::wrong_usage(&message),
        };
        let out = match &self.out {
            Some(out) => out.clone(),
            // `public`, not `./public`.
            None if self.options.is_here() => PathBuf::from("public"),
            None => self.options.site.root.join("public"),
        };
        let destination = Destination {
            out: &out,
            home: std::env::home_dir(),
            adopt: self.adopt,
        };
        let meter = Meter::new(self.options.quiet);
        let (built, mut diagnostics) = pipeline::build(
            &project,
            &mut Memory::new(project.root),
            &destination,
            &|done, all| meter.show(done, all),
        );
        meter.clear();
        self.options.show(&mut diagnostics, Some(&out));
        match built {
            Some(built) => {
                self.tell(&built, &out.display().to_string(), &diagnostics, started);
                ExitCode::SUCCESS
            }
            None => {
                let mistakes = diagnostic::counts(&diagnostics);
                let strict = print::if_strict(&diagnostics);
                print::line(&format!("{mistakes}{strict}. Nothing was published."));
                ExitCode::FAILURE
            }
        }
    }

    fn tell(&self, built: &Built, out: &str, diagnostics: &[Diagnostic], started: Instant) {
        if self.options.quiet {
            return;
        }
        let published = &built.published;
        if self.verbose {
            for path in &published.written {
                print::line(&format!("  wrote {path}"));
            }
            for path in &published.removed {
                print::line(&format!("  removed {path}"));
            }
        }
        let (_, warnings) = diagnostic::count(diagnostics);
        let mut line = format!(
            "Built {} into {out}: {} ({} written, {} removed) in {:.2} s",
            diagnostic::counted(built.pages, "page"),
            diagnostic::counted(published.files, "file"),
            published.written.len(),
            published.removed.len(),
            started.elapsed().as_secs_f64(),
        );
        if warnings > 0 {
            line.push_str(&format!("; {}", diagnostic::counted(warnings, "warning")));
        }
        print::line(&line);
        if !built.has_base_url {
            print::line(
                "No feed, sitemap or canonical links: add `base_url` to site.yaml for them.",
            );
        }
    }
}
