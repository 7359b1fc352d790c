//! A command on a project with a theme of its own, in a process of its own: the template
//! engine bounds what a template may do, but a value that is nested without end still
//! ends the program that holds it. Then only that process has ended, and what it was is
//! said like any other mistake.
//!
//! Only Unix has what this needs; elsewhere the command runs as it is.

use std::path::Path;
use std::process::ExitCode;

use super::print::Format;

/// Set for the process that does the work.
#[cfg(unix)]
const INSIDE: &str = "ATTACHE_CONFINED";

/// Runs a command on the project in a folder. `crashed` puts in order what one leaves that
/// has not come to its end, and has the last word.
pub fn run(
    root: &Path,
    format: Format,
    command: impl FnOnce() -> ExitCode,
    crashed: impl FnOnce(),
) -> ExitCode {
    #[cfg(unix)]
    match std::env::var_os(INSIDE) {
        Some(_) => inside::limit(),
        None if crate::input::is_folder(&root.join("themes")) => {
            return outside::run(format, crashed).unwrap_or_else(|error| {
                super::print::line(&format!("error: {}", crate::input::reason(&error)));
                ExitCode::FAILURE
            });
        }
        None => {}
    }
    let _ = (root, format, crashed);
    command()
}

/// The process that waits.
#[cfg(unix)]
mod outside {
    use std::io;
    use std::os::unix::process::{CommandExt, ExitStatusExt};
    use std::process::{Command, ExitCode, ExitStatus, Stdio};
    use std::thread;

    use rustix::process::{Pid, Signal, kill_process};
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    use super::super::print::{self, Format};
    use super::INSIDE;
    use crate::diagnostic::{Code, Diagnostic, Location};

    pub fn run(format: Format, crashed: impl FnOnce()) -> io::Result<ExitCode> {
        let mut signals = Signals::new([SIGINT, SIGTERM])?;
        let mut command = Command::new(std::env::current_exe()?);
        command.args(std::env::args_os().skip(1)).env(INSIDE, "1");
        // Its end is how the process inside notices that this one is gone.
        command.stdin(Stdio::piped());
        // A signal of the terminal reaches this process, and the other one from here.
        command.process_group(0);
        let mut child = command.spawn()?;
        let inside = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let handle = signals.handle();
        let hands_on = thread::Builder::new().spawn(move || {
            for signal in &mut signals {
                let signal = if signal == SIGINT {
                    Signal::INT
                } else {
                    Signal::TERM
                };
                let _ = inside.map(|inside| kill_process(inside, signal));
            }
        })?;
        let input = child.stdin.take();
        let ended = child.wait()?;
        drop(input);
        handle.close();
        let _ = hands_on.join();
        Ok(code(ended, format, crashed))
    }

    fn code(ended: ExitStatus, format: Format, crashed: impl FnOnce()) -> ExitCode {
        if let Some(code) = ended.code() {
            return ExitCode::from(u8::try_from(code).unwrap_or(u8::MAX));
        }
        let signal = ended.signal().unwrap_or_default();
        let message = format!("a theme of this project has ended the program (signal {signal})");
        let problem = Diagnostic::new(Code::TemplateFailed, message);
        let problem = problem.at(Location::file("themes")).help(
            "look for a value that is nested or grows without end; \
             if it fails with the theme that comes along, too, please report it",
        );
        print::diagnostics(&[problem], format);
        crashed();
        ExitCode::FAILURE
    }
}

/// The process that works.
#[cfg(unix)]
mod inside {
    use std::io::{self, Read};
    use std::thread;

    use rustix::process::{Resource, Rlimit, Signal, getpid, getrlimit, kill_process, setrlimit};

    /// Takes no more memory than the machine has, leaves no image of it behind, and ends
    /// with the process that waits.
    pub fn limit() {
        let to = |most: u64| Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        let _ = setrlimit(Resource::Core, to(0));
        let most = getrlimit(Resource::As).maximum.unwrap_or(u64::MAX);
        let _ = setrlimit(Resource::As, to(memory().min(most)));
        let _ = thread::Builder::new().spawn(|| {
            let _ = io::stdin().read_to_end(&mut Vec::new());
            let _ = kill_process(getpid(), Signal::TERM);
        });
    }

    /// The machine's memory in bytes.
    #[cfg(target_os = "linux")]
    fn memory() -> u64 {
        let system = rustix::system::sysinfo();
        system.totalram.saturating_mul(u64::from(system.mem_unit))
    }

    #[cfg(not(target_os = "linux"))]
    fn memory() -> u64 {
        u64::MAX
    }
}
