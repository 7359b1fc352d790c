//! After each of a thousand random edits the preview is what a build makes, byte for
//! byte, and the program has not grown.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use attache::date::Timestamp;
use attache::diagnostic::{self, Code, Diagnostic, Report};
use attache::pipeline::{self, Memory};
use attache::render::{Content, Renderer};

use super::dice::Dice;
use super::project::Project;
use super::watching::{PATIENCE, Watching};

const EDITS: usize = 1000;

const PATHS: &[&str] = &[
    "index.md",
    "a.md",
    "b.md",
    "c.md",
    "one/index.md",
    "one/a.md",
    "one/b.md",
    "two/a.md",
    "two/deep/a.md",
    "two/deep/b.md",
];

/// A page, most often a good one.
fn page(dice: &mut Dice) -> String {
    let tags = dice.pick(&["tags: [water, wells]\n", "tags: [Water]\n"]);
    let mut text = format!("---\ntitle: Page {}\n", dice.roll(5));
    for (chance, line) in [
        (2, tags),
        (4, "date: 2024-05-06\n"),
        (4, "draft: true\n"),
        (5, "order: 1\n"),
        (6, "aliases: [/old/]\n"),
        (9, "slug: other\n"),
        (8, "summary: \"In short.\"\n"),
        (9, "sources: [s]\n"),
        (30, "darft: true\n"),
    ] {
        if dice.roll(chance) == 0 {
            text.push_str(line);
        }
    }
    text.push_str("---\n");
    for _ in 0..dice.roll(5) {
        text.push_str(dice.pick(&[
            "Some words.\n\n",
            "## A heading\n\n",
            "A [link](/index.md) and [another](/p.svg).\n\n",
            "A [link](/a.md#a-heading).\n\n",
            "![A picture](/p.svg)\n\n",
            "It “ran dry in the summer” [@s, para. 1].\n\n",
            "A note.[^1]\n\n[^1]: The note.\n\n",
            "| a | b |\n|---|---|\n| 1 | 2 |\n\n",
        ]));
    }
    text
}

fn svg(width: usize) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='9'/>")
}

/// Makes everything good again.
fn mend(project: &Project) {
    for path in PATHS {
        let path = project.path(&format!("content/{path}"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "---\ntitle: A page\n---\n\n## A heading\n").unwrap();
    }
    let _ = fs::remove_dir_all(project.path("content/three"));
    let _ = fs::remove_file(project.path("themes/mine/templates/page.html"));
    project.write("content/p.svg", svg(9));
    for (path, text) in [
        ("site.yaml", "theme: mine\n"),
        (
            "themes/mine/theme.yaml",
            "extends: briefing\ncontext: 1\nstyles: [mine.css]\n",
        ),
        ("themes/mine/assets/mine.css", "p { color: red }\n"),
        ("content/sources/s.yaml", "title: Survey\n"),
        ("content/sources/s.txt", "It ran dry in the summer.\n"),
    ] {
        project.write(path, text);
    }
}

/// Changes something.
fn edit(project: &Project, dice: &mut Dice) {
    let path = dice.pick(PATHS);
    let file = project.path(&format!("content/{path}"));
    match dice.roll(20) {
        0 if path != "index.md" => drop(fs::remove_file(&file)),
        1 if path != "index.md" => {
            let target = project.path(&format!("content/{}", dice.pick(PATHS)));
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            let _ = fs::rename(&file, &target);
        }
        2 => {
            let (from, to) = (project.path("content/two"), project.path("content/three"));
            let _ = fs::rename(&from, &to).or_else(|_| fs::rename(&to, &from));
        }
        3 => {
            let settings = dice.pick(&[
                "title: A\n",
                "title: B\nbase_url: https://example.org/x/\n",
                "paginate: 2\n",
                "navigation: [index.md]\n",
                "evidence: {pages: false}\n",
                "titel: A\n",
            ]);
            project.write("site.yaml", format!("theme: mine\n{settings}"));
        }
        4 => {
            let words = dice.pick(&["Other", "Others", "More", "{{ nothing }}", "{{"]);
            let template =
                "{% extends \"briefing/page.html\" %}{% block title %}WORDS{% endblock %}";
            project.write(
                "themes/mine/templates/page.html",
                template.replace("WORDS", words),
            );
        }
        5 => {
            let colour = dice.pick(&["red", "green", "blue"]);
            project.write(
                "themes/mine/assets/mine.css",
                format!("p {{ color: {colour} }}\n"),
            );
        }
        6 => {
            project.write("content/p.svg", svg(1 + dice.roll(9)));
        }
        7 => {
            let title = dice.roll(3);
            project.write(
                "content/sources/s.yaml",
                format!("title: \"Survey {title}\"\n"),
            );
        }
        8 => {
            let text = dice.pick(&["Then it ran dry in the summer.\n", "It never ran dry.\n"]);
            project.write("content/sources/s.txt", text);
        }
        _ => drop(project.write(&format!("content/{path}"), page(dice))),
    }
}

/// What a run without memory makes: what is wrong, and every artifact by its path if no
/// error is found.
fn clean(root: &Path) -> (Vec<Diagnostic>, Option<BTreeMap<String, Vec<u8>>>) {
    let project = pipeline::Project {
        root,
        base_url: None,
        drafts: true,
        now: Timestamp::from_second(1_800_000_000).unwrap(),
        strict: false,
    };
    let mut report = Report::default();
    let renderer = pipeline::prepare(&project, &mut Memory::new(root), &mut report);
    // What is shown of a state with an error is an older one.
    let renderer = renderer.filter(|_| report.is_good(false));
    let made = renderer.map(|renderer| all(&renderer, &mut report));
    let made = made.filter(|_| report.is_good(false));
    (report.sorted(), made)
}

fn all(renderer: &Arc<Renderer>, report: &mut Report) -> BTreeMap<String, Vec<u8>> {
    let mut made = BTreeMap::new();
    for job in renderer.jobs() {
        match renderer.run(&job) {
            Ok(artifact) => {
                let bytes = match artifact.content {
                    Content::Bytes(bytes) => bytes,
                    Content::Copy(file) => fs::read(file).unwrap(),
                };
                made.insert(artifact.path, bytes);
            }
            Err(problem) => report.push(*problem),
        }
    }
    made
}

/// What the preview shows otherwise, if anything.
fn differs<'a>(watching: &Watching, made: &'a BTreeMap<String, Vec<u8>>) -> Option<&'a str> {
    let other = made.iter().find(|(path, bytes)| {
        let address = path.strip_suffix("index.html").unwrap_or(path.as_str());
        let answer = watching.get(&format!("/{address}"));
        let is_404 = *path == "404.html";
        let text = String::from_utf8_lossy(bytes);
        (answer.status != 200 && !is_404) || answer.without_script() != text
    });
    other.map(|(path, _)| path.as_str())
}

