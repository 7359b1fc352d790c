//! What Markdown takes, printed for people; nothing here fails.
//! `cargo test --release -- --ignored speed --nocapture` shows it.

use attache::markdown::{Highlighter, Labels, Options, inline, render, scan};

use super::markdown::{around, everything, unchanged};

const PARAGRAPH: &str = "Germany's new government will *spend* 500 billion euros on \
    [infrastructure](a.md), climate and defence over twelve years; the **debt brake** was changed \
    in March 2025. ";

const LINE: &str = "let x: Vec<u8> = \"a\".bytes().map(|b| b + 1).collect(); // all\n";

fn time(name: &str, runs: u32, work: impl Fn()) {
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
}

#[test]
#[ignore = "prints times"]
fn speed() {
    let body = format!("## Money\n\n{}\n\n", PARAGRAPH.repeat(4)).repeat(6);
    let with_html = format!("{body}<b>x</b>\n");
    let code = format!("```rust\n{}```\n", LINE.repeat(20));
    let highlighter = Highlighter::new();
    let labels = Labels::default();
    let plain = Options::default();
    let raw_html = Options {
        raw_html: true,
        ..Options::default()
    };
    let rendered = |body: &str, options: &Options| {
        render(body, options, &labels, &highlighter, &around(&unchanged));
    };
    let words = scan(&body, &plain, &highlighter).words;
    println!("a page of {words} words, {} bytes", body.len());
    time("scan", 1_000, || drop(scan(&body, &plain, &highlighter)));
    time("render", 1_000, || rendered(&body, &plain));
    time("render, all options", 1_000, || {
        rendered(&body, &everything())
    });
    time("render with HTML", 100, || rendered(&with_html, &raw_html));
    time("twenty lines of code", 100, || rendered(&code, &plain));
    time("a line", 1_000, || {
        drop(inline(
            "A *key* point of [some](b) words",
            &plain,
            &labels,
            &around(&unchanged),
        ));
    });
    time("reading the grammars", 5, || {
        drop(scan("```rust\n```\n", &plain, &Highlighter::new()));
    });
}
