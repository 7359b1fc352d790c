//! Case 59: themes that mean harm end in a named error, within a budget, and never end the
//! program that was asked.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::project::{Project, attache};
use super::watching::{Watching, child};

/// A template that nests a value without end: nothing in the engine counts how deep.
const NESTED: &str = "{% set all = namespace(of=[]) %}\
    {% for number in range(99999) %}{% set all.of = [all.of] %}{% endfor %}";

/// What a build of a project with this template says.
fn said(template: &str) -> String {
    let project = Project::built();
    let text = "themes/bare/templates/page.html";
    project.page("a.md", "").write(text, template);
    project.refused(&[])
}

fn assert_says(template: &str, expected: &str) {
    let said = said(template);
    let start: String = template.chars().take(60).collect();
    assert!(said.contains(expected), "{start}: {said}");
    let place = "--> themes/bare/templates/page.html";
    assert!(said.contains(place), "{start}: {said}");
}

#[test]
fn case_59_templates_that_go_on_for_ever_are_stopped() {
    for (template, expected) in [
        ("{% include \"page.html\" %}", "recursion limit exceeded"),
        (
            "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
            "recursion limit exceeded",
        ),
        (
            "{% extends \"page.html\" %}",
            "cycle in template inheritance",
        ),
        (
            "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
            "this template takes too long",
        ),
        ("{{ \"x\" * 99999999999 }}", "this template takes too long"),
        ("{{ range(999999999) }}", "range has too many elements"),
        ("{{ debug() }}", "debug is unknown"),
        ("{{ page | pprint }}", "filter pprint is unknown"),
        (
            "{% set all = namespace(of=\"xx\") %}{% for a in range(99) %}\
             {% set all.of = all.of ~ all.of %}{% endfor %}",
            "this template takes too long",
        ),
    ] {
        assert_says(template, expected);
    }
}

#[test]
fn case_59_long_chains_and_deep_nests_are_named() {
    const MANY: usize = 100_000;
    let chains = ["-1", "1+", "1 ~ ", "1 and ", "not ", "a.", "1 if 1 else "];
    for chain in chains {
        let expected = match chain.len() * MANY {
            ..=262_000 => "error[template-syntax]: this has more than two thousand words",
            _ => "error[file-too-large]: this template is over 256 KiB",
        };
        assert_says(&format!("{{{{ {}1 }}}}", chain.repeat(MANY)), expected);
        // As long as may be, and the program stands.
        let longest = format!("{{{{ {}1 }}}}", chain.repeat(990));
        let project = Project::built();
        project.write("themes/bare/templates/page.html", longest);
        let code = project.page("a.md", "").build(&[]).code;
        assert!(matches!(code, Some(0 | 1)), "{chain}: {code:?}");
    }
    let nest = |open: &str, close: &str| open.repeat(MANY) + &close.repeat(MANY);
    assert_says(
        &format!("{{{{ {} }}}}", nest("[", "]")),
        "two thousand words",
    );
    assert_says(
        &format!("{{{{ {} }}}}", "[".repeat(1500)),
        "recursion limits",
    );
    let branches = "{% elif 1 %}".repeat(20_000);
    let branches = format!("{{% if 1 %}}{branches}{{% endif %}}");
    let project = Project::built();
    project.write("themes/bare/templates/page.html", branches);
    project.page("a.md", "").build(&[]).assert_good();
}

#[test]
fn case_59_a_value_that_ends_the_program_ends_in_a_named_error() {
    let said = said(NESTED);
    let expected = "error[template-failed]: a theme of this project has ended the program (signal 6)\n\
                    --> themes\n = help: look for a value that is nested or grows without end; \
                    if it fails with the theme that comes along, too, please report it\n\n\
                    1 error. Nothing was published.\n";
    assert!(said.ends_with(expected), "{said}");
}

#[test]
fn case_59_a_check_and_a_preview_end_in_a_named_error_too() {
    let project = Project::built();
    project
        .page("a.md", "")
        .write("themes/bare/templates/page.html", NESTED);
    let said = project.check(&["--format", "json"]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("has ended the program"), "{}", said.out);
    assert!(said.err.ends_with("\n1 error.\n"), "{}", said.err);
    let mut command = attache();
    let command = command
        .current_dir(project.path(""))
        .args(["watch", "--port", "0"]);
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("has ended the program"), "{said}");
    assert!(
        said.ends_with("\n1 error. The preview has ended.\n"),
        "{said}"
    );
}