/// The mistakes that the preview shows, sorted.
fn panel(watching: &Watching) -> Vec<String> {
    let panel = watching.events("/", "-").panel();
    let mistakes = panel.split("<pre tabindex=\"0\">").skip(1);
    let texts = mistakes.map(|mistake| {
        let text = mistake.split("</pre>").next().unwrap();
        let text = text.replace("<b>", "").replace("</b>", "");
        let text = text.replace("&lt;", "<").replace("&gt;", ">");
        text.replace("&amp;", "&")
    });
    sorted(texts)
}

fn sorted(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut texts: Vec<String> = texts.collect();
    texts.sort();
    texts
}

fn texts(mistakes: &[Diagnostic]) -> Vec<String> {
    let text = |mistake| diagnostic::to_text(std::slice::from_ref(mistake), false);
    sorted(
        mistakes
            .iter()
            .map(|mistake| text(mistake).trim_end().to_owned()),
    )
}

/// What the preview has not taken in yet, if anything: mistakes first, so that what is
/// compared after them is of the same state.
fn is_behind(
    watching: &Watching,
    mistakes: &[String],
    good: &BTreeMap<String, Vec<u8>>,
) -> Option<String> {
    let shown = panel(watching);
    if shown != mistakes {
        return Some(format!("the panel: {shown:#?} and not {mistakes:#?}"));
    }
    differs(watching, good).map(str::to_owned)
}

/// Memory in KiB, and open files.
fn size(watching: &Watching) -> (usize, usize) {
    let process = format!("/proc/{}", watching.worker());
    let status = fs::read_to_string(format!("{process}/status")).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    let memory = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    (
        memory,
        fs::read_dir(format!("{process}/fd")).unwrap().count(),
    )
}

fn is_of_template(mistake: &Diagnostic) -> bool {
    mistake.code == Code::TemplateUndefined
}

#[test]
fn case_46_after_each_of_a_thousand_edits_the_preview_equals_a_build() {
    let project = Project::of("");
    mend(&project);
    let mut dice = Dice(46);
    let watching = project.watch(&["--now", "2027-01-15"]);
    let root = project.path("");
    let mut good = clean(&root).1.unwrap();
    let (mut bad, mut compared, mut middle) = (0, 0, (0, 0));
    // What a template does wrong shows when a page is rendered: those that can be are shown.
    let (mut is_bad, mut is_half) = (false, false);
    let mut addresses = BTreeSet::new();
    for number in 0..EDITS {
        match is_bad && dice.roll(2) == 0 {
            true => mend(&project),
            false => edit(&project, &mut dice),
        }
        addresses.extend(good.keys().cloned());
        // A file that is only copied is not kept: in a bad state the new one is there.
        good.remove("p.svg");
        let (mistakes, made) = clean(&root);
        is_bad = made.is_none();
        bad += usize::from(is_bad);
        match made {
            Some(made) => (good, is_half) = (made, false),
            None => is_half |= mistakes.iter().any(is_of_template),
        }
        if is_half {
            continue;
        }
        let mistakes = texts(&mistakes);
        let started = Instant::now();
        while let Some(behind) = is_behind(&watching, &mistakes, &good) {
            let is_late = started.elapsed() > PATIENCE;
            assert!(!is_late, "after edit {number}, otherwise: {behind}");
            thread::sleep(Duration::from_millis(3));
        }
        compared += 1;
        if number >= EDITS / 2 && middle == (0, 0) {
            middle = size(&watching);
        }
    }
    assert!(
        (100..EDITS - 300).contains(&bad),
        "{bad} of the states had an error"
    );
    assert!(compared > EDITS / 2, "only {compared} states were compared");
    for gone in addresses.iter().filter(|path| !good.contains_key(*path)) {
        let address = gone.strip_suffix("index.html").unwrap_or(gone);
        let status = watching.get(&format!("/{address}")).status;
        assert!(matches!(status, 404 | 302), "{gone}: {status}");
    }
    let last = size(&watching);
    assert!(
        last.0 < middle.0 * 5 / 4 + 8 * 1024,
        "memory: {middle:?}, then {last:?} KiB"
    );
    assert!(last.1 <= middle.1 + 8, "files: {middle:?}, then {last:?}");
}
