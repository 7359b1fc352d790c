//! Case 58: what a build asks the system for. Needs `strace`.

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

/// The lines of a trace of a build, or why there is none.
fn trace(project: &Project) -> Result<Vec<String>, String> {
    // A file for each thread: no line is cut in two.
    let logs = tempfile::tempdir().unwrap();
    let mut command = Command::new("strace");
    let calls = "trace=%network,%file";
    command.args(["-ff", "-qq", "-s", "4096", "-e", calls, "-o"]);
    command.arg(logs.path().join("log"));
    command.arg(attache().get_program()).arg("build");
    // Where the loader would look for the libraries of the tests.
    command.env_remove("LD_LIBRARY_PATH");
    let output = command.current_dir(project.path("")).output();
    let output = output.map_err(|error| format!("there is no `strace` here: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let logs = fs::read_dir(logs.path()).unwrap();
    let texts = logs.map(|log| fs::read_to_string(log.unwrap().path()).unwrap());
    Ok(texts
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect())
}

/// The first text in quotation marks.
fn path(line: &str) -> Option<&str> {
    line.split('"').nth(1)
}

fn assert_confined(project: &Project) {
    let lines = match trace(project) {
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
