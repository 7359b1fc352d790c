//! A text into its words, in the one form in which a quotation and its source
//! are compared, each with the bytes it was read from.
//!
//! Promises: two texts that differ only in typography (kinds of quotation mark,
//! apostrophe, dash and space, ligatures, soft hyphens, upper case) have the
//! same words; two that differ in a letter, a digit or a sign of meaning
//! (`%`, `€`, a minus) do not.

use std::ops::Range;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// The version of the rules in this file and in `negation.rs`. A fingerprint
/// names it: raise it with every change that gives any text other words.
pub const WORDS_VERSION: u32 = 1;

/// The version of Unicode by which texts are cut into words.
pub fn unicode_version() -> String {
    let (major, minor, patch) = unicode_segmentation::UNICODE_VERSION;
    format!("{major}.{minor}.{patch}")
}

/// One word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it is compared: normalised, its case folded.
    pub folded: String,
    /// Where it stands in the text, in bytes.
    pub span: Range<usize>,
}

/// The words of a text.
///
/// - Characters that show nothing are left out: soft hyphens, zero-width spaces
///   and joiners, direction marks, variation selectors, the Arabic tatweel.
/// - Each grapheme is normalised (UAX #15): NFKC, which takes ligatures and
///   presentation forms apart, but only NFC for superscripts, fractions and
///   enclosed numbers, as NFKC would make `10²` into `102`.
/// - Case is folded in full (Unicode 3.13, D142): `ß` is `ss`, `ς` is `σ`.
/// - Words are those of UAX #29, but each Han and kana character is a word.
/// - A sign that carries meaning is a word too: see [`is_sign`]; so is a minus
///   before a number. All other punctuation, and space, is left out.
pub fn words(text: &str) -> Vec<Word> {
    words_within(text, 0..text.len(), &[])
}

/// The words of a stretch of a text without the characters at some places,
/// which are sorted.
pub(super) fn words_within(text: &str, stretch: Range<usize>, without: &[usize]) -> Vec<Word> {
    let folded = Folded::new(text, stretch, without);
    let mut words = Vec::new();
    let mut before = None;
    let mut pieces = folded.text.split_word_bound_indices().peekable();
    while let Some((offset, piece)) = pieces.next() {
        let next = pieces.peek().and_then(|(_, next)| next.chars().next());
        if piece.chars().any(char::is_alphanumeric) {
            for (start, word) in cut(piece) {
                words.push(folded.word(offset + start, word));
            }
        } else {
            for (start, c) in piece.char_indices() {
                let sign = piece.get(start..start + c.len_utf8()).unwrap_or_default();
                let is_minus = matches!(c, '-' | '–')
                    && next.is_some_and(char::is_numeric)
                    && start + c.len_utf8() == piece.len()
                    && before.is_none_or(|c: char| c.is_whitespace() || "(\"'".contains(c));
                if is_minus || is_sign(c) {
                    words.push(Word {
                        folded: if is_minus { "-" } else { sign }.to_owned(),
                        ..folded.word(offset + start, sign)
                    });
                }
            }
        }
        before = piece.chars().next_back();
    }
    words
}

/// Whether a character that is no letter and no digit says something that a
/// quotation may not change: currencies, percent, signs of mathematics, `&`,
/// `§`, `#`, `@`, `°`, `№`.
pub fn is_sign(c: char) -> bool {
    matches!(
        c,
        '$' | '¢' | '£' | '¤' | '¥' | '֏' | '؋' | '৳' | '฿' | '\u{20A0}'..='\u{20CF}'
    ) || matches!(c, '%' | '‰' | '‱' | '٪' | '&' | '§' | '#' | '@' | '°' | '№')
        || matches!(
            c,
            '+' | '<' | '=' | '>' | '±' | '×' | '÷' | '≤' | '≥' | '≠' | '≈' | '√'
        )
}

/// A piece of UAX #29 without the quotation marks at its ends; kana, which that
/// joins, and Han, character by character.
fn cut(piece: &str) -> Vec<(usize, &str)> {
    if piece.chars().any(is_han_or_kana) {
        let graphemes = piece.grapheme_indices(true);
        return graphemes
            .filter(|(_, grapheme)| grapheme.chars().any(char::is_alphanumeric))
            .collect();
    }
    let outer = |c| matches!(c, '\'' | '"' | '_');
    let word = piece.trim_start_matches(outer);
    let start = piece.len() - word.len();
    vec![(start, word.trim_end_matches(outer))]
}

/// Whether a character is written without spaces between words, and is a word
/// here by itself.
pub(super) fn is_han_or_kana(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}'
        | '\u{3031}'..='\u{3035}' | '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9F}' | '\u{1AFF0}'..='\u{1B16F}' | '\u{20000}'..='\u{3FFFD}')
}

