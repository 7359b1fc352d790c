//! The one test binary: every test that is not a unit test stands in a module
//! here, so that a change compiles once.

// What stands outside of `#[test]` functions serves them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

mod battery;
mod bibliography;
mod canary;
mod cards;
mod charts;
mod check;
mod cli;
mod commonmark;
mod components;
mod coverage;
mod crawl;
mod determinism;
mod diagnostics;
#[path = "../../benches/dice.rs"]
mod dice;
mod evidence;
mod evidence_any;
mod evidence_cost;
mod evidence_fragments;
mod evidence_language;
mod evidence_marks;
mod evidence_mutations;
mod fingerprints;
mod glossary;
mod golden;
mod hostile_themes;
mod hosts;
mod html_tokens;
mod input;
mod keys;
mod large;
mod manual;
mod markdown;
mod markdown_hostile;
mod markdown_speed;
mod menu;
mod new;
mod output;
mod print;
mod project;
mod properties;
mod publish;
mod publish_ended;
mod published;
mod quoting;
mod quoting_attacks;
mod sarif;
mod schema;
mod search;
mod sharing;
mod source_add;
mod source_import;
mod sources;
mod spec;
mod staging;
mod text_directive;
mod tidy;
mod traced;
mod unchanged;
mod updates;
mod watch_build;
mod watch_edits;
mod watch_saves;
mod watch_server;
mod watch_states;
mod watching;
mod who;
mod works;
