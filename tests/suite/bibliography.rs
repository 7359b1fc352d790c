//! References: what a source says and nothing else, every text escaped, in every
//! style there is.

use attache::evidence::{
    Bibliography, DEFAULT_STYLE, Name, Published, Source, short, style_names, to_bibtex,
    to_csl_json,
};
use proptest::prelude::*;
use rayon::prelude::*;

use super::diagnostics::assert_blessed;

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn person(family: &str, given: &str) -> Name {
    Name::Person {
        family: family.to_owned(),
        given: given.to_owned(),
    }
}

fn institution(name: &str) -> Name {
    Name::Literal(name.to_owned())
}

/// A source in which each text is this one.
fn full_of(text: &str, kind: &str) -> Source {
    Source {
        kind: some(kind),
        title: text.to_owned(),
        author: vec![institution(text), person(text, text)],
        editor: vec![person(text, text), institution(text)],
        container_title: some(text),
        publisher: some(text),
        publisher_place: some(text),
        volume: some(text),
        issue: some(text),
        number: some(text),
        edition: some(text),
        genre: some(text),
        page: some(text),
        published: Published::parse("2024-03").ok(),
        doi: some(text),
        isbn: some(text),
        issn: some(text),
        url: some(text),
        ..Source::default()
    }
}

fn newspaper() -> Source {
    Source {
        kind: some("article-newspaper"),
        title: "Wells run dry".to_owned(),
        author: vec![person("Amadi", "Grace")],
        container_title: some("Valley Post"),
        published: Published::parse("2024-11-10").ok(),
        url: some("https://example.org/wells?a=1&b=2"),
        ..Source::default()
    }
}

/// Tags that references may have; all else is text, and escaped.
const TAGS: &[&str] = &[
    "i",
    "/i",
    "b",
    "/b",
    "u",
    "/u",
    "sup",
    "/sup",
    "sub",
    "/sub",
    "/a",
    "/span",
    "span class=\"small-caps\"",
];

/// Whether HTML has no tag but those.
pub fn is_harmless(html: &str) -> bool {
    html.split('<').skip(1).all(|rest| {
        let tag = rest.split('>').next().unwrap();
        let link = tag
            .strip_prefix("a href=\"")
            .and_then(|rest| rest.strip_suffix('"'));
        let leads_to_web = |url: &str| {
            let url = url.to_lowercase();
            (url.starts_with("https://") || url.starts_with("http://")) && !url.contains('"')
        };
        TAGS.contains(&tag) || link.is_some_and(leads_to_web)
    })
}

/// What HTML says, without its tags.
pub fn text_of(html: &str) -> String {
    let mut parts = html.split('<');
    let first = parts.next().unwrap_or_default();
    let rest = parts.map(|part| part.split_once('>').unwrap().1);
    let text: String = [first].into_iter().chain(rest).collect();
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// The reference in a style, in English, as plain text.
fn entry_text(style: &str, source: &Source) -> String {
    text_of(&Bibliography::new(style, "en").unwrap().entry(source))
}

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "A & B \"quoted\" 'and' <b>bold</b> &amp;",
    "javascript:alert(1)",
    "https://example.org/\"onmouseover=\"alert(1)",
    "“curly” – dash … ",
    "\u{202E}right to left\u{2066}",
    "",
    " ",
    "$x^2$ \\textbf{a} {b}",
    "1-2-3, 4–5 & 99999999999999999999",
    "وزارة الخارجية",
    "外交部",
];

