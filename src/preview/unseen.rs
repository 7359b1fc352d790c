//! Renders the pages that nobody looks at, for the mistakes in them, when nothing
//! else is going on.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::shown::Shown;
use crate::diagnostic::Diagnostic;
use crate::render::Renderer;

/// How long nothing new may come before it begins.
const REST: Duration = Duration::from_millis(300);

/// The most mistakes it looks for.
const MOST: usize = 50;

/// How long it stands aside when a file has changed or a page was asked for, and how
/// often it looks whether it may go on.
const ASIDE: Duration = Duration::from_millis(50);
const LOOK: Duration = Duration::from_millis(5);

/// When something last happened that someone waits for.
#[derive(Debug, Default)]
pub struct Activity(Mutex<Option<Instant>>);

impl Activity {
    /// Something happens now.
    pub fn note(&self) {
        *self.last() = Some(Instant::now());
    }

    fn is_recent(&self) -> bool {
        self.last().is_some_and(|last| last.elapsed() < ASIDE)
    }

    fn last(&self) -> MutexGuard<'_, Option<Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Renders with each renderer that comes, until the next one comes.
pub fn render(renderers: &Receiver<Arc<Renderer>>, shown: &Shown) {
    let mut next = renderers.recv().ok();
    while let Some(renderer) = next.take() {
        next = match renderers.recv_timeout(REST) {
            Ok(newer) => Some(newer),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => {
                let newer = all(&renderer, renderers, shown);
                drop(renderer);
                newer.or_else(|| renderers.recv().ok())
            }
        };
    }
}

/// Renders everything, unless a newer renderer comes.
fn all(
    renderer: &Arc<Renderer>,
    renderers: &Receiver<Arc<Renderer>>,
    shown: &Shown,
) -> Option<Arc<Renderer>> {
    let mut problems: Vec<(String, Diagnostic)> = Vec::new();
    for job in renderer.jobs() {
        if let Ok(newer) = renderers.try_recv() {
            return Some(newer);
        }
        while shown.activity.is_recent() {
            thread::sleep(LOOK);
        }
        if let Err(problem) = renderer.run(&job)
            && !problems.iter().any(|(_, old)| old.says_the_same(&problem))
        {
            problems.push((job.path(renderer), *problem));
        }
        if problems.len() >= MOST {
            break;
        }
    }
    shown.finish(renderer, problems);
    None
}
