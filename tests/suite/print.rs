//! The page for print holds what the pages say, once, in order, and nothing in
//! it leads astray.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::crawl::target;
use super::html_tokens::{Piece, tokens};
use super::project::{Project, tree};

const BRIEFING: &str = "\
--- site.yaml
title: Wells
base_url: https://example.org/w/
markdown: {numbered: true, raw_html: true}
--- content/index.md
---
title: Home
summary: \"The bottom line [@survey].\"
key_points: [\"Dry in [August](north.md#august).\", \"A second.\"]
---
Home[^a] says this.

## Money

[^a]: A note of home.
--- content/north.md
---
title: North
order: 1
summary: The north well.
key_points: [\"A point [@survey].\"]
---
It is dry[^a], see [further down](#august), [the folder](deep/er.md#money), [home](index.md),
[the figures](deep/figures.csv), [tags](/sources/) and [the web](https://example.com/).

## August

Again[^a]. They found “two of three public wells ran dry” [@survey].

### Detail

## Money

<section id=\"own\" aria-labelledby=\"own-title\"><h2 id=\"own-title\">By hand</h2>
<a href=\"#own\">here</a> <a href=\"../deep/\">there</a> <img src=\"../deep/w.png\" alt=\"w\"></section>

[^a]: A note of the north.
--- content/deep/index.md
---
title: Deep
order: 2
review_by: 2020-01-01
---
--- content/deep/er.md
---
title: Deeper
marking: For the council alone
review_by: 2020-01-01
date: 2020-01-01
updates: [{ date: 2020-02-01, note: A second well. }]
---
First[^a]. ![A well](w.png)

## Money

[^a]: A note of the deep.
--- content/deep/figures.csv
1,2
--- content/deep/plan.md
---
title: kanari-title
draft: true
---
kanari-body
--- content/sources/survey.yaml
title: Survey
--- content/sources/survey.txt
The survey found that two of three public wells ran dry in August.
";

fn briefing() -> Project {
    let project = Project::of(BRIEFING);
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x06\0\0\0";
    project.write("content/deep/w.png", png);
    project.build(&[]).assert_good();
    project
}

/// The start tags of a file.
fn starts(html: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let pieces = tokens(html).into_iter();
    let starts = pieces.filter_map(|piece| match piece {
        Piece::Start(name, attributes) => Some((name, attributes)),
        _ => None,
    });
    starts.collect()
}

/// What a file shows within its `main`, without white space.
fn shown(html: &str) -> String {
    let start = html.find("<main").unwrap();
    let end = html.find("</main>").unwrap();
    let texts = tokens(&html[start..end]).into_iter();
    let texts = texts.filter_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        _ => None,
    });
    texts.collect::<String>().split_whitespace().collect()
}

/// The part of a page that is its own text.
fn part<'a>(html: &'a str, class: &str) -> &'a str {
    let open = format!("<div class=\"{class}\">");
    let start = html.find(&open).map_or(html.len(), |at| at + open.len());
    let rest = &html[start..];
    let mut depth = 1;
    for (at, _) in rest.match_indices('<') {
        let tag = &rest[at..];
        depth += i32::from(tag.starts_with("<div")) - i32::from(tag.starts_with("</div"));
        if depth == 0 {
            return &rest[..at];
        }
    }
    rest
}

/// What an address within a page for print leads to, proved.
fn assert_sound(html: &str, has_file: impl Fn(&str) -> bool, base: &str) {
    let mut ids = BTreeSet::new();
    for (name, attributes) in starts(html) {
        if let Some(id) = attributes.get("id") {
            assert!(ids.insert(id.clone()), "`{id}` of {name} is there twice");
        }
    }
    for (name, attributes) in starts(html) {
        for key in ["aria-labelledby", "aria-describedby", "aria-controls"] {
            for id in attributes.get(key).map_or("", |ids| ids).split_whitespace() {
                assert!(ids.contains(id), "{key} of {name}: no `{id}`");
            }
        }
        for key in ["href", "src"] {
            let Some(address) = attributes.get(key) else {
                continue;
            };
            match address.strip_prefix('#') {
                Some(id) => assert!(ids.contains(id), "{name}: no `{id}`"),
                None => {
                    let path = target("print/index.html", address, base);
                    assert!(path.is_none_or(|path| has_file(&path)), "{address}");
                }
            }
        }
    }
}

fn levels(html: &str) -> Vec<u8> {
    let names = starts(html).into_iter().map(|(name, _)| name);
    let digits = names.filter_map(|name| match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    });
    digits.collect()
}

fn assert_outline(html: &str) {
    let levels = levels(html);
    assert_eq!(levels.first(), Some(&1));
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    for pair in levels.windows(2) {
        assert!(pair[1] <= pair[0] + 1, "{levels:?}");
    }
}

