//! Addresses: where a page is in the site, and how one page points to another.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

/// The longest part of an address between two slashes, in bytes; file systems
/// end at 255.
const MAX_PART_BYTES: usize = 200;

/// Whether a path in `content/` is in a folder whose Markdown is no page.
pub fn holds_no_pages(path: &str) -> bool {
    path.starts_with("sources/") || path.starts_with("static/")
}

/// What a URL's path may not hold as it is (WHATWG URL, path percent-encode
/// set, and `%` itself because a file's name is meant).
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// A page's folder in the output, `reference/people/`, or a file's path there,
/// `feed.xml`. Relative, with forward slashes, without `..`. The home page's is
/// empty. Cheap to copy.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Arc<str>);

/// Why a text is no address, as the end of the sentence "`x` …".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RouteError(pub &'static str);

impl Route {
    /// The address of the page of a Markdown file: `a/B c.md` is `a/b-c/`, and
    /// `a/index.md` is `a/`. A `slug` takes the place of the last part.
    pub fn of_page(path: &str, slug_text: Option<&str>) -> Result<Route, RouteError> {
        let path = path.strip_suffix(".md").unwrap_or(path);
        let path = match path == "index" {
            true => "",
            false => path.strip_suffix("/index").unwrap_or(path),
        };
        let mut parts: Vec<String> = match path {
            "" => Vec::new(),
            _ => path.split('/').map(slug).collect(),
        };
        if let Some(text) = slug_text {
            checked_part(text)?;
            if slug(text) != text {
                return Err(RouteError(
                    "may hold lower-case letters, digits, `-` and `_` only",
                ));
            }
            parts.pop();
            parts.push(text.to_owned());
        }
        parts.iter().try_for_each(|part| checked_part(part))?;
        Ok(Route::folder(&parts))
    }

    /// The address of a file beside pages: its folders as pages have them, its
    /// name as it is.
    pub fn of_file(path: &str) -> Result<Route, RouteError> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        checked_part(name)?;
        let name: String = name.nfc().collect();
        match folder {
            "" => Ok(Route(name.into())),
            _ => {
                let parts: Vec<String> = folder.split('/').map(slug).collect();
                parts.iter().try_for_each(|part| checked_part(part))?;
                Ok(Route(format!("{}/{name}", parts.join("/")).into()))
            }
        }
    }

    /// An address as a user writes it in `aliases`: `/old/place/`, `old.html`.
    pub fn of_alias(text: &str) -> Result<Route, RouteError> {
        let path: String = text.strip_prefix('/').unwrap_or(text).nfc().collect();
        if path.is_empty() || path == "index.html" {
            return Err(RouteError("is the home page’s own address"));
        }
        let is_file = !path.ends_with('/') && path.ends_with(".html");
        let path = path.strip_suffix('/').unwrap_or(&path);
        path.split('/').try_for_each(checked_part)?;
        let is_hidden = |part: &str| part.starts_with('.') && part != ".well-known";
        if path.split('/').any(is_hidden) {
            return Err(RouteError("has a part that begins with a dot"));
        }
        if path.split('/').any(|part| part == "index.md") {
            return Err(RouteError("has a part that is the Markdown of a page"));
        }
        Ok(Route(match is_file {
            true => path.into(),
            false => format!("{path}/").into(),
        }))
    }

    /// A file's path in an output folder, as a manifest lists it.
    pub fn of_output(path: &str) -> Result<Route, RouteError> {
        path.split('/').try_for_each(checked_part)?;
        Ok(Route(path.into()))
    }

    /// An address of Attaché's own making, which needs no check: `tags/`.
    pub fn generated(path: impl Into<Arc<str>>) -> Route {
        Route(path.into())
    }

    fn folder(parts: &[String]) -> Route {
        let path: String = parts.iter().map(|part| format!("{part}/")).collect();
        Route(path.into())
    }

    /// As a text that is shared.
    pub fn shared(&self) -> Arc<str> {
        self.0.clone()
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that a web server answers with.
    pub fn output_path(&self) -> String {
        match self.0.is_empty() || self.0.ends_with('/') {
            true => format!("{}index.html", self.0),
            false => self.0.to_string(),
        }
    }

    /// The link from the page at this address to another address.
    pub fn link_to(&self, target: &Route) -> String {
        let (here, there) = (&*self.0, &*target.0);
        // Up to the last slash that both have in the same place.
        let same = here.bytes().zip(there.bytes());
        let same = same.take_while(|(here, there)| here == there);
        let folders = same.enumerate().filter(|(_, (byte, _))| *byte == b'/');
        let common = folders.last().map_or(0, |(at, _)| at + 1);
        let rest = here.bytes().skip(common);
        let up = rest.filter(|byte| *byte == b'/').count();
        let down = encode(there.get(common..).unwrap_or_default());
        let mut link = String::with_capacity(3 * up + down.len() + 2);
        for _ in 0..up {
            link.push_str("../");
        }
        // A first part with a colon would read as a scheme.
        let is_scheme = |down: &str| {
            down.split('/')
                .next()
                .is_some_and(|first| first.contains(':'))
        };
        if up == 0 && (down.is_empty() || is_scheme(&down)) {
            link.push_str("./");
        }
        link.push_str(&down);
        link
    }

    /// The address below a base that ends in a slash.
    pub fn below(&self, base: &str) -> String {
        format!("{base}{}", encode(&self.0))
    }

    /// What addresses that a file system or a browser takes for one have in
    /// common: case and Unicode composition folded.
    pub fn folded(&self) -> String {
        let path = self.output_path();
        match path.is_ascii() {
            true => path.to_ascii_lowercase(),
            false => path.nfc().flat_map(char::to_lowercase).collect(),
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "/{}", self.0)
    }
}

