//! The same input gives the same bytes, whatever the machine around it is like.

use std::fs::{File, FileTimes};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use super::golden::{self, NOW};
use super::project::{GOOD, Project, Said, Tree, tree};

/// A copy of files, written in this or in the reverse order, with these times.
fn copy(files: &Tree, reversed: bool, time: SystemTime) -> Project {
    let project = Project::of("");
    let mut files: Vec<_> = files.iter().collect();
    if reversed {
        files.reverse();
    }
    for (number, (path, content)) in (0..).zip(files) {
        project.write(path, content);
        let file = File::options().append(true).open(project.path(path));
        let time = time + Duration::from_secs(86_400 * number);
        let times = FileTimes::new().set_modified(time).set_accessed(time);
        file.unwrap().set_times(times).unwrap();
    }
    project
}

fn run(mut command: Command) {
    Said::of(command.output().unwrap()).assert_good();
}

/// The site of these files, built in surroundings of one kind and of another.
fn assert_same(files: &Tree, now: &str) {
    let plain = copy(files, false, SystemTime::UNIX_EPOCH);
    let mut command = plain.command(&["--now", now]);
    command
        .env("TZ", "UTC")
        .env("LC_ALL", "C")
        .env("LANG", "C")
        .env("HOME", "/nowhere")
        .env("RAYON_NUM_THREADS", "1");
    run(command);
    let made = plain.tree("public");
    assert!(made.len() > 4);

    let late = SystemTime::UNIX_EPOCH + Duration::from_secs(2_000_000_000);
    let other = copy(files, true, late);
    let mut command = other.command(&["--now", now]);
    command
        .env("TZ", "Pacific/Kiritimati")
        .env("LC_ALL", "tr_TR.UTF-8")
        .env("LANG", "ar_EG.UTF-8")
        .env("HOME", other.path(""))
        .env("USER", "someone-else")
        .env("RAYON_NUM_THREADS", "4");
    run(command);
    assert_eq!(
        golden::differences(&other.tree("public"), &made),
        Vec::<String>::new()
    );

    // From another folder, by a longer path, into another output folder.
    let elsewhere = Project::of("");
    let mut command = elsewhere.command(&["--now", now, "--root"]);
    command.arg(other.path("")).arg("--out").arg("a/site");
    run(command);
    assert_eq!(
        golden::differences(&elsewhere.tree("a/site"), &made),
        Vec::<String>::new()
    );
    for word in [plain.path(""), other.path(""), elsewhere.path("")] {
        let word = word.to_str().unwrap();
        let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(word);
        assert!(!made.values().any(|bytes| holds(bytes)), "a path leaks");
    }
}

#[test]
fn case_55_the_surroundings_do_not_show_in_the_small_sites() {
    for name in ["sections", "arabic", "theme"] {
        assert_same(&golden::inputs(name), NOW);
    }
}

#[test]
fn case_55_the_surroundings_do_not_show_in_the_sample() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Tree::new();
    files.insert(
        "site.yaml".to_owned(),
        std::fs::read(root.join("site.yaml")).unwrap(),
    );
    for folder in ["content", "themes"] {
        let inside = tree(&root.join(folder)).into_iter();
        files.extend(inside.map(|(path, bytes)| (format!("{folder}/{path}"), bytes)));
    }
    assert_same(&files, NOW);
}

/// A page that is public from noon on, and one that is due for review then.
fn clocked() -> Project {
    let project = Project::of(GOOD);
    project
        .write(
            "content/soon.md",
            "---\ntitle: Soon\npublish_at: 2026-11-23T12:00:00Z\n---\n",
        )
        .write(
            "content/review.md",
            "---\ntitle: Review\nreview_by: 2026-11-23\n---\n",
        );
    project
}

/// 2026-11-23, 11:59:59 UTC.
const BEFORE_NOON: &str = "1795435199";
const NOON: &str = "1795435200";

#[test]
fn case_56_source_date_epoch_is_the_moment_and_now_is_stronger() {
    let project = clocked();
    let build = |epoch: &str, flags: &[&str]| {
        let mut command = project.command(flags);
        command.env("SOURCE_DATE_EPOCH", epoch);
        Said::of(command.output().unwrap())
    };
    build(BEFORE_NOON, &[]).assert_good();
    assert!(!project.has("public/soon"));
    build(NOON, &[]).assert_good();
    assert!(project.has("public/soon"));
    let by_epoch = project.tree("public");
    build(BEFORE_NOON, &["--now", "2026-11-23T12:00:00"]).assert_good();
    assert_eq!(project.tree("public"), by_epoch);
    build(NOON, &["--now", "2026-11-23T13:59:59+02:00"]).assert_good();
    assert!(!project.has("public/soon"));
    let said = build("0", &[]);
    said.assert_good();
    assert!(!said.err.contains("review-overdue"), "{}", said.err);
}

#[test]
fn case_56_a_source_date_epoch_that_is_no_moment_is_wrong_usage() {
    for epoch in [
        "",
        "yesterday",
        "1.5",
        "99999999999999999999",
        "9999999999999",
    ] {
        let project = clocked();
        let mut command = project.command(&[]);
        command.env("SOURCE_DATE_EPOCH", epoch);
        let said = Said::of(command.output().unwrap());
        let expected = format!("error: SOURCE_DATE_EPOCH is not a number of seconds: `{epoch}`\n");
        assert_eq!((said.code, said.err), (Some(2), expected));
        assert!(!project.has("public"));
    }
}
