//! Every quotation of every page against its source.
//!
//! Promises a verdict for each quotation that has a citation of a known source,
//! and the same ones in any order of work.

use std::collections::{BTreeMap, BTreeSet};

use super::{Compared, Page, PageId, Site};
use crate::content::Document;
use crate::evidence::{
    Coverage, Extent, Mention, Quotation, Source, Sources, Verdict, checked_in, verify,
};
use crate::markdown::{Apparatus, CitationItem, Quoted};

/// How one quotation of a page stands to its source.
#[derive(Debug)]
pub struct Finding {
    /// Which of the page's texts it is in, as [`Document::texts`] gives them.
    pub text: usize,
    /// Its number in that text.
    pub quotation: usize,
    /// The number of the citation that it comes with.
    pub citation: usize,
    /// The key that it is cited by.
    pub key: String,
    /// The verdict.
    pub verdict: Verdict,
}

/// How the quotations of one document stand to their sources. It takes nothing else
/// to know, so that it can be kept as long as both are the same.
pub fn findings(document: &Document, sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (text, apparatus) in document.texts().enumerate() {
        for (quotation, quoted) in apparatus.quotations.iter().enumerate() {
            if let Some((citation, item)) = cited(apparatus, quoted)
                && sources.contains_key(&item.key)
            {
                findings.push(Finding {
                    text,
                    quotation,
                    citation,
                    key: item.key.clone(),
                    verdict: verdict(quoted, item, sources),
                });
            }
        }
    }
    findings
}

/// The source that a quotation is from: the first that its citation names. The
/// others are further reading.
fn cited<'a>(apparatus: &'a Apparatus, quoted: &Quoted) -> Option<(usize, &'a CitationItem)> {
    let citation = quoted.citation?;
    let item = apparatus.citations.get(citation)?.items.first()?;
    Some((citation, item))
}

fn verdict(quoted: &Quoted, item: &CitationItem, sources: &Sources) -> Verdict {
    let source = checked_in(sources, &item.key).map(|(_, source)| source);
    let fingerprint = source.and_then(|source| source.fingerprint.as_deref());
    let quotation = Quotation::new(&quoted.text);
    let paragraphs = Some(item.paragraphs()).filter(|paragraphs| !paragraphs.is_empty());
    match verify(&quotation, fingerprint, None, paragraphs) {
        // The text changes no verdict; only here is it worth cutting into words.
        Verdict::Altered(_) => {
            let text = source.and_then(|source| source.text());
            verify(&quotation, fingerprint, text, paragraphs)
        }
        verdict => verdict,
    }
}

/// The keys of the sources that documents use, and of those they are quoted in.
pub fn used_sources<'a>(
    documents: impl Iterator<Item = &'a Compared>,
    sources: &Sources,
) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for one in documents {
        for key in sources_of(&one.document, sources) {
            let mut key = Some(key);
            while let Some(next) = key.filter(|key| !used.contains(*key)) {
                used.insert(next.to_owned());
                let source = sources.get(next);
                key = source.and_then(|source| source.quoted_in.as_deref());
            }
        }
    }
    used.retain(|key| sources.contains_key(key));
    used
}

/// The used sources that the public may know of.
pub(super) fn public<'a>(
    sources: &'a Sources,
    used: &'a BTreeSet<String>,
) -> impl Iterator<Item = (&'a String, &'a Source)> {
    let all = used.iter().filter_map(|key| sources.get_key_value(key));
    all.filter(|(_, source)| !source.private)
}

/// Whether a document quotes anything.
pub(super) fn quotes(document: &Document) -> bool {
    document.texts().any(|text| !text.quotations.is_empty())
}

/// The keys of the sources that a document rests on: those that its front matter
/// names, then those that it cites, each once.
fn sources_of<'a>(document: &'a Document, sources: &Sources) -> Vec<&'a str> {
    let named = document.matter.sources.iter().map(|key| key.value.as_str());
    let cited = document.texts().flat_map(|text| &text.citations);
    let cited = cited
        .flat_map(|citation| &citation.items)
        .map(|item| item.key.as_str());
    let mut keys: Vec<&str> = Vec::new();
    for key in named.chain(cited) {
        if sources.contains_key(key) && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

impl Finding {
    /// Whether the source says what is quoted.
    pub fn is_verified(&self) -> bool {
        matches!(self.verdict, Verdict::Verified { .. })
    }
}

impl Site {
    /// The findings of a page by text and citation.
    pub fn findings_of(&self, page: PageId) -> BTreeMap<(usize, usize), &Finding> {
        let findings = self.page(page).map_or(&[][..], |page| &page.findings);
        let findings = findings.iter();
        // Of several with one citation, the first is the one that holds the others.
        let reversed = findings
            .rev()
            .map(|finding| ((finding.text, finding.citation), finding));
        reversed.collect()
    }

    /// The quotation that a finding is on.
    pub fn quoted(&self, page: PageId, finding: &Finding) -> Option<&Quoted> {
        let document = &self.page(page)?.document;
        let apparatus = document.texts().nth(finding.text)?;
        apparatus.quotations.get(finding.quotation)
    }

    /// The sources that the public may know of, with their keys.
    pub fn public_sources(&self) -> impl Iterator<Item = (&String, &Source)> {
        public(&self.sources, &self.used_sources)
    }

    /// The pages that quote something; that of terms may be the last.
    pub fn quoting_pages(&self) -> impl Iterator<Item = PageId> {
        (0..)
            .zip(self.texts())
            .filter(|(_, page)| quotes(&page.document))
            .map(|(id, _)| id)
    }

    /// The keys of the sources that a page rests on, each once.
    pub fn sources_of<'a>(&self, page: &'a Page) -> Vec<&'a str> {
        sources_of(&page.document, &self.sources)
    }

    /// What is made of the paragraphs of each source.
    pub fn coverage(&self) -> Coverage {
        let extents = self.sources.iter().map(|(key, source)| {
            let fingerprint = source.fingerprint.as_ref();
            let aside = source.set_aside.iter().flat_map(|aside| {
                let ranges = aside.paragraphs.iter().cloned();
                ranges.map(|range| (range, aside.reason.clone()))
            });
            Extent {
                key: key.clone(),
                title: source.title.clone(),
                private: source.private,
                paragraphs: fingerprint.map_or(0, |all| all.paragraphs().len() as u32),
                set_aside: aside.collect(),
            }
        });
        Coverage::new(extents.collect(), &self.mentions())
    }

    /// Every quotation and every other citation, by the source whose text says it.
    fn mentions(&self) -> Vec<Mention> {
        let mut mentions = Vec::new();
        for (id, page) in self.texts().enumerate() {
            let findings = self.findings_of(id);
            for (text, apparatus) in page.document.texts().enumerate() {
                for (number, citation) in apparatus.citations.iter().enumerate() {
                    let finding = findings.get(&(text, number)).copied();
                    let items = citation.items.iter().enumerate();
                    mentions.extend(items.filter_map(|(index, item)| {
                        self.mention(item, finding.filter(|_| index == 0))
                    }));
                }
            }
        }
        mentions
    }

    fn mention(&self, item: &CitationItem, finding: Option<&Finding>) -> Option<Mention> {
        let (key, _) = checked_in(&self.sources, &item.key)?;
        let place = finding.and_then(|finding| match &finding.verdict {
            Verdict::Verified { place, .. } => Some(place.paragraph..=place.last_paragraph),
            _ => None,
        });
        Some(Mention {
            key: key.to_owned(),
            quoted: place.is_some(),
            paragraphs: place.map_or_else(|| item.paragraphs().to_vec(), |place| vec![place]),
        })
    }
}
