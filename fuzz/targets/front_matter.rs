//! A file with front matter: nothing panics, and every mistake has a place in the text.
#![no_main]

use std::cell::OnceCell;
use std::sync::Arc;

use attache::config::Config;
use attache::content::Document;
use attache::diagnostic;
use attache::markdown::{Highlighter, Options};
use libfuzzer_sys::fuzz_target;

thread_local! {
    static HIGHLIGHTER: OnceCell<Highlighter> = const { OnceCell::new() };
}

fuzz_target!(|text: &str| {
    HIGHLIGHTER.with(|highlighter| {
        let highlighter = highlighter.get_or_init(Highlighter::new);
        let text: Arc<str> = text.into();
        let (_, mistakes) = Document::parse("a.md", &text, &Options::default(), highlighter);
        diagnostic::to_text(&mistakes, true);
        diagnostic::to_json(&mistakes);
    });
    let (_, mistakes) = Config::parse(text);
    diagnostic::to_text(&mistakes, false);
});
