//! Markdown that means harm, and Markdown that means nothing: what holds for
//! every text.

use std::collections::BTreeSet;
use std::fmt::Write;

use attache::diagnostic::Code;
use attache::markdown::{
    Facts, Highlighter, Labels, Options, Resolved, inline, inline_text, render, scan,
};
use proptest::prelude::*;

use super::html_tokens::{Piece, tokens, unbalanced};

fn everything() -> Options {
    Options {
        numbered: true,
        smart_punctuation: true,
        ..Options::default()
    }
}

fn unchanged(dest: &str, _: bool) -> Resolved {
    Resolved {
        href: dest.to_owned(),
        ..Resolved::default()
    }
}

fn both(body: &str, options: &Options) -> (Facts, String) {
    let highlighter = Highlighter::new();
    let facts = scan(body, options, &highlighter);
    let html = render(body, options, &Labels::default(), &highlighter, &unchanged);
    (facts, html)
}

fn codes(body: &str, options: &Options) -> Vec<Code> {
    let facts = scan(body, options, &Highlighter::new());
    facts.problems.iter().map(|problem| problem.code).collect()
}

/// Whether nothing in some HTML can run, and no id stands twice.
fn check_harmless(html: &str) {
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

/// Markdown's own characters, more often than chance would have them.
fn markdown() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
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
    ]);
    prop_oneof![
        prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat()),
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn no_text_breaks_the_passes(body in markdown()) {
        let (facts, html) = both(&body, &everything());
        check_harmless(&html);
        prop_assert_eq!(unbalanced(&html), None, "{}", html);
        let ids: BTreeSet<String> = tokens(&html).into_iter().filter_map(|piece| match piece {
            Piece::Start(_, mut attributes) => attributes.remove("id"),
            _ => None,
        }).collect();
        prop_assert_eq!(&facts.ids, &ids, "{}", html);
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
        let html = inline(&line, &Options::default(), &unchanged);
        check_harmless(&html);
        prop_assert_eq!(unbalanced(&html), None, "{}", html);
        inline_text(&line, &Options::default());
    }
}

#[test]
fn a_line_is_never_a_block() {
    let options = Options::default();
    let html = |line| inline(line, &options, &unchanged);
    assert_eq!(html("2024. It *began*"), "2024. It <em>began</em>");
    assert_eq!(html("# 5 - [a](b)"), "# 5 - <a href=\"b\">a</a>");
    assert_eq!(html("x y"), "x y");
    assert_eq!(html(""), "");
    assert_eq!(html("*x* <b>"), "<em>x</em> &lt;b&gt;");
    assert_eq!(inline_text("`a` **b** [c](d) & $x$", &options), "a b c & x");
}

