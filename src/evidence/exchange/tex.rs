//! What the parser of BibTeX leaves of a field into plain text.
//!
//! Promises that each command that stays in the text is named.

use unicode_normalization::UnicodeNormalization;

/// A command that the parser does not know, in place of `\textbackslash`: what it
/// makes of that cannot be told from the beginning of a command.
const BACKSLASH: &str = "textBackslash";

/// A file in which the parser leaves backslashes to [`Plain`]. All places in it
/// stay what they are.
pub(super) fn keep_backslashes(text: &str) -> String {
    text.replace("\\textbackslash", &format!("\\{BACKSLASH}"))
}

/// A text without the commands that are known.
#[derive(Default)]
pub(super) struct Plain {
    pub text: String,
    /// The commands that are not, which are still in the text.
    pub unknown: Vec<String>,
}

impl Plain {
    /// Reads a text as the parser leaves it.
    pub fn new(text: &str) -> Plain {
        let mut plain = Plain::default();
        plain.read(&dotted(text));
        plain
    }

    fn read(&mut self, mut text: &str) {
        while let Some((before, command)) = text.split_once('\\') {
            self.text.push_str(before);
            text = self.command(command);
        }
        self.text.push_str(text);
    }

    /// Reads a command after its backslash, and gives what follows it.
    fn command<'t>(&mut self, text: &'t str) -> &'t str {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let name = text.strip_suffix(rest).unwrap_or_default();
        match (name, argument(rest)) {
            (
                "emph" | "textit" | "textbf" | "textsc" | "textrm" | "mbox" | "url",
                Some((inner, rest)),
            ) => {
                self.read(inner);
                rest
            }
            ("enquote", Some((inner, rest))) => {
                self.text.push('“');
                self.read(inner);
                self.text.push('”');
                rest
            }
            // The text of a link follows its address.
            ("href", Some((_, rest))) => rest,
            (BACKSLASH, Some((_, rest))) => {
                self.text.push('\\');
                rest
            }
            (BACKSLASH, None) => {
                self.text.push('\\');
                rest.strip_prefix(' ').unwrap_or(rest)
            }
            (name, _) => {
                self.text.extend(["\\", name]);
                if !name.is_empty() {
                    self.unknown.push(format!("\\{name}"));
                }
                rest
            }
        }
    }
}

/// A text in braces, and what follows it.
fn argument(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('{')?;
    let mut depth = 1;
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((inner.get(..at)?, inner.get(at + 1..)?));
        }
    }
    None
}

/// TeX writes an accent on the letter i as `\"\i`. The parser leaves a backslash
/// of that, and the accent before the letter.
fn dotted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, rest.peek().copied()) {
            ('\\', Some(accent @ '\u{300}'..='\u{36F}')) => {
                rest.next();
                out.extend(rest.next());
                out.push(accent);
            }
            ('\\', Some('ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'ǐ')) => {}
            _ => out.push(c),
        }
    }
    out.nfc().collect()
}
