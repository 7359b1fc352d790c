//! Publishing, whatever the disk does: the output folder holds the old site or the new
//! one, the user's own files are never away, and the next build puts the rest in order.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use attache::date::Timestamp;
use attache::diagnostic::{self, Code, Diagnostic};
use attache::output::{Disk, Manner};
use attache::pipeline::{self, Destination, Memory};

use super::project::{GOOD, Project, Said, Tree, attache};

/// What the system may say at any call (`errno(3)`).
const ERRORS: &[(&str, i32)] = &[
    ("EINTR", 4),
    ("EIO", 5),
    ("ENOMEM", 12),
    ("EACCES", 13),
    ("EMFILE", 24),
    ("ENOSPC", 28),
];

/// What the user has put into the output folder.
const OWN: &[&str] = &["CNAME", ".git/config", ".well-known/security.txt"];

/// A project that was built and changed since, the site that was built, and the one that
/// is to be.
struct Changed {
    project: Project,
    old: Tree,
    new: Tree,
    own: &'static [&'static str],
}

impl Changed {
    /// One in which pages have come, gone and changed, a file has become a folder, and a
    /// folder a file.
    fn new(own: &'static [&'static str]) -> Changed {
        let project = Project::of(GOOD);
        project
            .page("same.md", "Always the same.")
            .page("other.md", "As it was.")
            .page("gone.md", "Soon gone.")
            .page("deep/er/gone.md", "Soon gone, with its folder.")
            .write("content/static/file", "a file")
            .write("content/static/folder.d/inside", "in a folder")
            .write("content/static/data.bin", [0, 1, 2]);
        project.build(&[]).assert_good();
        let old = project.tree("public");
        for path in own {
            project.write(&format!("public/{path}"), format!("the user's {path}"));
        }
        for path in ["content/gone.md", "content/static/file"] {
            fs::remove_file(project.path(path)).unwrap();
        }
        for folder in ["content/deep", "content/static/folder.d"] {
            fs::remove_dir_all(project.path(folder)).unwrap();
        }
        project
            .page("other.md", "As it is now.")
            .page("new/page.md", "New.")
            .write("content/static/file/inside", "now a folder")
            .write("content/static/folder.d", "now a file")
            .write("content/static/data.bin", [3, 4, 5, 6]);
        project.build(&["--out", "expected"]).assert_good();
        let new = project.tree("expected");
        Changed {
            project,
            old,
            new,
            own,
        }
    }

    /// Puts the old site back, with what the user has put there.
    fn reset(&self) {
        for folder in ["public", ".public.attache"] {
            let _ = fs::remove_dir_all(self.project.path(folder));
        }
        for (path, bytes) in self.with_own(&self.old) {
            self.project.write(&format!("public/{path}"), bytes);
        }
    }

    fn with_own(&self, site: &Tree) -> Tree {
        let own = self.own.iter();
        let own = own.map(|path| {
            (
                (*path).to_owned(),
                format!("the user's {path}").into_bytes(),
            )
        });
        site.clone().into_iter().chain(own).collect()
    }

    /// Builds; says whether the site was published, or why not.
    fn build(&self, memory: &mut Memory, manner: Manner) -> Result<(), Vec<Diagnostic>> {
        let root = self.project.path("");
        let project = pipeline::Project {
            root: &root,
            base_url: None,
            drafts: false,
            now: Timestamp::from_second(1_800_000_000).unwrap(),
            strict: false,
        };
        let destination = Destination {
            out: root.join("public"),
            home: None,
            manner,
        };
        let (built, mistakes) = pipeline::build(&project, memory, &destination, &|_, _| ());
        built.map(|_| ()).ok_or(mistakes)
    }

    /// That the folder is wholly old or wholly new; where files are moved one by one, that
    /// each of them is.
    fn assert_whole(&self, published: &Result<(), Vec<Diagnostic>>, what: &str) {
        let found = self.project.tree("public");
        let (old, new) = (self.with_own(&self.old), self.with_own(&self.new));
        let is_half = |one: &Diagnostic| one.code == Code::HalfPublished;
        match published {
            Ok(()) => assert_same(&found, &new, what),
            Err(mistakes) if mistakes.iter().any(is_half) => {
                let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
                for path in found.keys() {
                    assert!(paths.contains(path), "{what}: {path} is of neither");
                }
                for path in paths.into_iter().filter(|path| *path != MANIFEST) {
                    let is_one = [old.get(path), new.get(path)].contains(&found.get(path));
                    assert!(is_one, "{what}: {path} is neither old nor new");
                }
            }
            Err(_) => assert_same(&found, &old, what),
        }
    }
}

