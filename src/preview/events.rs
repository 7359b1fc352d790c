//! What the system says has happened, as paths of the project and what is known of
//! each.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::pending::State;
use super::unseen::Activity;
use crate::config;
use crate::input;

/// Whether the system says that a file was closed by who wrote it.
const SAYS_CLOSED: bool = cfg!(target_os = "linux");

/// The folders whose files a project is made of.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// The events of a project's files.
pub struct Events {
    root: PathBuf,
    watcher: RecommendedWatcher,
    receiver: Receiver<notify::Result<Event>>,
    /// The last of something that left its name.
    left: Option<Event>,
}

/// What has happened.
pub enum Happened {
    /// This, to these paths from the project's root.
    Paths(Vec<(String, State)>),
    /// More than the system could keep.
    Lost,
    /// Nothing more will be told, for this reason.
    Failed(String),
}

impl Events {
    /// Begins to watch the project in a folder without links in its path, or says why
    /// that cannot be.
    pub fn new(root: &Path, activity: Arc<Activity>) -> Result<Events, String> {
        let mut parts = [config::PATH].iter().chain(&FOLDERS);
        if let Some(kind) = parts.find_map(|part| input::silent_mount(&root.join(part))) {
            return Err(format!("a {kind} mount sends no events"));
        }
        let is_link = |folder: &&&str| input::is_link(&root.join(folder));
        if let Some(folder) = FOLDERS.iter().find(is_link) {
            return Err(is_a_link(folder));
        }
        let (sender, receiver) = mpsc::channel();
        // Events of reading are most, and say nothing.
        let note = move |event: notify::Result<Event>| {
            let says = |event: &Event| state(&event.kind, true).is_some();
            if event.as_ref().map_or(true, says) {
                activity.note();
                // Whoever waited for it is gone.
                let _ = sender.send(event);
            }
        };
        let watcher = watch(root, note).map_err(|error| why(&error))?;
        Ok(Events {
            root: root.to_owned(),
            watcher,
            receiver,
            left: None,
        })
    }

    /// What happens next, if anything does for so long.
    pub fn next(&mut self, wait: Duration) -> Option<Happened> {
        Some(match self.receiver.recv_timeout(wait) {
            Ok(Ok(event)) if event.need_rescan() => Happened::Lost,
            Ok(Ok(event)) => self.read(event),
            Ok(Err(error)) => Happened::Failed(why(&error)),
            Err(RecvTimeoutError::Timeout) => return None,
            Err(RecvTimeoutError::Disconnected) => {
                Happened::Failed("the system stopped sending events".to_owned())
            }
        })
    }

    fn read(&mut self, event: Event) -> Happened {
        let event = whole(&mut self.left, event);
        let last = event.paths.len().saturating_sub(1);
        let is_backup = match &*event.paths {
            [from, to] => Some(is_backup(from, to)),
            _ => None,
        };
        let mut paths = Vec::new();
        for (number, path) in event.paths.iter().enumerate() {
            let state = match state(&event.kind, number == last) {
                Some(_) if is_backup == Some(true) => Some(State::Gone),
                Some(State::Gone) if is_backup == Some(false) => Some(State::Moved),
                state => state,
            };
            if let (Some(state), Some(path)) = (state, relative(&self.root, path)) {
                if let Err(why) = self.follow(&path) {
                    return Happened::Failed(why);
                }
                paths.push((path, state));
            }
        }
        Happened::Paths(paths)
    }

    /// Watches a folder that is new: what is put into it at once is seen in any case,
    /// because it is read after that.
    fn follow(&mut self, path: &str) -> Result<(), String> {
        let folder = self.root.join(path);
        match (input::is_link(&folder), input::is_folder(&folder)) {
            (true, true) if FOLDERS.contains(&path) => Err(is_a_link(path)),
            (false, true) => watch_below(&mut self.watcher, &folder).map_err(|error| why(&error)),
            _ => Ok(()),
        }
    }
}

/// Why a folder is not watched: events name what it leads to.
fn is_a_link(folder: &str) -> String {
    format!("{folder}/ is a link")
}

