//! What commands are told of a project: which one, how it is looked at, and how its
//! mistakes are shown.

use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::print::{self, Format, Voice};
use crate::config::BaseUrl;
use crate::date::{Date, Timestamp};
use crate::diagnostic::Diagnostic;
use crate::input::{self, Inputs};
use crate::output;
use crate::pipeline;

/// Which project.
#[derive(Clone, Debug, Args)]
pub struct ProjectFolder {
    /// The project's folder: where site.yaml and content/ are
    #[arg(long, default_value = ".", value_name = "FOLDER")]
    pub root: PathBuf,
}

/// Which project, and when it is looked at.
#[derive(Clone, Debug, Args)]
pub struct SiteOptions {
    #[command(flatten)]
    pub folder: ProjectFolder,
    /// The site's address on the web, in place of site.yaml's
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<BaseUrl>,
    #[command(flatten)]
    pub clock: Clock,
}

/// When a command runs.
#[derive(Clone, Debug, Args)]
pub struct Clock {
    /// The moment that counts as now [default: SOURCE_DATE_EPOCH, otherwise the clock]
    #[arg(long, value_name = "DATE", value_parser = moment)]
    now: Option<Timestamp>,
}

/// The options of a command that reads a project once.
#[derive(Clone, Debug, Args)]
pub struct ProjectOptions {
    #[command(flatten)]
    pub site: SiteOptions,
    /// Take drafts as published, and what is embargoed or expired
    #[arg(long)]
    drafts: bool,
    /// Fail on warnings, too
    #[arg(long)]
    strict: bool,
    /// How mistakes are shown
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
    #[command(flatten)]
    pub voice: Voice,
}

fn base_url(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::parse(text).map_err(str::to_owned)
}

fn moment(text: &str) -> Result<Timestamp, String> {
    Date::parse(text).map(|date| date.timestamp(&jiff::tz::TimeZone::UTC))
}

impl ProjectOptions {
    /// The project, looked at at a moment; where none is given, now.
    pub fn project(&self, moment: Option<Timestamp>) -> pipeline::Project<'_> {
        pipeline::Project {
            root: &self.site.folder.root,
            base_url: self.site.base_url.clone(),
            drafts: self.drafts,
            now: moment.unwrap_or_else(Timestamp::now),
            strict: self.strict,
        }
    }

    /// Whether the command runs in the project's folder.
    pub fn is_here(&self) -> bool {
        self.site.folder.root == Path::new(".")
    }

    /// Shows all mistakes. What is in `out`, the output folder, is named from
    /// where the command runs already.
    pub fn show(&self, diagnostics: &mut [Diagnostic], out: Option<&Path>) {
        // Others look for the files from where the command runs.
        let from_here = matches!(self.format, Format::Github | Format::Sarif);
        if from_here && !self.is_here() {
            for diagnostic in diagnostics.iter_mut() {
                diagnostic.below(&self.site.folder.root, out);
            }
        }
        print::diagnostics(diagnostics, self.format);
    }
}

impl SiteOptions {
    /// That the project's folder is there, or what to say.
    pub fn is_there(&self) -> Result<(), String> {
        match input::is_folder(&self.folder.root) {
            true => Ok(()),
            false => Err(format!(
                "there is no project in `{}`: no such folder",
                self.folder.root.display()
            )),
        }
    }

    /// Whether there is neither `site.yaml` nor `content/`, so that no mistake in a file is to
    /// be waited for.
    pub fn is_no_project(&self) -> bool {
        let root = &self.folder.root;
        !input::is_project(root) && !Inputs::new(root).exists("content")
    }
}

impl Clock {
    /// The moment that counts as now, where one is given: by the option, or by
    /// `SOURCE_DATE_EPOCH` (reproducible-builds.org).
    pub fn moment(&self) -> Result<Option<Timestamp>, String> {
        let (None, Ok(text)) = (self.now, std::env::var("SOURCE_DATE_EPOCH")) else {
            return Ok(self.now);
        };
        let seconds = text.trim().parse().ok();
        let moment = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
        let wrong = || format!("SOURCE_DATE_EPOCH is not a number of seconds: `{text}`");
        moment.map(Some).ok_or_else(wrong)
    }
}

impl ProjectFolder {
    /// The project, of which nothing has been read yet.
    pub fn inputs(&self) -> Result<Inputs, Failure> {
        let inputs = Inputs::new(&self.root);
        if !inputs.exists("content") {
            return Err(Box::new(input::no_content(&self.root)).into());
        }
        Ok(inputs)
    }

    /// Writes a file of the project.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        write(&self.root, path, bytes)
    }
}

/// Writes a file of the project in a folder.
pub fn write(root: &Path, path: &str, bytes: &[u8]) -> Result<(), Failure> {
    let path = match root == Path::new(".") {
        true => PathBuf::from(path),
        false => root.join(path),
    };
    Ok(output::write_file(&path, bytes)?)
}
