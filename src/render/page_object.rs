//! A page as templates see it: looked up in the site when asked for, never
//! copied.

use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object};

use super::contents::contents;
use super::memo::Memo;
use super::shown::Shown;
use super::site_object::{date, extra, party, picture};
use super::texts::Texts;
use super::{Renderer, Which, cards, cite, evidence_object, json_ld, lists, news, who};
use crate::config::Party;
use crate::content::Route;
use crate::site::{Made, Page, PageId, Taxonomy, Term, page_route};

/// `page` in a template.
#[derive(Debug)]
pub struct PageObject {
    renderer: Arc<Renderer>,
    which: Which,
    /// Which part of a list that is split, from one.
    part: usize,
    /// Where its texts are shown.
    shown: Shown,
    /// Of the page that is being rendered, not of those that it names.
    memo: Option<Memo>,
}

/// The names of `page`.
pub const KEYS: &[&str] = &[
    "kind",
    "title",
    "summary",
    "standfirst",
    "description",
    "key_points",
    "opening_notes",
    "body",
    "contents",
    "date",
    "updated",
    "updates",
    "as_of",
    "review_by",
    "next_update",
    "period",
    "marking",
    "overdue",
    "draft",
    "tags",
    "authors",
    "sources",
    "quotations",
    "paragraphs",
    "citations",
    "bibtex",
    "image",
    "card",
    "section",
    "ancestors",
    "children",
    "news",
    "who",
    "previous",
    "next",
    "backlinks",
    "words",
    "minutes",
    "numbered",
    "path",
    "canonical",
    "markdown",
    "json_ld",
    "extra",
];

impl Object for PageObject {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        match &self.memo {
            Some(memo) => memo.get(key, || self.value(key)),
            None => self.value(key),
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(KEYS)
    }
}

impl PageObject {
    fn value(&self, key: &str) -> Option<Value> {
        let renderer = &self.renderer;
        let none = || Value::from(());
        // Lists ask for these of each of their pages.
        match key {
            "path" => return Some(Value::from(self.first().shared())),
            "title" => return Some(Value::from(self.title())),
            _ => {}
        }
        let shared = match key {
            "kind" => Value::from(self.kind()),
            "children" => lists::pages(renderer, self.which.listed(&renderer.site)),
            "news" => news::days(renderer, self.which, self.part),
            "who" => who::all(renderer, self.which),
            "ancestors" => lists::pages(renderer, self.ancestors()),
            "section" => lists::page(renderer, self.ancestors().last().copied()),
            "canonical" => Value::from(self.canonical()),
            "json_ld" => Value::from(json_ld::of_page(self)),
            "card" => cards::shared(renderer, self.which),
            "quotations" if self.which == Which::Made(Made::Glossary) => {
                evidence_object::quotations(renderer, renderer.site.glossary_id())
            }
            _ => match (self.which, self.page()) {
                (Which::Page(id), Some(page)) => return self.of_page(id, page, key),
                _ => none(),
            },
        };
        // What only a page of `content/` has is empty on the others.
        match key {
            "description" => Some(Value::from("")),
            "quotations" if !shared.is_none() => Some(shared),
            "key_points" | "contents" | "tags" | "sources" | "backlinks" | "quotations"
            | "paragraphs" | "citations" | "updates" => Some(Value::from(Vec::<Value>::new())),
            "authors" => Some(self.authors()),
            "overdue" | "draft" | "numbered" => Some(Value::from(false)),
            "words" | "minutes" => Some(Value::from(0)),
            _ => KEYS.contains(&key).then_some(shared),
        }
    }

    /// A page of a site.
    pub fn new(renderer: &Arc<Renderer>, which: Which) -> PageObject {
        PageObject::part(renderer, which, 1)
    }

    /// A part of a page whose list is split. Only the first has the page's text.
    pub fn part(renderer: &Arc<Renderer>, which: Which, part: usize) -> PageObject {
        PageObject {
            renderer: renderer.clone(),
            which,
            part,
            shown: Shown::Page,
            memo: None,
        }
    }

    /// A page of `content/` as a chapter of the page for print.
    pub fn chapter(renderer: &Arc<Renderer>, id: PageId) -> PageObject {
        PageObject {
            shown: Shown::Chapter(id),
            ..PageObject::new(renderer, Which::Page(id))
        }
    }

