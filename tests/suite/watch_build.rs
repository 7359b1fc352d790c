//! `attache build --watch` keeps the output folder built.

use std::fs;
use std::process::Command;
use std::thread;
use std::time::Duration;

use super::project::{GOOD, Project};
use super::watching::Watching;

fn started(project: &Project) -> Watching {
    let watching = Watching::hear(project.command(&["--watch"]));
    watching.until_said("Built ");
    watching
}

/// Waits until a file of the output says something.
fn until(project: &Project, watching: &Watching, path: &str, text: &str) {
    watching.wait(&format!("`{text}` in {path}"), |_| {
        let found = fs::read_to_string(project.path(path)).unwrap_or_default();
        found.contains(text).then_some(())
    });
}

#[test]
fn the_output_follows_the_files_and_is_what_a_build_makes() {
    let project = Project::of(GOOD);
    let watching = started(&project);
    project.page("a.md", "One.");
    until(&project, &watching, "public/a/index.html", "One.");
    project.page("a.md", "Two. [x](nothing.md)");
    watching.until_said("error[broken-link]");
    watching.until_said("1 error. Nothing was published.");
    assert!(project.read("public/a/index.html").contains("One."));
    project.page("a.md", "Three.");
    until(&project, &watching, "public/a/index.html", "Three.");
    fs::remove_file(project.path("content/a.md")).unwrap();
    watching.wait("end of the page", |_| {
        (!project.has("public/a/index.html")).then_some(())
    });
    assert_eq!(watching.end("-INT").code(), Some(130));
    let followed = project.tree("public");
    project.build(&["--out", "clean"]).assert_good();
    assert_eq!(followed, project.tree("clean"));
    assert!(!project.has(".public.attache"));
}

#[test]
fn case_42_what_it_writes_is_no_change() {
    let project = Project::of(GOOD);
    let watching = started(&project);
    project.page("a.md", "One.");
    until(&project, &watching, "public/a/index.html", "One.");
    // Time enough for many builds, if one led to the next.
    thread::sleep(Duration::from_millis(500));
    let said = watching.said();
    assert_eq!(said.matches("Built ").count(), 2, "{said}");
    for out in ["content/public", "themes/public"] {
        let said = project.build(&["--watch", "--out", out]);
        assert_eq!(said.code, Some(1));
        assert!(said.err.contains("error[output-refused]"), "{}", said.err);
    }
}

#[test]
fn a_signal_lets_a_build_that_has_begun_come_to_its_end_and_a_second_does_not() {
    for signals in [1, 2] {
        let project = Project::of(GOOD);
        for number in 0..400 {
            project.page(&format!("page-{number}.md"), "Some words.");
        }
        let watching = Watching::hear(project.command(&["--watch"]));
        watching.wait("a build", |_| {
            project.has(".public.attache/site").then_some(())
        });
        let id = watching.id().to_string();
        for _ in 1..signals {
            Command::new("kill").args(["-INT", &id]).status().unwrap();
            watching.until_said("The build that has begun is finished.");
        }
        assert_eq!(watching.end("-INT").code(), Some(130));
        assert_eq!(project.has("public/page-399/index.html"), signals == 1);
        if signals == 1 {
            assert!(!project.has(".public.attache"));
        }
    }
}

#[test]
fn a_form_for_programs_is_refused() {
    let project = Project::of(GOOD);
    let said = project.build(&["--watch", "--format", "json"]);
    assert_eq!(said.code, Some(2));
    assert_eq!(
        said.err,
        "error: --watch says what it does as it goes: leave out --format\n"
    );
}
