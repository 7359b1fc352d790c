//! Text fragments: what they are for quotations of a table, and, for any true
//! quotation, that a browser which follows the specification lands on it.

use attache::evidence::{
    Fingerprint, Quotation, Rule, Skip, SourceText, Verdict, fragment, verify,
};
use percent_encoding::percent_decode_str;

use super::dice::Dice;
use super::evidence_language::LANGUAGES;
use super::text_directive::{Directive, Page};

struct Case {
    source: SourceText,
    fingerprint: Fingerprint,
    page: Page,
}

impl Case {
    fn new(text: &str, rule: Rule, skip: &[Skip]) -> Option<Case> {
        let source = SourceText::new(text, rule, skip).ok()?;
        Some(Case {
            fingerprint: Fingerprint::new(&source, None),
            page: Page::new(text, rule == Rule::Lines),
            source,
        })
    }

    /// With the text and with the fingerprint alone, if it is verified.
    fn fragments(
        &self,
        quote: &str,
        paragraph: Option<u32>,
    ) -> Option<(std::ops::Range<usize>, [String; 2])> {
        let quotation = Quotation::new(quote);
        let locator = paragraph.map(|number| number..=number);
        match verify(
            &quotation,
            Some(&self.fingerprint),
            None,
            locator.as_ref().map(std::slice::from_ref),
        ) {
            Verdict::Verified { place, .. } => {
                let of = |text| fragment(&quotation, &place, &self.fingerprint, text);
                let both = [of(Some(&self.source)), of(None)];
                Some((place.words, both))
            }
            _ => None,
        }
    }

    /// The words on which a browser lands.
    fn lands(&self, fragment: &str, by_dictionary: bool) -> Option<std::ops::Range<usize>> {
        let bytes = self
            .page
            .find(&Directive::parse(fragment).unwrap(), by_dictionary)?;
        let words = self.source.words();
        let start = words.partition_point(|word| word.span.end <= bytes.start);
        let end = words.partition_point(|word| word.span.start < bytes.end);
        Some(start..end)
    }
}

const TEXT: &str = "Headline of the day\n\nMinisters agree on the budget\n\nThe ministers met, and \
    agreed on the budget: 5% more – €40 – for co-operation & research. They said: “We will not \
    wait.” Nobody laughed that day.\n\n“We will not wait,” the ministers met again to say, and \
    agreed on the budget a second time after long talks in the old town. Others would agree on the budget of May.\n\nآخر الأخبار من القاهرة \
    اليوم\n\n各国外长坚决支持合作协议。双方代表团不反对全部十四项提案。各国外长坚决支持新协议。\n";

