//! Where a page's texts are shown, and what their ids and links are there: on
//! the page itself, or as a chapter of the page for print, which holds them all.
//!
//! Promises that no two chapters have an id in common.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr};
use minijinja::{Value, context};

use super::{PageObject, Renderer};
use crate::content::Route;
use crate::site::{Made, Page, PageId};

/// Where a page's texts are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// On the page itself.
    Page,
    /// On the page for print, as the chapter of this page.
    Chapter(PageId),
    /// A line of this page on the page of people and organisations.
    Who(PageId),
}

impl Shown {
    /// An id of the page's as it is there. That of a chapter begins with a number
    /// and a dot: what comes before the first dot tells chapters apart.
    pub fn id(self, id: &str) -> String {
        match self {
            Shown::Page => id.to_owned(),
            Shown::Chapter(page) | Shown::Who(page) => format!("{}.{id}", chapter_id(page)),
        }
    }

    /// The link from there to an address.
    pub fn link(self, page: &Page, target: &Route) -> String {
        match self {
            Shown::Page => page.place.route.link_to(target),
            Shown::Chapter(_) => Made::Print.route().link_to(target),
            Shown::Who(_) => Made::Who.route().link_to(target),
        }
    }

    /// How many levels deeper headings are there. The home page's title is that of
    /// the page for print, too.
    pub fn deeper(self) -> u8 {
        match self {
            Shown::Page | Shown::Who(_) | Shown::Chapter(0) => 0,
            Shown::Chapter(_) => 1,
        }
    }
}

/// The id of a chapter.
pub fn chapter_id(page: PageId) -> String {
    format!("c{}", page + 1)
}

/// The id of a source on the page for print.
pub fn source_id(key: &str) -> String {
    format!("source-{key}")
}

/// `site.print`: the chapters of the page for print, in reading order.
pub fn print(renderer: &Arc<Renderer>) -> Value {
    let all = 0..renderer.site.pages.len();
    match renderer.site.has(Made::Print) {
        true => chapters(renderer, all.collect()),
        false => Value::from(()),
    }
}

fn chapters(renderer: &Arc<Renderer>, pages: Vec<PageId>) -> Value {
    Value::from_object(Chapters {
        renderer: renderer.clone(),
        pages,
    })
}

/// Made one by one, as a loop asks for them.
#[derive(Debug)]
struct Chapters {
    renderer: Arc<Renderer>,
    pages: Vec<PageId>,
}

impl Object for Chapters {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let id = *self.pages.get(key.as_usize()?)?;
        let page = self.renderer.site.pages.get(id)?;
        let chapter = PageObject::chapter(&self.renderer, id);
        Some(context! {
            id => chapter_id(id),
            page => Value::from_object(chapter.remembered()),
            children => chapters(&self.renderer, page.place.children.clone()),
        })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.pages.len())
    }
}
