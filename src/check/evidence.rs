//! Citations that name nothing: no source, no place in it, or a link. What is
//! wrong with quotations stands in `quotations`.

use std::ops::{Range, RangeInclusive};

use crate::content::Document;
use crate::diagnostic::{Code, Diagnostic, Location, did_you_mean};
use crate::evidence::{Source, checked_in, style_names};
use crate::markdown::{Apparatus, CitationItem, Quoted};
use crate::site::{Page, Site};

/// What is wrong with the citations and quotations of a page.
pub fn check(site: &Site, page: &Page) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (text, apparatus) in page.document.texts().enumerate() {
        let here = Here {
            site,
            document: &page.document,
            text,
            apparatus,
        };
        here.citations(&mut diagnostics);
        here.linked(&mut diagnostics);
        here.uncited(&mut diagnostics);
        let findings = page.findings.iter();
        let findings = findings.filter(|finding| finding.text == text);
        diagnostics.extend(findings.filter_map(|finding| here.finding(finding)));
    }
    diagnostics
}

/// That the site names a citation style that does not exist.
pub fn style(site: &Site) -> Option<Diagnostic> {
    let name = site.config.evidence.style.as_str();
    let known = style_names();
    if known.contains(&name) {
        return None;
    }
    let message = format!("there is no citation style `{name}`");
    let help = match did_you_mean(name, known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "the manual’s page on site.yaml lists them, such as `apa` and `chicago-notes`"
            .to_owned(),
    };
    let problem = Diagnostic::new(Code::InvalidValue, message);
    Some(problem.at(site.config.place("evidence.style")).help(help))
}

/// A text of a page.
pub struct Here<'a> {
    pub site: &'a Site,
    pub document: &'a Document,
    pub text: usize,
    pub apparatus: &'a Apparatus,
}

impl Here<'_> {
    /// A stretch of the text; of a text in YAML, all of it.
    pub fn location(&self, span: Range<usize>) -> Location {
        self.document.text_location(self.text, span)
    }

    /// A stretch of what is quoted.
    pub fn words(&self, quoted: &Quoted, stretch: Range<usize>) -> Location {
        self.document.quoted_location(self.text, quoted, stretch)
    }

    /// All that is quoted.
    pub fn whole(&self, quoted: &Quoted) -> Location {
        self.words(quoted, 0..quoted.text.len())
    }

    /// Citations of what is no source, or of places that it does not have.
    fn citations(&self, diagnostics: &mut Vec<Diagnostic>) {
        for item in self.apparatus.citations.iter().flat_map(|one| &one.items) {
            let problem = match self.site.sources.get(&item.key) {
                None => Some(self.unknown(item)),
                Some(source) => self.place(item, source),
            };
            diagnostics.extend(problem);
        }
    }

    /// Keys in the texts of links: a citation there would cite nothing.
    fn linked(&self, diagnostics: &mut Vec<Diagnostic>) {
        let is_source = |(key, _): &&(String, Range<usize>)| self.site.sources.contains_key(key);
        for (key, span) in self.apparatus.linked.iter().filter(is_source) {
            let message = format!("`@{key}` stands in a link here, and cites nothing");
            let problem = Diagnostic::new(Code::CitationForm, message);
            let problem = problem.at(self.location(span.clone()));
            let help =
                "put the citation behind the link; a source's address stands in its description";
            diagnostics.push(problem.help(help));
        }
    }

    fn unknown(&self, item: &CitationItem) -> Diagnostic {
        let known = self.site.sources.keys().map(String::as_str);
        unknown_source(&item.key, known, true).at(self.location(item.span.clone()))
    }

    /// A locator that the source does not have.
    fn place(&self, item: &CitationItem, source: &Source) -> Option<Diagnostic> {
        let key = &item.key;
        let locator = item.locator.as_ref()?;
        let missing = |wanted: &[RangeInclusive<u32>], known: &RangeInclusive<u32>| {
            let ends = wanted
                .iter()
                .flat_map(|range| [*range.start(), *range.end()]);
            ends.into_iter().find(|number| !known.contains(number))
        };
        let message = if locator.paragraphs.is_empty() {
            let pages = pages(source)?;
            let page = missing(&locator.pages, &pages)?;
            format!(
                "`{key}` has no page {page}: its pages are {}",
                range(&pages)
            )
        } else {
            let (_, checked) = checked_in(&self.site.sources, key)?;
            let known = 1..=checked.fingerprint.as_ref()?.paragraphs().len() as u32;
            let paragraph = missing(&locator.paragraphs, &known)?;
            format!(
                "`{key}` has no paragraph {paragraph}: its paragraphs are {}",
                range(&known)
            )
        };
        let problem = Diagnostic::new(Code::UnknownLocator, message);
        let problem = problem.at(self.location(item.locator_span.clone()));
        Some(problem.help("see the source, and correct the place or the key"))
    }
}

/// That a key names no source.
pub fn unknown_source<'a>(
    key: &str,
    known: impl Iterator<Item = &'a str>,
    is_citation: bool,
) -> Diagnostic {
    let sign = if is_citation { "@" } else { "" };
    let help = match (did_you_mean(key, known), is_citation) {
        (Some(meant), _) => format!("did you mean `{sign}{meant}`?"),
        (None, true) => {
            format!("describe it in content/sources/{key}.yaml, or write `\\@{key}` for the text")
        }
        (None, false) => format!("describe it in content/sources/{key}.yaml"),
    };
    Diagnostic::new(Code::UnknownSource, format!("there is no source `{key}`")).help(help)
}

/// The pages that a source has, as its entry says: `10-25`.
fn pages(source: &Source) -> Option<RangeInclusive<u32>> {
    let numbers = source.page.as_deref()?.split(['-', '–']);
    let numbers: Option<Vec<u32>> = numbers.map(|number| number.trim().parse().ok()).collect();
    let numbers = numbers?;
    // What ends before it begins is shortened, or no pages: nothing is known.
    let (first, last) = (*numbers.first()?, *numbers.last()?);
    (numbers.len() <= 2 && first <= last).then_some(first..=last)
}

fn range(pages: &RangeInclusive<u32>) -> String {
    match pages.start() == pages.end() {
        true => pages.start().to_string(),
        false => format!("{} to {}", pages.start(), pages.end()),
    }
}
