//! The least that any generator has to do, as programs of their own that are measured
//! like the others. They work on Attaché's sources. Two write the number and the sizes of
//! the files that Attaché wrote, one makes the pages (`whole.rs`), one only looks.

use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::whole;

/// The floor whose output is pages.
pub const WHOLE: &str = "render";

/// What the floors are, by the words that choose them.
pub const FLOORS: &[(&str, &str)] = &[
    ("write", "floor: read, write"),
    ("parse", "floor: read, parse, write"),
    (WHOLE, "floor: read, parse, render, write"),
    ("stat", "floor: stat of every file"),
];

/// Writes down what Attaché wrote, for the floors: a line a file, its size and its path.
pub fn plan(output: &Path, plan: &Path) {
    let mut lines = String::new();
    for file in files(output) {
        let size = fs::metadata(&file).unwrap().len();
        let path = file.strip_prefix(output).unwrap().to_str().unwrap();
        lines.push_str(&format!("{size} {path}\n"));
    }
    fs::write(plan, lines).unwrap();
}

/// The process that is measured: `KIND ATTACHE'S-PROJECT PLAN OUTPUT HIGHLIGHT`.
pub fn inside(words: &[String]) {
    let [kind, project, plan, output, highlight] = words else {
        panic!("the floor needs five words, not {words:?}");
    };
    let (project, output) = (Path::new(project), Path::new(output));
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(cores);
    pool.build_global().unwrap();
    match kind.as_str() {
        // The output is below the project, so these are sources and output.
        "stat" => {
            let files = files(project);
            let sizes = files
                .par_iter()
                .map(|file| fs::metadata(file).unwrap().len());
            println!("{} files, {} bytes", files.len(), sizes.sum::<u64>());
        }
        "write" => {
            println!("{}", read(project, |text| text.len()));
            write(Path::new(plan), output);
        }
        "parse" => {
            println!("{}", read(project, parsed));
            write(Path::new(plan), output);
        }
        WHOLE => whole::make(project, output, highlight == "true"),
        other => panic!("there is no floor `{other}`"),
    }
}

/// All files below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let all = WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = all.filter(|entry| entry.file_type().is_file());
    files.map(walkdir::DirEntry::into_path).collect()
}

/// Reads every source and does something with its text; the sum of what came out.
fn read(project: &Path, work: fn(&str) -> usize) -> usize {
    let sources = files(&project.join("content"));
    let texts = sources
        .par_iter()
        .map(|file| fs::read_to_string(file).unwrap());
    texts.map(|text| work(&text)).sum()
}

/// Parses the front matter, and makes HTML of the rest: the length of that.
fn parsed(text: &str) -> usize {
    let (front, body) = text[4..].split_once("\n---\n").unwrap();
    let front: serde_yaml::Value = serde_yaml::from_str(front).unwrap();
    let extensions = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let mut page = String::with_capacity(body.len() * 2);
    html::push_html(&mut page, Parser::new_ext(body, extensions));
    page.len() + usize::from(front.is_mapping())
}

/// Writes files of the sizes that a plan names; its folders once each.
fn write(plan: &Path, output: &Path) {
    let plan = fs::read_to_string(plan).unwrap();
    let files: Vec<(usize, PathBuf)> = plan
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(size, path)| (size.parse().unwrap(), output.join(path)))
        .collect();
    let longest = files.iter().map(|(size, _)| *size).max().unwrap_or(0);
    let bytes = vec![b'x'; longest];
    let mut folders: Vec<&Path> = files.iter().filter_map(|(_, path)| path.parent()).collect();
    folders.sort_unstable();
    folders.dedup();
    for folder in folders {
        fs::create_dir_all(folder).unwrap();
    }
    let write = |(size, path): &(usize, PathBuf)| fs::write(path, &bytes[..*size]).unwrap();
    files.par_iter().for_each(write);
}
