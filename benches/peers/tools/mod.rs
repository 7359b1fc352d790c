//! The tools: a file each, which says how to write a project for it and how to run it.

mod attache;
mod cobalt;
mod eleventy;
mod hugo;
mod mdbook;
mod zola;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tool::Tool;

/// Looks for a tool, with the folder into which peers are installed.
type Find = fn(&Path) -> Option<Tool>;

/// All tools by name, Attaché first.
pub const TOOLS: &[(&str, Find)] = &[
    ("Attaché", attache::find),
    ("Hugo", hugo::find),
    ("Eleventy", eleventy::find),
    ("mdBook", mdbook::find),
    ("Cobalt", cobalt::find),
    ("Zola", zola::find),
];

/// The program that cargo installed among the peers, or the one on the path.
fn program(peers: &Path, name: &str) -> String {
    let installed = peers.join("cargo/bin").join(name);
    match installed.to_str() {
        Some(installed_path) if installed.exists() => installed_path.to_owned(),
        _ => name.to_owned(),
    }
}

/// The bytes of a program, named by its place or to be found on the path.
pub fn size(program: &str) -> Option<u64> {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&on_path).map(|folder| folder.join(program));
    let place = match program.contains('/') {
        true => PathBuf::from(program),
        false => places.find(|place| place.is_file())?,
    };
    // What is on the path may be a link.
    fs::metadata(place).ok().map(|found| found.len())
}

/// The number in what a program answers when asked for its version; none without a program.
fn version(program: &str, question: &str) -> Option<String> {
    let output = Command::new(program).arg(question).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let words = text
        .split_whitespace()
        .map(|word| word.trim_start_matches('v'));
    let mut numbers = words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let number = numbers.next()?;
    Some(number.split(['-', '+']).next().unwrap_or(number).to_owned())
}