/// Watches what a project is made of.
fn watch(root: &Path, note: impl notify::EventHandler) -> notify::Result<RecommendedWatcher> {
    // A link may lead out of the project.
    let config = Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(note, config)?;
    // What the project's folder itself holds: `site.yaml`, and folders that come back.
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    let folders = FOLDERS.iter().map(|folder| root.join(folder));
    for folder in folders.filter(|folder| input::is_folder(folder)) {
        watch_below(&mut watcher, &folder)?;
    }
    Ok(watcher)
}

/// Watches a folder and all below it. One of them may vanish meanwhile, or may not be
/// read: the others are watched all the same, as long as the system lets that be.
fn watch_below(watcher: &mut RecommendedWatcher, folder: &Path) -> notify::Result<()> {
    match watcher.watch(folder, RecursiveMode::Recursive) {
        Err(error) if !matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => {
            let mut below = input::folders_in(folder).into_iter();
            below.try_for_each(|folder| watch_below(watcher, &folder))
        }
        watched => watched,
    }
}

/// What an event says of a path, `is_last` of those it names.
fn state(kind: &EventKind, is_last: bool) -> Option<State> {
    Some(match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => State::Settled,
        EventKind::Access(_) => return None,
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => State::Gone,
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) if !is_last => State::Gone,
        EventKind::Modify(ModifyKind::Name(_)) => State::Settled,
        EventKind::Create(_) | EventKind::Modify(_) if SAYS_CLOSED => State::Open,
        _ => State::Settled,
    })
}

/// The two halves of a move as one event: between them the project is neither what it
/// was nor what it is going to be. `left` is the first half of the last one.
fn whole(left: &mut Option<Event>, event: Event) -> Event {
    match event.kind {
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) => *left = Some(event.clone()),
        EventKind::Modify(ModifyKind::Name(RenameMode::To)) => {
            if let Some(mut whole) = left.take_if(|left| left.tracker() == event.tracker()) {
                whole.kind = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
                whole.paths.extend(event.paths);
                return whole;
            }
        }
        _ => {}
    }
    event
}

/// Whether something that has another name now may be a page's backup, of another ending:
/// then the page may come back, and both are left alone for a moment.
fn is_backup(from: &Path, to: &Path) -> bool {
    from.extension() == Some("md".as_ref()) && to.extension() != from.extension()
}

/// The path of something the project is made of.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let path = path.strip_prefix(root).ok()?;
    let parts = path.components();
    let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
    let path = parts?.join("/");
    let first = path.split('/').next().unwrap_or_default();
    let is_ours = path == config::PATH || FOLDERS.contains(&first);
    (is_ours && !input::is_passed_over(&path)).then_some(path)
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

    #[test]
    fn only_what_the_project_is_made_of_counts() {
        let relative = |path: &str| relative(Path::new("/p"), Path::new(path));
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

    #[test]
    fn the_halves_of_a_move_are_one_event() {
        let half = |half, path: &str, tracker| {
            let event = Event::new(EventKind::Modify(ModifyKind::Name(half)));
            event.add_path(path.into()).set_tracker(tracker)
        };
        let mut left = None;
        let first = whole(&mut left, half(RenameMode::From, "a", 1));
        assert_eq!(first.paths, [PathBuf::from("a")]);
        let from_elsewhere = whole(&mut left, half(RenameMode::To, "x", 2));
        assert_eq!(from_elsewhere.paths, [PathBuf::from("x")]);
        let second = whole(&mut left, half(RenameMode::To, "b", 1));
        assert_eq!(second.paths, [PathBuf::from("a"), PathBuf::from("b")]);
        assert_eq!(state(&second.kind, false), Some(State::Gone));
        assert_eq!(state(&second.kind, true), Some(State::Settled));
    }

    #[test]
    fn only_a_pages_backup_is_left_alone() {
        let is_backup = |from: &str, to: &str| is_backup(Path::new(from), Path::new(to));
        assert!(is_backup("a.md", "a.md.bak"));
        assert!(!is_backup("a.md", "b.md"));
        assert!(!is_backup("a.md.tmp", "a.md"));
        assert!(!is_backup("content", "content.bak"));
    }
}
