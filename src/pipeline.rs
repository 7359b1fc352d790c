//! The six stages in a row: read, parse, link, check, render, write. The first
//! file to read. A check goes the same way as a build, and drops what is rendered.

mod last;
mod memory;
mod timings;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;

pub use last::{LastBuild, Outlook};
pub use memory::Memory;
pub use timings::Timings;

use crate::check;
use crate::config::{self, BaseUrl, Config};
use crate::date::Timestamp;
use crate::diagnostic::{Code, Diagnostic, Location, Report, Severity};
use crate::evidence::Coverage;
use crate::input::{self, Inputs};
use crate::output::{Manner, OutputFolder, Published, Stage, is_kept};
use crate::render::{Artifact, Job, Renderer};
use crate::site;

/// A project, and how it is looked at.
#[derive(Debug)]
pub struct Project<'a> {
    /// Its folder.
    pub root: &'a Path,
    /// In place of `site.yaml`'s.
    pub base_url: Option<BaseUrl>,
    /// Whether drafts are published, and what is embargoed or expired.
    pub drafts: bool,
    /// The moment that counts as now.
    pub now: Timestamp,
    /// Whether warnings keep the site from being published.
    pub strict: bool,
}

/// Where a site is written to.
#[derive(Debug)]
pub struct Destination {
    /// The output folder.
    pub out: PathBuf,
    /// The user's home folder, which is never written to as a whole.
    pub home: Option<PathBuf>,
    /// How it is published.
    pub manner: Manner,
}

impl Destination {
    /// The output folder of the project in a folder, if it is one that may be written to.
    pub fn folder(&self, root: &Path) -> Result<OutputFolder, Box<Diagnostic>> {
        OutputFolder::new(root, &self.out, self.home.as_deref())
    }
}

/// What a check found, beside mistakes.
#[derive(Debug)]
pub struct Checked {
    /// The pages of `content/`, by their path.
    pub pages: Vec<String>,
    /// What is made of each source.
    pub coverage: Coverage,
    /// Whether a build would publish the site, as far as its input goes.
    pub is_good: bool,
}

/// What a build did.
#[derive(Debug)]
pub struct Built {
    /// The pages of `content/`.
    pub pages: usize,
    /// Whether the site knows its address, so that there are a sitemap, feeds
    /// and canonical links.
    pub has_base_url: bool,
    /// The files of the output.
    pub published: Published,
    /// The next moment after which the same files make another site.
    pub same_until: Option<Timestamp>,
}

/// Says how far a run is: so many artifacts of so many.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Finds every mistake that a build would find in a project, and writes nothing.
pub fn check(
    project: &Project,
    memory: &mut Memory,
    progress: Progress,
) -> (Option<Checked>, Vec<Diagnostic>) {
    let mut report = Report::default();
    let checked = prepare(project, memory, &mut report).map(|renderer| {
        let never = AtomicBool::new(false);
        let timings = &mut memory.timings;
        render(
            &renderer,
            progress,
            &never,
            timings,
            &mut report,
            |_| Ok(()),
        );
        let pages = renderer.site.pages.iter();
        Checked {
            pages: pages
                .map(|page| format!("content/{}", page.document.path))
                .collect(),
            coverage: renderer.site.coverage(),
            is_good: report.is_good(project.strict),
        }
    });
    (checked, report.sorted())
}

/// Builds a site. Every mistake is in the report; with an error among them, or when it is
/// stopped, nothing is published.
pub fn build(
    project: &Project,
    memory: &mut Memory,
    destination: &Destination,
    progress: Progress,
) -> (Option<Built>, Vec<Diagnostic>) {
    let mut report = Report::default();
    let built = prepare(project, memory, &mut report).and_then(|renderer| {
        let timings = &mut memory.timings;
        write(
            &renderer,
            project,
            destination,
            progress,
            timings,
            &mut report,
        )
    });
    memory.timings.end();
    (built, report.sorted())
}

/// The first four stages: everything that is known before anything is rendered.
pub fn prepare(
    project: &Project,
    memory: &mut Memory,
    report: &mut Report,
) -> Option<Arc<Renderer>> {
    memory.timings.restart("reading files");
    let mut config = read(&mut memory.inputs, project, report)?;
    memory.timings.begin("the theme");
    let theme = memory.theme(&config, report);
    config.markdown.components = theme.components.clone();
    let glossary = memory.glossary(&config, report);
    if config.glossary {
        config.markdown.terms = glossary.terms.clone();
    }
    memory.timings.begin("parsing pages");
    let sources = memory.sources(report);
    let documents = memory.documents(&config, &sources, report);
    let parts = site::Parts {
        config,
        now: project.now,
        drafts: project.drafts,
        documents,
        glossary,
        sources,
        assets: theme.assets.routes(),
        inputs: &memory.inputs,
    };
    memory.timings.begin("linking them");
    let (site, diagnostics) = site::link(parts, &mut memory.site);
    report.extend(diagnostics);
    let site = site?;
    memory.timings.begin("checks");
    report.extend(check::check(&site, &theme));
    memory.timings.begin("references");
    let references = memory.references(&site, &theme);
    let highlighter = memory.highlighter.clone();
    Some(Renderer::new(site, theme, references, highlighter))
}

