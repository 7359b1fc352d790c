//! Terms are explained where a page uses them first, listed on a page of their own, and
//! nowhere else; and nothing is told of what no reader may see.

use attache::markdown::{Highlighter, Labels, Options, Resolved, Terms, render, scan};

use super::markdown::around;
use super::project::Project;

/// The words that are marked in a body, and the terms noted of it.
fn marked(body: &str, options: &Options) -> (Vec<String>, Vec<usize>) {
    let highlighter = Highlighter::new();
    let facts = scan(body, options, &highlighter);
    let resolve = |dest: &str, _: bool| Resolved {
        href: dest.to_owned(),
        ..Resolved::default()
    };
    let html = render(
        body,
        options,
        &Labels::default(),
        &highlighter,
        &around(&resolve),
    );
    let pieces = html.split("<span class=\"term\"><a ").skip(1);
    let words = pieces.map(|piece| {
        let (_, words) = piece.split_once('>').unwrap();
        words.split_once("</a>").unwrap().0.replace('\n', " ")
    });
    (words.collect(), facts.terms)
}

fn options() -> Options {
    let mut terms = Terms::default();
    let forms = ["union", "joint declaration", "WHO", "declaration"];
    for (number, form) in forms.into_iter().enumerate() {
        terms.add(form, number, form == "WHO").unwrap();
    }
    Options {
        terms,
        raw_html: true,
        smart_punctuation: true,
        ..Options::default()
    }
}

#[test]
fn the_first_use_of_a_term_in_a_sentence_is_marked() {
    for (body, expected) in [
        ("A union, the union; who, WHO.", vec!["union", "WHO"]),
        (
            "The joint\ndeclaration and a declaration.",
            vec!["joint declaration", "declaration"],
        ),
        (
            "## Union\n\nSee [the union](a.md), `union`, ![union](a.png), the *union*.",
            vec!["union"],
        ),
        (
            "| union |\n|---|\n| union |\n\nUnion\n: A union",
            vec!["union"],
        ),
        (
            "> The union.\n\n> [!NOTE]\n> A union's note.",
            vec!["union"],
        ),
        (
            "Said \"the union of two public wells\" [@a] of the union.",
            vec!["union"],
        ),
        ("Said \"the union [or WHO] of two wells\" [@a].", vec![]),
        (
            "It's the union[^n].\n\n[^n]: A union of WHO.",
            vec!["union"],
        ),
        (
            "```\nunion\n```\n\n$union$ &amp; \\*union\\*",
            vec!["union"],
        ),
        ("<a href=\"x\">the union</a>, union", vec!["union"]),
        ("- a union\n- a union", vec!["union"]),
        ("Reunion, unions, non-union", vec![]),
    ] {
        let (words, terms) = marked(body, &options());
        assert_eq!(words, expected, "{body}");
        assert_eq!(terms.len(), expected.len(), "{body}");
    }
}

#[test]
fn a_paragraph_has_the_address_that_it_has_without_a_glossary() {
    let body = "The union\nand the WHO.\n";
    let with = scan(body, &options(), &Highlighter::new());
    let without = scan(body, &Options::default(), &Highlighter::new());
    assert_eq!(with.paragraphs, without.paragraphs);
    assert_eq!(with.words, without.words);
}

const SITE: &str = "\
--- site.yaml
title: A site
base_url: https://example.org/
--- content/index.md
---
title: Home
---
The union met.
--- content/deep/a.md
---
title: A page
---
A <union> of the WHO: “two of three public wells ran dry” [@survey], said the union.
--- content/off.md
---
title: Off
glossary: false
---
The union again.
--- content/draft.md
---
title: Hidden page
draft: true
---
An embargo of the union.
--- content/sources/survey.yaml
title: The survey
--- content/sources/secret.yaml
title: Nobody may know
private: true
--- content/sources/draft-only.yaml
title: Of the draft
--- content/sources/survey.txt
Two of three public wells ran dry in the year of the survey.
--- content/glossary.yaml
- term: Union
  definition: \"What is *one*: “two of three public wells” [@survey, para. 1], and [home](index.md) & <b> [@secret].\"
  see: [Well]
