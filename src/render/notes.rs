//! Citations into notes: what is cited and where in it, a way to the passage,
//! and, of a quotation, what was checked.
//!
//! Promises that nothing of a private source is in them.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::shown::{Shown, source_id};
use super::{Renderer, passage};
use crate::escape;
use crate::evidence::{self, Place, Source, Verdict};
use crate::markdown::{Citation, CitationItem, Cited};
use crate::site::{Finding, Made, Page, PageId};

/// The notes of a page of `content/`.
pub struct Notes<'a> {
    renderer: &'a Arc<Renderer>,
    id: PageId,
    page: &'a Page,
    shown: Shown,
    /// The citations that are the first of their source on the page: the text,
    /// the citation, the item.
    first: OnceCell<BTreeSet<(usize, usize, usize)>>,
    /// The findings of the page, by text and citation.
    findings: OnceCell<BTreeMap<(usize, usize), &'a Finding>>,
}

impl<'a> Notes<'a> {
    /// Those of a page, as they are where it is shown.
    pub fn new(renderer: &'a Arc<Renderer>, id: PageId, page: &'a Page, shown: Shown) -> Notes<'a> {
        Notes {
            renderer,
            id,
            page,
            shown,
            first: OnceCell::new(),
            findings: OnceCell::new(),
        }
    }

    /// What becomes of a citation: the `number`th of a text of the page.
    pub fn cite(&self, text: usize, number: usize) -> Cited {
        let document = &self.page.document;
        let apparatus = document.texts().nth(text);
        let Some(citation) = apparatus.and_then(|text| text.citations.get(number)) else {
            return Cited::default();
        };
        let before: usize = document
            .texts()
            .take(text)
            .map(|text| text.citations.len())
            .sum();
        let anchor = self.shown.id(&anchor(before + number));
        let finding = self.finding((text, number));
        Cited {
            name: self.name(citation),
            note: self.note(citation, (text, number), finding, &anchor),
            inline: self.short_references(citation),
            locator: match citation
                .items
                .first()
                .is_some_and(|item| self.is_private(&item.key))
            {
                true => String::new(),
                false => locator_alone(citation),
            },
            mark: self.mark(finding, &anchor, citation),
        }
    }

    /// What was found of the quotation that a citation stands behind.
    pub fn finding(&self, at: (usize, usize)) -> Option<&'a Finding> {
        let site = &self.renderer.site;
        let findings = self.findings.get_or_init(|| site.findings_of(self.id));
        findings.get(&at).copied()
    }

    pub fn words(&self, key: &str, english: &str) -> String {
        let words = self.renderer.theme.strings.get(key);
        words.unwrap_or(english).to_owned()
    }

    fn source(&self, key: &str) -> Option<&Source> {
        self.renderer.site.sources.get(key)
    }

    /// What the sentence calls the source of a citation.
    pub fn name(&self, citation: &Citation) -> String {
        let item = citation.items.first();
        item.map_or_else(String::new, |item| self.called(&item.key))
    }

    /// What a source is called in short; of a private one, that it is private.
    pub fn called(&self, key: &str) -> String {
        match self.source(key) {
            Some(source) if source.private => {
                self.words("private_source", "a source that is not public")
            }
            Some(_) => self
                .renderer
                .references
                .names
                .get(key)
                .cloned()
                .unwrap_or_default(),
            // It has been reported.
            None => key.to_owned(),
        }
    }

    fn is_private(&self, key: &str) -> bool {
        self.source(key).is_some_and(|source| source.private)
    }

    fn note(
        &self,
        citation: &Citation,
        at: (usize, usize),
        finding: Option<&Finding>,
        anchor: &str,
    ) -> String {
        let mut out = format!("<p>{}", self.sentence(citation, at));
        let source = citation
            .items
            .first()
            .and_then(|item| self.source(&item.key));
        if let Some(source) = source.filter(|source| !source.private) {
            let is_first = self.first().contains(&(at.0, at.1, 0));
            let quoted = self.quoted(finding);
            out.push_str(&passage::links(self.renderer, source, quoted, is_first));
        }
        out.push_str("</p>\n");
        if let Some(finding) = finding {
            self.checked(finding, anchor, &mut out);
        }
        out
    }

    /// What is cited, as sentences.
    pub fn sentence(&self, citation: &Citation, at: (usize, usize)) -> String {
        let mut out = String::new();
        for (index, item) in citation.items.iter().enumerate() {
            let is_first = self.first().contains(&(at.0, at.1, index));
            let reference = self.reference(item, is_first);
            // A full entry is a sentence; short ones are parts of one.
            match (index, out.ends_with('.')) {
                (0, _) => out.push_str(&capitalised(&reference)),
                (_, true) => out.push_str(&format!(" {}", capitalised(&reference))),
                (_, false) => out.push_str(&format!("; {reference}")),
            }
        }
        if !out.ends_with('.') {
            out.push('.');
        }
        out
    }

    /// A source in full where it is cited first, in short afterwards, with the
    /// place in it.
    fn reference(&self, item: &CitationItem, is_first: bool) -> String {
        let in_full = is_first.then(|| self.entry(&item.key)).flatten();
        let Some(entry) = in_full else {
            return self.short_reference(item);
        };
        let place = place(item);
        match place.is_empty() {
            true => prefix(item) + &entry,
            // It is a sentence of its own there.
            false => format!("{}{entry} {}", prefix(item), capitalised(&place)),
        }
    }

    /// The bibliographic entry of a source, with that of the one it is quoted in.
    fn entry(&self, key: &str) -> Option<String> {
        let source = self.source(key).filter(|source| !source.private)?;
        let mut entry = self.renderer.references.entries.get(key)?.clone();
        if let Some((host, _)) = self.host(source) {
            entry.push_str(&format!(" {} ", self.words("quoted_in", "Quoted in")));
            entry.push_str(self.renderer.references.entries.get(host)?);
        }
        Some(entry)
    }

    /// The source that another one is quoted in.
    fn host<'s>(&'s self, source: &'s Source) -> Option<(&'s str, &'s Source)> {
        let key = source.quoted_in.as_deref()?;
        let host = self.source(key).filter(|host| !host.private)?;
        Some((key, host))
    }

    pub fn short_references(&self, citation: &Citation) -> String {
        let all = citation.items.iter().map(|item| self.short_reference(item));
        all.collect::<Vec<_>>().join("; ")
    }

    /// A source by its short name, which leads to its entry, and the place in it;
    /// of a private one neither.
    fn short_reference(&self, item: &CitationItem) -> String {
        let mut out = prefix(item);
        let name = self.called(&item.key);
        let Some(source) = self.source(&item.key).filter(|source| !source.private) else {
            escape::text(&mut out, &name);
            return out;
        };
        let entry = match self.shown {
            Shown::Page | Shown::Who(_) => {
                let list = self.shown.link(self.page, &Made::Sources.route());
                format!("{list}#{}", item.key)
            }
            Shown::Chapter(_) => format!("#{}", source_id(&item.key)),
        };
        out.push_str("<a href=\"");
        escape::address(&mut out, &entry);
        out.push_str("\">");
        escape::text(&mut out, &name);
        out.push_str("</a>");
        let comma = self.words("comma", ",");
        if let Some((host, _)) = self.host(source) {
            let words = self.words("quoted_in", "Quoted in").to_lowercase();
            escape::text(&mut out, &format!("{comma} {words} {}", self.called(host)));
        }
        let place = place(item);
        if !place.is_empty() {
            out.push_str(&format!("{comma} {place}"));
        }
        out
    }

    /// The mark behind a verified quotation, which opens what was checked.
    fn mark(&self, finding: Option<&Finding>, anchor: &str, citation: &Citation) -> String {
        if !finding.is_some_and(Finding::is_verified) {
            return String::new();
        }
        let mut label = String::new();
        escape::attribute(
            &mut label,
            &self.words("verified_mark", "Verified quotation: what was checked"),
        );
        match citation.in_note {
            true => format!(
                "<span class=\"verified\" id=\"{anchor}\" role=\"img\" aria-label=\"{label}\">✓</span>"
            ),
            false => {
                format!("<a class=\"verified\" href=\"#{anchor}\" aria-label=\"{label}\">✓</a>")
            }
        }
    }

    /// What was checked of a quotation.
    fn checked(&self, finding: &Finding, anchor: &str, out: &mut String) {
        let (class, summary, text) = match &finding.verdict {
            Verdict::Verified { place, .. } => (
                "verified",
                self.words("verified", "Verified"),
                self.said(finding, place),
            ),
            _ => (
                "unchecked",
                self.words("unchecked", "Not verified"),
                self.words(
                    "unchecked_text",
                    "This quotation could not be compared with its source.",
                ),
            ),
        };
        out.push_str(&format!("<details class=\"checked {class}\"><summary>"));
        escape::text(out, &summary);
        out.push_str(&format!("</summary><p id=\"{anchor}\">"));
        escape::text(out, &text);
        out.push_str("</p></details>\n");
    }

    pub fn said(&self, finding: &Finding, place: &Place) -> String {
        let count = self
            .quoted(Some(finding))
            .map_or(0, |(quotation, ..)| quotation.words().len());
        let (words, paragraph) = (count.to_string(), paragraphs(place));
        let checked = evidence::checked_in(&self.renderer.site.sources, &finding.key);
        let public =
            checked.filter(|(key, _)| !self.is_private(key) && !self.is_private(&finding.key));
        let text = match public {
            Some(_) => self.words("verified_text", "Its {words} words stand in this order in paragraph {paragraph} of the source’s text."),
            None => self.words("verified_private", "Its {words} words stand in this order in the source’s text."),
        };
        let text = text
            .replace("{words}", &words)
            .replace("{paragraph}", &paragraph);
        let retrieved = public.and_then(|(_, source)| source.retrieved);
        let when = match retrieved {
            Some(date) => {
                let date = self.renderer.theme.strings.date(&date);
                let words = self.words("verified_date", "That text was retrieved on {date}.");
                words.replace("{date}", &date)
            }
            None => self.words(
                "verified_undated",
                "When that text was retrieved is not recorded.",
            ),
        };
        format!("{text} {when}")
    }

    /// The quotation of a finding, its place, and the source it was compared with.
    fn quoted<'f>(&'f self, finding: Option<&'f Finding>) -> Option<passage::Quoted<'f>> {
        let finding = finding?;
        let Verdict::Verified { place, .. } = &finding.verdict else {
            return None;
        };
        let site = &self.renderer.site;
        let quoted = site.quoted(self.id, finding)?;
        let (_, source) = evidence::checked_in(&site.sources, &finding.key)?;
        Some((evidence::Quotation::new(&quoted.text), place, source))
    }

    fn first(&self) -> &BTreeSet<(usize, usize, usize)> {
        self.first.get_or_init(|| {
            let (mut seen, mut first) = (BTreeSet::new(), BTreeSet::new());
            for (text, apparatus) in self.page.document.texts().enumerate() {
                // What is cited in a footnote is cited in short.
                let noted = apparatus
                    .citations
                    .iter()
                    .enumerate()
                    .filter(|(_, one)| !one.in_note);
                for (number, citation) in noted {
                    for (index, item) in citation.items.iter().enumerate() {
                        if seen.insert(&item.key) {
                            first.insert((text, number, index));
                        }
                    }
                }
            }
            first
        })
    }
}

