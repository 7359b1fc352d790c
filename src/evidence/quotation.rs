//! A quoted text into the words that its source must hold, and the joints at
//! which it may leave words out.
//!
//! Promises that every word of it is checked but those in square brackets, which
//! the reader sees are not the source's.

use std::ops::Range;

use super::words::{Word, is_han_or_kana, words_within};

/// What is quoted.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    text: String,
    words: Vec<Word>,
    joints: Vec<Joint>,
}

/// Where a quotation leaves words out, or puts its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joint {
    /// The number of the quotation's word that follows it.
    pub word: usize,
    /// Where it stands in the quotation, in bytes.
    pub span: Range<usize>,
    /// What it is.
    pub kind: JointKind,
}

/// What stands between two parts of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JointKind {
    /// `…`, `...`, `[…]`, `(…)`: words are left out.
    Gap,
    /// `[words]`: they are not the source's. They may stand for words left out,
    /// or for none.
    Insertion,
}

impl Quotation {
    /// Reads a quotation, without the quotation marks around it.
    ///
    /// - Three or more dots, or `…`, are a gap, in brackets or not.
    /// - `[words]` are an insertion. But letters in brackets that touch a word
    ///   are part of it, as in `[W]e`: the source must have the whole word.
    ///   `[sic]` never is, nor are brackets in Han and kana, which have no spaces.
    /// - A bracket without its other half is punctuation.
    pub fn new(text: &str) -> Quotation {
        let mut quotation = Quotation {
            text: text.to_owned(),
            words: Vec::new(),
            joints: Vec::new(),
        };
        let (marks, without) = marks(text);
        let mut start = 0;
        for (span, kind) in marks {
            quotation.add(start..span.start, &without);
            start = span.end;
            let word = quotation.words.len();
            match quotation.joints.last_mut() {
                // Several in a row are one, and a gap is the most it can be.
                Some(last) if last.word == word => {
                    last.span.end = span.end;
                    if kind == JointKind::Gap {
                        last.kind = kind;
                    }
                }
                _ => quotation.joints.push(Joint { word, span, kind }),
            }
        }
        quotation.add(start..text.len(), &without);
        quotation
    }

    fn add(&mut self, stretch: Range<usize>, without: &[usize]) {
        self.words
            .extend(words_within(&self.text, stretch, without));
    }

    /// As it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The words that the source must hold.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Gaps and insertions, in order, with those at its beginning and end.
    pub fn joints(&self) -> &[Joint] {
        &self.joints
    }

    /// The words between joints: no part is empty.
    pub fn segments(&self) -> Vec<Range<usize>> {
        let ends = self.joints.iter().map(|joint| joint.word);
        let mut start = 0;
        let mut segments = Vec::new();
        for end in ends.chain([self.words.len()]) {
            if start < end {
                segments.push(start..end);
            }
            start = end;
        }
        segments
    }

    /// Where words of it stand, in bytes of its text; of none, the place before
    /// the word of that number.
    pub fn span(&self, words: Range<usize>) -> Range<usize> {
        let start = self.words.get(words.start);
        let start = start.map_or(self.text.len(), |word| word.span.start);
        match words.end.checked_sub(1).and_then(|i| self.words.get(i)) {
            Some(last) if words.start < words.end => start..last.span.end,
            _ => start..start,
        }
    }

    /// Where a mark under words of it stands, in bytes of its text: of none, under
    /// those on both sides of the place. It is empty only where the text is.
    pub fn mark(&self, words: Range<usize>) -> Range<usize> {
        let count = self.words.len();
        if count == 0 {
            return 0..self.text.len();
        }
        let (start, end) = match words.start < words.end {
            true => (words.start, words.end),
            false => (words.start.saturating_sub(1), words.start + 1),
        };
        self.span(start.min(count - 1)..end.min(count))
    }
}

type Marks = Vec<(Range<usize>, JointKind)>;

/// The gaps and insertions, and the places of brackets that are to be ignored,
/// as they stand within a word.
fn marks(text: &str) -> (Marks, Vec<usize>) {
    let mut marks = Marks::new();
    let mut without = Vec::new();
    let closing = closing_brackets(text);
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let after = at + c.len_utf8();
        let end = closing.binary_search_by_key(&at, |(open, _)| *open);
        let end = end.ok().and_then(|index| closing.get(index));
        let inside = end.and_then(|(_, close)| text.get(after..*close));
        if let (Some((_, close)), Some(inside)) = (end, inside) {
            if dots(inside.trim()) == inside.trim().len() && !inside.trim().is_empty() {
                marks.push((at..close + 1, JointKind::Gap));
                at = close + 1;
                continue;
            }
            if c == '[' && is_part_of_word(text, at, inside, *close) {
                without.extend([at, *close]);
                at = close + 1;
                continue;
            }
            if c == '[' {
                marks.push((at..close + 1, JointKind::Insertion));
                at = close + 1;
                continue;
            }
        }
        match dots(rest) {
            0 => at = after,
            length => {
                marks.push((at..at + length, JointKind::Gap));
                at += length;
            }
        }
    }
    (marks, without)
}

/// The brackets that have another half: where each opens and closes, in the
/// order in which they open.
fn closing_brackets(text: &str) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '[' | '(' => open.push((at, c)),
            ']' | ')' => {
                let opening = if c == ']' { '[' } else { '(' };
                if let Some(&(start, found)) = open.last()
                    && found == opening
                {
                    open.pop();
                    pairs.push((start, at));
                }
            }
            _ => {}
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The length of the dots that a text begins with, if they are a gap: `…`, `...`,
/// `. . .`, and any more of them.
fn dots(text: &str) -> usize {
    let mut count = 0;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        match c {
            '…' | '⋯' => count += 3,
            '.' => count += 1,
            ' ' | '\u{A0}' | '\u{202F}' if count > 0 => continue,
            _ => break,
        }
        end = at + c.len_utf8();
    }
    if count >= 3 { end } else { 0 }
}

fn is_part_of_word(text: &str, open: usize, inside: &str, close: usize) -> bool {
    let letter = |c: char| c.is_alphabetic() && !is_han_or_kana(c);
    let before = text.get(..open).and_then(|t| t.chars().next_back());
    let after = text.get(close + 1..).and_then(|t| t.chars().next());
    let touches = before.is_some_and(letter) || after.is_some_and(letter);
    touches && !inside.is_empty() && inside.chars().all(letter) && inside != "sic"
}
