//! What templates see of sources and quotations: the entry of each source and
//! where it is used, every quotation with its verdict, and what share of each
//! source is covered.
//!
//! Promises that nothing of a private source is among it.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::{Value, context};

use super::site_object::date;
use super::{Renderer, Which, lists, notes};
use crate::evidence::{Source, SourceCoverage, Use, Verdict, checked_in};
use crate::markdown::Quoted;
use crate::site::{Finding, Made, PageId, Site};

/// `site.sources`: all that the public may know of.
pub fn sources(renderer: &Arc<Renderer>) -> Value {
    let site = &renderer.site;
    let uses = uses(site);
    let all = site.public_sources().map(|(key, source)| {
        let used = uses
            .get(key.as_str())
            .map(Vec::as_slice)
            .unwrap_or_default();
        let pages: Value = used
            .iter()
            .map(|(id, count)| {
                let which = match *id == site.glossary_id() {
                    true => Which::Made(Made::Glossary),
                    false => Which::Page(*id),
                };
                let page = lists::page(renderer, Some(which));
                context! { page, quotations => count.quotations, citations => count.citations }
            })
            .collect();
        let total =
            |of: fn(&Count) -> usize| used.iter().map(|(_, count)| of(count)).sum::<usize>();
        context! {
            pages,
            quotations => total(|count| count.quotations),
            citations => total(|count| count.citations),
            ..entry(renderer, key, source)
        }
    });
    all.collect()
}

/// A source as it stands in a list. A private one has nothing to show.
pub fn source(renderer: &Arc<Renderer>, key: &str) -> Option<Value> {
    let source = renderer
        .site
        .sources
        .get(key)
        .filter(|source| !source.private)?;
    Some(entry(renderer, key, source))
}

fn entry(renderer: &Arc<Renderer>, key: &str, source: &Source) -> Value {
    let sources = &renderer.site.sources;
    let checked = checked_in(sources, key).filter(|(_, checked)| !checked.private);
    let own = checked.filter(|(host, _)| *host == key);
    let own = own.and_then(|(_, checked)| checked.fingerprint.as_deref());
    let named = |key: &str| {
        let name = renderer.references.names.get(key)?;
        Some(context! { key, short => name })
    };
    context! {
        key,
        entry => Value::from_safe_string(renderer.references.entries.get(key).cloned().unwrap_or_default()),
        short => renderer.references.names.get(key),
        title => source.title.clone(),
        author => source.authors(),
        publisher => source.publisher.clone(),
        url => source.url.clone(),
        archive_url => source.archive_url.clone(),
        published => date(source.published.and_then(|published| published.day()).as_ref()),
        retrieved => date(source.retrieved.as_ref()),
        language => source.language.clone(),
        rights => source.rights.clone(),
        note => source.note.clone(),
        quoted_in => source.quoted_in.as_deref().and_then(named),
        checked_in => checked.filter(|(host, _)| *host != key).and_then(|(host, _)| named(host)),
        is_checked => checked_in(sources, key).is_some(),
        paragraphs => own.map(|fingerprint| fingerprint.paragraphs().len()),
        sha256 => own.map(|fingerprint| fingerprint.sha256().to_owned()),
    }
}

/// How often a page uses a source.
#[derive(Default)]
struct Count {
    quotations: usize,
    /// All citations, those of quotations among them.
    citations: usize,
}

/// The pages that use each source, in reading order.
fn uses(site: &Site) -> BTreeMap<&str, Vec<(PageId, Count)>> {
    let mut uses: BTreeMap<&str, Vec<(PageId, Count)>> = BTreeMap::new();
    for (id, page) in site.texts().enumerate() {
        let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
        for key in site.sources_of(page) {
            counts.insert(key, Count::default());
        }
        let citations = page.document.texts().flat_map(|text| &text.citations);
        for item in citations.flat_map(|citation| &citation.items) {
            counts.entry(&item.key).or_default().citations += 1;
        }
        for finding in page.findings.iter() {
            counts.entry(&finding.key).or_default().quotations += 1;
        }
        for (key, count) in counts {
            uses.entry(key).or_default().push((id, count));
        }
    }
    uses
}