/// The id of what was checked of a citation, by its place among all of the page.
pub fn anchor(index: usize) -> String {
    format!("checked-{}", index + 1)
}

fn paragraphs(place: &Place) -> String {
    match place.paragraph == place.last_paragraph {
        true => place.paragraph.to_string(),
        false => format!("{}–{}", place.paragraph, place.last_paragraph),
    }
}

/// What stands before a source, as markup, with a space behind it.
fn prefix(item: &CitationItem) -> String {
    let mut out = String::new();
    if !item.prefix.is_empty() {
        escape::text(&mut out, &item.prefix);
        out.push(' ');
    }
    out
}

/// With a capital at the beginning.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}

/// The place in a source and what is said of it, as markup.
fn place(item: &CitationItem) -> String {
    let locator = item.locator.as_ref().map(|locator| locator.text.as_str());
    let suffix = Some(item.suffix.as_str()).filter(|suffix| !suffix.is_empty());
    let parts: Vec<&str> = locator.into_iter().chain(suffix).collect();
    let mut out = String::new();
    escape::text(&mut out, &parts.join(", "));
    // A number does not leave its word.
    out.replacen(' ', "\u{a0}", 1)
}

/// The place in the source that a sentence names, in brackets.
fn locator_alone(citation: &Citation) -> String {
    let place = citation.items.first().map(place).unwrap_or_default();
    match place.is_empty() {
        true => String::new(),
        false => format!(" ({place})"),
    }
}
