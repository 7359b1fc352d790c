//! The terms of a glossary, and where they stand in a text: whole words (UAX #29), the
//! longest term at each place.
//!
//! Promises time that grows with the text alone: from each word on, no more is read than
//! the longest term has words.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// The terms to look for, by their number. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms(Arc<Vec<Node>>);

/// What can follow some words: the first node stands before all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Node {
    next: BTreeMap<String, usize>,
    /// The term that these words are.
    term: Option<usize>,
}

impl Terms {
    /// Adds a form of a term. In an exact one no letter's case is free; in others that of
    /// the first is. Gives the other term that has the form already.
    pub fn add(&mut self, form: &str, term: usize, is_exact: bool) -> Result<(), usize> {
        let mut all = vec![form.to_owned()];
        let mut chars = form.chars();
        let first = chars.next().filter(|_| !is_exact);
        let rest = chars.as_str();
        all.extend(first.map(|first| first.to_uppercase().chain(rest.chars()).collect()));
        all.extend(first.map(|first| first.to_lowercase().chain(rest.chars()).collect()));
        let results: Vec<_> = all.iter().map(|form| self.add_one(form, term)).collect();
        results.into_iter().collect()
    }

    fn add_one(&mut self, form: &str, term: usize) -> Result<(), usize> {
        let nodes = Arc::make_mut(&mut self.0);
        if nodes.is_empty() {
            nodes.push(Node::default());
        }
        let mut here = 0;
        for word in words(form.trim()) {
            let fresh = nodes.len();
            let Some(node) = nodes.get_mut(here) else {
                return Ok(());
            };
            here = *node.next.entry(word.key.into_owned()).or_insert(fresh);
            if here == fresh {
                nodes.push(Node::default());
            }
        }
        match nodes
            .get_mut(here)
            .map(|node| node.term.get_or_insert(term))
        {
            Some(taken) if *taken != term => Err(*taken),
            _ => Ok(()),
        }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where terms stand in a text, and which.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let words = words(text);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            match self.longest(&words, at) {
                Some((next, term)) => {
                    let end = words.get(next).map_or(text.len(), |word| word.start);
                    found.push((word.start..end, term));
                    at = next;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The longest term that begins with a word, and the word behind it.
    fn longest(&self, words: &[Word], first: usize) -> Option<(usize, usize)> {
        if first > 0 && is_joined(words, first - 1) {
            return None;
        }
        let mut node = self.0.first()?;
        let mut longest = None;
        for (index, word) in (first..).zip(words.get(first..)?) {
            let Some(next) = node.next.get(&*word.key) else {
                break;
            };
            node = self.0.get(*next)?;
            if let Some(term) = node.term
                && !is_joined(words, index + 1)
            {
                longest = Some((index + 1, term));
            }
        }
        longest
    }
}

/// A word, or what stands between two.
struct Word<'t> {
    /// The byte it begins at.
    start: usize,
    /// What it is compared by: all white space is one space, all dashes and apostrophes are
    /// one of them.
    key: Cow<'t, str>,
}

/// The words of a text with what stands between them. An apostrophe parts words, too, so
/// that `Union` is found in `Union’s` and in `l’Union`.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word> = Vec::new();
    for (at, word) in text.split_word_bound_indices() {
        let mut done = 0;
        for (found, mark) in word.match_indices(['\'', '’']) {
            push(&mut words, at + done, word.get(done..found));
            push(&mut words, at + found, Some(mark));
            done = found + mark.len();
        }
        push(&mut words, at + done, word.get(done..));
    }
    words
}

fn push<'t>(words: &mut Vec<Word<'t>>, start: usize, word: Option<&'t str>) {
    let Some(word) = word.filter(|word| !word.is_empty()) else {
        return;
    };
    let key = match word {
        "’" => "'".into(),
        "‐" | "‑" | "–" => "-".into(),
        _ if word.trim().is_empty() => " ".into(),
        _ if word.is_ascii() => word.into(),
        _ => word.nfc().collect::<String>().into(),
    };
    // White space may come in pieces.
    if key != " " || words.last().is_none_or(|last| last.key != " ") {
        words.push(Word { start, key });
    }
}

/// Whether a dash stands here that joins the words on both sides to one.
fn is_joined(words: &[Word], at: usize) -> bool {
    let is_word =
        |word: Option<&Word>| word.is_some_and(|it| it.key.contains(char::is_alphanumeric));
    let is_dash = words.get(at).is_some_and(|word| word.key == "-");
    is_dash && is_word(at.checked_sub(1).and_then(|it| words.get(it))) && is_word(words.get(at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(forms: &[(&str, bool)], text: &str) -> String {
        let mut terms = Terms::default();
        for (number, (form, is_exact)) in forms.iter().enumerate() {
            terms.add(form, number, *is_exact).unwrap();
        }
        let found = terms.find(text).into_iter();
        let found = found.map(|(range, term)| format!("{term}:{}", &text[range]));
        found.collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn words_are_whole_and_the_longest_term_wins() {
        let forms = [("union", false), ("African Union", false), ("WHO", true)];
        for (text, expected) in [
            ("The African  Union, a union.", "1:African  Union | 0:union"),
            ("Unions, reunion, un ion", ""),
            ("who, Who and WHO", "2:WHO"),
            ("the African union", "0:union"),
            ("African Union’s and l'union", "1:African Union | 0:union"),
            ("non-union, union-made, union – or", "0:union"),
            ("an african\nUnion", "1:african\nUnion"),
        ] {
            assert_eq!(found(&forms, text), expected, "{text}");
        }
    }

    #[test]
    fn all_scripts_have_words() {
        for (form, text, expected) in [
            (
                "communiqué",
                "Communique\u{301}s, Communique\u{301}",
                "0:Communique\u{301}",
            ),
            ("эмбарго", "Эмбарго и эмбаргоед", "0:Эмбарго"),
            ("制裁", "联合国制裁委员会", "0:制裁"),
            ("اتحاد", "اتحاد الاتحاد", "0:اتحاد"),
            (
                "Russia–Africa",
                "the Russia-Africa forum",
                "0:Russia-Africa",
            ),
        ] {
            assert_eq!(found(&[(form, false)], text), expected, "{text}");
        }
    }

    #[test]
    fn a_form_belongs_to_one_term() {
        let mut terms = Terms::default();
        assert_eq!(terms.add("union", 0, false), Ok(()));
        assert_eq!(terms.add("union", 0, false), Ok(()));
        assert_eq!(terms.add("Union", 1, true), Err(0));
        assert_eq!(terms.add("UNION", 2, true), Ok(()));
    }
}
