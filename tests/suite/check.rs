//! `attache check`: it finds what a build finds, says so, and leaves no trace.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::diagnostics::{SAYS, TWO, flags, pages, timeless};
use super::project::{GOOD, Project, Said, attache};

#[test]
fn a_good_project_is_0_and_says_one_line() {
    let project = Project::of(GOOD);
    project.page("a.md", "");
    let said = project.check(&[]);
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""));
    assert_eq!(
        said.err,
        "Checked 2 pages: no mistakes. Nothing was written.\n"
    );
    let said = project.check(&["--quiet"]);
    assert_eq!((said.code, said.out + &said.err), (Some(0), String::new()));
}

#[test]
fn a_bad_project_is_1_and_says_what_is_wrong() {
    let project = Project::of(GOOD);
    project.page("a.md", "[x](nothing.md)\n\n#### Too deep");
    let expected = "\
error[broken-link]: the link `nothing.md` leads to nothing
 --> content/a.md:4:1
  |
4 | [x](nothing.md)
  | ^^^^^^^^^^^^^^^
  |
  = help: name a file by its path from this one or, with a slash in front, from content/

warning[heading-level]: the heading goes from level 1 to level 4
 --> content/a.md:6:1
  |
6 | #### Too deep
  | ^^^^^^^^^^^^^
  |
  = help: use `##`

1 error and 1 warning in 2 pages.
";
    for args in [&[][..], &["--quiet"]] {
        let said = project.check(args);
        assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
        assert_eq!(said.err, expected);
    }
}

#[test]
fn warnings_are_counted_and_fail_a_strict_check() {
    let project = Project::of(GOOD);
    project.page("a.md", "#### Too deep");
    let end = |said: &Said| said.err.lines().last().unwrap().to_owned();
    let said = project.check(&[]);
    assert_eq!(said.code, Some(0));
    assert_eq!(
        end(&said),
        "Checked 2 pages: 1 warning. Nothing was written."
    );
    let said = project.check(&["--strict"]);
    assert_eq!(said.code, Some(1));
    assert_eq!(end(&said), "1 warning in 2 pages, and --strict.");
}

#[test]
fn without_a_site_there_are_no_pages_to_count() {
    let said = Project::of("").check(&["--coverage"]);
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert!(
        said.err.starts_with("error[missing-content]: "),
        "{}",
        said.err
    );
    assert!(said.err.ends_with("\n\n1 error.\n"), "{}", said.err);
}

#[test]
fn mistakes_in_templates_are_found() {
    let project = Project::of(GOOD);
    project.write("themes/bare/templates/page.html", "{{ page.titel }}");
    project.page("a.md", "").page("b.md", "");
    let said = project.check(&[]);
    assert!(
        said.err.contains("error[template-undefined]: "),
        "{}",
        said.err
    );
    assert!(
        said.err.ends_with("\n1 error in 3 pages.\n"),
        "{}",
        said.err
    );
}

/// What both commands say but for their last line.
fn mistakes(said: &Said) -> String {
    let lines: Vec<String> = timeless(&said.err).lines().map(str::to_owned).collect();
    let own = ["Built ", "Checked ", "No feed, sitemap"];
    let is_own = |line: &&String| own.iter().any(|own| line.starts_with(own));
    let is_count = |line: &str| {
        line.starts_with(|c: char| c.is_ascii_digit())
            && (line.contains(" error") || line.contains(" warning"))
            && line.ends_with('.')
    };
    let kept = lines.iter().filter(|line| !is_own(line) && !is_count(line));
    kept.map(|line| format!("{line}\n")).collect()
}

