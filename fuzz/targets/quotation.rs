//! A source and a quotation, apart at the first NUL: the source's text changes no verdict,
//! its fingerprint survives being written, and what is verified is there word by word.
#![no_main]

use std::mem::discriminant;

use attache::evidence::{Fingerprint, Quotation, Rule, SourceText, Verdict, verify};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (source, quoted) = text.split_once('\0').unwrap_or((text, text));
    let Ok(source) = SourceText::new(source, Rule::of(source), &[]) else {
        return;
    };
    let fingerprint = Fingerprint::new(&source, Some("en"));
    let quotation = Quotation::new(quoted);
    let alone = verify(&quotation, Some(&fingerprint), None, None);
    let with_text = verify(&quotation, Some(&fingerprint), Some(&source), None);
    assert_eq!(discriminant(&alone), discriminant(&with_text));
    let Ok(written) = Fingerprint::parse(&fingerprint.to_text()) else {
        panic!("a fingerprint cannot be read again");
    };
    let again = verify(&quotation, Some(&written), None, None);
    assert_eq!(alone, again);
    if let Verdict::Verified { place, .. } = alone {
        let words = &source.words()[place.words];
        let mut rest = words.iter();
        if quotation.joints().is_empty() {
            let mut quoted = quotation.words().iter();
            assert!(quoted.all(|word| rest.any(|found| found.folded == word.folded)));
        }
    }
});
