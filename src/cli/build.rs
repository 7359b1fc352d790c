//! `attache build`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Args;

use super::print::{self, Format};
use crate::config::BaseUrl;
use crate::date::{Date, Timestamp};
use crate::diagnostic::{self, Diagnostic};
use crate::pipeline::{self, BuildOptions, Built};

/// Build the site into a folder that any web server can serve.
///
/// Nothing in that folder changes unless the whole site is without errors;
/// files in it that Attaché did not write are never touched.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Build {
    /// The project's folder: where site.yaml and content/ are
    #[arg(long, default_value = ".", value_name = "FOLDER")]
    root: PathBuf,
    /// Where the site goes [default: public/ in the project's folder]
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// The site's address on the web, in place of site.yaml's
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<BaseUrl>,
    /// Publish drafts as well, and what is embargoed or expired
    #[arg(long)]
    drafts: bool,
    /// The moment that counts as now [default: SOURCE_DATE_EPOCH, otherwise the clock]
    #[arg(long, value_name = "DATE", value_parser = moment)]
    now: Option<Timestamp>,
    /// Replace files in the way that Attaché did not write
    #[arg(long)]
    adopt: bool,
    /// Fail on warnings, too
    #[arg(long)]
    strict: bool,
    /// How mistakes are shown
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Name every file that was written or removed
    #[arg(long, short)]
    verbose: bool,
    /// Say nothing but mistakes
    #[arg(long, short, conflicts_with = "verbose")]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  attache build                                  build into public/
  attache build --drafts --out /tmp/preview      with drafts, elsewhere
  attache build --base-url https://example.org/  for another address
  attache build --now 2026-12-01                 as it will be on that day
  attache build --format json                    mistakes for a program";

fn base_url(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::parse(text).map_err(str::to_owned)
}

fn moment(text: &str) -> Result<Timestamp, String> {
    Date::parse(text).map(|date| date.timestamp(&jiff::tz::TimeZone::UTC))
}

impl Build {
    /// Builds, and says what it did.
    pub fn run(self) -> ExitCode {
        let started = Instant::now();
        let now = match self.now.map_or_else(clock, Ok) {
            Ok(now) => now,
            Err(message) => {
                print::line(&format!("error: {message}"));
                return ExitCode::from(2);
            }
        };
        let out = match &self.out {
            Some(out) => out.clone(),
            // `public`, not `./public`.
            None if self.root == Path::new(".") => PathBuf::from("public"),
            None => self.root.join("public"),
        };
        let options = BuildOptions {
            root: &self.root,
            out: &out,
            home: std::env::home_dir(),
            base_url: self.base_url.clone(),
            drafts: self.drafts,
            now,
            adopt: self.adopt,
            strict: self.strict,
        };
        let shown = AtomicBool::new(false);
        let watched = print::watched() && !self.quiet;
        let progress = |done: usize, all: usize| {
            if watched && done.is_multiple_of(64) && started.elapsed() > Duration::from_secs(1) {
                print::over(&format!("Rendering {done} of {all}"));
                shown.store(true, Ordering::Relaxed);
            }
        };
        let (built, mut diagnostics) = pipeline::build(&options, &progress);
        if self.format == Format::Github && self.root != Path::new(".") {
            // An annotation names a file from where the command runs.
            diagnostics
                .iter_mut()
                .for_each(|one| one.below(&self.root, &out));
        }
        if shown.load(Ordering::Relaxed) {
            print::over("");
        }
        print::diagnostics(&diagnostics, self.format);
        match built {
            Some(built) => {
                self.tell(&built, &out.display().to_string(), &diagnostics, started);
                ExitCode::SUCCESS
            }
            None => {
                self.tell_failure(&diagnostics);
                ExitCode::FAILURE
            }
        }
    }

    fn tell(&self, built: &Built, out: &str, diagnostics: &[Diagnostic], started: Instant) {
        if self.quiet {
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
            print::counted(built.pages, "page"),
            print::counted(published.files, "file"),
            published.written.len(),
            published.removed.len(),
            started.elapsed().as_secs_f64(),
        );
        if warnings > 0 {
            line.push_str(&format!("; {}", print::counted(warnings, "warning")));
        }
        print::line(&line);
        if !built.has_base_url {
            print::line(
                "No feed, sitemap or canonical links: add `base_url` to site.yaml for them.",
            );
        }
    }

    fn tell_failure(&self, diagnostics: &[Diagnostic]) {
        let (errors, warnings) = diagnostic::count(diagnostics);
        let (errors_text, warnings_text) = (
            print::counted(errors, "error"),
            print::counted(warnings, "warning"),
        );
        print::line(&match (errors, warnings) {
            (0, _) => format!("{warnings_text}, and --strict. Nothing was published."),
            (_, 0) => format!("{errors_text}. Nothing was published."),
            _ => format!("{errors_text} and {warnings_text}. Nothing was published."),
        });
    }
}

/// `SOURCE_DATE_EPOCH` (reproducible-builds.org), otherwise the clock.
fn clock() -> Result<Timestamp, String> {
    let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") else {
        return Ok(Timestamp::now());
    };
    let seconds = text.trim().parse().ok();
    let moment = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    moment.ok_or_else(|| format!("SOURCE_DATE_EPOCH is not a number of seconds: `{text}`"))
}