#[test]
fn case_59_words_of_the_theme_do_not_grow_without_end() {
    let project = Project::built();
    project
        .page("a.md", "")
        .write("themes/bare/strings/en.yaml", "words: \"{a}{a}{a}\"\n");
    let template = "{% set long = \"x\" * 100000 %}{{ t(\"words\", a=long) }}";
    project.write("themes/bare/templates/page.html", template);
    let said = project.refused(&[]);
    assert!(
        said.contains("with `a` put in, the words of `words` are over 256 KiB"),
        "{said}"
    );
}

/// The process that works for another.
fn worker(id: u32) -> u32 {
    let mut inside = None;
    wait_for("one that works", || {
        inside = child(id);
        inside.is_some()
    });
    inside.unwrap()
}

/// Whether a process has used half a second of processor time (`proc(5)`, `stat`).
fn has_worked(id: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let ticks = stat
        .rsplit(')')
        .next()
        .and_then(|rest| rest.split_whitespace().nth(11));
    ticks.is_some_and(|ticks| ticks.parse::<u64>().unwrap() > 50)
}

fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..6_000 {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("{what} did not come");
}

/// A template that compares two values of which each holds itself twice, forty times over:
/// the engine counts that as one step.
fn endless() -> Project {
    let value = |name: &str| {
        format!(
            "{{% set {name} = namespace(of=[1]) %}}{{% for number in range(40) %}}\
             {{% set {name}.of = [{name}.of, {name}.of] %}}{{% endfor %}}"
        )
    };
    let project = Project::built();
    let text = format!("{}{}{{{{ a.of == b.of }}}}", value("a"), value("b"));
    project
        .page("a.md", "")
        .write("themes/bare/templates/page.html", text);
    project
}

#[test]
fn case_59_what_the_engine_does_not_count_is_stopped_all_the_same() {
    let project = endless();
    let mut command = project.command(&[]);
    let output = command.env("RAYON_NUM_THREADS", "1").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    let expected = "error[template-failed]: a theme of this project takes too long for a page\n";
    assert!(said.contains(expected), "{said}");
    assert!(!project.has(".public.attache"));
}

#[test]
fn a_signal_ends_a_check_that_hangs_without_a_word_on_the_theme() {
    let project = endless();
    let mut command = attache();
    command.arg("check").current_dir(project.path(""));
    let check = command.stderr(Stdio::piped()).spawn().unwrap();
    let inside = worker(check.id());
    wait_for("it to work", || has_worked(inside));
    let id = check.id().to_string();
    Command::new("kill").args(["-INT", &id]).status().unwrap();
    let output = check.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), output.stderr),
        (Some(130), Vec::new())
    );
}

#[test]
fn what_hangs_for_a_theme_ends_with_the_program_that_was_asked() {
    let project = endless();
    let mut build = project.command(&[]);
    let mut build = build.stderr(Stdio::null()).spawn().unwrap();
    let inside = worker(build.id());
    wait_for("it to work", || has_worked(inside));
    build.kill().unwrap();
    build.wait().unwrap();
    wait_for("its end", || {
        fs::read_link(format!("/proc/{inside}/exe")).is_err()
    });
}

#[test]
fn what_works_for_a_theme_ends_with_the_program_that_was_asked() {
    let project = Project::built();
    let watching = project.watch(&[]);
    let inside = watching.worker();
    assert_ne!(inside, watching.id());
    let is_there = || fs::exists(format!("/proc/{inside}/exe")).unwrap();
    assert!(is_there());
    let id = watching.id().to_string();
    Command::new("kill").args(["-KILL", &id]).status().unwrap();
    wait_for("its end", || {
        fs::read_link(format!("/proc/{inside}/exe")).is_err()
    });
}

#[test]
fn the_theme_that_comes_along_needs_no_process_of_its_own() {
    let project = Project::of("--- content/index.md\n---\ntitle: Home\n---\n");
    let watching: Watching = project.watch(&[]);
    assert_eq!(watching.worker(), watching.id());
}
