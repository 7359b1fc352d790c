//! The most that one quotation may cost: the worst that could be thought of,
//! each within one ceiling of CPU time.

use std::fmt::Write;

use attache::evidence::{
    Ambiguity, Fingerprint, MOST_JOINTS, MOST_PLACES, Place, Quotation, Rule, SourceText, Verdict,
    fragment, verify,
};

use super::evidence::told;

/// Ten times what the worst took: 36 ms, or 800 without optimisation.
const CEILING_MS: f64 = match cfg!(debug_assertions) {
    true => 8_000.0,
    false => 400.0,
};

const WORDS: usize = 100_000;

/// The CPU time of this thread in milliseconds, where the system tells it.
fn cpu_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split(' ').next().and_then(|first| first.parse().ok());
    nanoseconds.unwrap_or(0.0) / 1e6
}

const CYCLE: [&str; 4] = ["so", "it", "is", "and"];

/// A text of so many words, fifty a paragraph.
fn text(word: impl Fn(usize) -> String) -> String {
    (0..WORDS).fold(String::new(), |mut text, at| {
        let end = if at % 50 == 49 { ".\n\n" } else { " " };
        let _ = write!(text, "{}{end}", word(at));
        text
    })
}

/// Sources: one, five or ten words over and over, two words in an order that has
/// no period, and words of which each is another.
fn sources() -> Vec<(&'static str, SourceText)> {
    let source = |word: &dyn Fn(usize) -> String| SourceText::new(&text(word), Rule::Blank, &[]);
    Vec::from([
        ("one word", source(&|_| "so".to_owned()).unwrap()),
        ("five words", source(&|at| format!("w{}", at % 5)).unwrap()),
        ("ten words", source(&|at| format!("w{}", at % 10)).unwrap()),
        (
            "two words",
            source(&|at| format!("w{}", at.count_ones() % 2)).unwrap(),
        ),
        ("all different", source(&|at| format!("w{at}")).unwrap()),
    ])
}

/// Quotations of a text that ask for the most work.
fn quotations(source: &SourceText) -> Vec<(String, String)> {
    let all: Vec<&str> = source.words().iter().map(|w| w.folded.as_str()).collect();
    let altered = |count: usize, each: usize| {
        let words = all.iter().take(count).enumerate();
        let words: Vec<&str> = words
            .map(|(at, word)| if at % each == each - 1 { "other" } else { word })
            .collect();
        words.join(" ")
    };
    let mut found = Vec::from([
        ("three words".to_owned(), altered(3, 4)),
        ("80 words, the last another".to_owned(), altered(80, 80)),
        ("10,000 words".to_owned(), altered(10_000, 10_001)),
        (
            "10,000, the last another".to_owned(),
            altered(10_000, 10_000),
        ),
        (
            "10,000, each seventh another".to_owned(),
            altered(10_000, 7),
        ),
        ("1,400, each seventh another".to_owned(), altered(1_400, 7)),
    ]);
    for (count, width, step) in [
        (MOST_JOINTS, 3, 3),
        (MOST_JOINTS, 40, 45),
        (MOST_JOINTS, 2, 2),
        (1_000, 3, 8),
    ] {
        let parts = (0..count).map(|part| all[part * step..part * step + width].join(" "));
        let quote = parts.collect::<Vec<_>>().join(" … ");
        let name = format!("{count} parts of {width} each {step}");
        found.push((
            format!("{name}, then others"),
            format!("{quote} … never said so"),
        ));
        found.push((name, quote));
    }
    found
}

#[test]
fn no_quotation_takes_long_whatever_its_source() {
    let mut worst = (0.0, String::new());
    for (name, source) in sources() {
        let fingerprint = Fingerprint::new(&source, None);
        for (what, quote) in quotations(&source) {
            let before = cpu_ms();
            let quotation = Quotation::new(&quote);
            let verdict = verify(&quotation, Some(&fingerprint), Some(&source), None);
            let took = cpu_ms() - before;
            let told = format!("{name}: {what}: {:.40}", told(&verdict));
            if took > worst.0 {
                worst = (took, told.clone());
            }
            assert!(took < CEILING_MS, "{took} ms: {told}");
        }
    }
    println!("the worst took {:.0} ms: {}", worst.0, worst.1);
}

#[test]
fn what_would_take_long_has_a_verdict_that_says_so() {
    let ambiguity = |source: &str, quote: &str| {
        let source = SourceText::new(source, Rule::Blank, &[]).unwrap();
        let fingerprint = Fingerprint::new(&source, Some("en"));
        match verify(&Quotation::new(quote), Some(&fingerprint), None, None) {
            Verdict::Ambiguous(ambiguity) => Some(ambiguity),
            _ => None,
        }
    };
    let text: String = (0..1_000).map(|n| format!("w{n} ")).collect();
    let parts = |count: usize| {
        let parts = (0..count).map(|n| format!("w{} w{} w{}", n * 5, n * 5 + 1, n * 5 + 2));
        parts.collect::<Vec<_>>().join(" … ")
    };
    assert_eq!(ambiguity(&text, &parts(MOST_JOINTS + 1)), None);
    assert_eq!(
        ambiguity(&text, &parts(MOST_JOINTS + 2)),
        Some(Ambiguity::TooManyJoints(MOST_JOINTS + 1))
    );
    let often = |times: usize| "so it is ".repeat(times) + "said who was there";
    let quote = "so it is … was there";
    assert_eq!(
        ambiguity(&often(MOST_PLACES + 1), quote),
        Some(Ambiguity::TooOften(0..3))
    );
    assert_eq!(
        ambiguity(&often(MOST_PLACES), quote),
        Some(Ambiguity::TooShort(3..5))
    );
}

#[test]
fn no_fragment_takes_long_whatever_its_source() {
    let many = |word: &str| word.repeat(WORDS / word.chars().count()) + "。从未反对过";
    let texts = [
        text(|at| CYCLE[at % CYCLE.len()].to_owned()),
        many("不"),
        many("各国外长坚决支持合作协议"),
        many("各国外长，坚决支持。"),
        many("so it is and "),
    ];
    let mut worst = 0.0;
    for text in texts {
        let source = SourceText::new(&text, Rule::Blank, &[]).unwrap();
        let fingerprint = Fingerprint::new(&source, None);
        let count = source.words().len();
        for words in [
            0..3,
            count / 2..count / 2 + 8,
            count - 20_000..count,
            count - 60..count,
        ] {
            let quotation = Quotation::new(source.passage(words.clone()));
            let place = Place::new(&fingerprint, words);
            for text in [Some(&source), None] {
                let before = cpu_ms();
                let found = fragment(&quotation, &place, &fingerprint, text);
                let took = cpu_ms() - before;
                assert!(took < CEILING_MS, "{took} ms: {found:.80}");
                worst = f64::max(worst, took);
            }
        }
    }
    println!("the worst fragment took {worst:.0} ms");
}
