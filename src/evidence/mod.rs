//! What a briefing rests on: its sources, what their texts say, and whether a
//! quotation says the same.
//!
//! A source's text becomes numbered paragraphs of [`words`] ([`SourceText`]);
//! these become a [`Fingerprint`], which holds no word of it; [`verify`] compares
//! a [`Quotation`] with that.

mod align;
mod alteration;
mod differences;
mod fingerprint;
mod fragment;
mod negation;
mod place;
pub mod plain;
mod quotation;
mod source;
mod text;
mod verify;
mod words;

pub use align::{LONGEST_GAP, MOST_PLACES};
pub use alteration::{Alteration, Cause};
pub use differences::Texts;
pub use fingerprint::{BadFingerprint, Fingerprint, Negation, Paragraph};
pub use fragment::fragment;
pub use negation::Negations;
pub use place::Place;
pub use quotation::{Joint, JointKind, Quotation};
pub use source::{FOLDER, Source, Sources, is_language};
pub use text::{Rule, Skip, SourceText, sha256};
pub use verify::{Ambiguity, Beside, MOST_JOINTS, Side, Verdict, verify};
pub use words::{WORDS_VERSION, Word, is_sign, unicode_version, words};
