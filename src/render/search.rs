//! The index of the search: the texts of all pages. For a small site the index is the text
//! itself, in which the theme's script looks for words.
//!
//! It is a script that sets `attacheIndex`, as a page opened from a disk may load a script
//! and nothing else.

use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::passages::{self, Part};
use super::shown::Shown;
use super::texts::Texts;
use super::{PageObject, Renderer, Which};
use crate::site::PageId;

/// The index as a script, in JSON, which ECMAScript holds (ECMA-262, since 2019).
pub fn index(renderer: &Arc<Renderer>) -> String {
    let pages = (0..renderer.site.pages.len()).into_par_iter();
    let pages: Vec<Value> = pages.map(|id| entry(renderer, id)).collect();
    let json = serde_json::to_string(&pages).unwrap_or_default();
    // Whoever takes the file for HTML finds no tag in it.
    let json = json.replace('<', "\\u003c");
    format!("globalThis.attacheIndex={json};\n")
}

/// A page: its address from the home page, its title, the titles of the sections that it is
/// in, its tags, and its parts.
fn entry(renderer: &Arc<Renderer>, id: PageId) -> Value {
    let page = PageObject::new(renderer, Which::Page(id));
    // A section's own page is one of its pages; the home page is above all sections.
    let own = (page.kind() == "section").then_some(Which::Page(id));
    let sections = page.ancestors().into_iter().chain(own);
    let sections = sections.filter(|section| *section != Which::Page(0));
    let titles = |pages: Vec<Which>| -> Vec<String> {
        let pages = pages.into_iter();
        pages
            .map(|which| PageObject::new(renderer, which).title())
            .collect()
    };
    let parts: Vec<Value> = parts(renderer, id).into_iter().map(part).collect();
    json!([
        page.route().as_str(),
        page.title(),
        titles(sections.collect()),
        titles(page.which().tags(&renderer.site)),
        parts,
    ])
}

/// A part: its anchor, its heading, and its texts behind their own anchors, which are empty
/// where they have none. A heading without a text below it has one without words, so that it
/// can be found.
fn part(part: Part) -> Value {
    let Part {
        id, heading, texts, ..
    } = part;
    let mut texts: Vec<_> = texts
        .iter()
        .map(|text| json!([text.id, text.words]))
        .collect();
    if texts.is_empty() {
        texts.push(json!([id, ""]));
    }
    json!([id, heading, texts])
}

/// What stands on a page: its opening, then its body.
pub fn parts(renderer: &Arc<Renderer>, id: PageId) -> Vec<Part> {
    parts_with(renderer, id, |texts| texts.body())
}

/// The same, with what of it stands in which component.
pub fn parts_with_components(renderer: &Arc<Renderer>, id: PageId) -> Vec<Part> {
    parts_with(renderer, id, |texts| texts.body_with_marks())
}

fn parts_with(
    renderer: &Arc<Renderer>,
    id: PageId,
    body: fn(&Texts) -> minijinja::Value,
) -> Vec<Part> {
    let Some(page) = renderer.site.pages.get(id) else {
        return Vec::new();
    };
    let texts = Texts::new(renderer, id, page, Shown::Page);
    let html = |value: &minijinja::Value| value.as_str().unwrap_or_default().to_owned();
    let mut opening = html(&texts.standfirst());
    for point in texts.key_points().try_iter().into_iter().flatten() {
        opening.push_str(&format!("<p>{}</p>", html(&point)));
    }
    passages::parts(&(opening + &html(&body(&texts))))
}
