//! A file is saved in every way that editors save, and the preview shows it.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use super::project::{GOOD, Project};
use super::watching::Watching;

fn started() -> (Project, Watching) {
    let project = Project::of(GOOD);
    project.page("a.md", "The first state.");
    let watching = project.watch(&[]);
    watching.until("/a/", "The first state.");
    (project, watching)
}

fn page(body: &str) -> String {
    format!("---\ntitle: A page\n---\n{body}\n")
}

#[test]
fn case_36_a_file_is_written_in_place() {
    let (project, watching) = started();
    for number in 0..20 {
        project.page("a.md", &format!("State {number}."));
        watching.until("/a/", &format!("State {number}."));
    }
}

#[test]
fn case_36_a_file_is_written_beside_and_moved_over() {
    let (project, watching) = started();
    for number in 0..5 {
        project.page("a.md.tmp", &format!("State {number}."));
        fs::rename(
            project.path("content/a.md.tmp"),
            project.path("content/a.md"),
        )
        .unwrap();
        watching.until("/a/", &format!("State {number}."));
    }
    assert_eq!(watching.get("/a.md.tmp").status, 404);
}

#[test]
fn case_36_the_old_file_becomes_a_backup_and_a_new_one_is_made() {
    let (project, watching) = started();
    fs::rename(project.path("content/a.md"), project.path("content/a.md~")).unwrap();
    project.page("a.md", "The new file.");
    watching.until("/a/", "The new file.");
}

#[test]
fn case_36_a_file_is_deleted_and_made_again() {
    let (project, watching) = started();
    for number in 0..5 {
        fs::remove_file(project.path("content/a.md")).unwrap();
        project.page("a.md", &format!("State {number}."));
        watching.until("/a/", &format!("State {number}."));
    }
}

#[test]
fn case_36_a_file_is_truncated_and_written_piece_by_piece() {
    is_read_whole("a.md");
}

#[test]
fn case_38_a_new_folder_is_filled_slowly() {
    is_read_whole("new/deep/a.md");
}

