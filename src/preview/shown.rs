//! What the preview shows: the last good state of the project, each page rendered
//! when it is asked for, and what is wrong now.
//!
//! Promises: everyone who asks gets a whole page of one state; a state with an error
//! replaces none that had none; nothing is written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::unseen::Activity;
use crate::diagnostic::{Diagnostic, Report};
use crate::render::{Artifact, Content, Job, Renderer};

/// How many rendered pages are kept until the next change.
const MOST_KEPT: usize = 256;

/// What is shown, shared by all who look.
pub struct Shown {
    now: Mutex<Now>,
    /// Counts what has changed, so that those who look can wait for it.
    version: watch::Sender<u64>,
    tell: Box<dyn Fn(&News) + Send + Sync>,
    /// What those who are not waited for stand aside for.
    pub activity: Arc<Activity>,
}

/// What the terminal is told when something has changed.
#[derive(Clone, Debug)]
pub struct News {
    /// Everything that is wrong now, sorted.
    pub mistakes: Vec<Diagnostic>,
    /// Whether what is shown is older than the project's files.
    pub is_old: bool,
    /// What was changed, and how long it took to take it in; absent where only more
    /// mistakes were found.
    pub change: Option<(BTreeSet<String>, Duration)>,
}

#[derive(Default)]
struct Now {
    /// What pages are made with.
    renderer: Option<Arc<Renderer>>,
    /// The last with which every page could be made.
    sound: Option<Arc<Renderer>>,
    /// Whether there has been a state without an error.
    was_good: bool,
    is_old: bool,
    /// What was wrong before anything was rendered, and since.
    prepared: Vec<Diagnostic>,
    found: Vec<Diagnostic>,
    kept: BTreeMap<String, Arc<Answer>>,
}

/// What is at an address.
#[derive(Debug)]
pub enum Answer {
    /// These bytes, of a file of this name, with the stamp of an HTML page.
    Bytes {
        /// The path in the output folder.
        path: String,
        /// What a web server would send.
        bytes: Vec<u8>,
        /// Absent for what is no page.
        stamp: Option<Stamp>,
        /// Whether it is what stands in for a page that is not there.
        is_missing: bool,
    },
    /// What this file of the project holds.
    File(PathBuf),
    /// The page is at this address, which ends in a slash.
    Moved(String),
    /// Nothing can be made of the project at all.
    Nothing,
}

/// What tells two states of a page apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Another when the page is to be loaded anew: see [`Renderer::look`].
    pub look: String,
    /// Another when its bytes are.
    pub page: String,
}

impl Shown {
    /// Nothing yet. `tell` is told of every change.
    pub fn new(tell: impl Fn(&News) + Send + Sync + 'static) -> Shown {
        Shown {
            now: Mutex::default(),
            version: watch::Sender::new(0),
            tell: Box::new(tell),
            activity: Arc::default(),
        }
    }

    /// Takes in what a run has made of the project. Gives what is to be shown, where
    /// that is new.
    pub fn replace(
        &self,
        renderer: Option<Arc<Renderer>>,
        mistakes: Vec<Diagnostic>,
        change: (BTreeSet<String>, Duration),
    ) -> Option<Arc<Renderer>> {
        let is_good = !mistakes.iter().any(Diagnostic::is_error);
        let mut now = self.lock();
        now.prepared = mistakes;
        // Before the first good state, what can be shown is better than nothing.
        let renderer = renderer.filter(|_| is_good || !now.was_good);
        now.is_old = renderer.is_none();
        now.was_good |= is_good;
        if let Some(renderer) = &renderer {
            now.renderer = Some(renderer.clone());
            now.found.clear();
            now.kept.clear();
        }
        let news = now.news(Some(change));
        drop(now);
        self.announce(&news);
        renderer
    }

