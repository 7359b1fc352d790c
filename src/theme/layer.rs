//! The folders a theme is made of, the nearest first.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::CONTEXT_VERSION;
use crate::config::{Config, theme_name};
use crate::diagnostic::{Code, Diagnostic, Location, did_you_mean};
use crate::input::{self, Input, Inputs, is_passed_over};
use crate::yaml::{self, Fields, Item, Reader};

/// The default theme, as it is in this repository.
static BRIEFING: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes/briefing");

const DEFAULT: &str = "briefing";

/// One theme's own files.
#[derive(Debug)]
pub struct Layer {
    /// Its name.
    pub name: String,
    /// Its files, by their path in its folder.
    pub files: BTreeMap<String, Content>,
    /// The sheets it joins, where it says so; otherwise those of what it extends.
    pub styles: Option<Vec<Style>>,
    /// The sheets it joins behind those.
    pub more_styles: Vec<Style>,
}

/// A sheet that is joined.
#[derive(Clone, Debug)]
pub struct Style {
    /// Its name in `assets/`.
    pub name: String,
    /// Where `theme.yaml` names it.
    pub place: Location,
}

/// A theme's file.
#[derive(Clone, Debug)]
pub enum Content {
    /// A template, a sheet, YAML.
    Text(Arc<str>),
    /// Anything else.
    Bytes(Arc<[u8]>),
}

impl Content {
    /// Its text, where it is one.
    pub fn text(&self) -> Option<&Arc<str>> {
        match self {
            Content::Text(text) => Some(text),
            Content::Bytes(_) => None,
        }
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Content::Text(text) => text.as_bytes(),
            Content::Bytes(bytes) => bytes,
        }
    }
}

/// A theme and what it extends, the nearest first.
#[derive(Debug, Default)]
pub struct Layers(pub Vec<Layer>);

