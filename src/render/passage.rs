//! A source into links that lead to it: to the passage quoted, and to the copy
//! in an archive. Robust Links (robustlinks.org, 1.0) say in `data-` attributes
//! where each was, and when.

use std::sync::Arc;

use super::Renderer;
use crate::date::Date;
use crate::escape;
use crate::evidence::{Place, Quotation, Source, fragment};

/// A verified quotation, its place, and the source that it was compared with.
pub type Quoted<'a> = (Quotation, &'a Place, &'a Source);

/// The links, each with a space before it; none where the source is nowhere on
/// the web. The archived copy need not be named twice.
pub fn links(
    renderer: &Arc<Renderer>,
    source: &Source,
    quoted: Option<Quoted>,
    with_archive: bool,
) -> String {
    let strings = &renderer.theme.strings;
    let mut out = String::new();
    if let Some(url) = &source.url {
        let passage = quoted.and_then(|(quotation, place, checked)| {
            // The text of another source stands at another address.
            let fingerprint = source
                .fingerprint
                .as_deref()
                .filter(|_| checked == source)?;
            Some(fragment(&quotation, place, fingerprint, source.text()))
        });
        let (key, english) = match passage {
            Some(_) => ("open_passage", "Passage"),
            None => ("open_source", "Open the source"),
        };
        let address = with_fragment(url, passage.as_deref().unwrap_or_default());
        out.push_str(&link(&address, source, strings.get(key).unwrap_or(english)));
    }
    if let Some(url) = source.archive_url.as_ref().filter(|_| with_archive) {
        let words = strings.get("open_archive").unwrap_or("Archived copy");
        out.push_str(&link(url, source, words));
    }
    out
}

/// The fragment directive stands behind the fragment that an address has.
fn with_fragment(url: &str, directive: &str) -> String {
    match (directive.is_empty(), url.contains('#')) {
        (true, _) => url.to_owned(),
        (false, true) => format!("{url}{directive}"),
        (false, false) => format!("{url}#{directive}"),
    }
}

fn link(address: &str, source: &Source, words: &str) -> String {
    let mut out = " <a class=\"source-link\" rel=\"external\" href=\"".to_owned();
    escape::address(&mut out, address);
    out.push('"');
    let version = source.archive_url.as_deref();
    let date = version
        .and_then(archived)
        .or(source.retrieved.map(|date| date.to_string()));
    let known = [
        ("data-originalurl", source.url.as_deref()),
        ("data-versionurl", version),
        ("data-versiondate", date.as_deref()),
    ];
    for (name, value) in known {
        if let Some(value) = value {
            out.push_str(&format!(" {name}=\""));
            escape::attribute(&mut out, value);
            out.push('"');
        }
    }
    out.push('>');
    escape::text(&mut out, words);
    out.push_str("</a>");
    out
}

/// The day of an archived copy, where its address says it as web archives do:
/// fourteen digits between slashes.
fn archived(url: &str) -> Option<String> {
    let is_stamp = |part: &&str| part.len() == 14 && part.bytes().all(|byte| byte.is_ascii_digit());
    let stamp = url.split('/').find(is_stamp)?;
    let day = format!(
        "{}-{}-{}",
        stamp.get(..4)?,
        stamp.get(4..6)?,
        stamp.get(6..8)?
    );
    Date::parse(&day).is_ok().then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_archives_address_says_the_day() {
        for (url, day) in [
            (
                "https://archive.example/web/20241113120000/https://a.example/",
                Some("2024-11-13"),
            ),
            ("https://archive.example/web/20241399120000/x", None),
            ("https://archive.example/abc", None),
        ] {
            assert_eq!(archived(url).as_deref(), day, "{url}");
        }
    }

    #[test]
    fn a_fragment_stands_behind_one_that_is_there() {
        assert_eq!(
            with_fragment("https://a/b", ":~:text=x"),
            "https://a/b#:~:text=x"
        );
        assert_eq!(
            with_fragment("https://a/b#c", ":~:text=x"),
            "https://a/b#c:~:text=x"
        );
        assert_eq!(with_fragment("https://a/b#c", ""), "https://a/b#c");
    }
}
