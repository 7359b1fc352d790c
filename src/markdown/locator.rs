//! A place in a source as authors write it: `para. 8`, `pp. 3–5`, `§ 4`, `第8段`.
//!
//! What kinds there are is CSL's (1.0.2, appendix on locators); their names and
//! abbreviations are those that writers of a language use.

use std::ops::RangeInclusive;

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locator {
    /// The kind of place, by CSL's name: `page`, `paragraph`.
    pub kind: &'static str,
    /// As written: `para. 8`.
    pub text: String,
    /// Where it is paragraphs: which, one range after the other.
    pub paragraphs: Vec<RangeInclusive<u32>>,
    /// The same for pages with numbers in digits.
    pub pages: Vec<RangeInclusive<u32>>,
}

const PAGE: &str = "page";
const PARAGRAPH: &str = "paragraph";

/// CSL's names of kinds, and what writers call them before the number.
const KINDS: &[(&str, &[&str])] = &[
    (
        PARAGRAPH,
        &[
            "paragraphs",
            "paragraph",
            "paras.",
            "para.",
            "paras",
            "para",
            "pars.",
            "par.",
            "¶¶",
            "¶",
            "paragraphes",
            "paragraphe",
            "абзацы",
            "абзац",
            "абз.",
            "пункты",
            "пункт",
            "الفقرات",
            "الفقرة",
            "فقرة",
        ],
    ),
    (
        PAGE,
        &[
            "pages",
            "page",
            "pp.",
            "p.",
            "pp",
            "стр.",
            "с.",
            "الصفحات",
            "الصفحة",
            "صفحة",
            "ص.",
        ],
    ),
    (
        "chapter",
        &[
            "chapters",
            "chapter",
            "chaps.",
            "chap.",
            "ch.",
            "chapitre",
            "глава",
            "гл.",
            "الفصل",
        ],
    ),
    (
        "section",
        &["sections", "section", "secs.", "sec.", "§§", "§"],
    ),
    ("line", &["lines", "line", "ll.", "l."]),
    ("figure", &["figures", "figure", "figs.", "fig."]),
    ("table", &["tables", "table", "tab."]),
    ("note", &["notes", "note", "nn.", "n."]),
    ("volume", &["volumes", "volume", "vols.", "vol."]),
    ("part", &["parts", "part", "pts.", "pt."]),
    ("article", &["articles", "article", "arts.", "art."]),
    (
        "appendix",
        &["appendices", "appendix", "app.", "annexes", "annex"],
    ),
    ("column", &["columns", "column", "cols.", "col."]),
    ("folio", &["folios", "folio", "fols.", "fol."]),
    ("book", &["books", "book", "bks.", "bk."]),
    ("issue", &["issues", "issue", "nos.", "no."]),
    ("verse", &["verses", "verse", "vv.", "v."]),
];

/// Words that join numbers.
const ANDS: &[&str] = &["and ", "et ", "и ", "و "];

/// What stands around a number in Chinese and Japanese.
const AROUND: &[(&str, char)] = &[
    (PARAGRAPH, '段'),
    (PAGE, '页'),
    (PAGE, '頁'),
    ("chapter", '章'),
];

/// The locator that a text begins with, and how many bytes it takes. A number
/// alone is a page, as in pandoc.
pub(super) fn read(text: &str) -> Option<(Locator, usize)> {
    if let Some(rest) = text.strip_prefix('第') {
        let length = numbers_length(rest);
        let after = rest.get(length..)?;
        let (kind, mark) = AROUND.iter().find(|(_, mark)| after.starts_with(*mark))?;
        let end = '第'.len_utf8() + length + mark.len_utf8();
        return Some((locator(kind, text.get(..end)?, rest.get(..length)?), end));
    }
    let lower = text.to_lowercase();
    let named = KINDS.iter().find_map(|(kind, names)| {
        let name = names.iter().find(|name| lower.starts_with(**name))?;
        let rest = text.get(name.len()..)?;
        let space = rest.len() - rest.trim_start().len();
        // `notes` is a word; `note 4` and `§4` are places.
        let joined = space > 0 || !name.ends_with(char::is_alphabetic);
        let numbers = rest.get(space..)?;
        let length = numbers_length(numbers);
        (length > 0 && joined).then_some((*kind, name.len() + space, length))
    });
    let (kind, start, length) = named.or_else(|| {
        // Without a word before it, `mix` is no Roman number.
        text.starts_with(|c| value(c).is_some()).then_some(())?;
        let length = numbers_length(text);
        (length > 0).then_some((PAGE, 0, length))
    })?;
    let end = start + length;
    Some((locator(kind, text.get(..end)?, text.get(start..end)?), end))
}