/// That a page which is written piece by piece is not read half, most often: a
/// machine that stands still takes any writer for gone.
fn is_read_whole(path: &str) {
    let (project, watching) = started();
    let address = format!("/{}/", path.trim_end_matches(".md"));
    let is_whole = |number: &usize| {
        let before = watching.said().len();
        let path = project.path(&format!("content/{path}"));
        let top = path
            .ancestors()
            .find(|path| path.parent() == Some(&project.path("content")));
        if top.is_some_and(|top| top.is_dir()) {
            fs::remove_dir_all(top.unwrap()).unwrap();
            watching.until_status(&address, 404);
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut file = File::create(&path).unwrap();
        for piece in ["---\n", "title: A page\n", "---\nThe pieces "] {
            file.write_all(piece.as_bytes()).unwrap();
            thread::sleep(Duration::from_millis(30));
        }
        file.write_all(format!("of {number}.\n").as_bytes())
            .unwrap();
        drop(file);
        watching.until(&address, &format!("The pieces of {number}."));
        !watching.said()[before..].contains("error[")
    };
    let whole = (0..10).filter(is_whole).count();
    assert!(whole > 4, "{whole} of 10: {}", watching.said());
}

#[test]
fn case_36_a_file_that_stays_open_shows_all_the_same() {
    let (project, watching) = started();
    let mut file = File::create(project.path("content/a.md")).unwrap();
    file.write_all(page("Not closed.").as_bytes()).unwrap();
    watching.until("/a/", "Not closed.");
    drop(file);
}

#[test]
fn case_36_a_file_is_moved_in() {
    let (project, watching) = started();
    project.write("elsewhere.md", page("Moved in."));
    fs::rename(project.path("elsewhere.md"), project.path("content/b.md")).unwrap();
    watching.until("/b/", "Moved in.");
}

#[test]
fn case_36_a_file_keeps_its_time_and_size() {
    let (project, watching) = started();
    let path = project.path("content/a.md");
    let before = fs::metadata(&path).unwrap();
    project.page("a.md", "The other state.");
    let file = File::options().write(true).open(&path).unwrap();
    file.set_modified(before.modified().unwrap()).unwrap();
    drop(file);
    assert_eq!(before.len(), fs::metadata(&path).unwrap().len());
    watching.until("/a/", "The other state.");
}

#[test]
fn case_36_a_file_is_saved_twice_in_a_row() {
    let (project, watching) = started();
    for number in 0..10 {
        project.page("a.md", "Saved once.");
        project.page("a.md", &format!("Saved twice, {number}."));
        watching.until("/a/", &format!("Saved twice, {number}."));
    }
}

#[test]
fn a_file_that_is_only_touched_changes_nothing() {
    let (project, watching) = started();
    let mut events = watching.events("/a/", &watching.get("/a/").stamp());
    let text = project.read("content/a.md");
    project.write("content/a.md", text);
    project.page("b.md", "");
    watching.until_status("/b/", 200);
    let said = watching.said();
    assert!(!said.contains("content/a.md"), "{said}");
    // The first thing the open page is told is of its next change.
    project.page("a.md", "Changed.");
    assert_eq!(events.change(), "patch");
    watching.until("/a/", "Changed.");
}

#[test]
fn case_37_a_deleted_page_is_404_and_in_no_list() {
    let project = Project::of("");
    project.write("content/index.md", page("Home."));
    project.page("a.md", "").page("b.md", "");
    let watching = project.watch(&[]);
    watching.until("/", "href=\"b/\"");
    fs::remove_file(project.path("content/b.md")).unwrap();
    watching.until_status("/b/", 404);
    assert!(!watching.get("/").body.contains("href=\"b/\""));
}

#[test]
fn case_38_a_folder_is_renamed_and_removed() {
    let (project, watching) = started();
    project.page("old/deep/a.md", "Deep.").page("old/b.md", "");
    watching.until("/old/deep/a/", "Deep.");
    fs::rename(project.path("content/old"), project.path("content/new")).unwrap();
    watching.until("/new/deep/a/", "Deep.");
    watching.until_status("/old/deep/a/", 404);
    // Its folders are watched under their new names.
    project.page("new/deep/a.md", "Deeper.");
    watching.until("/new/deep/a/", "Deeper.");
    fs::rename(project.path("content/new"), project.path("away")).unwrap();
    watching.until_status("/new/b/", 404);
    fs::rename(project.path("away"), project.path("content/back")).unwrap();
    watching.until("/back/deep/a/", "Deeper.");
    fs::remove_dir_all(project.path("content/back")).unwrap();
    watching.until_status("/back/b/", 404);
    assert_eq!(watching.get("/a/").status, 200);
}

#[test]
fn case_38_a_new_folder_is_filled_at_once() {
    let (project, watching) = started();
    for round in 0..10 {
        let path = |number| format!("new-{round}/b/c/d/page-{number}.md");
        for number in 0..5 {
            project.page(&path(number), "In a new folder.");
        }
        for number in 0..5 {
            let address = format!("/new-{round}/b/c/d/page-{number}/");
            watching.until(&address, "In a new folder.");
        }
    }
}

#[test]
fn case_39_content_is_moved_away_and_back() {
    let (project, watching) = started();
    for (number, away) in ["away", "content.bak", "away"].into_iter().enumerate() {
        let (here, away) = (project.path("content"), project.path(away));
        fs::rename(&here, &away).unwrap();
        watching.wait("the mistake", |watching| {
            let said = watching.said();
            let count = said.matches("there is no folder `content/` here").count();
            (count > number).then_some(())
        });
        // What was there is still shown.
        assert_eq!(watching.get("/a/").status, 200);
        fs::rename(&away, &here).unwrap();
        // It is watched as it was before.
        for state in ["Back again", "And changed"] {
            project.page("a.md", &format!("{state}, {number}."));
            watching.until("/a/", &format!("{state}, {number}."));
        }
    }
}

#[test]
fn case_43_two_hundred_files_at_once_are_at_most_three_rebuilds() {
    let project = Project::of(GOOD);
    for number in 0..200 {
        project.page(&format!("page-{number}.md"), "On one branch.");
    }
    let watching = project.watch(&[]);
    watching.until("/page-199/", "On one branch.");
    // A machine that stands still makes several changes of one.
    let is_at_once = (0..5).any(|branch| {
        let before = watching.said().matches("taken in after").count();
        let body = format!("On branch {branch}.");
        for number in 0..200 {
            let path = project.path(&format!("content/page-{number}.md"));
            fs::remove_file(&path).unwrap();
            fs::write(&path, page(&body)).unwrap();
        }
        for number in 0..200 {
            watching.until(&format!("/page-{number}/"), &body);
        }
        // The last word may be on its way.
        thread::sleep(Duration::from_millis(100));
        watching.said().matches("taken in after").count() - before <= 3
    });
    assert!(is_at_once, "{}", watching.said());
}

#[test]
fn a_page_with_another_ending_is_one_change() {
    let (project, watching) = started();
    project.page("b.md", "Here to stay.");
    watching.until("/b/", "Here to stay.");
    // The word of that comes after the page.
    thread::sleep(Duration::from_millis(400));
    let before = watching.said().len();
    fs::rename(project.path("content/b.md"), project.path("content/b.txt")).unwrap();
    watching.until_status("/b/", 404);
    // Another would come now.
    thread::sleep(Duration::from_millis(400));
    let said = watching.said();
    let changes = said[before..].matches("taken in after").count();
    assert_eq!(changes, 1, "{said}");
}

#[test]
fn what_a_link_in_the_project_leads_to_changes_by_both_names() {
    let (project, watching) = started();
    symlink("a.md", project.path("content/b.md")).unwrap();
    project.page("folder/c.md", "In a folder.");
    symlink("folder", project.path("content/other")).unwrap();
    watching.until("/b/", "The first state.");
    watching.until("/other/c/", "In a folder.");
    project.page("a.md", "The second state.");
    watching.until("/b/", "The second state.");
    project.page("folder/c.md", "Changed.");
    watching.until("/other/c/", "Changed.");
    fs::remove_file(project.path("content/b.md")).unwrap();
    watching.until_status("/b/", 404);
    // In the words of a build.
    symlink("nothing.md", project.path("content/d.md")).unwrap();
    watching.until_said("error[unreadable-file]: this link leads nowhere");
    project.page("nothing.md", "Something after all.");
    watching.until("/d/", "Something after all.");
}

#[test]
fn a_folder_of_content_that_is_a_link_is_read_again_and_again() {
    let project = Project::of(GOOD);
    project.page("a.md", "The first state.");
    fs::rename(project.path("content"), project.path("elsewhere")).unwrap();
    symlink("elsewhere", project.path("content")).unwrap();
    let watching = project.watch(&[]);
    watching.until("/a/", "The first state.");
    project.page("a.md", "The second state.");
    watching.until("/a/", "The second state.");
    watching.until_said("All files are read again and again: content/ is a link.");
}

/// Linux says which folders a program watches.
#[test]
#[cfg(target_os = "linux")]
fn a_link_out_of_the_project_is_not_followed_by_what_watches() {
    let watched = |with_link: bool| {
        let outside = Project::of("--- one/two/three.md\n");
        let project = Project::of(GOOD);
        project.page("a.md", "The first state.");
        project.write("content/static/x.txt", "");
        if with_link {
            symlink(outside.path(""), project.path("content/static/x")).unwrap();
        }
        let watching = project.watch(&[]);
        watching.wait("a change that it was told of", |watching| {
            project.page("a.md", &format!("{:?}", Instant::now()));
            watching.said().contains("content/a.md: ").then_some(())
        });
        symlink(outside.path("one"), project.path("content/static/later")).unwrap();
        watching.until_said("content/static/later");
        let files = fs::read_dir(format!("/proc/{}/fdinfo", watching.worker())).unwrap();
        let texts = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
        texts
            .map(|text| text.matches("inotify wd:").count())
            .sum::<usize>()
    };
    assert_eq!(watched(true), watched(false));
}

#[test]
fn case_44_without_events_all_files_are_read_again_and_that_is_said() {
    let project = Project::of(GOOD);
    project.page("a.md", "The first state.");
    let watching = project.watch(&["--poll"]);
    watching.until("/a/", "The first state.");
    project.page("a.md", "The second state.");
    watching.until("/a/", "The second state.");
    fs::remove_file(project.path("content/a.md")).unwrap();
    watching.until_status("/a/", 404);
    let said = watching.said();
    assert!(
        said.contains("All files are read again and again: `--poll` asks for it."),
        "{said}"
    );
}

/// Needs a system that lets users have name spaces of their own, as most do.
#[test]
fn case_44_where_the_limit_of_watched_folders_is_reached_that_is_said() {
    let project = Project::of(GOOD);
    project.page("a/b/c.md", "The first state.");
    let limit = "echo 2 > /proc/sys/user/max_inotify_watches";
    let can_limit = Command::new("unshare")
        .args(["-Ur", "sh", "-c", limit])
        .status();
    if !can_limit.is_ok_and(|status| status.success()) {
        println!("not run: this system gives no name space to set a limit in");
        return;
    }
    let mut command = Command::new("unshare");
    let run = format!("{limit}; exec \"$0\" watch --port 0");
    command.args(["-Ur", "sh", "-c", &run, env!("CARGO_BIN_EXE_attache")]);
    let watching = Watching::start({
        command.current_dir(project.path("")).env("NO_COLOR", "1");
        command
    });
    watching.until("/a/b/c/", "The first state.");
    project.page("a/b/c.md", "The second state.");
    watching.until("/a/b/c/", "The second state.");
    let said = watching.said();
    assert!(
        said.contains("the system's limit of watched folders is reached"),
        "{said}"
    );
}

#[test]
fn the_settings_and_a_theme_that_come_later_are_taken_in() {
    let project = Project::of("--- content/index.md\n---\ntitle: Home\n---\n");
    let watching = project.watch(&[]);
    watching.until("/", "<title>Home</title>");
    project.write("site.yaml", "title: A name\ntheme: mine\n");
    watching.until_said("there is no theme `mine`");
    project.write("themes/mine/theme.yaml", "context: 1\n");
    project.write(
        "themes/mine/templates/home.html",
        "<title>{{ site.title }} of mine</title>",
    );
    watching.until("/", "<title>A name of mine</title>");
    fs::remove_file(project.path("site.yaml")).unwrap();
    watching.until("/", "<title>Home</title>");
}

#[test]
fn a_picture_that_changes_reloads_the_page() {
    let project = Project::of(GOOD);
    let svg = |width: u32| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='9'/>")
    };
    project
        .write("content/p.svg", svg(9))
        .page("a.md", "![A picture](p.svg)");
    let watching = project.watch(&[]);
    let page = watching.until("/a/", "<img");
    let mut events = watching.events("/a/", &page.stamp());
    assert_eq!(watching.get("/p.svg").body, svg(9));
    project.write("content/p.svg", svg(7));
    assert_eq!(events.change(), "reload");
    assert_eq!(watching.get("/p.svg").body, svg(7));
    fs::remove_file(project.path("content/p.svg")).unwrap();
    watching.until_said("error[broken-link]");
}
