//! The output folder: what may be written to, what in it is the user's own, and
//! that a build that fails leaves it as it was.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use super::input::build_as_nobody;
use super::project::{GOOD, Project, Said, names};

fn assert_refused(project: &Project, args: &[&str], expected: &str) {
    let said = project.refused(args);
    assert_eq!(
        said,
        format!("{expected}\n\n1 error. Nothing was published.\n")
    );
}

#[test]
fn case_26_an_output_folder_with_the_users_work_in_it_is_refused() {
    let project = Project::built();
    project
        .write("themes/x/a", "")
        .write(".git/HEAD", "")
        .write("a-file", "");
    let own = project.path("");
    let own = own.to_str().unwrap();
    symlink("content", project.path("link-to-content")).unwrap();
    symlink(".", project.path("link-to-all")).unwrap();
    let before = project.tree("");
    let help = "help: name a folder of its own with `--out`, for instance `public`";
    for (out, why) in [
        (".", "is the project itself, or holds it"),
        ("", "is the project itself, or holds it"),
        ("..", "is the project itself, or holds it"),
        ("/", "is the project itself, or holds it"),
        (own, "is the project itself, or holds it"),
        ("link-to-all", "is the project itself, or holds it"),
        ("public/..", "is the project itself, or holds it"),
        ("content", "is, holds or lies inside content/"),
        ("content/deep/er", "is, holds or lies inside content/"),
        ("link-to-content", "is, holds or lies inside content/"),
        ("link-to-content/x", "is, holds or lies inside content/"),
        ("x/../content", "is, holds or lies inside content/"),
        ("themes", "is, holds or lies inside themes/"),
        ("themes/bare", "is, holds or lies inside themes/"),
        (".git", "is, holds or lies inside .git/"),
        ("a-file", "is a file"),
    ] {
        for flags in [&["--out", out][..], &["--adopt", "--out", out]] {
            if out.is_empty() {
                continue;
            }
            assert_refused(
                &project,
                flags,
                &format!("error[output-refused]: the output folder {why}\n--> {out}\n = {help}"),
            );
        }
    }
    let mut command = project.command(&["--out", own]);
    let home = Said::of(command.env("HOME", own).output().unwrap());
    assert!(home.err.contains("error[output-refused]: "), "{}", home.err);
    let elsewhere = Project::of("");
    let mut command = project.command(&["--adopt", "--out"]);
    let home = Said::of(
        command
            .arg(elsewhere.path(""))
            .env("HOME", elsewhere.path(""))
            .output()
            .unwrap(),
    );
    assert!(
        home.err
            .contains("the output folder is your home folder, or holds it"),
        "{}",
        home.err
    );
    assert_eq!(project.tree(""), before);
    assert!(elsewhere.tree("").is_empty());
}

#[test]
fn case_27_what_the_user_put_into_the_output_survives() {
    let project = Project::built();
    let own = [
        "CNAME",
        ".git/HEAD",
        ".well-known/security.txt",
        "notes.txt",
        "deep/own.html",
    ];
    for path in own {
        project.write(&format!("public/{path}"), "mine");
    }
    project.page("a.md", "").build(&[]).assert_good();
    project.page("b.md", "").build(&["--adopt"]).assert_good();
    fs::remove_file(project.path("content/a.md")).unwrap();
    project.build(&[]).assert_good();
    for path in own {
        assert_eq!(project.read(&format!("public/{path}")), "mine");
    }
    let worktree = Project::of(GOOD);
    worktree
        .write("public/.git", "gitdir: elsewhere")
        .build(&[])
        .assert_good();
    assert_eq!(worktree.read("public/.git"), "gitdir: elsewhere");
}

#[test]
fn case_28_a_page_that_is_gone_goes_by_the_manifest_only() {
    let project = Project::built();
    project
        .page("old.md", "")
        .page("deep/er/old.md", "")
        .build(&[])
        .assert_good();
    project.write("public/deep/own.txt", "mine");
    fs::rename(
        project.path("content/old.md"),
        project.path("content/new.md"),
    )
    .unwrap();
    fs::remove_dir_all(project.path("content/deep")).unwrap();
    let said = project.build(&["--verbose"]);
    said.assert_good();
    for line in [
        "  wrote new/index.html",
        "  removed old/index.html",
        "  removed deep/er/old/index.html",
    ] {
        assert!(said.err.lines().any(|said| said == line), "{}", said.err);
    }
    assert!(project.has("public/new/index.html") && !project.has("public/old"));
    assert!(project.has("public/deep/own.txt") && !project.has("public/deep/er"));
    assert!(
        !project
            .read("public/.attache-manifest.json")
            .contains("old")
    );
}

#[test]
fn a_file_may_become_a_folder_of_the_same_name() {
    let project = Project::built();
    project
        .write("content/static/a", "a file")
        .build(&[])
        .assert_good();
    assert_eq!(project.read("public/a"), "a file");
    fs::remove_file(project.path("content/static/a")).unwrap();
    project.page("a.md", "").build(&[]).assert_good();
    assert!(project.has("public/a/index.html"));
}

