//! The body of a page, as facts and as HTML: nothing panics, no element stays open, and
//! nothing in it can run.
#![no_main]

use std::cell::OnceCell;

use attache::markdown::{
    Cited, Highlighter, Labels, Options, Resolved, Surroundings, render, scan,
};
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/suite/html_tokens.rs"]
mod html_tokens;

use html_tokens::{Piece, tokens, unbalanced};

thread_local! {
    static HIGHLIGHTER: OnceCell<Highlighter> = const { OnceCell::new() };
}

fuzz_target!(|body: &str| {
    let options = Options {
        numbered: true,
        smart_punctuation: true,
        ..Options::default()
    };
    let resolve = |address: &str, _: bool| Resolved {
        href: address.to_owned(),
        ..Resolved::default()
    };
    let cite = |number: usize| Cited {
        name: format!("Name {number}"),
        note: "note".to_owned(),
        inline: "short".to_owned(),
        locator: String::new(),
        mark: String::new(),
    };
    let around = Surroundings {
        resolve: &resolve,
        cite: &cite,
        component: &|_| String::new(),
        explain: &|_| None,
        chapter: None,
    };
    let html = HIGHLIGHTER.with(|highlighter| {
        let highlighter = highlighter.get_or_init(Highlighter::new);
        scan(body, &options, highlighter);
        render(body, &options, &Labels::default(), highlighter, &around)
    });
    assert_eq!(unbalanced(&html), None, "{html}");
    for piece in tokens(&html) {
        let Piece::Start(name, attributes) = piece else {
            continue;
        };
        assert!(!["script", "style", "iframe", "object"].contains(&name.as_str()), "{html}");
        for (attribute, value) in attributes {
            let value: String = value.chars().filter(|c| !c.is_control() && *c != ' ').collect();
            let is_address = ["href", "src"].contains(&attribute.as_str());
            let runs = ["javascript:", "vbscript:", "data:"];
            let runs = runs.iter().any(|scheme| value.to_lowercase().starts_with(scheme));
            assert!(!attribute.starts_with("on") && !(is_address && runs), "{html}");
        }
    }
});
