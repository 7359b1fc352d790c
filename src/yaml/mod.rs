//! YAML files into typed values, with every mistake at its place.
//!
//! A [`Reader`] holds the text and gathers the mistakes; [`Fields`] are the
//! entries of one mapping, taken out by name. A value that is wrong is reported
//! and read as absent, so that one run shows all mistakes of a file. [`schema()`] says to
//! editors what will be read.

mod fields;
mod node;
mod reader;
mod schema;
mod syntax;

pub use fields::Fields;
pub use node::{Kind, Node};
pub use reader::{Item, Reader, date, flag, list, mapping, name, number, text};
pub use schema::{Form, Line, Or, Text, schema};