impl Layers {
    /// Reads a theme's folder and, in turn, those it extends. The default
    /// theme's folder, where a project has one, lies over the embedded one.
    ///
    /// A theme that is not there is reported, and the default one taken for
    /// it, so that no other mistake follows from this one.
    pub fn read(inputs: &mut Inputs, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Layers {
        let mut layers = Layers::default();
        let mut seen = BTreeSet::new();
        let mut next = (config.theme.clone(), config.place("theme"));
        loop {
            let (name, place) = next;
            let folder = format!("themes/{name}");
            let last = name == DEFAULT;
            let default = (DEFAULT.to_owned(), place.clone());
            diagnostics.extend(inputs.read(&folder));
            next = if !seen.insert(name.clone()) {
                let message = format!("the theme `{name}` extends itself");
                let problem = Diagnostic::new(Code::UnknownTheme, message).at(place);
                diagnostics.push(problem.help("take one `extends` out"));
                default
            } else if inputs.exists(&folder) && !is_passed_over(&name) {
                let (layer, extends) = from_folder(inputs, &name, diagnostics);
                layers.0.push(layer);
                extends.unwrap_or(default)
            } else {
                if !last {
                    diagnostics.push(unknown(inputs, &name, place));
                }
                default
            };
            if last {
                layers.0.push(embedded(diagnostics));
                return layers;
            }
        }
    }

    /// The nearest file of this path, with its path from the project's root.
    pub fn find(&self, path: &str) -> Option<(String, &Content)> {
        self.0.iter().find_map(|layer| {
            let content = layer.files.get(path)?;
            Some((layer.path_of(path), content))
        })
    }

    /// What a file of the theme in the project's folder would take the place of: the
    /// nearest of each path in what lies below it.
    pub fn below(mut self, folder_is_there: bool) -> BTreeMap<String, Content> {
        if folder_is_there && !self.0.is_empty() {
            self.0.remove(0);
        }
        let mut files = BTreeMap::new();
        for layer in self.0.into_iter().rev() {
            files.extend(layer.files);
        }
        // Each theme has its own.
        files.remove("theme.yaml");
        files
    }

    /// The names of all files in a folder of the theme, each once.
    pub fn names(&self, folder: &str) -> BTreeSet<&str> {
        let prefix = format!("{folder}/");
        let files = self.0.iter().flat_map(|layer| layer.files.keys());
        files
            .filter_map(|path| path.strip_prefix(&prefix))
            .collect()
    }

    /// What tells the templates, words and scripts of two themes apart.
    pub fn version(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for (path, content) in self.0.iter().flat_map(|layer| &layer.files) {
            // A sheet or a picture can change on an open page; a script has run.
            if !path.starts_with("assets/") || path.ends_with("js") {
                hasher.update(format!("{path}\n{}\n", content.bytes().len()).as_bytes());
                hasher.update(content.bytes());
            }
        }
        hasher.finalize().to_hex().chars().take(8).collect()
    }

    /// Whether a theme here joins this asset into its sheet: then it is no asset
    /// of its own, though a nearer theme may leave it out.
    pub fn is_sheet(&self, name: &str) -> bool {
        let joined = |layer: &Layer| {
            let mut sheets = layer.styles.iter().flatten().chain(&layer.more_styles);
            sheets.any(|sheet| sheet.name == name)
        };
        self.0.iter().any(joined)
    }

    /// The sheets that are joined: those of the nearest theme that lists them, and what it
    /// and nearer ones add.
    pub fn styles(&self) -> Vec<&Style> {
        let listed = self.0.iter().position(|layer| layer.styles.is_some());
        let nearer = self
            .0
            .get(..=listed.unwrap_or_default())
            .unwrap_or_default();
        let list = listed.and_then(|at| self.0.get(at)?.styles.as_ref());
        let more = nearer.iter().rev().flat_map(|layer| &layer.more_styles);
        list.into_iter().flatten().chain(more).collect()
    }
}

impl Layer {
    /// A file's path from the project's root.
    pub fn path_of(&self, path: &str) -> String {
        format!("themes/{}/{path}", self.name)
    }
}

fn unknown(inputs: &Inputs, name: &str, place: Location) -> Diagnostic {
    let mut folders = inputs.folders("themes");
    folders.push(DEFAULT.to_owned());
    folders.sort();
    folders.dedup();
    let help = match did_you_mean(name, folders.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!(
            "make the folder themes/{name}/, or use {}",
            folders.join(", ")
        ),
    };
    Diagnostic::new(Code::UnknownTheme, format!("there is no theme `{name}`"))
        .at(place)
        .help(help)
}

fn from_folder(
    inputs: &Inputs,
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Layer, Option<(String, Location)>) {
    let folder = format!("themes/{name}");
    let files = inputs
        .below(&folder)
        .filter_map(|(path, input)| match input {
            Input::Text(text) => Some((path.to_owned(), Content::Text(text.clone()))),
            Input::Bytes(bytes) => Some((path.to_owned(), Content::Bytes(bytes.clone()))),
            Input::File(_) => None,
        });
    configured(name, files.collect(), diagnostics)
}

fn embedded(diagnostics: &mut Vec<Diagnostic>) -> Layer {
    let files = input::embedded(&BRIEFING).into_iter().map(|(path, file)| {
        let is_text = !path.ends_with(".svg") || path.starts_with("templates/");
        let content = match file.contents_utf8().filter(|_| is_text) {
            Some(text) => Content::Text(text.into()),
            None => Content::Bytes(file.contents().into()),
        };
        (path, content)
    });
    configured(DEFAULT, files.collect(), diagnostics).0
}

/// Reads `theme.yaml`: `extends`, `context`, `styles`, `more_styles`.
fn configured(
    name: &str,
    files: BTreeMap<String, Content>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Layer, Option<(String, Location)>) {
    let path = format!("themes/{name}/theme.yaml");
    let text = files.get("theme.yaml").and_then(Content::text).cloned();
    let mut reader = Reader::new(&path, text.as_deref().unwrap_or_default());
    let mut extends = None;
    let mut styles = None;
    let mut more_styles = None;
    if let Some(root) = reader.parse() {
        let r = &mut reader;
        let fields = Fields::root(r, &root, &["extends", "context", "styles", "more_styles"]);
        extends = fields.read(r, "extends", |r, item| {
            Some((theme_name(r, item)?, r.location(item.node.id)))
        });
        styles = fields.read(r, "styles", |r, item| yaml::list(r, item, style));
        more_styles = fields.read(r, "more_styles", |r, item| yaml::list(r, item, style));
        fields.read(r, "context", |r, item| {
            let version = yaml::number(r, item)?;
            if version != CONTEXT_VERSION {
                let message = format!("this theme is made for version {version} of the context");
                let help = format!(
                    "this Attaché has version {CONTEXT_VERSION}: see the manual’s page on themes"
                );
                r.report(item.node.id, Code::ThemeVersion, message, Some(help));
            }
            Some(version)
        });
    }
    diagnostics.extend(reader.diagnostics);
    let layer = Layer {
        name: name.to_owned(),
        files,
        styles,
        more_styles: more_styles.unwrap_or_default(),
    };
    (layer, extends)
}

fn style(reader: &mut Reader, item: &Item) -> Option<Style> {
    Some(Style {
        name: yaml::name(reader, item)?,
        place: reader.location(item.node.id),
    })
}