fn encode(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, PATH).into()
}

/// A text as a part of an address: NFC, lower case, letters and digits of every
/// script kept with their marks, everything else one `-`.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text
        .nfc()
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .nfc()
    {
        if c.is_alphanumeric() || c == '_' || is_mark(c) {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Marks that belong to the letter before them, and the two joiners.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{200C}' | '\u{200D}')
}

fn checked_part(part: &str) -> Result<(), RouteError> {
    const RESERVED: &[&str] = &["con", "prn", "aux", "nul"];
    let stem = part.split('.').next().unwrap_or_default().to_lowercase();
    let is_port = (stem.starts_with("com") || stem.starts_with("lpt"))
        && stem.len() == 4
        && stem.ends_with(|c: char| c.is_ascii_digit());
    let problem = if part.is_empty() {
        "leaves an empty part between two slashes"
    } else if part == "." || part == ".." {
        "leads out of its folder"
    } else if part.contains(['\\', '/']) {
        "may not hold a slash or a backslash there"
    } else if part.contains([':', '*', '?', '"', '<', '>', '|', '%', '#']) {
        "may not hold any of : * ? \" < > | % #"
    } else if part.chars().any(char::is_control) {
        "may not hold control characters"
    } else if part.ends_with(['.', ' ']) {
        "may not end in a dot or a space"
    } else if part.len() > MAX_PART_BYTES {
        "has a part of over 200 bytes"
    } else if RESERVED.contains(&stem.as_str()) || is_port {
        "is a name that Windows keeps for a device"
    } else {
        return Ok(());
    };
    Err(RouteError(problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str) -> String {
        Route::of_page(path, None).unwrap().0.to_string()
    }

    #[test]
    fn a_page_has_the_folder_of_its_name() {
        assert_eq!(page("index.md"), "");
        assert_eq!(page("financing.md"), "financing/");
        assert_eq!(page("a/index.md"), "a/");
        assert_eq!(page("a/B c.md"), "a/b-c/");
        assert_eq!(page("Сочи 2024.md"), "сочи-2024/");
    }

    #[test]
    fn a_slug_takes_the_place_of_the_last_part() {
        let route = |slug| Route::of_page("a/b.md", Some(slug)).map(|route| route.0);
        assert_eq!(route("c"), Ok("a/c/".into()));
        for slug in ["../c", "/c", "c\\d", "c:d", "%2e%2e", "C", "", "con", "c d"] {
            assert!(route(slug).is_err(), "{slug}");
        }
    }

    #[test]
    fn an_alias_stays_inside() {
        let alias = |text| Route::of_alias(text).map(|route| route.output_path());
        assert_eq!(alias("/old/place/"), Ok("old/place/index.html".to_owned()));
        assert_eq!(alias("old.html"), Ok("old.html".to_owned()));
        for text in ["/", "../x", "/a/../b", "a//b", "C:/x", "a\\b", "a/%2e%2e/b"] {
            assert!(alias(text).is_err(), "{text}");
        }
    }

    #[test]
    fn links_are_relative() {
        let link = |from: &str, to: &str| Route(from.into()).link_to(&Route(to.into()));
        assert_eq!(link("", ""), "./");
        assert_eq!(link("", "a/"), "a/");
        assert_eq!(link("a/", ""), "../");
        assert_eq!(link("a/", "a/"), "./");
        assert_eq!(link("a/b/", "a/c/"), "../c/");
        assert_eq!(link("a/b/", "a/x.png"), "../x.png");
        assert_eq!(link("", "feed.xml"), "feed.xml");
        assert_eq!(link("old.html", "a/"), "a/");
        assert_eq!(link("", "a b/ü/"), "a%20b/%C3%BC/");
    }
}
