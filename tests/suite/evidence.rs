//! Quotations against sources: the verdict that each of a table must have, in
//! five languages, and what becomes of fingerprints that are not good.

use std::ops::Range;
use std::path::Path;

use attache::evidence::{
    Ambiguity, Cause, Fingerprint, Place, Quotation, Rule, Side, Skip, SourceText, Verdict, plain,
    verify, words,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Table {
    language: String,
    text: String,
    cases: Vec<Vec<serde_yaml::Value>>,
}

/// A verdict as the tables write it.
pub fn told(verdict: &Verdict) -> String {
    let at = |place: &Place| format!("{}+{}", place.paragraph, span(&place.in_paragraph));
    let all = |places: &[Place]| places.iter().map(at).collect::<Vec<_>>().join(", ");
    match verdict {
        Verdict::Verified {
            place,
            beside_negation,
        } => {
            let mut text = format!("verified {} {}", place.paragraph, span(&place.in_paragraph));
            if place.last_paragraph != place.paragraph {
                text.push_str(&format!(" to {}", place.last_paragraph));
            }
            match beside_negation.map(|beside| beside.side) {
                Some(Side::Before) => text.push_str(" beside a negation before"),
                Some(Side::After) => text.push_str(" beside a negation after"),
                None => {}
            }
            text
        }
        Verdict::Altered(alteration) => {
            let cause = match &alteration.cause {
                Cause::Words => "words".to_owned(),
                Cause::NegationDropped(word) => format!("negation dropped ({word})"),
                Cause::Swapped => "swapped".to_owned(),
                Cause::Added => "added".to_owned(),
                Cause::NegationInGap(_) => "negation in gap".to_owned(),
                Cause::GapTooLong(_) => "gap too long".to_owned(),
                Cause::Order => "order".to_owned(),
                Cause::NegationInserted(_) => "negation inserted".to_owned(),
                Cause::InsertionTooLong(_) => "insertion too long".to_owned(),
            };
            let broken: Vec<String> = alteration.broken.iter().map(span).collect();
            format!("altered: {cause} {}", broken.join(", "))
        }
        Verdict::NotFound { elsewhere } if elsewhere.is_empty() => "not found".to_owned(),
        Verdict::NotFound { elsewhere } => format!("elsewhere {}", all(elsewhere)),
        Verdict::Ambiguous(Ambiguity::Several(places)) => format!("ambiguous {}", all(places)),
        Verdict::Ambiguous(Ambiguity::TooShort(words)) => format!("too short {}", span(words)),
        Verdict::Ambiguous(Ambiguity::TooManyJoints(count)) => format!("{count} joints"),
        Verdict::Ambiguous(Ambiguity::TooOften(words)) => format!("too often {}", span(words)),
        Verdict::CannotCheck => "cannot check".to_owned(),
    }
}

fn span(range: &Range<usize>) -> String {
    format!("{}..{}", range.start, range.end)
}

fn source(text: &str) -> SourceText {
    SourceText::new(text, Rule::Blank, &[]).unwrap()
}

#[test]
fn each_quotation_of_the_tables_has_its_verdict_by_text_and_by_fingerprint_alone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evidence");
    let (mut count, mut wrong) = (0, Vec::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let table: Table = serde_yaml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let text = source(&table.text);
        let made = Fingerprint::new(&text, Some(&table.language));
        let fingerprint = Fingerprint::parse(&made.to_text()).unwrap();
        assert_eq!(made, fingerprint);
        for case in table.cases {
            let (quote, locator, expected) = match case.as_slice() {
                [quote, expected] => (quote, None, expected),
                [quote, locator, expected] => (quote, locator.as_u64(), expected),
                other => panic!("not a case: {other:?}"),
            };
            let quotation = Quotation::new(quote.as_str().unwrap());
            let locator = locator.map(|number| [number as u32..=number as u32]);
            for text in [None, Some(&text)] {
                let verdict = verify(
                    &quotation,
                    Some(&fingerprint),
                    text,
                    locator.as_ref().map(|one| &one[..]),
                );
                let told = told(&verdict);
                count += 1;
                if told != expected.as_str().unwrap() {
                    let quote = quotation.text();
                    let expected = expected.as_str().unwrap();
                    wrong.push(format!("{quote}\n  expected {expected}\n  found    {told}"));
                }
            }
        }
    }
    println!("{count} verdicts");
    wrong.dedup();
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_gap_leaves_out_sixty_words_and_not_one_more() {
    let between = |count: usize| (0..count).map(|n| format!("word{n} ")).collect::<String>();
    for (count, expected) in [(60, "verified 1 0..66"), (61, "altered: gap too long 3..3")] {
        let text = source(&format!(
            "It began here {} and ended there.",
            between(count)
        ));
        let fingerprint = Fingerprint::new(&text, Some("en"));
        let quotation = Quotation::new("It began here … and ended there");
        let verdict = verify(&quotation, Some(&fingerprint), None, None);
        assert_eq!(told(&verdict), expected);
    }
}

#[test]
fn with_the_text_an_alteration_shows_both_with_what_differs() {
    let text = source("They met. The ministers did not agree on the budget for next year.");
    let fingerprint = Fingerprint::new(&text, Some("en"));
    let quotation = Quotation::new("The ministers did agree on the budget for last year");
    let verdict = verify(&quotation, Some(&fingerprint), Some(&text), None);
    let Verdict::Altered(alteration) = verdict else {
        panic!("{verdict:?}")
    };
    let texts = alteration.texts.unwrap();
    let of = |text: &str, spans: &[Range<usize>]| {
        let words = spans.iter().map(|span| text[span.clone()].to_owned());
        words.collect::<Vec<_>>()
    };
    assert_eq!(of(&texts.source, &texts.differing), ["not", "next"]);
    assert_eq!(of(quotation.text(), &texts.only_quotation), ["last"]);
    assert!(
        texts.source.starts_with("The ministers did not"),
        "{}",
        texts.source
    );
}

#[test]
fn texts_that_repeat_themselves_and_many_gaps_are_not_verified_by_chance() {
    let text = source(&"so it is and so ".repeat(2_000));
    let fingerprint = Fingerprint::new(&text, Some("en"));
    let long = "so it is and so ".repeat(500);
    let gaps = "so it is … ".repeat(30);
    let brackets = "[so ".repeat(5_000) + &"]".repeat(5_000);
    for quote in [
        format!("{long} once more"),
        long,
        gaps.clone() + "and so it",
        gaps + "never said so before",
        brackets,
    ] {
        let started = std::time::Instant::now();
        let verdict = verify(
            &Quotation::new(&quote),
            Some(&fingerprint),
            Some(&text),
            None,
        );
        println!("{:.30}: {:?}", told(&verdict), started.elapsed());
        assert!(!matches!(verdict, Verdict::Verified { .. }), "{quote:.40}");
    }
}

#[test]
fn without_a_fingerprint_nothing_can_be_checked() {
    let quotation = Quotation::new("It began here and ended there");
    assert_eq!(verify(&quotation, None, None, None), Verdict::CannotCheck);
}

fn folded(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.folded).collect()
}

