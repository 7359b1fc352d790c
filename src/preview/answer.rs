//! What is at an address of a site, as a web server would answer.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Bytes;

use crate::diagnostic::Diagnostic;
use crate::render::{Artifact, Content, Job, Renderer};

/// What is at an address.
#[derive(Debug)]
pub enum Answer {
    /// These bytes, of a file of this name, with the stamp of an HTML page.
    Bytes {
        /// The path in the output folder.
        path: String,
        /// What is sent.
        bytes: Bytes,
        /// Absent for what is no page.
        stamp: Option<Stamp>,
        /// Whether it is what stands in for a page that is not there.
        is_missing: bool,
    },
    /// What this file of the project holds.
    File(PathBuf),
    /// The page is at this address with a slash at its end.
    Moved,
    /// Nothing can be made of the project at all.
    Nothing,
}

/// What tells two states of a page apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Another when the page is to be loaded anew: see [`Renderer::look`].
    pub look: String,
    /// Another when its bytes are.
    pub page: String,
}

impl Stamp {
    /// A page with the script that keeps it up to date, as the last thing in its body.
    pub fn on(&self, page: &[u8]) -> Bytes {
        let script = format!("<script src=\"/_attache/client.js\" data-stamp=\"{self}\"></script>");
        let end = b"</body>";
        let at = page.windows(end.len()).rposition(|window| window == end);
        let (before, after) = page.split_at(at.unwrap_or(page.len()));
        [before, script.as_bytes(), after].concat().into()
    }
}

/// As pages name it: `look.page`.
impl fmt::Display for Stamp {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{}.{}", self.look, self.page)
    }
}

/// What is at a path below the site, `financing/`, or below its own path on the web.
pub fn answer(renderer: &Arc<Renderer>, path: &str) -> Result<Answer, Box<Diagnostic>> {
    // As on the web, where the site stands below a path.
    let base = renderer.site.config.base_url.as_ref();
    let base = base.map_or("", |base| base.path().trim_start_matches('/'));
    let below = path.strip_prefix(base).filter(|_| !base.is_empty());
    for path in [Some(path), below].into_iter().flatten() {
        if let Some(answer) = at(renderer, path)? {
            return Ok(answer);
        }
    }
    if base.strip_suffix('/') == Some(path) {
        return Ok(Answer::Moved);
    }
    match renderer.job_at("404.html") {
        Some(job) => made(renderer, &job, true),
        None => Ok(Answer::Nothing),
    }
}

/// What is at a path below the site's own address.
fn at(renderer: &Arc<Renderer>, path: &str) -> Result<Option<Answer>, Box<Diagnostic>> {
    let file = match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path.to_owned(),
    };
    if let Some(job) = renderer.job_at(&file) {
        return made(renderer, &job, false).map(Some);
    }
    let is_page = file == path && renderer.job_at(&format!("{path}/index.html")).is_some();
    Ok(is_page.then_some(Answer::Moved))
}

fn made(renderer: &Arc<Renderer>, job: &Job, is_missing: bool) -> Result<Answer, Box<Diagnostic>> {
    let Artifact { path, content } = renderer.run(job)?;
    let bytes = match content {
        Content::Copy(file) => return Ok(Answer::File(file)),
        Content::Bytes(bytes) => bytes,
    };
    let stamp = path.ends_with(".html").then(|| Stamp {
        look: renderer.look(),
        page: blake3::hash(&bytes).to_hex().chars().take(16).collect(),
    });
    Ok(Answer::Bytes {
        bytes: match &stamp {
            Some(stamp) => stamp.on(&bytes),
            None => bytes.into(),
        },
        path,
        stamp,
        is_missing,
    })
}