- term: World Health Organization
  abbreviation: WHO
  definition: A body.
- term: Well
  definition: A hole.
- term: Embargo
  definition: \"Only the draft says so [@draft-only].\"
";

#[test]
fn terms_are_listed_with_the_pages_that_use_them() {
    let project = Project::of(SITE);
    project.build(&[]).assert_good();
    let list = project.read("public/glossary/index.html");
    let after = |text: &str| list.split_once(text).unwrap_or_else(|| panic!("{text}")).1;
    let union = after("<div id=\"union\">").split_once("</div>").unwrap().0;
    for part in [
        "<dt><dfn>Union</dfn></dt>",
        "What is <em>one</em>: “two of three public wells”",
        "<a href=\"../sources/#survey\">The survey</a>, para.",
        "class=\"verified\"",
        "<a href=\"../\">home</a> &amp; &lt;b&gt;",
        "<a href=\"#well\">Well</a>",
        "<a href=\"../\">A site</a>, <a href=\"../deep/a/\">A page</a>",
    ] {
        assert!(union.contains(part), "{part}\n{union}");
    }
    assert!(!union.contains("Off"), "{union}");
    assert!(after("<div id=\"world-health-organization\">").contains("<abbr>WHO</abbr>"));
    assert!(after("<div id=\"well\">").contains("A hole."));
    // It quotes, and is among what quotes.
    let evidence = project.read("public/evidence/index.html");
    assert!(
        evidence.contains("<a href=\"../glossary/#checked-1\">"),
        "{evidence}"
    );
    assert!(
        project
            .read("public/sitemap.xml")
            .contains("https://example.org/glossary/")
    );
}

#[test]
fn a_page_explains_a_term_once() {
    let project = Project::of(SITE);
    project.build(&[]).assert_good();
    let page = project.read("public/deep/a/index.html");
    let union =
        "<span class=\"term\"><a href=\"../../glossary/#union\" aria-describedby=\"term-1\">";
    assert_eq!(page.matches(union).count(), 1, "{page}");
    let meaning = "What is one: “two of three public wells” (The survey, para. 1), and home &amp; \
                   &lt;b&gt; (a source that is not public).";
    assert!(page.replace('\u{a0}', " ").contains(meaning), "{page}");
    assert!(page.contains("terms.") && page.contains("defer></script>"));
    assert!(
        !project
            .read("public/off/index.html")
            .contains("class=\"term\"")
    );
    assert!(
        !project
            .read("public/off/index.html")
            .contains("<script src")
    );
    // Where readers take the text with them, it is the text alone.
    assert!(!project.read("public/deep/a/index.md").contains("What is"));
    assert!(!project.read("public/search-index.js").contains("What is"));
    let print = project.read("public/print/index.html");
    assert!(!print.contains("class=\"term\""));
    assert!(print.contains("<h2 id=\"Glossary\">Glossary</h2>"));
    assert!(print.contains("<a href=\"#source-survey\">The survey</a>"));
}

#[test]
fn what_only_drafts_use_is_not_told() {
    let project = Project::of(SITE);
    project.build(&[]).assert_good();
    for (path, bytes) in project.tree("public") {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for word in [
            "Embargo",
            "embargo",
            "Hidden page",
            "Nobody may know",
            "Of the draft",
        ] {
            assert!(!text.contains(word), "{word} in {path}");
        }
    }
    project.build(&["--drafts"]).assert_good();
    let list = project.read("public/glossary/index.html");
    assert!(list.contains("Embargo") && list.contains("Of the draft"));
}

#[test]
fn a_site_can_do_without() {
    let project = Project::of(SITE);
    let site = project.read("site.yaml") + "glossary: false\n";
    project.write("site.yaml", site);
    project.build(&[]).assert_good();
    assert!(!project.has("public/glossary/index.html"));
    assert!(!project.read("public/index.html").contains("class=\"term\""));
}
