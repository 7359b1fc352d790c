//! A fingerprint's file into a [`Fingerprint`].
//!
//! Promises to take nothing but what Attaché wrote, whole and unchanged: each
//! other file is refused with the line and the reason.

use std::fmt;
use std::ops::RangeInclusive;

use super::write::{FORMAT, MAGIC, checksum};
use super::{Fingerprint, Negation, Paragraph, REACH, WINDOW};
use crate::evidence::sources::source::is_language;
use crate::evidence::text::Rule;
use crate::evidence::words::WORDS_VERSION;

/// Why a file is no fingerprint that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadFingerprint {
    /// The line, counted from one, where it is one.
    pub line: Option<usize>,
    /// What is wrong, as a sentence without a full stop.
    pub reason: String,
}

impl fmt::Display for BadFingerprint {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "line {line}: {}", self.reason),
            None => out.write_str(&self.reason),
        }
    }
}

type Parsed<T> = Result<T, BadFingerprint>;

fn bad<T>(line: usize, reason: impl Into<String>) -> Parsed<T> {
    Err(BadFingerprint {
        line: Some(line),
        reason: reason.into(),
    })
}

const HEADER_LINES: usize = 7;

impl Fingerprint {
    /// Reads a fingerprint's file.
    pub fn parse(text: &str) -> Parsed<Fingerprint> {
        let lines: Vec<&str> = text.lines().collect();
        let (head, rows) = lines.split_at(HEADER_LINES.min(lines.len()));
        let (mut fingerprint, count, written) = header(head)?;
        for (number, row) in (1u32..).zip(rows) {
            let line = HEADER_LINES + number as usize;
            read_row(&mut fingerprint, row, number, line)?;
        }
        if rows.len() != count {
            let reason = format!(
                "{count} paragraphs are announced, but {} are here",
                rows.len()
            );
            return bad(5, reason);
        }
        let words = fingerprint.paragraphs.last().map_or(0, |p| p.words.end);
        if words < WINDOW || fingerprint.windows.len() != words - (WINDOW - 1) {
            return bad(
                lines.len(),
                "the last lines have too few or too many hashes",
            );
        }
        let body_start: usize = head.iter().map(|line| line.len() + 1).sum();
        let body = text.get(body_start..).unwrap_or_default();
        let (first_lines, _) = head.split_at(HEADER_LINES - 1);
        let head: String = first_lines.iter().flat_map(|line| [line, "\n"]).collect();
        if checksum(&head, body) != written {
            return bad(7, "the file was changed after Attaché wrote it");
        }
        let fingerprint = fingerprint.indexed();
        match fingerprint.to_text() == text {
            true => Ok(fingerprint),
            false => Err(BadFingerprint {
                line: None,
                reason: "the file is not in the form that Attaché writes".to_owned(),
            }),
        }
    }
}

/// The header, the number of paragraphs, and the checksum as it is written.
fn header<'a>(lines: &[&'a str]) -> Parsed<(Fingerprint, usize, &'a str)> {
    let line = |number: usize| lines.get(number - 1).copied().unwrap_or_default();
    let Some(format) = line(1).strip_prefix(MAGIC).map(str::trim) else {
        return bad(
            1,
            format!("this is no fingerprint: it does not begin with `{MAGIC}`"),
        );
    };
    if format != FORMAT.to_string() {
        let reason = format!("version `{format}` of fingerprints is not known: only {FORMAT} is");
        return bad(1, reason);
    }
    let Some((words, unicode)) = value(line(2), "words").and_then(|v| v.split_once(" unicode "))
    else {
        return bad(2, "`words … unicode …` should stand here");
    };
    if words != WORDS_VERSION.to_string() {
        let reason = format!(
            "version `{words}` of the rules for words is not known: only {WORDS_VERSION} is"
        );
        return bad(2, reason);
    }
    let Some(language) = value(line(3), "language").filter(|tag| *tag == "-" || is_language(tag))
    else {
        return bad(3, "`language …` should stand here");
    };
    let Some(sha256) = value(line(4), "sha256").filter(|hash| is_hex(hash, 64)) else {
        return bad(4, "`sha256` and 64 hexadecimal digits should stand here");
    };
    let by = value(line(5), "paragraphs").and_then(|v| v.split_once(" by "));
    let by = by.and_then(|(count, rule)| Some((count.parse().ok()?, Rule::parse(rule)?)));
    let Some((count, rule)) = by else {
        return bad(5, "`paragraphs … by lines` or `by blank` should stand here");
    };
    let Some(skipped) = value(line(6), "skipped").and_then(numbers) else {
        return bad(6, "`skipped` and numbers of paragraphs should stand here");
    };
    let Some(checksum) = value(line(7), "checksum").filter(|hash| is_hex(hash, 32)) else {
        return bad(7, "`checksum` and 32 hexadecimal digits should stand here");
    };
    let fingerprint = Fingerprint {
        unicode: unicode.to_owned(),
        language: (language != "-").then(|| language.to_owned()),
        sha256: sha256.to_owned(),
        rule,
        skipped,
        paragraphs: Vec::new(),
        windows: Vec::new(),
        negations: Vec::new(),
        index: Vec::new(),
    };
    Ok((fingerprint, count, checksum))
}

