//! `attache theme`: a theme of one's own, which holds what differs.

mod eject;
mod new;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::failure;

/// A theme of your own: a folder that holds only what differs.
#[derive(Debug, Args)]
pub struct Theme {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    New(new::New),
    Eject(eject::Eject),
}

impl Theme {
    /// Runs the action that was asked for.
    pub fn run(self) -> ExitCode {
        failure::code(match self.action {
            Action::New(new) => new.begin(),
            Action::Eject(eject) => eject.copy(),
        })
    }
}
