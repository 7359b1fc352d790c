//! How much of each source is quoted, cited, set aside or untouched: what is
//! counted, and the two forms in which it is shown.

use std::ops::RangeInclusive;

use attache::evidence::{Coverage, Extent, Fingerprint, Mention, Rule, SourceText, Use};

fn source(key: &str, paragraphs: u32) -> Extent {
    Extent {
        key: key.to_owned(),
        title: format!("The {key}"),
        paragraphs,
        ..Extent::default()
    }
}

fn quoted(key: &str, paragraphs: RangeInclusive<u32>) -> Mention {
    Mention {
        key: key.to_owned(),
        paragraphs: vec![paragraphs],
        quoted: true,
    }
}

fn cited(key: &str, paragraphs: RangeInclusive<u32>) -> Mention {
    Mention {
        quoted: false,
        ..quoted(key, paragraphs)
    }
}

/// A range that names no paragraph.
fn none() -> RangeInclusive<u32> {
    RangeInclusive::new(1, 0)
}

/// A letter a paragraph: quoted, cited, set aside, or `.` for untouched.
fn uses(coverage: &Coverage) -> String {
    let of = |kind: &Use| match kind {
        Use::Quoted => 'q',
        Use::Cited => 'c',
        Use::SetAside(_) => 's',
        Use::Untouched => '.',
    };
    coverage.0[0].uses.iter().map(of).collect()
}

#[test]
fn quoted_wins_over_cited_over_set_aside_over_untouched() {
    let mut extent = source("a", 8);
    extent.set_aside = vec![(2..=6, "Background".to_owned())];
    let mentions = [
        cited("a", 3..=5),
        quoted("a", 5..=5),
        quoted("a", 1..=1),
        cited("a", 1..=1),
        cited("a", 5..=5),
    ];
    let coverage = Coverage::new(vec![extent.clone()], &mentions);
    assert_eq!(uses(&coverage), "qsccqs..");
    let reversed: Vec<_> = mentions.into_iter().rev().collect();
    assert_eq!(Coverage::new(vec![extent], &reversed), coverage);
    assert_eq!(coverage.0[0].counts, [2, 0, 1, 1, 3, 0, 0, 0]);
    assert_eq!((coverage.0[0].quotations, coverage.0[0].citations), (2, 3));
    assert_eq!(coverage.0[0].untouched(), [7, 8]);
    assert_eq!(
        coverage.0[0].uses[1],
        Use::SetAside("Background".to_owned())
    );
}

#[test]
fn of_two_reasons_the_first_stays() {
    let mut extent = source("a", 3);
    extent.set_aside = vec![(1..=2, "One".to_owned()), (2..=3, "Two".to_owned())];
    let coverage = Coverage::new(vec![extent], &[]);
    let [.., second, third] = coverage.0[0].uses.as_slice() else {
        panic!("three paragraphs")
    };
    assert_eq!(*second, Use::SetAside("One".to_owned()));
    assert_eq!(*third, Use::SetAside("Two".to_owned()));
}

#[test]
fn a_citation_of_the_whole_source_counts_and_touches_no_paragraph() {
    let coverage = Coverage::new(vec![source("a", 2)], &[cited("a", none())]);
    assert_eq!(
        (uses(&coverage).as_str(), coverage.0[0].citations),
        ("..", 1)
    );
}

#[test]
fn paragraphs_and_sources_that_do_not_exist_count_nowhere() {
    let mut extent = source("a", 2);
    extent.set_aside = vec![(9..=u32::MAX, "Beyond".to_owned())];
    let mentions = [
        quoted("b", 1..=1),
        quoted("a", 3..=9),
        quoted("a", 2..=u32::MAX),
        cited("a", 0..=0),
        cited("a", RangeInclusive::new(2, 1)),
    ];
    let coverage = Coverage::new(vec![extent], &mentions);
    assert_eq!(uses(&coverage), ".q");
    assert_eq!(coverage.0[0].counts, [0, 1]);
}

/// Three sources: one partly covered, one whole, one of which nothing is known.
fn three() -> Coverage {
    let mut report = source("kbc-2024", 16);
    report.set_aside = vec![
        (1..=2, "The greeting".to_owned()),
        (16..=16, "The signature".to_owned()),
    ];
    let mentions = [
        quoted("kbc-2024", 3..=3),
        quoted("kbc-2024", 3..=4),
        cited("kbc-2024", 6..=8),
        cited("survey", none()),
        quoted("é", 1..=1),
    ];
    let mut secret = source("é", 1);
    secret.private = true;
    Coverage::new(vec![report, source("survey", 0), secret], &mentions)
}

#[test]
fn the_table_says_which_paragraphs_are_untouched_and_rounds_down() {
    let expected = "\
source    paragraphs  quoted  cited  set aside  untouched  share
kbc-2024          16       2      3          3          8   50 %
  untouched: 5,9-15
survey             0       0      0          0          0      -
é                  1       1      0          0          0  100 %
total             17       3      3          3          8   52 %
";
    assert_eq!(three().to_table(), expected);
    let nearly = Coverage::new(vec![source("a", 1000)], &[quoted("a", 1..=999)]);
    assert_eq!(nearly.tally().share(), Some(99));
}

#[test]
fn without_sources_the_table_says_so() {
    assert_eq!(Coverage::default().to_table(), "There are no sources.\n");
    assert_eq!(Coverage::default().to_lcov(), "");
    assert_eq!(Coverage::default().tally().share(), None);
}

#[test]
fn lcov_has_a_record_for_each_source_whose_paragraphs_are_known() {
    let expected = "\
SF:content/sources/kbc-2024.fingerprint
DA:10,2
DA:11,1
DA:12,0
DA:13,1
DA:14,1
DA:15,1
DA:16,0
DA:17,0
DA:18,0
DA:19,0
DA:20,0
DA:21,0
DA:22,0
LF:13
LH:5
end_of_record
SF:content/sources/é.fingerprint
DA:8,1
LF:1
LH:1
end_of_record
";
    assert_eq!(three().to_lcov(), expected);
}

#[test]
fn the_lines_of_lcov_are_those_of_the_paragraphs_in_a_fingerprint() {
    let text = "The first of them.\nThe second of them.\nThe third of them.\n";
    let text = SourceText::new(text, Rule::Lines, &[]).unwrap();
    let fingerprint = Fingerprint::new(&text, Some("en")).to_text();
    let lcov = Coverage::new(vec![source("a", 3)], &[]).to_lcov();
    let named = lcov.lines().filter_map(|line| line.strip_prefix("DA:"));
    let lines: Vec<&str> = fingerprint.lines().collect();
    let numbers: Vec<&str> = named
        .map(|named| named.split(',').next().unwrap().parse().unwrap())
        .map(|line: usize| lines[line - 1].split(' ').next().unwrap())
        .collect();
    assert_eq!(numbers, ["1", "2", "3"]);
}