/// Adds the paragraph of a line.
fn read_row(fingerprint: &mut Fingerprint, row: &str, number: u32, line: usize) -> Parsed<()> {
    let mut fields = row.split(' ');
    if fields.next().and_then(|field| field.parse().ok()) != Some(number) {
        return bad(line, format!("paragraph {number} should stand here"));
    }
    let Some(count) = fields.next().and_then(|field| field.parse::<u32>().ok()) else {
        return bad(line, "the number of words is missing");
    };
    let start = fingerprint.paragraphs.last().map_or(0, |p| p.words.end);
    let words = start..start + count as usize;
    let Some(negations) = fields.next().and_then(|field| negations(field, &words)) else {
        return bad(line, "the places of negations are damaged");
    };
    let before = fingerprint.windows.len();
    for field in fields {
        match window(field) {
            Some(hash) => fingerprint.windows.push(hash),
            None => {
                return bad(
                    line,
                    format!("`{field}` is no hash of 16 hexadecimal digits"),
                );
            }
        }
    }
    // Only windows that would reach beyond the last word are wanting.
    let hashes = fingerprint.windows.len() - before;
    if hashes > words.len() || hashes + WINDOW - 1 < words.len() || before > start {
        let reason = format!(
            "{} words are announced, but {hashes} hashes are here",
            words.len()
        );
        return bad(line, reason);
    }
    fingerprint.negations.extend(negations);
    fingerprint.paragraphs.push(Paragraph { number, words });
    Ok(())
}

fn negations(field: &str, words: &std::ops::Range<usize>) -> Option<Vec<Negation>> {
    if field == "-" {
        return Some(Vec::new());
    }
    let mut found: Vec<Negation> = Vec::new();
    for text in field.split(',') {
        let (place, reach) = text.split_once(':')?;
        let (from, to) = reach.split_once('-')?;
        let word = |text: &str| {
            let place = text.parse::<u32>().ok()?.checked_sub(1)? as usize;
            Some(words.start + place).filter(|word| words.contains(word))
        };
        let (at, from, to) = (word(place)?, word(from)?, word(to)?);
        let is_near: RangeInclusive<usize> = at..=at + REACH;
        let is_after = found.last().is_none_or(|last| last.word < at);
        if !(is_after && (from == at || from + 1 == at) && is_near.contains(&to)) {
            return None;
        }
        found.push(Negation {
            word: at,
            reach: from..=to,
        });
    }
    Some(found)
}

fn value<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?.strip_prefix(' ')
}

fn is_hex(text: &str, digits: usize) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.len() == digits && text.bytes().all(is_digit)
}

/// A hash. Most of a file is these: the value of a digit is reckoned without a
/// branch, which would be guessed wrong every other time.
fn window(field: &str) -> Option<u64> {
    let value = |byte: u8| u64::from(byte & 0xF) + 9 * u64::from(byte >> 6);
    let digits = field.bytes().map(value);
    is_hex(field, 16).then(|| digits.fold(0, |hash, digit| (hash << 4) | digit))
}

/// `1-3,8`. Ranges are bounded, as a file may say anything.
fn numbers(field: &str) -> Option<Vec<u32>> {
    if field == "-" {
        return Some(Vec::new());
    }
    let mut found = Vec::new();
    for text in field.split(',') {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let (first, last) = (first.parse::<u32>().ok()?, last.parse::<u32>().ok()?);
        if first == 0 || last < first || last - first > 1_000_000 || found.len() > 1_000_000 {
            return None;
        }
        found.extend(first..=last);
    }
    Some(found)
}
