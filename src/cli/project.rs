//! What `build` and `check` are both told: which project, how it is looked at,
//! and how its mistakes are shown.

use std::path::{Path, PathBuf};

use clap::Args;

use super::print::{self, Format};
use crate::config::BaseUrl;
use crate::date::{Date, Timestamp};
use crate::diagnostic::Diagnostic;
use crate::pipeline;

/// The options that both commands have.
#[derive(Debug, Args)]
pub struct ProjectOptions {
    /// The project's folder: where site.yaml and content/ are
    #[arg(long, default_value = ".", value_name = "FOLDER")]
    pub root: PathBuf,
    /// The site's address on the web, in place of site.yaml's
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<BaseUrl>,
    /// Take drafts as published, and what is embargoed or expired
    #[arg(long)]
    drafts: bool,
    /// The moment that counts as now [default: SOURCE_DATE_EPOCH, otherwise the clock]
    #[arg(long, value_name = "DATE", value_parser = moment)]
    now: Option<Timestamp>,
    /// Fail on warnings, too
    #[arg(long)]
    strict: bool,
    /// How mistakes are shown
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
    /// Say nothing but mistakes
    #[arg(long, short)]
    pub quiet: bool,
}

fn base_url(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::parse(text).map_err(str::to_owned)
}

fn moment(text: &str) -> Result<Timestamp, String> {
    Date::parse(text).map(|date| date.timestamp(&jiff::tz::TimeZone::UTC))
}

impl ProjectOptions {
    /// The project, or why it cannot be looked at.
    pub fn project(&self) -> Result<pipeline::Project<'_>, String> {
        Ok(pipeline::Project {
            root: &self.root,
            base_url: self.base_url.clone(),
            drafts: self.drafts,
            now: self.now.map_or_else(clock, Ok)?,
            strict: self.strict,
        })
    }

    /// Whether the command runs in the project's folder.
    pub fn is_here(&self) -> bool {
        self.root == Path::new(".")
    }

    /// Shows all mistakes. What is in `out`, the output folder, is named from
    /// where the command runs already.
    pub fn show(&self, diagnostics: &mut [Diagnostic], out: Option<&Path>) {
        // Others look for the files from where the command runs.
        let from_here = matches!(self.format, Format::Github | Format::Sarif);
        if from_here && !self.is_here() {
            for diagnostic in diagnostics.iter_mut() {
                diagnostic.below(&self.root, out);
            }
        }
        print::diagnostics(diagnostics, self.format);
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
