//! What is made beside the pages: the Markdown of each, `llms.txt`, `_headers` and the
//! web manifest.

use std::path::Path;

use attache::content::Route;
use attache::markdown::{
    self, Cited, Form, Highlighter, Labels, Options, Outside, Reference, Resolved, Surroundings,
};
use proptest::prelude::*;

use super::project::{Project, Tree, names, tree};

const SITE: &str = "\
title: \"Wells: a briefing\"
description: What is *known* of the wells.
base_url: https://example.org/water/
publisher: The library
";

const PAGES: &str = "\
--- content/index.md
---
title: Home
as_of: 2026-11-20
key_points: [\"Most are [in use](deep/wells.md) [@report, p. 2].\"]
---
Begin with [the state of the wells](deep/wells.md#state).
--- content/deep/index.md
---
title: Deep places
summary: Below ground.
---
--- content/deep/wells.md
---
title: Wells [so] called
summary: \"As @report says, “all of the nine wells are in use” [@report].\"
date: 2026-11-10
extra: {review: kanari-review}
---
## State {#state .own-class}

\"All of the nine wells are in use\" [@report, para. 1]. See [home](../index.md), [above](#state),
![A pump](pump.svg \"It\"), <https://example.net/a_b_c>.
2024. It began with $5 & a\\<b> [so] <!-- kanari-comment --> *care*.[^note] It went on [@closed].

[^note]: As it is told [@report].
[^kanari-label]: kanari-note

```text {title=\"a.txt\", marks=\"1\"}
<!-- shown -->
```

[kanari-definition]: # (kanari-definition-title)
[used]: ../index.md

| a | b |
|---|---|
| [x][used] | y |
--- content/deep/pump.svg
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>
--- content/kanari-draft.md
---
title: kanari-draft-title
draft: true
---
kanari-draft-body
--- content/deep/soon.md
---
title: kanari-soon-title
publish_at: 2026-11-24
---
--- content/sources/report.yaml
title: \"Report on Wells\"
author: {family: Otieno, given: A.}
published: 2025-03-01
url: https://example.net/report_on_wells/
language: en
--- content/sources/report.txt
All of the nine wells are in use.
--- content/sources/closed.yaml
title: kanari-private-title
private: true
note: kanari-private-note
--- content/sources/closed.txt
kanari-private-text
";

const WELLS: &str = "\
# Wells [so] called

> As Otieno[^1] says, “all of the nine wells are in use”[^2].

- Published: 10 November 2026
- <https://example.org/water/deep/wells/>

## State

\"All of the nine wells are in use\"[^3]. See [home](https://example.org/water/), \
[above](https://example.org/water/deep/wells/#state),
![A pump](https://example.org/water/deep/pump.svg \"It\"), <https://example.net/a_b_c>.
2024\\. It began with \\$5 & a&lt;b> [so]  *care*.[^4] It went on[^5].

a.txt

```text
<!-- shown -->
```

|a|b|
|-|-|
|[x](https://example.org/water/)|y|

[^1]: Otieno, A. 2025. “Report on Wells.” March 1. <https://example.net/report_on_wells/>.

[^2]: Otieno. Verified: Its 8 words stand in this order in paragraph 1 of the source’s text. \
When that text was retrieved is not recorded.

[^3]: Otieno, para.\u{a0}1. Verified: Its 8 words stand in this order in paragraph 1 of the \
source’s text. When that text was retrieved is not recorded.

[^4]: As it is told (Otieno).

[^5]: A source that is not public.
";

const LLMS: &str = "\
# Wells: a briefing

> What is \\*known\\* of the wells.

- The library

## Topics

- [Home](https://example.org/water/index.md): What is \\*known\\* of the wells.

## Deep places

- [Deep places](https://example.org/water/deep/index.md): Below ground.
- [Wells [so] called](https://example.org/water/deep/wells/index.md): As Otieno says, “all of \
the nine wells are in use”.

## Optional

- [Sources](https://example.org/water/sources/): What this briefing rests on, and where each \
source is used.
";

const NOW: [&str; 2] = ["--now", "2026-11-23T12:00"];

/// The pages above as a site with more settings.
fn built(settings: &str) -> Project {
    let project = Project::of(PAGES);
    project.write("site.yaml", format!("{SITE}{settings}"));
    project.build(&NOW).assert_good();
    project
}

fn holding(tree: &Tree, word: &str) -> Vec<String> {
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(word);
    let found = tree
        .iter()
        .filter(|(path, bytes)| path.contains(word) || holds(bytes));
    found.map(|(path, _)| path.clone()).collect()
}

#[test]
fn each_page_has_its_markdown_beside_it() {
    let project = built("");
    assert_eq!(project.read("public/deep/wells/index.md"), WELLS);
    let home = project.read("public/index.md");
    for part in [
        "# Wells: a briefing\n\n- As of: 20 November 2026\n- Updated: 10 November 2026\n- <https://example.org/water/>\n",
        "\n## Key points\n\n- Most are [in use](https://example.org/water/deep/wells/)[^1].\n",
        "\n## Topics\n\n- [Deep places](https://example.org/water/deep/index.md): Below ground.\n",
        "\n[^1]: Otieno, A. 2025. “Report on Wells.” March 1. \
         <https://example.net/report_on_wells/>. P.\u{a0}2.\n",
    ] {
        assert!(home.contains(part), "{part}\n{home}");
    }
    let html = project.read("public/deep/wells/index.html");
    assert!(html.contains("<link rel=\"alternate\" type=\"text/markdown\" href=\"index.md\">"));
    assert!(!project.has("public/sources/index.md"));
}

/// Nothing of a file is in it but what its page shows.
#[test]
fn what_readers_do_not_see_is_in_no_markdown() {
    let tree = built("").tree("public");
    assert_eq!(holding(&tree, "kanari"), Vec::<String>::new());
    // Nor where HTML is kept.
    let project = Project::of(PAGES);
    project.write("site.yaml", format!("{SITE}markdown: {{raw_html: true}}\n"));
    project.write(
        "content/html.md",
        "---\ntitle: HTML\nsummary: It is kept.\n---\n<div data-x=\"kept\" onclick=\"kanari-1()\">Shown</div>\n\n<script>kanari-2</script>\n\n\
         A <!-- kanari-3 --> line <script>kanari-4</script><b title=\"kanari-5\">bold</b> on.\n\n\
         <style>\nkanari-6\n\nkanari-7\n</style>\n\nEnd.",
    );
    project.build(&NOW).assert_good();
    let markdown = project.read("public/html/index.md");
    assert!(
        markdown.contains("Shown</div>\n\nA  line bold on."),
        "{markdown}"
    );
    assert!(markdown.ends_with("\n\nEnd.\n"), "{markdown}");
    let tree = project.tree("public").into_iter();
    let markdown = tree.filter(|(path, _)| !path.ends_with(".html")).collect();
    assert_eq!(holding(&markdown, "kanari"), Vec::<String>::new());
}

/// With `--drafts`, pages are shown that have no Markdown, as nobody is to keep it.
#[test]
fn a_draft_has_no_markdown() {
    let project = built("");
    project
        .build(&[&NOW[..], &["--drafts"]].concat())
        .assert_good();
    assert!(project.has("public/kanari-draft/index.html"));
    assert!(!project.has("public/kanari-draft/index.md"));
    assert!(!project.read("public/llms.txt").contains("kanari"));
    assert!(!project.read("public/index.md").contains("kanari"));
}

#[test]
fn the_list_for_machines_names_each_page_with_its_summary() {
    let list = built("evidence: {home_line: false}\n").read("public/llms.txt");
    assert!(list.starts_with(LLMS), "{list}");
}

#[test]
fn links_are_relative_where_the_site_has_no_address() {
    let project = Project::of(PAGES);
    project.write("site.yaml", "title: Wells\n");
    project.build(&NOW).assert_good();
    let page = project.read("public/deep/wells/index.md");
    assert!(
        page.contains("See [home](../../), [above](./#state),\n![A pump](../pump.svg"),
        "{page}"
    );
    let list = project.read("public/llms.txt");
    assert!(
        list.contains("- [Deep places](deep/index.md): Below ground."),
        "{list}"
    );
}

#[test]
fn all_of_it_can_be_left_out() {
    let tree = built("outputs: {markdown: false, llms: false, headers: false, nojekyll: false}\n")
        .tree("public");
    let made = names(&tree);
    let others = |name: &&&str| {
        name.ends_with(".md") || ["llms.txt", "_headers", ".nojekyll"].contains(*name)
    };
    assert_eq!(made.iter().filter(others).count(), 0, "{made:?}");
    assert_eq!(holding(&tree, "text/markdown"), Vec::<String>::new());
    // The list then names the pages themselves.
    let project = built("outputs: {markdown: false}\n");
    let list = project.read("public/llms.txt");
    assert!(
        list.contains("](https://example.org/water/deep/wells/): As"),
        "{list}"
    );
}

/// What `.ci/site` opens every page under.
#[test]
fn hosts_are_told_the_policy_that_the_pages_are_tested_under() {
    let checks = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/site/check-pages.mjs");
    let checks = std::fs::read_to_string(checks).unwrap();
    let policy = checks.split("export const POLICY = \"").nth(1).unwrap();
    let policy: String = policy.split(';').take(9).collect::<Vec<_>>().join(";");
    let policy = policy.replace("\"\n  + \"", "");
    let policy = policy.split('"').next().unwrap();
    let headers = built("").read("public/_headers");
    let told = format!("\n/*\n  Content-Security-Policy: {policy}; frame-ancestors 'self'\n");
    assert!(headers.contains(&told), "{told}{headers}");
    assert!(!headers.contains("unsafe"));
    let assets = "\n/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n";
    assert!(headers.ends_with(assets), "{headers}");
    // A page may show a picture from elsewhere.
    let project = Project::of("--- content/index.md\n---\ntitle: Home\n---\n");
    project.page(
        "far.md",
        "![Far](https://pictures.example/a.png) ![B](http://b.example:80/c)",
    );
    project.build(&[]).assert_good();
    let headers = project.read("public/_headers");
    let pictures = "img-src 'self' http://b.example:80 https://pictures.example; font-src";
    assert!(headers.contains(pictures), "{headers}");
}

#[test]
fn the_manifest_says_what_the_site_is() {
    let project = built("language: ar\n");
    let text = project.read("public/site.webmanifest");
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (key, expected) in [
        ("name", "Wells: a briefing"),
        ("short_name", "Wells"),
        ("lang", "ar"),
        ("dir", "rtl"),
        ("start_url", "./"),
    ] {
        assert_eq!(manifest[key], expected, "{text}");
    }
    let icon = manifest["icons"][0]["src"].as_str().unwrap();
    assert!(project.has(&format!("public/{icon}")), "{icon}");
    let page = project.read("public/deep/wells/index.html");
    assert!(page.contains("<link rel=\"manifest\" href=\"../../site.webmanifest\">"));
    // A title may hold anything.
    let project = Project::of("--- content/index.md\n---\ntitle: 'A \"</script>\\ B'\n---\n");
    project.build(&[]).assert_good();
    let text = project.read("public/site.webmanifest");
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(manifest["name"], "A \"</script>\\ B");
}

#[test]
fn a_component_is_what_it_shows_and_nothing_of_its_yaml() {
    let project = Project::of(PAGES);
    project.write(
        "content/sources/kanari-key.yaml",
        "title: Kanari\nprivate: true\n",
    );
    let timeline = "```timeline\n# kanari-comment\n- date: 2024-11\n  text: \"A *dry* month, see \
                    [home](index.md)\"\n  source: kanari-key, para. 4\n```\n";
    project.page("a.md", timeline);
    project.build(&NOW).assert_good();
    let markdown = project.read("public/a/index.md");
    assert!(
        markdown.contains("- November 2024\n  - A dry month, see home"),
        "{markdown}"
    );
    let leaks = holding(&project.tree("public"), "anari");
    assert_eq!(leaks, [""; 0]);
}

#[test]
fn a_file_of_the_users_own_takes_the_place() {
    let project = Project::of(PAGES);
    for name in ["_headers", "llms.txt", "site.webmanifest"] {
        project.write(&format!("content/static/{name}"), "Mine.");
    }
    project.build(&NOW).assert_good();
    for name in ["_headers", "llms.txt", "site.webmanifest"] {
        assert_eq!(project.read(&format!("public/{name}")), "Mine.");
    }
}

#[test]
fn the_address_of_a_pages_markdown_is_no_alias() {
    let alias = Route::of_alias("/deep/index.md/");
    assert_eq!(
        alias.unwrap_err().0,
        "has a part that is the Markdown of a page"
    );
}

/// A text in Markdown.
fn portable(text: &str, form: Form) -> String {
    let outside = Outside {
        component: &|_| Vec::new(),
        address: &|dest| dest.to_owned(),
        cite: &|_| Reference::default(),
    };
    let portable = markdown::portable(text, form, &Options::default(), &outside);
    format!("{}\n\n{}", portable.text, portable.notes)
}

/// What a page shows of a text in Markdown, word for word, with its elements.
fn shown(text: &str) -> String {
    let around = Surroundings {
        resolve: &|dest, _| Resolved {
            href: dest.to_owned(),
            ..Resolved::default()
        },
        cite: &|_| Cited::default(),
        component: &|_| String::new(),
        explain: &|_| None,
        chapter: None,
    };
    let (options, labels) = (Options::default(), Labels::default());
    let html = markdown::render(text, &options, &labels, &Highlighter::new(), &around);
    let html = html.replace('\n', " ").replace("> <", "><");
    html.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_written_anew_shows_the_same() {
    for folder in ["docs", "content"] {
        for (path, bytes) in tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            // Without front matter and citations, which become footnotes.
            let text = text.splitn(3, "---\n").last().unwrap().replace('@', "");
            if path.ends_with(".md") {
                let anew = portable(&text, Form::Body);
                assert_eq!(shown(&anew), shown(&text), "{path}\n{anew}");
                assert_eq!(portable(&anew, Form::Body), anew, "{path}");
            }
        }
    }
}

proptest! {
    /// No text becomes markup, wherever it stands.
    #[test]
    fn a_text_stays_a_text(text in "[a-z0-9 #*_~`$<>&;:|!\\[\\]().+=\\\\-]{0,24}|[^@\\pC]{0,12}") {
        let mut options = pulldown_cmark::Options::all();
        options.remove(pulldown_cmark::Options::ENABLE_SMART_PUNCTUATION);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let anew = portable(&text, Form::Plain);
        let mut read = String::new();
        for event in pulldown_cmark::Parser::new_ext(&anew, options) {
            match event {
                pulldown_cmark::Event::Text(text) => read.push_str(&text),
                event => {
                    let is_paragraph = format!("{event:?}").contains("Paragraph");
                    prop_assert!(is_paragraph || anew.contains("<http") || anew.contains("<mailto")
                        || anew.contains('@'), "{event:?} {anew:?}");
                }
            }
        }
        prop_assert_eq!(words(&read), words(&text), "{:?}", anew);
    }
}
