//! What is shown of an altered quotation: the places under which marks stand, and
//! the line of the source, for each cause.

use attache::evidence::{Fingerprint, Quotation, Rule, SourceText, Verdict, verify};

const SOURCE: &str = "They met. The ministers did not agree on the budget for next year, and \
    left. “The talks go on,” [the chair] said after a long night. Nobody else spoke. All parties \
    respect the ceasefire of May, whatever the outcome of the talks that were to begin on the \
    following Monday in the old town hall, where the mayor had offered three rooms on the second \
    floor and a kitchen; the delegations accepted this in writing, as the mayor’s office said.";

const CHINESE: &str = "各国外长坚决支持合作协议。双方代表团不反对全部十四项提案。";

/// The quotation with its marks, and the source's line.
fn shown(source: &str, quote: &str) -> (String, String) {
    let source = SourceText::new(source, Rule::Blank, &[]).unwrap();
    let fingerprint = Fingerprint::new(&source, None);
    let quotation = Quotation::new(quote);
    let verdict = verify(&quotation, Some(&fingerprint), Some(&source), None);
    let Verdict::Altered(alteration) = verdict else {
        panic!("{quote}: {verdict:?}")
    };
    let mut marked = String::new();
    let mut at = 0;
    for mark in alteration.marked(&quotation) {
        assert!(at <= mark.start && !mark.is_empty(), "{quote}");
        marked.push_str(&format!(
            "{}<{}>",
            &quote[at..mark.start],
            &quote[mark.clone()]
        ));
        at = mark.end;
    }
    marked.push_str(&quote[at..]);
    (marked, alteration.texts.unwrap().line())
}

#[test]
fn marks_stand_under_what_was_done_and_the_line_shows_what_the_source_has() {
    let table = [
        (
            "The ministers did agree on the budget",
            "The ministers <did agree> on the budget",
            "“The ministers did [not] agree on the budget”",
        ),
        (
            "The ministers did not agree on the new budget for next year",
            "The ministers did not agree on the <new> budget for next year",
            "“… did not agree on the [] budget for next year”",
        ),
        (
            "The ministers did not agree on the budget for last year",
            "The ministers did not agree on the budget for <last year>",
            "“… agree on the budget for [next] year”",
        ),
        (
            "The ministers not did agree on the budget",
            "The ministers <not did> agree on the budget",
            "“The ministers [] did [not] agree on the budget”",
        ),
        (
            "The ministers did … for next year",
            "The ministers did <…> for next year",
            "“The ministers did [not agree on the budget] for next year”",
        ),
        (
            "did not agree on the [that is] writing, as the mayor’s office",
            "did not agree on the <[that is]> writing, as the mayor’s office",
            "“did not agree on the {budget for next year … accepted this in} writing, as the mayor’s …”",
        ),
        (
            "All parties respect the ceasefire … said after a long night",
            "All parties respect the ceasefire … <said after a long night>",
            "“… respect the ceasefire [of May, whatever the outcome]”",
        ),
        (
            "the budget for next year and left. “The talks will never go on said after",
            "the budget for next year and left. “The talks <will never go on said after>",
            "“… and left. “The talks {} go on,” [{the chair}] said after”",
        ),
        (
            "offered three rooms on the fourth floor with a kitchen. The delegations accepted it",
            "offered three rooms on the <fourth floor with> a kitchen. The delegations accepted <it>",
            "“offered three rooms on the [second] floor [and] a kitchen; the delegations accepted [this]”",
        ),
        (
            "The ministers did agree … respect the ceasefire of May, whatever the outcome",
            "The ministers did <agree> … respect the ceasefire of May, whatever the outcome",
            "“The ministers did {not} agree on the budget for …”",
        ),
    ];
    for (quote, marked, line) in table {
        assert_eq!(shown(SOURCE, quote), (marked.to_owned(), line.to_owned()));
    }
    assert_eq!(
        shown(CHINESE, "各国外长支持合作协议。双方代表团反对"),
        (
            "各国外<长支>持合作协议。双方代表团<反对>".to_owned(),
            "“各国外长[坚决]支持合作协议。双方代表团[不]反对”".to_owned()
        )
    );
}

proptest::proptest! {
    #[test]
    fn marks_are_in_order_and_never_empty_and_lines_are_short(
        text in "([a-f… \\[\\]不é]{1,12} ){3,80}",
        quote in "([a-f… \\[\\]不é]{1,12} ){1,20}",
        start in 0usize..60,
    ) {
        let Ok(source) = SourceText::new(&text, Rule::Blank, &[]) else {
            return Ok(());
        };
        let fingerprint = Fingerprint::new(&source, Some("en"));
        let part: Vec<&str> = text.split(' ').skip(start).take(20).collect();
        let quotation = Quotation::new(&format!("{} {quote}", part.join(" ")));
        let Verdict::Altered(alteration) = verify(&quotation, Some(&fingerprint), Some(&source), None) else {
            return Ok(());
        };
        let marked = alteration.marked(&quotation);
        proptest::prop_assert!(!marked.is_empty());
        let mut end = 0;
        for mark in marked {
            proptest::prop_assert!(mark.start >= end && mark.start < mark.end);
            proptest::prop_assert!(quotation.text().get(mark.clone()).is_some());
            end = mark.end;
        }
        if let Some(texts) = alteration.texts {
            proptest::prop_assert!(texts.line().chars().count() <= 170, "{}", texts.line());
            for range in texts.differing {
                proptest::prop_assert!(texts.source.get(range).is_some());
            }
        }
    }
}
