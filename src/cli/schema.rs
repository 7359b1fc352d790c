//! `attache schema`: what may stand in a file that people write, for their editors.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::print;
use crate::config::Config;
use crate::content::{Entry, FrontMatter};
use crate::evidence::Source;
use crate::yaml;

/// Print what may stand in a file, as a JSON Schema for your editor.
///
/// An editor that knows it completes keys and values, explains them, and shows mistakes
/// while you type. `attache new` writes the schemas and the settings that name them.
/// Elsewhere, keep the schema in a file and name that in the first line of the YAML, by
/// its path from there, as in the examples: editors with the YAML language server read
/// that line. What only the whole project can tell, `attache check` does.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Schema {
    /// The kind of file
    kind: Kind,
}

const EXAMPLES: &str = "\
Examples:
  attache schema site > site.schema.json
  # yaml-language-server: $schema=site.schema.json            in site.yaml

  attache schema source > source.schema.json
  # yaml-language-server: $schema=../../source.schema.json    in content/sources/a.yaml";

/// What people write.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Kind {
    /// site.yaml
    Site,
    /// The front matter of a page
    Page,
    /// A source, in content/sources/
    Source,
    /// content/glossary.yaml
    Glossary,
}

impl Schema {
    /// Prints it.
    pub fn run(&self) -> ExitCode {
        print::answer(self.kind.schema().trim_end());
        ExitCode::SUCCESS
    }
}

impl Kind {
    /// Its schema. `site.yaml` and the glossary may be empty.
    pub fn schema(self) -> String {
        match self {
            Kind::Site => yaml::schema::<Option<Config>>("site.yaml"),
            Kind::Page => yaml::schema::<FrontMatter>("The front matter of a page"),
            Kind::Source => yaml::schema::<Source>("A source"),
            Kind::Glossary => yaml::schema::<Option<Vec<Entry>>>("The glossary"),
        }
    }
}