#[test]
fn a_quotation_has_the_fragment_that_leads_to_it() {
    let case = Case::new(TEXT, Rule::Blank, &Skip::parse("1-2")).unwrap();
    let mut wrong = Vec::new();
    // The quotation, the paragraph, the fragment with the text, and that by the
    // fingerprint alone if it is another.
    let table: &[(&str, u32, &str, &str)] = &[
        (
            "nobody laughed that day",
            1,
            "Nobody laughed that day",
            "nobody laughed that day",
        ),
        // The headline, left out of the source, reads so too.
        (
            "agree on the budget",
            2,
            "would-,agree on the budget",
            "agree on the budget",
        ),
        ("We will not wait", 1, "We will not wait", ""),
        (
            "We will not wait",
            2,
            "day.-,“We will not wait",
            "We will not wait",
        ),
        // A term is short; what is in it is as it is written.
        (
            "agreed on the budget: 5% more – €40 – for",
            1,
            "agreed on the,€40 – for",
            "",
        ),
        (
            "€40 – for co-operation & research",
            1,
            "€40 – for co-operation & research",
            "",
        ),
        // None reaches across a paragraph, a gap or an insertion.
        (
            "wait.” Nobody laughed that day. “We will not",
            0,
            "wait.” Nobody laughed,We will not",
            "",
        ),
        (
            "met again to say … after long talks",
            0,
            "met again to,after long talks",
            "",
        ),
        (
            "[T]he minister[s] met, [sic] and agreed on the … for co-operation & research",
            0,
            "The ministers met,operation & research",
            "The ministers met,operation & research",
        ),
        // Where nothing parts words, terms go on to where something does.
        (
            "坚决支持合作协议",
            0,
            "各国外长-,坚决支持合作协议",
            "坚决支持合作协议",
        ),
        (
            "双方代表团不反对全部十四项提案",
            0,
            "双方代表团不反对全部十四项提案",
            "",
        ),
        ("الأخبار من القاهرة", 0, "الأخبار من القاهرة", ""),
    ];
    for (quote, paragraph, with_text, alone) in table {
        let found = case.fragments(quote, Some(*paragraph).filter(|number| *number > 0));
        let Some((_, fragments)) = found else {
            wrong.push(format!("{quote}: not verified"));
            continue;
        };
        let decoded = |fragment: &str| {
            percent_decode_str(fragment)
                .decode_utf8()
                .unwrap()
                .into_owned()
        };
        let alone = if alone.is_empty() { with_text } else { alone };
        let expected = [with_text, alone].map(|terms| format!(":~:text={terms}"));
        let found = [decoded(&fragments[0]), decoded(&fragments[1])];
        if found != expected {
            wrong.push(format!("{quote}: {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_but_unreserved_characters_are_encoded() {
    let case = Case::new(
        "He paid 5%, that is €40 - for R&D, “all_in~all”.",
        Rule::Lines,
        &[],
    );
    let quote = "5%, that is €40 - for R&D";
    let (_, fragments) = case.unwrap().fragments(quote, None).unwrap();
    let expected = ":~:text=5%25%2C%20that,R%26D";
    assert_eq!(fragments, [expected, expected]);
}

#[test]
fn in_five_languages_a_browser_lands_on_the_quotation() {
    let mut dice = Dice(20_261_125);
    for language in LANGUAGES {
        let (space, end) = language.marks;
        let mut text = String::new();
        for _ in 0..60 {
            for _ in 0..2 + dice.roll(4) {
                let parts = language
                    .parts
                    .iter()
                    .map(|part| part[dice.roll(part.len())]);
                text.push_str(&parts.collect::<Vec<_>>().join(space));
                text.push_str(end);
            }
            text.push_str("\n\n");
        }
        let case = Case::new(&text, Rule::Blank, &[]).unwrap();
        let (mut all, mut alone) = (0, 0);
        for _ in 0..500 {
            let start = dice.roll(case.source.words().len() - 80);
            let range = start..start + 3 + dice.roll(60);
            let Some((place, [with_text, by_fingerprint])) =
                case.fragments(case.source.passage(range), None)
            else {
                continue;
            };
            all += 1;
            for by_dictionary in [false, true] {
                let lands = case.lands(&with_text, by_dictionary);
                assert_eq!(lands, Some(place.clone()), "{with_text}");
            }
            alone += usize::from(case.lands(&by_fingerprint, false) == Some(place));
        }
        assert!(all > 300 && alone * 3 > all * 2);
        println!(
            "{}: {all} fragments lead to their quotations; by the fingerprint alone {alone}",
            language.tag
        );
    }
}

const WORDS: &[&str] = &[
    "the",
    "The",
    "thé",
    "a",
    "ab",
    "_ab_",
    "b",
    "5%",
    "€5",
    "can’t",
    "—",
    "“a",
    "b”",
    "a,",
    "b.",
    "&",
    "-5",
    "co-op",
    "不",
    "不是",
    "是,",
    "e\u{301}te\u{301}",
    "co\u{ad}op",
    "لا",
    "שׁ״ב",
];

proptest::proptest! {
    #[test]
    fn a_browser_lands_on_any_true_quotation(
        paragraphs in proptest::collection::vec(proptest::collection::vec(0..WORDS.len(), 1..30), 1..6),
        start in 0usize..60,
        length in 3usize..25,
        gap in proptest::option::of(3usize..10),
        skip in proptest::option::of(1u32..3),
    ) {
        let paragraphs: Vec<String> = paragraphs.iter().map(|words| {
            words.iter().map(|word| WORDS[*word]).collect::<Vec<_>>().join(" ")
        }).collect();
        let skip: Vec<Skip> = skip.iter().map(|n| Skip::Numbers(*n, *n)).collect();
        let Some(case) = Case::new(&paragraphs.join("\n\n"), Rule::Blank, &skip) else {
            return Ok(());
        };
        let start = start % case.source.words().len();
        let end = (start + length).min(case.source.words().len());
        let passage = |from: usize, to: usize| case.source.passage(from..to.max(from));
        let quote = match gap {
            Some(gap) => format!("{} … {}", passage(start, start + gap), passage((start + gap + 2).min(end), end)),
            None => passage(start, end).to_owned(),
        };
        let Some((place, [with_text, alone])) = case.fragments(&quote, None) else {
            return Ok(());
        };
        // Of a word or two that stand everywhere, nothing leads to the right ones,
        // nor to one of two paragraphs that are the same, if one was left out.
        let text = paragraphs.join("\n\n");
        if text.matches(case.source.passage(place.clone())).count() > 1 {
            return Ok(());
        }
        let parts = case.fingerprint.paragraphs().iter().map(|paragraph| {
            paragraph.words.end.min(place.end).saturating_sub(paragraph.words.start.max(place.start))
        });
        if parts.into_iter().any(|words| (1..3).contains(&words)) {
            return Ok(());
        }
        let text = percent_decode_str(&with_text).decode_utf8().unwrap();
        for by_dictionary in [false, true] {
            let lands = case.lands(&with_text, by_dictionary);
            proptest::prop_assert_eq!(lands, Some(place.clone()), "{} {} {:?}", text, quote, paragraphs);
        }
        proptest::prop_assert!(Directive::parse(&alone).is_some());
    }
}
