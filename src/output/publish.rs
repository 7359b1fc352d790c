//! What is staged into the output folder: all at once where the system can exchange two
//! folders and nothing in this one is the user's, otherwise file by file.
//!
//! Promises: at once, whoever looks finds the old site or the new one, also after a
//! power cut. File by file, every file is the old one or the new one, a page comes after
//! what it points to, and what a build has begun the next one finishes.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::manifest::{Manifest, NAME};
use super::owned::Output;
use super::recover::{self, Journal};
use crate::diagnostic::{Code, Diagnostic};

/// What is going to change.
#[derive(Debug)]
pub struct Plan {
    /// What the folder will hold.
    new: Manifest,
    /// What is staged, in the order in which it is written.
    changed: Vec<String>,
    /// What is removed.
    gone: Vec<String>,
}

/// What publishing did.
#[derive(Debug, Default, PartialEq)]
pub struct Published {
    /// How many files the site has.
    pub files: usize,
    /// Those that were written.
    pub written: Vec<String>,
    /// Those of the last build that are no more.
    pub removed: Vec<String>,
}

impl Plan {
    /// That for a site of which some files are staged, because they are new or other than
    /// before.
    pub fn new(
        output: &Output,
        new: Manifest,
        mut changed: Vec<String>,
    ) -> Result<Plan, Box<Diagnostic>> {
        put_pages_last(&mut changed);
        let listed: BTreeSet<&String> = output.old.paths().collect();
        let mut gone = Vec::new();
        for path in listed.into_iter().filter(|path| !new.lists(path)) {
            if output.may_remove(path)? {
                gone.push(path.clone());
            }
        }
        Ok(Plan { new, changed, gone })
    }

    fn is_nothing(&self, output: &Output) -> bool {
        self.new == output.old && self.changed.is_empty() && self.gone.is_empty()
    }

    /// What has happened when it is carried out.
    pub fn published(self) -> Published {
        Published {
            files: self.new.files.len(),
            written: self.changed,
            removed: self.gone,
        }
    }
}

/// The order in which files are written: a page never points to a style sheet that is not
/// there yet.
fn put_pages_last(paths: &mut [impl AsRef<str>]) {
    paths.sort_by_key(|path| path.as_ref().ends_with(".html"));
}

/// Carries out a plan.
pub fn publish(output: &Output, plan: &Plan, in_place: bool) -> Result<(), Box<Diagnostic>> {
    if plan.is_nothing(output) {
        return Ok(());
    }
    let may_exchange = !in_place && !output.folder.is_link && is_ours_alone(output, plan);
    // What fails before the exchange has changed nothing: the other way is open still.
    if may_exchange && exchange(output, plan).is_ok() {
        return Ok(());
    }
    Journal::write(output, &plan.new)?;
    let begun = announce(output, &plan.new);
    begun.inspect_err(|_| recover::forget(output))?;
    move_all(output, &plan.new).map_err(half)?;
    recover::forget(output);
    Ok(())
}

/// What is said where some files are moved into place and the others cannot be.
fn half(problem: Box<Diagnostic>) -> Box<Diagnostic> {
    let message = format!("the site is published in part: {}", problem.message);
    let half = Diagnostic::new(Code::HalfPublished, message);
    let half = half.help("mend this and build again: that finishes it");
    Box::new(match problem.location {
        Some(location) => half.at(location),
        None => half,
    })
}

/// Whether everything in the folder may go.
fn is_ours_alone(output: &Output, plan: &Plan) -> bool {
    let listed = output.old.paths();
    let mut rest = listed.filter(|path| !plan.new.lists(path));
    // What is gone is on record still if it is the user's by now.
    let gone: BTreeSet<&String> = plan.gone.iter().collect();
    let is_gone = |path: &String| gone.contains(path) || !output.at(path).exists();
    output.is_ours_alone() && rest.all(is_gone)
}

