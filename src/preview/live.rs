//! Server-sent events (HTML, section 9.2): tells an open page when it is to change,
//! and what is wrong.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use tokio::sync::watch;

use super::answer::Answer;
use super::overlay;
use super::shown::Shown;

/// An open page.
struct Client {
    shown: Arc<Shown>,
    /// Where it is.
    path: String,
    /// The stamp of what it shows, as `look.page`.
    have: String,
    /// The mistakes that it shows.
    panel: String,
    can_edit: bool,
    changes: watch::Receiver<u64>,
    /// What it is to be told.
    queue: VecDeque<Event>,
}

/// The events for a page at `path` that shows what had the stamp `have`. One that
/// missed something is told at once.
pub fn events(
    shown: Arc<Shown>,
    path: String,
    have: String,
    can_edit: bool,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut changes = shown.changes();
    changes.mark_changed();
    shown.open(&path);
    let client = Client {
        shown,
        path,
        have,
        // What a browser shows that comes back is not known.
        panel: String::new(),
        can_edit,
        changes,
        queue: VecDeque::new(),
    };
    Sse::new(stream::unfold(client, next)).keep_alive(KeepAlive::default())
}

async fn next(mut client: Client) -> Option<(Result<Event, Infallible>, Client)> {
    loop {
        if let Some(event) = client.queue.pop_front() {
            return Some((Ok(event), client));
        }
        client.changes.changed().await.ok()?;
        let looked = tokio::task::spawn_blocking(move || {
            client.look();
            client
        });
        client = looked.await.ok()?;
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.shown.close(&self.path);
    }
}

impl Client {
    /// Finds out what the page is to be told: first what changes it, then what is wrong.
    fn look(&mut self) {
        if let Answer::Bytes {
            stamp: Some(stamp), ..
        } = &*self.shown.answer(&self.path)
        {
            let now = stamp.to_string();
            if now != self.have {
                let is_like = self.have.split('.').next() == Some(&stamp.look);
                let event = if is_like { "patch" } else { "reload" };
                let event = Event::default().event(event).id(now.clone()).data("now");
                self.queue.push_back(event);
                self.have = now;
            }
        }
        let news = self.shown.news();
        let panel = overlay::panel(&news.mistakes, self.can_edit, news.is_old);
        if panel != self.panel {
            let event = Event::default().event("mistakes").data(panel.clone());
            self.queue.push_back(event);
            self.panel = panel;
        }
    }
}
