//! What the file system says has happened into the paths that are to be read
//! again, as soon as they can be read whole.
//!
//! A file is read when its writer has closed it or moved it into place. One that
//! is gone or being written is left alone for a moment: most often it comes back,
//! because that is how its editor saves. Where the system sends no events, all is
//! read again from time to time.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::events::{Events, Happened};
use super::pending::{Pending, State};
use super::unseen::Activity;
use crate::input;

/// How long all files are left alone before they are read again without events, at
/// least; and how many times longer than reading them takes.
const POLL: Duration = Duration::from_millis(400);
const POLL_REST: u32 = 3;

/// How often in a row events may be lost: reading everything makes events, too.
const MOST_LOST: usize = 3;

/// The changes of a project's files.
pub struct Changes {
    root: PathBuf,
    /// Without them, why there are none.
    events: Result<Events, String>,
    activity: Arc<Activity>,
    pending: Pending,
    /// Paths where what is there was waited for.
    waited: BTreeSet<String>,
    /// How often in a row events were lost.
    lost: usize,
    /// Since when all files are being read without being asked for, and how long that
    /// took the last time.
    polled: Option<Instant>,
    took: Duration,
}

impl Changes {
    /// Those of the project in a folder, the first of them all there have been so far. All
    /// files are read again and again where `poll` asks for it or there is no other way.
    pub fn new(root: &Path, poll: bool, activity: Arc<Activity>) -> Changes {
        let root = input::resolved(root);
        let events = match poll {
            true => Err("`--poll` asks for it".to_owned()),
            false => Events::new(&root, activity.clone()),
        };
        let mut changes = Changes {
            root,
            events,
            activity,
            pending: Pending::default(),
            waited: BTreeSet::new(),
            lost: 0,
            polled: None,
            took: Duration::ZERO,
        };
        // Until now nobody watched.
        changes.note_everything();
        changes
    }

    fn note_everything(&mut self) {
        self.pending
            .note(String::new(), State::Settled, Instant::now());
    }

    /// Why all files are read again and again, if they are.
    pub fn polls(&self) -> Option<&str> {
        self.events.as_ref().err().map(String::as_str)
    }

    /// Waits for changes. Gives paths from the project's root, with forward slashes; an
    /// empty one is the whole project.
    pub fn next(&mut self) -> BTreeSet<String> {
        self.drain();
        loop {
            if self.events.is_err() {
                return self.poll();
            }
            let now = Instant::now();
            let due = self.pending.due();
            if due.is_some_and(|due| due <= now) {
                let paths = self.take(now);
                if !paths.contains("") {
                    self.lost = 0;
                }
                if !paths.is_empty() {
                    return paths;
                }
                continue;
            }
            self.hear(due.map_or(Duration::MAX, |due| due - now));
            self.drain();
        }
    }

    /// Notes what happens next, if anything does for so long.
    fn hear(&mut self, wait: Duration) -> bool {
        let events = self.events.as_mut().ok();
        let Some(happened) = events.and_then(|events| events.next(wait)) else {
            return false;
        };
        self.note(happened);
        true
    }

    /// Takes what is due, but what could be read and is gone or empty by now: someone is
    /// at it again.
    fn take(&mut self, now: Instant) -> BTreeSet<String> {
        let mut paths = BTreeSet::new();
        for (path, state) in self.pending.take(now) {
            match (state, self.found(&path)) {
                (State::Settled, State::Settled) => {
                    self.waited.remove(&path);
                    paths.insert(path);
                }
                (State::Settled, found) => self.pending.note(path, found, now),
                (State::Gone | State::Open | State::Moved, _) => {
                    self.waited.insert(path.clone());
                    paths.insert(path);
                }
            }
        }
        paths
    }

    fn found(&self, path: &str) -> State {
        match input::bytes_at(&self.root.join(path)) {
            None => State::Gone,
            Some(0) => State::Open,
            Some(_) => State::Settled,
        }
    }

    /// Whether something has happened to one of these paths since it was taken, so that
    /// what was read of it may be half of what is there now.
    pub fn go_on(&mut self, paths: &BTreeSet<String>) -> bool {
        self.drain();
        if let Some(since) = self.polled.take() {
            self.took = since.elapsed();
        }
        if self.polls().is_some() {
            return false;
        }
        for path in paths.difference(&self.waited) {
            // It was there, and went while it was read. That event may be on its way still.
            let found = self.found(path);
            if found != State::Settled && !self.pending.holds(path) {
                self.pending.note(path.clone(), found, Instant::now());
            }
        }
        paths.iter().any(|path| self.pending.holds(path))
    }

    /// Notes all events there are.
    fn drain(&mut self) {
        while self.hear(Duration::ZERO) {}
    }

    /// Everything, after a rest that grows with how long reading it took.
    fn poll(&mut self) -> BTreeSet<String> {
        thread::sleep(POLL.max(self.took * POLL_REST));
        self.polled = Some(Instant::now());
        BTreeSet::from([String::new()])
    }

    fn note(&mut self, happened: Happened) {
        match happened {
            Happened::Paths(paths) => {
                let now = Instant::now();
                for (path, state) in paths {
                    self.pending.note(path, state, now);
                }
            }
            Happened::Lost => self.start_again(),
            Happened::Failed(why) => {
                self.events = Err(why);
                self.note_everything();
            }
        }
    }

    /// Events were lost: watches everything anew, and reads it.
    fn start_again(&mut self) {
        self.lost += 1;
        // What is watched now is let go of first, or it counts twice.
        self.events = Err("the system loses events of so many files".to_owned());
        if self.lost <= MOST_LOST {
            let watch = || Events::new(&self.root, self.activity.clone());
            self.events = watch().or_else(|_| {
                thread::sleep(POLL);
                watch()
            });
        }
        self.note_everything();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn after_events_were_lost_everything_is_read_again_and_still_watched() {
        let project = tempfile::tempdir().unwrap();
        let page = project.path().join("content/a.md");
        fs::create_dir(project.path().join("content")).unwrap();
        let mut changes = Changes::new(project.path(), false, Arc::default());
        let everything = BTreeSet::from([String::new()]);
        assert_eq!(changes.next(), everything, "what came before it watched");
        changes.note(Happened::Lost);
        assert_eq!(changes.next(), everything);
        fs::write(page, "text").unwrap();
        assert_eq!(changes.next(), BTreeSet::from(["content/a.md".to_owned()]));
        assert_eq!(changes.polls(), None);
    }

    #[test]
    fn where_events_are_lost_again_and_again_they_are_done_without() {
        let project = tempfile::tempdir().unwrap();
        let mut changes = Changes::new(project.path(), false, Arc::default());
        for _ in 0..MOST_LOST {
            changes.note(Happened::Lost);
            assert_eq!(changes.next(), BTreeSet::from([String::new()]));
            assert_eq!(changes.polls(), None);
        }
        // A single change between them, and they are no longer in a row.
        fs::write(project.path().join("site.yaml"), "title: T\n").unwrap();
        assert_eq!(changes.next(), BTreeSet::from(["site.yaml".to_owned()]));
        for _ in 0..=MOST_LOST {
            assert_eq!(changes.polls(), None);
            changes.note(Happened::Lost);
        }
        assert!(changes.polls().is_some());
    }
}
