//! Components: what a theme lets authors say as data. A fenced block whose info string is
//! the name of a component holds YAML, and the component's [`Schema`] says what may stand in
//! it.
//!
//! Promises that a [`Value`] is as its schema says: a template that knows the schema finds
//! each name there is, though empty where the author left it out.

mod figures;
mod read;
mod schema;
mod value;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use read::read;
pub use schema::{Field, Kind, Schema};
pub use value::{Address, Prose, Said, Value};

/// The components of a theme, by name. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schemas(pub Arc<BTreeMap<String, Schema>>);

impl Schemas {
    /// The component of this name.
    pub fn get(&self, name: &str) -> Option<&Schema> {
        self.0.get(name)
    }

    /// The names of all.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
