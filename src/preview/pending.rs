//! Paths with something going on, until it is time to read them.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

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
    /// Nothing is there.
    Gone,
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
        (path.state, path.last) = (state, now);
    }

    /// When to take what is there.
    pub fn due(&self) -> Option<Instant> {
        let last = self.last?;
        let is_settled = |path: &&Path| path.state == State::Settled;
        // As when a branch is switched.
        let is_burst = self.paths.values().filter(is_settled).nth(1).is_some();
        let due = |path: &Path| match path.state {
            State::Settled if is_burst => (last + QUIET).min(path.first + LONGEST),
            State::Settled => path.last + LINGER,
            State::Open | State::Gone => path.wait_until(),
        };
        self.paths.values().map(due).min()
    }

    /// Takes every path that can be read, and those that have been waited for.
    pub fn take(&mut self, now: Instant) -> Vec<(String, State)> {
        let is_due = |path: &Path| path.state == State::Settled || path.wait_until() <= now;
        let due = self.paths.extract_if(.., |_, path| is_due(path));
        due.map(|(path, about)| (path, about.state)).collect()
    }

    /// Whether something has happened to a path that was not taken since.
    pub fn holds(&self, path: &str) -> bool {
        self.paths.contains_key(path)
    }
}

impl Path {
    fn wait_until(&self) -> Instant {
        let grace = match self.state {
            State::Gone => GONE,
            State::Open | State::Settled => OPEN,
        };
        (self.last + grace).min(self.first + LONGEST)
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
    fn nothing_waits_longer_than_a_second() {
        let writing: Vec<_> = (0..60).map(|n| (n * 40, "a", State::Open)).collect();
        assert_eq!(taken(&writing).0, 1000);
    }
}