/// `site.evidence`: how many quotations there are, and what is covered.
pub fn evidence(renderer: &Arc<Renderer>) -> Value {
    let site = &renderer.site;
    let quotations: usize = site
        .texts()
        .map(|page| {
            page.document
                .texts()
                .map(|text| text.quotations.len())
                .sum::<usize>()
        })
        .sum();
    let findings = site.texts().flat_map(|page| page.findings.iter());
    let verified = findings.filter(|finding| finding.is_verified()).count();
    let coverage = site.coverage();
    let is_public = |one: &&SourceCoverage| !one.private && site.used_sources.contains(&one.key);
    let public = coverage
        .0
        .iter()
        .filter(is_public)
        .filter(|one| !one.uses.is_empty());
    context! {
        sources => site.public_sources().count(),
        quotations,
        verified,
        home_line => site.config.evidence.home_line,
        coverage => public.map(covered).collect::<Vec<_>>(),
    }
}

fn covered(source: &SourceCoverage) -> Value {
    let tally = source.tally();
    let paragraphs = (1..).zip(source.uses.iter().zip(&source.counts));
    let paragraphs = paragraphs.map(|(number, (kind, count)): (usize, _)| {
        let (name, reason) = match kind {
            Use::Quoted => ("quoted", None),
            Use::Cited => ("cited", None),
            Use::SetAside(reason) => ("set_aside", Some(reason.clone())),
            Use::Untouched => ("untouched", None),
        };
        context! { number, use => name, reason, count }
    });
    context! {
        key => source.key.clone(),
        title => source.title.clone(),
        paragraphs => paragraphs.collect::<Vec<_>>(),
        count => tally.paragraphs,
        quoted => tally.quoted,
        cited => tally.cited,
        set_aside => tally.set_aside,
        untouched => tally.untouched,
        share => tally.share(),
    }
}

/// `page.quotations`: those of a page of `content/`, in the order they stand.
pub fn quotations(renderer: &Arc<Renderer>, id: PageId) -> Value {
    let site = &renderer.site;
    let Some(page) = site.page(id) else {
        return Value::from(Vec::<Value>::new());
    };
    // They stand in the order of the quotations.
    let mut findings = page.findings.iter().peekable();
    let mut before = 0;
    let mut all = Vec::new();
    for (text, apparatus) in page.document.texts().enumerate() {
        for (number, quoted) in apparatus.quotations.iter().enumerate() {
            let here = |finding: &&Finding| (finding.text, finding.quotation) == (text, number);
            let finding = findings.next_if(here);
            let anchored = quoted.citation.filter(|citation| {
                let in_note = apparatus
                    .citations
                    .get(*citation)
                    .is_some_and(|one| one.in_note);
                finding.is_some_and(|finding| !in_note || finding.is_verified())
            });
            let anchor = anchored.map(|citation| notes::anchor(before + citation));
            all.push(quotation(renderer, quoted, finding, anchor));
        }
        before += apparatus.citations.len();
    }
    Value::from(all)
}

fn quotation(
    renderer: &Arc<Renderer>,
    quoted: &Quoted,
    finding: Option<&Finding>,
    anchor: Option<String>,
) -> Value {
    let verdict = match finding.map(|finding| &finding.verdict) {
        None => "uncited",
        Some(Verdict::Verified { .. }) => "verified",
        Some(Verdict::Altered(_)) => "altered",
        Some(Verdict::NotFound { .. }) => "not_found",
        Some(Verdict::Ambiguous(_)) => "ambiguous",
        Some(Verdict::CannotCheck) => "cannot_check",
    };
    let source = finding.and_then(|finding| source(renderer, &finding.key));
    let checked = finding.and_then(|finding| checked_in(&renderer.site.sources, &finding.key));
    let is_open = source.is_some() && checked.is_some_and(|(_, checked)| !checked.private);
    let place = finding
        .filter(|_| is_open)
        .and_then(|finding| match &finding.verdict {
            Verdict::Verified { place, .. } => Some(place),
            _ => None,
        });
    context! {
        text => quoted.text.split_whitespace().collect::<Vec<_>>().join(" "),
        speaker => quoted.speaker.clone(),
        block => quoted.is_block,
        verdict,
        private => finding.is_some() && source.is_none(),
        source,
        paragraph => place.map(|place| place.paragraph),
        last_paragraph => place.map(|place| place.last_paragraph),
        id => anchor,
    }
}
