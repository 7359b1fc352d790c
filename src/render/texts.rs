//! The texts of a page into HTML: what stands above its body (the summary and
//! the key points), and the body, with one row of notes through all of them.

use std::cell::RefCell;
use std::sync::Arc;

use minijinja::Value;

use super::components::Components;
use super::notes::Notes;
use super::shown::Shown;
use super::{Renderer, links, passages};
use crate::content::Route;
use crate::markdown::{self, Chapter, Cited, Explained, Line, Resolved, Surroundings, Terms};
use crate::site::{Made, Page, PageId};

/// A page of `content/` whose texts are wanted.
pub struct Texts<'a> {
    renderer: &'a Arc<Renderer>,
    page: &'a Page,
    shown: Shown,
    notes: Notes<'a>,
}

impl<'a> Texts<'a> {
    /// Those of a page, as they are where it is shown.
    pub fn new(renderer: &'a Arc<Renderer>, id: PageId, page: &'a Page, shown: Shown) -> Texts<'a> {
        Texts {
            renderer,
            page,
            shown,
            notes: Notes::new(renderer, id, page, shown),
        }
    }

    /// The summary without citations, for lists and other sites.
    pub fn summary(&self) -> Option<String> {
        let summary = self.page.document.matter.summary.as_ref()?;
        Some(markdown::without_citations(&summary.value, |key| {
            self.notes.called(key)
        }))
    }

    /// The first words of the body as a description. They hold no citations but
    /// the keys of sources that sentences name.
    pub fn excerpt(&self) -> String {
        let text = &self.page.document.facts.text;
        markdown::without_citations(text, |key| self.notes.called(key))
    }

    /// The summary as HTML.
    pub fn standfirst(&self) -> Value {
        match self.summary_line() {
            Some(line) => Value::from_safe_string(line.html),
            None => Value::from(()),
        }
    }

    /// The key points as HTML.
    pub fn key_points(&self) -> Value {
        let lines = self.key_lines().into_iter();
        lines
            .map(|line| Value::from_safe_string(line.html))
            .collect()
    }

    /// The notes of all that stands above the body.
    pub fn opening_notes(&self) -> Value {
        let lines = self.summary_line().into_iter().chain(self.key_lines());
        let notes: String = lines.map(|line| line.notes).collect();
        match notes.is_empty() {
            true => Value::from(()),
            false => Value::from_safe_string(notes),
        }
    }

    /// The body as HTML.
    pub fn body(&self) -> Value {
        self.body_with(&|_, markup| markup)
    }

    /// The body as HTML in which `passages` tells what each component says.
    pub fn body_with_marks(&self) -> Value {
        self.body_with(&passages::marked)
    }

    /// The body, with what is made of the markup of each component, by its number.
    fn body_with(&self, made: &dyn Fn(usize, String) -> String) -> Value {
        let document = &self.page.document;
        let renderer = self.renderer;
        let options = markdown::Options {
            notes_before: document.notes_before_body(),
            ..self.options()
        };
        let components = Components {
            renderer,
            document,
            texts: self,
            failed: RefCell::default(),
        };
        let component = |number: usize| made(number, components.markup(number));
        let html = self.with_components(self.body_text(), &component, |around| {
            let (labels, highlighter) = (&renderer.labels, &renderer.highlighter);
            markdown::render(document.body(), &options, labels, highlighter, around)
        });
        match components.failed.take() {
            // The template that asks for the body fails with it.
            Some(error) => Value::from(error),
            None => Value::from_safe_string(html),
        }
    }

    /// How the page's Markdown is read.
    pub fn options(&self) -> markdown::Options {
        let site = &self.renderer.site.config.markdown;
        let mut options = self.page.document.matter.options(site);
        if self.shown != Shown::Page {
            // Terms are explained at the end of the page for print.
            options.terms = Terms::default();
        }
        options
    }

    /// The number of the body among the page's texts.
    fn body_text(&self) -> usize {
        self.page.document.opening.len()
    }

    fn summary_line(&self) -> Option<Line> {
        let summary = self.page.document.matter.summary.as_ref()?;
        let (options, labels) = (self.options(), &self.renderer.labels);
        let line =
            |around: &Surroundings| markdown::plain(&summary.value, &options, labels, around);
        Some(self.with_surroundings(0, line))
    }

    fn key_lines(&self) -> Vec<Line> {
        let document = &self.page.document;
        let labels = &self.renderer.labels;
        let points = document.matter.key_points.iter();
        // The summary stands before them, if there is one.
        let first = usize::from(document.matter.summary.is_some());
        let lines = (first..).zip(points).map(|(text, point)| {
            let before = document.opening.iter().take(text);
            let options = markdown::Options {
                notes_before: before.map(|text| text.value.citations.len()).sum(),
                ..self.options()
            };
            self.with_surroundings(text, |around| {
                markdown::inline(&point.value, &options, labels, around)
            })
        });
        lines.collect()
    }

    /// What a link of the page becomes where its texts are shown.
    pub fn link(&self, dest: &str) -> Resolved {
        links::resolve(self.renderer, self.page, self.shown, dest)
    }

    /// The address at which its texts are shown.
    pub fn route(&self) -> Route {
        match self.shown {
            Shown::Page => self.page.place.route.clone(),
            Shown::Chapter(_) => Made::Print.route(),
            Shown::Who(_) => Made::Who.route(),
        }
    }

    /// What becomes of a citation of one of the page's texts.
    pub fn cite(&self, text: usize, number: usize) -> Cited {
        self.notes.cite(text, number)
    }

    /// What is said of a term where the page uses it.
    fn explain(&self, number: usize) -> Option<Explained> {
        let (id, meaning) = self.renderer.meanings().get(&number)?;
        let list = self.shown.link(self.page, &Made::Glossary.route());
        Some(Explained {
            href: format!("{list}#{id}"),
            meaning: meaning.clone(),
        })
    }

    /// Runs what renders one of the page's texts, which is one line.
    pub fn with_surroundings<T>(&self, text: usize, render: impl FnOnce(&Surroundings) -> T) -> T {
        self.with_components(text, &|_| String::new(), render)
    }

    /// Runs what renders one of the page's texts, which may hold components.
    fn with_components<T>(
        &self,
        text: usize,
        component: &dyn Fn(usize) -> String,
        render: impl FnOnce(&Surroundings) -> T,
    ) -> T {
        let (page, shown) = (self.page, self.shown);
        let resolve = |dest: &str, _image: bool| self.link(dest);
        let cite = |number: usize| -> Cited { self.notes.cite(text, number) };
        let explain = |number: usize| self.explain(number);
        let (prefix, base) = (shown.id(""), shown.link(page, &page.place.route));
        let is_chapter = matches!(shown, Shown::Chapter(_));
        let chapter = is_chapter.then_some(Chapter {
            prefix: &prefix,
            deeper: shown.deeper(),
            base: &base,
        });
        render(&Surroundings {
            resolve: &resolve,
            cite: &cite,
            chapter,
            component,
            explain: &explain,
        })
    }
}