fn locator(kind: &'static str, text: &str, numbers: &str) -> Locator {
    let of = |wanted: &str| match kind == wanted {
        true => ranges(numbers),
        false => Vec::new(),
    };
    Locator {
        kind,
        text: text.to_owned(),
        paragraphs: of(PARAGRAPH),
        pages: of(PAGE),
    }
}

/// How many bytes of numbers, ranges and lists of them a text begins with:
/// `8`, `3–5`, `3, 7 & 9`, `iv`, `12a`.
fn numbers_length(text: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let length = number_length(rest);
        if length == 0 {
            return end;
        }
        end = at + length;
        let after = text.get(end..).unwrap_or_default();
        let between = after.len()
            - after
                .trim_start_matches(['-', '–', '—', ',', '&', ' '])
                .len();
        let joins = after.get(..between).unwrap_or_default();
        let rest = after.get(between..).unwrap_or_default();
        let and = ANDS
            .iter()
            .find(|and| joins.ends_with(' ') && rest.starts_with(**and));
        if joins.trim().is_empty() && and.is_none() {
            return end;
        }
        at = end + between + and.map_or(0, |and| and.len());
    }
}

/// One number: digits with letters after them (`12a`), or Roman.
fn number_length(text: &str) -> usize {
    let word_end = text
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(text.len());
    let word = text.get(..word_end).unwrap_or_default();
    let digits = word
        .chars()
        .take_while(|c| c.is_ascii_digit() || is_eastern(*c));
    let digits: usize = digits.map(char::len_utf8).sum();
    let rest = word.get(digits..).unwrap_or_default();
    if digits > 0 {
        let is_suffix = rest.len() == 1 && rest.starts_with(|c: char| c.is_ascii_lowercase());
        return if is_suffix { word_end } else { digits };
    }
    let is_roman = !word.is_empty()
        && word
            .chars()
            .all(|c| "ivxlcdm".contains(c.to_ascii_lowercase()));
    if is_roman { word_end } else { 0 }
}

/// Arabic-Indic and Persian digits.
fn is_eastern(c: char) -> bool {
    matches!(c, '٠'..='٩' | '۰'..='۹')
}

fn value(c: char) -> Option<u32> {
    let base = match c {
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        _ => return c.to_digit(10),
    };
    Some(u32::from(c) - u32::from(base))
}

/// The ranges that `3, 7–9 & 12` lists.
fn ranges(numbers: &str) -> Vec<RangeInclusive<u32>> {
    let number = |text: &str| {
        let digits = text.trim().chars().map_while(value);
        let mut digits = digits.peekable();
        digits.peek()?;
        Some(digits.fold(0u32, |sum, digit| {
            sum.saturating_mul(10).saturating_add(digit)
        }))
    };
    let range = |text: &str| {
        let (first, last) = text.split_once(['-', '–', '—']).unwrap_or((text, text));
        let (first, last) = (number(first)?, number(last)?);
        Some(first.min(last)..=last.max(first))
    };
    let listed = ANDS.iter().fold(numbers.to_owned(), |text, and| {
        text.replace(&format!(" {and}"), ",")
    });
    listed.split([',', '&']).filter_map(range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_in_several_languages() {
        for (text, kind, written, paragraphs) in [
            ("para. 8", PARAGRAPH, "para. 8", vec![8..=8]),
            ("paras 3–5, so", PARAGRAPH, "paras 3–5", vec![3..=5]),
            ("¶ 4", PARAGRAPH, "¶ 4", vec![4..=4]),
            (
                "Para. 3, 7 & 9 there",
                PARAGRAPH,
                "Para. 3, 7 & 9",
                vec![3..=3, 7..=7, 9..=9],
            ),
            (
                "paras 3 and 7 there",
                PARAGRAPH,
                "paras 3 and 7",
                vec![3..=3, 7..=7],
            ),
            ("абз. 8", PARAGRAPH, "абз. 8", vec![8..=8]),
            ("الفقرة ٨", PARAGRAPH, "الفقرة ٨", vec![8..=8]),
            ("第8段", PARAGRAPH, "第8段", vec![8..=8]),
            ("p. iv", PAGE, "p. iv", vec![]),
            ("33", PAGE, "33", vec![]),
            ("§4.", "section", "§4", vec![]),
            ("ch. 12a and", "chapter", "ch. 12a", vec![]),
        ] {
            let (locator, length) = read(text).unwrap();
            let found = (locator.kind, &text[..length], locator.paragraphs);
            assert_eq!(found, (kind, written, paragraphs), "{text}");
        }
        for text in ["", "mix of", "so far", "notes", "and 4", "sic", "第一"] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
