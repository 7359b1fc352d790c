//! The folder in which everything is written: in memory where that has room.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

/// What a page's sources take for one tool, in bytes.
const SOURCE: u64 = 8 * 1024;
/// What its outputs take at a time: Attaché's, staged and published, and another's.
const OUTPUTS: u64 = 64 * 1024;

/// A folder for sites of so many pages by so many tools, and whether it is in memory.
pub fn folder(pages: usize, tools: usize) -> (TempDir, bool) {
    let shared = Path::new("/dev/shm");
    let needed = pages as u64 * (tools as u64 * SOURCE + OUTPUTS);
    if room(shared).is_some_and(|room| room > needed) {
        return (tempfile::tempdir_in(shared).unwrap(), true);
    }
    (tempfile::tempdir().unwrap(), false)
}

/// The bytes that fit into a folder in memory, if it can be written to. Half of what is
/// free is left for the programs.
fn room(shared: &Path) -> Option<u64> {
    tempfile::tempfile_in(shared).ok()?;
    let memory = fs::read_to_string("/proc/meminfo").ok()?;
    let free = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let free: u64 = free.trim().strip_suffix(" kB")?.parse().ok()?;
    let system = rustix::fs::statvfs(shared).ok()?;
    Some((system.f_bavail * system.f_frsize).min(free * 1024 / 2))
}
