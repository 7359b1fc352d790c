//! The template engine as themes see it: their templates, and the functions
//! and filters that need nothing but the theme.

use std::fmt;
use std::sync::Arc;
use std::thread;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Object, ObjectRepr};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value, context,
};

use super::assets::{Asset, Assets};
use super::components;
use super::error::{self, Problem};
use super::here::Here;
use super::layer::Layers;
use super::length;
use super::numbers;
use super::strings::Strings;
use crate::config::Config;
use crate::date::{Date, PartialDate};
use crate::diagnostic::{Code, Diagnostic, Location, did_you_mean};
use crate::escape;
use crate::markdown;

/// Steps of the engine that one page may take.
const FUEL: u64 = 10_000_000;
/// How deep templates may include and call each other.
const DEPTH: usize = 200;
/// The largest template, in bytes.
const MAX_BYTES: usize = 256 * 1024;
/// The stack on which templates are compiled, in bytes: the compiler calls itself for each
/// operator of a chain, which may be as long as the template.
const STACK: usize = 1024 * 1024 * 1024;

/// Compiles all templates; what is no template is reported.
///
/// Each is known by its name and, for themes that refine the one they extend,
/// by its theme's and its name: `briefing/page.html`.
pub fn build(
    layers: &Layers,
    strings: &Arc<Strings>,
    assets: &Arc<Assets>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_debug(true);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(DEPTH);
    environment.set_formatter(write_escaped);
    environment.set_auto_escape_callback(|name| {
        match name.ends_with(".txt") || name.ends_with(".md") {
            true => AutoEscape::None,
            false => AutoEscape::Html,
        }
    });
    let mut syntax = SyntaxConfig::builder();
    syntax
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true);
    if let Ok(syntax) = syntax.build() {
        environment.set_syntax(syntax);
    }
    // They print all that hangs together with a value, such as every other page.
    environment.remove_global("debug");
    environment.remove_filter("pprint");
    add_functions(&mut environment, strings, assets);
    add_filters(&mut environment, strings, config);
    on_a_large_stack(|| compile(&mut environment, layers, diagnostics));
    environment
}

/// Adds every template that is one.
fn compile(
    environment: &mut Environment<'static>,
    layers: &Layers,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for layer in layers.0.iter().rev() {
        for (path, content) in &layer.files {
            let (Some(name), Some(text)) = (components::template_at(path), content.text()) else {
                continue;
            };
            let path = layer.path_of(path);
            if let Some(problem) = too_large(&path, text, environment.syntax()) {
                diagnostics.push(problem);
                continue;
            }
            let own = format!("{}/{name}", layer.name);
            for name in [own, name.to_owned()] {
                if let Err(error) = environment.add_template_owned(name, text.to_string()) {
                    diagnostics.push(error::diagnose(layers, &error, &[]));
                    break;
                }
            }
        }
    }
}

/// What is wrong with a template before it is compiled.
fn too_large(path: &str, text: &str, syntax: &SyntaxConfig) -> Option<Diagnostic> {
    if text.len() > MAX_BYTES {
        let problem = Diagnostic::new(Code::FileTooLarge, "this template is over 256 KiB");
        let problem = problem.at(Location::file(path));
        return Some(problem.help("divide it, and `include` the parts"));
    }
    let place = length::too_long(text, syntax.clone())?;
    let message = "this has more than two thousand words and signs";
    let problem = Diagnostic::new(Code::TemplateSyntax, message);
    let problem = problem.at(Location::span(path, text, place));
    Some(problem.help("divide it with `{% set %}`"))
}

/// Does something on a stack of its own, if the system gives one that large: of its memory
/// only what is used is taken.
fn on_a_large_stack(mut act: impl FnMut() + Send) {
    let has_run = thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK);
        let running = thread.spawn_scoped(scope, &mut act);
        running.is_ok_and(|running| running.join().is_ok())
    });
    if !has_run {
        act();
    }
}

fn add_functions(
    environment: &mut Environment<'static>,
    strings: &Arc<Strings>,
    assets: &Arc<Assets>,
) {
    let words = strings.clone();
    environment.add_function("t", move |key: &str, values: Kwargs| {
        translate(&words, key, &values)
    });
    let named = assets.clone();
    environment.add_function("asset", move |state: &State, name: &str| {
        match named.named.get(name) {
            Some(asset) => Ok(published(state, asset)),
            None => {
                let names = named.named.keys().map(String::as_str);
                let meant = did_you_mean(name, names);
                Err(Error::from(Problem {
                    code: Code::MissingAsset,
                    message: format!("the theme has no asset `{name}`"),
                    help: Some(meant.map_or_else(
                        || "put it into the theme’s assets/".to_owned(),
                        |meant| format!("did you mean `{meant}`?"),
                    )),
                }))
            }
        }
    });
    let style = assets.clone();
    environment.add_function("style", move |state: &State| match &style.style {
        Some(asset) => Ok(published(state, asset)),
        None => Err(Error::from(Problem {
            code: Code::MissingAsset,
            message: "the theme joins no style sheets".to_owned(),
            help: Some("list them under `styles` in theme.yaml".to_owned()),
        })),
    });
}

