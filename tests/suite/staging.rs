//! Where a site is prepared, and that one build at a time writes it.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::thread;
use std::time::Duration;

use crate::project::Project;

#[test]
fn case_21_a_build_waits_for_another() {
    let project = Project::built();
    project.page("a.md", "");
    let lock = File::create(project.path(".public.attache.lock")).unwrap();
    lock.lock().unwrap();
    let other = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        drop(lock);
    });
    project.build(&[]).assert_good();
    other.join().unwrap();
    assert!(project.has("public/a/index.html"));
    assert!(
        !project.has(".public.attache.lock"),
        "the lock goes with the build"
    );
}

#[test]
fn case_21_a_build_says_that_another_takes_too_long() {
    let project = Project::built();
    project.page("a.md", "");
    let before = project.tree("public");
    let lock = File::create(project.path(".public.attache.lock")).unwrap();
    lock.lock().unwrap();
    let said = project.build(&[]);
    assert_eq!(
        said.err,
        "error[output-failed]: another build is writing here, and has been for ten seconds\n\
         --> public\n = help: wait for it to end, or end it\n\n1 error. Nothing was published.\n"
    );
    assert_eq!((said.code, project.tree("public")), (Some(1), before));
}

#[test]
fn a_lock_that_a_killed_build_left_locks_nothing() {
    let project = Project::built();
    project.page("a.md", "");
    File::create(project.path(".public.attache.lock")).unwrap();
    project.build(&[]).assert_good();
}

#[test]
fn a_folder_of_the_users_with_the_name_of_the_staging_folder_stays() {
    let project = Project::built();
    project.page("a.md", "");
    project.write(".public.attache/note", "mine");
    let said = project.build(&[]);
    assert_eq!(
        said.err,
        "error[foreign-file]: a site is prepared in a folder of this name, and one is there already\n\
         --> .public.attache\n = help: move it away\n\n1 error. Nothing was published.\n"
    );
    assert_eq!(project.read(".public.attache/note"), "mine");
}

#[test]
fn what_a_killed_build_left_of_its_staging_folder_is_cleared_away() {
    let project = Project::built();
    project.page("a.md", "");
    project.write(".public.attache/.attache-staging", "");
    project.write(".public.attache/half", "a page");
    project.build(&[]).assert_good();
    assert!(!project.has(".public.attache"));
    assert!(!project.has("public/half"));
}

#[test]
fn a_project_is_never_the_staging_folder() {
    let outer = Project::of("");
    outer.write(".site.attache/content/index.md", "---\ntitle: Home\n---\n");
    let said = outer.build(&["--root", ".site.attache", "--out", "site"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("error[output-refused]"), "{}", said.err);
    assert!(outer.has(".site.attache/content/index.md"));
}

#[test]
fn case_58_themes_behind_a_link_that_leads_out_are_not_read() {
    let project = Project::built();
    let outside = Project::of("");
    outside.write("mine/templates/page.html", "secret");
    let _ = fs::remove_dir_all(project.path("themes"));
    symlink(outside.path(""), project.path("themes")).unwrap();
    project.write("site.yaml", "theme: mine\n");
    let said = project.refused(&[]);
    assert!(
        said.contains("error[link-outside]: this link leads out of the project"),
        "{said}"
    );
}

#[test]
fn what_is_not_public_is_marked_and_in_no_feed_when_it_is_shown() {
    let project = Project::of("");
    project.write("site.yaml", "base_url: https://example.org/\n");
    project.write(
        "content/index.md",
        "---\ntitle: Home\ndate: 2024-01-01\n---\n",
    );
    project.write(
        "content/later.md",
        "---\ntitle: Later\ndate: 2024-01-02\npublish_at: 2999-01-01\n---\n",
    );
    project.build(&["--drafts"]).assert_good();
    let page = project.read("public/later/index.html");
    assert!(
        page.contains("<meta name=\"robots\" content=\"noindex\">"),
        "{page}"
    );
    for file in ["public/feed.xml", "public/sitemap.xml"] {
        assert!(!project.read(file).contains("later/"), "{file}");
    }
}

#[test]
fn a_link_to_the_address_of_a_page_that_is_not_public_says_so() {
    let project = Project::built();
    project.page("a.md", "[x](/dr-aft/) [y](Dr%20aft.md)\n");
    project.write("content/Dr aft.md", "---\ntitle: D\ndraft: true\n---\n");
    let said = project.refused(&[]);
    assert_eq!(said.matches("error[hidden-link]").count(), 2, "{said}");
}
