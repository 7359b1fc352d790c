//! What a briefing rests on: its sources, what their texts say, and whether a
//! quotation says the same.
//!
//! A source's text becomes numbered paragraphs of [`words`]; these become a
//! [`Fingerprint`], which holds no word of it; [`verify`] compares a
//! [`Quotation`] with that.

mod fingerprint;
mod negation;
pub mod plain;
mod source;
mod text;
mod words;

pub use fingerprint::{BadFingerprint, Fingerprint, Negation, Paragraph};
pub use negation::Negations;
pub use source::{Source, Sources};
pub use text::{Rule, Skip, SourceText, sha256};
pub use words::{WORDS_VERSION, Word, is_sign, unicode_version, words};
