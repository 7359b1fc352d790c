//! What an author says in a component, once it is known to be as its schema says.

use crate::chart::Figures;
use crate::date::PartialDate;
use crate::yaml::Kind as Number;

/// What stands in a component, or in a field of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: the author left it out.
    Absent,
    /// A text, or one of some words.
    Text(String),
    /// A whole number, or one with a fraction.
    Number(Number),
    /// A date of the precision that is known.
    Date(PartialDate),
    /// Where a link leads: its number in [`Said::addresses`].
    Url(usize),
    /// A picture: its number there.
    Image(usize),
    /// A line of Markdown: its number in [`Said::prose`].
    Markdown(usize),
    /// A source and a place in it: its number there.
    Source(usize),
    /// Figures.
    Figures(Figures),
    /// A file of figures: its number among the addresses.
    Csv(usize),
    /// Several.
    Many(Vec<Value>),
    /// A record: all fields of its schema, in its order.
    Record(Vec<(String, Value)>),
}

/// What one component says.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// All of it.
    pub value: Value,
    /// What in it may quote and cite.
    pub prose: Vec<Prose>,
    /// What in it leads somewhere.
    pub addresses: Vec<Address>,
}

/// A text that may quote and cite.
#[derive(Clone, Debug, PartialEq)]
pub struct Prose {
    /// One line of Markdown, or what stands in the brackets of a citation.
    pub text: String,
    /// Whether it is a citation.
    pub is_source: bool,
    /// What the record of a citation quotes, and the number of its YAML node.
    pub quoted: Option<(String, usize)>,
    /// The number of its YAML node.
    pub node: usize,
}

/// Where something leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    /// As an author would write it in Markdown.
    pub dest: String,
    /// Whether it is a picture.
    pub is_image: bool,
    /// Whether it is a file of figures.
    pub is_csv: bool,
    /// The number of its YAML node.
    pub node: usize,
}