#[test]
fn typography_makes_no_other_words_and_meaning_does() {
    for (one, other) in [
        ("don’t", "DON'T"),
        ("Straße ΛΌΓΟΣ", "STRASSE λόγος"),
        ("e\u{301}tat e\u{ad}\u{301}tat", "état état"),
        ("ﬁnal oﬃce", "final office"),
        ("a — b – c ‑ d", "a b c d"),
        ("1\u{202f}000 km", "1\u{a0}000\u{2003}km"),
        ("«\u{a0}mot\u{a0}»", "“mot”"),
        ("\u{2066}نص\u{2069}", "نص"),
        ("ＡＢＣ１", "abc1"),
        ("−5 to –5", "-5 to -5"),
        ("2020–2024", "2020-2024"),
    ] {
        assert_eq!(folded(one), folded(other), "{one} {other}");
    }
    for (one, other) in [
        ("10²", "102"),
        ("10½", "101/2"),
        ("5%", "5"),
        ("$5", "€5"),
        ("-5", "5"),
        ("is", "isn’t"),
        ("nº", "no"),
        ("й", "и"),
        ("ı", "i"),
    ] {
        assert_ne!(folded(one), folded(other), "{one} {other}");
    }
    assert_eq!(folded("東京タワーへ"), ["東", "京", "タ", "ワ", "ー", "へ"]);
}