/// `site.yaml`, then everything in `content/`.
fn read(inputs: &mut Inputs, project: &Project, report: &mut Report) -> Option<Config> {
    report.extend(inputs.read("content"));
    if !inputs.exists("content") {
        report.push(input::no_content(project.root));
        return None;
    }
    report.extend(inputs.read(config::PATH));
    if !inputs.exists(config::PATH)
        && let Some(name) = inputs.name_like(config::NAMES)
    {
        let message = "the site's settings are read from `site.yaml`";
        let problem = Diagnostic::new(Code::FileName, message);
        report.push(problem.at(Location::file(name)).help("rename it"));
    }
    let text = inputs.text(config::PATH).cloned().unwrap_or_default();
    let (mut config, diagnostics) = Config::parse(&text);
    report.extend(diagnostics);
    config.base_url = project.base_url.clone().or(config.base_url);
    Some(config)
}

/// Renders every artifact and hands it on, even where there are errors already:
/// a template's mistakes belong into the same list. Stops where it is asked to.
fn render(
    renderer: &Arc<Renderer>,
    progress: Progress,
    stop: &AtomicBool,
    timings: &mut Timings,
    report: &mut Report,
    take: impl Fn(Artifact) -> Result<(), Box<Diagnostic>> + Sync,
) {
    timings.begin("rendering and staging");
    let jobs = renderer.jobs();
    let done = AtomicUsize::new(0);
    // Files are copied last: a large one may take its time.
    let is_rendered = |job: &Job| !matches!(job, Job::Copy(..));
    let (rendered, copied) = jobs.split_at(jobs.partition_point(is_rendered));
    progress(0, rendered.len());
    let is_slow = AtomicBool::new(false);
    let make = |job: &Job| -> (Duration, Option<Box<Diagnostic>>) {
        // Where one page takes too long, all of its kind do.
        if stop.load(Ordering::Relaxed) || is_slow.load(Ordering::Relaxed) {
            return Default::default();
        }
        let begun = Instant::now();
        let rendered = renderer.run(job);
        let time = begun.elapsed();
        let problem = rendered.and_then(&take).err();
        let is_one = |problem: &Diagnostic| problem.code == Code::TemplateSlow;
        if problem.as_deref().is_some_and(is_one) {
            is_slow.store(true, Ordering::Relaxed);
        }
        (time, problem)
    };
    let mut made: Vec<_> = rendered
        .par_iter()
        .map(|job| {
            let one = make(job);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, rendered.len());
            one
        })
        .collect();
    // No thread is late with a number any more.
    progress(rendered.len(), rendered.len());
    made.par_extend(copied.par_iter().map(make));
    timings.made(
        renderer,
        jobs.iter().zip(made.iter().map(|(time, _)| *time)),
    );
    let problems = made.into_iter().filter_map(|(_, problem)| problem);
    report.extend_once_each(problems.map(|problem| *problem));
}

/// Renders and stages the site; publishes it when there is no mistake.
fn write(
    renderer: &Arc<Renderer>,
    project: &Project,
    destination: &Destination,
    progress: Progress,
    timings: &mut Timings,
    report: &mut Report,
) -> Option<Built> {
    let stop = &destination.manner.stop;
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    let folder = destination.folder(project.root);
    let stage = folder.and_then(|folder| Stage::new(folder, destination.manner.clone()));
    let stage = stage.map_err(|problem| report.push(*problem)).ok()?;
    // Two artifacts of one address would only trip over each other.
    let apart = !report.has(Code::SameAddress);
    render(
        renderer,
        progress,
        stop,
        timings,
        report,
        |artifact| match apart {
            true => stage.add(artifact),
            false => Ok(()),
        },
    );
    let may_go_on =
        |report: &Report| report.is_good(project.strict) && !stop.load(Ordering::Relaxed);
    if !may_go_on(report) {
        return None;
    }
    let ways = &renderer.site.config.outputs.compressed;
    if !ways.is_empty() {
        timings.begin("compressing");
        report.extend(stage.compress(ways, stop));
    }
    if !may_go_on(report) {
        return None;
    }
    timings.begin("publishing");
    let published = stage
        .publish()
        .map_err(|problem| report.push(*problem))
        .ok()?;
    for kept in &published.kept {
        report.push(is_kept(kept).severity(Severity::Warning));
    }
    Some(Built {
        pages: renderer.site.pages.len(),
        has_base_url: renderer.site.config.base_url.is_some(),
        same_until: renderer.site.same_until,
        published,
    })
}
