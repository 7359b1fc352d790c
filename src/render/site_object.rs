//! The site as templates see it.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object};
use minijinja::{Value, context};

use super::memo::Memo;
use super::{Renderer, Which, evidence_object, glossary, lists, navigation, shown};
use crate::config::Party;
use crate::content::Route;
use crate::date::Date;
use crate::site::{Made, Target};
use crate::theme::DateValue;
use crate::yaml::{Kind, Node};

/// `site` in a template.
#[derive(Debug)]
pub struct SiteObject {
    renderer: Arc<Renderer>,
    /// The page that is being rendered, unless it is a file of another kind.
    page: Option<Which>,
    memo: Memo,
}

/// The names of `site`.
pub const KEYS: &[&str] = &[
    "title",
    "subtitle",
    "description",
    "base_url",
    "language",
    "direction",
    "publisher",
    "authors",
    "licence",
    "as_of",
    "marking",
    "home",
    "navigation",
    "pages",
    "taxonomies",
    "feed",
    "search",
    "news",
    "updated",
    "sources",
    "evidence",
    "glossary",
    "who",
    "print",
    "image",
    "extra",
];

impl Object for SiteObject {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        self.memo.get(key, || self.value(key))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(KEYS)
    }
}

impl SiteObject {
    /// The site, as it is seen from a page.
    pub fn new(renderer: &Arc<Renderer>, page: Option<Which>) -> SiteObject {
        SiteObject {
            renderer: renderer.clone(),
            page,
            memo: Memo::of(KEYS),
        }
    }

    fn value(&self, key: &str) -> Option<Value> {
        let renderer = &self.renderer;
        let site = &renderer.site;
        let config = &site.config;
        Some(match key {
            "title" => Value::from(site.title()),
            "subtitle" => Value::from(config.subtitle.as_deref()),
            "description" => Value::from(config.description.as_deref()),
            "base_url" => Value::from(config.base_url.as_ref().map(|url| url.as_str())),
            "language" => Value::from(config.language.as_str()),
            "direction" => Value::from(config.direction()),
            "publisher" => party(config.publisher.as_ref()),
            "authors" => config.authors.iter().map(|one| party(Some(one))).collect(),
            "licence" => party(config.licence.as_ref()),
            "as_of" => date(config.as_of.as_ref()),
            "marking" => Value::from(config.marking.as_deref()),
            "home" => lists::page(renderer, Some(Which::Page(0))),
            "navigation" => navigation::of(renderer, self.page),
            "pages" => {
                let pages = (0..site.pages.len()).map(Which::Page).collect();
                lists::pages(renderer, pages)
            }
            "taxonomies" => taxonomies(renderer),
            "feed" => Value::from((!site.plan.feed.is_empty()).then_some("feed.xml")),
            "news" => {
                let news = Made::WhatsNew;
                Value::from(site.has(news).then(|| news.route().as_str().to_owned()))
            }
            "updated" => date(site.news.first().map(|news| &news.date)),
            "sources" => evidence_object::sources(renderer),
            "evidence" => match site.has(Made::Evidence) {
                true => evidence_object::evidence(renderer),
                false => Value::from(()),
            },
            "glossary" => glossary::glossary(renderer, self.page),
            "who" => {
                let route = site.has(Made::Who).then(|| Made::Who.route());
                Value::from(route.map(|route| route.as_str().to_owned()))
            }
            "search" => {
                let route = site.has(Made::Search).then(|| Made::Search.route());
                Value::from(route.map(|route| route.as_str().to_owned()))
            }
            "print" => shown::print(renderer),
            "image" => match &config.image {
                Some(image) => picture(renderer, "", image, None),
                None => Value::from(()),
            },
            "extra" => extra(config.extra.as_ref()),
            _ => return None,
        })
    }
}

/// A name with its address, or none.
pub fn party(party: Option<&Party>) -> Value {
    match party {
        Some(Party { name, url }) => context! { name, url },
        None => Value::from(()),
    }
}

/// A date, or none.
pub fn date(date: Option<&Date>) -> Value {
    match date {
        Some(date) => Value::from_object(DateValue(*date)),
        None => Value::from(()),
    }
}

/// What stands under `extra`; its depth is bounded by the YAML reader.
pub fn extra(node: Option<&Node>) -> Value {
    let text = |node: &Node| match &node.kind {
        Kind::Text(text) => text.clone(),
        _ => extra(Some(node)).to_string(),
    };
    match node.map(|node| &node.kind) {
        None | Some(Kind::Null) => Value::from(()),
        Some(Kind::Bool(value)) => Value::from(*value),
        Some(Kind::Int(value)) => Value::from(*value),
        Some(Kind::Float(value)) => Value::from(*value),
        Some(Kind::Text(value)) => Value::from(value.as_str()),
        Some(Kind::List(nodes)) => nodes.iter().map(|node| extra(Some(node))).collect(),
        Some(Kind::Map(entries)) => {
            let entries = entries.iter();
            Value::from_pairs(entries.map(|(key, value)| (text(key), extra(Some(value)))))
        }
    }
}

/// A picture for shared links, or none where it leads nowhere.
pub fn picture(renderer: &Renderer, from: &str, image: &str, alt: Option<&str>) -> Value {
    let site = &renderer.site;
    let Ok(Target::File(path)) = site.resolve(from, image) else {
        return Value::from(());
    };
    let Some(file) = site.plan.files.get(&path) else {
        return Value::from(());
    };
    let route: &Route = &file.route;
    let (width, height) = file.file.dimensions.unzip();
    context! { path => route.as_str(), width, height, alt }
}

fn taxonomies(renderer: &Arc<Renderer>) -> Value {
    let taxonomies = renderer.site.plan.taxonomies.iter().enumerate();
    let one = |(index, taxonomy): (usize, &crate::site::Taxonomy)| {
        let which = Which::Taxonomy(index);
        let terms = (0..taxonomy.terms.len()).map(|term| Which::Term(index, term));
        context! {
            name => taxonomy.name.clone(),
            title => super::PageObject::new(renderer, which).title(),
            page => lists::page(renderer, Some(which)),
            terms => lists::pages(renderer, terms.collect()),
        }
    };
    taxonomies.map(one).collect()
}