/// Exchanges the whole folder. An error has changed nothing.
fn exchange(output: &Output, plan: &Plan) -> io::Result<()> {
    let (disk, folder) = (&output.disk, &output.folder);
    let site = folder.staged("");
    let changed: BTreeSet<&String> = plan.changed.iter().collect();
    for path in plan.new.files.keys().filter(|path| !changed.contains(path)) {
        let staged = folder.staged(path);
        disk.make_folders(staged.parent().unwrap_or(&site))?;
        disk.link(&output.at(path), &staged)?;
    }
    disk.write(&folder.staged(NAME), plan.new.to_json().as_bytes())?;
    allow_as(output, Path::new(""))?;
    disk.sync(&site)?;
    match folder.path.exists() {
        true => disk.exchange(&site, &folder.path)?,
        false => disk.rename(&site, &folder.path)?,
    }
    // From here on the new site stands, whatever fails.
    let _ = disk.sync(&folder.path);
    let _ = recover::retire(output);
    Ok(())
}

/// Lets the staged folders be used by those who may use the old ones.
fn allow_as(output: &Output, path: &Path) -> io::Result<()> {
    let staged = output.folder.staged("").join(path);
    let old = output.folder.path.join(path);
    if !old.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(&staged)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            allow_as(output, &path.join(entry.file_name()))?;
        }
    }
    output.disk.allow_as(&staged, &old)
}

/// Moves what is staged into place file by file, and takes away what is not in the new
/// site. Carried out again after it was cut short, it comes to the same.
pub fn finish(output: &Output, new: &Manifest) -> Result<(), Box<Diagnostic>> {
    let begun = announce(output, new);
    begun.and_then(|()| move_all(output, new)).map_err(half)
}

/// Puts on record in the folder itself what will be written, so that it is known for ours
/// from here on. Nothing of the site has changed yet.
fn announce(output: &Output, new: &Manifest) -> Result<(), Box<Diagnostic>> {
    let mut both = output.old.clone();
    both.publishing = new.files.clone();
    record(output, &both)
}

fn move_all(output: &Output, new: &Manifest) -> Result<(), Box<Diagnostic>> {
    let gone = output.old.paths().filter(|path| !new.lists(path));
    // A file that becomes a folder goes before what is in it comes.
    let becomes_folder = |path: &&String| {
        let inside = format!("{path}/");
        let next = new.files.range(inside.clone()..).next();
        next.is_some_and(|(path, _)| path.starts_with(&inside))
    };
    let (first, last): (Vec<&String>, Vec<&String>) = gone.partition(becomes_folder);
    remove(output, first)?;
    let mut staged: Vec<&String> = new.files.keys().collect();
    put_pages_last(&mut staged);
    for path in staged {
        if output.folder.staged(path).exists() {
            output.refuse_foreign(path)?;
            move_into_place(output, path)?;
        }
    }
    remove(output, last)?;
    record(output, new)?;
    let unsynced = |error| output.unwritten(NAME, &error);
    output.disk.sync(&output.folder.path).map_err(unsynced)
}

fn remove(output: &Output, paths: Vec<&String>) -> Result<(), Box<Diagnostic>> {
    for path in paths {
        if output.may_remove(path)? {
            output.remove(path)?;
        }
    }
    Ok(())
}

fn record(output: &Output, manifest: &Manifest) -> Result<(), Box<Diagnostic>> {
    let staged = output.folder.staged(NAME);
    let json = manifest.to_json();
    let written = output.disk.write(&staged, json.as_bytes());
    let synced = written.and_then(|()| output.disk.sync(&output.folder.staging));
    synced.map_err(|error| output.unwritten(NAME, &error))?;
    move_into_place(output, NAME)
}

fn move_into_place(output: &Output, path: &str) -> Result<(), Box<Diagnostic>> {
    let target = output.at(path);
    let folder = target.parent().unwrap_or(&output.folder.path);
    let made = output.disk.make_folders(folder);
    let moved = made.and_then(|()| output.disk.move_file(&output.folder.staged(path), &target));
    moved.map_err(|error| output.unwritten(path, &error))
}