    /// Where its texts are shown.
    pub fn shown(&self) -> Shown {
        self.shown
    }

    /// It as the page that is being rendered.
    pub fn remembered(self) -> PageObject {
        PageObject {
            memo: Some(Memo::of(KEYS)),
            ..self
        }
    }

    /// Which page it is.
    pub fn which(&self) -> Which {
        self.which
    }

    /// What all pages share.
    pub fn renderer(&self) -> &Arc<Renderer> {
        &self.renderer
    }

    /// The page of `content/` that it is.
    pub fn page(&self) -> Option<&Page> {
        match self.which {
            Which::Page(id) => self.renderer.site.pages.get(id),
            _ => None,
        }
    }

    fn taxonomy(&self) -> Option<&Taxonomy> {
        match self.which {
            Which::Taxonomy(index) | Which::Term(index, _) => {
                self.renderer.site.plan.taxonomies.get(index)
            }
            _ => None,
        }
    }

    fn term(&self) -> Option<&Term> {
        match self.which {
            Which::Term(_, term) => self.taxonomy()?.terms.get(term),
            _ => None,
        }
    }

    /// `home`, `section`, `page`, `terms`, `term`, or that of a page that no file is.
    pub fn kind(&self) -> &'static str {
        match self.which {
            Which::Page(0) => "home",
            Which::Page(_) => match self.page().is_some_and(|page| page.document.is_index()) {
                true => "section",
                false => "page",
            },
            Which::Taxonomy(_) => "terms",
            Which::Term(..) => "term",
            Which::Made(made) => made.kind(),
        }
    }

    /// As shown.
    pub fn title(&self) -> String {
        let words = |key: &str| self.renderer.theme.strings.get(key).map(str::to_owned);
        match self.which {
            Which::Page(_) => self.page().map(|page| page.document.matter.title.clone()),
            Which::Term(..) => self.term().map(|term| term.name.clone()),
            Which::Taxonomy(_) => self.taxonomy().map(|taxonomy| {
                let own = taxonomy.title.clone();
                own.or_else(|| words(&taxonomy.name))
                    .unwrap_or_else(|| taxonomy.name.clone())
            }),
            Which::Made(made) => words(made.title()),
        }
        .unwrap_or_default()
    }

    /// Its address.
    pub fn route(&self) -> Route {
        page_route(&self.first(), self.part)
    }

    /// The address of its first part.
    fn first(&self) -> Route {
        match self.which {
            Which::Page(_) => self.page().map(|page| page.place.route.clone()),
            Which::Term(..) => self.term().map(|term| term.route.clone()),
            Which::Taxonomy(_) => self.taxonomy().map(|taxonomy| taxonomy.route.clone()),
            Which::Made(made) => Some(made.route()),
        }
        .unwrap_or_default()
    }

    /// Its full address, where the site has one.
    pub fn canonical(&self) -> Option<String> {
        let base = self.renderer.site.config.base_url.as_ref()?;
        match self.which {
            Which::Made(Made::NotFound) => None,
            // It says again what the others say.
            Which::Made(Made::Print) => Some(base.as_str().to_owned()),
            _ => Some(self.route().below(base.as_str())),
        }
    }

    /// From the home page down to the section it is in.
    pub fn ancestors(&self) -> Vec<Which> {
        let home = Which::Page(0);
        match self.which {
            Which::Page(_) => {
                let mut ancestors = Vec::new();
                let mut section = self.page().and_then(|page| page.place.section);
                while let Some(id) = section {
                    ancestors.push(Which::Page(id));
                    section = self
                        .renderer
                        .site
                        .pages
                        .get(id)
                        .and_then(|page| page.place.section);
                }
                ancestors.reverse();
                ancestors
            }
            Which::Term(index, _) => vec![home, Which::Taxonomy(index)],
            _ => vec![home],
        }
    }

    /// The summary, or the first words of the body, without markup.
    pub fn description(&self) -> String {
        let Some(page) = self.page() else {
            return String::new();
        };
        let (id, description) = match self.which {
            Which::Page(0) => (0, self.renderer.site.config.description.clone()),
            Which::Page(id) => (id, None),
            _ => return String::new(),
        };
        let texts = self.texts(id, page);
        let summary = texts.summary().or(description);
        summary.unwrap_or_else(|| texts.excerpt())
    }

    /// The page's authors, otherwise the site's. A name that the site gives an
    /// address has it here, too.
    pub fn parties(&self) -> Vec<Party> {
        let site_authors = &self.renderer.site.config.authors;
        let own = self
            .page()
            .map_or(&[][..], |page| &page.document.matter.authors);
        if own.is_empty() {
            return site_authors.clone();
        }
        let known = |name: &str| site_authors.iter().find(|party| party.name == name);
        own.iter()
            .map(|name| Party {
                name: name.value.clone(),
                url: known(&name.value).and_then(|party| party.url.clone()),
            })
            .collect()
    }

    fn authors(&self) -> Value {
        self.parties().iter().map(|one| party(Some(one))).collect()
    }

    /// What only a page of `content/` has.
    fn of_page(&self, id: PageId, page: &Page, key: &str) -> Option<Value> {
        let renderer = &self.renderer;
        let document = &page.document;
        let matter = &document.matter;
        let neighbour = |id: Option<usize>| {
            let id = id.filter(|id| *id < renderer.site.pages.len());
            lists::page(renderer, id.map(Which::Page))
        };
        Some(match key {
            "description" => Value::from(self.description()),
            "key_points" | "contents" if self.part > 1 => Value::from(Vec::<Value>::new()),
            "summary" | "standfirst" | "opening_notes" | "body" | "markdown" if self.part > 1 => {
                Value::from(())
            }
            "key_points" => self.texts(id, page).key_points(),
            "opening_notes" => self.texts(id, page).opening_notes(),
            "body" => self.texts(id, page).body(),
            "summary" => Value::from(self.texts(id, page).summary()),
            "standfirst" => self.texts(id, page).standfirst(),
            "contents" => contents(&document.facts.headings, self.shown),
            "date" => date(matter.date.as_ref()),
            "updated" => date(renderer.site.updated(page).as_ref()),
            "updates" => news::updates(&renderer.site, page),
            "as_of" => date(matter.as_of.as_ref()),
            "review_by" => date(matter.review_by.as_ref().map(|date| &date.value)),
            "next_update" => date(matter.next_update.as_ref()),
            "period" => Value::from(matter.period.as_deref()),
            "marking" => Value::from(matter.marking.as_deref()),
            "overdue" => Value::from(renderer.site.is_overdue(page)),
            "draft" => Value::from(!renderer.site.is_public(page)),
            "tags" => lists::pages(renderer, self.which.tags(&renderer.site)),
            "authors" => self.authors(),
            "sources" => self.sources(page),
            "quotations" => evidence_object::quotations(renderer, id),
            "paragraphs" => Value::from(document.facts.paragraphs.clone()),
            "citations" => cite::references(self),
            "bibtex" => Value::from(cite::bibtex(self)),
            "image" => match &matter.image {
                Some(image) => {
                    let alt = matter.image_alt.as_deref();
                    picture(renderer, &document.path, &image.value, alt)
                }
                None => Value::from(()),
            },
            "previous" => neighbour(id.checked_sub(1)),
            "next" => neighbour(id.checked_add(1)),
            "backlinks" => {
                let pages = page.backlinks.iter().copied().map(Which::Page);
                lists::pages(renderer, pages.collect())
            }
            "words" => Value::from(document.facts.words),
            "minutes" => Value::from(document.facts.words.div_ceil(200).max(1)),
            "numbered" => Value::from(self.texts(id, page).options().numbered),
            "markdown" => Value::from(renderer.site.markdown_of(page).map(|route| route.shared())),
            "extra" => extra(matter.extra.as_ref()),
            _ => return None,
        })
    }

    fn texts<'a>(&'a self, id: PageId, page: &'a Page) -> Texts<'a> {
        Texts::new(&self.renderer, id, page, self.shown)
    }

    fn sources(&self, page: &Page) -> Value {
        let keys = self.renderer.site.sources_of(page).into_iter();
        let known = keys.filter_map(|key| evidence_object::source(&self.renderer, key));
        known.collect()
    }
}
