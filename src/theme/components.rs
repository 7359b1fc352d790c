//! The components of a theme: for each, `components/NAME.yaml` says what may stand in it,
//! and `components/NAME.html` shows it. The nearest theme that has a file gives it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::layer::Layers;
use crate::component::{Schema, Schemas};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::yaml::Reader;

/// The folder of components in a theme.
pub const FOLDER: &str = "components";

/// Reads the schemas of all components that have a template, too.
pub fn read(layers: &Layers, diagnostics: &mut Vec<Diagnostic>) -> Schemas {
    let mut schemas = BTreeMap::new();
    for file in layers.names(FOLDER) {
        let Some(name) = file.strip_suffix(".yaml") else {
            continue;
        };
        let found = layers.find(&format!("{FOLDER}/{file}"));
        let Some((path, text)) = found.and_then(|(path, it)| Some((path, it.text()?.clone())))
        else {
            continue;
        };
        let template = format!("{FOLDER}/{name}.html");
        if layers.find(&template).is_none() {
            let message = format!("there is no template for the component `{name}`");
            let problem = Diagnostic::new(Code::MissingTemplate, message);
            let help = format!("write it as `{template}`, beside this file");
            diagnostics.push(problem.at(Location::file(&path)).help(help));
        }
        let mut reader = Reader::new(&path, &text);
        let schema = Schema::read(&mut reader);
        diagnostics.extend(reader.diagnostics);
        schemas.extend(schema.map(|schema| (name.to_owned(), schema)));
    }
    Schemas(Arc::new(schemas))
}

/// The path in a theme's folder of the template that the engine knows by a name.
pub fn path_of_template(name: &str) -> String {
    match name.starts_with("components/") {
        true => name.to_owned(),
        false => format!("templates/{name}"),
    }
}

/// The name by which the engine knows the template at a path in a theme's folder.
pub fn template_at(path: &str) -> Option<&str> {
    let is_component = path.starts_with("components/") && path.ends_with(".html");
    path.strip_prefix("templates/")
        .or(is_component.then_some(path))
}
