//! The six stages in a row: read, parse, link, check, render, write. The first
//! file to read.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::check;
use crate::config::{self, BaseUrl, Config};
use crate::content::Document;
use crate::date::Timestamp;
use crate::diagnostic::{Code, Diagnostic, Location, Report};
use crate::evidence::sources;
use crate::input::Inputs;
use crate::markdown::Highlighter;
use crate::output::{OutputFolder, Published, Stage};
use crate::render::Renderer;
use crate::site::{self, Site};
use crate::theme::Theme;

/// What a build is asked for.
#[derive(Debug)]
pub struct BuildOptions<'a> {
    /// The project's folder.
    pub root: &'a Path,
    /// Where the site goes.
    pub out: &'a Path,
    /// The user's home folder, which is never written to as a whole.
    pub home: Option<PathBuf>,
    /// In place of `site.yaml`'s.
    pub base_url: Option<BaseUrl>,
    /// Whether drafts are published, and what is embargoed or expired.
    pub drafts: bool,
    /// The moment that counts as now.
    pub now: Timestamp,
    /// Whether files in the way that Attaché did not write are replaced.
    pub adopt: bool,
    /// Whether warnings keep the site from being published.
    pub strict: bool,
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
}

/// Says how far a build is: so many artifacts of so many.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Builds a site. Every mistake is in the report; with an error among them,
/// nothing is published.
pub fn build(options: &BuildOptions, progress: Progress) -> (Option<Built>, Vec<Diagnostic>) {
    let mut report = Report::default();
    let built = run(options, progress, &mut report);
    (built, report.sorted())
}

fn run(options: &BuildOptions, progress: Progress, report: &mut Report) -> Option<Built> {
    let highlighter = Arc::new(Highlighter::new());
    let mut inputs = Inputs::new(options.root);
    let config = read(&mut inputs, options, report)?;
    let (theme, diagnostics) = Theme::load(&mut inputs, &config);
    report.extend(diagnostics);
    let documents = parse(&inputs, &config, &highlighter, report);
    let site = link(config, documents, &inputs, &theme, options, report)?;
    report.extend(check::check(&site, &theme));
    let renderer = Renderer::new(site, theme, highlighter);
    write(&renderer, options, progress, report)
}

/// `site.yaml`, then everything in `content/`.
fn read(inputs: &mut Inputs, options: &BuildOptions, report: &mut Report) -> Option<Config> {
    if !inputs.exists("content") {
        report.push(no_content(inputs));
        return None;
    }
    if inputs.exists(config::PATH) {
        report.extend(inputs.read(config::PATH));
    } else if let Some(name) = inputs.name_like(&[config::PATH, "site.yml"]) {
        let message = "the site's settings are read from `site.yaml`";
        let problem = Diagnostic::new(Code::FileName, message);
        report.push(problem.at(Location::file(name)).help("rename it"));
    }
    report.extend(inputs.read("content"));
    let text = inputs.text(config::PATH).cloned().unwrap_or_default();
    let (mut config, diagnostics) = Config::parse(&text);
    report.extend(diagnostics);
    config.base_url = options.base_url.clone().or(config.base_url);
    Some(config)
}

fn no_content(inputs: &Inputs) -> Diagnostic {
    let problem = Diagnostic::new(Code::MissingContent, "there is no folder `content/` here");
    let problem = problem.at(Location::file("content"));
    match inputs.exists(config::PATH) {
        true => problem.help("make it, with the home page in `content/index.md`"),
        false => problem.help("run this in a project's folder, or name it with `--root`"),
    }
}

/// Every Markdown file that is a page.
fn parse(
    inputs: &Inputs,
    config: &Config,
    highlighter: &Highlighter,
    report: &mut Report,
) -> Vec<Document> {
    let pages: Vec<_> = inputs
        .below("content")
        .filter(|(path, _)| !path.starts_with("sources/") && !path.starts_with("static/"))
        .filter_map(|(path, _)| Some((path, inputs.text(&format!("content/{path}"))?)))
        .collect();
    let parsed: Vec<_> = pages
        .into_par_iter()
        .map(|(path, text)| Document::parse(path, text, &config.markdown, highlighter))
        .collect();
    parsed
        .into_iter()
        .map(|(document, diagnostics)| {
            report.extend(diagnostics);
            document
        })
        .collect()
}

fn link(
    config: Config,
    documents: Vec<Document>,
    inputs: &Inputs,
    theme: &Theme,
    options: &BuildOptions,
    report: &mut Report,
) -> Option<Site> {
    let (sources, diagnostics) = sources::read(inputs);
    report.extend(diagnostics);
    let (site, diagnostics) = site::link(site::Parts {
        config,
        now: options.now,
        drafts: options.drafts,
        documents,
        sources,
        assets: theme
            .assets
            .all()
            .map(|asset| asset.route.clone())
            .collect(),
        inputs,
    });
    report.extend(diagnostics);
    site
}

/// Renders and stages every artifact, even where there are errors already: a
/// template's mistakes belong into the same list. Publishes when there are none.
fn write(
    renderer: &Arc<Renderer>,
    options: &BuildOptions,
    progress: Progress,
    report: &mut Report,
) -> Option<Built> {
    let folder = OutputFolder::new(options.root, options.out, options.home.as_deref());
    let stage = folder.and_then(|folder| Stage::new(folder, options.adopt));
    let stage = stage.map_err(|problem| report.push(*problem)).ok()?;
    let jobs = renderer.jobs();
    let done = AtomicUsize::new(0);
    // Two artifacts of one address would only trip over each other.
    let apart = !report.has(Code::SameAddress);
    let problems: Vec<Diagnostic> = jobs
        .par_iter()
        .filter_map(|job| {
            let artifact = renderer.run(job);
            let staged = artifact.and_then(|artifact| match apart {
                true => stage.add(artifact),
                false => Ok(()),
            });
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, jobs.len());
            staged.err().map(|problem| *problem)
        })
        .collect();
    report.extend(once_each(problems));
    if report.has_errors() || (options.strict && !report.is_empty()) {
        return None;
    }
    let published = stage
        .publish()
        .map_err(|problem| report.push(*problem))
        .ok()?;
    Some(Built {
        pages: renderer.site.pages.len(),
        has_base_url: renderer.site.config.base_url.is_some(),
        published,
    })
}

/// A template's mistake shows on many pages: it is one mistake, shown on the
/// first of them.
fn once_each(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = Vec::new();
    for problem in problems {
        let same = |other: &Diagnostic| {
            other.code == problem.code
                && other.message == problem.message
                && other.location == problem.location
        };
        if !kept.iter().any(same) {
            kept.push(problem);
        }
    }
    kept
}
