//! Whatever the text, the quotation and the file: no panic, and a fingerprint
//! reads back as it was written.

use attache::evidence::{Fingerprint, Quotation, Rule, SourceText, Verdict, verify};

proptest::proptest! {
    #[test]
    fn any_text_and_any_quotation_have_a_verdict(
        text in "(?s)\\PC{0,60}[a-c .…\\[\\]()’é不\n-]{0,120}",
        quote in "\\PC{0,20}[a-c .…\\[\\]()’é不\n-]{0,60}",
        locator in proptest::option::of(0u32..4),
    ) {
        let quotation = Quotation::new(&quote);
        for word in quotation.words() {
            proptest::prop_assert!(quote.get(word.span.clone()).is_some());
        }
        let Ok(source) = SourceText::new(&text, Rule::Blank, &[]) else {
            return Ok(());
        };
        let fingerprint = Fingerprint::new(&source, None);
        let written = fingerprint.to_text();
        let read = Fingerprint::parse(&written);
        proptest::prop_assert_eq!(read.as_ref(), Ok(&fingerprint));
        let locator = locator.map(|number| [number..=number]);
        let verdict = verify(&quotation, Some(&fingerprint), Some(&source), locator.as_ref().map(|one| &one[..]));
        if let Verdict::Verified { place, .. } = &verdict {
            let found: Vec<&str> = source.words()[place.words.clone()].iter().map(|w| w.folded.as_str()).collect();
            let mut rest = found.iter();
            let in_order = quotation.words().iter().all(|word| rest.any(|found| *found == word.folded));
            proptest::prop_assert!(in_order);
        }
        // A text is true to itself.
        let whole: Vec<&str> = source.words().iter().map(|word| word.folded.as_str()).collect();
        let whole = Quotation::new(&whole.join(" "));
        if whole.words().iter().map(|w| &w.folded).eq(source.words().iter().map(|w| &w.folded)) {
            let verdict = verify(&whole, Some(&fingerprint), None, None);
            let verified = matches!(verdict, Verdict::Verified { .. });
            proptest::prop_assert!(verified, "{:?}", verdict);
        }
    }

    #[test]
    fn no_file_makes_reading_a_fingerprint_panic(cut in 0usize..2000, with in "\\PC{0,8}", skip in 0usize..9) {
        let source = SourceText::new("They do not agree.\n\nThey said so at once.", Rule::Blank, &[]).unwrap();
        let good = Fingerprint::new(&source, Some("en")).to_text();
        let at = good.floor_char_boundary(cut % good.len());
        let end = good.floor_char_boundary((at + skip).min(good.len()));
        let changed = format!("{}{with}{}", &good[..at], &good[end..]);
        proptest::prop_assert_eq!(Fingerprint::parse(&changed).is_ok(), changed == good);
    }
}
