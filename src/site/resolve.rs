//! Links as authors write them into what they point to.
//!
//! A link names a file: a page by its Markdown path, anything else by its own,
//! relative to the file it stands in or, with a slash in front, to `content/`.
//! An address of the site (`/tags/finance/`) is understood as well.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::plan::Destination;
use super::{PageId, Plan, Site};
use crate::content::Route;
use crate::diagnostic::{Code, Diagnostic, Location, did_you_mean};

/// What would end a link's path, or begin something else in it.
const SIGNS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'%')
    .add(b'#')
    .add(b'?')
    .add(b'(')
    .add(b')');

/// What a link points to.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A page, perhaps a place in it.
    Page {
        /// Which.
        id: PageId,
        /// The id of the place, without `#`.
        fragment: Option<String>,
    },
    /// A file, by its path from `content/`.
    File(String),
    /// Another address that Attaché makes: a list, the feed.
    Generated(Route),
    /// Somewhere outside the site.
    Web,
}

/// Why a link points to nothing.
#[derive(Debug, PartialEq)]
pub struct LinkError {
    /// `broken-link`, `broken-anchor` or `hidden-link`.
    code: Code,
    /// What is wrong.
    message: String,
    /// What to do.
    help: Option<String>,
}

impl LinkError {
    fn new(code: Code, message: String, help: Option<String>) -> LinkError {
        LinkError {
            code,
            message,
            help,
        }
    }

    /// The mistake at the place of the link.
    pub fn at(self, location: Location) -> Diagnostic {
        Diagnostic::new(self.code, self.message)
            .at(location)
            .maybe_help(self.help)
    }
}

impl Site {
    /// What a link in the file `from` (a path from `content/`; `""` for
    /// `site.yaml`) points to.
    pub fn resolve(&self, from: &str, link: &str) -> Result<Target, LinkError> {
        match self.plan.find(from, link)? {
            Target::Page { id, fragment } => self.place_in(id, fragment),
            target => Ok(target),
        }
    }

    fn place_in(&self, id: PageId, fragment: Option<String>) -> Result<Target, LinkError> {
        let (Some(name), Some(page)) = (&fragment, self.pages.get(id)) else {
            return Ok(Target::Page { id, fragment });
        };
        let facts = &page.document.facts;
        if facts.has_id(name) {
            return Ok(Target::Page { id, fragment });
        }
        let message = format!("there is no `#{name}` in {}", page.document.path);
        let help = match did_you_mean(name, facts.ids.iter().map(|id| &**id)) {
            Some(meant) => format!("did you mean `#{meant}`?"),
            None => {
                let headings = facts.headings.iter();
                let ids: Vec<String> = headings.map(|heading| format!("#{}", heading.id)).collect();
                match ids.is_empty() {
                    true => "that page has no headings".to_owned(),
                    false => format!("its headings are {}", ids.join(", ")),
                }
            }
        };
        Err(LinkError::new(Code::BrokenAnchor, message, Some(help)))
    }
}

impl Plan {
    /// What a link in a file points to, whether or not a place that it names in a
    /// page is there.
    pub(super) fn find(&self, from: &str, link: &str) -> Result<Target, LinkError> {
        if is_web(link) {
            return Ok(Target::Web);
        }
        let (rest, fragment) = match link.split_once('#') {
            Some((rest, fragment)) => (rest, Some(decode(fragment))),
            None => (link, None),
        };
        let written = decode(rest.split('?').next().unwrap_or_default());
        if written.is_empty() && fragment.is_none() {
            let message = "this link has no address".to_owned();
            let help = "write one, or take the link out".to_owned();
            return Err(LinkError::new(Code::BrokenLink, message, Some(help)));
        }
        let path = match written.is_empty() {
            true => from.to_owned(),
            false => join(from, &written).ok_or_else(|| {
                let message = format!("the link `{link}` leads out of `content/`");
                let help = "copy what it points to into content/".to_owned();
                LinkError::new(Code::BrokenLink, message, Some(help))
            })?,
        };
        match self.at(&path) {
            Some(Destination::Page(id)) => {
                let fragment = fragment.filter(|fragment| !fragment.is_empty());
                Ok(Target::Page { id, fragment })
            }
            Some(Destination::File(path)) => Ok(Target::File(path)),
            Some(Destination::Generated(route)) => Ok(Target::Generated(route)),
            None => Err(self.missing(link, &path)),
        }
    }

