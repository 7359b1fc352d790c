//! What a template asks for more than once, worked out once.

use std::sync::OnceLock;

use minijinja::Value;

/// The values of some names, as far as they were asked for.
#[derive(Debug)]
pub struct Memo {
    names: &'static [&'static str],
    values: Box<[OnceLock<Value>]>,
}

impl Memo {
    /// One that holds nothing yet.
    pub fn of(names: &'static [&'static str]) -> Memo {
        Memo {
            names,
            values: names.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// The value of a name; found if it was not asked for before.
    pub fn get(&self, name: &str, find: impl FnOnce() -> Option<Value>) -> Option<Value> {
        let place = self.names.iter().position(|known| *known == name);
        let slot = self.values.get(place?)?;
        if let Some(value) = slot.get() {
            return Some(value.clone());
        }
        let value = find()?;
        Some(slot.get_or_init(|| value).clone())
    }
}
