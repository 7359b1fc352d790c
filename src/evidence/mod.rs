//! What a briefing rests on: its sources, what their texts say, and whether a
//! quotation says the same.
//!
//! A source's text becomes numbered paragraphs of [`words`] ([`SourceText`]);
//! these become a [`Fingerprint`], which holds no word of it; [`verify`] compares
//! a [`Quotation`] with that.

mod align;
mod alteration;
mod bibliography;
mod bibtex;
mod bibtex_import;
mod coverage;
mod csl;
mod csl_import;
mod differences;
mod fingerprint;
mod fragment;
mod import;
mod kept_text;
mod name;
mod negation;
mod place;
pub mod plain;
mod published;
mod quotation;
mod reference;
mod set_aside;
mod source;
mod source_yaml;
pub mod sources;
mod style;
mod text;
mod verify;
mod words;
mod work;

pub use align::{LONGEST_GAP, MOST_PLACES};
pub use alteration::{Alteration, Cause};
pub use bibliography::{Bibliography, short};
pub use bibtex::to_bibtex;
pub use coverage::{Coverage, Extent, Mention, SourceCoverage, Tally, Use};
pub use csl::{KINDS, to_csl_json};
pub use differences::Texts;
pub use fingerprint::{BadFingerprint, Fingerprint, Negation, Paragraph};
pub use fragment::fragment;
pub use import::{Import, Imported, import};
pub use name::Name;
pub use negation::Negations;
pub use place::Place;
pub use published::Published;
pub use quotation::{Joint, JointKind, Quotation};
pub use reference::Reference;
pub use set_aside::SetAside;
pub use source::{Source, is_language};
pub use sources::{FOLDER, Sources, checked_in};
pub use style::{DEFAULT_STYLE, UnknownStyle, style_names};
pub use text::{Rule, Skip, SourceText, sha256};
pub use verify::{Ambiguity, Beside, MOST_JOINTS, Side, Verdict, verify};
pub use words::{WORDS_VERSION, Word, is_sign, unicode_version, words};
pub use work::Work;
