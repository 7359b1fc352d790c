//! Cases of the battery that have no page of their own: what is wrong is named at its
//! place, and the output stays as it was.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::project::{GOOD, Project};

/// That a page with this text is refused, with these words at this place.
fn assert_refused(text: &str, expected: &[&str]) {
    let project = Project::built();
    project.write("content/a.md", text);
    let said = project.refused(&[]);
    for words in expected {
        assert!(said.contains(words), "{text}: {said}");
    }
}

#[test]
fn case_04_front_matter_that_is_none_is_shown_with_line_and_key() {
    for (text, expected) in [
        (
            "---\ntitle: A\nNo end.\n",
            &["error[unterminated-front-matter]", "--> content/a.md:1:1"][..],
        ),
        (
            "---\ntitle: A\nkey_points:\n\t- a tab\n---\n",
            &["error[yaml-syntax]", "--> content/a.md:4:1", "tab"],
        ),
        (
            "---\ntitle: [A]\n---\n",
            &["error[wrong-type]: `title`", "--> content/a.md:2:8"],
        ),
        (
            "---\ntitle: A\ndate: 2024-02-30\n---\n",
            &["error[invalid-date]: `date`", "--> content/a.md:3:7"],
        ),
    ] {
        assert_refused(text, expected);
    }
}

#[test]
fn case_05_a_key_that_stands_twice_is_shown_at_both_places() {
    let expected = [
        "error[duplicate-key]",
        "content/a.md:4:1",
        "content/a.md:2:1",
    ];
    assert_refused("---\ntitle: A\ntags: []\ntitle: B\n---\n", &expected);
    let expected = [
        "error[duplicate-key]: `b` stands here twice",
        "content/a.md:4:14",
        "content/a.md:4:8",
    ];
    assert_refused(
        "---\ntitle: A\nextra:\n  a: [{b: 1, b: 2}]\n---\n",
        &expected,
    );
}

#[test]
fn case_06_a_misspelt_key_is_told_what_was_meant() {
    for (key, meant) in [
        ("darft", "draft"),
        ("Draft", "draft"),
        ("sumary", "summary"),
    ] {
        let meant = format!("did you mean `{meant}`?");
        let text = format!("---\ntitle: A\n{key}: x\n---\n");
        assert_refused(
            &text,
            &["error[unknown-key]", "--> content/a.md:3:1", &meant],
        );
    }
}

#[test]
fn case_12_a_page_of_fifty_megabytes_is_refused_and_the_limit_named() {
    let words = "Many words, none of them needed. ".repeat(50 * 1024 * 1024 / 33);
    let text = format!("---\ntitle: A\n---\n{words}\n");
    let expected = [
        "error[file-too-large]: this file is over 16 MiB",
        "--> content/a.md",
    ];
    assert_refused(&text, &expected);
}

#[test]
fn case_25_what_changes_while_a_build_runs_is_there_whole() {
    let project = Project::of(GOOD);
    project.page("index.md", "[a file](data.bin)");
    let page = |number: usize| {
        let middle = "Some words in between. ".repeat(400);
        format!("---\ntitle: State {number}\n---\n{middle}\n\nEnd of {number}.\n")
    };
    project.write("content/a.md", page(0));
    project.write("content/data.bin", [0; 100_000]);
    let ends = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for number in 1.. {
                if ends.load(Ordering::Relaxed) {
                    return;
                }
                project.write("content/next", page(number));
                fs::rename(project.path("content/next"), project.path("content/a.md")).unwrap();
                let size = 50_000 + number * 7919 % 100_000;
                project.write("content/data.bin", vec![number as u8; size]);
                thread::sleep(Duration::from_micros(300));
            }
        });
        let mut states = Vec::new();
        for _ in 0..30 {
            if project.build(&[]).code != Some(0) {
                continue;
            }
            let html = project.read("public/a/index.html");
            let number = html.split_once("<title>State ").unwrap().1;
            let number: usize = number.split('<').next().unwrap().parse().unwrap();
            assert!(html.contains(&format!("End of {number}.")), "{html}");
            assert_eq!(project.verify(&[]).code, Some(0));
            states.push(number);
        }
        ends.store(true, Ordering::Relaxed);
        states.dedup();
        assert!(states.len() > 10, "{states:?}");
    });
}

#[test]
fn case_34_what_leads_nowhere_is_shown_at_its_place() {
    for (body, expected) in [
        (
            "A [link](nothing.md).",
            ["error[broken-link]", "--> content/a.md:4:3"],
        ),
        (
            "A [link](index.md#nothing).",
            ["error[broken-anchor]", "--> content/a.md:4:3"],
        ),
        (
            "A ![picture](nothing.png).",
            ["error[broken-link]", "--> content/a.md:4:3"],
        ),
    ] {
        assert_refused(&format!("---\ntitle: A\n---\n{body}\n"), &expected);
    }
}

#[test]
fn case_35_a_folder_that_is_mounted_is_published_to_file_by_file() {
    let project = Project::of(GOOD);
    project.page("a.md", "A page.");
    fs::create_dir(project.path("public")).unwrap();
    let script = "mount -t tmpfs tmpfs public || exit 99; echo mine > public/note; \
                  \"$0\" build && rm content/a.md && \"$0\" build && \"$0\" verify; code=$?; \
                  ls -A public .; exit $code";
    let Some(said) = project.mounting(script) else {
        return;
    };
    said.assert_good();
    let expected = ".:\ncontent\npublic\nsite.yaml\nthemes\n\n\
                    public:\n.attache-manifest.json\n.nojekyll\n404.html\n_headers\nassets\nindex.html\n\
                    index.md\nllms.txt\nnote\nrobots.txt\nsite.webmanifest\nsitemap.xml\n";
    assert!(said.out.starts_with(expected), "{}", said.out);
    assert!(
        said.err.contains("not written by Attaché: note"),
        "{}",
        said.err
    );
}
