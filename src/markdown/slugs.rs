//! A heading's text into its id, as GitHub makes them: lower case, letters
//! and digits of all scripts kept, spaces to `-`, other punctuation dropped.
//!
//! Promises that no two ids it gives are the same, and that none is one that
//! a theme, footnotes or paragraph numbers use. Takes constant time for each heading.

use std::collections::{HashMap, HashSet};

use unicode_normalization::char::is_combining_mark;

/// The id that a theme gives to what the page is about.
pub(super) const MAIN: &str = "Main";

/// Gives ids, each once.
#[derive(Debug, Default)]
pub struct Slugs {
    taken: HashSet<String>,
    next: HashMap<String, usize>,
}

impl Slugs {
    /// Takes an id that the author chose; false where it is taken already.
    pub fn take(&mut self, id: &str) -> bool {
        self.taken.insert(id.to_owned())
    }

    /// An id for a heading that has none.
    pub fn give(&mut self, text: &str) -> String {
        self.number(slug(text))
    }

    /// An id as it is wished for; with a number where that is taken, or is no word.
    pub fn number(&mut self, base: String) -> String {
        if !base.is_empty() && self.taken.insert(base.clone()) {
            return base;
        }
        let next = self.next.entry(base.clone()).or_insert(1);
        loop {
            let id = format!("{base}-{next}");
            *next += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// Whether a theme, footnotes or paragraph numbers use ids of this form.
pub(super) fn is_reserved(id: &str) -> bool {
    let digits = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_digit() || c == '-')
    };
    let hex = |text: &str| {
        text.get(..8)
            .is_some_and(|start| start.chars().all(|c| c.is_ascii_hexdigit()))
            && text
                .get(8..)
                .is_some_and(|end| end.is_empty() || end.strip_prefix('-').is_some_and(digits))
    };
    id == MAIN
        || ["fn-", "fnref-", "para-", "checked-", "term-"]
            .iter()
            .any(|prefix| id.strip_prefix(prefix).is_some_and(digits))
        || id.strip_prefix("p-").is_some_and(hex)
}

pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            ' ' | '\n' | '\t' | '\u{a0}' => slug.push('-'),
            '-' | '_' => slug.push(c),
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            c if c.is_alphanumeric() || is_combining_mark(c) => slug.extend(c.to_lowercase()),
            _ => {}
        }
    }
    match slug.is_empty() || is_reserved(&slug) {
        true if slug.is_empty() => "section".to_owned(),
        true => format!("section-{slug}"),
        false => slug,
    }
}

#[cfg(test)]
mod tests {
    use super::{Slugs, slug};

    #[test]
    fn slugs_are_githubs() {
        for (text, id) in [
            ("Money", "money"),
            ("What it costs: 2024–2025", "what-it-costs-20242025"),
            ("A  B", "a--b"),
            ("snake_case - and `code`", "snake_case---and-code"),
            ("Größe & Maß", "größe--maß"),
            ("你好 世界", "你好-世界"),
            ("हिन्दी", "हिन्दी"),
            ("…", "section"),
            ("Para 14", "section-para-14"),
            ("P deadbeef", "section-p-deadbeef"),
            ("Fn", "fn"),
        ] {
            assert_eq!(slug(text), id);
        }
    }

    #[test]
    fn no_id_is_given_twice() {
        let mut slugs = Slugs::default();
        assert!(slugs.take("b-1"));
        assert!(!slugs.take("b-1"));
        assert_eq!(slugs.give("B"), "b");
        assert_eq!(slugs.give("B"), "b-2");
        assert_eq!(slugs.give("B 2"), "b-2-1");
        assert_eq!(slugs.number("b".to_owned()), "b-3");
        assert_eq!(slugs.number(String::new()), "-1");
    }
}