fn translate(words: &Strings, key: &str, values: &Kwargs) -> Result<String, Error> {
    let Some(text) = words.get(key) else {
        let meant = did_you_mean(key, words.keys());
        return Err(Error::from(Problem {
            code: Code::MissingString,
            message: format!("the theme has no words for `{key}`"),
            help: Some(meant.map_or_else(
                || "add it to the theme’s strings/en.yaml".to_owned(),
                |meant| format!("did you mean `{meant}`?"),
            )),
        }));
    };
    let mut known = Vec::new();
    for name in values.args() {
        let value: Value = values.get(name)?;
        let (place, value) = (format!("{{{name}}}"), value.to_string());
        if text.matches(&place).count().saturating_mul(value.len()) > MAX_BYTES {
            let problem = format!("with `{name}` put in, the words of `{key}` are over 256 KiB");
            return Err(Error::new(ErrorKind::InvalidOperation, problem));
        }
        known.push((name, value));
    }
    let known: Vec<_> = known
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    Ok(words.filled(key, &known).unwrap_or_default())
}

fn published(state: &State, asset: &Asset) -> Value {
    let url = match Here::of(state) {
        Some(here) => here.link(&asset.route),
        None => asset.route.as_str().to_owned(),
    };
    context! { url, integrity => asset.integrity.clone() }
}

/// A date inside a template.
#[derive(Debug)]
pub struct DateValue(pub Date);

impl Object for DateValue {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

/// A year, or a month of it, inside a template.
#[derive(Debug)]
pub struct PartialDateValue(pub PartialDate);

impl Object for PartialDateValue {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

fn add_filters(environment: &mut Environment<'static>, strings: &Arc<Strings>, config: &Config) {
    let words = strings.clone();
    environment.add_filter("date", move |value: &Value| {
        match value.downcast_object_ref::<PartialDateValue>() {
            Some(date) => Ok(words.partial_date(&date.0)),
            None => date_of(value).map(|date| words.date(&date)),
        }
    });
    environment.add_filter("iso", |value: &Value| {
        match value.downcast_object_ref::<PartialDateValue>() {
            Some(date) => Ok(date.0.to_string()),
            None => date_of(value).map(|date| date.to_string()),
        }
    });
    let words = strings.clone();
    environment.add_filter("number", move |value: &Value| {
        match value.is_number() || value.as_str().is_some() {
            true => Ok(numbers::written(&value.to_string(), &words)),
            false => Err(Error::from(Problem {
                code: Code::TemplateFailed,
                message: format!("this is not a number but a {}", value.kind()),
                help: Some(
                    "one that may be absent is tested first: `{% if item.number is not none %}`"
                        .to_owned(),
                ),
            })),
        }
    });
    let zone = config.timezone.clone();
    environment.add_filter("rfc3339", move |value: &Value| {
        date_of(value).map(|date| date.rfc3339(&zone))
    });
    environment.add_filter("in_markdown", |text: &str| {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        markdown::as_markdown(&line, false, false)
    });
    environment.add_filter("paragraphs", |text: &str| {
        let mut html = String::new();
        for paragraph in text.split("\n\n").map(str::trim) {
            if !paragraph.is_empty() {
                html.push_str("<p>");
                escape::anywhere(&mut html, paragraph)?;
                html.push_str("</p>");
            }
        }
        Ok::<_, Error>(Value::from_safe_string(html))
    });
}

fn date_of(value: &Value) -> Result<Date, Error> {
    match value.downcast_object_ref::<DateValue>() {
        Some(date) => Ok(date.0),
        None => Err(Error::from(Problem {
            code: Code::TemplateFailed,
            message: match value.is_none() {
                true => "there is no date here".to_owned(),
                false => format!("this is not a date but a {}", value.kind()),
            },
            help: Some(match value.is_none() {
                true => {
                    "a date that may be absent is tested first: `{% if page.date %}`".to_owned()
                }
                false => "the manual’s page on themes says which names hold dates".to_owned(),
            }),
        })),
    }
}

/// Escapes only what HTML and XML must have escaped, so that addresses stay
/// legible.
fn write_escaped(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    match (state.auto_escape(), value.as_str()) {
        (AutoEscape::Html, Some(text)) if !value.is_safe() => {
            escape::anywhere(out, text).map_err(Error::from)
        }
        (_, Some(text)) => out.write_str(text).map_err(Error::from),
        (_, None) if value.is_none() => Ok(()),
        (_, None) => minijinja::escape_formatter(out, state, value),
    }
}