#[test]
fn no_hostile_text_comes_through_in_any_style() {
    style_names().par_iter().for_each(|name| {
        let bibliography = Bibliography::new(name, "en").unwrap();
        for text in HOSTILE {
            for kind in [
                "article-newspaper",
                "webpage",
                "report",
                "book",
                "legal_case",
                "treaty",
            ] {
                let html = bibliography.entry(&full_of(text, kind));
                assert!(is_harmless(&html), "{name}: {html}");
                assert!(!html.contains("<script"), "{name}: {html}");
            }
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_gives_a_reference(text in "\\PC{0,40}", index in 0usize..6, kind in 0usize..45) {
        let names = [DEFAULT_STYLE, "apa", "modern-language-association", "ieee", "chicago-notes", "vancouver"];
        let bibliography = Bibliography::new(names[index], "fr").unwrap();
        let source = full_of(&text, attache::evidence::KINDS[kind]);
        prop_assert!(is_harmless(&bibliography.entry(&source)));
    }
}

/// One source, more and less of it known, in the styles that most people use.
#[test]
fn a_reference_says_what_the_source_says() {
    let report = Source {
        kind: some("report"),
        title: "Survey of public wells".to_owned(),
        author: vec![institution("Ministry of Foreign Affairs")],
        publisher: some("Lower Valley District"),
        publisher_place: some("Geneva"),
        number: some("UN/2024/12"),
        published: Published::parse("2024").ok(),
        ..Source::default()
    };
    let article = Source {
        kind: some("article-journal"),
        title: "On <wells> & \"springs\"".to_owned(),
        author: vec![person("van der Berg", "Ann"), person("O’Neil", "Bo")],
        container_title: some("Water"),
        volume: some("12"),
        issue: some("3"),
        page: some("120-134"),
        published: Published::parse("2024-03").ok(),
        doi: some("10.1000/xyz"),
        ..Source::default()
    };
    let untold = Source {
        title: "A paper".to_owned(),
        ..Source::default()
    };
    let mut said = String::new();
    for (style, language) in [
        (DEFAULT_STYLE, "en"),
        ("chicago-notes", "en"),
        ("apa", "de"),
        ("ieee", "en"),
        ("gost-r-705-2008-numeric", "ru"),
    ] {
        let bibliography = Bibliography::new(style, language).unwrap();
        said += &format!("{style}, {language}\n\n");
        for source in [&newspaper(), &report, &article, &untold] {
            said += &format!("{}\n\n", bibliography.entry(source));
        }
    }
    assert_blessed("references.txt", &said);
}

#[test]
fn an_institution_is_not_turned_round() {
    let source = Source {
        author: vec![institution("Ministry of Foreign Affairs")],
        ..newspaper()
    };
    for name in ["apa", DEFAULT_STYLE, "modern-language-association"] {
        let text = entry_text(name, &source);
        assert!(text.starts_with("Ministry of Foreign Affairs"), "{text}");
    }
}

#[test]
fn a_date_that_is_not_known_is_the_styles_affair_and_none_is_made_up() {
    let source = Source {
        published: None,
        url: None,
        ..newspaper()
    };
    let text = entry_text("apa", &source);
    assert_eq!(text, "Amadi, G. (n.d.). Wells run dry. Valley Post.");
}

#[test]
fn a_year_alone_stays_a_year() {
    let source = Source {
        published: Published::parse("2024").ok(),
        ..newspaper()
    };
    for (style, end) in [
        ("apa", "Amadi, G. (2024). Wells run dry. Valley Post. "),
        (
            DEFAULT_STYLE,
            "Amadi, Grace. 2024. “Wells Run Dry.” Valley Post. ",
        ),
        (
            "modern-language-association",
            "Amadi, Grace. “Wells Run Dry.” Valley Post, 2024, ",
        ),
    ] {
        let text = entry_text(style, &source);
        assert!(text.starts_with(end), "{text}");
    }
}

#[test]
fn a_numeric_style_gives_no_number() {
    for name in ["ieee", "vancouver", "nature", "american-chemical-society"] {
        let text = entry_text(name, &newspaper());
        assert!(
            text.starts_with(|c: char| c.is_alphabetic()),
            "{name}: {text}"
        );
        assert!(text.contains("Amadi"), "{name}: {text}");
    }
}

#[test]
fn an_unknown_style_is_none() {
    // The last makes labels alone, and no references.
    for name in ["chicago-autor-date", "/etc/passwd", "alphanumeric"] {
        assert!(Bibliography::new(name, "en").is_none(), "{name}");
    }
}

#[test]
fn a_source_is_called_by_its_author_its_publisher_or_its_title() {
    let mut source = newspaper();
    assert_eq!(short(&source), "Amadi");
    source.author = vec![institution("Water Office")];
    assert_eq!(short(&source), "Water Office");
    source.author.clear();
    source.publisher = some("The Valley");
    assert_eq!(short(&source), "The Valley");
    source.publisher = None;
    assert_eq!(short(&source), "Wells run dry");
}

#[test]
fn a_publisher_stands_for_the_newspaper_or_site_that_is_not_named() {
    let mut source = Source {
        container_title: None,
        publisher: some("Valley Post"),
        url: None,
        ..newspaper()
    };
    let bibliography = Bibliography::new(DEFAULT_STYLE, "en").unwrap();
    for kind in [
        "article-newspaper",
        "article-magazine",
        "post",
        "post-weblog",
        "webpage",
    ] {
        source.kind = some(kind);
        let html = bibliography.entry(&source);
        assert!(html.contains("Valley Post"), "{kind}: {html}");
        assert_eq!(html.matches("Post").count(), 1, "{kind}: {html}");
        // What is exported says what the source says.
        let json = to_csl_json("a", &source);
        assert_eq!(json["publisher"], "Valley Post", "{kind}");
        assert!(json.get("container-title").is_none(), "{kind}");
        let bibtex = to_bibtex("a", &source);
        assert!(!bibtex.contains("title = {Valley"), "{kind}: {bibtex}");
        assert!(bibtex.contains("= {Valley Post}"), "{kind}: {bibtex}");
    }
    source.kind = some("article-newspaper");
    let named = Source {
        container_title: some("Valley Post"),
        publisher: None,
        ..source.clone()
    };
    assert_eq!(bibliography.entry(&source), bibliography.entry(&named));
    // Of a book nothing is part.
    source.kind = some("book");
    let html = bibliography.entry(&source);
    assert!(!html.contains("<i>Valley"), "{html}");
}
