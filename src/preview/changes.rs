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
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RenameMode};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::pending::{Pending, State};
use super::unseen::Activity;
use crate::config;
use crate::input;

/// How long all files are left alone before they are read again without events, at
/// least; and how many times longer than reading them takes.
const POLL: Duration = Duration::from_millis(400);
const POLL_REST: u32 = 3;

/// Whether the system says that a file was closed by who wrote it.
const SAYS_CLOSED: bool = cfg!(target_os = "linux");

/// The folders whose files a project is made of.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// The changes of a project's files.
pub struct Changes {
    root: PathBuf,
    source: Source,
    activity: Arc<Activity>,
    pending: Pending,
    /// Paths where what is there was waited for.
    waited: BTreeSet<String>,
    /// Since when all files are being read without being asked for.
    polled: Option<Instant>,
}

enum Source {
    Events {
        watcher: RecommendedWatcher,
        events: Receiver<notify::Result<Event>>,
    },
    /// Why there are none.
    None(String),
}

impl Changes {
    /// Those of the project in a folder, the first of them all there have been so far. All
    /// files are read again and again where `poll` asks for it or there is no other way.
    pub fn new(root: &Path, poll: bool, activity: Arc<Activity>) -> Changes {
        let root = input::resolved(root);
        let source = match (poll, input::silent_mount(&root)) {
            (true, _) => Source::None("`--poll` asks for it".to_owned()),
            (false, Some(kind)) => Source::None(format!("a {kind} mount sends no events")),
            (false, None) => watch(&root, activity.clone()).unwrap_or_else(Source::None),
        };
        let mut changes = Changes {
            root,
            source,
            activity,
            pending: Pending::default(),
            waited: BTreeSet::new(),
            polled: None,
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
        match &self.source {
            Source::None(why) => Some(why),
            Source::Events { .. } => None,
        }
    }

    /// Waits for changes. Gives paths from the project's root, with forward slashes; an
    /// empty one is the whole project.
    pub fn next(&mut self) -> BTreeSet<String> {
        self.drain();
        loop {
            let Source::Events { events, .. } = &self.source else {
                return self.poll();
            };
            let now = Instant::now();
            let due = self.pending.due();
            if due.is_some_and(|due| due <= now) {
                let paths = self.take(now);
                if !paths.is_empty() {
                    return paths;
                }
                continue;
            }
            let wait = due.map_or(Duration::MAX, |due| due - now);
            match events.recv_timeout(wait) {
                Ok(event) => self.note(event),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    self.source = Source::None("the system stopped sending events".to_owned());
                }
            }
            self.drain();
        }
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
        while let Source::Events { events, .. } = &self.source
            && let Ok(event) = events.try_recv()
        {
            self.note(event);
        }
    }

    /// Everything, after a rest that grows with how long reading it took.
    fn poll(&mut self) -> BTreeSet<String> {
        let took = self.polled.map_or(Duration::ZERO, |since| since.elapsed());
        thread::sleep(POLL.max(took * POLL_REST));
        self.polled = Some(Instant::now());
        BTreeSet::from([String::new()])
    }

    fn note(&mut self, event: notify::Result<Event>) {
        let now = Instant::now();
        match event {
            Ok(event) if event.need_rescan() => self.start_again(),
            Ok(event) => {
                let last = event.paths.len().saturating_sub(1);
                let is_moved = self.is_moved(&event);
                for (number, path) in event.paths.iter().enumerate() {
                    let state = match state(&event.kind, number == last) {
                        Some(State::Gone) if is_moved => Some(State::Moved),
                        state => state,
                    };
                    if let (Some(state), Some(path)) = (state, self.relative(path)) {
                        self.follow(&path, state);
                        self.pending.note(path, state, now);
                    }
                }
            }
            Err(error) => {
                self.source = Source::None(why(&error));
                self.note_everything();
            }
        }
    }

    /// Whether something has another name now, by which it is a page or a folder still: an
    /// editor's backup has another ending.
    fn is_moved(&self, event: &Event) -> bool {
        let to = match &*event.paths {
            [_, to] => self.relative(to),
            _ => None,
        };
        to.is_some_and(|to| to.ends_with(".md") || !to.contains('.'))
    }

    /// Events were lost: watches everything anew, and reads it.
    fn start_again(&mut self) {
        let source = watch(&self.root, self.activity.clone());
        self.source = source.unwrap_or_else(Source::None);
        self.note_everything();
    }

