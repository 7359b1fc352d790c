//! What a briefing rests on: its sources, what their texts say, and whether a
//! quotation says the same.
//!
//! A source's text becomes numbered paragraphs of [`words`] ([`SourceText`]);
//! these become a [`Fingerprint`], which holds no word of it; [`verify`] compares
//! a [`Quotation`] with that.

mod align;
mod alteration;
mod coverage;
mod differences;
mod fingerprint;
mod negation;
pub mod plain;
mod quotation;
mod source;
mod text;
mod verify;
mod words;

pub use alteration::{Alteration, Cause};
pub use coverage::{Coverage, Extent, Mention, SourceCoverage, Tally, Use};
pub use differences::Texts;
pub use fingerprint::{BadFingerprint, Fingerprint, Negation, Paragraph};
pub use negation::Negations;
pub use quotation::{Joint, JointKind, Quotation};
pub use source::{FOLDER, Source, Sources, is_language};
pub use text::{Rule, Skip, SourceText, sha256};
pub use verify::{Ambiguity, Beside, LONGEST_GAP, Place, Side, Verdict, verify};
pub use words::{WORDS_VERSION, Word, is_sign, unicode_version, words};
