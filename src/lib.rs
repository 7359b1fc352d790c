//! Attaché turns a folder of Markdown into a briefing microsite.
//!
//! ```text
//! disk ──read──▶ Inputs ──parse──▶ Document ──link──▶ Site ──render──▶ Artifact ──write──▶ public/
//!                                     │                 │                  │
//!                                     └────── check ────┴──────────────────┴──▶ Report
//! ```
//!
//! The modules stand here lowest layer first: a module uses only modules above
//! it in this list, which `tests/suite/tidy.rs` proves. To learn the program,
//! read `pipeline.rs` first.
pub mod check;
pub mod cli;
pub mod config;
pub mod content;
pub mod date;
pub mod diagnostic;
pub mod evidence;
pub mod input;
pub mod markdown;
pub mod output;
pub mod pipeline;
pub mod render;
pub mod site;
pub mod theme;
pub mod yaml;
