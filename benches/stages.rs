//! What each stage of a build costs, on a briefing of 1,000 pages and all cores, and what
//! reading, checking and rendering the sample does:
//! `cargo bench --bench stages [-- STAGE] [--sample-count N]`. Each run of a stage begins
//! with nothing remembered; what the stages before it make is not in its time. With TMPDIR
//! in memory, no disk is either.

// A measurement that cannot be made is no measurement.
#![allow(clippy::unwrap_used)]
#![allow(missing_docs)]

mod briefing;
mod dice;

use std::path::Path;
use std::sync::Arc;

use attache::check;
use attache::config::{self, Config};
use attache::content::Document;
use attache::diagnostic::{Diagnostic, Report};
use attache::evidence::sources;
use attache::input::Inputs;
use attache::markdown::Highlighter;
use attache::output::{Manner, OutputFolder, Published, Stage};
use attache::pipeline::{self, Memory, Project};
use attache::render::{self, Artifact, Renderer};
use attache::site::{self, Compared, Parts, Site};
use attache::theme::Theme;
use divan::Bencher;
use jiff::Timestamp;
use rayon::prelude::*;
use tempfile::TempDir;

const PAGES: usize = 1_000;

/// The folder of the sample.
const SAMPLE: &str = env!("CARGO_MANIFEST_DIR");

fn main() {
    let runs = divan::Divan::default().sample_count(10);
    runs.config_with_args().main();
}

fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    briefing::write(folder.path(), PAGES).unwrap();
    folder
}

fn read(root: &Path) -> Inputs {
    let mut inputs = Inputs::new(root);
    inputs.read("content");
    inputs.read(config::PATH);
    inputs
}

fn config(inputs: &Inputs) -> Config {
    Config::parse(inputs.text(config::PATH).unwrap()).0
}

fn parse(inputs: &Inputs, config: &Config) -> Vec<(Document, Vec<Diagnostic>)> {
    let highlighter = Highlighter::new();
    let texts: Vec<_> = inputs.texts_below("content").collect();
    let parsed = texts
        .par_iter()
        .map(|(path, text)| Document::parse(path, text, &config.markdown, &highlighter));
    parsed.collect()
}

fn parts<'i>(inputs: &'i Inputs, config: &Config, theme: &Theme) -> Parts<'i> {
    let sources = Arc::new(sources::read(inputs).0);
    let documents = parse(inputs, config)
        .into_iter()
        .map(|(document, _)| Compared {
            findings: site::findings(&document, &sources).into(),
            document: Arc::new(document),
        });
    Parts {
        config: config.clone(),
        now: Timestamp::now(),
        drafts: false,
        documents: documents.collect(),
        glossary: Arc::default(),
        sources,
        assets: theme.assets.routes(),
        inputs,
    }
}

fn link(parts: Parts) -> Site {
    site::link(parts, &mut site::Memory::default()).0.unwrap()
}

fn renderer(root: &Path) -> Arc<Renderer> {
    let project = Project {
        root,
        base_url: None,
        now: Timestamp::now(),
        drafts: false,
        strict: false,
    };
    pipeline::prepare(&project, &mut Memory::new(root), &mut Report::default()).unwrap()
}

fn artifacts(renderer: &Arc<Renderer>) -> Vec<Artifact> {
    let jobs = renderer.jobs();
    jobs.par_iter()
        .map(|job| renderer.run(job).unwrap())
        .collect()
}

/// An empty output folder, which lives as long as the first of the two.
fn output(root: &Path) -> (TempDir, Stage) {
    let folder = tempfile::tempdir().unwrap();
    let out = OutputFolder::new(root, &folder.path().join("public"), None).unwrap();
    (folder, Stage::new(out, Manner::default()).unwrap())
}

fn stage(artifacts: Vec<Artifact>, stage: &Stage) {
    let all = artifacts.into_par_iter();
    all.for_each(|artifact| stage.add(artifact).unwrap());
}

#[divan::bench]
fn a_reading_files(bencher: Bencher) {
    let project = project();
    bencher.bench_local(|| read(project.path()));
}

#[divan::bench]
fn b_parsing_pages(bencher: Bencher) {
    let project = project();
    let inputs = read(project.path());
    let config = config(&inputs);
    bencher.bench_local(|| parse(&inputs, &config));
}

#[divan::bench]
fn c_linking(bencher: Bencher) {
    let project = project();
    let mut inputs = read(project.path());
    let config = config(&inputs);
    let theme = Theme::load(&mut inputs, &config).0;
    let prepared = bencher.with_inputs(|| parts(&inputs, &config, &theme));
    prepared.bench_local_values(link);
}

#[divan::bench]
fn d_checks(bencher: Bencher) {
    let project = project();
    let mut inputs = read(project.path());
    let config = config(&inputs);
    let mut theme = Theme::load(&mut inputs, &config).0;
    render::equip(&mut theme);
    let prepared = bencher.with_inputs(|| link(parts(&inputs, &config, &theme)));
    prepared.bench_local_refs(|site| check::check(site, &theme));
}

#[divan::bench]
fn e_rendering(bencher: Bencher) {
    let project = project();
    let prepared = bencher.with_inputs(|| renderer(project.path()));
    prepared.bench_local_refs(|renderer| artifacts(renderer));
}

#[divan::bench]
fn f_staging(bencher: Bencher) {
    let project = project();
    let renderer = renderer(project.path());
    let prepared = bencher.with_inputs(|| (artifacts(&renderer), output(project.path())));
    prepared.bench_local_values(|(artifacts, output)| {
        stage(artifacts, &output.1);
        output
    });
}

#[divan::bench]
fn g_publishing(bencher: Bencher) {
    let project = project();
    let renderer = renderer(project.path());
    let prepared = bencher.with_inputs(|| {
        let (folder, waiting) = output(project.path());
        stage(artifacts(&renderer), &waiting);
        (folder, waiting)
    });
    prepared.bench_local_values(|(folder, waiting)| -> (TempDir, Published) {
        (folder, waiting.publish().unwrap())
    });
}

/// A briefing of the usual size: it shows what costs much at any size.
#[divan::bench]
fn h_the_sample(bencher: Bencher) {
    bencher.bench_local(|| artifacts(&renderer(Path::new(SAMPLE))));
}

#[divan::bench]
fn i_its_card(bencher: Bencher) {
    let prepared = bencher.with_inputs(|| {
        let renderer = renderer(Path::new(SAMPLE));
        let card = renderer.job_at("card.png").unwrap();
        (renderer, card)
    });
    prepared.bench_local_refs(|(renderer, card)| renderer.run(card).unwrap());
}
