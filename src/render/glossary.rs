//! What templates see of terms: each with what it means and the pages that use it; and what
//! stands behind a term where a page explains it.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr};
use minijinja::{Value, context};

use super::shown::Shown;
use super::texts::Texts;
use super::{Renderer, Which, lists, passages};
use crate::content::{Entry, component_options};
use crate::markdown;
use crate::site::{Glossary, Made};

/// `site.glossary`, as it is seen from a page; or none.
pub fn glossary(renderer: &Arc<Renderer>, page: Option<Which>) -> Value {
    let glossary = renderer.site.glossary.as_ref();
    if glossary.is_none_or(|glossary| glossary.entries().next().is_none()) {
        return Value::from(());
    }
    // The page for print has no entries but its own.
    let shown = match page {
        Some(Which::Made(Made::Print)) => Shown::Chapter(renderer.site.glossary_id()),
        _ => Shown::Page,
    };
    Value::from_object(Terms {
        renderer: renderer.clone(),
        shown,
    })
}

/// All terms. Each page asks whether there are any, few what they mean.
#[derive(Debug)]
struct Terms {
    renderer: Arc<Renderer>,
    shown: Shown,
}

impl Object for Terms {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Iterable
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(entries(&self.renderer, self.shown))
    }
}

fn entries(renderer: &Arc<Renderer>, shown: Shown) -> Vec<Value> {
    let Some(glossary) = &renderer.site.glossary else {
        return Vec::new();
    };
    let entries = glossary
        .entries()
        .zip(definitions(renderer, glossary, shown));
    let entries = entries.map(|((_, entry, pages), definition)| {
        let see = entry
            .see
            .iter()
            .filter_map(|number| glossary.entry(*number));
        let see = see.map(|seen| named(seen, shown));
        let pages = pages.iter().copied().map(Which::Page);
        context! {
            aliases => entry.aliases.iter().map(|alias| alias.value.clone()).collect::<Vec<_>>(),
            abbreviation => entry.abbreviation.as_ref().map(|short| short.value.as_str()),
            definition => Value::from_safe_string(definition),
            see => see.collect::<Vec<_>>(),
            pages => lists::pages(renderer, pages.collect()),
            ..named(entry, shown)
        }
    });
    entries.collect()
}

fn named(entry: &Entry, shown: Shown) -> Value {
    context! { id => shown.id(&entry.id), term => entry.term.value.as_str() }
}

/// The definitions of all terms as HTML. Their citations are in short, as no notes follow.
fn definitions(renderer: &Arc<Renderer>, glossary: &Glossary, shown: Shown) -> Vec<String> {
    let page = &glossary.page;
    let texts = Texts::new(renderer, renderer.site.glossary_id(), page, shown);
    let options = component_options(&texts.options());
    let points = page.document.matter.key_points.iter().enumerate();
    let lines = points.map(|(text, definition)| {
        texts.with_surroundings(text, |around| {
            markdown::inline(&definition.value, &options, &renderer.labels, around).html
        })
    });
    lines.collect()
}

/// The id of each term and its definition as plain text, by the term's number.
pub fn meanings(renderer: &Arc<Renderer>) -> BTreeMap<usize, (String, String)> {
    let Some(glossary) = &renderer.site.glossary else {
        return BTreeMap::new();
    };
    let definitions = definitions(renderer, glossary, Shown::Page).into_iter();
    let definitions = definitions.map(|html| {
        let parts = passages::parts(&html).into_iter();
        let texts = parts.flat_map(|part| part.texts);
        texts.map(|text| text.words).collect::<Vec<_>>().join(" ")
    });
    let entries = glossary.entries().zip(definitions);
    entries
        .map(|((number, entry, _), text)| (number, (entry.id.clone(), text)))
        .collect()
}
