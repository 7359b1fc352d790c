//! What the preview shows while files change: whole pages of one good state, and the
//! mistakes over them.

use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::project::{GOOD, Project};
use super::watching::Watching;

fn started(body: &str) -> (Project, Watching) {
    let project = Project::of(GOOD);
    project.page("a.md", body);
    let watching = project.watch(&[]);
    watching.until("/a/", body);
    (project, watching)
}

const NOTHING_WRONG: &str = "<!-- no mistakes -->";

#[test]
fn case_40_whatever_is_broken_the_last_good_state_is_shown_with_the_mistake() {
    let (project, watching) = started("Good.");
    let mut events = watching.events("/a/", &watching.get("/a/").stamp());
    assert_eq!(events.panel(), NOTHING_WRONG);
    let page = "---\ntitle: A page\n---\n";
    let template = "themes/bare/templates/page.html";
    for (path, broken, code) in [
        ("content/a.md", "---\ntitle: [\n---\nBad.\n", "yaml-syntax"),
        ("content/a.md", "No front matter.\n", "missing-key"),
        (
            "content/a.md",
            &format!("{page}Bad. [x](nothing.md)\n"),
            "broken-link",
        ),
        ("content/a.md", "\u{7}", "control-character"),
        ("site.yaml", "title: [\ntheme: bare\n", "yaml-syntax"),
        ("site.yaml", "titel: x\ntheme: bare\n", "unknown-key"),
        ("site.yaml", "theme: none\n", "unknown-theme"),
        (template, "{% if %}", "template-syntax"),
        (
            template,
            "Bad. {{ page.nothing.at.all }}",
            "template-undefined",
        ),
        ("themes/bare/theme.yaml", "context: 99\n", "theme-version"),
    ] {
        let good = project.read(path);
        project.write(path, broken);
        let said = format!("error[{code}]");
        // On a machine that stands still a file may be read while it is written.
        let shown = events.panel_with(&said);
        assert!(shown.contains("<details class=\"error\" open>"), "{shown}");
        let answer = watching.get("/a/");
        assert_eq!(answer.status, 200);
        assert!(answer.body.contains("Good."), "{path}: {}", answer.body);
        watching.until_said(&said);
        project.write(path, good);
        events.panel_with(NOTHING_WRONG);
    }
    project.page("a.md", "Better.");
    watching.until("/a/", "Better.");
}

#[test]
fn before_there_is_a_good_state_what_can_be_shown_is_shown() {
    let project = Project::of(GOOD);
    project.page("a.md", "Here. [x](nothing.md)");
    let watching = project.watch(&[]);
    assert!(watching.get("/a/").body.contains("Here."));
    project.page("a.md", "There. [x](nothing.md)");
    watching.until("/a/", "There.");

    let project = Project::of("--- site.yaml\nlanguage: en\n");
    let watching = project.watch(&[]);
    let answer = watching.get("/");
    assert_eq!(answer.status, 500);
    assert!(
        answer.body.contains("There is nothing to show yet."),
        "{}",
        answer.body
    );
    let mut events = watching.events("/", &answer.stamp());
    let shown = events.panel();
    assert!(shown.contains("error[missing-content]"), "{shown}");
    project.write("content/index.md", "---\ntitle: The first page\n---\n");
    assert_eq!(events.change(), "reload");
    watching.until("/", "The first page");
}

#[test]
fn a_mistake_on_a_page_that_nobody_looks_at_is_found() {
    let (project, watching) = started("Good.");
    let text = "{% if page.title == \"Odd\" %}{{ nothing }}{% endif %}{{ page.body }}";
    project.write("themes/bare/templates/page.html", text);
    project.write("content/odd.md", "---\ntitle: Odd\n---\nOdd.\n");
    watching.until_said("error[template-undefined]");
    watching.until_said("\n1 error.");
}

#[test]
fn a_broken_template_of_pages_that_nobody_looks_at_keeps_the_last_good_state() {
    let (project, watching) = started("Good.");
    watching.until("/", "<title>");
    let template = "themes/bare/templates/page.html";
    let good = project.read(template);
    project.write(template, "{{ nothing.at.all }}");
    watching.until_said("The last good state is shown.");
    project.write("content/index.md", "---\ntitle: Another name\n---\n");
    let said = watching.wait("word of both states", |watching| {
        let said = watching.said();
        let count = said.matches("The last good state is shown.").count();
        (count == 2).then_some(said)
    });
    let (_, since) = said.split_once("error[template-undefined]").unwrap();
    assert!(!since.contains("No mistakes."), "{said}");
    assert!(!watching.get("/").body.contains("Another name"));
    project.write(template, good);
    watching.until("/", "Another name");
}

