//! After each of a thousand random edits the preview is what a build makes, byte for
//! byte, and the program has not grown.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use attache::date::Timestamp;
use attache::diagnostic::{Code, Diagnostic, Report};
use attache::pipeline::{self, Memory};
use attache::render::{Content, Renderer};

use super::project::Project;
use super::watching::{PATIENCE, Watching};

const EDITS: usize = 1000;

/// Numbers that look random and are the same each time (Knuth's MMIX).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % end
    }

    fn one<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

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
fn page(random: &mut Random) -> String {
    let tags = random.one(&["tags: [water, wells]\n", "tags: [Water]\n"]);
    let mut text = format!("---\ntitle: Page {}\n", random.below(5));
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
        if random.below(chance) == 0 {
            text.push_str(line);
        }
    }
    text.push_str("---\n");
    for _ in 0..random.below(5) {
        text.push_str(random.one(&[
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

/// Makes everything good again.
fn mend(project: &Project) {
    for path in PATHS {
        let path = project.path(&format!("content/{path}"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "---\ntitle: A page\n---\n\n## A heading\n").unwrap();
    }
    let _ = fs::remove_dir_all(project.path("content/three"));
    let _ = fs::remove_file(project.path("themes/mine/templates/page.html"));
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    for (path, text) in [
        ("site.yaml", "theme: mine\n"),
        (
            "themes/mine/theme.yaml",
            "extends: briefing\ncontext: 1\nstyles: [mine.css]\n",
        ),
        ("themes/mine/assets/mine.css", "p { color: red }\n"),
        ("content/p.svg", svg),
        ("content/sources/s.yaml", "title: Survey\n"),
        ("content/sources/s.txt", "It ran dry in the summer.\n"),
    ] {
        project.write(path, text);
    }
}

/// Changes something.
fn edit(project: &Project, random: &mut Random) {
    let path = random.one(PATHS);
    let file = project.path(&format!("content/{path}"));
    match random.below(20) {
        0 if path != "index.md" => drop(fs::remove_file(&file)),
        1 if path != "index.md" => {
            let target = project.path(&format!("content/{}", random.one(PATHS)));
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            let _ = fs::rename(&file, &target);
        }
        2 => {
            let (from, to) = (project.path("content/two"), project.path("content/three"));
            let _ = fs::rename(&from, &to).or_else(|_| fs::rename(&to, &from));
        }
        3 => {
            let settings = random.one(&[
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
            let words = random.one(&["Other", "Others", "More", "{{ nothing }}", "{{"]);
            let template =
                "{% extends \"briefing/page.html\" %}{% block title %}WORDS{% endblock %}";
            project.write(
                "themes/mine/templates/page.html",
                template.replace("WORDS", words),
            );
        }
        5 => {
            let colour = random.one(&["red", "green", "blue"]);
            project.write(
                "themes/mine/assets/mine.css",
                format!("p {{ color: {colour} }}\n"),
            );
        }
        6 => {
            let width = 1 + random.below(9);
            let svg =
                format!("<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='9'/>");
            project.write("content/p.svg", svg);
        }
        7 => {
            let title = random.below(3);
            project.write(
                "content/sources/s.yaml",
                format!("title: \"Survey {title}\"\n"),
            );
        }
        8 => {
            let text = random.one(&["Then it ran dry in the summer.\n", "It never ran dry.\n"]);
            project.write("content/sources/s.txt", text);
        }
        _ => drop(project.write(&format!("content/{path}"), page(random))),
    }
}

/// What a run without memory makes: every artifact by its path; or what is wrong.
fn clean(root: &Path) -> Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>> {
    let project = pipeline::Project {
        root,
        base_url: None,
        drafts: true,
        now: Timestamp::from_second(1_800_000_000).unwrap(),
        strict: false,
    };
    let mut report = Report::default();
    let renderer = pipeline::prepare(&project, &mut Memory::new(root), &mut report);
    let made = renderer.map(|renderer| all(&renderer, &mut report));
    match (report.is_good(false), made) {
        (true, Some(made)) => Ok(made),
        _ => Err(report.sorted()),
    }
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

/// Memory in KiB, and open files.
fn size(watching: &Watching) -> (usize, usize) {
    let process = format!("/proc/{}", watching.id());
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

#[test]
fn case_46_after_each_of_a_thousand_edits_the_preview_equals_a_build() {
    let project = Project::of("");
    mend(&project);
    let mut random = Random(46);
    let watching = project.watch(&["--now", "2027-01-15"]);
    let root = project.path("");
    let mut good = clean(&root).unwrap();
    let (mut bad, mut middle) = (0, (0, 0));
    // What a template does wrong shows when a page is rendered: those that can be are shown.
    let (mut is_bad, mut is_half) = (false, false);
    let mut addresses = BTreeSet::new();
    for number in 0..EDITS {
        match is_bad && random.below(2) == 0 {
            true => mend(&project),
            false => edit(&project, &mut random),
        }
        addresses.extend(good.keys().cloned());
        // A file that is only copied is not kept: in a bad state the new one is there.
        good.remove("p.svg");
        match clean(&root) {
            Ok(made) => (good, is_half, is_bad) = (made, false, false),
            Err(mistakes) => {
                bad += 1;
                is_bad = true;
                let mut mistakes = mistakes.iter();
                is_half |= mistakes.any(|mistake| mistake.code == Code::TemplateUndefined);
            }
        }
        if is_half {
            continue;
        }
        let started = Instant::now();
        while let Some(path) = differs(&watching, &good) {
            let (late, said) = (started.elapsed() > PATIENCE, watching.said());
            let last = said.len().saturating_sub(1000);
            assert!(
                !late,
                "after edit {number}, {path} is otherwise\n{}",
                &said[last..]
            );
            thread::sleep(Duration::from_millis(3));
        }
        if number == EDITS / 2 {
            middle = size(&watching);
        }
    }
    assert!(
        (100..EDITS - 300).contains(&bad),
        "{bad} of the states had an error"
    );
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
