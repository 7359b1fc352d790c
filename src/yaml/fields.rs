//! The entries of one mapping, taken out by name.

use super::node::{Kind, Node};
use super::reader::{Item, Reader, mapping};
use crate::diagnostic::{Code, did_you_mean};

/// The entries of a mapping whose keys are all known.
pub struct Fields<'n> {
    prefix: String,
    node: &'n Node,
    entries: Vec<(&'n str, &'n Node)>,
}

impl<'n> Fields<'n> {
    /// The entries of the document's mapping. Reports unknown keys; an
    /// empty document has no entries.
    pub fn root(reader: &mut Reader, node: &'n Node, known: &[&str]) -> Self {
        let item = Item {
            name: String::new(),
            node,
        };
        match &node.kind {
            Kind::Null => Fields {
                prefix: String::new(),
                node,
                entries: Vec::new(),
            },
            _ => Fields::of(reader, &item, known),
        }
    }

    /// The entries of a mapping further down.
    pub fn of(reader: &mut Reader, item: &Item<'n>, known: &[&str]) -> Self {
        let mut fields = Fields {
            prefix: match item.name.is_empty() {
                true => String::new(),
                false => format!("{}.", item.name),
            },
            node: item.node,
            entries: Vec::new(),
        };
        let Some(entries) = mapping(reader, item) else {
            return fields;
        };
        for (key, value) in entries {
            let Kind::Text(name) = &key.kind else {
                let message = "a key must be a text".to_owned();
                let help = "put it in quotation marks".to_owned();
                reader.report(key.id, Code::WrongType, message, Some(help));
                continue;
            };
            match known.contains(&name.as_str()) {
                true => fields.entries.push((name, value)),
                false => unknown_key(reader, key.id, name, known),
            }
        }
        fields
    }

    /// The value under a key as `read` reads it; nothing where it is absent,
    /// empty, or wrong.
    pub fn read<T>(
        &self,
        reader: &mut Reader,
        key: &str,
        read: impl FnOnce(&mut Reader, &Item<'n>) -> Option<T>,
    ) -> Option<T> {
        let is_empty = |item: &Item| item.node.kind == Kind::Null;
        let item = self.item(key).filter(|item| !is_empty(item))?;
        read(reader, &item)
    }

    /// The value under a key that is not left empty: nothing where it is absent or wrong.
    pub fn read_filled<T>(
        &self,
        reader: &mut Reader,
        key: &str,
        read: impl FnOnce(&mut Reader, &Item<'n>) -> Option<T>,
    ) -> Option<T> {
        read(reader, &self.item(key)?)
    }

    fn item(&self, key: &str) -> Option<Item<'n>> {
        let (_, node) = self.entries.iter().find(|(name, _)| *name == key)?;
        let name = format!("{}{key}", self.prefix);
        Some(Item { name, node })
    }

    /// The same for a key that must be there.
    pub fn require<T>(
        &self,
        reader: &mut Reader,
        key: &str,
        read: impl FnOnce(&mut Reader, &Item<'n>) -> Option<T>,
    ) -> Option<T> {
        let present = self
            .item(key)
            .is_some_and(|item| item.node.kind != Kind::Null);
        let is_map = matches!(self.node.kind, Kind::Map(_) | Kind::Null);
        if !present && is_map {
            let message = format!("`{}{key}` is missing", self.prefix);
            let help = format!("add `{key}: …`");
            reader.report(self.node.id, Code::MissingKey, message, Some(help));
        }
        self.read(reader, key, read)
    }
}

fn unknown_key(reader: &mut Reader, id: usize, name: &str, known: &[&str]) {
    let help = match did_you_mean(name, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the keys known here are {}", known.join(", ")),
    };
    let message = format!("there is no key `{name}`");
    reader.report(id, Code::UnknownKey, message, Some(help));
}