#[test]
fn case_10_pathological_markdown_takes_linear_time_and_little_stack() {
    let many = 10_000;
    let texts = [
        "> ".repeat(many) + "a",
        "- ".repeat(many) + "a",
        "* a\n".repeat(many),
        "[".repeat(many) + "a" + &"]".repeat(many),
        "![".repeat(many) + "a" + &"](b)".repeat(many),
        "[a](".repeat(many),
        "*a ".repeat(many) + &"a* ".repeat(many),
        "**a _b ".repeat(many),
        "a\n|-|\n".repeat(many),
        "|a".repeat(many) + "\n" + &"|-".repeat(many) + "\n" + &"|a\n".repeat(20),
        "# a\n\n".repeat(many),
        "same\n\n".repeat(many),
        "[^1]".repeat(many) + "\n\n[^1]: x",
        (0..many).fold(String::new(), |mut text, n| {
            write!(text, "[^{n}]\n\n[^{n}]: [^{}]\n\n", n + 1).unwrap();
            text
        }),
        "[^".repeat(many),
        "a@".repeat(many),
        "http://".repeat(many),
        "www.a.b(".repeat(many),
        "http://a.b/".to_owned() + &")".repeat(many),
        "$a$".repeat(many),
        "$".to_owned() + &"{".repeat(many) + &"}".repeat(many) + "$",
        "$".to_owned() + &"x^".repeat(many / 10) + "$",
        "$".to_owned() + &"\\sqrt".repeat(many / 6) + " 1$",
        "$".to_owned() + &"\\frac".repeat(many / 6) + " 1$",
        "$".to_owned() + &"\\left(".repeat(many / 8) + "$",
        "$".to_owned() + &"\\begin{matrix}".repeat(90) + "$",
        "$".to_owned() + &"x_".repeat(many / 3) + "$",
        (0..many).fold(String::new(), |mut text, n| {
            write!(text, "[^{n}]\n\n[^a{n}]: b\n\n").unwrap();
            text
        }),
        (0..many / 10).fold(String::new(), |mut text, n| {
            write!(text, "```l{n}\n```\n\n").unwrap();
            text
        }),
        "`".repeat(many) + "a",
        "&amp;".repeat(many),
        "\\[".repeat(many),
        "<b>".repeat(many),
        "<!-- ".repeat(many),
        "```\na\n```\n".repeat(many / 10),
        ": a\n".repeat(many),
        "a\n: b\n\n".repeat(many),
    ];
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let work = move || {
        for text in &texts {
            let start = std::time::Instant::now();
            let (_, html) = both(text, &everything());
            let raw_html = Options {
                raw_html: true,
                ..everything()
            };
            let small = &text[..text.floor_char_boundary(20_000)];
            both(small, &raw_html);
            let name = &text[..text.floor_char_boundary(30)];
            let spent = start.elapsed();
            assert!(spent.as_secs() < 20, "{name:?} took {spent:?}");
            println!(
                "{:>8.1} ms {:>9} bytes  {name:?}",
                spent.as_secs_f64() * 1e3,
                html.len()
            );
        }
    };
    thread.spawn(work).unwrap().join().unwrap();
}

#[test]
fn case_11_output_far_larger_than_input_is_refused() {
    let options = Options::default();
    let references = format!("[a]: /{}\n\n{}", "x".repeat(60_000), "[a] ".repeat(1_000));
    assert_eq!(codes(&references, &options), [Code::FileTooLarge]);
    let table = format!(
        "{}\n{}\n{}",
        "|a".repeat(5_000),
        "|-".repeat(5_000),
        "|a\n".repeat(60)
    );
    assert_eq!(codes(&table, &options), [Code::FileTooLarge]);
    assert_eq!(both(&table, &options).1, "");
}

#[test]
fn case_13_code_that_is_too_long_stays_plain() {
    let options = Options::default();
    let lines = format!("```rust\n{}```\n", "let x;\n".repeat(2_001));
    let facts = scan(&lines, &options, &Highlighter::new());
    let problem = &facts.problems[0];
    assert_eq!(problem.code, Code::PlainCode);
    assert_eq!(problem.message, "The code is too long to be coloured");
    assert!(!both(&lines, &options).1.contains("<span"));
    let long = format!("```json\n{}\n```\n", "[1,".repeat(1_000));
    assert_eq!(codes(&long, &options), [Code::PlainCode]);
    let quoted = both("```x\"><script>alert(1)</script>\na\n```\n", &options).1;
    assert!(quoted.contains("class=\"language-x&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\""));
}

#[test]
fn case_14_unsafe_links_are_dropped_in_every_disguise() {
    for link in [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](javascript&colon;alert(1))",
        "[a](java&Tab;script:alert(1))",
        "[a](java&#10;script:alert(1))",
        "[a](&#1;javascript:alert(1))",
        "[a](<&#32;javascript:alert(1)>)",
        "[a](vbscript:x)",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](file:///etc/passwd)",
        "[a][b]\n\n[b]: javascript:alert(1)",
        "[b]\n\n[b]: <JAVASCRIPT:alert(1)>",
        "<javascript:alert(1)>",
        "![a](javascript:alert(1))",
        "![a](data:image/svg+xml,x \"t\")",
        "[![a](javascript:alert(1))](javascript:alert(2))",
    ] {
        let (facts, html) = both(link, &Options::default());
        assert!(
            facts.problems.iter().any(|it| it.code == Code::UnsafeLink),
            "{link}"
        );
        assert!(facts.links.is_empty(), "{link}");
        assert!(
            !html.contains("href") && !html.contains("src"),
            "{link}: {html}"
        );
        check_harmless(&html);
    }
}

