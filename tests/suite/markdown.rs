//! What the tests of Markdown share, and what holds for every text: no text
//! breaks the passes, and what comes out is balanced and harmless.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use attache::diagnostic::Code;
use attache::markdown::{
    Cited, Explained, Facts, Highlighter, Labels, Options, Resolve, Resolved, Surroundings, inline,
    render, scan, scan_inline,
};
use proptest::prelude::*;

use super::html_tokens::{Piece, tokens, unbalanced};

pub fn everything() -> Options {
    Options {
        numbered: true,
        smart_punctuation: true,
        ..Options::default()
    }
}

pub fn around<'a>(resolve: &'a Resolve<'a>) -> Surroundings<'a> {
    Surroundings {
        resolve,
        cite: &cited,
        chapter: None,
        component: &|number| format!("<p>component {number}</p>\n"),
        explain: &explained,
    }
}

/// A term as its number.
fn explained(number: usize) -> Option<Explained> {
    Some(Explained {
        href: format!("terms#{number}"),
        meaning: format!("meaning {number}"),
    })
}

/// A citation as its number.
fn cited(number: usize) -> Cited {
    Cited {
        name: format!("Name {number}"),
        note: format!("note {number}"),
        inline: format!("short {number}"),
        locator: format!(" (locator {number})"),
        mark: "<b>✓</b>".to_owned(),
    }
}

pub fn unchanged(dest: &str, _: bool) -> Resolved {
    Resolved {
        href: dest.to_owned(),
        ..Resolved::default()
    }
}

pub fn both(body: &str, options: &Options) -> (Facts, String) {
    let highlighter = Highlighter::new();
    let facts = scan(body, options, &highlighter);
    let html = render(
        body,
        options,
        &Labels::default(),
        &highlighter,
        &around(&unchanged),
    );
    (facts, html)
}

pub fn codes(body: &str, options: &Options) -> Vec<Code> {
    let facts = scan(body, options, &Highlighter::new());
    facts.problems.iter().map(|problem| problem.code).collect()
}

/// Whether nothing in some HTML can run, and no id stands twice.
pub fn check_harmless(html: &str) {
    let mut ids = BTreeSet::new();
    let mut links = 0;
    for piece in tokens(html) {
        links -= i32::from(piece == Piece::End("a".to_owned()));
        let Piece::Start(name, attributes) = piece else {
            continue;
        };
        links += i32::from(name == "a");
        assert!(links < 2, "a link in a link: {html}");
        assert!(
            !["script", "style", "iframe", "object", "form"].contains(&name.as_str()),
            "{html}"
        );
        for (attribute, value) in attributes {
            assert!(!attribute.starts_with("on"), "{html}");
            let value: String = value
                .chars()
                .filter(|c| !c.is_control() && *c != ' ')
                .collect();
            let value = value.to_lowercase();
            if ["href", "src"].contains(&attribute.as_str()) {
                for scheme in ["javascript:", "vbscript:", "data:", "file:"] {
                    assert!(!value.starts_with(scheme), "{html}");
                }
            }
            if attribute == "id" {
                assert!(ids.insert(value.clone()), "{value} stands twice: {html}");
            }
        }
    }
}

const PIECES: &[&str] = &[
    "[@a, para. 3]",
    "@b",
    "“",
    "”",
    " \"",
    "> ",
    "— ",
    "\\@",
    "[",
    "]",
    "(",
    ")",
    "![",
    "[^1]",
    "[^1]: ",
    "\n",
    "\n\n",
    "    ",
    "- ",
    "> ",
    "# ",
    "## ",
    "`",
    "```",
    "```rust {numbers, marks=1-2}\n",
    "*",
    "**",
    "_",
    "~~",
    "|",
    "|-|\n",
    "$",
    "$$",
    "\\",
    "\\frac",
    "{",
    "}",
    "<",
    ">",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "$5",
    "&#2;",
    "<script>",
    "&",
    "&amp;",
    "&#106;",
    "javascript:",
    "data:",
    "http://a.b/",
    "www.a.b",
    "a@b.cd",
    ":",
    ": ",
    "x",
    "é",
    "字",
    "\t",
    "[!NOTE]\n",
    "{#id}",
    "{#id .c}",
    "[ ] ",
    "[x] ",
    "===\n",
    "---\n",
    "1. ",
    "\"t\"",
    "'",
    "\u{0}",
    "\u{202e}",
    "[a]: ",
    "[a]",
    " ",
    " ",
    "\r\n",
    "^",
    "...",
    "--",
];

/// Markdown's own characters, more often than chance would have them.
fn markdown() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(PIECES);
    prop_oneof![
        prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat()),
        any::<String>(),
    ]
}

