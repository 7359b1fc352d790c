//! A [`Site`] and a [`Theme`] into [`Artifact`]s: what is to be written, and
//! where. One [`Job`] makes one artifact, and knows nothing of the others, so
//! they run in any order and on any number of threads.
//!
//! Promises: nothing here reads or writes a file.

mod cards;
mod cite;
mod components;
mod contents;
mod context;
mod evidence_object;
mod feed;
mod figures;
mod filters;
mod glossary;
mod hosts;
mod job;
mod json_ld;
mod links;
mod lists;
mod memo;
mod navigation;
mod news;
mod notes;
mod page_object;
mod passage;
mod passages;
mod portable;
mod references;
mod search;
mod shown;
mod site_object;
mod texts;
mod which;
mod who;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use minijinja::Value;

pub use cards::undrawn as undrawn_cards;
pub use job::Job;
pub use page_object::PageObject;
pub use references::References;
pub use which::Which;

use crate::config;
use crate::diagnostic::{Diagnostic, Location};
use crate::markdown::{Highlighter, Labels};
use crate::site::{PageId, Site};
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
    theme: Arc<Theme>,
    labels: Labels,
    highlighter: Arc<Highlighter>,
    references: Arc<References>,
    /// The id of each term and what it means, by its number.
    meanings: OnceLock<BTreeMap<usize, (String, String)>>,
    /// The jobs by the path of what they make, but those of pages of `content/`.
    others: OnceLock<BTreeMap<String, Job>>,
    /// The pages that cards are drawn of.
    drawn: OnceLock<BTreeSet<PageId>>,
}

/// Adds to a theme what its templates find here: the filters that know pages.
pub fn equip(theme: &mut Theme) {
    filters::add(&mut theme.environment);
    figures::add(&mut theme.environment);
}

impl Renderer {
    /// Brings a site, a theme that is [equipped](equip) and the site's references
    /// together.
    pub fn new(
        site: Site,
        theme: Arc<Theme>,
        references: Arc<References>,
        highlighter: Arc<Highlighter>,
    ) -> Arc<Renderer> {
        Arc::new(Renderer {
            labels: theme.strings.labels(),
            site,
            theme,
            highlighter,
            references,
            meanings: OnceLock::new(),
            others: OnceLock::new(),
            drawn: OnceLock::new(),
        })
    }

    /// Everything there is to do, in the order of the output's importance.
    pub fn jobs(&self) -> Vec<Job> {
        job::all(self)
    }

    /// The pages that cards are drawn of.
    fn drawn(&self) -> &BTreeSet<PageId> {
        let find = || cards::drawn(&self.site, &self.theme);
        self.drawn.get_or_init(find)
    }

    /// The paths of some pages, one of each template.
    pub fn samples(self: &Arc<Self>) -> Vec<String> {
        let jobs = job::samples(self).into_iter();
        jobs.map(|job| job.path(self)).collect()
    }

    /// The job of the artifact at a path in the output folder.
    pub fn job_at(self: &Arc<Self>, path: &str) -> Option<Job> {
        let address = path.strip_suffix("index.html").unwrap_or(path);
        if let Some(id) = self.site.plan.page_at(address) {
            return Some(Job::Page(Which::Page(id), 1));
        }
        let is_other = |job: &Job| !matches!(job, Job::Page(Which::Page(_), 1));
        let others = self.others.get_or_init(|| {
            let others = self.jobs().into_iter().filter(is_other);
            others.map(|job| (job.path(self), job)).collect()
        });
        others.get(path).cloned()
    }

    /// The id of each term and what it means, by its number: made when first asked for.
    fn meanings(self: &Arc<Self>) -> &BTreeMap<usize, (String, String)> {
        self.meanings.get_or_init(|| glossary::meanings(self))
    }

    /// What tells that pages are not only other texts than before, but made otherwise:
    /// by other templates, or with other files beside them.
    pub fn look(&self) -> String {
        format!("{}{}", self.theme.version, self.site.plan.files_version)
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
