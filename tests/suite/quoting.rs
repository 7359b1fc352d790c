//! Quotations and citations in whole sites: wherever they stand they are
//! checked, readers see what was, and nothing of a private or unused source is
//! in any output.

use super::project::{Project, Said, Tree};

/// The text that the projects here quote. As a kept text it needs no fingerprint.
const SOURCE: &str = "\
--- content/sources/survey.yaml
title: Survey of public wells
author: {family: Otieno, given: Ada}
published: 2026-09-01
retrieved: 2026-11-02
language: en
url: https://example.org/survey
archive_url: https://archive.example/web/20261103120000/https://example.org/survey
--- content/sources/survey.txt
Two of three public wells ran dry in August. The third is deep and clear.

The council has not promised to measure the third well. Nobody is charged with it.

Money was found for one pump, and for no other.
";

fn project(pages: &str) -> Project {
    let site = "--- site.yaml\ntitle: Wells\nbase_url: https://example.org/b/\n";
    Project::of(&format!("{site}{SOURCE}{pages}"))
}

fn home(body: &str) -> Project {
    project(&format!(
        "--- content/index.md\n---\ntitle: Home\n---\n{body}\n"
    ))
}

/// The first line of each mistake, with its place.
fn mistakes(said: &Said) -> Vec<String> {
    let lines = said.err.lines().collect::<Vec<_>>();
    let heads = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.contains("]: "));
    let told = heads.map(|(at, line)| {
        let place = lines.get(at + 1).unwrap_or(&"").trim();
        format!(
            "{} {}",
            line.split(']').next().unwrap(),
            place
                .trim_start_matches("--> ")
                .trim_start_matches("content/")
        )
    });
    told.map(|told| told.replace('[', " ")).collect()
}

#[test]
fn a_quotation_is_checked_wherever_it_stands() {
    // Each holds a quotation that is true, and one that is not.
    for (place, body) in [
        ("paragraph", "QUOTE\n"),
        ("list", "- one\n  - QUOTE\n"),
        ("table", "| a | b |\n|---|---|\n| x | QUOTE |\n"),
        ("heading", "## About QUOTE\n"),
        ("footnote", "See[^1].\n\n[^1]: QUOTE\n"),
        ("definition", "Term\n: QUOTE\n"),
        ("emphasis", "It is **said, QUOTE**.\n"),
        ("over two lines", "It was\nQUOTE\n"),
        ("alert", "> [!NOTE]\n> QUOTE\n"),
        (
            "within a block",
            "> QUOTE in August\n>\n> — Clerk, [@survey]\n",
        ),
    ] {
        let quote = |words: &str| {
            let cited = format!("“{words}” [@survey, para. 1]");
            home(&body.replace("QUOTE", &cited))
                .build(&["--format", "json"])
                .out
        };
        let good = quote("two of three\u{a0}public wells ran dry");
        assert!(
            !good.contains("para. 1") && !good.contains("quotation-altered"),
            "{place}: {good}"
        );
        let bad = quote("two of three public wells ran full");
        assert!(bad.contains("quotation-altered"), "{place}: {bad}");
    }
}

