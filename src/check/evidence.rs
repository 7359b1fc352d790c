//! Citations that name nothing, and quotations that their sources do not bear
//! out, each with the words that it is about.

use std::ops::{Range, RangeInclusive};

use crate::content::Document;
use crate::diagnostic::{Code, Diagnostic, Location, did_you_mean};
use crate::evidence::{
    Alteration, Ambiguity, Beside, Cause, Place, Quotation, Side, Source, Verdict, checked_in,
    style_names,
};
use crate::markdown::{Apparatus, CitationItem, Quoted};
use crate::site::{Finding, Site};

/// What is wrong with the citations and quotations of all pages.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::from_iter(style(site));
    for (page, findings) in site.pages.iter().zip(&site.findings) {
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
            let findings = findings.iter().filter(|finding| finding.text == text);
            diagnostics.extend(findings.filter_map(|finding| here.finding(finding)));
        }
    }
    diagnostics
}

/// That the site names a citation style that does not exist.
fn style(site: &Site) -> Option<Diagnostic> {
    let name = site.config.evidence.style.as_str();
    let known = style_names();
    if known.contains(&name) {
        return None;
    }
    let message = format!("there is no citation style `{name}`");
    let help = match did_you_mean(name, known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "docs/site-yaml.md lists them, such as `apa` and `chicago-notes`".to_owned(),
    };
    let problem = Diagnostic::new(Code::InvalidValue, message);
    Some(problem.at(site.config.place("evidence.style")).help(help))
}

/// A text of a page.
struct Here<'a> {
    site: &'a Site,
    document: &'a Document,
    text: usize,
    apparatus: &'a Apparatus,
}