/// Whether the links and images that a line shows are those that its facts list.
fn check_listed(line: &str) {
    let written = RefCell::new(Vec::new());
    let resolve = |dest: &str, image: bool| {
        written.borrow_mut().push((dest.to_owned(), image));
        unchanged(dest, image)
    };
    let html = inline(
        line,
        &Options::default(),
        &Labels::default(),
        &around(&resolve),
    )
    .html;
    let facts = scan_inline(line, &Options::default());
    let mut listed: Vec<_> = facts
        .links
        .into_iter()
        .map(|it| (it.dest, it.image))
        .collect();
    let mut written = written.into_inner();
    listed.sort();
    written.sort();
    assert_eq!(listed, written, "{html}");
    let shown = tokens(&html).into_iter().filter(|piece| match piece {
        // References to notes lead to no other page.
        Piece::Start(name, attributes) => {
            (name == "a" || name == "img") && !attributes.contains_key("role")
        }
        _ => false,
    });
    assert_eq!(shown.count(), listed.len(), "{html}");
}

proptest! {
    #[test]
    fn no_text_breaks_the_passes(body in markdown()) {
        let (facts, html) = both(&body, &everything());
        check_harmless(&html);
        prop_assert_eq!(unbalanced(&html), None, "{}", html);
        let ids: BTreeSet<Arc<str>> = tokens(&html).into_iter().filter_map(|piece| match piece {
            Piece::Start(_, mut attributes) => attributes.remove("id").map(Arc::from),
            _ => None,
        }).collect();
        prop_assert!(facts.ids.iter().eq(&ids), "{:?} {}", facts.ids, html);
        for problem in &facts.problems {
            prop_assert!(problem.span.end <= body.len());
            prop_assert!(body.get(problem.span.clone()).is_some(), "{:?}", problem);
        }
    }

    #[test]
    fn no_text_breaks_kept_html(body in markdown()) {
        let options = Options { raw_html: true, ..everything() };
        let (_, html) = both(&body, &options);
        for piece in tokens(&html) {
            if let Piece::Start(name, attributes) = piece {
                prop_assert_ne!(name, "script");
                let href = attributes.get("href").map(|href| href.to_lowercase());
                prop_assert!(!href.is_some_and(|href| href.starts_with("javascript:")));
            }
        }
    }

    #[test]
    fn no_line_breaks_inline(line in markdown()) {
        let html = inline(&line, &Options::default(), &Labels::default(), &around(&unchanged)).html;
        check_harmless(&html);
        prop_assert_eq!(unbalanced(&html), None, "{}", html);
    }

    #[test]
    fn what_a_line_links_to_is_what_its_facts_list(line in markdown()) {
        check_listed(&line);
    }
}

#[test]
fn a_line_is_never_a_block() {
    let options = Options::default();
    let html = |line| inline(line, &options, &Labels::default(), &around(&unchanged)).html;
    assert_eq!(html("2024. It *began*"), "2024. It <em>began</em>");
    assert_eq!(html("# 5 - [a](b)"), "# 5 - <a href=\"b\">a</a>");
    assert_eq!(html("x y"), "x y");
    assert_eq!(html(""), "");
    assert_eq!(html("*x* <b>"), "<em>x</em> &lt;b&gt;");
}

#[test]
fn a_line_that_looks_like_a_block_is_checked_as_a_line() {
    for line in [
        "    [a](b)",
        "```[a](b)",
        "[a]: [b](c)",
        "# [a](b)",
        "<div>[a](b)</div>",
    ] {
        check_listed(line);
        let facts = scan_inline(line, &Options::default());
        assert_eq!(facts.links.len(), 1, "{line}");
        let levels = facts
            .problems
            .iter()
            .filter(|it| it.code == Code::HeadingLevel);
        assert_eq!(levels.count(), 0, "{line}");
    }
    let facts = scan_inline(
        "As said[^1], [x](javascript:y) $\\nosuch$",
        &Options::default(),
    );
    let codes: Vec<Code> = facts.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(
        codes,
        [Code::UnknownFootnote, Code::UnsafeLink, Code::Mathematics]
    );
}

#[test]
fn facts_are_what_the_text_says() {
    let body = "Prices *rose* in `2024`[^a].\n\n## Why *so*\n\n[Here](b.md#c) and ![map](m.png).\n\n\
                ```rust\nlet x;\n```\n\n[^a]: Not counted in the excerpt.\n";
    let facts = scan(body, &Options::default(), &Highlighter::new());
    assert_eq!(facts.text, "Prices rose in 2024. Here and map.");
    assert_eq!(facts.words, 14);
    let heading = &facts.headings[0];
    assert_eq!((heading.level, &*heading.id), (2, "why-so"));
    assert_eq!(heading.html, "Why <em>so</em>");
    let links: Vec<(&str, &str)> = facts
        .links
        .iter()
        .map(|link| (link.dest.as_str(), &body[link.span.clone()]))
        .collect();
    assert_eq!(
        links,
        [("b.md#c", "[Here](b.md#c)"), ("m.png", "![map](m.png)")]
    );
    let ids: Vec<&str> = facts.ids.iter().map(|id| &**id).collect();
    let [second, first] = &facts.paragraphs[..] else {
        panic!("{:?}", facts.paragraphs)
    };
    assert_eq!(ids, ["fn-1", "fnref-1", second, first, "why-so"]);
}

