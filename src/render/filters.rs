//! The filters that know pages: `href`, `absolute` and `menu`.

use std::sync::Arc;

use minijinja::value::Kwargs;
use minijinja::{Environment, Error, State, Value};

use super::PageObject;
use super::navigation::{self, Entry};
use super::shown::{Shown, chapter_id};
use crate::content::Route;
use crate::diagnostic::Code;
use crate::theme::{Here, Problem};

/// Adds them.
pub fn add(environment: &mut Environment<'static>) {
    environment.add_filter("href", |state: &State, value: &Value| {
        href(&*known(state)?, value)
    });
    environment.add_filter("menu", |state: &State, entries: &Value, options: Kwargs| {
        let below: Option<usize> = options.get("below")?;
        options.assert_all_used()?;
        let html = navigation::menu(&*known(state)?, entries, below.unwrap_or(0))?;
        Ok(Value::from_safe_string(html))
    });
    environment.add_filter("absolute", |state: &State, value: &Value| {
        let here = Here::of(state);
        let base = here.as_ref().and_then(|here| here.base_url.as_deref());
        match (target(value)?, base) {
            (Address::Web(url), _) => Ok(url),
            (Address::Route(route), Some(base)) => Ok(route.below(base)),
            (Address::Fragment(id), Some(base)) => Ok(format!("{base}#{id}")),
            (_, None) => Err(unknown(
                "there are no full addresses without `base_url` in site.yaml",
            )),
        }
    });
}

/// The link from a page to what a value points to.
pub fn href(here: &Here, value: &Value) -> Result<String, Error> {
    Ok(match target(value)? {
        Address::Route(route) => here.link(&route),
        Address::Web(url) => url,
        Address::Fragment(id) => format!("#{id}"),
    })
}

fn known(state: &State) -> Result<Arc<Here>, Error> {
    Here::of(state).ok_or_else(|| unknown("a link has nowhere to begin here"))
}

enum Address {
    Route(Route),
    Web(String),
    Fragment(String),
}

/// What a value points to: a page, a navigation entry, a contents entry, an
/// image, or a path.
fn target(value: &Value) -> Result<Address, Error> {
    if let Some(page) = value.downcast_object_ref::<PageObject>() {
        return Ok(match page.shown() {
            Shown::Page | Shown::Who(_) => Address::Route(page.route()),
            Shown::Chapter(id) => Address::Fragment(chapter_id(id)),
        });
    }
    if let Some(page) = value.downcast_object_ref::<Entry>().and_then(Entry::page) {
        return Ok(Address::Route(page.route()));
    }
    if let Some(path) = value.as_str() {
        return match crate::site::is_web(path) {
            true => web(path),
            false => Ok(Address::Route(Route::generated(
                path.trim_start_matches('/'),
            ))),
        };
    }
    let attribute = |name: &str| {
        let value = value.get_attr(name).ok()?;
        (!value.is_none() && !value.is_undefined()).then_some(value)
    };
    if let Some(page) = attribute("page") {
        return target(&page);
    }
    let text = |name: &str| attribute(name).and_then(|value| value.as_str().map(str::to_owned));
    if let Some(url) = text("url") {
        return web(&url);
    }
    if let Some(path) = text("path") {
        return Ok(Address::Route(Route::generated(path)));
    }
    match text("id") {
        Some(id) => Ok(Address::Fragment(id)),
        None => Err(unknown("this has no address")),
    }
}

/// An address on the web, of a scheme that a reader may follow.
fn web(url: &str) -> Result<Address, Error> {
    match crate::config::is_web_address(url) || url.starts_with("//") {
        true => Ok(Address::Web(url.to_owned())),
        false => Err(unknown(
            "a link may begin with https:, http: or mailto: only",
        )),
    }
}

fn unknown(message: &str) -> Error {
    problem(message, "`href` takes a page, an entry, an image or a path")
}

/// What is wrong with what a filter was given, and what it takes.
pub fn problem(message: &str, help: &str) -> Error {
    Error::from(Problem {
        code: Code::TemplateFailed,
        message: message.to_owned(),
        help: Some(help.to_owned()),
    })
}
