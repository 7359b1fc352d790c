//! Thousands of true quotations in other typography, all verified at their
//! place, and as many with one thing wrong, none of them verified; by text and
//! by fingerprint alone. Everything comes from a seed.

use super::dice::Dice;
use super::evidence_language::{LANGUAGES, Language};
use attache::evidence::{
    Ambiguity, Fingerprint, Negations, Quotation, Rule, SourceText, Verdict, verify, words,
};

fn text(language: &Language, dice: &mut Dice) -> String {
    let (space, end) = language.marks;
    let mut text = String::new();
    for _ in 0..60 {
        for _ in 0..2 + dice.roll(4) {
            let parts: Vec<&str> = language.parts.iter().map(|part| dice.pick(part)).collect();
            text.push_str(&parts.join(space));
            text.push_str(end);
        }
        text.push_str("\n\n");
    }
    text
}

/// The same words in other typography.
fn variation(text: &str, dice: &mut Dice) -> String {
    let mut varied = String::new();
    let upper = dice.roll(8) == 0;
    for c in text.chars() {
        match c {
            '“' | '”' | '«' | '»' => {
                varied.push(dice.pick(&['"', '“', '”', '„', '«', '‘', '’']))
            }
            '’' => varied.push(dice.pick(&['’', '\'', 'ʼ'])),
            '—' => varied.push_str(dice.pick(&["—", "–", "-", "--"])),
            '-' => varied.push(dice.pick(&['-', '‐', '‑'])),
            ' ' => varied.push_str(dice.pick(&[" ", " ", "\u{A0}", "\u{202F}", "  ", "\n"])),
            'é' => varied.push_str(dice.pick(&["é", "e\u{301}"])),
            'œ' | 'ё' | 'й' => varied.push(c),
            c if upper && c != 'ß' => varied.extend(c.to_uppercase()),
            c => varied.push(c),
        }
        if c.is_alphabetic() && dice.roll(40) == 0 {
            varied.push(dice.pick(&['\u{AD}', '\u{200B}', '\u{2060}', '\u{200E}']));
        }
    }
    varied.replace("fi", dice.pick(&["fi", "ﬁ"]))
}

/// Where these words stand in a row.
fn places(all: &[String], wanted: &[String]) -> Vec<usize> {
    let windows = all.windows(wanted.len()).enumerate();
    windows
        .filter(|(_, window)| *window == wanted)
        .map(|(at, _)| at)
        .collect()
}

fn folded(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.folded).collect()
}

/// The words with one of them changed, dropped, added, swapped, or denied.
fn mutated(
    true_words: &[&str],
    all: &[String],
    language: &Language,
    dice: &mut Dice,
) -> Vec<String> {
    let mut words: Vec<String> = true_words.iter().map(|word| (*word).to_owned()).collect();
    let inner = 1 + dice.roll(words.len() - 2);
    match dice.roll(5) {
        0 => words[inner] = all[dice.roll(all.len())].clone(),
        1 => {
            words.remove(inner);
        }
        2 => words.insert(inner, all[dice.roll(all.len())].clone()),
        3 => words.swap(inner, inner - 1),
        _ => {
            let negations = Negations::of(Some(language.tag));
            let denies = |word: &String| negations.is_negation(None, &folded(word).concat(), None);
            match words[1..words.len() - 1].iter().position(denies) {
                Some(at) => {
                    words.remove(at + 1);
                }
                None => words.insert(inner, language.negation.to_owned()),
            }
        }
    }
    words
}

struct Counts {
    verified: usize,
    several: usize,
    altered: usize,
    not_found: usize,
    other: usize,
}

#[test]
fn thousands_of_true_quotations_are_verified_and_no_false_one_is() {
    let mut dice = Dice(20_241_110);
    for language in LANGUAGES {
        let text = text(language, &mut dice);
        let source = SourceText::new(&text, Rule::Blank, &[]).unwrap();
        let made = Fingerprint::new(&source, Some(language.tag));
        let fingerprint = Fingerprint::parse(&made.to_text()).unwrap();
        let all: Vec<String> = source
            .words()
            .iter()
            .map(|word| word.folded.clone())
            .collect();
        let mut counts = Counts {
            verified: 0,
            several: 0,
            altered: 0,
            not_found: 0,
            other: 0,
        };
        for _ in 0..1000 {
            let start = dice.roll(all.len() - 40);
            let range = start..start + 8 + dice.roll(30);
            true_one(&range, &source, &fingerprint, &all, &mut dice, &mut counts);
            gapped(&range, &source, &fingerprint, &all, &mut dice);
            false_one(
                &range,
                &source,
                &fingerprint,
                &all,
                language,
                &mut dice,
                &mut counts,
            );
        }
        println!(
            "{}: {} words; 1000 true: {} verified, {} in several places (a locator settles each); \
             {} false: 0 verified, {} altered, {} not found, {} too short or as a gap",
            language.tag,
            all.len(),
            counts.verified,
            counts.several,
            counts.altered + counts.not_found + counts.other,
            counts.altered,
            counts.not_found,
            counts.other,
        );
        assert_eq!(counts.verified + counts.several, 1000);
        assert!(counts.several < 300 && counts.altered > 500);
    }
}

