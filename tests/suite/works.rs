//! How a page is cited: what hayagriva says of the same work, but for the
//! differences named here, and what no hostile title gets through.

use attache::date::Date;
use attache::evidence::{Bibliography, Name, Published, Source, Work};

use super::bibliography::{is_harmless, text_of};
use super::diagnostics::assert_blessed;

/// Whom the authors are taken from.
const AUTHORS: &[&str] = &[
    "Water Office",
    "Ann B. Doe",
    "Oil & Gas Co.",
    "وزارة المياه",
    "Bo <Li>",
];

const TITLES: &[&str] = &[
    "Wells run dry",
    "Wells & <springs>",
    "the wells of iPhone users",
    "Why do wells run dry?",
    "Stop!",
    "Dry wells etc.",
    "“Dry” wells",
    "Wells: “dry”",
    "All is “dry.”",
    "Is it “dry?”",
    "The \"dry\" wells",
    "L’eau du puits",
    "«Сухие» колодцы",
    "„Trockene“ Brunnen",
    "Wells (dry.)",
];

/// What the engine writes, what is right, and why.
const FAULTS: &[(&str, &str, &str)] = &[
    ("““dry” wells.”", "“‘dry’ wells.”", INNER_MARKS),
    ("“wells: “dry.”", "“wells: ‘dry.’”", INNER_MARKS),
    ("“all is “dry..”", "“all is ‘dry.’”", INNER_MARKS),
    ("“is it “dry?.”", "“is it ‘dry?’”", INNER_MARKS),
    ("“dry.”.", "“dry.”", ONE_STOP),
    ("“dry?”.", "“dry?”", ONE_STOP),
    ("?.", "?", ONE_STOP),
    ("!.", "!", ONE_STOP),
    ("..", ".", ONE_STOP),
    (
        "retrieved https://",
        "https://",
        "a day would belong to 'Retrieved', which only the reader knows",
    ),
];

const INNER_MARKS: &str = "marks within double ones are single, and none is lost";
const ONE_STOP: &str = "a mark that ends a sentence needs no full stop";

/// The same work as a source.
fn source(work: &Work) -> Source {
    let publisher = work.publisher.clone();
    Source {
        kind: Some("webpage".to_owned()),
        title: work.title.clone(),
        container_title: Some(work.site_title.clone()).filter(|site| *site != work.title),
        publisher: publisher.filter(|publisher| !work.authors.contains(publisher)),
        author: work.authors.iter().cloned().map(Name::Literal).collect(),
        published: work.date.map(Published::Day),
        url: work.url.clone(),
        ..Source::default()
    }
}

/// Works of which more and less is known.
fn works() -> Vec<Work> {
    let mut works = Vec::new();
    let some = |text: &str| Some(text.to_owned());
    for title in TITLES {
        for known in 0..16usize {
            let has = |bit: u8| known & (1 << bit) != 0;
            for count in 0..=4 {
                let authors = AUTHORS.iter().cycle().skip(known);
                works.push(Work {
                    key: "wells".to_owned(),
                    title: (*title).to_owned(),
                    site_title: if has(0) { "The Valley" } else { title }.to_owned(),
                    publisher: some("Oil & Gas Co.").filter(|_| has(1)),
                    authors: authors.take(count).map(|name| name.to_string()).collect(),
                    date: Date::parse("2026-09-01").ok().filter(|_| has(2)),
                    url: some("https://example.org/a_b/?x=1&y=2").filter(|_| has(3)),
                });
            }
        }
    }
    works
}

/// Our texts against the engine's, in small letters.
fn assert_same(works: &[Work]) {
    let names = ["apa", "chicago-author-date", "modern-language-association"];
    let styles = names.map(|name| Bibliography::new(name, "en").unwrap());
    let mut used = vec![false; FAULTS.len()];
    for work in works {
        let references = work.references();
        assert_eq!(references.len(), styles.len());
        for (ours, style) in references.iter().zip(&styles) {
            let mut theirs = text_of(&style.entry(&source(work))).to_lowercase();
            for (used, (wrong, right, _)) in used.iter_mut().zip(FAULTS) {
                *used |= theirs.contains(wrong);
                theirs = theirs.replace(wrong, right);
            }
            let text = text_of(&ours.html).to_lowercase();
            assert_eq!(text, theirs, "{}: {work:?}", ours.style);
            assert!(is_harmless(&ours.html), "{}", ours.html);
        }
    }
    let unused = FAULTS.iter().zip(used).find(|(_, used)| !used);
    assert!(works.len() < 100 || unused.is_none(), "{unused:?}");
}

#[test]
fn a_page_is_cited_as_the_whole_styles_cite_it() {
    assert_same(&works());
}

#[test]
fn many_authors_are_named_as_the_styles_name_them() {
    let many = |count: usize| Work {
        title: "Wells".to_owned(),
        site_title: "The Valley".to_owned(),
        authors: (0..count)
            .map(|number| format!("Office {number}"))
            .collect(),
        ..Work::default()
    };
    let counts = [6, 7, 8, 10, 11, 19, 20, 21, 22, 40];
    assert_same(&counts.map(many));
}

#[test]
fn months_have_the_names_that_the_styles_give_them() {
    let in_month = |month: usize| Work {
        title: "Wells".to_owned(),
        date: Some(Date::parse(&format!("2026-{month:02}-28T23:30:00+03:00")).unwrap()),
        ..Work::default()
    };
    let months: Vec<Work> = (1..=12).map(in_month).collect();
    assert_same(&months);
}

#[test]
fn the_home_page_is_named_once() {
    let home = Work {
        title: "The Valley".to_owned(),
        site_title: "The Valley".to_owned(),
        ..Work::default()
    };
    for reference in home.references() {
        let text = text_of(&reference.html);
        assert_eq!(text.matches("The Valley").count(), 1, "{text}");
    }
}

#[test]
fn a_title_keeps_its_letters() {
    let work = Work {
        title: "the wells of iPhone users".to_owned(),
        site_title: "eValley".to_owned(),
        ..Work::default()
    };
    for reference in work.references() {
        let html = reference.html;
        assert!(html.contains(&work.title), "{html}");
        assert!(html.contains("eValley"), "{html}");
    }
}

#[test]
fn an_address_that_is_none_of_the_web_is_no_link() {
    let work = Work {
        title: "Wells\"><script>".to_owned(),
        url: Some("javascript:alert(\"1\")".to_owned()),
        ..Work::default()
    };
    for reference in work.references() {
        assert!(is_harmless(&reference.html), "{}", reference.html);
        assert!(!reference.html.contains("<a"), "{}", reference.html);
    }
}

#[test]
fn a_page_is_cited_in_three_styles_and_as_bibtex() {
    let work = Work {
        key: "wells".to_owned(),
        title: "Wells & <springs>".to_owned(),
        site_title: "The Lower Valley".to_owned(),
        publisher: Some("Water Office".to_owned()),
        authors: vec!["Water Office".to_owned()],
        date: Date::parse("2026-09-01").ok(),
        url: Some("https://example.org/wells/".to_owned()),
    };
    let references = work.references();
    let said = references.iter();
    let said: String = said
        .map(|reference| format!("{}\n{}\n", reference.style, reference.html))
        .collect();
    assert_blessed("cite-work.txt", &(said + &work.to_bibtex()));
}
