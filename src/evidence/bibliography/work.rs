//! A page of the site into how others cite it: in three common styles, and as
//! an entry of BibTeX.

use super::reference::{Reference, apa, chicago, mla};
use crate::date::Date;
use crate::evidence::exchange::bibtex::to_bibtex;
use crate::evidence::sources::name::Name;
use crate::evidence::sources::source::Source;

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

impl Work {
    /// In APA's, Chicago's (author and date) and MLA's style. Its title stands as
    /// its author wrote it.
    pub fn references(&self) -> Vec<Reference> {
        vec![apa(self), chicago(self), mla(self)]
    }

    /// As an entry of BibTeX.
    pub fn to_bibtex(&self) -> String {
        let source = Source {
            kind: Some("webpage".to_owned()),
            title: self.title.clone(),
            container_title: self.site().map(str::to_owned),
            publisher: self.publisher().map(str::to_owned),
            author: self.authors.iter().cloned().map(Name::Literal).collect(),
            published: self.date.map(Into::into),
            url: self.url.clone(),
            ..Source::default()
        };
        to_bibtex(&self.key, &source)
    }

    /// The site that it is part of; the home page is the site itself.
    pub(super) fn site(&self) -> Option<&str> {
        let site = Some(self.site_title.as_str());
        site.filter(|site| !site.is_empty() && *site != self.title)
    }

    /// Who publishes it. Who publishes their own work is named once.
    pub(super) fn publisher(&self) -> Option<&str> {
        let publisher = self.publisher.as_ref();
        let publisher = publisher.filter(|publisher| !self.authors.contains(publisher));
        publisher.map(String::as_str)
    }
}