#[test]
fn case_29_an_output_folder_that_is_a_link_keeps_what_is_in_it() {
    let project = Project::of(GOOD);
    let target = Project::of("--- own.txt\nmine\n");
    symlink(target.path(""), project.path("public")).unwrap();
    project.build(&[]).assert_good();
    project.page("a.md", "").build(&[]).assert_good();
    assert!(project.path("public").is_symlink());
    assert_eq!(target.read("own.txt"), "mine\n");
    assert!(target.has("index.html") && target.has("a/index.html"));
}

#[test]
fn case_30_a_link_in_the_output_is_never_written_through() {
    let project = Project::built();
    project.page("a.md", "").build(&[]).assert_good();
    let good = project.read("public/index.html");
    let other = Project::of("--- own.html\nmine\n--- index.html\nmine\n");
    // A link in place of a file that a build wrote: replaced.
    fs::remove_file(project.path("public/index.html")).unwrap();
    symlink(other.path("own.html"), project.path("public/index.html")).unwrap();
    project.build(&[]).assert_good();
    assert!(!project.path("public/index.html").is_symlink());
    assert_eq!(project.read("public/index.html"), good);
    // A link in place of a folder: refused, whether or not the page is still there.
    fs::remove_dir_all(project.path("public/a")).unwrap();
    symlink(other.path(""), project.path("public/a")).unwrap();
    for flags in [&[][..], &["--adopt"]] {
        assert_refused(
            &project,
            flags,
            "error[foreign-file]: a link or a file stands where a folder of the site should be\n--> public/a\n = help: move it away",
        );
    }
    fs::remove_file(project.path("content/a.md")).unwrap();
    project.build(&[]).assert_good();
    assert_eq!(other.read("index.html"), "mine\n");
    assert_eq!(other.read("own.html"), "mine\n");
}

#[test]
fn a_file_in_the_way_is_the_users_until_it_is_given_away() {
    let project = Project::built();
    project
        .page("a.md", "")
        .write("public/a/index.html", "mine");
    assert_refused(
        &project,
        &[],
        "error[foreign-file]: a file that Attaché did not write stands where one of the site should go\n\
         --> public/a/index.html\n = help: move it away, or let it be replaced with `--adopt`",
    );
    project.build(&["--adopt"]).assert_good();
    assert_ne!(project.read("public/a/index.html"), "mine");
    project
        .page("b.md", "")
        .write("public/b/index.html/x", "mine");
    assert_refused(
        &project,
        &["--adopt"],
        "error[foreign-file]: a folder stands where a file of the site should go\n--> public/b/index.html\n = help: move it away",
    );
    // A file that is just what would be written is taken for Attaché's own.
    fs::remove_dir_all(project.path("public/b")).unwrap();
    project.build(&[]).assert_good();
    fs::remove_file(project.path("public/.attache-manifest.json")).unwrap();
    project.build(&[]).assert_good();
}

#[test]
fn a_manifest_that_cannot_be_trusted_is_refused() {
    let hash = "0".repeat(64);
    let listing = |path: &str| {
        format!("{{\"version\":1,\"files\":{{\"{path}\":{{\"size\":1,\"sha256\":\"{hash}\"}}}}}}")
    };
    let outside = "this list names a path outside the folder";
    for (manifest, why) in [
        ("{".to_owned(), "this list of written files is damaged"),
        ("[]".to_owned(), "this list of written files is damaged"),
        (
            "{\"version\":9,\"files\":{}}".to_owned(),
            "this list was written by another version of Attaché",
        ),
        (listing("../content/index.md"), outside),
        (listing("/etc/passwd"), outside),
        (listing("a//b"), outside),
        (listing("a/../../b"), outside),
        (listing(""), outside),
    ] {
        let project = Project::built();
        project.write("public/.attache-manifest.json", manifest);
        assert_refused(
            &project,
            &[],
            &format!(
                "error[manifest]: {why}\n--> public/.attache-manifest.json\n \
                 = help: restore it, or build into another folder with `--out`"
            ),
        );
    }
    let project = Project::built();
    fs::remove_file(project.path("public/.attache-manifest.json")).unwrap();
    let pipe = project.path("public/.attache-manifest.json");
    assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    assert!(
        project
            .refused(&[])
            .starts_with("error[manifest]: this list of written files is not a regular file\n")
    );
}

#[test]
fn what_cannot_be_written_is_named() {
    let project = Project::of(GOOD);
    let refused = project.build(&["--out", "/proc/attache"]);
    assert_eq!(refused.code, Some(1));
    assert_eq!(
        refused.err,
        "error[output-failed]: nothing can be written beside this: no such file or directory\n--> /proc/attache\n \
         = help: look whether it may be written, and whether the disk is full\n\n1 error. Nothing was published.\n"
    );
}

