//! A page of the site into how others cite it: in three common styles, and as
//! an entry of BibTeX.

use hayagriva::citationberg::taxonomy::{
    DateVariable, Kind, NameVariable, StandardVariable, Variable,
};

use super::bibliography::{Bibliography, html, text};
use super::bibtex::to_bibtex;
use super::csl;
use super::name::Name;
use super::source::Source;
use super::style::UnknownStyle;
use crate::date::Date;

/// What is cited.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Work {
    /// A short name for the entry of BibTeX.
    pub key: String,
    /// The page's title.
    pub title: String,
    /// The title of the site that it is part of.
    pub site_title: String,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Who wrote it: persons and institutions are not told apart.
    pub authors: Vec<String>,
    /// When it was published, or last changed.
    pub date: Option<Date>,
    /// Where it is.
    pub url: Option<String>,
}

/// One way to cite a work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The style: `APA`, `Chicago`, `MLA`.
    pub style: &'static str,
    /// As HTML.
    pub html: String,
    /// As plain text, to be copied.
    pub text: String,
}

/// The styles in which works are cited. Made once.
#[derive(Debug)]
pub struct WorkStyles(Vec<(&'static str, Bibliography)>);

const STYLES: &[(&str, &str)] = &[
    ("APA", "apa"),
    ("Chicago", "chicago-author-date"),
    ("MLA", "modern-language-association"),
];

/// What [`Work::source`] may say.
const MAY_HAVE: &[Variable] = &[
    Variable::Standard(StandardVariable::Title),
    Variable::Standard(StandardVariable::ContainerTitle),
    Variable::Standard(StandardVariable::Publisher),
    Variable::Standard(StandardVariable::URL),
    Variable::Date(DateVariable::Issued),
    Variable::Name(NameVariable::Author),
];

impl WorkStyles {
    /// The styles in a language.
    pub fn new(language: &str) -> Result<WorkStyles, UnknownStyle> {
        let styles = STYLES.iter();
        let styles = styles.map(|(label, name)| {
            let bibliography = Bibliography::new(name, language)?;
            Ok((*label, bibliography.for_kind(Kind::Webpage, MAY_HAVE)))
        });
        styles.collect::<Result<_, _>>().map(WorkStyles)
    }

    /// A work in each style.
    pub fn cite(&self, work: &Work) -> Vec<Reference> {
        let source = work.source();
        let item = csl::item(&source);
        let references = self.0.iter().map(|(style, bibliography)| {
            let reference = bibliography.reference(&source, &item);
            Reference {
                style,
                html: html(&reference),
                text: text(&reference),
            }
        });
        references.collect()
    }
}

impl Work {
    /// As an entry of BibTeX.
    pub fn to_bibtex(&self) -> String {
        to_bibtex(&self.key, &self.source())
    }

    fn source(&self) -> Source {
        let site = Some(self.site_title.clone());
        let publisher = self.publisher.clone();
        Source {
            kind: Some("webpage".to_owned()),
            title: self.title.clone(),
            // The home page is the site itself.
            container_title: site.filter(|site| *site != self.title),
            // Who publishes their own work is named once.
            publisher: publisher.filter(|publisher| !self.authors.contains(publisher)),
            author: self.authors.iter().cloned().map(Name::Literal).collect(),
            published: self.date.map(Into::into),
            url: self.url.clone(),
            ..Source::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever of a page is known, in the three styles and in others.
    #[test]
    fn a_style_for_pages_says_the_same_as_the_whole_style() {
        let some = |text: &str| Some(text.to_owned());
        let others = ["vancouver", "ieee", "chicago-notes"];
        for name in STYLES.iter().map(|(_, name)| *name).chain(others) {
            let whole = Bibliography::new(name, "en").unwrap();
            let pages = Bibliography::new(name, "en").unwrap();
            let pages = pages.for_kind(Kind::Webpage, MAY_HAVE);
            for known in 0..32 {
                let has = |bit: u8| known & (1 << bit) != 0;
                let work = Work {
                    title: "Wells".to_owned(),
                    site_title: if has(0) { "The Valley" } else { "Wells" }.to_owned(),
                    publisher: some("District").filter(|_| has(1)),
                    authors: some("Water Office")
                        .filter(|_| has(2))
                        .into_iter()
                        .collect(),
                    date: Date::parse("2026-09-01").ok().filter(|_| has(3)),
                    url: some("https://example.org/").filter(|_| has(4)),
                    ..Work::default()
                };
                let source = work.source();
                assert_eq!(pages.entry(&source), whole.entry(&source), "{name}");
            }
        }
    }
}
