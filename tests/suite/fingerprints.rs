//! Fingerprints that are not good: each is refused, with its line and why.

use attache::evidence::{Fingerprint, Rule, SourceText, sha256};

fn source(text: &str) -> SourceText {
    SourceText::new(text, Rule::Blank, &[]).unwrap()
}

/// The fingerprint of a small text, changed, with a checksum that is right.
fn changed(change: impl Fn(&str) -> String) -> String {
    let text = source("They do not agree on it.\n\nThey said so at once.");
    let good = Fingerprint::new(&text, Some("en")).to_text();
    Fingerprint::parse(&change(&good)).unwrap_err().to_string()
}

/// What is replaced in a good fingerprint, by what, and what is said then.
const BAD: &[[&str; 3]] = &[
    [
        "attache-fingerprint 1",
        "hello",
        "line 1: this is no fingerprint: it does not begin with `attache-fingerprint`",
    ],
    [
        "attache-fingerprint 1",
        "attache-fingerprint 2",
        "line 1: version `2` of fingerprints is not known: only 1 is",
    ],
    [
        "words 1",
        "words 7",
        "line 2: version `7` of the rules for words is not known: only 1 is",
    ],
    [
        "words 1",
        "word",
        "line 2: `words … unicode …` should stand here",
    ],
    [
        "language en",
        "language ?",
        "line 3: `language …` should stand here",
    ],
    [
        "sha256 ",
        "sha256 0",
        "line 4: `sha256` and 64 hexadecimal digits should stand here",
    ],
    [
        "by blank",
        "by page",
        "line 5: `paragraphs … by lines` or `by blank` should stand here",
    ],
    [
        "paragraphs 2",
        "paragraphs 3",
        "line 5: 3 paragraphs are announced, but 2 are here",
    ],
    [
        "skipped -",
        "skipped 0",
        "line 6: `skipped` and numbers of paragraphs should stand here",
    ],
    [
        "checksum ",
        "checksum x",
        "line 7: `checksum` and 32 hexadecimal digits should stand here",
    ],
    ["\n2 5 ", "\n3 5 ", "line 9: paragraph 2 should stand here"],
    ["\n2 5 ", "\n2 x ", "line 9: the number of words is missing"],
    [
        "\n2 5 ",
        "\n2 8 ",
        "line 9: 8 words are announced, but 3 hashes are here",
    ],
    [
        " 3:2-6",
        " 3:2-9",
        "line 8: the places of negations are damaged",
    ],
    [
        " 3:2-6 ",
        " 3:2-6 zz ",
        "line 8: `zz` is no hash of 16 hexadecimal digits",
    ],
    [
        "3:2-6",
        "3:2-5",
        "line 7: the file was changed after Attaché wrote it",
    ],
    [
        "language en",
        "language fr",
        "line 7: the file was changed after Attaché wrote it",
    ],
];

#[test]
fn a_bad_fingerprint_is_refused_with_its_line_and_the_reason() {
    for [from, to, expected] in BAD {
        let found = changed(|good| {
            assert!(good.contains(from), "{from} in\n{good}");
            good.replacen(from, to, 1)
        });
        assert_eq!(found, *expected);
    }
    let edited = "line 7: the file was changed after Attaché wrote it";
    assert_eq!(
        changed(|_| String::new()),
        "line 1: this is no fingerprint: it does not begin with `attache-fingerprint`"
    );
    assert_eq!(
        changed(|good| format!("{good}\n")),
        "line 10: paragraph 3 should stand here"
    );
    assert_eq!(changed(|good| good.trim_end().to_owned()), edited);
    assert_eq!(
        changed(|good| good.lines().take(8).collect::<Vec<_>>().join("\n")),
        "line 5: 2 paragraphs are announced, but 1 are here"
    );
    assert_eq!(
        sha256(""),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
}
