//! What is slow to make and depends on nothing but what it is made from, kept from
//! one run to the next.
//!
//! Promises that a run with a memory makes what it makes without one. Each thing
//! stands beside what it was made from, and is made anew when that is another; so
//! nothing has to be told that it is out of date.

use std::mem;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::Timings;
use crate::config::Config;
use crate::content::{self, Document, Glossary};
use crate::diagnostic::{Diagnostic, Report};
use crate::evidence::{Sources, sources};
use crate::input::{Extract, Inputs};
use crate::markdown::{self, Highlighter};
use crate::memo::{Last, Same};
use crate::render::{self, References};
use crate::site::{self, Compared, Finding, Site};
use crate::theme::Theme;

/// What one run leaves to the next.
#[derive(Debug)]
pub struct Memory {
    /// The project's files, as they were read last.
    pub inputs: Inputs,
    /// What the last run took.
    pub timings: Timings,
    pub(super) highlighter: Arc<Highlighter>,
    theme: Last<ThemeFacts, Found<Theme>>,
    sources: Last<Extract, Found<Sources>>,
    glossary: Last<(Arc<str>, markdown::Options), Found<Glossary>>,
    /// Sorted by path.
    documents: Vec<Kept>,
    options: markdown::Options,
    pub(super) site: site::Memory,
    references: Last<ReferenceFacts, Arc<References>>,
}

/// Something read, and what is wrong with it.
type Found<T> = (Arc<T>, Vec<Diagnostic>);

/// What a theme is made from: `site.yaml`, the names of the themes, their files.
type ThemeFacts = (Config, Vec<String>, Extract);

/// What references are made from: the sources, which of them are used, and the theme,
/// which was made for the `site.yaml` that names their style and language.
type ReferenceFacts = (Same<Sources>, Vec<String>, Same<Theme>);

/// A document, and what it was made from.
#[derive(Clone, Debug)]
struct Kept {
    document: Arc<Document>,
    diagnostics: Arc<[Diagnostic]>,
    sources: Arc<Sources>,
    findings: Arc<[Finding]>,
}

impl Memory {
    /// That of a project which nothing has been read of.
    pub fn new(root: &Path) -> Memory {
        Memory {
            inputs: Inputs::new(root),
            timings: Timings::default(),
            highlighter: Arc::new(Highlighter::new()),
            theme: Last::default(),
            sources: Last::default(),
            glossary: Last::default(),
            documents: Vec::new(),
            options: markdown::Options::default(),
            site: site::Memory::default(),
            references: Last::default(),
        }
    }

    /// The theme that the site names.
    pub(super) fn theme(&mut self, config: &Config, report: &mut Report) -> Arc<Theme> {
        let facts = |inputs: &Inputs| {
            let (folders, files) = (inputs.folders("themes"), inputs.extract("themes"));
            (config.clone(), folders, files)
        };
        let known = self.theme.known(&facts(&self.inputs));
        let (theme, diagnostics) = known.unwrap_or_else(|| {
            let (mut theme, diagnostics) = Theme::load(&mut self.inputs, config);
            render::equip(&mut theme);
            // Loading has read files that were not read before.
            let facts = facts(&self.inputs);
            self.theme.keep(facts, (Arc::new(theme), diagnostics))
        });
        report.extend(diagnostics);
        theme
    }

    /// What the pages rest on.
    pub(super) fn sources(&mut self, report: &mut Report) -> Arc<Sources> {
        let inputs = &self.inputs;
        let (sources, diagnostics) = self.sources.get(inputs.extract(sources::FOLDER), || {
            let (sources, diagnostics) = sources::read(inputs);
            (Arc::new(sources), diagnostics)
        });
        report.extend(diagnostics);
        sources
    }

    /// What terms mean.
    pub(super) fn glossary(&mut self, config: &Config, report: &mut Report) -> Arc<Glossary> {
        let text = self.inputs.text(content::GLOSSARY).cloned();
        let key = (text.unwrap_or_default(), config.markdown.clone());
        let (glossary, diagnostics) = self.glossary.get(key.clone(), || {
            let (text, options) = &key;
            let (glossary, diagnostics) = Glossary::read(text, options);
            (Arc::new(glossary), diagnostics)
        });
        report.extend(diagnostics);
        glossary
    }

    /// Every Markdown file that is a page, and how its quotations stand to their
    /// sources.
    pub(super) fn documents(
        &mut self,
        config: &Config,
        sources: &Arc<Sources>,
        report: &mut Report,
    ) -> Vec<Compared> {
        let mut old = mem::take(&mut self.documents);
        if self.options != config.markdown {
            self.options = config.markdown.clone();
            old.clear();
        }
        let mut old = old.into_iter().peekable();
        let mut found = Vec::new();
        for (path, text) in pages(&self.inputs) {
            // Both are sorted: what is before this one is gone.
            while old
                .next_if(|kept| kept.document.path.as_str() < path)
                .is_some()
            {}
            let kept = old.next_if(|kept| kept.is_of(path, text));
            found.push((path, text, kept));
        }
        let (options, highlighter) = (&self.options, &self.highlighter);
        let found = found.into_par_iter();
        self.documents = found
            .map(|(path, text, kept)| match kept {
                Some(kept) => kept.compared_with(sources),
                None => Kept::parse(path, text, options, highlighter, sources),
            })
            .collect();
        for kept in &self.documents {
            report.extend(kept.diagnostics.iter().cloned());
        }
        let compared = self.documents.iter().map(|kept| Compared {
            document: kept.document.clone(),
            findings: kept.findings.clone(),
        });
        compared.collect()
    }

    /// How the sources that a site uses are named.
    pub(super) fn references(&mut self, site: &Site, theme: &Arc<Theme>) -> Arc<References> {
        let used = site.used_sources.iter().cloned().collect();
        let key = (Same(site.sources.clone()), used, Same(theme.clone()));
        let references = &mut self.references;
        references.get(key, || Arc::new(References::new(site, &theme.strings)))
    }
}

/// Whether two texts are equal; one that was not read again is the same object.
fn is_same(one: &Arc<str>, other: &Arc<str>) -> bool {
    Arc::ptr_eq(one, other) || one == other
}

/// The texts of `content/` that are pages, by their path from it, sorted.
fn pages(inputs: &Inputs) -> impl Iterator<Item = (&str, &Arc<str>)> {
    inputs
        .texts_below("content")
        .filter(|(path, _)| path.ends_with(".md"))
        .filter(|(path, _)| !content::holds_no_pages(path))
}

impl Kept {
    fn parse(
        path: &str,
        text: &Arc<str>,
        options: &markdown::Options,
        highlighter: &Highlighter,
        sources: &Arc<Sources>,
    ) -> Kept {
        let (document, diagnostics) = Document::parse(path, text, options, highlighter);
        Kept {
            findings: site::findings(&document, sources).into(),
            document: Arc::new(document),
            diagnostics: diagnostics.into(),
            sources: sources.clone(),
        }
    }

    /// Whether it was made from this text of the file at this path.
    fn is_of(&self, path: &str, text: &Arc<str>) -> bool {
        self.document.path == path && is_same(&self.document.text, text)
    }

    fn compared_with(self, sources: &Arc<Sources>) -> Kept {
        if Arc::ptr_eq(&self.sources, sources) {
            return self;
        }
        Kept {
            findings: site::findings(&self.document, sources).into(),
            sources: sources.clone(),
            ..self
        }
    }
}
