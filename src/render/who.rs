//! `page.who`: everyone that pages present, what is said of each, and where the name stands.
//!
//! Names are looked for in what readers see of a page: its text, its components, and who is
//! quoted.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::{Value, context};
use rayon::prelude::*;

use super::components::Components;
use super::shown::Shown;
use super::texts::Texts;
use super::{Renderer, Which, lists, search};
use crate::markdown::Terms;
use crate::site::{Made, PageId, Party, Presented};

/// A place where a name stands, by its anchor: a paragraph with its number, or what stands
/// below a heading.
struct Place {
    id: String,
    paragraph: Option<usize>,
    heading: String,
}

/// A name that stands on a page: the number of its bearer, and where.
type Mention = (usize, Place);

/// All of them, on the page that lists them; other pages list none.
pub fn all(renderer: &Arc<Renderer>, which: Which) -> Value {
    let site = &renderer.site;
    if which != Which::Made(Made::Who) {
        return Value::from(Vec::<Value>::new());
    }
    let parties = site.parties();
    let mut names = Terms::default();
    for (number, party) in parties.iter().enumerate() {
        for name in &party.names {
            // Names that only a dash or an apostrophe parts are found as the first of them.
            let _ = names.add(name, number, true);
        }
    }
    let pages = (0..site.pages.len()).into_par_iter();
    let found: Vec<Vec<Mention>> = pages
        .map(|id| on_page(renderer, id, &names, &parties))
        .collect();
    let mut mentions: BTreeMap<usize, BTreeMap<PageId, Vec<Place>>> = BTreeMap::new();
    for (id, found) in found.into_iter().enumerate() {
        for (number, place) in found {
            let pages = mentions.entry(number).or_default();
            pages.entry(id).or_default().push(place);
        }
    }
    let records = records(renderer, &parties);
    let each = parties.iter().enumerate().map(|(number, party)| {
        let pages = mentions.remove(&number).unwrap_or_default().into_iter();
        let mentions = pages.map(|(id, places)| mentioned(renderer, id, &places));
        context! {
            id => party.id.as_str(),
            name => party.name.as_str(),
            is_organisation => party.is_organisation,
            presented => presented(renderer, party, &records),
            mentions => mentions.collect::<Vec<_>>(),
        }
    });
    each.collect()
}

/// What components say, by their page and their number on it.
type Records = BTreeMap<(PageId, usize), Value>;

/// The components that present someone, each once, as one may present hundreds.
fn records(renderer: &Arc<Renderer>, parties: &[Party]) -> Records {
    let mut records = Records::new();
    for at in parties.iter().flat_map(|party| &party.presented) {
        let record = records.entry((at.page, at.component));
        record.or_insert_with(|| said(renderer, *at).unwrap_or_default());
    }
    records
}

/// What each record says of someone, and the page that it stands on.
fn presented(renderer: &Arc<Renderer>, party: &Party, records: &Records) -> Vec<Value> {
    let each = party.presented.iter().filter_map(|record| {
        let component = records.get(&(record.page, record.component))?;
        let said = component.get_item_by_index(record.record).ok()?;
        let page = lists::page(renderer, Some(Which::Page(record.page)));
        let part = |key: &str| said.get_attr(key).unwrap_or_default();
        Some(context! {
            page,
            role => part("role"),
            note => part("note"),
            link => part("link"),
            source => part("source"),
        })
    });
    each.collect()
}

/// What all of a component says.
fn said(renderer: &Arc<Renderer>, at: Presented) -> Option<Value> {
    let page = renderer.site.pages.get(at.page)?;
    let texts = Texts::new(renderer, at.page, page, Shown::Who(at.page));
    let components = Components {
        renderer,
        document: &page.document,
        texts: &texts,
        failed: RefCell::default(),
    };
    components.value(at.component)
}

/// A page on which a name stands, and where.
fn mentioned(renderer: &Arc<Renderer>, id: PageId, places: &[Place]) -> Value {
    let places = places.iter().filter(|place| !place.id.is_empty());
    let places = places.map(|place| {
        context! {
            id => place.id.as_str(),
            paragraph => place.paragraph,
            heading => place.heading.as_str(),
        }
    });
    let page = lists::page(renderer, Some(Which::Page(id)));
    context! { page, places => places.collect::<Vec<_>>() }
}

/// The names that stand on a page, each place once. What a component says that presents
/// someone is said above their mentions, and is none.
fn on_page(renderer: &Arc<Renderer>, id: PageId, names: &Terms, parties: &[Party]) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::new();
    let Some(page) = renderer.site.pages.get(id) else {
        return mentions;
    };
    let paragraphs = &page.document.facts.paragraphs;
    let is_presented = |number: usize, component: Option<usize>| {
        let party = component.and_then(|_| parties.get(number));
        let mut presented = party.iter().flat_map(|party| &party.presented);
        presented.any(|at| at.page == id && Some(at.component) == component)
    };
    let mut note = |words: &str, id: &str, heading: &str, component: Option<usize>| {
        let paragraph = paragraphs.iter().position(|one| **one == *id);
        for (_, number) in names.find(words) {
            if is_presented(number, component) {
                continue;
            }
            let mention = Place {
                id: id.to_owned(),
                paragraph: paragraph.map(|index| index + 1),
                heading: heading.to_owned(),
            };
            let mut own = mentions.iter().rev().filter(|(one, _)| *one == number);
            if own.next().is_none_or(|(_, last)| last.id != mention.id) {
                mentions.push((number, mention));
            }
        }
    };
    for part in search::parts_with_components(renderer, id) {
        note(&part.heading, &part.id, &part.heading, part.component);
        for text in &part.texts {
            let id = match text.id.is_empty() {
                true => &part.id,
                false => &text.id,
            };
            note(&text.words, id, &part.heading, text.component);
        }
    }
    mentions
}