#[test]
fn a_long_text_is_cut_after_a_word() {
    let body = "Quite some words, ".repeat(40);
    let text = scan(&body, &Options::default(), &Highlighter::new()).text;
    assert!(
        text.ends_with("words…") || text.ends_with("some…") || text.ends_with("Quite…"),
        "{text}"
    );
    assert!(text.chars().count() <= 301);
}

#[test]
fn what_stands_in_comments_is_nowhere() {
    let bodies = [
        "Open <!-- secret --> text.",
        "<!-- secret -->",
        "<!-- secret --> text",
        "<div>\n<!-- secret\nsecret --> x\n</div>\n",
        "<!-- secret",
        "> <!-- secret\n\nsecret\n",
        "a <!-- secret\n\n## secret\n\n```\nsecret\n```\n\n![secret](secret.png)\n",
        "| a <!-- | b |\n|---|---|\n| secret | secret |\n\n[secret](secret.md)\n",
        "![<!-- secret -->a](b)",
        "# a <!-- secret -->",
        "a <!-- *secret*\n\n- secret `secret` $secret$ secret@b.cd\n\n--> b",
        "<!--\n\nsecret[^1]\n\n[^1]: secret\n\n-->\n",
        "a <!-- &lt; secret\r\n\r\nsecret",
    ];
    for smart_punctuation in [false, true] {
        for raw_html in [false, true] {
            for body in bodies {
                let options = Options {
                    raw_html,
                    smart_punctuation,
                    ..Options::default()
                };
                let (facts, html) = both(body, &options);
                let said = format!("{html} {} {:?}", facts.text, facts.headings);
                assert!(!said.contains("secret"), "{body:?}: {said}");
                assert!(facts.links.iter().all(|link| link.dest == "b"), "{body:?}");
                assert_eq!(unbalanced(&html), None, "{html}");
                let ends = body.contains("-->");
                assert!(
                    ends || codes(body, &options).contains(&Code::RawHtml),
                    "{body:?}"
                );
            }
        }
    }
    let options = Options::default();
    assert_eq!(
        both("\\<!-- a -->", &options).1,
        "<p id=\"p-479f6ef2\">&lt;!-- a --&gt;</p>\n"
    );
    assert_eq!(
        both("`<!-- a -->`", &options).1,
        "<p id=\"p-479f6ef2\"><code>&lt;!-- a --&gt;</code></p>\n"
    );
    assert_eq!(
        codes("a <!-- b\n\nc <!-- d --> e", &options),
        [Code::RawHtml]
    );
}

#[test]
fn money_keeps_its_dollars_everywhere() {
    let options = Options::default();
    let (facts, html) = both(
        "## From $5–$10\n\nIt costs $5–$10, or $5 (*a*)–$10.\n",
        &options,
    );
    assert_eq!(facts.text, "It costs $5–$10, or $5 (a)–$10.");
    assert_eq!(facts.headings[0].html, "From $5–$10");
    assert_eq!(&*facts.headings[0].id, "from-510");
    assert!(html.contains("or $5 (<em>a</em>)–$10."), "{html}");
    let (facts, html) = both(
        "See [$5 `x`](b.md)–$10 and $5 [see](at-$10.md) and $x$.",
        &options,
    );
    assert_eq!(facts.links.len(), 2);
    assert_eq!(facts.links[1].dest, "at-$10.md");
    assert!(html.contains("<code>x</code></a>–$10 and $5 <a"), "{html}");
    assert!(
        html.contains("<math display=\"inline\"><mi>x</mi></math>."),
        "{html}"
    );
    assert!(codes("$5 [^x]–$10", &options).contains(&Code::UnknownFootnote));
}

#[test]
fn no_entity_brings_in_a_control_character() {
    let body = "## A&#2;b {#c&#2;d .e&#xFFFE;}\n\na&#2;&#xFFFE;&#x7f;`b`&#65535; \
                [c&#8;](d&#12;.md \"t&#1;\") ![i&#2;](j&#2;.png) $\\char2$\n\n\
                ``` x&#2; {title=\"y&#2;\"}\n```\n\n[^x&#2;]: n\n\n\
                <b title=\"&#2;\">x&#2;&#xFFFE;</b>\n";
    let odd = |text: &str| text.contains(|c: char| c.is_control() && c != '\n' || c >= '\u{fffe}');
    for raw_html in [false, true] {
        let options = Options {
            raw_html,
            ..Options::default()
        };
        let (facts, html) = both(body, &options);
        assert!(!odd(&html), "{html:?}");
        assert!(!odd(&facts.text), "{:?}", facts.text);
        assert_eq!(facts.headings[0].html, "Ab");
        assert_eq!(facts.links[0].dest, "d.md");
    }
}
