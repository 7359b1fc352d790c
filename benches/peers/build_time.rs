//! What building Attaché itself costs: from nothing, with default features, as a release.

use std::fs;
use std::path::Path;

use crate::measure;

/// Builds it in a folder of its own below `target`, and says what that cost.
pub fn tell(target: &Path) -> String {
    let folder = tempfile::tempdir_in(target).unwrap();
    let path = folder.path().to_str().unwrap();
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let words = [
        "build",
        "--release",
        "--bin=attache",
        // What it is made of is there: this program was built from the same.
        "--locked",
        "--offline",
        "--target-dir",
        path,
    ];
    let command: Vec<String> = [cargo.as_str()]
        .into_iter()
        .chain(words)
        .map(str::to_owned)
        .collect();
    let log = folder.path().join("log");
    let cost = measure::measure(&command, Path::new(env!("CARGO_MANIFEST_DIR")), &log);
    let program = folder.path().join("release/attache");
    let size = fs::metadata(program).unwrap().len();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "A clean release build of Attaché with default features took {:.0} s and {:.0} CPU-s on \
         {cores} cores, at most {:.0} MiB in one process; the program has {:.1} MB.\n\n",
        cost.wall,
        cost.cpu,
        cost.peak,
        size as f64 / 1e6
    )
}
