//! A theme: templates, assets and strings, gathered from a folder and from what
//! it extends, down to the theme inside the binary.
//!
//! Promises: a template reaches no file, no network and no environment; it sees
//! what its page's renderer hands it and what is registered here, no more.

mod assets;
mod cards;
mod components;
mod environment;
mod error;
mod fit;
mod fonts;
mod here;
mod layer;
mod length;
mod numbers;
mod picture;
mod sheet;
mod strings;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use minijinja::Environment;

pub use assets::{Asset, Assets};
pub use environment::{DateValue, PartialDateValue};
pub use error::Problem;
pub use fonts::{Broken, Fonts};
pub use here::{Here, NAME as HERE};
pub use layer::Content;
pub use numbers::written as written_number;
pub use strings::Strings;

use crate::component::Schemas;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Location};
use crate::input::Inputs;
use layer::Layers;

/// The version of the context that templates see; `docs/content/themes.md` describes it.
pub const CONTEXT_VERSION: i64 = 1;

/// A theme, ready to render.
#[derive(Debug)]
pub struct Theme {
    /// The templates, compiled, with the functions and filters of this layer.
    pub environment: Environment<'static>,
    /// The words of the interface.
    pub strings: Arc<Strings>,
    /// Everything that is published beside the pages.
    pub assets: Arc<Assets>,
    /// What cards are drawn with.
    pub fonts: Arc<Fonts>,
    /// What authors can say as data.
    pub components: Schemas,
    /// Another when a template or a word is another.
    pub version: String,
    layers: Layers,
}

impl Theme {
    /// Reads the theme that the site names, and all it extends.
    pub fn load(inputs: &mut Inputs, config: &Config) -> (Theme, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let layers = Layers::read(inputs, config, &mut diagnostics);
        let strings = Arc::new(Strings::read(&layers, config, &mut diagnostics));
        let assets = Arc::new(Assets::build(&layers, config.integrity, &mut diagnostics));
        let components = components::read(&layers, &mut diagnostics);
        let fonts = Arc::new(Fonts::read(&layers, &mut diagnostics));
        let mut environment =
            environment::build(&layers, &strings, &assets, config, &mut diagnostics);
        cards::add(&mut environment, &fonts, config);
        let theme = Theme {
            environment,
            strings,
            assets,
            fonts,
            components,
            version: layers.version(),
            layers,
        };
        (theme, diagnostics)
    }

    /// The files that the theme of the site takes from those it extends, or that its own
    /// take the place of, by their path in a theme.
    pub fn inherited(
        inputs: &mut Inputs,
        config: &Config,
    ) -> (BTreeMap<String, Content>, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let layers = Layers::read(inputs, config, &mut diagnostics);
        let has_folder = inputs.exists(&format!("themes/{}", config.theme));
        (layers.below(has_folder), diagnostics)
    }

    /// Whether a page may choose the template of this name.
    pub fn has_template(&self, name: &str) -> bool {
        self.page_templates().contains(name)
    }

    /// The names of its templates that a page may choose, without their ending.
    pub fn page_templates(&self) -> BTreeSet<&str> {
        const OTHERS: &[&str] = &["404", "base", "print", "redirect", "term", "terms"];
        self.environment
            .templates()
            .filter_map(|(name, _)| name.strip_suffix(".html"))
            .filter(|name| !name.starts_with('_') && !name.contains('/'))
            .filter(|name| !OTHERS.contains(name))
            .collect()
    }

    /// The file of the template of this name.
    pub fn place(&self, name: &str) -> Location {
        let found = self.layers.find(&components::path_of_template(name));
        Location::file(found.map_or_else(|| name.to_owned(), |(path, _)| path))
    }

    /// What an error of the template engine says to the author of a theme.
    /// `known` are the names that templates may use.
    pub fn diagnose(&self, error: &minijinja::Error, known: &[&str]) -> Diagnostic {
        error::diagnose(&self.layers, error, known)
    }
}