#[test]
fn ids_are_unique_and_every_link_leads_somewhere() {
    let project = briefing();
    let html = project.read("public/print/index.html");
    let site = project.tree("public");
    let base = "https://example.org/w/";
    assert_sound(
        &html,
        |path| site.contains_key(path) || path == "deep/w.png",
        base,
    );
    for link in [
        // To a heading of another page, from its first words, and of its own.
        "href=\"#c2.august\">August</a>",
        "href=\"#c2.august\">further down</a>",
        "href=\"#c4.money\">the folder</a>",
        "href=\"#c1\">home</a>",
        // To what is no page of the briefing.
        "href=\"../deep/figures.csv\">the figures</a>",
        "href=\"../sources/\">tags</a>",
        "href=\"https://example.com/\" rel=\"external\">the web</a>",
        "src=\"../deep/w.png\" alt=\"A well\"",
        // Written as HTML.
        "<section aria-labelledby=\"c2.own-title\" id=\"c2.own\"><h3 id=\"c2.own-title\">",
        "<a href=\"#c2.own\">here</a> <a href=\"../north/../deep/\">there</a>",
        "src=\"../north/../deep/w.png\"",
        // Notes, numbered in each chapter.
        "id=\"c2.fn-3\"",
        "id=\"c4.fn-1\"",
        "id=\"c2.para-1\"",
        "href=\"#c2.checked-2\"",
        "href=\"#source-survey\"",
    ] {
        assert!(html.contains(link), "{link} is not in {html}");
    }
}

#[test]
fn headings_are_an_outline() {
    let html = briefing().read("public/print/index.html");
    assert_outline(&html);
    for heading in [
        "<h2 id=\"c1.money\">Money",
        "<h2 id=\"c2\">North",
        "<h3 id=\"c2.august\">August",
        "<h4 id=\"c2.detail\">Detail",
    ] {
        assert!(html.contains(heading), "{heading}");
    }
}

#[test]
fn it_says_what_the_pages_say() {
    let project = briefing();
    let html = project.read("public/print/index.html");
    let print = shown(&html);
    let mut from = 0;
    for (path, title) in [
        ("index.html", "Wells"),
        ("north/index.html", "North"),
        ("deep/index.html", "Deep"),
        ("deep/er/index.html", "Deeper"),
    ] {
        let page = project.read(&format!("public/{path}"));
        let whole = |part: &str| shown(&format!("<main>{part}</main>"));
        for piece in [
            title.to_owned(),
            whole(part(&page, "standfirst")),
            whole(part(&page, "body")),
        ] {
            let at = print[from..].find(&piece);
            from +=
                at.unwrap_or_else(|| panic!("{path}: {piece} is not behind {}", &print[..from]));
        }
    }
    assert!(!html.contains("kanari"));
    let said = project.build(&["--drafts", "--out", "drafts"]);
    said.assert_good();
    let drafts = project.read("drafts/print/index.html");
    assert!(drafts.contains("kanari-body") && drafts.contains("Draft, not for publication"));
}

#[test]
fn search_engines_leave_it_out_and_readers_find_it() {
    let project = briefing();
    let html = project.read("public/print/index.html");
    assert!(html.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(html.contains("<link rel=\"canonical\" href=\"https://example.org/w/\">"));
    assert!(!html.contains("application/ld+json"));
    assert!(!project.read("public/sitemap.xml").contains("print/"));
    assert!(
        project
            .read("public/deep/er/index.html")
            .contains("href=\"../../print/\"")
    );
}

#[test]
fn it_is_there_where_it_is_of_use() {
    let project = Project::of("--- content/index.md\n---\ntitle: Home\n---\n");
    let is_there = |said: &str| {
        project.write("site.yaml", said);
        project.build(&[]).assert_good();
        project.has("public/print/index.html")
    };
    assert!(!is_there(""));
    assert!(is_there("print: true\n"));
    project.page("a.md", "A.");
    assert!(is_there(""));
    assert!(!is_there("print: false\n"));
    for number in 2..200 {
        project.page(&format!("{number}.md"), "One.");
    }
    assert!(is_there(""));
    project.page("200.md", "One.");
    assert!(!is_there(""));
    assert!(is_there("print: true\n"));
}

#[test]
fn a_page_of_ones_own_cannot_take_its_place_unseen() {
    let project = Project::of("--- content/index.md\n---\ntitle: Home\n---\n");
    project.page("print.md", "My own.");
    assert!(
        project
            .refused(&[])
            .contains("two things have the address /print/")
    );
    project
        .write("site.yaml", "print: false\n")
        .build(&[])
        .assert_good();
}

#[test]
fn the_one_of_the_sample_is_sound() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = tree(&root.join("public"));
    let html = String::from_utf8(site["print/index.html"].clone()).unwrap();
    assert_sound(
        &html,
        |path| site.contains_key(path),
        "https://attache.example/sochi/",
    );
    assert_outline(&html);
}
