//! One Markdown file into a [`Document`]: the facts of that file alone.

mod component;
mod document;
mod front_matter;
mod route;
mod updates;

pub use component::{Component, options_of_texts as component_options};
pub use document::Document;
pub use front_matter::{FrontMatter, Marked};
pub use route::{Route, RouteError, slug};
pub use updates::Update;
