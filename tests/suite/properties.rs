//! What holds for any text: addresses stay inside and lead where they should,
//! and no reader panics or points outside of what it read.

use std::sync::Arc;

use attache::config::Config;
use attache::content::{Document, Route, slug};
use attache::diagnostic::{Diagnostic, to_github, to_json, to_text};
use attache::markdown::{Highlighter, Options};
use attache::yaml::Reader;
use proptest::prelude::*;

use super::crawl;

const BASE: &str = "https://example.org/base/";

/// Paths of pages and files as people name them, and as no one should.
fn paths() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-z]{1,4}",
        "[a-cA-C0-9 _.,:;!&'()+=@~\\[\\]-]{1,6}",
        "[абв آبä\u{301}ü漢字]{1,4}",
        Just("page".to_owned()),
        Just("index".to_owned()),
    ];
    proptest::collection::vec(part, 1..5).prop_map(|parts| parts.join("/"))
}

/// The address of a page, a file or an alias of such a path, where it may be one.
fn routes() -> impl Strategy<Value = Route> {
    (paths(), 0..4).prop_filter_map("no address", |(path, kind)| match kind {
        0 => Some(Route::of_page("index.md", None).unwrap()),
        1 => Route::of_page(&format!("{path}.md"), None).ok(),
        2 => Route::of_file(&path).ok(),
        _ => Route::of_alias(&path).ok(),
    })
}

/// Texts that are addresses only to those who mean harm, among any others.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[./\\\\%a-z:2eEfF5cC \u{0}-]{0,16}",
        "(\\.\\./|/|\\./|%2e|%2f|\\\\|~|C:|\u{2025}|\u{ff0e}|\u{2215}|a){1,8}",
    ]
}

/// Whether a path stays in the folder that it is joined to, on every system.
fn stays_inside(path: &str) -> bool {
    let inside = |part: &str| {
        !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '%'])
    };
    path.split('/').all(inside) && !path.contains(char::is_control)
}

fn in_range(diagnostics: &[Diagnostic], text: &str) {
    let lines = text.matches('\n').count() + 1;
    for diagnostic in diagnostics {
        let location = diagnostic.location.as_ref().unwrap();
        let Some(line) = &location.line else { continue };
        assert!((1..=lines).contains(&line.number), "{diagnostic:?}");
        assert!(line.text.get(line.span.start..line.span.end).is_some());
        assert!(diagnostic.help.is_some(), "{diagnostic:?}");
    }
    // Each can be shown in every form.
    to_text(diagnostics, false);
    to_github(diagnostics);
    to_json(diagnostics);
}

/// Pieces of YAML in any order, so that much of it nearly is what it should be.
fn yaml() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("title: "),
        Just("tags: "),
        Just("date: "),
        Just("extra: "),
        Just("markdown: "),
        Just("aliases: "),
        Just("navigation: "),
        Just("base_url: "),
        Just("taxonomies: "),
        Just("2026-11-20"),
        Just("2026-99-99T99"),
        Just("https://a.example"),
        Just("x"),
        Just("é"),
        Just("- "),
        Just("["),
        Just("]"),
        Just("{"),
        Just("}"),
        Just("\""),
        Just("'"),
        Just(", "),
        Just("\n"),
        Just("\n  "),
        Just("\r\n"),
        Just("\t"),
        Just("&a "),
        Just("*a"),
        Just("<<: "),
        Just("!!binary "),
        Just("| "),
        Just("> "),
        Just("? "),
        Just("---\n"),
        Just("...\n"),
        Just("%"),
        Just("# "),
        Just("~"),
        Just("1e999"),
        Just("-0x7"),
        Just("\u{85}"),
        Just("\u{2028}"),
        Just("\0"),
    ];
    prop_oneof![
        any::<String>(),
        proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_link_from_any_address_to_any_other_leads_there(from in routes(), to in routes()) {
        let target = |link: &str| crawl::target(&from.output_path(), link, BASE);
        let expected = Some(to.output_path());
        prop_assert_eq!(target(&from.link_to(&to)), expected.clone());
        prop_assert_eq!(target(&to.below(BASE)), expected.clone());
        prop_assert_eq!(target(&to.below("/base/")), expected);
    }

    #[test]
    fn no_alias_slug_or_name_leads_out(text in hostile(), folder in paths()) {
        let routes = [
            Route::of_alias(&text),
            Route::of_page("a/b.md", Some(&text)),
            Route::of_page(&format!("{text}.md"), None),
            Route::of_page(&format!("{folder}/{text}.md"), None),
            Route::of_file(&text),
            Route::of_file(&format!("{folder}/{text}")),
            Route::of_output(&text),
        ];
        for route in routes.into_iter().flatten() {
            prop_assert!(stays_inside(&route.output_path()), "{:?}", route);
        }
    }

    #[test]
    fn a_slug_is_its_own_slug(text in any::<String>()) {
        let once = slug(&text);
        prop_assert!(!once.contains(['/', '\\', '.', ' ']));
        prop_assert_eq!(slug(&once), once);
    }

    #[test]
    fn the_yaml_reader_takes_any_text(text in yaml()) {
        let mut reader = Reader::new("a.yaml", &text);
        let node = reader.parse();
        in_range(&reader.diagnostics, &text);
        prop_assert!(node.is_some() || !reader.diagnostics.is_empty());
        let (_, diagnostics) = Config::parse(&text);
        in_range(&diagnostics, &text);
    }
}

#[test]
fn a_page_may_be_any_text() {
    let highlighter = Highlighter::new();
    let config = ProptestConfig {
        cases: 500,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let matter = prop_oneof![
        Just("---\n"),
        Just("---\r\n"),
        Just("\u{feff}---\n"),
        Just("")
    ];
    let end = prop_oneof![
        Just("\n---\n"),
        Just("\r\n---\r\n"),
        Just("\n---"),
        Just("")
    ];
    let texts = (matter, yaml(), end, any::<String>());
    let options = Options::default();
    proptest::test_runner::TestRunner::new(config)
        .run(&texts, |(start, yaml, end, body)| {
            let text: Arc<str> = format!("{start}{yaml}{end}{body}").into();
            let (document, diagnostics) = Document::parse("a.md", &text, &options, &highlighter);
            in_range(&diagnostics, &text);
            prop_assert!(text.ends_with(document.body()));
            Ok(())
        })
        .unwrap();
}
