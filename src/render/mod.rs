//! A [`Site`] and a [`Theme`] into [`Artifact`]s: what is to be written, and
//! where. One [`Job`] makes one artifact, and knows nothing of the others, so
//! they run in any order and on any number of threads.
//!
//! Promises: nothing here reads or writes a file.

mod cite;
mod context;
mod evidence_object;
mod feed;
mod filters;
mod job;
mod json_ld;
mod links;
mod lists;
mod names;
mod notes;
mod page_object;
mod passage;
mod site_object;
mod texts;
mod which;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use minijinja::Value;
use rayon::prelude::*;

pub use job::Job;
pub use page_object::PageObject;
pub use which::Which;

use crate::config;
use crate::diagnostic::{Diagnostic, Location};
use crate::evidence::Bibliography;
use crate::markdown::{Highlighter, Labels};
use crate::site::Site;
use crate::theme::Theme;

/// Something to be written.
#[derive(Debug)]
pub struct Artifact {
    /// Where, from the output folder, with forward slashes.
    pub path: String,
    /// What.
    pub content: Content,
}

/// What an artifact holds.
#[derive(Debug)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What this file of the project holds.
    Copy(PathBuf),
}

/// What all jobs of a site share.
#[derive(Debug)]
pub struct Renderer {
    /// The site.
    pub site: Site,
    theme: Theme,
    labels: Labels,
    highlighter: Arc<Highlighter>,
    /// The bibliographic entry of each source, as HTML.
    entries: BTreeMap<String, String>,
    /// What each is called in short.
    names: BTreeMap<String, String>,
}

impl Renderer {
    /// Brings a site and its theme together.
    pub fn new(site: Site, mut theme: Theme, highlighter: Arc<Highlighter>) -> Arc<Renderer> {
        filters::add(&mut theme.environment);
        Arc::new(Renderer {
            labels: theme.strings.labels(),
            entries: entries(&site),
            names: names::names(&site, &theme.strings),
            site,
            theme,
            highlighter,
        })
    }

    /// Everything there is to do, in the order of the output's importance.
    pub fn jobs(&self) -> Vec<Job> {
        job::all(&self.site, &self.theme)
    }

    /// Makes one artifact.
    pub fn run(self: &Arc<Self>, job: &Job) -> Result<Artifact, Box<Diagnostic>> {
        job::run(self, job)
    }

    /// Renders a template; an error is shown at its place there, with the page
    /// that brought it to light.
    fn template(
        &self,
        name: &str,
        context: Value,
        page: Location,
    ) -> Result<String, Box<Diagnostic>> {
        let rendered = self
            .theme
            .environment
            .get_template(name)
            .and_then(|template| template.render(context));
        rendered.map_err(|error| {
            let problem = self.theme.diagnose(&error, &context::names());
            Box::new(match &problem.location {
                None => problem.at(page),
                Some(_) if page.path == config::PATH => problem,
                Some(_) => problem.related(page, "on this page"),
            })
        })
    }
}

/// The bibliographic entries in the site's style. One that is not known has been
/// reported.
fn entries(site: &Site) -> BTreeMap<String, String> {
    let config = &site.config;
    let Some(bibliography) = Bibliography::new(&config.evidence.style, &config.language) else {
        return BTreeMap::new();
    };
    let public: Vec<_> = site.public_sources().collect();
    let entries = public.par_iter();
    entries
        .map(|(key, source)| ((*key).clone(), bibliography.entry(source)))
        .collect()
}