const MANIFEST: &str = ".attache-manifest.json";

fn assert_same(found: &Tree, expected: &Tree, what: &str) {
    let paths: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
    let other = |path: &&&String| found.get(**path) != expected.get(**path);
    let others: Vec<_> = paths.iter().filter(other).collect();
    assert!(others.is_empty(), "{what}: {others:?}");
}

/// A disk on which the call with this number fails, and all after it if that lasts.
fn failing(calls: Arc<AtomicUsize>, first: usize, lasts: bool, errno: i32) -> Disk {
    Disk::watched(Arc::new(move || {
        let number = calls.fetch_add(1, Ordering::Relaxed);
        match number == first || (lasts && number > first) {
            true => Err(io::Error::from_raw_os_error(errno)),
            false => Ok(()),
        }
    }))
}

/// Makes every call of the output stage fail in turn.
fn every_call_fails(errors: &[(&str, i32)], own: &'static [&'static str], in_place: bool) {
    let changed = Changed::new(own);
    let mut memory = Memory::new(&changed.project.path(""));
    for (name, errno) in errors {
        for lasts in [false, true] {
            // Nothing is ever done while signals go on interrupting it.
            if lasts && !matches!(*name, "EIO" | "ENOSPC") {
                continue;
            }
            let mut first = 0;
            loop {
                changed.reset();
                let calls = Arc::new(AtomicUsize::new(0));
                let manner = Manner {
                    in_place,
                    disk: failing(calls.clone(), first, lasts, *errno),
                    ..Manner::default()
                };
                let what = format!("{name} at call {first}, for good: {lasts}");
                let published = changed.build(&mut memory, manner);
                changed.assert_whole(&published, &what);
                let healed = changed.build(&mut memory, Manner::default());
                assert!(healed.is_ok(), "{what}: {healed:?}");
                changed.assert_whole(&healed, &format!("{what}, then built again"));
                assert!(!changed.project.has(".public.attache"), "{what}");
                if calls.load(Ordering::Relaxed) <= first {
                    break;
                }
                first += 1;
            }
            assert!(first > 30, "only {first} calls");
        }
    }
}

#[test]
fn case_17_and_22_whatever_call_fails_the_folder_is_old_or_new() {
    every_call_fails(ERRORS, &[], false);
}

#[test]
fn case_17_and_22_beside_the_users_files_whatever_call_fails_each_file_is_old_or_new() {
    every_call_fails(ERRORS, OWN, false);
}

#[test]
fn case_17_and_22_in_place_whatever_call_fails_each_file_is_old_or_new() {
    every_call_fails(&ERRORS[..2], &[], true);
}

/// What a user does to the output folder meanwhile: changes pages that are built anew,
/// removed, and the same; puts new things there, one of which is in the way.
const EDITED: &[&str] = &[
    "other/index.html",
    "gone/index.html",
    "same/index.html",
    "CNAME",
    "new/page/index.html",
    "folder/inside",
];

fn edit(public: &Path) {
    for path in EDITED {
        let path = public.join(path);
        // As editors do: another file of the same name.
        let _ = fs::remove_file(&path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "the user's words").unwrap();
    }
    fs::create_dir_all(public.join("empty")).unwrap();
}

/// That each of the words is still in the output folder, or kept beside it.
fn assert_not_lost(root: &Path, what: &str) {
    let folders = [root.join("public"), root.join(".public.attache/site")];
    for path in EDITED {
        let holds = |folder: &PathBuf| {
            fs::read(folder.join(path)).is_ok_and(|bytes| bytes == b"the user's words")
        };
        assert!(folders.iter().any(holds), "{path}, {what}");
    }
    let is_there = |folder: &PathBuf| folder.join("empty").is_dir();
    assert!(folders.iter().any(is_there), "empty, {what}");
}

