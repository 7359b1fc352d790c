//! What a briefing rests on: its sources, what their texts say, and whether a
//! quotation says the same.
//!
//! A source's text becomes numbered paragraphs of [`words`] ([`SourceText`]);
//! these become a [`Fingerprint`], which holds no word of it; [`verify`] compares
//! a [`Quotation`] with that.

mod align;
mod alteration;
mod bibliography;
mod coverage;
mod differences;
mod exchange;
mod fingerprint;
mod fragment;
mod negation;
mod place;
pub mod plain;
mod quotation;
pub mod sources;
mod text;
mod verify;
mod words;

pub use align::{LONGEST_GAP, MOST_PLACES};
pub use alteration::{Alteration, Cause, LONGEST_INSERTION};
pub use bibliography::csl::to_csl_json;
pub use bibliography::reference::Reference;
pub use bibliography::style::{DEFAULT_STYLE, style_names};
pub use bibliography::work::Work;
pub use bibliography::{Bibliography, short};
pub use coverage::{Coverage, Extent, Mention, SourceCoverage, Tally, Use};
pub use differences::Texts;
pub use exchange::bibtex::to_bibtex;
pub use exchange::import::{Import, Imported, import};
pub use fingerprint::{BadFingerprint, Fingerprint, Negation, Paragraph};
pub use fragment::fragment;
pub use negation::Negations;
pub use place::Place;
pub use quotation::{Joint, JointKind, Quotation};
pub use sources::kind::KINDS;
pub use sources::name::Name;
pub use sources::published::Published;
pub use sources::set_aside::SetAside;
pub use sources::source::{Source, is_language};
pub use sources::{FOLDER, Sources, checked_in};
pub use text::{Rule, Skip, SourceText, sha256};
pub use verify::{Ambiguity, Beside, MOST_JOINTS, Side, Verdict, verify};
pub use words::{WORDS_VERSION, Word, is_sign, unicode_version, words};
