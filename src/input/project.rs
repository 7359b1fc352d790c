//! That a folder is no project, with the one that was meant where it can be told, and
//! which project a folder stands in.

use std::path::{Path, PathBuf};

use super::look::{folders_in, resolved};
use crate::config;
use crate::diagnostic::{Code, Diagnostic, Location};

/// Says that there is no project in a folder, or that it has no pages, and what to do.
pub fn no_content(root: &Path) -> Diagnostic {
    let place = Location::file("content");
    if is_project(root) {
        return Diagnostic::new(Code::MissingContent, "there is no folder `content/` here")
            .at(place)
            .help("make it, with the home page in `content/index.md`");
    }
    let message = match root == Path::new(".") {
        true => "there is no project here: no `content/` and no `site.yaml`".to_owned(),
        false => format!(
            "there is no project in `{}`: no `content/` and no `site.yaml`",
            root.display()
        ),
    };
    let help = match meant(root) {
        Some(meant) => format!("did you mean `--root {}`?", in_shell(&meant)),
        None => "name a project's folder with `--root`, or begin one with `attache new FOLDER`"
            .to_owned(),
    };
    Diagnostic::new(Code::MissingContent, message)
        .at(place)
        .help(help)
}

/// Whether a folder is a project, with or without pages. Its settings make it one for
/// certain: `content/` many other programs have as well.
pub fn is_project(folder: &Path) -> bool {
    folder.join(config::PATH).is_file()
}

/// The project that a folder stands in, which need not be there yet, and the folder's path
/// from there.
pub fn project_around(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    let absolute = std::path::absolute(folder).ok()?;
    let there = absolute.ancestors().find(|folder| folder.exists())?;
    let folder = resolved(there).join(absolute.strip_prefix(there).ok()?);
    let above = folder.ancestors().skip(1);
    let root = above.into_iter().find(|folder| is_project(folder))?;
    let path = folder.strip_prefix(root).ok()?.to_owned();
    Some((root.to_owned(), path))
}

/// The project above a folder, or the first in it.
fn meant(root: &Path) -> Option<PathBuf> {
    if let Some((_, path)) = project_around(root) {
        let up: PathBuf = path.components().map(|_| "..").collect();
        return Some(beside(root, &up));
    }
    let mut folders = folders_in(root);
    folders.sort();
    let names = folders.iter().filter_map(|folder| folder.file_name());
    // What is hidden is not meant.
    let mut shown = names.filter(|name| !name.as_encoded_bytes().starts_with(b"."));
    let name = shown.find(|name| is_project(&root.join(name)))?;
    Some(beside(root, Path::new(name)))
}

fn beside(root: &Path, path: &Path) -> PathBuf {
    match root == Path::new(".") {
        true => path.to_owned(),
        false => root.join(path),
    }
}

/// A path as a shell takes it for one word.
pub fn in_shell(path: &Path) -> String {
    let shown = path.display().to_string();
    shlex::try_quote(&shown).map_or_else(|_| shown.clone(), |quoted| quoted.into_owned())
}