/// File by file there is a moment, between the look at a file and the move over it.
#[test]
fn what_a_user_does_at_any_moment_of_an_exchange_is_not_lost() {
    let changed = Changed::new(&[]);
    let mut memory = Memory::new(&changed.project.path(""));
    let root = changed.project.path("");
    let mut kept = 0;
    for moment in 0.. {
        changed.reset();
        let calls = Arc::new(AtomicUsize::new(0));
        let (counted, public) = (calls.clone(), root.join("public"));
        let disk = Disk::watched(Arc::new(move || {
            if counted.fetch_add(1, Ordering::Relaxed) == moment {
                edit(&public);
            }
            Ok(())
        }));
        let manner = Manner {
            disk,
            ..Manner::default()
        };
        let published = changed.build(&mut memory, manner);
        if calls.load(Ordering::Relaxed) <= moment {
            break;
        }
        let what = format!("at call {moment}: {published:?}");
        assert_not_lost(&root, &what);
        if root.join(".public.attache").exists() && published.is_ok() {
            kept += 1;
            let next = changed.build(&mut memory, Manner::default()).unwrap_err();
            assert_eq!(next[0].code, Code::ForeignFile, "{what}: {next:?}");
            assert_not_lost(&root, &format!("{what}, then built again: {next:?}"));
        }
    }
    assert!(kept > 0);
}

fn fail_for_good(first: usize) -> Manner {
    Manner {
        in_place: true,
        disk: failing(Arc::default(), first, true, 5),
        ..Manner::default()
    }
}

/// A folder that a build has published only a part of.
fn half_published() -> (Changed, Vec<Diagnostic>) {
    let changed = Changed::new(OWN);
    let mut memory = Memory::new(&changed.project.path(""));
    for first in 0.. {
        changed.reset();
        let mistakes = changed
            .build(&mut memory, fail_for_good(first))
            .unwrap_err();
        let has_new = changed.project.has("public/new/page/index.html");
        if has_new && mistakes.iter().any(|one| one.code == Code::HalfPublished) {
            return (changed, mistakes);
        }
    }
    unreachable!()
}

#[test]
fn what_is_half_published_is_finished_by_the_next_build_even_if_that_fails() {
    let (changed, mistakes) = half_published();
    let text = diagnostic::to_text(&mistakes, false);
    let start = "error[half-published]: the site is published in part: this cannot be ";
    let place = format!("--> {}/", changed.project.path("public").display());
    let help = " = help: mend this and build again: that finishes it";
    let lines: Vec<&str> = text.trim_end().lines().collect();
    assert!(
        lines[0].starts_with(start) && lines[0].ends_with("input/output error"),
        "{text}"
    );
    assert!(lines[1].starts_with(&place) && lines[2] == help, "{text}");
    let said = changed.project.verify(&[]);
    let expected = "error[output-differs]: a build of this site was cut short\n\
                    --> public/.attache-manifest.json\n = help: build again: that finishes it\n";
    assert!(said.err.starts_with(expected), "{}", said.err);

    changed.project.page("bad.md", "[x](nothing.md)");
    let said = changed.project.build(&[]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.ends_with("1 error. Nothing was published.\n"));
    let found = changed.project.tree("public");
    assert_same(&found, &changed.with_own(&changed.new), "finished");
    assert!(!changed.project.has(".public.attache"));
}

#[test]
fn what_two_builds_have_begun_is_finished_without_their_journals() {
    let (changed, _) = half_published();
    let staging = changed.project.path(".public.attache");
    fs::remove_dir_all(&staging).unwrap();
    changed.project.page("other.md", "As it is even later.");
    fs::remove_dir_all(changed.project.path("content/new")).unwrap();
    let journal = staging.join("journal.json");
    let calls = AtomicUsize::new(0);
    let disk = Disk::watched(Arc::new(move || {
        // So many are needed to put on record what comes, and to move the first file.
        match journal.exists() && calls.fetch_add(1, Ordering::Relaxed) > 12 {
            true => Err(io::Error::from_raw_os_error(5)),
            false => Ok(()),
        }
    }));
    let manner = Manner {
        disk,
        ..Manner::default()
    };
    let mut memory = Memory::new(&changed.project.path(""));
    let mistakes = changed.build(&mut memory, manner).unwrap_err();
    assert_eq!(mistakes[0].code, Code::HalfPublished, "{mistakes:?}");
    fs::remove_dir_all(&staging).unwrap();
    // A pipe where it was cut short is not read.
    let pipe = changed.project.path("public/new/page/index.html");
    let _ = fs::remove_file(&pipe);
    fs::create_dir_all(pipe.parent().unwrap()).unwrap();
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    changed.project.build(&[]).assert_good();
    fs::remove_file(&pipe).unwrap();
    changed.project.build(&["--out", "expected"]).assert_good();
    let expected = changed.with_own(&changed.project.tree("expected"));
    assert_same(&changed.project.tree("public"), &expected, "at last");
}