#[test]
fn mistakes_of_a_state_that_is_not_shown_any_more_go_with_it() {
    let (project, watching) = started("Good.");
    let template = "themes/bare/templates/page.html";
    let good = project.read(template);
    project.write(
        template,
        "{% if page.title == \"Odd\" %}{{ nothing }}{% endif %}",
    );
    for number in 0..60 {
        project.write(
            &format!("content/odd-{number}.md"),
            "---\ntitle: Odd\n---\nOdd.\n",
        );
    }
    // A template's mistake is one, on however many pages.
    watching.until_said("1 error.");
    let mut events = watching.events("/a/", "-");
    events.panel_with("error[template-undefined]");
    project.write(template, good);
    events.panel_with(NOTHING_WRONG);
    project.write(
        template,
        "{% if page.title == \"Odd\" %}{{ nothing }}{% endif %}",
    );
    events.panel_with("error[template-undefined]");
    project.write("site.yaml", "titel: x\ntheme: bare\n");
    let shown = events.panel_with("error[unknown-key]");
    assert!(!shown.contains("template-undefined"), "{shown}");
}

#[test]
fn an_open_page_is_told_what_to_do_and_one_that_was_away_catches_up() {
    let (project, watching) = started("One.");
    project.page("b.md", "");
    watching.until_status("/b/", 200);
    let first = watching.get("/a/").stamp();
    let mut events = watching.events("/a/", &first);
    // A change elsewhere is none of its business.
    project.page("b.md", "Other words.");
    watching.until("/b/", "Other words.");
    project.page("a.md", "Two.");
    assert_eq!(events.change(), "patch");
    project.write(
        "themes/bare/templates/page.html",
        "Otherwise {{ page.body }}",
    );
    assert_eq!(events.change(), "reload");
    project.write(
        "themes/bare/assets/own.js",
        "// What has run cannot be exchanged.",
    );
    assert_eq!(events.change(), "reload");
    // By a stamp of before, in this session or another.
    assert_eq!(watching.events("/a/", &first).change(), "reload");
    let second = watching.until("/a/", "Otherwise").stamp();
    project.page("a.md", "Three.");
    watching.until("/a/", "Three.");
    drop(watching);
    let watching = project.watch(&[]);
    assert_eq!(watching.events("/a/", &second).change(), "patch");
    // One that has everything waits.
    let stamp = watching.get("/a/").stamp();
    let mut events = watching.events("/a/", &stamp);
    project.page("a.md", "Four.");
    assert_eq!(events.change(), "patch");
}

#[test]
fn drafts_are_shown_until_they_are_left_out() {
    let project = Project::of("--- content/index.md\n---\ntitle: Home\n---\n");
    project.write("content/a.md", "---\ntitle: A\ndraft: true\n---\n");
    project.write(
        "content/b.md",
        "---\ntitle: B\npublish_at: 2030-01-01\n---\n",
    );
    let watching = project.watch(&["--now", "2029-01-01"]);
    let page = watching.get("/a/").body;
    assert!(page.contains("<p class=\"notice\">Draft"), "{page}");
    assert_eq!(watching.get("/b/").status, 200);
    let watching = project.watch(&["--no-drafts", "--now", "2029-01-01"]);
    assert_eq!(
        (watching.get("/a/").status, watching.get("/b/").status),
        (404, 404)
    );
    let watching = project.watch(&["--no-drafts", "--now", "2031-01-01"]);
    assert_eq!(
        (watching.get("/a/").status, watching.get("/b/").status),
        (404, 200)
    );
}

#[test]
fn case_45_the_output_folder_is_left_alone() {
    let project = Project::built();
    project.write("public/index.html", "changed by hand");
    let before = project.tree("");
    let watching = project.watch(&[]);
    assert!(!watching.get("/").body.contains("changed by hand"));
    project.page("a.md", "A.");
    watching.until("/a/", "A.");
    fs::remove_file(project.path("content/a.md")).unwrap();
    watching.until_status("/a/", 404);
    assert_eq!(watching.end("-INT").code(), Some(130));
    assert_eq!(project.tree(""), before);
}

