//! A project as it will look, while its files change: read once, looked at through
//! HTTP, and taken in again file by file.
//!
//! ```text
//! file system ──changes──▶ paths ──prepare──▶ Shown ──▶ server ──▶ browsers
//!                                               ▲          └─live──┘
//!                                             unseen
//! ```
//!
//! A thread waits for changes and prepares the site with the pipeline's own memory; a
//! page is rendered when it is asked for, with the same functions as in a build, and
//! kept until the next change. Another thread renders the rest, for its mistakes.
//!
//! Promises: nothing is written, and `public/` is not even read; a mistake, whatever
//! it is, never ends the program. This is the only code that opens sockets or starts
//! other programs.

mod answer;
mod changes;
mod editor;
mod events;
mod guard;
mod live;
mod overlay;
mod pending;
mod programs;
mod server;
mod shown;
mod unseen;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use changes::Changes;
pub use editor::Editor;
pub use guard::{Guard, path_of};
use server::Server;
pub use server::{Listener, listen};
pub use shown::News;
use shown::Shown;
pub use unseen::Activity;

use crate::config::BaseUrl;
use crate::date::Timestamp;
use crate::diagnostic::{Diagnostic, Report};
use crate::pipeline::{self, Memory, Project};
use crate::render::Renderer;

/// Threads that render or read files at a time.
const MOST_THREADS: usize = 18;

/// What is said when a thread has ended that never does.
const FAILED: &str = "a part of attache has failed; please report what it said";

/// How long a file that is written again and again is waited for.
const LONGEST_READ: Duration = Duration::from_millis(500);

/// What is previewed, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The project's folder.
    pub root: PathBuf,
    /// In place of `site.yaml`'s.
    pub base_url: Option<BaseUrl>,
    /// Whether drafts are shown, and what is embargoed or expired.
    pub drafts: bool,
    /// The moment that counts as now; otherwise the clock.
    pub now: Option<Timestamp>,
    /// Whether all files are read again and again, instead of waiting for events.
    pub poll: bool,
    /// Who may look.
    pub guard: Guard,
    /// What opens the places of mistakes.
    pub editor: Option<Editor>,
}

/// What the terminal is told.
pub enum Told<'a> {
    /// Something has changed.
    News(&'a News),
    /// All files are read again and again, for this reason.
    Polls(&'a str),
}

/// Something that ends the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Ctrl-C.
    Interrupted,
    /// A request to end.
    Terminated,
}

/// Shows a project until something ends the program.
pub fn run(
    options: Options,
    listener: Listener,
    tell: impl Fn(Told) + Send + Sync + 'static,
) -> io::Result<End> {
    let tell = Arc::new(tell);
    let news = tell.clone();
    let shown = Arc::new(Shown::new(move |one| news(Told::News(one))));
    let (sender, renderers) = mpsc::channel();
    let unseen = shown.clone();
    let render = move || unseen::render(&renderers, &unseen);
    let server = Server {
        shown: shown.clone(),
        guard: options.guard.clone(),
        root: options.root.clone(),
        editor: options.editor.clone(),
    };
    let keep_up = move || {
        let polls = |why: &str| tell(Told::Polls(why));
        let take_in = |memory: &mut Memory, paths, known| {
            let (renderer, mistakes) = options.prepare(memory);
            if let Some(renderer) = shown.replace(renderer, mistakes, (paths, known)) {
                // That nobody takes it only means that the program ends.
                let _ = sender.send(renderer);
            }
        };
        follow(&options.root, options.poll, &shown.activity, polls, take_in);
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(MOST_THREADS)
        .enable_all()
        .build()?;
    let end = runtime.block_on(async {
        tokio::select! {
            end = ended() => end,
            failed = server::serve(listener, Arc::new(server)) => failed.map(|never| match never {}),
            _ = tokio::task::spawn_blocking(keep_up) => Err(io::Error::other(FAILED)),
            _ = tokio::task::spawn_blocking(render) => Err(io::Error::other(FAILED)),
        }
    });
    // Whoever still looks, or renders, is not waited for.
    runtime.shutdown_background();
    end
}

/// Opens an address in the user's browser.
pub fn open(address: &str) -> io::Result<()> {
    programs::start(|| open::that_detached(address))
}

/// Takes in a project, and then every change to it, and never ends. What it is taken in
/// with is what was changed, and when that was known. `polls` is told why all files are
/// read again and again, if they are.
///
/// The first time nothing is watched yet: reading all files sends more events than
/// anything else.
pub fn follow(
    root: &Path,
    poll: bool,
    activity: &Arc<Activity>,
    polls: impl Fn(&str),
    mut take_in: impl FnMut(&mut Memory, BTreeSet<String>, Instant),
) {
    let mut memory = Memory::new(root);
    take_in(&mut memory, BTreeSet::new(), Instant::now());
    let mut changes = Changes::new(root, poll, activity.clone());
    let mut told = None;
    loop {
        if changes.polls() != told.as_deref() {
            told = changes.polls().map(str::to_owned);
            told.iter().for_each(|why| polls(why));
        }
        let mut paths = changes.next();
        let known = Instant::now();
        let mut changed = BTreeSet::new();
        loop {
            for path in paths {
                if memory.inputs.refresh(&path) {
                    changed.insert(path);
                }
            }
            if known.elapsed() > LONGEST_READ || !changes.go_on(&changed) {
                break;
            }
            paths = changes.next();
        }
        if !changed.is_empty() {
            take_in(&mut memory, changed, known);
        }
    }
}

impl Options {
    /// What the pipeline makes of the project now.
    fn prepare(&self, memory: &mut Memory) -> (Option<Arc<Renderer>>, Vec<Diagnostic>) {
        let project = Project {
            root: &self.root,
            base_url: self.base_url.clone(),
            drafts: self.drafts,
            now: self.now.unwrap_or_else(Timestamp::now),
            strict: false,
        };
        let mut report = Report::default();
        let renderer = pipeline::prepare(&project, memory, &mut report);
        (renderer, report.sorted())
    }
}

/// Does some work until a signal ends the program, and then `last`, which a second
/// signal cuts short.
pub fn until_end(
    work: impl FnOnce() + Send + 'static,
    last: impl FnOnce() + Send + 'static,
) -> io::Result<End> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let end = runtime.block_on(async {
        let end = tokio::select! {
            end = ended() => end?,
            _ = tokio::task::spawn_blocking(work) => return Err(io::Error::other(FAILED)),
        };
        tokio::select! {
            _ = tokio::task::spawn_blocking(last) => {}
            _ = ended() => {}
        }
        Ok(end)
    });
    runtime.shutdown_background();
    end
}

/// Waits for a signal to end.
async fn ended() -> io::Result<End> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted.map(|()| End::Interrupted),
            _ = terminate.recv() => Ok(End::Terminated),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.map(|()| End::Interrupted)
}
