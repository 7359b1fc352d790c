//! The examples of CommonMark's specification, through the whole path. What
//! differs on purpose stands in two tables, each entry with its reason:
//! [`RULES`] undo what Attaché adds to markup, [`DIFFERENCES`] are examples.
//!
//! `COMMONMARK_SPEC=spec.txt cargo test -- --ignored commonmark --nocapture`,
//! with `spec.txt` of the npm package `commonmark-spec`.

use std::collections::BTreeMap;

use attache::markdown::{Highlighter, Labels, Options, Resolved, render};

use super::html_tokens::{Piece, tokens};

type Rule = fn(Vec<Piece>) -> Vec<Piece>;

/// What Attaché adds to plain markup, taken away again.
const RULES: &[(&str, Rule)] = &[
    ("paragraphs carry an address", addresses),
    ("headings carry an id and a link to themselves", headings),
    ("code can be scrolled by keyboard, and is coloured", code),
    ("an image alone with its title is a figure", figures),
];

/// Examples that differ on purpose.
const DIFFERENCES: &[(&[usize], &str)] = &[
    (
        &[596, 598, 599, 601],
        "links have one of five schemes that are known to do no harm",
    ),
    (
        &[602, 606, 608, 611, 612],
        "bare addresses are links, as in GitHub's Markdown",
    ),
];

struct Example {
    number: usize,
    markdown: String,
    html: String,
}

fn examples(spec: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    for (index, block) in spec
        .split(&format!("{fence} example\n"))
        .skip(1)
        .enumerate()
    {
        let (block, _) = block
            .split_once(&format!("{fence}\n"))
            .unwrap_or((block, ""));
        let (markdown, html) = match block.strip_prefix(".\n") {
            Some(html) => ("", html),
            None => block.split_once("\n.\n").unwrap_or((block, "")),
        };
        examples.push(Example {
            number: index + 1,
            markdown: format!("{}\n", markdown.replace('→', "\t")),
            html: html.replace('→', "\t"),
        });
    }
    examples
}

fn addresses(mut pieces: Vec<Piece>) -> Vec<Piece> {
    for piece in &mut pieces {
        if let Piece::Start(_, attributes) = piece
            && attributes.get("id").is_some_and(|id| id.starts_with("p-"))
        {
            attributes.remove("id");
        }
    }
    pieces
}

fn headings(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut skipping = false;
    let mut divs = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Start(name, attributes) if name == "div" => {
                let ours = attributes
                    .get("class")
                    .is_some_and(|class| class == "heading");
                divs.push(ours);
                if !ours {
                    out.push(Piece::Start(name, attributes));
                }
            }
            Piece::End(name) if name == "div" => {
                if divs.pop() != Some(true) {
                    out.push(Piece::End(name));
                }
            }
            Piece::Start(_, attributes)
                if attributes
                    .get("class")
                    .is_some_and(|class| class == "permalink") =>
            {
                skipping = true;
            }
            Piece::End(name) if skipping => skipping = name != "a",
            _ if skipping => {}
            Piece::Start(name, mut attributes) if is_heading(&name) => {
                attributes.remove("id");
                out.push(Piece::Start(name, attributes));
            }
            piece => out.push(piece),
        }
    }
    out
}

fn is_heading(name: &str) -> bool {
    ["h1", "h2", "h3", "h4", "h5", "h6"].contains(&name)
}

fn code(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut pre = false;
    for piece in pieces {
        match piece {
            Piece::Start(name, mut attributes) if name == "pre" => {
                pre = true;
                attributes.remove("tabindex");
                out.push(Piece::Start(name, attributes));
            }
            Piece::Start(name, _) | Piece::End(name) if pre && name == "span" => {}
            Piece::Text(text) => match out.last_mut() {
                Some(Piece::Text(last)) => last.push_str(&text),
                _ => out.push(Piece::Text(text)),
            },
            piece => {
                pre &= piece != Piece::End("pre".to_owned());
                out.push(piece);
            }
        }
    }
    out
}

