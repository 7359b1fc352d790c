//! What a briefing rests on: its sources.

mod source;

pub use source::{Source, Sources};
