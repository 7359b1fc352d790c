//! What the preview shows: the last good state of the project, each page rendered
//! when it is asked for, and what is wrong now.
//!
//! Promises: everyone who asks gets a whole page of one state; one in which an error is
//! found before it is shown replaces none that had none. An error that only shows when
//! a page is rendered keeps that page as it was last. Nothing is written.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use tokio::sync::watch;

use super::answer::{Answer, answer};
use super::unseen::Activity;
use crate::diagnostic::{Diagnostic, Report};
use crate::render::Renderer;

/// How many rendered pages are kept until the next change.
const MOST_KEPT: usize = 256;
/// How many open pages, and how many that were asked for last, are made anew at once.
const MOST_OPEN: usize = 16;
const MOST_ASKED: usize = 2;
/// How many pages with a mistake are looked at again at once.
const MOST_WRONG: usize = 8;

type Tell = Box<dyn Fn(&News) + Send>;

/// What is shown, shared by all who look.
pub struct Shown {
    now: Mutex<Now>,
    /// Counts what has changed, so that those who look can wait for it.
    version: watch::Sender<u64>,
    /// Held while the terminal is told, so that it is told of the latest last.
    tell: Mutex<Tell>,
    /// What those who are not waited for stand aside for.
    pub activity: Arc<Activity>,
}

/// What the terminal is told when something has changed.
#[derive(Debug)]
pub struct News {
    /// Everything that is wrong now, errors first.
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
    /// The last with which every page could be made, and the one before this.
    sound: Option<Arc<Renderer>>,
    before: Option<Arc<Renderer>>,
    /// Whether there has been a state without an error.
    was_good: bool,
    is_old: bool,
    /// What was wrong before anything was rendered, and since.
    prepared: Vec<Diagnostic>,
    found: Vec<Diagnostic>,
    /// Some of the pages on which something was found.
    wrong: BTreeSet<String>,
    kept: BTreeMap<String, Arc<Answer>>,
    /// The pages that are open in browsers, as often as they are.
    open: Vec<String>,
    /// The pages that were asked for last.
    asked: VecDeque<String>,
}

impl Shown {
    /// Nothing yet. `tell` is told of every change.
    pub fn new(tell: impl Fn(&News) + Send + 'static) -> Shown {
        Shown {
            now: Mutex::default(),
            version: watch::Sender::new(0),
            tell: Mutex::new(Box::new(tell)),
            activity: Arc::default(),
        }
    }

    /// Takes in what a run has made of the project; the pages that someone looks at are
    /// made first, and those that show what is wrong. Gives what is to be shown, where
    /// that is new.
    pub fn replace(
        &self,
        renderer: Option<Arc<Renderer>>,
        mistakes: Vec<Diagnostic>,
        change: (BTreeSet<String>, Instant),
    ) -> Option<Arc<Renderer>> {
        let mut report = Report::default();
        report.extend(mistakes);
        let made = match &renderer {
            Some(renderer) if report.is_good(false) => self.make(renderer, &mut report),
            _ => BTreeMap::new(),
        };
        let is_good = report.is_good(false);
        let mut now = self.lock();
        now.prepared = report.sorted();
        // Before the first good state, what can be shown is better than nothing.
        let renderer = renderer.filter(|_| is_good || !now.was_good);
        now.is_old = renderer.is_none() && now.renderer.is_some();
        now.was_good |= is_good;
        now.found.clear();
        // The last state goes when everyone has been told of this one.
        let mut last = None;
        if let Some(renderer) = &renderer {
            let before = now.renderer.replace(renderer.clone());
            last = std::mem::replace(&mut now.before, before);
            now.kept = made;
        }
        drop(now);
        let (paths, known) = change;
        self.announce(Some((paths, known.elapsed())));
        drop(last);
        renderer
    }

    /// Makes the pages that someone looks at, those that had a mistake last, and, where
    /// templates are others than before, a page of each.
    fn make(&self, renderer: &Arc<Renderer>, report: &mut Report) -> BTreeMap<String, Arc<Answer>> {
        let now = self.lock();
        let mut paths = now.looked_at();
        paths.extend(now.wrong.iter().cloned());
        let last = now.renderer.as_ref().map(|last| last.look());
        drop(now);
        if last.is_none_or(|last| last != renderer.look()) {
            paths.extend(renderer.samples());
        }
        let paths = paths.into_par_iter();
        let answers: Vec<_> = paths.map(|path| (answer(renderer, &path), path)).collect();
        let mut made = BTreeMap::new();
        let mut wrong = Vec::new();
        for (answer, path) in answers {
            match answer {
                Ok(answer) => drop(made.insert(path, Arc::new(answer))),
                Err(problem) => wrong.push((path, *problem)),
            }
        }
        self.lock().note_wrong(wrong.iter().map(|(path, _)| path));
        report.extend_once_each(wrong.into_iter().map(|(_, problem)| problem));
        made
    }