/// A text in the form that is cut into words, and where each part of it is from.
struct Folded {
    text: String,
    /// For each grapheme: where it begins in `text`, and its bytes in the
    /// original.
    origins: Vec<(usize, Range<usize>)>,
}

impl Folded {
    fn new(original: &str, stretch: Range<usize>, without: &[usize]) -> Folded {
        let part = original.get(stretch.clone()).unwrap_or_default();
        let mut folded = Folded {
            text: String::with_capacity(part.len()),
            origins: Vec::with_capacity(part.len()),
        };
        // An ASCII character before another is a grapheme by itself.
        let mut bytes = part
            .bytes()
            .zip(part.bytes().skip(1).chain([0]))
            .enumerate();
        let mut alone =
            move |(_, (byte, next)): &(usize, (u8, u8))| byte.is_ascii() && next.is_ascii();
        let mut done = 0;
        while let Some((at, (byte, _))) = bytes.find(&mut alone) {
            folded.add(original, stretch.start + done..stretch.start + at, without);
            let place = stretch.start + at;
            if without.binary_search(&place).is_err() {
                folded.origins.push((folded.text.len(), place..place + 1));
                folded
                    .text
                    .push(plain(char::from(byte.to_ascii_lowercase())));
            }
            done = at + 1;
        }
        folded.add(original, stretch.start + done..stretch.end, without);
        folded
    }

    /// Adds a stretch that begins and ends with whole graphemes.
    fn add(&mut self, original: &str, stretch: Range<usize>, without: &[usize]) {
        if stretch.is_empty() {
            return;
        }
        let begin = stretch.start;
        // First what shows nothing is taken out: it would part a letter from
        // its accent.
        let (mut visible, mut places) = (String::new(), Vec::new());
        let characters = original.get(stretch).unwrap_or_default().char_indices();
        for (offset, c) in characters.map(|(offset, c)| (begin + offset, c)) {
            if !is_invisible(c) && without.binary_search(&offset).is_err() {
                places.push((visible.len(), offset..offset + c.len_utf8()));
                visible.push(plain(c));
            }
        }
        let mut places = places.into_iter().peekable();
        for (offset, grapheme) in visible.grapheme_indices(true) {
            let Some((_, mut origin)) = places.next() else {
                break;
            };
            while let Some((_, more)) = places.next_if(|(at, _)| *at < offset + grapheme.len()) {
                origin.end = more.end;
            }
            self.origins.push((self.text.len(), origin));
            fold_into(&mut self.text, grapheme);
        }
    }

    /// The word that stands at an offset of the folded text.
    fn word(&self, offset: usize, folded: &str) -> Word {
        let last = offset + folded.len().saturating_sub(1);
        let origin = |at: usize| {
            let index = self.origins.partition_point(|(start, _)| *start <= at);
            let found = index.checked_sub(1).and_then(|i| self.origins.get(i));
            found.map(|(_, origin)| origin.clone()).unwrap_or_default()
        };
        Word {
            folded: folded.to_owned(),
            span: origin(offset).start..origin(last).end,
        }
    }
}

/// Adds a grapheme, normalised and its case folded. Folding may undo the
/// normalisation, so it is normalised once more (Unicode 3.13, D146).
fn fold_into(text: &mut String, grapheme: &str) {
    if let [byte] = grapheme.as_bytes() {
        text.push(char::from(byte.to_ascii_lowercase()));
    } else if grapheme.chars().any(keeps_its_form) {
        text.extend(grapheme.nfc().default_case_fold().nfc());
    } else {
        text.extend(grapheme.nfkc().default_case_fold().nfkc());
    }
}

/// Superscripts, subscripts, fractions, enclosed numbers, `™`, `℠`, `№`: NFKC
/// makes digits and letters of them that would run into their neighbours.
fn keeps_its_form(c: char) -> bool {
    matches!(c, 'ª' | '²' | '³' | '¹' | 'º' | '¼'..='¾' | '\u{2070}'..='\u{209F}'
        | '№' | '℠' | '™' | '\u{2150}'..='\u{215F}' | '\u{2189}' | '\u{2460}'..='\u{24FF}')
}

/// What shows nothing by itself, and what only stretches a line.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{640}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// One character for each kind of mark: apostrophes and single quotation marks,
/// double ones, hyphens and dashes, spaces.
fn plain(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | '′' | '‵' | '´' | '`' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | '‹' | '›' | '׳'
        | '＇' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '〝' | '〞' | '〟' | '״' | '＂' => {
            '"'
        }
        '\u{2010}' | '\u{2011}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}' => '-',
        '\u{2012}' => '–',
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' | '\t' => ' ',
        _ => c,
    }
}