impl Here<'_> {
    /// A stretch of the text; of a text above the body, all of it.
    fn location(&self, span: Range<usize>) -> Location {
        match self.document.opening.get(self.text) {
            Some(text) => self.document.node_location(text.node),
            None => self.document.body_location(span),
        }
    }

    /// A stretch of what is quoted.
    fn words(&self, quoted: &Quoted, stretch: Range<usize>) -> Location {
        match self.document.opening.get(self.text) {
            Some(text) => self
                .document
                .words_location(text.node, &quoted.text, stretch),
            None => self.document.body_location(quoted.origin.body(stretch)),
        }
    }

    /// All that is quoted.
    fn whole(&self, quoted: &Quoted) -> Location {
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

    /// Quotations that say nowhere where they are from.
    fn uncited(&self, diagnostics: &mut Vec<Diagnostic>) {
        let Some(severity) = self.site.config.evidence.uncited else {
            return;
        };
        for quoted in self
            .apparatus
            .quotations
            .iter()
            .filter(|one| one.citation.is_none())
        {
            let help = match quoted.is_block {
                true => "end it with a line `— Name, [@key]`",
                false => {
                    "put `[@key, para. 3]` behind it; set words that are not quoted in italics"
                }
            };
            let problem = Diagnostic::new(Code::UncitedQuotation, "this quotation has no citation");
            let problem = problem.at(self.whole(quoted)).help(help);
            diagnostics.push(problem.severity(severity));
        }
    }

    /// What is wrong with one quotation.
    fn finding(&self, finding: &Finding) -> Option<Diagnostic> {
        let quoted = self.apparatus.quotations.get(finding.quotation)?;
        let key = &finding.key;
        let level = &self.site.config.evidence;
        match &finding.verdict {
            Verdict::Verified {
                beside_negation, ..
            } => {
                let severity = level.beside_negation?;
                let problem = self.beside(quoted, key, (*beside_negation)?);
                Some(problem.severity(severity))
            }
            Verdict::Altered(alteration) => Some(self.altered(quoted, key, alteration)),
            Verdict::NotFound { elsewhere } if elsewhere.is_empty() => {
                let message = format!("`{key}` does not say this");
                let problem = Diagnostic::new(Code::QuotationNotFound, message);
                let help = match quoted.is_block {
                    true => {
                        "quote word for word; who is quoted stands on a line of its own, after a dash"
                    }
                    false => "quote word for word, or name the source that says it",
                };
                Some(problem.at(self.whole(quoted)).help(help))
            }
            Verdict::NotFound { elsewhere } => self.elsewhere(finding, elsewhere),
            Verdict::Ambiguous(ambiguity) => {
                let problem = self.ambiguous(quoted, key, ambiguity);
                Some(problem.severity(level.ambiguous))
            }
            Verdict::CannotCheck => Some(self.unchecked(quoted, key).severity(level.cannot_check)),
        }
    }

    fn altered(&self, quoted: &Quoted, key: &str, alteration: &Alteration) -> Diagnostic {
        let quotation = Quotation::new(&quoted.text);
        let place = alteration.place.as_ref();
        let within = place.map_or_else(String::new, |place| format!(" ({})", paragraphs(place)));
        let message = match &alteration.cause {
            Cause::Words => format!("`{key}` says otherwise here{within}"),
            Cause::NegationDropped(word) => {
                format!("`{key}` has `{word}` here, which the quotation leaves out{within}")
            }
            Cause::Swapped => format!("`{key}` has these two words the other way round{within}"),
            Cause::Added => format!("`{key}` does not have this word here{within}"),
            Cause::NegationInGap(_) => format!("what is left out here denies{within}"),
            Cause::GapTooLong(_) => format!("more than 60 words are left out here{within}"),
            Cause::Order => format!("`{key}` says this in another order{within}"),
            Cause::NegationInserted(_) => "what is put in here denies".to_owned(),
            Cause::InsertionTooLong(_) => "more than 12 words are put in here".to_owned(),
        };
        let help = match alteration.texts.as_ref().map(|texts| texts.line()) {
            Some(passage) => format!("the source says: {passage}"),
            None => match alteration.cause {
                Cause::NegationInserted(_) | Cause::InsertionTooLong(_) => {
                    "say it in the sentence around the quotation: nothing compares what is put in"
                        .to_owned()
                }
                Cause::NegationInGap(_) | Cause::GapTooLong(_) => {
                    "quote it as two quotations, or quote what stands between".to_owned()
                }
                _ => {
                    "quote word for word; `[…]` stands for words left out, `[so]` for words put in"
                        .to_owned()
                }
            },
        };
        let mut broken = alteration.marked(&quotation).into_iter();
        let first = broken.next().unwrap_or(0..quoted.text.len());
        let problem = Diagnostic::new(Code::QuotationAltered, message)
            .at(self.words(quoted, first))
            .help(help);
        broken.take(3).fold(problem, |problem, words| {
            problem.related(self.words(quoted, words), "and here")
        })
    }

    fn elsewhere(&self, finding: &Finding, places: &[Place]) -> Option<Diagnostic> {
        let citation = self.apparatus.citations.get(finding.citation)?;
        let item = citation.items.first()?;
        let numbers: Vec<String> = places
            .iter()
            .map(|place| place.paragraph.to_string())
            .collect();
        let locator = item.locator.as_ref().map_or("", |locator| &locator.text);
        let message = format!(
            "`{}` says this in paragraph {}, not in {locator}",
            finding.key,
            numbers.join(" and in ")
        );
        let help = format!("write `para. {}`", numbers.first()?);
        let problem = Diagnostic::new(Code::QuotationNotFound, message).help(help);
        Some(problem.at(self.location(item.locator_span.clone())))
    }

    fn ambiguous(&self, quoted: &Quoted, key: &str, ambiguity: &Ambiguity) -> Diagnostic {
        if Quotation::new(&quoted.text).words().is_empty() {
            return self.empty(quoted);
        }
        let all = 0..quoted.text.len();
        let span = |words: &Range<usize>| Quotation::new(&quoted.text).span(words.clone());
        let (message, help, stretch) = match ambiguity {
            Ambiguity::Several(places) => {
                let mut numbers: Vec<u32> = places.iter().map(|place| place.paragraph).collect();
                numbers.dedup();
                let first = numbers.first().copied().unwrap_or(1);
                let help = format!("say which, `[@{key}, para. {first}]`, or quote more words");
                let listed = listed(&numbers);
                (
                    format!("`{key}` says this in several places ({listed})"),
                    help,
                    all,
                )
            }
            Ambiguity::TooManyJoints(count) => (
                format!("{count} words are left out or put in here, more than can be followed"),
                "divide it into several quotations".to_owned(),
                all,
            ),
            Ambiguity::TooOften(words) => (
                format!("`{key}` says this part too often to tell which is meant"),
                "quote more of the words beside it".to_owned(),
                span(words),
            ),
            Ambiguity::TooShort(words) => (
                "fewer than three words in a row prove nothing".to_owned(),
                "quote more of the words beside them; for one word, use italics and no citation"
                    .to_owned(),
                span(words),
            ),
        };
        let problem = Diagnostic::new(Code::QuotationAmbiguous, message);
        problem.at(self.words(quoted, stretch)).help(help)
    }

    /// Nothing is quoted: only the citation has a place.
    fn empty(&self, quoted: &Quoted) -> Diagnostic {
        let citation = quoted
            .citation
            .and_then(|one| self.apparatus.citations.get(one));
        let span = citation.map_or(0..0, |citation| citation.span.clone());
        Diagnostic::new(
            Code::QuotationAmbiguous,
            "nothing is quoted before this citation",
        )
        .at(self.location(span))
        .help("write what the source says, or take the quotation marks away")
    }

    fn unchecked(&self, quoted: &Quoted, key: &str) -> Diagnostic {
        let message = format!("there is no text of `{key}` to check this against");
        let help = format!("run `attache source add {key} --from FILE` with its text");
        let problem = Diagnostic::new(Code::QuotationUnchecked, message);
        problem.at(self.whole(quoted)).help(help)
    }

    /// A negation right beside what is quoted, which the quotation leaves out.
    fn beside(&self, quoted: &Quoted, key: &str, beside: Beside) -> Diagnostic {
        let source = checked_in(&self.site.sources, key);
        let text = source.and_then(|(_, source)| source.text());
        let word = text.map(|text| text.passage(beside.word..beside.word + 1));
        let word = word.map_or_else(
            || "a word that denies".to_owned(),
            |word| format!("`{word}`"),
        );
        let (side, words) = match beside.side {
            Side::Before => ("before", 0..1),
            Side::After => ("after", usize::MAX - 1..usize::MAX),
        };
        let quotation = Quotation::new(&quoted.text);
        let last = quotation.words().len().saturating_sub(1);
        let words = words.start.min(last)..words.end.min(last + 1);
        let message =
            format!("`{key}` has {word} shortly {side} this, which the quotation leaves out");
        Diagnostic::new(Code::BesideNegation, message)
            .at(self.words(quoted, quotation.span(words)))
            .help("quote that word as well, or see that the sentence around says it")
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

/// `paragraph 3`, `paragraphs 3, 7`; of many, the first.
fn listed(numbers: &[u32]) -> String {
    let shown: Vec<String> = numbers.iter().take(5).map(u32::to_string).collect();
    let more = if numbers.len() > 5 { " …" } else { "" };
    let noun = if numbers.len() == 1 {
        "paragraph"
    } else {
        "paragraphs"
    };
    format!("{noun} {}{more}", shown.join(", "))
}

fn paragraphs(place: &Place) -> String {
    match place.paragraph == place.last_paragraph {
        true => format!("paragraph {}", place.paragraph),
        false => format!("paragraphs {} to {}", place.paragraph, place.last_paragraph),
    }
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
