//! `attache new`: a briefing to begin with, and pages of it.
//!
//! Promises that nothing that is there already is written over.

mod briefing;
mod topic;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::failure::{self, Failure};
use super::print::{self, Voice};
use super::project::Clock;
use crate::date::Timestamp;

/// Begin a briefing, or a page of one.
///
/// The folder gets a small briefing to write over: three pages, a source, and quotations
/// that are checked against it. It can be built and looked at at once.
#[derive(Debug, Args)]
#[command(
    after_help = EXAMPLES,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    subcommand_value_name = "topic",
    subcommand_help_heading = "A page"
)]
pub struct New {
    /// The folder to make
    #[arg(required = true)]
    folder: Option<PathBuf>,
    /// The briefing's title [default: the folder's name]
    #[arg(long)]
    title: Option<String>,
    #[command(flatten)]
    clock: Clock,
    #[command(flatten)]
    voice: Voice,
    #[command(subcommand)]
    page: Option<NewPage>,
}

#[derive(Debug, Subcommand)]
enum NewPage {
    Topic(topic::Topic),
}

const EXAMPLES: &str = "\
Examples:
  attache new sochi                              a briefing in the folder sochi/
  attache new sochi --title \"The Sochi meeting\"
  attache new topic \"Financing\"                  a page, content/financing.md
  attache new topic \"Who pays\" --in reference    a page, content/reference/who-pays.md";

impl New {
    /// Writes what was asked for.
    pub fn run(self) -> ExitCode {
        let clock = match &self.page {
            Some(NewPage::Topic(topic)) => &topic.clock,
            None => &self.clock,
        };
        let today = match clock.moment() {
            Ok(moment) => day(moment.unwrap_or_else(Timestamp::now)),
            Err(message) => return print::wrong_usage(&message),
        };
        failure::code(match (&self.page, &self.folder) {
            (Some(NewPage::Topic(topic)), _) => topic.begin(&today),
            (None, Some(folder)) => {
                briefing::begin(folder, self.title.as_deref(), &today, self.voice)
            }
            (None, None) => Ok(()),
        })
    }
}

/// The day of a moment, as front matter has it.
fn day(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%d").to_string()
}

/// A title that a page can have.
fn title(text: &str) -> Result<&str, Failure> {
    let problem = match text.trim() {
        "" => "a title has words",
        text if text.contains(char::is_control) => {
            "a title stands on one line, without control characters"
        }
        text => return Ok(text),
    };
    Err(problem.to_owned().into())
}

/// A text as YAML has it between quotation marks, which are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
