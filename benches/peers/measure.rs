//! What one command costs. The program starts itself again as a small process that runs
//! the command and then asks the system what its children have used.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use serde::{Deserialize, Serialize};

/// What a command cost.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Cost {
    /// Seconds on the clock.
    pub wall: f64,
    /// Seconds of processors: of the program and of the system for it.
    pub cpu: f64,
    /// The most memory that one process of it held, in MiB.
    pub peak: f64,
    /// Whether it ended well.
    pub good: bool,
}

/// Runs a command in a folder; what it says goes to a file.
pub fn measure(command: &[String], folder: &Path, log: &Path) -> Cost {
    let out = File::create(log).unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .arg("measure")
        .args(command)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stderr(out)
        .output()
        .unwrap();
    let cost: Cost = serde_json::from_slice(&output.stdout).unwrap();
    if !cost.good {
        let said = std::fs::read_to_string(log).unwrap();
        let start = said.len().saturating_sub(3_000);
        panic!(
            "{command:?} failed:\n{}",
            String::from_utf8_lossy(&said.as_bytes()[start..])
        );
    }
    cost
}

/// The small process: runs the command and prints what it cost as a line of JSON.
pub fn inside(command: &[String]) {
    let log = || Stdio::from(std::io::stderr());
    let started = Instant::now();
    let status = Command::new(&command[0])
        .args(&command[1..])
        .stdout(log())
        .stderr(log())
        .status();
    let wall = started.elapsed().as_secs_f64();
    let used = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
    let micros = used.user_time().num_microseconds() + used.system_time().num_microseconds();
    // One system counts bytes, all others KiB.
    let unit = if cfg!(target_os = "macos") {
        1.0
    } else {
        1024.0
    };
    let cost = Cost {
        wall,
        cpu: micros as f64 / 1e6,
        peak: used.max_rss() as f64 * unit / f64::from(1 << 20),
        good: status.is_ok_and(|status| status.success()),
    };
    println!("{}", serde_json::to_string(&cost).unwrap());
}