/// Every mistake that a page in `tests/diagnostics/` shows.
#[test]
fn a_check_finds_what_a_build_finds() {
    let wrong: Vec<String> = pages()
        .par_iter()
        .filter_map(|path| {
            let page = fs::read_to_string(path).unwrap();
            let project = Project::of(page.split(SAYS).next().unwrap());
            let checked = project.check(&flags(&page));
            let built = project.build(&flags(&page));
            assert!(!mistakes(&built).is_empty(), "{}", path.display());
            let same = checked.code == built.code && mistakes(&checked) == mistakes(&built);
            (!same).then(|| format!("{}: {}", path.display(), checked.err))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_form_of_the_list_is_that_of_a_build() {
    let project = Project::of(TWO);
    for form in ["json", "github", "sarif"] {
        let args = ["--format", form];
        let (checked, built) = (project.check(&args), project.build(&args));
        assert_eq!((checked.code, &checked.out), (Some(1), &built.out));
        assert_eq!(checked.err, "3 errors in 2 pages.\n");
    }
}

#[test]
fn drafts_now_and_base_url_do_what_they_say() {
    let project = Project::of(GOOD);
    project
        .write(
            "content/draft.md",
            "---\ntitle: D\ndraft: true\n---\n[x](no.md)\n",
        )
        .write(
            "content/soon.md",
            "---\ntitle: S\npublish_at: 2026-12-01\n---\n",
        );
    let day = ["--now", "2026-11-23"];
    assert!(project.check(&day).err.starts_with("Checked 1 page: "));
    assert!(
        project
            .check(&["--now", "2026-12-01"])
            .err
            .starts_with("Checked 2 pages: ")
    );
    let said = project.check(&["--now", "2026-11-23", "--drafts"]);
    assert!(
        said.err.ends_with("\n1 error in 3 pages.\n"),
        "{}",
        said.err
    );
    // Only with an address is there a sitemap, whose template is wrong.
    project.write("site.yaml", "theme: bare\n");
    project.write("themes/bare/templates/sitemap.xml", "{{ nothing }}");
    assert_eq!(project.check(&day).code, Some(0));
    let said = project.check(&["--base-url", "https://example.org/"]);
    assert!(
        said.err.contains("error[template-undefined]: "),
        "{}",
        said.err
    );
}

/// Every file and folder with what would show that it was touched: number,
/// size, and the times of the last change of its content and of itself.
fn traces(project: &Project) -> BTreeMap<String, (u64, u64, i64, i64, i64, i64)> {
    let entries = WalkDir::new(project.path("")).into_iter();
    let traces = entries.map(|entry| {
        let entry = entry.unwrap();
        let m = entry.metadata().unwrap();
        let times = (m.mtime(), m.mtime_nsec(), m.ctime(), m.ctime_nsec());
        let trace = (m.ino(), m.len(), times.0, times.1, times.2, times.3);
        (entry.path().display().to_string(), trace)
    });
    traces.collect()
}

#[test]
fn a_check_writes_nothing_at_all() {
    let elsewhere = Project::of("");
    for mistake in ["", "[x](nothing.md)"] {
        let project = Project::of(GOOD);
        project.page("a.md", mistake);
        project.write("content/table.csv", "1\n");
        project.page("b.md", "[x](table.csv)");
        for is_built in [false, true] {
            if is_built {
                project.build(&[]);
                project.write("public/index.html", "changed");
                project.write("public/.attache-manifest.json", "{");
            }
            let before = traces(&project);
            for args in [
                &[][..],
                &["--drafts", "--strict", "--quiet"],
                &["--format", "json"],
                &["--format", "sarif", "--base-url", "https://other.example/"],
                &["--coverage"],
                &["--coverage=lcov"],
            ] {
                let said = project.check(args);
                let code = i32::from(!mistake.is_empty());
                assert_eq!(said.code, Some(code), "{args:?}: {}", said.err);
                assert_eq!(traces(&project), before, "{args:?}");
            }
            let mut command = attache();
            command.current_dir(elsewhere.path(""));
            command.args(["check", "--root"]).arg(project.path(""));
            let nothing = traces(&elsewhere);
            command.output().unwrap();
            assert_eq!((traces(&project), traces(&elsewhere)), (before, nothing));
        }
    }
}

#[test]
fn the_output_folder_is_not_looked_at() {
    let project = Project::of(GOOD);
    project.write("public/index.html", "my own");
    assert!(project.refused(&[]).contains("error[foreign-file]: "));
    assert_eq!(project.check(&[]).code, Some(0));
    // Nor does a check wait for a build that has not ended.
    project.write(".public.attache/mine", "");
    assert_eq!(project.check(&[]).code, Some(0));
}

#[test]
fn coverage_goes_to_standard_output_and_leaves_the_rest_where_it_is() {
    let project = Project::of(GOOD);
    let said = project.check(&["--coverage"]);
    assert_eq!(
        (said.code, said.out.as_str()),
        (Some(0), "There are no sources.\n")
    );
    assert!(said.err.starts_with("Checked 1 page: "), "{}", said.err);
    assert_eq!(project.check(&["--coverage=table", "-q"]).out, said.out);
    // With mistakes, too.
    project.page("a.md", "[x](nothing.md)");
    let said = project.check(&["--coverage"]);
    assert_eq!(
        (said.code, said.out.as_str()),
        (Some(1), "There are no sources.\n")
    );
    assert!(said.err.contains("error[broken-link]: "), "{}", said.err);
}

#[test]
fn wrong_usage_is_2() {
    let project = Project::of(GOOD);
    for args in [
        &["--out", "x"][..],
        &["--adopt"],
        &["--verbatim"],
        &["--coverage=html"],
        &["--coverage", "lcov"],
        &["--format", "xml"],
        &["--now", "yesterday"],
    ] {
        let said = project.check(args);
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{args:?}");
        assert!(said.err.starts_with("error: "), "{args:?}: {}", said.err);
    }
    for form in ["json", "github", "sarif"] {
        let said = project.check(&["--coverage=lcov", "--format", form]);
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
        assert_eq!(
            said.err,
            "error: --coverage writes to standard output, and so does this --format: ask for \
             one after the other\n"
        );
    }
}
