//! Attaché turns a folder of Markdown into a briefing microsite.
//!
//! ```text
//! disk ──read──▶ Inputs ──parse──▶ Document ──link──▶ Site ──render──▶ Artifact ──write──▶ public/
//!                                     │                 │                  │
//!                                     └────── check ────┴──────────────────┴──▶ Report
//! ```
//!
//! The modules stand here lowest layer first, an empty line between each so that
//! rustfmt keeps the order: a module uses only modules above it in this list,
//! which `tests/suite/tidy.rs` proves. To learn the program, read `pipeline.rs`
//! first.

pub mod diagnostic;

pub mod date;

pub mod escape;

pub mod memo;

pub mod yaml;

pub mod chart;

pub mod component;

pub mod markdown;

pub mod config;

pub mod input;

pub mod content;

pub mod evidence;

pub mod site;

pub mod theme;

pub mod render;

pub mod check;

pub mod output;

pub mod pipeline;

pub mod preview;

pub mod cli;
