//! Where the time of a run goes: a row for each stage, the slowest pages and templates.
//! All of it is wall time; pages are rendered side by side, so theirs add up to more than
//! their stage's.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::render::{Job, Renderer};

/// How many of the slowest are named.
const NAMED: usize = 10;

/// What a run took, as far as that is wanted.
#[derive(Debug, Default)]
pub struct Timings {
    is_wanted: bool,
    stages: Vec<(&'static str, Duration)>,
    running: Option<(&'static str, Instant)>,
    /// By what they are called: an output path.
    pages: Vec<(String, Duration)>,
    /// By their name: on how many pages, and how long on all of them.
    templates: Vec<(String, usize, Duration)>,
}

impl Timings {
    /// Those of a run of which more is wanted than its stages.
    pub fn wanted() -> Timings {
        Timings {
            is_wanted: true,
            ..Timings::default()
        }
    }

    /// A run begins with its first stage; what the last one took is forgotten.
    pub fn restart(&mut self, stage: &'static str) {
        self.stages.clear();
        self.running = Some((stage, Instant::now()));
    }

    /// The stage that has been running ends, and another begins.
    pub fn begin(&mut self, stage: &'static str) {
        self.end();
        self.running = Some((stage, Instant::now()));
    }

    /// The last stage ends.
    pub fn end(&mut self) {
        let ended = self.running.take();
        self.stages
            .extend(ended.map(|(stage, since)| (stage, since.elapsed())));
    }

    /// So long each artifact took to be made.
    pub fn made<'j>(
        &mut self,
        renderer: &Arc<Renderer>,
        times: impl Iterator<Item = (&'j Job, Duration)>,
    ) {
        if !self.is_wanted {
            return;
        }
        let mut templates: BTreeMap<String, (usize, Duration)> = BTreeMap::new();
        let mut pages = Vec::new();
        for (job, time) in times {
            let Some(template) = job.template(renderer) else {
                continue;
            };
            let (count, sum) = templates.entry(template).or_default();
            (*count, *sum) = (*count + 1, *sum + time);
            pages.push((time, job));
        }
        pages.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
        let slowest = pages.into_iter().take(NAMED);
        self.pages = slowest
            .map(|(time, job)| (job.path(renderer), time))
            .collect();
        let templates = templates.into_iter();
        self.templates = templates
            .map(|(name, (count, sum))| (name, count, sum))
            .collect();
        self.templates
            .sort_by_key(|(.., sum)| std::cmp::Reverse(*sum));
        self.templates.truncate(NAMED);
    }

    /// For people: a line for each.
    pub fn to_table(&self) -> String {
        let line = |time: &Duration, what: &str| {
            format!("  {:>9.1} ms  {what}\n", time.as_secs_f64() * 1_000.0)
        };
        let mut table = "Stages:\n".to_owned();
        for (stage, time) in &self.stages {
            table.push_str(&line(time, stage));
        }
        table.push_str("The slowest pages:\n");
        for (path, time) in &self.pages {
            table.push_str(&line(time, path));
        }
        table.push_str("Templates, with what they include, on all their pages:\n");
        for (name, count, time) in &self.templates {
            table.push_str(&line(time, &format!("{name}, on {count}")));
        }
        table
    }
}
