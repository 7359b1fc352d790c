//! The people and organisations that the components of pages present: each once, with all
//! places that present it.

use std::collections::{BTreeMap, BTreeSet};

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

use super::{PageId, Site};
use crate::component::Value;
use crate::content::{Component, Document, slug};
use crate::markdown::Slugs;

/// The components that present someone.
const PEOPLE: &str = "people";
const ORGANISATIONS: &str = "organisations";

/// A person or an organisation.
#[derive(Debug)]
pub struct Party {
    /// As it is called where it is presented first.
    pub name: String,
    /// In all the ways in which it is written.
    pub names: BTreeSet<String>,
    /// Of its own among all.
    pub id: String,
    /// Whether it is presented first as an organisation.
    pub is_organisation: bool,
    /// Where it is presented, in reading order.
    pub presented: Vec<Presented>,
}

/// A record that presents someone.
#[derive(Clone, Copy, Debug)]
pub struct Presented {
    /// The page.
    pub page: PageId,
    /// The component, by its number on the page.
    pub component: usize,
    /// The record, by its number in the component.
    pub record: usize,
}

/// Whether a document presents anyone.
pub(super) fn presents(document: &Document) -> bool {
    let mut all = document.components.iter();
    all.any(|component| names(component).next().is_some())
}

/// The names in a component, with the number of their record.
fn names(component: &Component) -> impl Iterator<Item = (usize, &str)> {
    let is_one = matches!(component.name.as_str(), PEOPLE | ORGANISATIONS) && component.is_good;
    let said = component.said.as_ref().filter(|_| is_one);
    let records = match said.map(|said| &said.value) {
        Some(Value::Many(records)) => records.as_slice(),
        _ => &[],
    };
    records.iter().enumerate().filter_map(|(number, record)| {
        let Value::Record(fields) = record else {
            return None;
        };
        fields.iter().find_map(|(field, value)| match value {
            Value::Text(name) if field == "name" && !name.is_empty() => Some((number, &**name)),
            _ => None,
        })
    })
}

/// What tells that two names are one: case and white space do not part them.
fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let words = words.join(" ");
    words.nfc().default_case_fold().nfc().collect()
}

impl Site {
    /// Everyone that the pages present, in the order in which readers meet them.
    pub fn parties(&self) -> Vec<Party> {
        let mut parties: Vec<Party> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut ids = Slugs::default();
        for (page, content) in self.pages.iter().enumerate() {
            for (component, one) in content.document.components.iter().enumerate() {
                for (record, name) in names(one) {
                    let number = *known.entry(folded(name)).or_insert(parties.len());
                    if number == parties.len() {
                        parties.push(Party {
                            name: name.to_owned(),
                            names: BTreeSet::new(),
                            id: ids.number(slug(name)),
                            is_organisation: one.name == ORGANISATIONS,
                            presented: Vec::new(),
                        });
                    }
                    let presented = Presented {
                        page,
                        component,
                        record,
                    };
                    if let Some(party) = parties.get_mut(number) {
                        party.names.insert(name.to_owned());
                        party.presented.push(presented);
                    }
                }
            }
        }
        parties
    }
}