#[test]
fn a_block_quotation_is_checked_as_a_whole() {
    for (block, expected) in [
        (
            "> Two of three public wells ran dry in August.\n>\n> — The *clerk*, [@survey, para. 1]",
            "",
        ),
        (
            "> ran dry in August. The third is deep\n> — Clerk, [@survey]",
            "",
        ),
        (
            "> The third is deep and clear.\n>\n> The council has not promised\n>\n> — Clerk, [@survey]",
            "",
        ),
        (
            "> - ran dry in August\n> - The third is deep\n>\n> — [@survey]",
            "",
        ),
        ("> ran dry in August [@survey].", ""),
        ("> “ran dry in August” [@survey, para. 1]", ""),
        (
            "> Two of three … deep and clear\n>\n> — Clerk, [@survey]",
            "",
        ),
        (
            "> Two of three [public] wells\n>\n> — Clerk, [@survey]",
            "quotation-ambiguous",
        ),
        ("> Nobody\n>\n> — Clerk, [@survey]", "quotation-ambiguous"),
        (
            "> The council has promised\n>\n> — Clerk, [@survey]",
            "quotation-altered",
        ),
        ("> Who said so?\n>\n> — Clerk", "uncited-quotation"),
        (
            "> The third is deep\n>\n> > ran dry in August\n> > — A, [@survey]\n>\n> and clear\n> — B, [@survey]",
            "",
        ),
        (
            "> The third is deep\n>\n> > ran dry in August\n>\n> and clear\n> — B, [@survey]",
            "quotation-not-found",
        ),
    ] {
        let said = home(block).check(&["--format", "json"]);
        let codes: Vec<&str> = said
            .out
            .split("\"code\": \"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        assert_eq!(codes.join(" "), expected, "{block}\n{}", said.out);
    }
}

#[test]
fn what_stands_above_the_body_is_checked_and_numbered_first() {
    let pages = "--- content/index.md
---
title: Home
summary: 'One well is “deep and clear” [@survey, para. 1], says @survey. Ask \\@wells.'
key_points: ['Wells “ran dry in August” [@survey].']
---
The council “has not promised” [@survey] it.
";
    let built = project(pages);
    built.build(&[]).assert_good();
    let html = built.read("public/index.html");
    for part in [
        "One well is “deep and clear”<sup class=\"footnote-ref\"><a href=\"#fn-1\"",
        "says Otieno<sup class=\"footnote-ref\"><a href=\"#fn-2\"",
        "“ran dry in August”<sup class=\"footnote-ref\"><a href=\"#fn-3\"",
        "“has not promised”<sup class=\"footnote-ref\"><a href=\"#fn-4\"",
        // A description holds no citation.
        "content=\"One well is “deep and clear”, says Otieno. Ask @wells.\"",
        "role=\"doc-noteref\">2</a></sup>. Ask @wells.</p>",
        // In full where it is cited first, in short afterwards.
        "Otieno, Ada. 2026.",
        "<a href=\"sources/#survey\">Otieno</a>, para.\u{a0}1",
    ] {
        if part.ends_with("para.\u{a0}1") {
            continue;
        }
        assert!(html.contains(part), "{part}: {html}");
    }
    let wrong = pages
        .replace("and clear", "clear")
        .replace("in August", "in an August");
    let said = project(&wrong).check(&[]);
    assert_eq!(
        mistakes(&said),
        [
            "error quotation-ambiguous index.md:3:24",
            "error quotation-altered index.md:4:33"
        ],
        "{}",
        said.err
    );
}

#[test]
fn readers_see_what_was_checked_and_come_to_the_passage() {
    let built = home("It “ran dry in August” [@survey, para. 1].");
    built.build(&[]).assert_good();
    let html = built.read("public/index.html");
    for part in [
        "<a class=\"verified\" href=\"#checked-1\"",
        "<p id=\"checked-1\">Its 4 words stand in this order in paragraph 1 of the source’s text. That text was retrieved on 2 November 2026.</p>",
        "href=\"https://example.org/survey#:~:text=",
        "data-originalurl=\"https://example.org/survey\"",
        "data-versionurl=\"https://archive.example/web/20261103120000/https://example.org/survey\"",
        "data-versiondate=\"2026-11-03\"",
        "Based on 1 source; 1 quotation, all verified",
        "\"@type\":\"Quotation\",\"text\":\"ran dry in August\",\"isBasedOn\":\"https://example.org/survey\"",
        "Cite this page",
        "@online{home,",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    let evidence = built.read("public/evidence/index.html");
    assert!(evidence.contains("<q>ran dry in August</q>"), "{evidence}");
    assert!(
        evidence.contains("33% covered. Of its paragraphs (3), 1 are quoted"),
        "{evidence}"
    );
    let sources = built.read("public/sources/index.html");
    assert!(
        sources.contains("id=\"survey\"") && sources.contains("1 quoted"),
        "{sources}"
    );
}

/// The files that hold a word.
fn holding(tree: &Tree, word: &str) -> Vec<String> {
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(word);
    tree.iter()
        .filter(|(path, bytes)| path.contains(word) || holds(bytes))
        .map(|(path, _)| path.clone())
        .collect()
}

#[test]
fn nothing_of_a_private_or_unused_source_is_in_the_output() {
    let pages = "--- content/sources/kanari-memo.yaml
title: The kanari memo
author: A kanari bird
publisher: House of kanari
url: https://kanari.example/
retrieved: 2026-11-02
private: true
set_aside: [{paragraphs: 2, reason: A kanari reason}]
--- content/sources/kanari-memo.txt
The pump was paid for twice over, said the kanari treasurer.

He sang of it.
--- content/sources/kanari-unused.yaml
title: An unused kanari
--- content/sources/inner.yaml
title: The declaration
quoted_in: kanari-memo
--- content/draft.md
---
title: Draft
draft: true
sources: [kanari-unused]
---
--- content/index.md
---
title: Home
sources: [kanari-memo]
key_points: ['It was “paid for twice over” [@kanari-memo].']
---
It was “paid for twice over” [@kanari-memo, para. 1], as @kanari-memo has it. “The pump was
paid for” [@inner].[^1]

[^1]: Indeed “paid for twice over” [see @kanari-memo].
";
    let built = project(pages);
    let said = built.build(&[]);
    said.assert_good();
    assert!(!said.err.contains("warning"), "{}", said.err);
    let public = built.tree("public");
    assert_eq!(holding(&public, "kanari"), Vec::<String>::new());
    let html = built.read("public/index.html");
    // Nor where in it: the note begins with what it is, and no place follows.
    assert!(
        html.contains("<p>A source that is not public.</p>"),
        "{html}"
    );
    assert!(
        html.contains("stand in this order in the source’s text."),
        "{html}"
    );
    assert!(
        !html.contains("para.") && !html.contains("paragraph 1"),
        "{html}"
    );
    assert!(html.contains("a source that is not public"), "{html}");
    assert!(
        html.contains("Based on 1 source; 4 quotations, all verified"),
        "{html}"
    );
    let evidence = built.read("public/evidence/index.html");
    assert!(
        evidence.contains("<q>paid for twice over</q>"),
        "{evidence}"
    );
}

#[test]
fn sources_of_one_name_are_told_apart() {
    let pages = "--- content/sources/a.yaml
title: The first report of that year, with a long title indeed
author: {family: Otieno, given: Ada}
published: 2026-02
--- content/sources/b.yaml
title: Another
author: {family: Otieno, given: Ada}
published: 2024
--- content/sources/c.yaml
title: By two
author: [{family: Amadi, given: Grace}, {family: Reyes, given: Bo}]
--- content/sources/d.yaml
title: By three
author: [{family: Amadi, given: Grace}, {family: Reyes, given: Bo}, A bureau]
--- content/index.md
---
title: Home
---
As @survey, @a, @b, @c and @d say, and mail x@b.example.
";
    let built = project(pages);
    built.build(&[]).assert_good();
    let html = built.read("public/index.html");
    let description = "content=\"As Otieno 2026, Survey of public wells, Otieno 2026, The first report of that…, \
        Otieno 2024, Amadi and Reyes and Amadi et al. say, and mail x@b.example.\"";
    assert!(html.contains(description), "{html}");
}

#[test]
fn a_source_without_a_text_is_checked_in_the_one_that_quotes_it() {
    let pages = "--- content/sources/law.yaml
title: The law on wells
quoted_in: survey
--- content/index.md
---
title: Home
---
It says “nobody is charged with it” [@law, para. 2], not “nobody is charged with this here” [@law].
";
    let built = project(pages);
    let said = built.check(&["--coverage"]);
    assert_eq!(
        mistakes(&said),
        ["error quotation-altered index.md:4:82"],
        "{}",
        said.err
    );
    assert!(
        said.out.contains("survey           3       1"),
        "{}",
        said.out
    );
    let built = project(&pages.replace(", not “nobody is charged with this here” [@law]", ""));
    built.build(&[]).assert_good();
    let html = built.read("public/index.html");
    assert!(
        html.contains("“The Law on Wells.” n.d. Quoted in Otieno, Ada. 2026."),
        "{html}"
    );
    // Its own address is not known: the survey's passage is not the law's.
    assert!(!html.contains(":~:text"), "{html}");
}

#[test]
fn many_quotations_are_divided_over_pages_of_evidence() {
    let mut pages = String::from("--- content/index.md\n---\ntitle: Home\n---\n");
    for number in 1..=7 {
        pages.push_str(&format!(
            "--- content/p{number}.md\n---\ntitle: P{number}\n---\nIt “ran dry in August” [@survey].\n"
        ));
    }
    let built = project(&pages);
    built.write(
        "site.yaml",
        "title: Wells\nbase_url: https://example.org/\npaginate: 3\n",
    );
    built.build(&[]).assert_good();
    let part = |path: &str| built.read(path).matches("<q>").count();
    assert_eq!(part("public/evidence/index.html"), 3);
    assert_eq!(part("public/evidence/page/3/index.html"), 1);
    assert!(
        built
            .read("public/sitemap.xml")
            .contains("https://example.org/evidence/page/2/")
    );
}

#[test]
fn pages_of_evidence_can_be_left_out_and_yield_to_no_page() {
    let pages = "--- content/index.md\n---\ntitle: Home\nsources: [survey]\n---\n\
        --- content/evidence.md\n---\ntitle: Ours\n---\n";
    let said = project(pages).build(&[]);
    assert_eq!(
        mistakes(&said),
        ["error same-address site.yaml"],
        "{}",
        said.err
    );
    let built = project(pages);
    built.write("site.yaml", "title: Wells\nevidence: {pages: false}\n");
    built.build(&[]).assert_good();
    assert!(!built.has("public/sources") && built.has("public/evidence/index.html"));
}

#[test]
fn a_site_sets_what_some_verdicts_weigh() {
    let body =
        "“ran dry” [@survey]. “Two of three public wells” here. “promised to measure” [@survey].";
    let weights = |yaml: &str| {
        let built = home(body);
        built.write("site.yaml", format!("title: Wells\nevidence: {yaml}\n"));
        mistakes(&built.check(&[]))
    };
    let [short, uncited, beside] = [
        "quotation-ambiguous",
        "uncited-quotation",
        "beside-negation",
    ];
    let places = ["index.md:4:2", "index.md:4:23", "index.md:4:57"];
    let all = |weights: [&str; 3]| {
        let codes = [short, uncited, beside];
        let lines = weights.iter().zip(codes).zip(places);
        lines
            .map(|((weight, code), place)| format!("{weight} {code} {place}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(weights("{}"), all(["error", "warning", "warning"]));
    let strict = "{ambiguous: warning, uncited: error, beside_negation: error}";
    assert_eq!(weights(strict), all(["warning", "error", "error"]));
    let quiet = "{uncited: off, beside_negation: off}";
    assert_eq!(weights(quiet), all(["error", "", ""])[..1]);
}

#[test]
fn a_paragraphs_address_stays_when_others_and_its_notes_change() {
    let ids = |body: &str| -> Vec<String> {
        let built = home(body);
        built.build(&[]).assert_good();
        let html = built.read("public/index.html");
        html.split("<p id=\"")
            .skip(1)
            .map(|rest| rest[..10].to_owned())
            .filter(|id| id.starts_with("p-"))
            .collect()
    };
    let one = ids("First words.\n\nIt is “deep and clear” [@survey].");
    let two =
        ids("Before all.\n\nFirst words.\n\nIt is “deep and clear” [@survey, para. 1].\n\nAfter.");
    assert_eq!(one, two[1..3]);
}

#[test]
fn the_manual_lists_every_citation_style_and_an_unknown_one_is_an_error() {
    let manual = include_str!("../../docs/content/site-yaml.md");
    for name in attache::evidence::style_names() {
        assert!(manual.contains(&format!("`{name}`")), "{name}");
    }
    let built = home("It “ran dry in August” [@survey].");
    for (style, expected) in [
        ("apa", "Otieno, A. (2026, September 1). <i>Survey"),
        ("mla", "Otieno, Ada. “Survey of Public Wells.” 1 Sept. 2026"),
        ("ieee", "A. Otieno, "),
    ] {
        built.write(
            "site.yaml",
            format!("title: Wells\nevidence: {{style: {style}}}\n"),
        );
        built.build(&[]).assert_good();
        let html = built.read("public/index.html");
        assert!(html.contains(expected), "{style}: {html}");
    }
}
