//! Attaché beside other static site generators, and beside what the machine allows:
//! the same words for each, the same kind of theme, in one run that alternates them.
//!
//! `cargo bench --bench peers -- [PAGES…] [--runs N] [--only TOOL,…] [--no-highlight]
//! [--install] [--build-time] [--table FILE]`; `--install` fetches the peers first, into
//! `target/peers/`, and then measures. One that is not there is left out. `--only attache`
//! leaves all of them out, for sizes that others take long for. Of several sizes it also
//! says how costs grow, and with `--build-time` what a release build of Attaché itself takes.

// A measurement that cannot be made is no measurement.
#![allow(clippy::unwrap_used, clippy::panic)]
#![allow(clippy::print_stdout, clippy::print_stderr)]

#[path = "../briefing.rs"]
mod briefing;
mod build_time;
#[path = "../dice.rs"]
mod dice;
mod equal;
mod floor;
mod growth;
mod html;
mod install;
mod measure;
mod options;
mod run;
mod table;
mod tool;
mod tools;
mod whole;
mod workplace;

use std::fs;
use std::path::PathBuf;

use options::Options;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let first = words.first().map(String::as_str);
    match first {
        // Processes of our own, one for each measurement.
        Some("measure") => measure::inside(&words[1..]),
        Some("floor") => floor::inside(&words[1..]),
        _ => compare(&Options::read(&words)),
    }
}

fn compare(options: &Options) {
    let peers = peers_folder();
    if options.install {
        install::all(&peers, options);
    }
    let mut text = String::new();
    let mut sizes = Vec::new();
    for &pages in &options.sizes {
        let measured = run::compare(pages, options, &peers);
        text.push_str(&table::table(pages, options, &measured));
        sizes.push((pages, measured));
    }
    if sizes.len() > 1 {
        text.push_str(&growth::table(&sizes));
    }
    if options.build_time {
        text.push_str(&build_time::tell(peers.parent().unwrap()));
    }
    println!("{text}");
    if let Some(file) = &options.table {
        fs::write(file, text).unwrap();
    }
}

/// Where the peers are installed: beside what cargo builds. This program is
/// `target/release/deps/peers-…`.
fn peers_folder() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.ancestors().nth(3).unwrap().join("peers")
}
