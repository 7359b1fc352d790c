//! `attache completions` and `attache man`: what shells and readers of manual pages need,
//! made from the same definitions as `--help`.

use std::io;
use std::process::ExitCode;

use clap::{Args, Command};
use clap_complete::Shell;

use super::print;

/// Print what lets a shell complete Attaché's commands and options.
#[derive(Debug, Args)]
#[command(after_help = COMPLETIONS)]
pub struct Completions {
    /// The shell
    shell: Shell,
}

const COMPLETIONS: &str = "\
Examples:
  attache completions bash > ~/.local/share/bash-completion/completions/attache
  attache completions zsh > ~/.zfunc/_attache     where fpath has ~/.zfunc
  attache completions fish > ~/.config/fish/completions/attache.fish";

impl Completions {
    /// Prints them.
    pub fn run(&self, mut attache: Command) -> ExitCode {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut attache, "attache", &mut text);
        print::answer(String::from_utf8_lossy(&text).trim_end());
        ExitCode::SUCCESS
    }
}

/// Print a command's manual page.
#[derive(Debug, Args)]
#[command(after_help = MAN)]
pub struct Man {
    /// The command, such as `build` or `source add`; without one, the program's own page
    command: Vec<String>,
}

const MAN: &str = "\
Examples:
  attache man > attache.1
  attache man source add > attache-source-add.1
  attache man build | man -l -                    read it";

impl Man {
    /// Prints it.
    pub fn run(&self, attache: Command) -> ExitCode {
        match self.page(attache) {
            Ok(text) => {
                print::answer(text.trim_end());
                ExitCode::SUCCESS
            }
            Err(message) => print::wrong_usage(&message),
        }
    }

    fn page(&self, mut attache: Command) -> Result<String, String> {
        // Only then does each command know what leads to it.
        attache.build();
        let mut command = &attache;
        for name in &self.command {
            let found = command.find_subcommand(name);
            command = found.ok_or_else(|| format!("there is no command `{name}`"))?;
        }
        let mut text = Vec::new();
        let page = clap_mangen::Man::new(command.clone());
        page.render(&mut text)
            .map_err(|error: io::Error| error.to_string())?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }
}
