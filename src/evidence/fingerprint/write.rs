//! A [`Fingerprint`] into its file's text.
//!
//! Promises one form for each fingerprint, a line a paragraph, so that a change
//! of the source shows as a change of those lines alone.

use std::fmt::Write;

use super::{Fingerprint, Paragraph};
use crate::evidence::words::WORDS_VERSION;

/// The version of the form of the file.
pub const FORMAT: u32 = 1;
/// What its first line begins with.
pub const MAGIC: &str = "attache-fingerprint";

impl Fingerprint {
    /// The file's text.
    ///
    /// ```text
    /// attache-fingerprint 1          the version of this form
    /// words 1 unicode 17.0.0         the rules by which words were made
    /// language en                    or `-`
    /// sha256 7b1f…                   of the text
    /// paragraphs 16 by lines         how many, and what ends one
    /// skipped 1-3,8-9                what was left out, or `-`
    /// checksum 9c0d…                 of all other lines
    /// 1 20 - 0123456789abcdef …      number, words, negations, a hash for each
    ///                                three words that begin in it
    /// ```
    ///
    /// A negation is its place in the paragraph, from one, and the words that
    /// it bears on: `6:5-10`.
    pub fn to_text(&self) -> String {
        let (mut head, mut body) = (String::new(), String::new());
        let language = self.language.as_deref().unwrap_or("-");
        // Writing to a string cannot fail.
        let _ = write!(
            head,
            "{MAGIC} {FORMAT}\nwords {WORDS_VERSION} unicode {}\nlanguage {language}\n\
             sha256 {}\nparagraphs {} by {}\nskipped {}\n",
            self.unicode,
            self.sha256,
            self.paragraphs.len(),
            self.rule.name(),
            numbers(&self.skipped),
        );
        for paragraph in &self.paragraphs {
            self.write_paragraph(paragraph, &mut body);
        }
        let checksum = checksum(&head, &body);
        format!("{head}checksum {checksum}\n{body}")
    }

    fn write_paragraph(&self, paragraph: &Paragraph, out: &mut String) {
        let Paragraph { number, words } = paragraph;
        let _ = write!(out, "{number} {} ", words.len());
        let place = |word: usize| word + 1 - words.start;
        let first = self.negations.partition_point(|n| n.word < words.start);
        let rest = self.negations.get(first..).unwrap_or_default().iter();
        let inside: Vec<String> = rest
            .take_while(|negation| negation.word < words.end)
            .map(|n| {
                let (from, to) = (place(*n.reach.start()), place(*n.reach.end()));
                format!("{}:{from}-{to}", place(n.word))
            })
            .collect();
        out.push_str(&match inside.is_empty() {
            true => "-".to_owned(),
            false => inside.join(","),
        });
        let end = words.end.min(self.windows.len());
        for window in self.windows.get(words.start..end).unwrap_or_default() {
            let _ = write!(out, " {window:016x}");
        }
        out.push('\n');
    }
}

/// The first 128 bits of the BLAKE3 of all lines but that of the checksum.
pub(super) fn checksum(head: &str, body: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(head.as_bytes()).update(body.as_bytes());
    let hash = hasher.finalize();
    hash.as_bytes()
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// `1-3,8`, or `-` for none.
pub(in crate::evidence) fn numbers(sorted: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for &number in sorted {
        match ranges.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let written = ranges.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    match ranges.is_empty() {
        true => "-".to_owned(),
        false => written.collect::<Vec<_>>().join(","),
    }
}
