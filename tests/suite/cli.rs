//! The command line: what each option does, what the program says and returns.

use std::fs::File;
use std::process::{Command, Stdio};

use super::diagnostics::timeless;
use super::project::{GOOD, Project, Said, attache, names};

fn clap(args: &[&str]) -> Said {
    // As wide as where there is no terminal.
    let mut command = attache();
    command.args(args).env_remove("COLUMNS");
    Said::of(command.output().unwrap())
}

#[test]
fn a_good_build_is_0_and_says_one_line() {
    let project = Project::of(GOOD);
    let said = project.build(&[]);
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""));
    let files = project.tree("public").len() - 1;
    assert_eq!(
        timeless(&said.err),
        format!("Built 1 page into public: {files} files ({files} written, 0 removed) in … s\n")
    );
    assert_eq!(
        timeless(&project.build(&[]).err),
        format!("Built 1 page into public: {files} files (0 written, 0 removed) in … s\n")
    );
}

#[test]
fn without_an_address_a_second_line_says_what_is_missing() {
    let project = Project::of("");
    project.page("index.md", "");
    let said = project.build(&[]);
    assert_eq!(
        (said.code, timeless(&said.err).lines().nth(1)),
        (
            Some(0),
            Some(
                "No feed, sitemap, canonical links or cards: add `base_url` to site.yaml for them."
            )
        )
    );
    assert_eq!(timeless(&said.err).lines().count(), 2);
    assert!(!project.has("public/sitemap.xml"));
}

#[test]
fn mistakes_are_1() {
    let project = Project::built();
    project.page("a.md", "[x](nothing.md)");
    assert!(project.refused(&[]).contains("error[broken-link]: "));
    assert!(
        project
            .refused(&["--quiet"])
            .contains("error[broken-link]: ")
    );
}

#[test]
fn wrong_usage_is_2_and_touches_nothing() {
    let project = Project::of(GOOD);
    for args in [
        &["--nothing"][..],
        &["--now", "yesterday"],
        &["--now", "2026-02-30"],
        &["--base-url", "example.org"],
        &["--base-url", "ftp://example.org/"],
        &["--base-url", "https://"],
        &["--format", "xml"],
        &["--quiet", "--verbose"],
        &["--out"],
        &["extra"],
    ] {
        let said = project.build(args);
        assert_eq!(said.code, Some(2), "{args:?}: {}", said.err);
        assert!(said.err.starts_with("error: "), "{args:?}: {}", said.err);
        assert_eq!(said.out, "");
    }
    assert!(!project.has("public"));
    for command in ["build", "check", "watch"] {
        let said = clap(&[command, "--root", "no-such-folder"]);
        assert_eq!(said.code, Some(2));
        assert_eq!(
            said.err,
            "error: there is no project in `no-such-folder`: no such folder\n"
        );
    }
    assert_eq!(clap(&[]).code, Some(2));
    assert_eq!(clap(&["bulid"]).code, Some(2));
}

#[test]
fn verbose_names_every_file_and_quiet_says_nothing() {
    let project = Project::of(GOOD);
    project.page("a.md", "");
    let said = project.build(&["--verbose"]);
    let mut wrote: Vec<_> = said
        .err
        .lines()
        .filter_map(|line| line.strip_prefix("  wrote "))
        .collect();
    let tree = project.tree("public");
    let own = |path: &&str| *path != ".attache-manifest.json";
    let made: Vec<_> = names(&tree).into_iter().filter(own).collect();
    // Pages come last, when what they need is there.
    assert!(wrote.is_sorted_by_key(|path| path.ends_with(".html")));
    wrote.sort_unstable();
    assert_eq!(wrote, made);
    std::fs::remove_file(project.path("content/a.md")).unwrap();
    let said = project.build(&["-v"]);
    assert!(
        said.err
            .lines()
            .any(|line| line == "  removed a/index.html")
    );
    project.page("b.md", "");
    let said = project.build(&["--quiet"]);
    assert_eq!(
        (said.code, said.out.as_str(), said.err.as_str()),
        (Some(0), "", "")
    );
    assert!(project.has("public/b/index.html"));
}

#[test]
fn color_is_as_asked_for() {
    let project = Project::of(GOOD);
    project.page("a.md", "[x](nothing.md)");
    let is_coloured = |args: &[&str]| project.build(args).err.contains("\x1b[");
    // Nobody watches, and NO_COLOR is set.
    assert!(!is_coloured(&[]));
    assert!(!is_coloured(&["--color", "auto"]));
    assert!(is_coloured(&["--color", "always"]));
    assert!(!is_coloured(&["--color", "never"]));
    assert_eq!(project.build(&["--color", "red"]).code, Some(2));
}