    /// All pages have been made with a renderer, with these mistakes.
    pub fn finish(&self, renderer: &Arc<Renderer>, mistakes: Vec<Diagnostic>) {
        let mut now = self.lock();
        if !now.shows(renderer) {
            return;
        }
        if mistakes.is_empty() {
            now.sound = Some(renderer.clone());
        }
        let is_news = now.found.len() != mistakes.len();
        now.found = mistakes;
        let news = now.news(None);
        drop(now);
        if is_news {
            self.announce(&news);
        }
    }

    /// What is wrong now, and whether what is shown is older than the files.
    pub fn mistakes(&self) -> (Vec<Diagnostic>, bool) {
        let news = self.lock().news(None);
        (news.mistakes, news.is_old)
    }

    /// To wait for the next change.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// What is at a path below the site, `financing/`, as a web server would answer.
    pub fn answer(self: &Arc<Self>, path: &str) -> Arc<Answer> {
        let (renderer, sound) = {
            let now = self.lock();
            if let Some(answer) = now.kept.get(path) {
                return answer.clone();
            }
            (now.renderer.clone(), now.sound.clone())
        };
        self.activity.note();
        let Some(renderer) = renderer else {
            return Arc::new(Answer::Nothing);
        };
        let answer = match answer(&renderer, path) {
            Ok(answer) => answer,
            Err(problem) => {
                self.found(&renderer, *problem);
                let last = sound.and_then(|sound| answer(&sound, path).ok());
                last.unwrap_or(Answer::Nothing)
            }
        };
        let answer = Arc::new(answer);
        let mut now = self.lock();
        if now.shows(&renderer) {
            if now.kept.len() >= MOST_KEPT {
                now.kept.clear();
            }
            now.kept.insert(path.to_owned(), answer.clone());
        }
        answer
    }

    fn found(&self, renderer: &Arc<Renderer>, problem: Diagnostic) {
        let mut now = self.lock();
        if !now.shows(renderer) || now.found.contains(&problem) {
            return;
        }
        now.found.push(problem);
        let news = now.news(None);
        drop(now);
        self.announce(&news);
    }

    fn announce(&self, news: &News) {
        (self.tell)(news);
        self.version.send_modify(|version| *version += 1);
    }

    /// A thread that failed while it had the lock leaves whole values.
    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Now {
    fn shows(&self, renderer: &Arc<Renderer>) -> bool {
        let shown = self.renderer.as_ref();
        shown.is_some_and(|shown| Arc::ptr_eq(shown, renderer))
    }

    fn news(&self, change: Option<(BTreeSet<String>, Duration)>) -> News {
        let mut report = Report::default();
        report.extend(self.prepared.iter().cloned());
        report.extend_once_each(self.found.iter().cloned());
        News {
            mistakes: report.sorted(),
            is_old: self.is_old,
            change,
        }
    }
}

fn answer(renderer: &Arc<Renderer>, path: &str) -> Result<Answer, Box<Diagnostic>> {
    let file = match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path.to_owned(),
    };
    if let Some(job) = renderer.job_at(&file) {
        return made(renderer, &job, false);
    }
    if file == path && renderer.job_at(&format!("{path}/index.html")).is_some() {
        return Ok(Answer::Moved(format!("{path}/")));
    }
    match renderer.job_at("404.html") {
        Some(job) => made(renderer, &job, true),
        None => Ok(Answer::Nothing),
    }
}

fn made(renderer: &Arc<Renderer>, job: &Job, is_missing: bool) -> Result<Answer, Box<Diagnostic>> {
    let Artifact { path, content } = renderer.run(job)?;
    Ok(match content {
        Content::Copy(file) => Answer::File(file),
        Content::Bytes(bytes) => Answer::Bytes {
            stamp: path.ends_with(".html").then(|| Stamp {
                look: renderer.look(),
                page: blake3::hash(&bytes).to_hex().chars().take(16).collect(),
            }),
            path,
            bytes,
            is_missing,
        },
    })
}
