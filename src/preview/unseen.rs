//! Renders the pages that nobody looks at, for the mistakes in them, when nothing
//! else is going on.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::shown::Shown;
use crate::diagnostic::{Diagnostic, Report};
use crate::render::Renderer;

/// How long nothing new may come before it begins.
const REST: Duration = Duration::from_millis(300);

/// The most mistakes it looks for: a template that is wrong is wrong on every page.
const MOST: usize = 50;

/// How long it stands aside when a file has changed or a page was asked for, and how
/// often it looks whether it may go on.
const ASIDE: Duration = Duration::from_millis(50);
const LOOK: Duration = Duration::from_millis(5);

/// When something last happened that someone waits for.
#[derive(Debug)]
pub struct Activity {
    start: Instant,
    /// In milliseconds since the start.
    last: AtomicU64,
}

impl Default for Activity {
    fn default() -> Activity {
        Activity {
            start: Instant::now(),
            last: AtomicU64::new(0),
        }
    }
}

impl Activity {
    /// Something happens now.
    pub fn note(&self) {
        self.last.store(self.now(), Ordering::Relaxed);
    }

    fn is_recent(&self) -> bool {
        let since = self.now().saturating_sub(self.last.load(Ordering::Relaxed));
        u128::from(since) < ASIDE.as_millis()
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
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
    let mut problems: Vec<Diagnostic> = Vec::new();
    for job in renderer.jobs() {
        if let Ok(newer) = renderers.try_recv() {
            return Some(newer);
        }
        while shown.activity.is_recent() {
            thread::sleep(LOOK);
        }
        problems.extend(renderer.run(&job).err().map(|problem| *problem));
        if problems.len() >= MOST {
            break;
        }
    }
    let mut report = Report::default();
    report.extend_once_each(problems);
    shown.finish(renderer, report.sorted());
    None
}