    /// Watches a folder that is new: what is put into it at once is seen in any case,
    /// because it is read after that.
    fn follow(&mut self, path: &str, state: State) {
        let folder = self.root.join(path);
        if matches!(state, State::Gone | State::Moved)
            || path.is_empty()
            || !input::is_folder(&folder)
        {
            return;
        }
        if let Source::Events { watcher, .. } = &mut self.source
            && let Err(error) = watcher.watch(&folder, RecursiveMode::Recursive)
            && !matches!(error.kind, notify::ErrorKind::PathNotFound)
        {
            self.source = Source::None(why(&error));
        }
    }

    /// The path of something the project is made of.
    fn relative(&self, path: &Path) -> Option<String> {
        let path = path.strip_prefix(&self.root).ok()?;
        let parts = path.components();
        let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
        let path = parts?.join("/");
        let first = path.split('/').next().unwrap_or_default();
        let is_ours = path == config::PATH || FOLDERS.contains(&first);
        (is_ours && !input::is_passed_over(&path)).then_some(path)
    }
}

/// What an event says of a path, `is_last` of those it names.
fn state(kind: &EventKind, is_last: bool) -> Option<State> {
    Some(match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => State::Settled,
        EventKind::Access(_) => return None,
        EventKind::Create(CreateKind::Folder) => State::Settled,
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => State::Gone,
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) if !is_last => State::Gone,
        EventKind::Modify(ModifyKind::Name(_)) => State::Settled,
        EventKind::Create(_) | EventKind::Modify(_) if SAYS_CLOSED => State::Open,
        _ => State::Settled,
    })
}

/// Begins to watch a project, or says why that cannot be.
fn watch(root: &Path, activity: Arc<Activity>) -> Result<Source, String> {
    let (sender, events) = mpsc::channel();
    // Events of reading are most, and say nothing.
    let note = move |event: notify::Result<Event>| {
        if event
            .as_ref()
            .map_or(true, |event| state(&event.kind, true).is_some())
        {
            activity.note();
            // Whoever waited for it is gone.
            let _ = sender.send(event);
        }
    };
    let begin = || {
        let mut watcher = notify::recommended_watcher(note)?;
        // What the project's folder itself holds: `site.yaml`, and folders that come back.
        watcher.watch(root, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS {
            let folder = root.join(folder);
            if input::is_folder(&folder) {
                watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(watcher)
    };
    let watcher = begin().map_err(|error: notify::Error| why(&error))?;
    Ok(Source::Events { watcher, events })
}

fn why(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "the system's limit of watched folders is reached (fs.inotify.max_user_watches)"
                .to_owned()
        }
        notify::ErrorKind::Io(error) => input::reason(error),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::Flag;
    use std::fs;

    #[test]
    fn after_events_were_lost_everything_is_read_again_and_still_watched() {
        let project = tempfile::tempdir().unwrap();
        let page = project.path().join("content/a.md");
        fs::create_dir(project.path().join("content")).unwrap();
        let mut changes = Changes::new(project.path(), false, Arc::default());
        let everything = BTreeSet::from([String::new()]);
        assert_eq!(changes.next(), everything, "what came before it watched");
        changes.note(Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)));
        assert_eq!(changes.next(), everything);
        fs::write(page, "text").unwrap();
        assert_eq!(changes.next(), BTreeSet::from(["content/a.md".to_owned()]));
        assert_eq!(changes.polls(), None);
    }

    #[test]
    fn only_what_the_project_is_made_of_counts() {
        let changes = Changes {
            root: PathBuf::from("/p"),
            source: Source::None(String::new()),
            activity: Arc::default(),
            pending: Pending::default(),
            waited: BTreeSet::new(),
            polled: None,
        };
        let relative = |path: &str| changes.relative(Path::new(path));
        assert_eq!(
            relative("/p/content/a/b.md").as_deref(),
            Some("content/a/b.md")
        );
        assert_eq!(relative("/p/site.yaml").as_deref(), Some("site.yaml"));
        for other in [
            "/p",
            "/p/public/a.html",
            "/p/.public.attache/x",
            "/q/content/a.md",
            "/p/content/.a.md.swp",
            "/p/content/a.md~",
            "/p/contents/a.md",
        ] {
            assert_eq!(relative(other), None, "{other}");
        }
    }
}