#[test]
fn a_pipe_where_a_page_should_go_is_refused_and_not_read() {
    let project = Project::built();
    project.page("a.md", "Text.").build(&[]).assert_good();
    for place in ["public/a/index.html", ".public.attache.lock"] {
        let pipe = project.path(place);
        let _ = fs::remove_file(&pipe);
        let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let said = project.build(&[]);
        assert_eq!(said.code, Some(1), "{place}: {}", said.err);
        assert!(said.err.contains("public"), "{}", said.err);
        fs::remove_file(&pipe).unwrap();
    }
    project.build(&[]).assert_good();
}

#[test]
fn what_is_taken_over_is_gone_and_the_next_build_begins() {
    let project = Project::built();
    project.page("a.md", "Text.").build(&[]).assert_good();
    project.write("public/a/index.html", "the user's");
    let said = project.build(&["--adopt"]);
    said.assert_good();
    assert!(!said.err.contains("kept"), "{}", said.err);
    assert!(!project.has(".public.attache"));
    project.page("a.md", "Other.").build(&[]).assert_good();
}

#[test]
fn a_link_at_a_name_that_differs_in_case_is_the_users() {
    let project = Project::built();
    project.write("content/static/Report.txt", "all of it");
    project.build(&[]).assert_good();
    let (old, new) = ("content/static/Report.txt", "content/static/report.txt");
    fs::rename(project.path(old), project.path(new)).unwrap();
    let old = project.path("public/Report.txt");
    fs::remove_file(&old).unwrap();
    symlink("report.txt", &old).unwrap();
    project.build(&[]).assert_good();
    assert_eq!(project.read("public/report.txt"), "all of it");
    assert!(old.is_symlink());
    project.verify(&[]).assert_good();
}

#[test]
fn a_folder_that_may_not_be_written_does_not_stop_what_comes_after() {
    let project = Project::built();
    project.page("b/c.md", "Text.").build(&[]).assert_good();
    let folder = project.path("public/b");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    project.page("a.md", "Text.");
    super::input::build_as_nobody(&project, 0o777);
    assert!(!project.has(".public.attache"));
}

#[test]
fn what_waits_beside_its_place_is_never_written_through_a_link() {
    let project = Project::built();
    project.write("precious", "the user's");
    let script = "mount -t tmpfs none public || exit 99
        for name in .index.html.attache .index.html.0.attache; do
            ln -s $PWD/precious public/$name
        done
        $0 build";
    let Some(said) = project.mounting(script) else {
        return;
    };
    said.assert_good();
    assert_eq!(project.read("precious"), "the user's");
}