#[test]
fn words_know_their_place_in_the_text_as_it_was_written() {
    let text = "‘L’e\u{301}co\u{ad}le’ — ﬁn. €5";
    let found: Vec<&str> = words(text)
        .into_iter()
        .map(|word| &text[word.span])
        .collect();
    assert_eq!(found, ["L’e\u{301}co\u{ad}le", "ﬁn", "€", "5"]);
}

#[test]
fn page_furniture_is_left_out_by_number_and_by_text() {
    let text = "Headline here\n\nFirst paragraph here.\n- Ad -\nSecond paragraph here.\nShare\n";
    let skip: Vec<Skip> = ["1,3", "Share"]
        .iter()
        .flat_map(|s| Skip::parse(s))
        .collect();
    let source = SourceText::new(text, Rule::Lines, &skip).unwrap();
    let paragraphs: Vec<&str> = source.paragraphs().collect();
    assert_eq!(
        paragraphs,
        ["First paragraph here.", "Second paragraph here."]
    );
    let wrong = |skip: &str| SourceText::new(text, Rule::Lines, &Skip::parse(skip)).unwrap_err();
    assert_eq!(
        wrong("9"),
        "there is no paragraph 9 to leave out: there are 5"
    );
    assert_eq!(
        wrong("7-9"),
        "there are no paragraphs 7-9 to leave out: there are 5"
    );
    assert_eq!(
        wrong("Shared"),
        "no paragraph reads `Shared`, which was to be left out"
    );
    assert_eq!(
        wrong("1-5"),
        "fewer than three words are left to quote from"
    );
}

#[test]
fn html_and_markdown_become_a_paragraph_a_block() {
    let html = "<!doctype html><html><head><title>T</title><style>p{}</style></head>\
        <body><nav><p>Menu</p></nav><h1>Head<br>line</h1><p>One <b>b</b>old &amp;\n  two<p>Three\
        <ul><li>a<li>b</ul><script>if (a<b) \"</p>\"</script><table><tr><td>c<td>d</table>";
    let text = plain::of_html(html);
    assert_eq!(
        text,
        "Head\nline\n\nOne bold & two\n\nThree\n\na\n\nb\n\nc\n\nd\n"
    );
    let markdown = "---\ntitle: x\n---\n# Head\n\nOne *two*\nthree.\n\n- a\n- b `c`\n\n> d\n";
    let text = plain::of_markdown(markdown);
    assert_eq!(text, "Head\n\nOne two three.\n\na\n\nb c\n\nd\n");
}

#[test]
fn every_phrase_that_the_sample_quotes_is_in_its_source() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("content/sources/kbc-2024.fingerprint")).unwrap();
    let fingerprint = Fingerprint::parse(&text).unwrap();
    assert_eq!(fingerprint.paragraphs().len(), 16);
    let (mut count, mut wrong) = (0, Vec::new());
    for entry in std::fs::read_dir(root.join("content")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(page) = std::fs::read_to_string(path) else {
            continue;
        };
        let phrases = page
            .split('“')
            .skip(1)
            .filter_map(|rest| rest.split('”').next());
        for quotation in phrases.map(Quotation::new).filter(|q| q.words().len() >= 3) {
            count += 1;
            match verify(&quotation, Some(&fingerprint), None, None) {
                Verdict::Verified {
                    beside_negation: None,
                    ..
                } => {}
                verdict => wrong.push(format!("{}: {}", quotation.text(), told(&verdict))),
            }
        }
    }
    println!("{count} phrases of the sample");
    assert!(count > 20 && wrong.is_empty(), "{}", wrong.join("\n"));
}
