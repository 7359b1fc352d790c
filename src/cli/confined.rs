//! A command on a project with a theme of its own, in a process of its own: the template
//! engine bounds what a template may do, but a value that is nested without end still
//! ends the program that holds it. Then only that process has ended, and what it was is
//! said like any other mistake.
//!
//! Only Unix has what this needs; elsewhere the command runs as it is.

use std::path::Path;
use std::process::ExitCode;

use super::print::Format;

/// What a process may take that works on a theme of the project's own.
pub struct Budget {
    #[cfg(unix)]
    is_limited: bool,
}

/// Runs a command on the project in a folder; `is_inside` says that this is the process
/// that does the work. `crashed` puts in order what one leaves that
/// has not come to its end, and has the last word.
pub fn run(
    is_inside: bool,
    root: &Path,
    format: Format,
    command: impl FnOnce(Budget) -> ExitCode,
    crashed: impl FnOnce(),
) -> ExitCode {
    #[cfg(unix)]
    match is_inside {
        true => inside::limit(),
        false if crate::input::is_folder(&root.join("themes")) => {
            return outside::run(format, crashed).unwrap_or_else(|error| {
                super::print::line(&format!("error: {}", crate::input::reason(&error)));
                ExitCode::FAILURE
            });
        }
        false => {}
    }
    let _ = (is_inside, root, format, crashed);
    command(Budget {
        #[cfg(unix)]
        is_limited: is_inside,
    })
}

/// The process that waits.
#[cfg(unix)]
mod outside {
    use std::io;
    use std::os::unix::process::{CommandExt, ExitStatusExt};
    use std::process::{Command, ExitCode, ExitStatus, Stdio};
    use std::thread;

    use rustix::process::{Pid, Signal, kill_process};
    use signal_hook::consts::{SIGINT, SIGTERM, SIGXCPU};
    use signal_hook::iterator::Signals;

    use super::super::print::{self, Format};
    use super::super::signals;
    use crate::diagnostic::{Code, Diagnostic, Location};

    pub fn run(format: Format, crashed: impl FnOnce()) -> io::Result<ExitCode> {
        let mut signals = Signals::new([SIGINT, SIGTERM])?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("--confined").args(std::env::args_os().skip(1));
        // Its end is how the process inside notices that this one is gone.
        command.stdin(Stdio::piped());
        // A signal of the terminal reaches this process, and the other one from here.
        command.process_group(0);
        let mut child = command.spawn()?;
        let inside = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let handle = signals.handle();
        let hands_on = thread::Builder::new().spawn(move || {
            for signal in &mut signals {
                let signal = Signal::from_named_raw(signal);
                let _ = inside
                    .zip(signal)
                    .map(|(inside, signal)| kill_process(inside, signal));
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
        if [SIGINT, SIGTERM].contains(&signal) {
            return ExitCode::from(signals::exit_code(signal));
        }
        let message = match signal {
            SIGXCPU => "a theme of this project takes too long for a page".to_owned(),
            _ => format!("a theme of this project has ended the program (signal {signal})"),
        };
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
    use std::time::Duration;

    use rustix::process::{Resource, Rlimit, Signal, getpid, getrlimit, kill_process, setrlimit};
    use rustix::time::{ClockId, clock_gettime};

    /// The processor time that rendering a page may take, in seconds. The engine's own limit
    /// is far below that, but it does not count everything.
    const PATIENCE: u64 = 10;
    /// How long something may be put in order that nobody waits for any more.
    const GRACE: Duration = Duration::from_secs(10);

    /// Takes no more memory than the machine has, leaves no image of it behind, and ends
    /// with the process that waits.
    pub fn limit() {
        lower(Resource::Core, 0);
        lower(Resource::As, memory());
        let _ = thread::Builder::new().spawn(|| {
            let _ = io::stdin().read_to_end(&mut Vec::new());
            let _ = kill_process(getpid(), Signal::TERM);
            thread::sleep(GRACE);
            let _ = kill_process(getpid(), Signal::KILL);
        });
    }

    /// Programs that this one starts may raise it again.
    fn lower(resource: Resource, most: u64) {
        let maximum = getrlimit(resource).maximum;
        let most = most.min(maximum.unwrap_or(u64::MAX));
        let limit = Rlimit {
            current: Some(most),
            maximum,
        };
        let _ = setrlimit(resource, limit);
    }

    impl super::Budget {
        /// So many of so many artifacts are rendered: the next may take its time. One that
        /// takes much more ends the process (`SIGXCPU`).
        pub fn extend(&self, done: usize, all: usize) {
            if !self.is_limited {
                return;
            }
            let threads = u64::try_from(rayon::current_num_threads()).unwrap_or(1);
            let spent = clock_gettime(ClockId::ProcessCPUTime).tv_sec;
            let spent = u64::try_from(spent).unwrap_or_default();
            lower(
                Resource::Cpu,
                match done == all {
                    true => u64::MAX,
                    false => spent + PATIENCE * threads,
                },
            );
        }
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

#[cfg(not(unix))]
impl Budget {
    /// There is nothing to extend.
    pub fn extend(&self, _done: usize, _all: usize) {}
}
