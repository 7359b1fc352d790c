//! `attache check`.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::confined::{self, Budget};
use super::print::{self, Format, Meter};
use super::project::ProjectOptions;
use crate::diagnostic::{self, Diagnostic};
use crate::pipeline::{self, Checked, Memory};

/// Find every mistake that a build would find, and write nothing.
///
/// Pages are rendered, so that mistakes in templates show as well, and dropped. The
/// output folder is not looked at. Fails when a build would publish nothing.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Check {
    /// Say on standard output how much of each source is quoted, cited or set aside [default
    /// form: table]. Needs --format human
    #[arg(
        long,
        value_enum,
        value_name = "FORM",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "table"
    )]
    coverage: Option<Form>,
    #[command(flatten)]
    options: ProjectOptions,
}

const EXAMPLES: &str = "\
Examples:
  attache check                                is there a mistake?
  attache check --quiet --strict               on every save, or before a commit
  attache check --coverage                     what of each source is untouched?
  attache check --coverage=lcov > lcov.info    the same for an editor
  attache check --format sarif > check.sarif   mistakes for a code host";

/// A form of the coverage report.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// A line for each source
    Table,
    /// As lcov, whose lines are those of the sources' fingerprints
    Lcov,
}

impl Check {
    /// Checks where a hostile theme does no harm.
    pub fn confined(self, inside: bool) -> ExitCode {
        let (root, format) = (self.options.site.folder.root.clone(), self.options.format);
        confined::run(
            inside,
            &root,
            format,
            |budget| self.run(&budget),
            || print::line("1 error."),
        )
    }

    /// Checks, and says what it found.
    fn run(self, budget: &Budget) -> ExitCode {
        if self.coverage.is_some() && self.options.format != Format::Human {
            let message = "--coverage writes to standard output, and so does this --format: \
                           ask for one after the other";
            return print::wrong_usage(message);
        }
        if let Err(message) = self.options.site.is_there() {
            return print::wrong_usage(&message);
        }
        let project = match self.options.site.clock.moment() {
            Ok(moment) => self.options.project(moment),
            Err(message) => return print::wrong_usage(&message),
        };
        let meter = Meter::new(self.options.voice);
        let mut memory = Memory::new(project.root);
        let (checked, mut diagnostics) = pipeline::check(&project, &mut memory, &|done, all| {
            meter.show(done, all);
            budget.extend(done, all);
        });
        meter.clear();
        self.options.show(&mut diagnostics, None);
        if let (Some(form), Some(checked)) = (self.coverage, &checked) {
            let report = match form {
                Form::Table => checked.coverage.to_table(),
                Form::Lcov => checked.coverage.to_lcov(),
            };
            print::answer(report.trim_end());
        }
        match checked {
            Some(Checked {
                is_good: true,
                pages,
                ..
            }) => {
                self.tell(&pages, &diagnostics);
                ExitCode::SUCCESS
            }
            failed => {
                print::line(&failure(
                    failed.map(|checked| checked.pages.len()),
                    &diagnostics,
                ));
                ExitCode::FAILURE
            }
        }
    }

    fn tell(&self, pages: &[String], diagnostics: &[Diagnostic]) {
        let voice = self.options.voice;
        for page in pages {
            voice.detail(&format!("checked {page}"));
        }
        let pages = diagnostic::counted(pages.len(), "page");
        let mistakes = match diagnostics.is_empty() {
            true => "no mistakes".to_owned(),
            false => diagnostic::counts(diagnostics),
        };
        voice.say(&format!(
            "Checked {pages}: {mistakes}. Nothing was written."
        ));
    }
}

/// Without pages there was nothing to look at.
fn failure(pages: Option<usize>, diagnostics: &[Diagnostic]) -> String {
    let mistakes = diagnostic::counts(diagnostics);
    let pages = pages.map_or(String::new(), |pages| {
        format!(" in {}", diagnostic::counted(pages, "page"))
    });
    format!("{mistakes}{pages}{}.", print::if_strict(diagnostics))
}
