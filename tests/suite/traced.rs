//! Cases 16 and 58: what a build asks the system for, and in which order. Needs `strace`.

use std::fs;
use std::process::Command;

use super::project::{GOOD, Project, attache};

/// What the system's loader and the standard library read of the machine itself.
const OF_THE_MACHINE: &[&str] = &[
    "/etc/ld.so",
    "/lib",
    "/usr/lib",
    "/proc/",
    "/sys/",
    "/dev/null",
    "/etc/localtime",
    "/etc/timezone",
];

/// The calls of a build, in the order in which they began, or why there are none.
fn trace(project: &Project, args: &[&str]) -> Result<Vec<String>, String> {
    // A file for each thread: no line is cut in two.
    let logs = tempfile::tempdir().unwrap();
    let mut command = Command::new("strace");
    let calls = "trace=%network,%file,syncfs,fsync";
    command.args(["-ff", "-ttt", "-qq", "-s", "4096", "-e", calls, "-o"]);
    command.arg(logs.path().join("log"));
    command.arg(attache().get_program()).arg("build").args(args);
    // Where the loader would look for the libraries of the tests.
    command.env_remove("LD_LIBRARY_PATH");
    let output = command.current_dir(project.path("")).output();
    let output = output.map_err(|error| format!("there is no `strace` here: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let logs = fs::read_dir(logs.path()).unwrap();
    let texts = logs.map(|log| fs::read_to_string(log.unwrap().path()).unwrap());
    let mut lines: Vec<String> = texts
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    // Each begins with its time.
    lines.sort();
    Ok(lines)
}

/// The first text in quotation marks.
fn path(line: &str) -> Option<&str> {
    line.split('"').nth(1)
}

fn assert_confined(project: &Project) {
    let lines = match trace(project, &[]) {
        Ok(lines) => lines,
        Err(why) => return println!("not run: {why}"),
    };
    assert!(
        lines.iter().any(|line| line.contains("site.yaml")),
        "nothing was traced"
    );
    let root = fs::canonicalize(project.path("")).unwrap();
    let root = root.to_str().unwrap();
    for line in &lines {
        // A pair of sockets leads nowhere else: a signal wakes a thread through one.
        for call in ["socket(", "connect(", "bind("] {
            assert!(!line.contains(call), "{line}");
        }
        let is_open = line.contains("openat(") || line.contains("open(");
        let failed = line.contains(" = -1 ");
        let Some(path) = path(line).filter(|_| is_open && !failed) else {
            continue;
        };
        let is_inside = !path.starts_with('/') && !path.starts_with("..") || path.starts_with(root);
        let writes = ["O_WRONLY", "O_RDWR", "O_CREAT"]
            .iter()
            .any(|flag| line.contains(flag));
        let is_known = OF_THE_MACHINE.iter().any(|known| path.starts_with(known));
        assert!(is_inside || (is_known && !writes), "{line}");
    }
}

/// Where the first call stands that has all these parts.
fn first(lines: &[String], parts: &[&str]) -> usize {
    let has_all = |line: &String| parts.iter().all(|part| line.contains(part));
    let place = lines.iter().position(has_all);
    place.unwrap_or_else(|| panic!("no call with {parts:?}:\n{}", lines.join("\n")))
}

fn last(lines: &[String], parts: &[&str]) -> usize {
    let turned: Vec<String> = lines.iter().rev().cloned().collect();
    lines.len() - 1 - first(&turned, parts)
}

/// A site that is published already, and of which each page is another now.
fn changed_site() -> Project {
    let project = Project::of(GOOD);
    project.build(&[]).assert_good();
    project.write("site.yaml", "title: Another\n");
    project
}

#[test]
fn case_16_all_is_on_the_disk_before_the_exchange() {
    let project = changed_site();
    let lines = match trace(&project, &[]) {
        Ok(lines) => lines,
        Err(why) => return println!("not run: {why}"),
    };
    let exchanged = first(&lines, &["renameat2(", "RENAME_EXCHANGE"]);
    let before = &lines[..exchanged];
    let written = last(before, &["public.attache/site/", "O_CREAT"]);
    let linked = last(before, &["link", "public.attache/site/"]);
    assert!(
        written.max(linked) < last(before, &["syncfs("]),
        "{}",
        lines.join("\n")
    );
    let written = |line: &String| line.contains("public/") && line.contains("O_CREAT");
    assert!(!lines.iter().any(written), "{}", lines.join("\n"));
    // And the exchange itself, before the old site is taken away.
    let after = &lines[exchanged..];
    assert!(first(after, &["syncfs("]) < first(after, &["unlink", "index.html"]));
}

#[test]
fn case_16_one_by_one_all_is_on_the_disk_before_the_first_file_is_moved() {
    let project = changed_site();
    let lines = match trace(&project, &["--in-place"]) {
        Ok(lines) => lines,
        Err(why) => return println!("not run: {why}"),
    };
    let moved = first(&lines, &["rename", "public/index.html\""]);
    let before = &lines[..moved];
    let written = last(before, &["public.attache/site/index.html", "O_CREAT"]);
    let journal = last(before, &["public.attache/journal.json"]);
    assert!(written < journal, "{}", lines.join("\n"));
    assert!(journal < last(before, &["syncfs("]), "{}", lines.join("\n"));
    let written = |line: &String| line.contains("public/") && line.contains("O_CREAT");
    assert!(!lines.iter().any(written), "{}", lines.join("\n"));
    // What was moved, before the journal is taken away.
    let after = &lines[moved..];
    let after = &after[last(after, &["rename", "public/"])..];
    assert!(first(after, &["syncfs("]) < first(after, &["unlink", "journal.json"]));
}

#[test]
fn case_58_a_build_connects_to_nothing_and_opens_nothing_outside_the_project() {
    let project = Project::of("");
    project.write("site.yaml", "base_url: https://example.org/\n");
    project.write(
        "content/index.md",
        "---\ntitle: Home\n---\n![A picture](p.svg)\n",
    );
    project.write("content/p.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    assert_confined(&project);
}

#[test]
fn case_58_a_build_with_a_theme_of_its_own_does_not_either() {
    let project = Project::of(GOOD);
    project.page("a.md", "A page.");
    assert_confined(&project);
}
