//! The template engine's errors into diagnostics for the author of a theme.

use std::error::Error as _;
use std::fmt;

use minijinja::{Error, ErrorKind};

use super::components::path_of_template;
use super::layer::{Content, Layers};
use crate::diagnostic::{Code, Diagnostic, Location, did_you_mean};

/// What one of our own functions says is wrong, carried inside the engine's
/// error.
#[derive(Debug)]
pub struct Problem {
    /// Which kind.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Error {
        Error::new(ErrorKind::InvalidOperation, problem.message.clone()).with_source(problem)
    }
}

/// What an error says, at the place in the template where it arose.
pub fn diagnose(layers: &Layers, error: &Error, known: &[&str]) -> Diagnostic {
    let error = innermost(error);
    let place = place(layers, error);
    let stretch = match &place {
        Some(Location {
            line: Some(line), ..
        }) => line
            .text
            .get(line.span.start..line.span.end)
            .unwrap_or_default(),
        _ => "",
    };
    let problem = match error
        .source()
        .and_then(|source| source.downcast_ref::<Problem>())
    {
        Some(problem) => {
            Diagnostic::new(problem.code, problem.message.clone()).maybe_help(problem.help.clone())
        }
        None => engine(layers, error, stretch, known),
    };
    match place {
        Some(location) => problem.at(location),
        None => problem,
    }
}

/// Includes and blocks wrap the error that matters.
fn innermost(error: &Error) -> &Error {
    let mut current = error;
    while let Some(inner) = current
        .source()
        .and_then(|source| source.downcast_ref::<Error>())
    {
        current = inner;
    }
    current
}

fn place(layers: &Layers, error: &Error) -> Option<Location> {
    let name = error.name()?;
    let (path, content) = find(layers, name)?;
    let text = content.text()?;
    Some(match (error.range(), error.line()) {
        (Some(range), _) => Location::span(path, text, range),
        (None, Some(line)) => Location::point(path, text, line, 1),
        (None, None) => Location::file(path),
    })
}

/// A template by the name the engine knows: `page.html`, or
/// `briefing/page.html` for that of a certain theme.
fn find<'a>(layers: &'a Layers, name: &str) -> Option<(String, &'a Content)> {
    let own = layers.0.iter().find_map(|layer| {
        let path = path_of_template(name.strip_prefix(&format!("{}/", layer.name))?);
        Some((layer.path_of(&path), layer.files.get(&path)?))
    });
    own.or_else(|| layers.find(&path_of_template(name)))
}

fn engine(layers: &Layers, error: &Error, stretch: &str, known: &[&str]) -> Diagnostic {
    let detail = error.detail().unwrap_or_default();
    let said = match detail.is_empty() {
        true => error.kind().to_string(),
        false => format!("{}: {detail}", error.kind()),
    };
    let name = last_name(stretch);
    match error.kind() {
        ErrorKind::UndefinedError if !stretch.is_empty() => {
            let message = format!("there is nothing called `{stretch}` here");
            let meant = did_you_mean(name, known.iter().copied().filter(|known| *known != name));
            Diagnostic::new(Code::TemplateUndefined, message).help(match meant {
                Some(meant) => format!("did you mean `{meant}`? the manual’s page on themes lists all names"),
                None => "the manual’s page on themes lists all names".to_owned(),
            })
        }
        ErrorKind::UndefinedError => {
            Diagnostic::new(Code::TemplateUndefined, said).help("the manual’s page on themes lists all names")
        }
        ErrorKind::SyntaxError => Diagnostic::new(Code::TemplateSyntax, detail.to_owned())
            .help("look for a block, a bracket or a quotation mark that is left open up to here"),
        ErrorKind::TemplateNotFound => no_template(layers, detail),
        ErrorKind::UnknownFilter
        | ErrorKind::UnknownFunction
        | ErrorKind::UnknownTest
        | ErrorKind::UnknownMethod => Diagnostic::new(Code::TemplateFailed, detail.to_owned())
            .help("the manual’s page on themes lists the functions and filters; minijinja’s own are there too"),
        ErrorKind::OutOfFuel => Diagnostic::new(Code::TemplateSlow, "this template takes too long")
            .help("a loop in it hardly ends; each page may take ten million steps"),
        _ => Diagnostic::new(Code::TemplateFailed, said)
            .help("the manual’s page on themes says what each name holds, and what each function takes"),
    }
}

/// A template that another includes or extends. The engine says its name in
/// quotation marks of one kind or the other.
fn no_template(layers: &Layers, detail: &str) -> Diagnostic {
    let name = detail.split(['"', '\'']).nth(1).unwrap_or(detail);
    let help = match did_you_mean(name, layers.names("templates")) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "add it to the theme's templates/".to_owned(),
    };
    Diagnostic::new(
        Code::MissingTemplate,
        format!("there is no template `{name}`"),
    )
    .help(help)
}

/// `titel` of `page.titel`.
fn last_name(expression: &str) -> &str {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let end = expression.trim_end_matches(|c| !is_name(c));
    end.rsplit(|c| !is_name(c)).next().unwrap_or_default()
}