#[test]
fn what_the_user_puts_in_the_way_of_what_is_half_published_is_theirs() {
    let (changed, _) = half_published();
    for path in ["other/index.html", "gone/index.html", "file/inside"] {
        let _ = fs::remove_file(changed.project.path("public/file"));
        changed
            .project
            .write(&format!("public/{path}"), "the user's");
    }
    let said = changed.project.build(&[]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(
        said.err
            .contains("error[half-published]: the site is published in part: this file was"),
        "{}",
        said.err
    );
    assert!(said.err.ends_with("1 error. Not all was published.\n"));
    for path in ["gone/index.html", "file/inside"] {
        let held = changed.project.read(&format!("public/{path}"));
        assert_eq!(held, "the user's", "{path}");
    }
    // Unless they let go of it.
    changed.project.build(&["--adopt"]).assert_good();
    assert_eq!(changed.project.read("public/gone/index.html"), "the user's");
    let mut found = changed.project.tree("public");
    found.remove("gone/index.html");
    assert_same(&found, &changed.with_own(&changed.new), "adopted");
}

#[test]
fn a_folder_of_the_sites_own_is_exchanged_and_what_is_the_same_stays() {
    let changed = Changed::new(&[]);
    changed.reset();
    let about = |path: &str| fs::metadata(changed.project.path(path)).unwrap();
    let (folder, same) = (about("public"), about("public/same/index.html"));
    changed.project.build(&[]).assert_good();
    assert_ne!(about("public").ino(), folder.ino());
    let kept = about("public/same/index.html");
    assert_eq!(
        (kept.ino(), kept.modified().unwrap()),
        (same.ino(), same.modified().unwrap())
    );
    assert_eq!(kept.nlink(), 1, "the old site is gone");
    // With something of the user's, or where it is asked for, the folder stays itself.
    for (own, args) in [(OWN, &[][..]), (&[], &["--in-place"])] {
        let changed = Changed::new(own);
        changed.reset();
        let ino = || fs::metadata(changed.project.path("public")).unwrap().ino();
        let before = ino();
        changed.project.build(args).assert_good();
        assert_eq!(ino(), before);
        assert_same(
            &changed.project.tree("public"),
            &changed.with_own(&changed.new),
            "",
        );
    }
}

#[test]
fn who_may_use_the_folders_stays() {
    let changed = Changed::new(&[]);
    changed.reset();
    let mode = |path: &str| {
        let mode = fs::metadata(changed.project.path(path))
            .unwrap()
            .permissions();
        mode.mode() & 0o7777
    };
    for (path, mode) in [("public", 0o2750), ("public/other", 0o700)] {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(changed.project.path(path), permissions).unwrap();
    }
    // Only root may give a folder to any group.
    let public = changed.project.path("public");
    let group = match chown(&public, None, Some(12_345)) {
        Ok(()) => 12_345,
        Err(_) => fs::metadata(&public).unwrap().gid(),
    };
    fs::set_permissions(&public, fs::Permissions::from_mode(0o2750)).unwrap();
    changed.project.build(&[]).assert_good();
    assert_eq!((mode("public"), mode("public/other")), (0o2750, 0o700));
    for path in ["", "new", "new/page", "new/page/index.html"] {
        let of = fs::metadata(public.join(path)).unwrap().gid();
        assert_eq!(of, group, "{path}");
    }
}

#[test]
fn case_29_a_link_stays_a_link_and_its_folder_itself() {
    let changed = Changed::new(&[]);
    changed.reset();
    let project = &changed.project;
    fs::rename(project.path("public"), project.path("elsewhere")).unwrap();
    symlink("elsewhere", project.path("public")).unwrap();
    let before = fs::metadata(project.path("elsewhere")).unwrap().ino();
    project.build(&[]).assert_good();
    assert!(project.path("public").is_symlink());
    assert_eq!(
        fs::metadata(project.path("elsewhere")).unwrap().ino(),
        before
    );
    assert_same(&project.tree("elsewhere"), &changed.new, "");
}

/// After an exchange and before the old site is removed.
#[test]
fn what_came_into_the_old_site_while_it_was_exchanged_is_not_lost() {
    let changed = Changed::new(&[]);
    changed.reset();
    let project = &changed.project;
    project.build(&[]).assert_good();
    project.write(".public.attache/.attache-staging", "");
    for (path, bytes) in &changed.old {
        project.write(&format!(".public.attache/site/{path}"), bytes);
    }
    project.write(".public.attache/site/notes/todo.txt", "mine");
    project.build(&[]).assert_good();
    assert_eq!(project.read("public/notes/todo.txt"), "mine");
    assert!(!project.has(".public.attache"));
    fs::remove_dir_all(project.path("public/notes")).unwrap();
    assert_same(&project.tree("public"), &changed.new, "");
}

#[test]
fn case_57_verify_finds_one_flipped_byte() {
    let changed = Changed::new(OWN);
    changed.reset();
    let project = &changed.project;
    project.build(&[]).assert_good();
    let said = project.verify(&[]);
    assert_eq!(
        (said.code, said.err.as_str()),
        (
            Some(0),
            "26 files as built, none otherwise.\n  not written by Attaché: .git/\n  \
             not written by Attaché: .well-known/\n  not written by Attaché: CNAME\n"
        )
    );
    let mut bytes = fs::read(project.path("public/other/index.html")).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    project.write("public/other/index.html", bytes);
    fs::remove_file(project.path("public/same/index.html")).unwrap();
    let said = project.verify(&["public/"]);
    assert_eq!(
        (said.code, said.err.as_str()),
        (
            Some(1),
            "error[output-differs]: this file is not what was built\n--> public/other/index.html\n \
             = help: build again with `--adopt`, or restore it\n\n\
             error[output-differs]: this file is missing\n--> public/same/index.html\n \
             = help: build again with `--adopt`, or restore it\n\n2 errors in 26 files.\n"
        )
    );
    let said = project.verify(&["content"]);
    assert_eq!(
        (said.code, said.err.as_str()),
        (
            Some(1),
            "error[manifest]: there is no list of written files here\n\
             --> content/.attache-manifest.json\n \
             = help: name a folder that `attache build` has written\n\n"
        )
    );
    let mut elsewhere = attache();
    let folder = project.path("public");
    let said = elsewhere
        .arg("verify")
        .arg(&folder)
        .args(["--format", "json"]);
    let said = Said::of(said.output().unwrap());
    assert!(said.out.contains("output-differs"), "{}", said.out);
}
