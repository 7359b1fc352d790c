//! What is staged into the output folder: all at once where the system can exchange two
//! folders and nothing in this one is the user's, otherwise file by file.
//!
//! Promises: at once, whoever looks finds the old site or the new one, also after a
//! power cut. File by file, every file is the old one or the new one, a page comes after
//! what it points to, and what a build has begun the next one finishes.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::Path;
use std::time::SystemTime;

use super::compress::original;
use super::manifest::{Manifest, NAME};
use super::owned::{Output, modified};
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
    /// Whether something is no more in the site, and stays: it is the user's by now.
    some_stay: bool,
    /// When the build began.
    begun: Option<SystemTime>,
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
    /// What tells whether the folder is as it was left.
    pub stamp: Option<String>,
    /// What came into the folder while it was exchanged, and has no place in the new one:
    /// where it is kept.
    pub kept: Vec<String>,
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
        let (mut gone, mut some_stay) = (Vec::new(), false);
        for path in output.old.files.keys().filter(|path| !new.lists(path)) {
            match output.may_remove(path)? {
                true => gone.push(path.clone()),
                false => some_stay |= output.at(path).symlink_metadata().is_ok(),
            }
        }
        Ok(Plan {
            new,
            changed,
            gone,
            some_stay,
            begun: recover::begun(&output.folder),
        })
    }

    fn unchanged(&self) -> impl Iterator<Item = &String> {
        let changed: BTreeSet<&String> = self.changed.iter().collect();
        let all = self.new.files.keys();
        all.filter(move |path| !changed.contains(path))
    }

    fn is_nothing(&self, output: &Output) -> bool {
        self.new == output.old && self.changed.is_empty() && !output.was_cut_short
    }

    /// What tells whether the folder is as it was left, while no other build can write there;
    /// none where what was found unchanged may have been changed since.
    fn stamp(&self, output: &Output) -> Option<String> {
        let begun = self.begun?;
        let is_old = |path: &String| modified(&output.at(path)).is_some_and(|time| time < begun);
        let is_as_found = self.unchanged().all(is_old);
        is_as_found.then(|| self.new.stamp(&output.folder.path))?
    }

    /// What has happened when it is carried out.
    pub fn published(self, output: &Output, kept: Vec<String>) -> Published {
        Published {
            kept,
            stamp: self.stamp(output),
            files: self.new.files.len(),
            written: self.changed,
            removed: self.gone,
        }
    }
}

/// The order in which files are written: a page never points to a style sheet that is not
/// there yet.
fn put_pages_last(paths: &mut [impl AsRef<str>]) {
    paths.sort_by_key(|path| original(path.as_ref()).ends_with(".html"));
}

/// Carries out a plan. Returns what is kept of the user's, as in [`Published::kept`].
pub fn publish(
    output: &Output,
    plan: &Plan,
    in_place: bool,
) -> Result<Vec<String>, Box<Diagnostic>> {
    if plan.is_nothing(output) {
        return Ok(Vec::new());
    }
    let is_ours_alone = || output.is_ours_alone() && !plan.some_stay;
    // What is taken over would be found in the old site, as if it had come meanwhile.
    let may_exchange = !in_place && !output.adopt && !output.folder.is_link && is_ours_alone();
    if may_exchange {
        if exchange(output, plan).is_ok() {
            // What it cannot put in order, the next build does.
            return Ok(recover::clear(output).unwrap_or_default());
        }
        // That has changed nothing: the other way is open still, with what is new alone.
        unlink(output, plan);
    }
    Journal::write(output, &plan.new)?;
    let begun = announce(output, &plan.new);
    begun.inspect_err(|_| recover::forget(output))?;
    move_all(output, &plan.new).map_err(|problem| half(*problem))?;
    recover::forget(output);
    Ok(Vec::new())
}