#[test]
fn a_site_that_stands_below_a_path_is_found_there_as_well() {
    let project = Project::of(GOOD);
    let settings = project
        .read("site.yaml")
        .replace("example.org/", "example.org/sub/site/");
    project.write("site.yaml", settings).page("a.md", "A page.");
    let watching = project.watch(&[]);
    assert!(watching.get("/sub/site/a/").body.contains("A page."));
    assert!(watching.get("/a/").body.contains("A page."));
    let moved = watching.get("/sub/site");
    assert_eq!(moved.header("location"), Some("/sub/site/"));
    let moved = watching.get("/sub/site/a");
    assert_eq!(moved.header("location"), Some("/sub/site/a/"));
    // Its path is left away once.
    let twice = "/sub/site/".repeat(300).replace("//", "/");
    for path in ["/sub/site/sub/site/a/", "/sub/sub/site/a/", &twice] {
        assert_eq!(watching.get(path).status, 404, "{path}");
    }
}

/// Each state of a page names its number at both ends.
fn state(number: usize) -> String {
    let middle = "Some words in between. ".repeat(200);
    format!("---\ntitle: State {number}\n---\n{middle}\n\nEnd of {number}.\n")
}

#[test]
fn case_41_while_files_change_every_answer_is_whole_and_good() {
    let project = Project::of(GOOD);
    project.write("content/a.md", state(0));
    let watching = project.watch(&[]);
    watching.until("/a/", "End of 0.");
    let (ends, answers) = (AtomicBool::new(false), AtomicUsize::new(0));
    // A file that is written anew at once is never missed; where the machine holds this test
    // up between the two, the file is gone, and that may be seen.
    let (missed, was_held_up) = (AtomicUsize::new(0), AtomicBool::new(false));
    let look = || {
        while !ends.load(Ordering::Relaxed) {
            let answer = watching.get("/a/");
            if answer.status == 404 {
                missed.fetch_add(1, Ordering::Relaxed);
                continue;
            }
            assert_eq!(answer.status, 200, "{}", answer.body);
            let length: usize = answer.header("content-length").unwrap().parse().unwrap();
            assert_eq!(length, answer.body.len());
            let (_, rest) = answer.body.split_once("<title>State ").unwrap();
            let number = rest.split('<').next().unwrap();
            assert!(
                answer.body.contains(&format!("End of {number}.")),
                "{}",
                answer.body
            );
            answers.fetch_add(1, Ordering::Relaxed);
        }
    };
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(look);
        }
        let path = project.path("content/a.md");
        for number in 1..120 {
            match number % 6 {
                0 => fs::write(&path, state(number)).unwrap(),
                1 => {
                    project.write("content/.a.md.new", state(number));
                    fs::rename(project.path("content/.a.md.new"), &path).unwrap();
                }
                2 => {
                    let removed = Instant::now();
                    fs::remove_file(&path).unwrap();
                    fs::write(&path, state(number)).unwrap();
                    let is_long = removed.elapsed() > Duration::from_millis(100);
                    was_held_up.fetch_or(is_long, Ordering::Relaxed);
                }
                3 => fs::write(&path, "---\ntitle: [\n---\n").unwrap(),
                4 => fs::write(&path, &state(number).as_bytes()[..16]).unwrap(),
                _ => {
                    let template = "themes/bare/templates/page.html";
                    let good = project.read(template);
                    // An empty template is a good one: it must not be seen half written.
                    let exchange = |text: &str| {
                        project.write("themes/new", text);
                        fs::rename(project.path("themes/new"), project.path(template)).unwrap();
                    };
                    exchange("{{ nothing }}");
                    thread::sleep(Duration::from_millis(20));
                    exchange(&good);
                    fs::write(&path, state(number)).unwrap();
                }
            }
            thread::sleep(Duration::from_millis(number as u64 % 7 * 4));
        }
        fs::write(&path, state(1000)).unwrap();
        watching.until("/a/", "End of 1000.");
        let started = Instant::now();
        while answers.load(Ordering::Relaxed) < 200 && started.elapsed() < Duration::from_secs(20) {
            thread::sleep(Duration::from_millis(5));
        }
        ends.store(true, Ordering::Relaxed);
    });
    assert!(answers.load(Ordering::Relaxed) >= 200);
    assert!(missed.into_inner() == 0 || was_held_up.into_inner());
}