#[test]
fn case_31_no_slug_or_alias_leaves_the_site() {
    for address in [
        "../x",
        "/../x",
        "a/../../x",
        "..",
        ".",
        "C:/x",
        "a\\\\b",
        "..%2fx",
        "%2e%2e/x",
        "//a",
        "con",
        "x ",
        "a\\0b",
        "a\\nb",
    ] {
        for key in ["slug: \"{}\"", "aliases: [\"{}\"]"] {
            let project = Project::built();
            let matter = key.replace("{}", address);
            project.write("content/a.md", format!("---\ntitle: A\n{matter}\n---\n"));
            let before = project.tree("");
            let said = project.build(&[]);
            if said.code == Some(0) {
                // `x ` is trimmed as every text is.
                assert_eq!(address, "x ");
                continue;
            }
            // A line end and a NUL are refused before they are an address.
            let code = match address {
                "a\\0b" => "error[control-character]: a text here",
                "a\\nb" => "error[invalid-value]: `",
                _ => "error[invalid-address]: the ",
            };
            assert!(said.err.starts_with(code), "{matter}: {}", said.err);
            assert!(
                said.err.contains("--> content/a.md:3:"),
                "{matter}: {}",
                said.err
            );
            assert!(
                said.err.ends_with("\n\n1 error. Nothing was published.\n"),
                "{}",
                said.err
            );
            assert_eq!(project.tree(""), before);
        }
    }
}

#[test]
fn case_32_one_address_from_two_sources_names_both() {
    for (first, second, matter) in [
        ("content/a.md", "content/a/index.md", ""),
        ("content/a.md", "content/A.md", ""),
        ("content/caf\u{e9}.md", "content/cafe\u{301}.md", ""),
        ("content/a b.md", "content/a-b.md", ""),
        ("content/b.md", "content/c.md", "slug: b"),
        ("content/b.md", "content/c.md", "aliases: [/b/]"),
        ("content/b.md", "content/c.md", "aliases: [/B/]"),
        ("content/static/b/index.html", "content/b.md", ""),
        ("content/static/B/INDEX.html", "content/b.md", ""),
        ("content/index.md", "content/static/index.html", ""),
        ("site.yaml", "content/static/robots.txt", ""),
        ("site.yaml", "content/static/Sitemap.xml", ""),
        ("site.yaml", "content/static/404.html", ""),
        ("content/a.md", "content/static/a", ""),
    ] {
        let project = Project::built();
        for (path, matter) in [(first, ""), (second, matter)] {
            if !project.has(path) {
                project.write(path, format!("---\ntitle: A\n{matter}\n---\n"));
            }
        }
        let said = project.refused(&[]);
        assert!(
            said.starts_with("error[same-address]: "),
            "{first} {second}: {said}"
        );
        assert!(
            said.contains(first) && said.contains(second),
            "{first} {second}: {said}"
        );
        assert!(
            said.ends_with("\n\n1 error. Nothing was published.\n"),
            "{said}"
        );
    }
}

#[test]
fn a_build_of_the_same_writes_nothing() {
    let project = Project::built();
    let said = project.build(&[]);
    assert!(said.err.contains("(0 written, 0 removed)"), "{}", said.err);
    let tree = project.tree("public");
    assert!(names(&tree).contains(&".attache-manifest.json"));
    assert!(!project.has(".public.attache"));
}

#[test]
fn case_19_one_mistake_among_many_pages_leaves_the_old_site() {
    let project = Project::built();
    for n in 0..200 {
        project.page(&format!("p{n}.md"), "Text.");
    }
    project
        .page("p7.md", "[x](nowhere.md)")
        .page("p9.md", "[x](nowhere.md)");
    let said = project.refused(&[]);
    for place in ["content/p7.md:4:1", "content/p9.md:4:1"] {
        assert!(said.contains(&format!("--> {place}\n")), "{said}");
    }
    assert!(
        said.ends_with("\n2 errors. Nothing was published.\n"),
        "{said}"
    );
    project.page("p7.md", "").page("p9.md", "");
    project.write("themes/bare/templates/page.html", "{{ page.titel }}");
    let said = project.refused(&[]);
    assert!(
        said.ends_with("\n1 error. Nothing was published.\n"),
        "a template's mistake shows once: {said}"
    );
}

#[test]
fn case_18_an_output_that_may_not_be_written_is_left_alone() {
    let project = Project::built();
    project.page("a.md", "");
    let before = project.tree("public");
    let said = build_as_nobody(&project, 0o555);
    fs::set_permissions(project.path(""), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!((said.code, project.tree("public")), (Some(1), before));
    assert_eq!(
        said.err,
        "error[output-failed]: nothing can be written beside this: permission denied\n--> public\n \
         = help: look whether it may be written, and whether the disk is full\n\n1 error. Nothing was published.\n"
    );
}

#[test]
fn case_18_an_output_that_may_not_be_written_itself_is_left_alone_too() {
    let project = Project::built();
    project.page("a.md", "");
    let before = project.tree("public");
    fs::set_permissions(project.path("public"), fs::Permissions::from_mode(0o555)).unwrap();
    let said = build_as_nobody(&project, 0o777);
    fs::set_permissions(project.path("public"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!((said.code, project.tree("public")), (Some(1), before));
    assert_eq!(
        said.err,
        "error[output-failed]: this cannot be written: permission denied\n\
         --> public/.attache-manifest.json\n \
         = help: look whether it may be written, and whether the disk is full\n\n1 error. Nothing was published.\n"
    );
    assert!(!project.has(".public.attache"));
}
