//! One Markdown file into a [`Document`]: the facts of that file alone.

mod component;
mod document;
mod front_matter;
mod glossary;
mod route;
mod updates;

pub use component::{Component, Linked, options_of_texts as component_options};
pub use document::Document;
pub use front_matter::{FrontMatter, Marked};
pub use glossary::{Entry, Glossary, PATH as GLOSSARY};
pub use route::{Route, RouteError, holds_no_pages, slug};
pub use updates::Update;
