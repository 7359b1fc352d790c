//! A bibliography's file, BibTeX, BibLaTeX or CSL-JSON, into [`Source`]s.
//!
//! Promises that nothing is made up; that what a source has no place for is
//! said; and that each mistake is shown at its line of that file.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::bibtex_import;
use super::csl_import;
use crate::config::is_web_address;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::evidence::sources::is_key;
use crate::evidence::sources::source::{Source, is_language};

/// What a file holds.
#[derive(Debug, Default)]
pub struct Import {
    /// Its entries, in order.
    pub entries: Vec<Imported>,
    /// What is wrong with it, and what is not kept as it was written.
    pub diagnostics: Vec<Diagnostic>,
    /// The names of fields that a source has no place for.
    pub left_out: BTreeSet<String>,
}

/// One entry.
#[derive(Debug)]
pub struct Imported {
    /// The key it has from now on.
    pub key: String,
    /// The key it has in the file.
    pub written: String,
    /// What it says.
    pub source: Source,
}

/// Reads a file of this name, whose ending says what it is; of its entries all,
/// or those with these keys.
pub fn import(path: &str, text: &str, only: &[String]) -> Import {
    let mut file = File {
        path,
        text,
        only,
        import: Import::default(),
        seen: BTreeMap::new(),
    };
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_lowercase().as_str() {
        "bib" | "bibtex" | "biblatex" => bibtex_import::read(&mut file),
        "json" => csl_import::read(&mut file),
        _ => {
            let message = "this file's name does not say what it holds";
            let problem = Diagnostic::new(Code::Bibliography, message).at(Location::file(path));
            let help = "name it .bib for BibTeX and BibLaTeX, .json for CSL-JSON";
            file.import.diagnostics.push(problem.help(help));
        }
    }
    file.import
}

/// A file being read.
pub(super) struct File<'a> {
    pub path: &'a str,
    pub text: &'a str,
    only: &'a [String],
    pub import: Import,
    /// Where each key stands, in lower case.
    seen: BTreeMap<String, Range<usize>>,
}

impl File<'_> {
    /// A mistake at a place of the file.
    pub fn fault(&mut self, span: Range<usize>, message: String, help: &str) {
        let problem = Diagnostic::new(Code::Bibliography, message);
        let at = Location::span(self.path, self.text, span);
        self.import.diagnostics.push(problem.at(at).help(help));
    }

    /// Two entries that would become one source.
    pub fn twice(&mut self, span: Range<usize>, first: Range<usize>, message: String) {
        let at = |span| Location::span(self.path, self.text, span);
        let problem = Diagnostic::new(Code::Bibliography, message).at(at(span));
        let problem = problem.related(at(first), "the first");
        let problem = problem.help("give one of them another key");
        self.import.diagnostics.push(problem);
    }

    /// Whether an entry of this key is wanted.
    pub fn wants(&self, key: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == key)
    }

    /// Adds an entry that begins there, unless it lacks its title or its key is
    /// taken.
    pub fn add(&mut self, written: &str, draft: Draft, span: Range<usize>) {
        let Draft { source, losses } = draft;
        let Some(key) = key_of(written) else {
            let message = format!("`{written}` cannot be made into a key");
            return self.fault(span, message, "give the entry a key of letters and digits");
        };
        if source.title.is_empty() {
            let message = format!("the entry `{written}` has no title");
            return self.fault(span, message, "give it one: a source must have a title");
        }
        let at = Location::span(self.path, self.text, span.clone());
        for loss in losses {
            let message = format!("`{written}`: {loss}");
            let problem = Diagnostic::new(Code::BibliographyLoss, message).at(at.clone());
            let help = "complete the source's YAML after the import";
            self.import.diagnostics.push(problem.help(help));
        }
        let folded = key.to_lowercase();
        if let Some(first) = self.seen.get(&folded).cloned() {
            let message = format!("two entries would be the source `{key}`");
            return self.twice(span, first, message);
        }
        self.seen.insert(folded, span);
        self.import.entries.push(Imported {
            key,
            written: written.to_owned(),
            source,
        });
    }
}

/// A source being made from an entry, and what of the entry is lost.
#[derive(Default)]
pub(super) struct Draft {
    pub source: Source,
    pub losses: Vec<String>,
}

impl Draft {
    /// An address, if it is one.
    pub fn address(&mut self, field: &str, text: Option<String>) -> Option<String> {
        let text = text?;
        if !is_web_address(&text) {
            self.losses.push(format!("{field} is no address: {text}"));
            return None;
        }
        Some(text)
    }

    /// A language tag, also from a name in English.
    pub fn language(&mut self, text: Option<String>) -> Option<String> {
        let text = text?;
        let lower = text.to_lowercase();
        let named = LANGUAGES.iter().find(|(name, _)| *name == lower);
        let tag = match (named, text.split_once(['-', '_'])) {
            (Some((_, tag)), _) => (*tag).to_owned(),
            (None, Some((primary, rest))) => {
                format!("{}-{}", primary.to_lowercase(), rest.replace('_', "-"))
            }
            (None, None) => lower,
        };
        if !is_language(&tag) || (named.is_none() && tag.len() > 3 && !tag.contains('-')) {
            self.losses
                .push(format!("the language `{text}` is not known"));
            return None;
        }
        Some(tag)
    }
}

/// Languages by the names that BibLaTeX and people write.
const LANGUAGES: &[(&str, &str)] = &[
    ("american", "en-US"),
    ("arabic", "ar"),
    ("brazilian", "pt-BR"),
    ("british", "en-GB"),
    ("chinese", "zh"),
    ("dutch", "nl"),
    ("english", "en"),
    ("french", "fr"),
    ("german", "de"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("ngerman", "de"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("swahili", "sw"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
    ("usenglish", "en-US"),
    ("ukenglish", "en-GB"),
];

/// A text on one line, without what cannot be printed. An empty one is none.
pub(super) fn line(text: &str) -> Option<String> {
    let printable = |c: char| match c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') {
        true => ' ',
        false => c,
    };
    let text: String = text.chars().map(printable).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The same for a text of several lines.
pub(super) fn lines(text: &str) -> Option<String> {
    let lines: Vec<String> = text
        .lines()
        .map(|text| line(text).unwrap_or_default())
        .collect();
    let text = lines.join("\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// A key as this program has them, from one that anybody may have written: of an
/// address its last part.
fn key_of(written: &str) -> Option<String> {
    let written = match is_web_address(written) {
        true => written.trim_end_matches('/').rsplit('/').next()?,
        false => written,
    };
    let mut key = String::new();
    for c in written.chars() {
        let c = match c.is_alphanumeric() || matches!(c, '_' | '.') {
            true => c,
            false => '-',
        };
        if c.is_alphanumeric() || !key.ends_with(['-', '.', '_']) {
            key.push(c);
        }
    }
    let key = key.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    is_key(&key).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::{key_of, lines};

    #[test]
    fn any_key_becomes_one_that_a_file_can_be_called() {
        for (written, key) in [
            ("un:2024/report", "un-2024-report"),
            ("a__b..c", "a_b.c"),
            ("../../x", "x"),
            ("http://zotero.org/users/1/items/AB12", "AB12"),
            ("доклад 2024", "доклад-2024"),
        ] {
            assert_eq!(key_of(written).as_deref(), Some(key));
        }
        assert_eq!(key_of("//"), None);
    }

    #[test]
    fn a_note_keeps_its_lines() {
        assert_eq!(lines(" a  b\u{7}\n\n c\n").as_deref(), Some("a b\n\nc"));
    }
}
