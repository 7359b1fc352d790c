//! A source's text, kept beside its fingerprint, into paragraphs and words.
//!
//! Promises to do so when somebody asks first, and once: most builds ask for the
//! text of no source, as verdicts come from fingerprints.

use std::sync::{Arc, OnceLock};

use crate::evidence::fingerprint::Fingerprint;
use crate::evidence::text::{Skip, SourceText};

/// A text that is cut when it is wanted.
#[derive(Clone, Debug)]
pub struct KeptText {
    text: Arc<str>,
    cut: OnceLock<Option<SourceText>>,
}

impl KeptText {
    /// The text as it stands in its file.
    pub(super) fn new(text: &Arc<str>) -> KeptText {
        let text = Arc::clone(text);
        KeptText {
            text,
            cut: OnceLock::new(),
        }
    }

    /// A text that is cut already.
    pub(super) fn cut(text: &Arc<str>, cut: SourceText) -> KeptText {
        let text = Arc::clone(text);
        KeptText {
            text,
            cut: OnceLock::from(Some(cut)),
        }
    }

    /// The text as the fingerprint that was made from it says.
    pub(super) fn of(&self, fingerprint: &Fingerprint) -> Option<&SourceText> {
        self.cut
            .get_or_init(|| cut(&self.text, fingerprint))
            .as_ref()
    }
}

/// Two are the same where their texts are, whoever was asked for.
impl PartialEq for KeptText {
    fn eq(&self, other: &KeptText) -> bool {
        self.text == other.text
    }
}

fn cut(text: &str, fingerprint: &Fingerprint) -> Option<SourceText> {
    let skipped = fingerprint.skipped().iter();
    let skip: Vec<Skip> = skipped.map(|n| Skip::Numbers(*n, *n)).collect();
    let text = SourceText::new(text, fingerprint.rule(), &skip).ok()?;
    // Another version of Unicode may part words elsewhere: the fingerprint stays
    // good, and the text is of no help.
    let paragraphs = fingerprint.paragraphs().iter();
    let same = text
        .word_ranges()
        .eq(paragraphs.map(|paragraph| paragraph.words.clone()));
    same.then_some(text)
}