type Span = std::ops::Range<usize>;

/// By the text and by the fingerprint alone: the verdicts are of one kind.
fn both(quotation: &Quotation, source: &SourceText, fingerprint: &Fingerprint) -> Verdict {
    let alone = verify(quotation, Some(fingerprint), None, None);
    let with_text = verify(quotation, Some(fingerprint), Some(source), None);
    assert_eq!(
        std::mem::discriminant(&alone),
        std::mem::discriminant(&with_text)
    );
    with_text
}

fn true_one(
    range: &Span,
    source: &SourceText,
    fingerprint: &Fingerprint,
    all: &[String],
    dice: &mut Dice,
    counts: &mut Counts,
) {
    let quote = variation(source.passage(range.clone()), dice);
    let quotation = Quotation::new(&quote);
    let paragraph = fingerprint.paragraph_of(range.start);
    let places = places(all, &all[range.clone()]);
    match both(&quotation, source, fingerprint) {
        Verdict::Verified { place, .. } => {
            assert_eq!(
                (place.words, place.paragraph),
                (range.clone(), paragraph),
                "{quote}"
            );
            counts.verified += 1;
        }
        Verdict::Ambiguous(Ambiguity::Several(found)) => {
            assert_eq!(
                found.iter().map(|p| p.words.start).collect::<Vec<_>>(),
                places,
                "{quote}"
            );
            let locator = [paragraph..=paragraph];
            let verdict = verify(&quotation, Some(fingerprint), None, Some(&locator));
            let settled =
                matches!(&verdict, Verdict::Verified { place, .. } if place.paragraph == paragraph);
            assert!(settled, "{quote}: {verdict:?}");
            counts.several += 1;
        }
        verdict => panic!("{quote}: {verdict:?}"),
    }
}

/// A gap may be where the source denies nothing, and nowhere else.
fn gapped(
    range: &Span,
    source: &SourceText,
    fingerprint: &Fingerprint,
    all: &[String],
    dice: &mut Dice,
) {
    if range.len() < 10 {
        return;
    }
    let gap = range.start + 4..range.end - 4;
    let (before, after) = (range.start..gap.start, gap.end..range.end);
    let parts = [
        source.passage(before.clone()),
        source.passage(after.clone()),
    ];
    let joint = dice.pick(&["…", "...", "[…]", "[that is]", "(…)"]);
    let quotation = Quotation::new(&format!("{} {joint} {}", parts[0], parts[1]));
    let verdict = both(&quotation, source, fingerprint);
    let is_unique = places(all, &all[before]).len() == 1 && places(all, &all[after]).len() == 1;
    let denies = fingerprint
        .negations()
        .iter()
        .any(|n| gap.contains(&n.word));
    if is_unique {
        let verified = matches!(&verdict, Verdict::Verified { place, .. } if place.words == *range);
        assert_eq!(verified, !denies, "{}: {verdict:?}", quotation.text());
    }
}

#[allow(clippy::too_many_arguments)]
fn false_one(
    range: &Span,
    source: &SourceText,
    fingerprint: &Fingerprint,
    all: &[String],
    language: &Language,
    dice: &mut Dice,
    counts: &mut Counts,
) {
    let true_words: Vec<&str> = range.clone().map(|at| source.passage(at..at + 1)).collect();
    let (quote, wanted) = loop {
        let words = mutated(&true_words, all, language, dice);
        let quote = words.join(language.marks.0);
        let wanted = folded(&quote);
        if wanted.len() >= 3 && places(all, &wanted).is_empty() {
            break (quote, wanted);
        }
    };
    let quotation = Quotation::new(&quote);
    assert_eq!(quotation.words().len(), wanted.len());
    match both(&quotation, source, fingerprint) {
        Verdict::Altered(alteration) => {
            assert!(
                !alteration.broken.is_empty() && alteration.texts.is_some(),
                "{quote}"
            );
            counts.altered += 1;
        }
        Verdict::NotFound { .. } => counts.not_found += 1,
        Verdict::Verified { .. } => panic!("verified: {quote}"),
        _ => counts.other += 1,
    }
}
