//! The preview over HTTP.
//!
//! Promises: only GET and HEAD; only under this machine's own names; nothing may be
//! kept by a browser or read by another site; slow and many clients wait for themselves.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::Semaphore;
use tower_http::services::ServeFile;

use super::answer::{Answer, Stamp};
use super::editor::Editor;
use super::guard::{self, Guard, Refusal};
use super::live;
use super::shown::Shown;
use crate::input;

/// Connections at a time; what comes then waits.
const MOST_CONNECTIONS: usize = 512;
/// How long a client may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest head of a request, in bytes.
const LARGEST_HEAD: usize = 16 * 1024;

const CLIENT: &str = include_str!("client.js");

/// What answers need.
pub struct Server {
    /// What is shown.
    pub shown: Arc<Shown>,
    /// Who may ask.
    pub guard: Guard,
    /// The project's folder.
    pub root: PathBuf,
    /// What opens places of mistakes.
    pub editor: Option<Editor>,
}

/// A port that is listened at.
pub struct Listener(TcpListener);

impl Listener {
    /// Its number; zero where the system does not say.
    pub fn port(&self) -> u16 {
        self.0.local_addr().map_or(0, |address| address.port())
    }
}

/// Listens at a port, or at the first free one of the next.
pub fn listen(address: IpAddr, port: u16, tries: u16) -> io::Result<Listener> {
    let mut result = Err(io::ErrorKind::AddrInUse.into());
    for port in port..=port.saturating_add(tries) {
        result = TcpListener::bind(SocketAddr::new(address, port));
        let is_taken = |error: &io::Error| error.kind() == io::ErrorKind::AddrInUse;
        if !result.as_ref().is_err_and(is_taken) {
            break;
        }
    }
    result.map(Listener)
}

/// Answers until the program ends.
pub async fn serve(Listener(listener): Listener, server: Arc<Server>) -> io::Result<Infallible> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let app = Router::new()
        .route("/_attache/client.js", get(client))
        .route("/_attache/events", get(events))
        .route("/_attache/edit", get(edit))
        .fallback(page)
        .layer(middleware::from_fn_with_state(server.clone(), guarded))
        .with_state(server);
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let place = places.clone().acquire_owned().await;
        let Ok((stream, _)) = listener.accept().await else {
            // No more files may be opened: others will be closed.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // What is sent is small, and is to be there at once.
        let _ = stream.set_nodelay(true);
        let peer = Peer(stream.peer_addr().is_ok_and(|peer| peer.ip().is_loopback()));
        let service = TowerToHyperService::new(app.clone().layer(Extension(peer)));
        tokio::spawn(async move {
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .max_buf_size(LARGEST_HEAD)
                .serve_connection(TokioIo::new(stream), service);
            // Whatever a client does wrong ends its connection only.
            let _ = connection.await;
            drop(place);
        });
    }
}

async fn guarded(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let checked = server
        .guard
        .check(request.method(), request.uri(), request.headers());
    let mut response = match checked {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("same-origin"),
    );
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        let allowed = HeaderValue::from_static("GET, HEAD");
        response.headers_mut().insert(header::ALLOW, allowed);
    }
    response
}

/// The script, without what is there for its readers.
async fn client() -> Response {
    let lines = CLIENT.lines().map(str::trim_start);
    let lines = lines.filter(|line| !line.starts_with("//"));
    typed("client.js", lines.collect::<Vec<_>>().join("\n").into())
}

/// What a page says of itself.
#[derive(serde::Deserialize)]
struct Looking {
    at: String,
    have: String,
}

async fn events(
    State(server): State<Arc<Server>>,
    Query(looking): Query<Looking>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if guard::is_cross_site(&headers) {
        return Ok(StatusCode::FORBIDDEN.into_response());
    }
    let path = guard::path_of(&looking.at)?;
    // One that comes back says what it was told last.
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let have = last.map_or(looking.have, str::to_owned);
    let can_edit = server.editor.is_some();
    Ok(live::events(server.shown.clone(), path, have, can_edit).into_response())
}

/// Whether who asks is on this machine.
#[derive(Clone, Copy)]
struct Peer(bool);

/// A place of a mistake.
#[derive(serde::Deserialize)]
struct Place {
    at: String,
}

