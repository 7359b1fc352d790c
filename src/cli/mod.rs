//! The command line: one file for each command. Only this module prints.

mod build;
mod check;
mod completions;
mod confined;
mod failure;
mod live;
mod new;
mod print;
mod project;
mod schema;
mod signals;
mod source;
mod theme;
mod verify;
mod watch;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// Turn a folder of Markdown into a briefing microsite.
#[derive(Debug, Parser)]
#[command(name = "attache", version, after_help = EXAMPLES)]
struct Cli {
    /// Given by the program to itself, see `confined`
    #[arg(long, hide = true)]
    confined: bool,
    #[command(flatten)]
    color: colorchoice_clap::Color,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  attache new sochi                      begin a briefing in the folder sochi/
  attache build                          build ./content into ./public
  attache build --root briefings/sochi   build another project
  attache watch                          see the site while you write it
  attache check                          look for mistakes only
  attache verify                         is public/ what was built?
  attache source add --help              make a source's quotations checkable
  attache help build                     all options of a command";

#[derive(Debug, Subcommand)]
enum Command {
    New(new::New),
    Build(build::Build),
    Check(check::Check),
    #[command(visible_alias = "serve")]
    Watch(watch::Watch),
    Source(source::Source),
    Verify(verify::Verify),
    Theme(theme::Theme),
    Schema(schema::Schema),
    Completions(completions::Completions),
    Man(completions::Man),
}

/// Runs the program. Exit codes: 0 good, 1 mistakes in the input or nothing
/// published, 2 wrong usage, 130 and 143 ended by a signal.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return print::usage(&error),
    };
    cli.color.write_global();
    let Cli {
        confined, command, ..
    } = cli;
    // What works in parallel would panic if it found none later.
    if let Err(error) = rayon::ThreadPoolBuilder::new().build_global() {
        print::line(&format!("error: the system starts no threads: {error}"));
        return ExitCode::FAILURE;
    }
    match command {
        Command::New(new) => new.run(),
        Command::Build(build) => build.confined(confined),
        Command::Check(check) => check.confined(confined),
        Command::Watch(watch) => watch.confined(confined),
        Command::Source(source) => source.run(),
        Command::Verify(verify) => verify.run(),
        Command::Theme(theme) => theme.run(),
        Command::Schema(schema) => schema.run(),
        Command::Completions(completions) => completions.run(Cli::command()),
        Command::Man(man) => man.run(Cli::command()),
    }
}