#[test]
fn facts_are_what_the_text_says() {
    let body = "Prices *rose* in `2024`[^a].\n\n## Why *so*\n\n[Here](b.md#c) and ![map](m.png).\n\n\
                ```rust\nlet x;\n```\n\n[^a]: Not counted in the excerpt.\n";
    let facts = scan(body, &Options::default(), &Highlighter::new());
    assert_eq!(facts.text, "Prices rose in 2024. Here and map.");
    assert_eq!(facts.words, 14);
    let heading = &facts.headings[0];
    assert_eq!((heading.level, heading.id.as_str()), (2, "why-so"));
    assert_eq!(
        (heading.html.as_str(), heading.text.as_str()),
        ("Why <em>so</em>", "Why so")
    );
    assert_eq!(&body[heading.span.clone()], "## Why *so*\n");
    let links: Vec<(&str, &str)> = facts
        .links
        .iter()
        .map(|link| (link.dest.as_str(), &body[link.span.clone()]))
        .collect();
    assert_eq!(
        links,
        [("b.md#c", "[Here](b.md#c)"), ("m.png", "![map](m.png)")]
    );
    let ids: Vec<&str> = facts.ids.iter().map(String::as_str).collect();
    assert_eq!(ids, ["fn-1", "fnref-1", "why-so"]);
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

/// `cargo test --release -- --ignored speed --nocapture` prints what a page
/// takes.
#[test]
#[ignore = "prints times"]
fn speed() {
    let paragraph = "Germany's new government will *spend* 500 billion euros on [infrastructure](a.md), \
                     climate and defence over twelve years; the **debt brake** was changed in March 2025. ";
    let body = format!("## Money\n\n{}\n\n", paragraph.repeat(4)).repeat(6);
    let highlighter = Highlighter::new();
    let options = Options::default();
    let time = |name: &str, runs: u32, work: &dyn Fn()| {
        work();
        let once = |_| {
            let start = std::time::Instant::now();
            work();
            start.elapsed()
        };
        let mut times: Vec<_> = (0..runs).map(once).collect();
        times.sort();
        let micros = |at: usize| times[at].as_secs_f64() * 1e6;
        let (least, middle) = (micros(0), micros(times.len() / 2));
        println!("{name}: {middle:.1} µs, at best {least:.1} µs");
    };
    println!(
        "{} words, {} bytes",
        scan(&body, &options, &highlighter).words,
        body.len()
    );
    time("scan", 1_000, &|| drop(scan(&body, &options, &highlighter)));
    time("render", 1_000, &|| {
        drop(render(
            &body,
            &options,
            &Labels::default(),
            &highlighter,
            &unchanged,
        ))
    });
    let numbered = everything();
    time("render numbered", 1_000, &|| {
        drop(render(
            &body,
            &numbered,
            &Labels::default(),
            &highlighter,
            &unchanged,
        ))
    });
    let raw = Options {
        raw_html: true,
        ..Options::default()
    };
    let with_html = format!("{body}<b>x</b>\n");
    time("render with HTML", 100, &|| {
        drop(render(
            &with_html,
            &raw,
            &Labels::default(),
            &highlighter,
            &unchanged,
        ))
    });
    let code = format!(
        "```rust\n{}```\n",
        "let x: Vec<u8> = \"a\".bytes().map(|b| b + 1).collect(); // all\n".repeat(20)
    );
    time("twenty lines of code", 100, &|| {
        drop(render(
            &code,
            &options,
            &Labels::default(),
            &highlighter,
            &unchanged,
        ))
    });
    time("a line", 1_000, &|| {
        drop(inline(
            "A *key* point of [some](b) words",
            &options,
            &unchanged,
        ))
    });
    time("reading the grammars", 5, &|| {
        drop(scan("```rust\n```\n", &options, &Highlighter::new()))
    });
}
