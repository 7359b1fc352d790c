//! Verdicts on quotations into what is said of them, at the words.

use std::ops::{Range, RangeInclusive};

use super::evidence::Here;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::evidence::{
    Alteration, Ambiguity, Beside, Cause, Place, Quotation, Side, Verdict, checked_in,
};
use crate::markdown::Quoted;
use crate::site::Finding;

/// How many bytes may stand between a quotation and what was to be its citation: its mark,
/// a full stop, spaces.
const MOST_BETWEEN: usize = 8;

/// How many quotations are looked at for one that a word stands in.
const MOST_AROUND: usize = 64;

impl Here<'_> {
    /// Quotations that say nowhere where they are from.
    pub fn uncited(&self, diagnostics: &mut Vec<Diagnostic>) {
        let Some(severity) = self.site.config.evidence.uncited else {
            return;
        };
        for quoted in self
            .apparatus
            .quotations
            .iter()
            .filter(|one| one.citation.is_none())
        {
            let (unmarked, narrative) = (self.meant(quoted), self.named(quoted));
            let help = match (unmarked, narrative, quoted.is_block) {
                (Some(key), ..) => {
                    &*format!("write `[@{key}]` with the `@`: without it, `[{key}]` is text")
                }
                (None, Some(key), _) => &*format!(
                    "write `[@{key}, para. 3]`, in square brackets, if it quotes that: \
                     without them, `@{key}` is a part of the sentence"
                ),
                (None, None, true) => "end it with a line `— Name, [@key]`",
                (None, None, false) => {
                    "put `[@key, para. 3]` behind it; set words that are not quoted in italics"
                }
            };
            let problem = Diagnostic::new(Code::UncitedQuotation, "this quotation has no citation");
            let problem = problem.at(self.whole(quoted)).help(help);
            diagnostics.push(problem.severity(severity));
        }
    }

    /// The first source that is named in brackets, without the `@` that cites it, where the
    /// citation of a quotation could stand.
    fn meant(&self, quoted: &Quoted) -> Option<&str> {
        let (reach, words) = (reach(quoted), &self.apparatus.unmarked);
        let first = words.partition_point(|(_, at)| at.start < *reach.start());
        let end = words.partition_point(|(_, at)| at.start <= *reach.end());
        let words = words.get(first..end).unwrap_or_default().iter();
        let mut keys = words.map(|(key, _)| key.as_str());
        keys.find(|key| self.site.sources.contains_key(*key))
    }

    /// The source that a sentence names where the citation of a quotation could stand: one in
    /// round brackets, or in square ones that are not closed, is a part of the sentence.
    fn named(&self, quoted: &Quoted) -> Option<&str> {
        let (reach, citations) = (reach(quoted), &self.apparatus.citations);
        let end = quoted.origin.body(0..quoted.text.len()).end;
        let first = citations.partition_point(|one| one.span.start < end);
        let next = citations.get(first)?;
        let item = next.items.first()?;
        let is_meant = next.narrative && reach.contains(&next.span.start);
        (is_meant && self.site.sources.contains_key(&item.key)).then_some(&*item.key)
    }

    /// Such sources where no quotation is to blame: what stands in one may be words put in.
    pub fn uncited_keys(&self, diagnostics: &mut Vec<Diagnostic>) {
        let (sources, quotations) = (&self.site.sources, &self.apparatus.quotations);
        let is_in_one = |at: &Range<usize>| {
            let before = quotations.partition_point(|one| one.origin.start() <= at.start);
            let mut latest = quotations.iter().take(before).rev().take(MOST_AROUND);
            latest.any(|one| reach(one).contains(&at.start))
        };
        let words = self.apparatus.unmarked.iter();
        for (key, at) in words.filter(|(key, at)| sources.contains_key(key) && !is_in_one(at)) {
            let message = format!("`[{key}]` is text here, and cites nothing");
            let problem = Diagnostic::new(Code::CitationForm, message).severity(Severity::Warning);
            let help = format!("write `[@{key}]` to cite the source, or `\\[{key}]` for the text");
            diagnostics.push(problem.at(self.location(at.clone())).help(help));
        }
    }

    /// What is wrong with one quotation.
    pub fn finding(&self, finding: &Finding) -> Option<Diagnostic> {
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
            // That its text is in error has been said.
            Verdict::CannotCheck if self.is_unreadable(key) => None,
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
                _ => format!(
                    "quote word for word; `[…]` stands for words left out, `[so]` for words put \
                     in{}",
                    self.how_to_see(key)
                ),
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

    /// How to be shown what a source says, where its text is not at hand.
    fn how_to_see(&self, key: &str) -> String {
        match checked_in(&self.site.sources, key) {
            Some((key, source)) if source.text().is_none() => format!(
                "; `attache source add {key} --from FILE --keep-text` lets Attaché show what the \
                 source says"
            ),
            _ => String::new(),
        }
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

    fn is_unreadable(&self, key: &str) -> bool {
        let checked = checked_in(&self.site.sources, key);
        checked.is_some_and(|(_, source)| source.unreadable)
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

/// Where a word in brackets is the matter of a quotation: in it and, where it has no citation,
/// right behind it and who is quoted.
fn reach(quoted: &Quoted) -> RangeInclusive<usize> {
    let place = quoted.origin.body(0..quoted.text.len());
    let behind = match (quoted.citation, &quoted.speaker) {
        (Some(_), _) => 0,
        (None, None) => MOST_BETWEEN,
        (None, Some(name)) => name.len() + 3 * MOST_BETWEEN,
    };
    place.start..=place.end + behind
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