    fn at(&self, path: &str) -> Option<Destination> {
        if let Some(id) = self.by_path.get(path) {
            return Some(Destination::Page(*id));
        }
        if self.files.contains_key(path) {
            return Some(Destination::File(path.to_owned()));
        }
        let index = match path.trim_end_matches('/') {
            "" => "index.md".to_owned(),
            folder => format!("{folder}/index.md"),
        };
        if let Some(id) = self.by_path.get(&index) {
            return Some(Destination::Page(*id));
        }
        let as_folder = Route::generated(format!("{}/", path.trim_end_matches('/')));
        let found = self.by_route.get(&Route::generated(path));
        found.or_else(|| self.by_route.get(&as_folder)).cloned()
    }

    fn missing(&self, link: &str, path: &str) -> LinkError {
        let bare = path.trim_end_matches('/');
        let forms = [
            bare.to_owned(),
            format!("{bare}.md"),
            format!("{bare}/index.md"),
        ];
        if forms.iter().any(|form| self.hidden.contains(form)) {
            let message = format!("the link `{link}` leads to a page that is not public");
            let help = "it is a draft, not yet published, or expired: take the link out, or publish the page";
            return LinkError::new(Code::HiddenLink, message, Some(help.to_owned()));
        }
        let message = format!("the link `{link}` leads to nothing");
        let with_ending = format!("{path}.md");
        let known = self.by_path.keys().chain(self.files.keys());
        let known: BTreeSet<&str> = known.map(String::as_str).collect();
        let meant = match known.contains(with_ending.as_str()) {
            true => Some(with_ending.as_str()),
            false => did_you_mean(path, known.iter().copied()).or_else(|| same_name(path, &known)),
        };
        let help = match meant {
            Some(meant) => format!("did you mean `/{}`?", as_written(meant)),
            None => {
                "name a file by its path from this one or, with a slash in front, from content/"
                    .to_owned()
            }
        };
        LinkError::new(Code::BrokenLink, message, Some(help))
    }
}

/// A path as a link to it is written, in Markdown as in YAML.
fn as_written(path: &str) -> String {
    utf8_percent_encode(path, SIGNS).to_string()
}

/// A file of the same name in another folder.
fn same_name<'a>(path: &str, known: &BTreeSet<&'a str>) -> Option<&'a str> {
    let name = path.rsplit('/').next()?;
    let mut same = known
        .iter()
        .filter(|known| known.rsplit('/').next() == Some(name));
    same.next().copied()
}

/// Whether a link has a scheme, or a host of its own.
pub fn is_web(link: &str) -> bool {
    let scheme = link.split_once(':').map(|(scheme, _)| scheme);
    link.starts_with("//")
        || scheme.is_some_and(|scheme| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.len() > 1
                && scheme
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        })
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The path from `content/` of a path written in a file; nothing where it leads
/// out.
fn join(from: &str, written: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let start = match written.starts_with('/') {
        true => "",
        false => folder,
    };
    let mut parts: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    let mut path = parts.join("/");
    if written.ends_with('/') && !path.is_empty() {
        path.push('/');
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_stay_inside() {
        assert_eq!(join("a/b.md", "c.md"), Some("a/c.md".to_owned()));
        assert_eq!(join("a/b.md", "../c.md"), Some("c.md".to_owned()));
        assert_eq!(join("a/b.md", "/c.md"), Some("c.md".to_owned()));
        assert_eq!(join("a/b.md", "../../c.md"), None);
    }

    #[test]
    fn a_scheme_or_a_host_is_the_web() {
        for link in ["https://a.org", "mailto:a@b", "//a.org/x"] {
            assert!(is_web(link), "{link}");
        }
        for link in ["a.md", "a/b:c.md", "#x", "C:/x"] {
            assert!(!is_web(link), "{link}");
        }
    }
}
