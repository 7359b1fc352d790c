//! Markdown that means harm: the cases of the battery that are about the text
//! of a page.

use attache::diagnostic::Code;
use attache::markdown::{Highlighter, Options, scan};

use super::markdown::{both, check_harmless, codes, everything};

const MANY: usize = 10_000;

/// Each character that opens something, many times over.
fn repeated() -> Vec<String> {
    [
        "> ",
        "- ",
        "* a\n",
        "[",
        "![",
        "[a](",
        "**a _b ",
        "a\n|-|\n",
        "# a\n\n",
        "same\n\n",
        "[^",
        "[^1]",
        "a@",
        "http://",
        "www.a.b(",
        "$a$",
        "`",
        "&amp;",
        "\\[",
        "<b>",
        "<!-- ",
        "a <!-- b\n\n",
        "a <!-- b --> <!---> *c*\n\n",
        "$5 (*a*)–$10 ",
        ": a\n",
        "a\n: b\n\n",
        "```\na\n```\n",
        "“",
        "‘a’ ",
        "“a ‘b",
        "\"a\" ",
        "@a ",
        "[@a, p. 3] ",
        "“a b” [@c] ",
        "“a b” [@c]\n\n",
        "> a\n> — b, [@c]\n\n",
        "> — ",
        "[@a; ",
    ]
    .map(|piece| piece.repeat(MANY) + "a")
    .to_vec()
}

/// What opens many times and closes many times.
fn nested() -> Vec<String> {
    vec![
        "[".repeat(MANY) + "a" + &"]".repeat(MANY),
        "![".repeat(MANY) + "a" + &"](b)".repeat(MANY),
        "*a ".repeat(MANY) + &"a* ".repeat(MANY),
        "|a".repeat(MANY) + "\n" + &"|-".repeat(MANY) + "\n" + &"|a\n".repeat(20),
        "http://a.b/".to_owned() + &")".repeat(MANY),
        "[^1]".repeat(MANY) + "\n\n[^1]: x",
        "“".repeat(MANY) + "a" + &"»".repeat(MANY),
        "[".repeat(MANY) + "@a" + &"]".repeat(MANY),
        "[@a".repeat(MANY) + &"]".repeat(MANY),
        "“".to_owned() + &"a [@b] ".repeat(MANY) + "” [@c]",
        "> ".repeat(MANY) + "a\n" + &"> ".repeat(MANY) + "— b",
    ]
}

/// Formulas that nest, with and without braces.
fn formulas() -> Vec<String> {
    let formula = |text: String| format!("${text} 1$");
    vec![
        formula("{".repeat(MANY) + &"}".repeat(MANY)),
        formula("x^".repeat(MANY / 3)),
        formula("x_".repeat(MANY / 3)),
        formula("\\sqrt".repeat(MANY / 6)),
        formula("\\frac".repeat(MANY / 6)),
        formula("\\left(".repeat(MANY / 8)),
        formula("\\begin{matrix}".repeat(90)),
    ]
}

/// Names, each a new one: known, unknown, of one another.
fn named() -> Vec<String> {
    let all = |many: usize, one: &dyn Fn(usize) -> String| (0..many).map(one).collect::<String>();
    vec![
        all(MANY, &|n| format!("[^{n}]\n\n[^{n}]: [^{}]\n\n", n + 1)),
        all(MANY, &|n| format!("[^{n}]\n\n[^a{n}]: b\n\n")),
        all(MANY / 10, &|n| format!("```l{n}\n```\n\n")),
        all(MANY, &|n| format!("## a {{#a{n}}}\n\n")),
    ]
}

#[test]
fn case_10_pathological_markdown_takes_linear_time_and_little_stack() {
    let texts = [repeated(), nested(), formulas(), named()].concat();
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
    assert_eq!(problem.message, "the code is too long to be coloured");
    assert!(!both(&lines, &options).1.contains("<span"));
    let long = format!("```json\n{}\n```\n", "[1,".repeat(1_000));
    assert_eq!(codes(&long, &options), [Code::PlainCode]);
    let plain = lines.replace("rust", "text");
    assert_eq!(codes(&plain, &options), []);
    let line = "a".repeat(1_000);
    let block = format!("```js\n{}```\n", format!("{line}\n").repeat(15));
    let (facts, html) = both(&block.repeat(3), &options);
    let told: Vec<_> = facts
        .problems
        .iter()
        .map(|it| (it.code, it.span.start))
        .collect();
    assert_eq!(
        told,
        [
            (Code::PlainCode, block.len()),
            (Code::PlainCode, 2 * block.len())
        ]
    );
    assert_eq!(
        html.matches(&format!("\n{line}")).count(),
        2 * 14,
        "{html:.3000}"
    );
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