/// What is said where some files are moved into place and the others cannot be.
fn half(problem: Diagnostic) -> Box<Diagnostic> {
    let message = format!("the site is published in part: {}", problem.message);
    let half = Diagnostic::new(Code::HalfPublished, message);
    let half = half.help("mend this and build again: that finishes it");
    Box::new(match problem.location {
        Some(location) => half.at(location),
        None => half,
    })
}

/// Exchanges the whole folder. An error has changed nothing.
fn exchange(output: &Output, plan: &Plan) -> io::Result<()> {
    let (disk, folder) = (&output.disk, &output.folder);
    let site = folder.staged("");
    for path in plan.unchanged() {
        let staged = folder.staged(path);
        disk.make_folders(staged.parent().unwrap_or(&site))?;
        disk.link(&output.at(path), &staged)?;
    }
    allow_as(output, Path::new(""))?;
    disk.sync(&site)?;
    // Where the record is, all that is on record is whole.
    disk.write(&folder.staged(NAME), plan.new.to_json().as_bytes())?;
    disk.sync(&site)?;
    match output.old.files.is_empty() {
        // Only in place of an empty folder, or of none.
        true => disk.rename(&site, &folder.path)?,
        false => disk.exchange(&site, &folder.path)?,
    }
    // From here on the new site stands, whatever fails.
    let _ = disk.sync(&folder.path);
    Ok(())
}

/// Takes away again what has been linked.
fn unlink(output: &Output, plan: &Plan) {
    for path in plan.unchanged() {
        let _ = output.disk.remove_file(&output.folder.staged(path));
    }
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
    begun
        .and_then(|()| move_all(output, new))
        .map_err(|problem| half(*problem))
}

/// Puts on record in the folder itself what will be written, so that it is known for ours
/// from here on. Nothing of the site has changed yet.
fn announce(output: &Output, new: &Manifest) -> Result<(), Box<Diagnostic>> {
    let mut both = output.old.clone();
    both.publishing = new.files.clone();
    record(output, &both)
}

fn move_all(output: &Output, new: &Manifest) -> Result<(), Box<Diagnostic>> {
    let gone = output.old.files.keys().filter(|path| !new.lists(path));
    // A file that becomes a folder goes before what is in it comes, and what is in a folder
    // that becomes a file.
    let is_in_the_way = |path: &&String| {
        let inside = format!("{path}/");
        let next = new.files.range(inside.clone()..).next();
        let becomes_folder = next.is_some_and(|(path, _)| path.starts_with(&inside));
        let mut folders = Path::new(path).ancestors().skip(1).filter_map(Path::to_str);
        becomes_folder || folders.any(|folder| new.lists(folder))
    };
    let (first, last): (Vec<&String>, Vec<&String>) = gone.partition(is_in_the_way);
    remove(output, new, first)?;
    let mut staged: Vec<&String> = new.files.keys().collect();
    put_pages_last(&mut staged);
    for path in staged {
        if output.folder.staged(path).exists() {
            output.refuse_foreign(path)?;
            output.remove_empty(path)?;
            move_into_place(output, path)?;
        }
    }
    remove(output, new, last)?;
    record(output, new)?;
    let unsynced = |error| output.unwritten(NAME, &error);
    output.disk.sync(&output.folder.path).map_err(unsynced)
}

fn remove(output: &Output, new: &Manifest, paths: Vec<&String>) -> Result<(), Box<Diagnostic>> {
    let mut in_lower_case = HashMap::new();
    if !paths.is_empty() {
        in_lower_case.extend(new.files.keys().map(|path| (path.to_lowercase(), path)));
    }
    for path in paths {
        // Where case makes no difference, the two names are of one file.
        let renamed = in_lower_case.get(&path.to_lowercase());
        let is_same = |other: &&&String| output.are_one(path, other);
        match renamed.filter(is_same) {
            Some(other) => output.rename(path, other)?,
            None if output.may_remove(path)? => output.remove(path)?,
            None => {}
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