fn figures(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut in_figure = false;
    let mut in_caption = false;
    for piece in pieces {
        match piece {
            Piece::Start(name, _) if name == "figure" => {
                in_figure = true;
                out.push(Piece::Start("p".to_owned(), BTreeMap::new()));
            }
            Piece::End(name) if name == "figure" => {
                in_figure = false;
                out.push(Piece::End("p".to_owned()));
            }
            Piece::Start(name, _) if name == "figcaption" => in_caption = true,
            Piece::End(name) if name == "figcaption" => in_caption = false,
            Piece::Text(text) if in_figure && in_caption => {
                if let Some(Piece::Start(_, attributes)) = out.last_mut() {
                    attributes.insert("title".to_owned(), text);
                }
            }
            piece => out.push(piece),
        }
    }
    out
}

/// How an example came out.
enum Outcome {
    Passed,
    Adapted(Vec<&'static str>),
    Differs,
}

fn rendered(markdown: &str, highlighter: &Highlighter) -> String {
    let options = Options {
        raw_html: true,
        ..Options::default()
    };
    let unchanged = |dest: &str, _: bool| Resolved {
        href: dest.to_owned(),
        ..Resolved::default()
    };
    render(
        markdown,
        &options,
        &Labels::default(),
        highlighter,
        &super::markdown::around(&unchanged),
    )
}

/// HTML as it comes out where it is kept. Behind these words no Markdown is
/// read, and in HTML they are an empty comment.
fn cleaned(html: &str, highlighter: &Highlighter) -> String {
    rendered(&format!("<![CDATA[>{html}"), highlighter)
}

fn run(example: &Example, highlighter: &Highlighter) -> (Outcome, String) {
    let html = rendered(&example.markdown, highlighter);
    let expected = tokens(&example.html);
    let mut ours = tokens(&html);
    if ours == expected {
        return (Outcome::Passed, html);
    }
    let mut names = Vec::new();
    for (name, rule) in RULES {
        let undone = rule(ours.clone());
        if undone != ours {
            names.push(*name);
            ours = undone;
        }
    }
    if ours == expected {
        return (Outcome::Adapted(names), html);
    }
    if ours == tokens(&cleaned(&example.html, highlighter)) {
        names.push("HTML is cleaned");
        return (Outcome::Adapted(names), html);
    }
    (Outcome::Differs, html)
}

#[test]
#[ignore = "needs COMMONMARK_SPEC, the path of spec.txt"]
fn commonmark() {
    let path = std::env::var("COMMONMARK_SPEC").expect("COMMONMARK_SPEC is the path of spec.txt");
    let spec = std::fs::read_to_string(path).unwrap();
    let highlighter = Highlighter::new();
    let mut passed = 0;
    let mut adapted: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    let mut differing = Vec::new();
    let mut surprises = Vec::new();
    for example in examples(&spec) {
        let listed = DIFFERENCES
            .iter()
            .any(|(numbers, _)| numbers.contains(&example.number));
        let (outcome, html) = run(&example, &highlighter);
        match outcome {
            Outcome::Differs if listed => differing.push(example.number),
            Outcome::Differs => surprises.push(format!(
                "example {} differs:\n{}---\n{}---\n{html}",
                example.number, example.markdown, example.html
            )),
            _ if listed => {
                surprises.push(format!("example {} is listed and agrees", example.number))
            }
            Outcome::Passed => passed += 1,
            Outcome::Adapted(names) => *adapted.entry(names).or_default() += 1,
        }
    }
    println!("{passed} passed as they are");
    for (names, count) in &adapted {
        println!("{count} adapted: {}", names.join("; "));
    }
    println!("{} differing on purpose", differing.len());
    for (name, _) in RULES {
        let used = adapted.keys().any(|names| names.contains(name));
        assert!(used, "no example needs the rule: {name}");
    }
    let agreeing = passed + adapted.values().sum::<usize>();
    assert!(
        surprises.is_empty(),
        "{}\n({} surprises)",
        surprises.join("\n\n"),
        surprises.len()
    );
    assert!(agreeing > 500, "only {agreeing} examples were found");
}