    /// All pages have been made with a renderer, with these mistakes, each on a page.
    pub fn finish(&self, renderer: &Arc<Renderer>, mistakes: Vec<(String, Diagnostic)>) {
        let mut now = self.lock();
        if !now.shows(renderer) {
            return;
        }
        if mistakes.is_empty() {
            now.sound = Some(renderer.clone());
        }
        if now.is_old {
            return;
        }
        let before = now.news(None).mistakes;
        now.note_wrong(mistakes.iter().map(|(path, _)| path));
        now.found = mistakes.into_iter().map(|(_, mistake)| mistake).collect();
        let is_news = now.news(None).mistakes != before;
        drop(now);
        if is_news {
            self.announce(None);
        }
    }

    /// What is wrong now.
    pub fn news(&self) -> News {
        self.lock().news(None)
    }

    /// To wait for the next change.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// A browser has opened a page.
    pub fn open(&self, path: &str) {
        self.lock().open.push(path.to_owned());
    }

    /// A browser has closed a page.
    pub fn close(&self, path: &str) {
        let mut now = self.lock();
        if let Some(at) = now.open.iter().position(|open| open == path) {
            now.open.swap_remove(at);
        }
    }

    /// What is at a path, if it was made since the last change.
    pub fn kept(&self, path: &str) -> Option<Arc<Answer>> {
        self.lock().kept.get(path).cloned()
    }

    /// Something is asked for.
    pub fn ask(&self, path: &str) {
        let is_page = path.is_empty() || path.ends_with('/') || path.ends_with(".html");
        let mut now = self.lock();
        if is_page && !now.asked.iter().any(|asked| asked == path) {
            now.asked.push_front(path.to_owned());
            now.asked.truncate(MOST_ASKED);
        }
    }

    /// What is at a path below the site, `financing/`, as a web server would answer.
    pub fn answer(self: &Arc<Self>, path: &str) -> Arc<Answer> {
        if let Some(kept) = self.kept(path) {
            return kept;
        }
        let (renderer, last) = {
            let now = self.lock();
            let last = [now.before.clone(), now.sound.clone()];
            (now.renderer.clone(), last)
        };
        self.activity.note();
        let Some(renderer) = renderer else {
            return Arc::new(Answer::Nothing);
        };
        let answer = match answer(&renderer, path) {
            Ok(answer) => answer,
            Err(problem) => {
                self.found(&renderer, path, *problem);
                let mut last = last.iter().flatten();
                let last = last.find_map(|renderer| answer(renderer, path).ok());
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

    fn found(&self, renderer: &Arc<Renderer>, path: &str, problem: Diagnostic) {
        let mut now = self.lock();
        // What is wrong with an older state may be mended.
        let is_new = now.shows(renderer) && !now.is_old;
        if !is_new || now.found.iter().any(|found| found.says_the_same(&problem)) {
            return;
        }
        now.found.push(problem);
        now.wrong.insert(path.to_owned());
        drop(now);
        self.announce(None);
    }

    fn announce(&self, change: Option<(BTreeSet<String>, Duration)>) {
        self.version.send_modify(|version| *version += 1);
        let tell = self.tell.lock().unwrap_or_else(PoisonError::into_inner);
        let news = self.lock().news(change);
        tell(&news);
    }

    /// A thread that failed while it had the lock leaves whole values.
    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Now {
    /// Notes on which pages something is wrong.
    fn note_wrong<'a>(&mut self, paths: impl Iterator<Item = &'a String>) {
        self.wrong = paths.take(MOST_WRONG).cloned().collect();
    }

    /// The pages that someone looks at.
    fn looked_at(&self) -> BTreeSet<String> {
        let open = self.open.iter().take(MOST_OPEN);
        open.chain(&self.asked).cloned().collect()
    }

    fn shows(&self, renderer: &Arc<Renderer>) -> bool {
        let shown = self.renderer.as_ref();
        shown.is_some_and(|shown| Arc::ptr_eq(shown, renderer))
    }

    fn news(&self, change: Option<(BTreeSet<String>, Duration)>) -> News {
        let mut report = Report::default();
        report.extend_once_each(self.prepared.iter().chain(&self.found).cloned());
        let mut mistakes = report.sorted();
        // What keeps the new state from being shown is not to be missed.
        mistakes.sort_by_key(|mistake| !mistake.is_error());
        News {
            mistakes,
            is_old: self.is_old,
            change,
        }
    }
}