#[test]
fn verbose_names_the_files_that_a_check_or_a_verification_looked_at() {
    let project = Project::built();
    let said = project.run("check", &["-v"]).output().unwrap();
    assert_eq!(
        Said::of(said).err,
        "  checked content/index.md\nChecked 1 page: no mistakes. Nothing was written.\n"
    );
    let said = project.run("verify", &["--verbose"]).output().unwrap();
    let said = Said::of(said).err;
    assert!(said.contains("  as built: index.html\n"), "{said}");
    let said = project.run("verify", &["--quiet"]).output().unwrap();
    assert_eq!(Said::of(said).err, "");
}

#[test]
fn strict_keeps_a_site_with_warnings_from_being_published() {
    let project = Project::built();
    project.page("a.md", "#### Too deep");
    let before = project.tree("public");
    let said = project.build(&["--strict"]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.err.contains("warning[heading-level]: "),
        "{}",
        said.err
    );
    assert!(
        said.err
            .ends_with("\n1 warning, and --strict. Nothing was published.\n"),
        "{}",
        said.err
    );
    assert_eq!(project.tree("public"), before);
    let said = project.build(&[]);
    said.assert_good();
    assert!(
        timeless(&said.err).ends_with(" in … s; 1 warning\n"),
        "{}",
        said.err
    );
    assert!(project.has("public/a"));
}

#[test]
fn drafts_now_base_url_and_out_do_what_they_say() {
    let project = Project::of(GOOD);
    project
        .write("content/draft.md", "---\ntitle: D\ndraft: true\n---\n")
        .write(
            "content/soon.md",
            "---\ntitle: S\npublish_at: 2026-12-01\n---\n",
        );
    let day = ["--now", "2026-11-23"];
    project.build(&day).assert_good();
    assert!(!project.has("public/draft") && !project.has("public/soon"));
    project.build(&["--now", "2026-12-01"]).assert_good();
    assert!(!project.has("public/draft") && project.has("public/soon"));
    let before = project.tree("public");
    let said = project.build(&["--now", "2026-11-23", "--drafts", "--out", "deep/preview"]);
    said.assert_good();
    assert!(
        said.err.starts_with("Built 3 pages into deep/preview: "),
        "{}",
        said.err
    );
    assert!(project.has("deep/preview/draft") && project.has("deep/preview/soon"));
    assert_eq!(project.tree("public"), before);
    assert!(
        project
            .read("public/sitemap.xml")
            .contains("<loc>https://example.org/</loc>")
    );
    for address in ["https://other.example/a/b", "https://other.example/a/b/"] {
        project.build(&["--base-url", address]).assert_good();
        let map = project.read("public/sitemap.xml");
        assert!(
            map.contains("<loc>https://other.example/a/b/</loc>"),
            "{map}"
        );
        assert!(!map.contains("example.org"));
    }
}

#[test]
fn root_is_built_into_its_own_public() {
    let project = Project::of(GOOD);
    let elsewhere = Project::of("");
    let mut command = elsewhere.command(&["--root"]);
    let said = Said::of(command.arg(project.path("")).output().unwrap());
    said.assert_good();
    assert!(project.has("public/index.html"));
    assert!(elsewhere.tree("").is_empty());
}

/// Runs a command whose two outputs go nowhere that takes them.
fn deaf(mut command: Command, out: Stdio, err: Stdio) -> Option<i32> {
    command.stdout(out).stderr(err);
    command.status().unwrap().code()
}

/// A pipe that nobody reads any more.
fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

fn full() -> Stdio {
    File::options()
        .write(true)
        .open("/dev/full")
        .unwrap()
        .into()
}

#[test]
fn case_23_a_build_that_nobody_listens_to_is_as_good() {
    let expected = Project::built().tree("public");
    for sink in [closed as fn() -> Stdio, full] {
        for flags in [
            &["--verbose"][..],
            &["--format", "json"],
            &["--format", "github"],
        ] {
            let project = Project::of(GOOD);
            assert_eq!(
                deaf(project.command(flags), sink(), sink()),
                Some(0),
                "{flags:?}"
            );
            assert_eq!(project.tree("public"), expected);
            // Mistakes are still mistakes, and no panic (which would be 101).
            project.page("a.md", "[x](nothing.md)");
            assert_eq!(
                deaf(project.command(flags), sink(), sink()),
                Some(1),
                "{flags:?}"
            );
            assert_eq!(project.tree("public"), expected);
        }
    }
}

