//! Paths with something going on, until it is time to read them.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::input;

/// How long a file that can be read waits for others that changed with it.
const LINGER: Duration = Duration::from_millis(1);
/// How long nothing may happen before many that changed together are read.
const QUIET: Duration = Duration::from_millis(25);
/// How long a file may stay open, and be gone, before that is taken for its state. One
/// that is gone most often comes back, but a busy machine takes its time.
const OPEN: Duration = Duration::from_millis(50);
const GONE: Duration = Duration::from_millis(200);
/// How long anything waits, whatever goes on.
const LONGEST: Duration = Duration::from_secs(1);

/// What is known of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It can be read.
    Settled,
    /// Someone may be writing it.
    Open,
    /// Nothing is there, and most often something will be again.
    Gone,
    /// Nothing is there: it has another name now.
    Moved,
}

/// The paths, and what is known of each.
#[derive(Debug, Default)]
pub struct Pending {
    paths: BTreeMap<String, Path>,
    /// When something happened last.
    last: Option<Instant>,
}

#[derive(Debug)]
struct Path {
    state: State,
    first: Instant,
    last: Instant,
}

impl Pending {
    /// Something has happened to a path.
    pub fn note(&mut self, path: String, state: State, now: Instant) {
        self.last = Some(now);
        let entry = self.paths.entry(path);
        let path = entry.or_insert(Path {
            state,
            first: now,
            last: now,
        });
        // A folder's own word of its move comes after both names were told.
        path.state = match (path.state, state) {
            (State::Moved, State::Gone) => State::Moved,
            _ => state,
        };
        path.last = now;
    }

    /// When to take what is there.
    pub fn due(&self) -> Option<Instant> {
        let last = self.last?;
        let paths = self.paths.values();
        let several = |state| paths.clone().filter(|path| path.state == state).nth(1);
        // As when a branch is switched: all of it is one change.
        if several(State::Settled).or(several(State::Gone)).is_some() {
            let due = paths.clone().map(|path| path.due(last + QUIET)).max();
            let latest = paths.map(|path| path.first + LONGEST).min();
            return due.min(latest);
        }
        paths.map(|path| path.due(path.last + LINGER)).min()
    }

    /// Takes every path that can be read, and those that have been waited for.
    pub fn take(&mut self, now: Instant) -> Vec<(String, State)> {
        let is_due = |path: &Path| path.due(now) <= now;
        let due = self.paths.extract_if(.., |_, path| is_due(path));
        due.map(|(path, about)| (path, about.state)).collect()
    }

    /// Whether something has happened to a path, or to what is below or above it, that
    /// was not taken since.
    pub fn holds(&self, path: &str) -> bool {
        let mut held = self.paths.keys();
        held.any(|held| input::is_at_or_below(held, path) || input::is_at_or_below(path, held))
    }
}

impl Path {
    /// When to take it, where it can be taken at `settled` if nobody is at it.
    fn due(&self, settled: Instant) -> Instant {
        let due = match self.state {
            State::Settled | State::Moved => settled,
            State::Open => self.last + OPEN,
            State::Gone => self.last + GONE,
        };
        due.min(self.first + LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(number: u64) -> Duration {
        Duration::from_millis(number)
    }

    /// What is taken of some events, each with its moment in milliseconds, and when.
    fn taken(events: &[(u64, &str, State)]) -> (u64, Vec<String>) {
        let start = Instant::now();
        let mut pending = Pending::default();
        for (at, path, state) in events {
            pending.note((*path).to_owned(), *state, start + ms(*at));
        }
        let due = pending.due().unwrap();
        let paths = pending
            .take(due)
            .into_iter()
            .map(|(path, _)| path)
            .collect();
        ((due - start).as_millis() as u64, paths)
    }

    #[test]
    fn a_file_that_was_closed_is_read_at_once() {
        let events = [(0, "a", State::Open), (2, "a", State::Settled)];
        assert_eq!(taken(&events), (3, vec!["a".to_owned()]));
    }

    #[test]
    fn a_file_that_is_gone_is_waited_for_and_the_others_are_not() {
        let events = [(0, "a", State::Gone), (1, "b", State::Settled)];
        assert_eq!(taken(&events), (2, vec!["b".to_owned()]));
        assert_eq!(taken(&events[..1]), (200, vec!["a".to_owned()]));
    }

    #[test]
    fn many_files_are_read_together_when_nothing_more_happens() {
        let settled = |at, path| (at, path, State::Settled);
        let events = [settled(0, "a"), settled(5, "b"), settled(20, "c")];
        let (at, paths) = taken(&events);
        assert_eq!((at, paths.len()), (45, 3));
    }

    #[test]
    fn several_that_are_gone_are_taken_with_what_changed() {
        let events = [
            (0, "a", State::Gone),
            (1, "b", State::Gone),
            (2, "c", State::Settled),
        ];
        let (at, paths) = taken(&events);
        assert_eq!((at, paths.len()), (201, 3));
    }

    #[test]
    fn a_file_and_its_new_name_are_one_change() {
        let events = [(0, "a", State::Moved), (0, "b", State::Settled)];
        let (at, paths) = taken(&events);
        assert_eq!((at, paths.len()), (1, 2));
    }

    #[test]
    fn a_folder_that_says_itself_that_it_moved_is_not_waited_for() {
        let events = [
            (0, "a", State::Moved),
            (0, "b", State::Settled),
            (0, "a", State::Gone),
        ];
        let (at, paths) = taken(&events);
        assert_eq!((at, paths.len()), (1, 2));
    }

    #[test]
    fn nothing_waits_longer_than_a_second() {
        let writing: Vec<_> = (0..60).map(|n| (n * 40, "a", State::Open)).collect();
        assert_eq!(taken(&writing).0, 1000);
    }
}
