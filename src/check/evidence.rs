//! Citations that name nothing: no source, no place in it, or a link. What is
//! wrong with quotations stands in `quotations`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

use crate::content::Document;
use crate::diagnostic::{Code, Diagnostic, Location, did_you_mean};
use crate::evidence::{Source, Verdict, checked_in, style_names};
use crate::markdown::{Apparatus, CitationItem, Quoted};
use crate::site::{Finding, Page, Site};

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
        let findings = page.findings.iter();
        let findings = findings.filter(|finding| finding.text == text);
        here.places(findings.clone(), &mut diagnostics);
        here.linked(&mut diagnostics);
        here.uncited(&mut diagnostics);
        here.uncited_keys(&mut diagnostics);
        diagnostics.extend(findings.filter_map(|finding| here.finding(finding)));
    }
    diagnostics.extend(unknown_sources(site, &page.document));
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

    /// Citations of places that their sources do not have. Where a quotation was found in
    /// another place, that is said, and is enough.
    fn places<'f>(
        &self,
        findings: impl Iterator<Item = &'f Finding>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let is_found = |finding: &&Finding| match &finding.verdict {
            Verdict::NotFound { elsewhere } => !elsewhere.is_empty(),
            _ => false,
        };
        let found = findings.filter(is_found).map(|finding| finding.citation);
        let found: BTreeSet<usize> = found.collect();
        for (number, citation) in self.apparatus.citations.iter().enumerate() {
            let skipped = usize::from(found.contains(&number));
            for item in citation.items.iter().skip(skipped) {
                let source = self.site.sources.get(&item.key);
                diagnostics.extend(source.and_then(|source| self.place(item, source)));
            }
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

/// Citations of what is no source: each key once, however often a page cites it.
fn unknown_sources(site: &Site, document: &Document) -> Vec<Diagnostic> {
    let mut unknown: BTreeMap<&str, (usize, Location)> = BTreeMap::new();
    for (text, apparatus) in document.texts().enumerate() {
        let items = apparatus.citations.iter().flat_map(|one| &one.items);
        for item in items.filter(|item| !site.sources.contains_key(&item.key)) {
            let place = || document.text_location(text, item.span.clone());
            let (count, _) = unknown.entry(&item.key).or_insert_with(|| (0, place()));
            *count += 1;
        }
    }
    let say = |(key, (count, place)): (&str, (usize, Location))| {
        let known = site.sources.keys().map(String::as_str);
        let mut problem = unknown_source(key, known, true).at(place);
        if count > 1 {
            problem.message = format!("{}, which this page cites {count} times", problem.message);
        }
        problem
    };
    unknown.into_iter().map(say).collect()
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
            format!("{}; write `\\@{key}` for the text", how_to_add(key))
        }
        (None, false) => how_to_add(key),
    };
    Diagnostic::new(Code::UnknownSource, format!("there is no source `{key}`")).help(help)
}

fn how_to_add(key: &str) -> String {
    format!(
        "describe it in content/sources/{key}.yaml, or run `attache source add {key} --from FILE` \
         with its text"
    )
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