#[test]
fn case_23_what_goes_to_standard_error_is_heard_when_standard_output_is_closed() {
    let project = Project::of(GOOD);
    project.page("a.md", "[x](nothing.md)");
    for sink in [closed as fn() -> Stdio, full] {
        let mut command = project.command(&["--format", "json"]);
        let said = command
            .stdout(sink())
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        assert_eq!(said.status.code(), Some(1));
        let err = String::from_utf8(said.stderr).unwrap();
        assert_eq!(err, "1 error. Nothing was published.\n");
    }
}

#[test]
fn the_version_is_the_packages() {
    assert_eq!(
        clap(&["--version"]).out,
        format!("attache {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn completions_and_manual_pages_name_every_command() {
    let commands = [
        "new", "build", "check", "watch", "source", "verify", "theme",
    ];
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let said = clap(&["completions", shell]);
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{shell}");
        for word in commands.iter().chain(&["base-url"]) {
            assert!(said.out.contains(word), "{shell}: {word}");
        }
    }
    let general = clap(&["man"]);
    assert_eq!((general.code, general.err.as_str()), (Some(0), ""));
    for command in commands {
        let name = format!("attache\\-{command}(1)\n");
        assert!(general.out.contains(&name), "{name}: {}", general.out);
        assert_eq!(clap(&["man", command]).code, Some(0));
    }
    let add = clap(&["man", "source", "add"]).out;
    assert!(add.contains("\n.TH attache-source-add 1 "), "{add}");
    assert!(
        add.contains("attache source add un\\-2024 \\-\\-from report.html"),
        "{add}"
    );
    let said = clap(&["man", "bulid"]);
    assert_eq!(
        (said.code, said.err.as_str()),
        (Some(2), "error: there is no command `bulid`\n")
    );
}

#[test]
fn timings_name_the_stages_the_slowest_pages_and_the_templates() {
    let project = Project::of(GOOD);
    let said = project.page("a.md", "Text.").build(&["--timings"]);
    said.assert_good();
    for row in [
        "Stages:\n",
        " ms  reading files\n",
        " ms  rendering and staging\n",
        " ms  publishing\n",
        "The slowest pages:\n",
        " ms  index.html\n",
        "Templates, with what they include, on all their pages:\n",
        "ms  page.html, on ",
    ] {
        assert!(said.err.contains(row), "{row}: {}", said.err);
    }
}

#[test]
fn where_there_is_no_project_it_is_said_at_once_and_the_one_meant_is_named() {
    let project = Project::of("--- a valley/site.yaml\ntitle: A\n--- notes/a.txt\nNone.\n");
    let run = |command: &str, args: &[&str]| project.run(command, args).output().unwrap();
    let wrong =
        "error[missing-content]: there is no project here: no `content/` and no `site.yaml`";
    for (command, args) in [
        ("build", &[][..]),
        ("build", &["--watch"]),
        ("check", &[]),
        ("watch", &["--port", "0"]),
        ("theme", &["eject"]),
        ("new", &["topic", "A"]),
    ] {
        let said = Said::of(run(command, args));
        assert_eq!(said.code, Some(1), "{command} {args:?}: {}", said.err);
        assert!(
            said.err.starts_with(wrong),
            "{command} {args:?}: {}",
            said.err
        );
        let meant = "= help: did you mean `--root 'a valley'`?";
        assert!(said.err.contains(meant), "{command} {args:?}: {}", said.err);
    }
    let said = Said::of(run("build", &["--root", "notes"]));
    let none = "there is no project in `notes`: no `content/` and no `site.yaml`";
    assert!(said.err.contains(none), "{}", said.err);
    assert!(said.err.contains("`attache new FOLDER`"), "{}", said.err);
    project.write("a valley/content/deep/a.md", "A");
    let said = Said::of(run("build", &["--root", "a valley/content/deep"]));
    assert!(
        said.err.contains("`--root 'a valley/content/deep/../..'`"),
        "{}",
        said.err
    );
    let said = Said::of(run("build", &["a valley"]));
    assert_eq!(said.code, Some(2));
    let meant = "error: `a valley` is a project's folder: write `--root 'a valley'`\n";
    assert_eq!(said.err, meant);
}