/// Opens a place in the editor, if a mistake is there: no other can be named.
async fn edit(
    State(server): State<Arc<Server>>,
    Extension(Peer(is_here)): Extension<Peer>,
    Query(place): Query<Place>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    if !is_here || guard::is_cross_site(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    // Who asks for a head only looks what is there.
    if method != Method::GET {
        return StatusCode::NO_CONTENT.into_response();
    }
    let opened = tokio::task::spawn_blocking(move || opened(&server, &place.at));
    let failed = |_| StatusCode::INTERNAL_SERVER_ERROR.into_response();
    opened.await.unwrap_or_else(failed)
}

fn opened(server: &Server, at: &str) -> Response {
    let news = server.shown.news();
    let mistakes = news.mistakes.iter();
    let mut places = mistakes.filter_map(|mistake| mistake.location.as_ref());
    let found = places.find(|found| found.label() == at);
    let (Some(found), Some(editor)) = (found, &server.editor) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let file = input::resolved(&server.root).join(&found.path);
    let line = found.line.as_ref();
    let (line, column) = line.map_or((1, 1), |line| (line.number, line.column));
    match editor.open(&file, line, column) {
        Ok(Some(address)) => (StatusCode::FOUND, [(header::LOCATION, address)]).into_response(),
        Ok(None) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => {
            let message = format!("The editor cannot be started: {}.", input::reason(&error));
            (StatusCode::BAD_GATEWAY, message).into_response()
        }
    }
}

async fn page(State(server): State<Arc<Server>>, request: Request) -> Result<Response, Refusal> {
    let path = guard::path_of(request.uri().path())?;
    server.shown.ask(&path);
    // What is kept is there at once; what is not is rendered on a thread of its own.
    let answer = match server.shown.kept(&path) {
        Some(answer) => answer,
        None => {
            let shown = server.shown.clone();
            let answered = tokio::task::spawn_blocking(move || shown.answer(&path));
            let Ok(answer) = answered.await else {
                return Ok(StatusCode::INTERNAL_SERVER_ERROR.into_response());
            };
            answer
        }
    };
    Ok(match &*answer {
        Answer::Bytes {
            path,
            bytes,
            is_missing,
            ..
        } => {
            let mut response = typed(path, bytes.clone());
            if *is_missing {
                *response.status_mut() = StatusCode::NOT_FOUND;
            }
            response
        }
        Answer::Moved => {
            let address = format!("{}/", request.uri().path());
            (StatusCode::FOUND, [(header::LOCATION, address)]).into_response()
        }
        Answer::File(file) => sent(server.root.clone(), file.clone(), request).await,
        Answer::Nothing => nothing(),
    })
}

/// A file of the project, if it is one still: a link may have taken its place since it
/// was read.
async fn sent(root: PathBuf, file: PathBuf, request: Request) -> Response {
    let checked =
        tokio::task::spawn_blocking(move || input::is_inside(&root, &file).then_some(file));
    if let Ok(Some(file)) = checked.await
        && let Ok(response) = ServeFile::new(file).try_call(request).await
    {
        return response.map(Body::new);
    }
    StatusCode::NOT_FOUND.into_response()
}

fn typed(path: &str, bytes: Bytes) -> Response {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = kind.type_() == "text"
        || kind.suffix().is_some_and(|suffix| suffix == "xml")
        || matches!(kind.subtype().as_str(), "xml" | "json" | "javascript");
    let kind = match is_text {
        true => format!("{kind}; charset=utf-8"),
        false => kind.to_string(),
    };
    ([(header::CONTENT_TYPE, kind)], bytes).into_response()
}

/// The page where there is none: it only shows what is wrong.
fn nothing() -> Response {
    let page = "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\">\
        <meta name=\"viewport\" content=\"width=device-width\"><title>Attaché</title>\
        <body style=\"font: 1rem/1.5 system-ui; margin: 2rem\">\
        <p>There is nothing to show yet. This page changes as soon as there is.</p></body></html>\n";
    let stamp = Stamp {
        look: "none".to_owned(),
        page: "none".to_owned(),
    };
    let mut response = typed("nothing.html", stamp.on(page.as_bytes()));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}
