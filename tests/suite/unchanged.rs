//! A build for which nothing has changed says so and stops; whatever has changed, the next
//! build is carried out.

use std::fs::{self, File};
use std::thread;
use std::time::Duration;

use super::project::Project;

const SITE: &str = "\
--- site.yaml
title: A site
base_url: https://example.org/
--- content/index.md
---
title: Home
---
Good.
--- content/one.md
---
title: One
expires_at: 2030-01-01
---
One.
--- content/static/a.txt
some text
";

/// A site that was built when its files had stood for a while.
fn settled(text: &str) -> Project {
    let project = Project::of(text);
    // Longer than the coarsest steps of a file system's clock.
    thread::sleep(Duration::from_millis(2_100));
    project.build(&[]).assert_good();
    project
}

/// What a build says first, without the time it took.
fn said(project: &Project, args: &[&str]) -> String {
    let said = project.build(args);
    said.assert_good();
    let line = said.err.lines().next().unwrap_or_default();
    match line.split_once(" (0.") {
        Some((start, end)) => format!("{start} (…){}", &end[5..]),
        None => line.to_owned(),
    }
}

fn is_carried_out(project: &Project, args: &[&str]) -> bool {
    !said(project, args).starts_with("Nothing has changed")
}

#[test]
fn what_has_not_changed_is_not_built_again() {
    let project = settled(SITE);
    let before = project.tree("");
    let files = project.tree("public").len() - 1;
    let expected = format!(
        "Nothing has changed since the last build: {files} files in public (…); `--rebuild` builds anyway"
    );
    assert_eq!(said(&project, &[]), expected);
    assert_eq!(said(&project, &["--strict", "--in-place"]), expected);
    assert_eq!(project.build(&["--quiet"]).err, "");
    let sarif = project.build(&["--format", "sarif"]);
    assert!(sarif.out.contains("\"results\""), "{sarif:?}");
    assert_eq!(project.tree(""), before, "something was written");
    assert!(is_carried_out(&project, &["--timings"]));
    assert!(is_carried_out(&project, &["--rebuild"]));
    assert_eq!(said(&project, &[]), expected);
    assert_eq!(project.read(".attache/.gitignore"), "*\n");
}

#[test]
fn whatever_has_changed_is_built() {
    type Change = fn(&Project);
    let keep_time = |project: &Project, path: &str, text: &str| {
        let path = project.path(path);
        let time = path.metadata().unwrap().modified().unwrap();
        fs::write(&path, text).unwrap();
        let file = File::options().write(true).open(path).unwrap();
        file.set_modified(time).unwrap();
    };
    let changes: [(&str, Change); 9] = [
        ("a page", |project| {
            project.page("one.md", "Two.");
        }),
        ("a new page", |project| {
            project.page("two.md", "Two.");
        }),
        ("a page that is gone", |project| {
            fs::remove_file(project.path("content/one.md")).unwrap();
        }),
        ("a file that is copied", |project| {
            project.write("content/static/a.txt", "other text");
        }),
        ("the settings", |project| {
            project.write("site.yaml", "title: Another\n");
        }),
        ("a theme's file", |project| {
            project.write("themes/briefing/assets/a.txt", "new");
        }),
        ("a page of the output", |project| {
            fs::remove_file(project.path("public/one/index.html")).unwrap();
        }),
        ("the output", |project| {
            fs::remove_dir_all(project.path("public")).unwrap();
        }),
        ("staging", |project| {
            project.write(".public.attache/.attache-staging", "");
            let text = "Attaché prepares a site here; this folder may be removed.\n";
            project.write(".public.attache/.attache-staging", text);
        }),
    ];
    thread::scope(|scope| {
        for (what, change) in changes {
            scope.spawn(move || {
                let project = settled(SITE);
                assert!(!is_carried_out(&project, &[]), "{what}: not on record");
                change(&project);
                assert!(is_carried_out(&project, &[]), "{what}");
            });
        }
        scope.spawn(|| {
            // Only the system knows of this change.
            if cfg!(unix) {
                let project = settled(SITE);
                keep_time(&project, "content/static/a.txt", "SOME TEXT\n");
                assert!(is_carried_out(&project, &[]));
                assert_eq!(project.read("public/a.txt"), "SOME TEXT\n");
            }
        });
    });
}

#[test]
fn another_wish_is_built() {
    let project = settled(SITE);
    for wish in [
        &["--drafts"][..],
        &["--base-url", "https://example.net/"],
        &["--out", "other"],
        // Then a page has expired.
        &["--now", "2031-01-01"],
    ] {
        assert!(is_carried_out(&project, wish), "{wish:?}");
        assert!(!is_carried_out(&project, wish), "{wish:?}, again");
        assert!(is_carried_out(&project, &[]), "{wish:?}, then none");
    }
    assert!(!is_carried_out(&project, &["--now", "2029-12-31"]));
    // Nothing is known of what was before.
    assert!(is_carried_out(&project, &["--now", "2001-01-01"]));
}

#[test]
fn what_changed_a_moment_ago_is_not_trusted() {
    let project = Project::of(SITE);
    project.build(&[]).assert_good();
    assert!(!project.has(".attache"));
    assert!(is_carried_out(&project, &[]));
}

#[test]
fn a_site_with_a_warning_is_built_and_warned_of_again() {
    let project = settled(&SITE.replace("One.\n", "```nonsense\nOne.\n```\n"));
    let first = project.build(&[]).err;
    assert!(first.contains("warning"), "{first}");
    assert_eq!(
        project.build(&[]).err.matches("warning").count(),
        first.matches("warning").count()
    );
    assert!(!project.has(".attache"));
}

#[test]
#[cfg(unix)]
fn nothing_is_remembered_where_a_link_leads() {
    let elsewhere = tempfile::tempdir().unwrap();
    let project = Project::of(SITE);
    std::os::unix::fs::symlink(elsewhere.path(), project.path(".attache")).unwrap();
    thread::sleep(Duration::from_millis(2_100));
    project.build(&[]).assert_good();
    assert!(is_carried_out(&project, &[]));
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn a_theme_that_is_not_looked_at_is_none() {
    let project = Project::of(&SITE.replace("title: A site", "theme: corp~"));
    project.write("themes/corp~/theme.yaml", "extends: briefing\ncontext: 1\n");
    assert!(project.build(&[]).err.contains("error[unknown-theme]"));
}

#[test]
fn a_cache_is_no_output_and_is_not_read_through_a_link() {
    let project = settled(SITE);
    assert_eq!(project.build(&["--out", ".attache"]).code, Some(1));
    #[cfg(unix)]
    {
        fs::rename(project.path(".attache"), project.path("elsewhere")).unwrap();
        std::os::unix::fs::symlink("elsewhere", project.path(".attache")).unwrap();
        assert!(is_carried_out(&project, &[]));
    }
}

#[test]
fn a_record_that_is_damaged_is_none() {
    let project = settled(SITE);
    project.write(".attache/last-build.json", "{\"from\": 3");
    assert!(is_carried_out(&project, &[]));
    assert!(!is_carried_out(&project, &[]));
}
