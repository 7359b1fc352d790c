//! The pages in `tests/spec/`: prose about each extension of Markdown, with
//! examples that run. An example is a block between sixteen backticks:
//! Markdown, a line with a full stop, the HTML, and, where there are mistakes,
//! another line with a full stop and the mistakes. Words after `example`
//! switch options. `ATTACHE_BLESS=1` writes what comes out into the pages.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use attache::diagnostic::{Code, Location};
use attache::markdown::{Facts, Highlighter, Labels, Options, Resolved, render, scan};

use super::html_tokens::unbalanced;

const FENCE: &str = "````````````````";

fn options(words: &str) -> Options {
    let mut options = Options::default();
    for word in words.split_whitespace() {
        match word {
            "numbered" => options.numbered = true,
            "raw-html" => options.raw_html = true,
            "smart-punctuation" => options.smart_punctuation = true,
            "no-mathematics" => options.mathematics = false,
            "no-highlight" => options.highlight = false,
            other => panic!("there is no option {other}"),
        }
    }
    options
}

fn resolve(dest: &str, image: bool) -> Resolved {
    let external = dest.starts_with("http");
    Resolved {
        href: dest.to_owned(),
        size: (image && !external).then_some((640, 480)),
        external,
    }
}

fn problems(body: &str, facts: &Facts) -> String {
    let mut out = String::new();
    for problem in &facts.problems {
        let label = Location::span("", body, problem.span.clone()).label();
        let place = label.trim_start_matches(':');
        writeln!(
            out,
            "{}: {} @ {place}",
            problem.code.name(),
            problem.message
        )
        .unwrap();
        if let Some(help) = &problem.help {
            writeln!(out, "  {help}").unwrap();
        }
    }
    out
}

/// What follows a page's example: HTML, and mistakes where there are some.
fn outcome(markdown: &str, words: &str, highlighter: &Highlighter) -> (String, Vec<Code>) {
    let options = options(words);
    let facts = scan(markdown, &options, highlighter);
    let html = render(
        markdown,
        &options,
        &Labels::default(),
        highlighter,
        &super::markdown::around(&resolve),
    );
    assert_eq!(unbalanced(&html), None, "unbalanced: {html}");
    let mut out = html;
    if !out.ends_with('\n') && !out.is_empty() {
        out.push('\n');
    }
    if !facts.problems.is_empty() {
        write!(out, ".\n{}", problems(markdown, &facts)).unwrap();
    }
    (
        out,
        facts.problems.iter().map(|problem| problem.code).collect(),
    )
}

/// A page as it should be, and the codes its examples show.
fn worked(page: &str, highlighter: &Highlighter) -> (String, Vec<Code>) {
    let mut out = String::new();
    let mut codes = Vec::new();
    let mut rest = page;
    let opening = format!("{FENCE} example");
    while let Some((before, after)) = rest.split_once(&opening) {
        let (words, after) = after.split_once('\n').expect("an example has lines");
        let (block, after) = after
            .split_once(&format!("\n{FENCE}\n"))
            .expect("an example ends");
        let markdown = block.split("\n.").next().unwrap_or_default();
        let (result, found) = outcome(&format!("{markdown}\n"), words, highlighter);
        write!(
            out,
            "{before}{opening}{words}\n{markdown}\n.\n{result}{FENCE}\n"
        )
        .unwrap();
        codes.extend(found);
        rest = after;
    }
    out.push_str(rest);
    (out, codes)
}

#[test]
fn the_pages_about_markdown_tell_the_truth() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec");
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let highlighter = Highlighter::new();
    let bless = std::env::var_os("ATTACHE_BLESS").is_some();
    let mut shown = Vec::new();
    for path in paths {
        let page = fs::read_to_string(&path).unwrap();
        let (expected, codes) = worked(&page, &highlighter);
        shown.extend(codes);
        match bless {
            true => fs::write(&path, expected).unwrap(),
            false => assert_eq!(
                page,
                expected,
                "{} (ATTACHE_BLESS=1 rewrites it)",
                path.display()
            ),
        }
    }
    let emitted = [
        Code::RawHtml,
        Code::UnsafeLink,
        Code::HeadingLevel,
        Code::DuplicateId,
        Code::UnknownFootnote,
        Code::UnusedFootnote,
        Code::MissingAlt,
        Code::Mathematics,
        Code::UnknownLanguage,
        Code::CodeOption,
    ];
    for code in emitted {
        assert!(shown.contains(&code), "no page shows {}", code.name());
    }
}
