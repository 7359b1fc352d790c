//! The list of mistakes for people: each with its line of text, carets under
//! the words, and help.

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Location, Severity};

/// The mistakes one under the other, a blank line between. With `colour`, ANSI
/// styles are in it.
pub fn to_text(diagnostics: &[Diagnostic], colour: bool) -> String {
    let renderer = match colour {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    diagnostics
        .iter()
        .map(|diagnostic| format!("{}\n\n", renderer.render(&[group(diagnostic)])))
        .collect()
}

fn group(diagnostic: &Diagnostic) -> Group<'_> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(harmless(&diagnostic.message))
        .id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    if let Some(location) = &diagnostic.location {
        group = place(group, location, AnnotationKind::Primary, None);
    }
    for (location, part) in &diagnostic.related {
        group = match location.line {
            Some(_) => place(group, location, AnnotationKind::Context, Some(part)),
            None => {
                group.element(Level::NOTE.message(format!("{part}: {}", harmless(&location.path))))
            }
        };
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(harmless(help))),
        None => group,
    }
}

/// A text in which nothing speaks to the terminal. The printer takes care of
/// the old control characters; the later ones (U+0080 to U+009F) become a sign of
/// as many bytes, so that places in the text stay right.
fn harmless(text: &str) -> Cow<'_, str> {
    match text.contains(is_late_control) {
        true => text.replace(is_late_control, "¤").into(),
        false => text.into(),
    }
}

fn is_late_control(c: char) -> bool {
    ('\u{80}'..='\u{9f}').contains(&c)
}

fn place<'a>(
    group: Group<'a>,
    location: &'a Location,
    kind: AnnotationKind,
    part: Option<&'a String>,
) -> Group<'a> {
    match (&location.line, part) {
        (None, Some(part)) => {
            let note = format!("{}: {part}", location.path);
            group.element(Level::NOTE.message(note))
        }
        (None, None) => group.element(Origin::path(location.path.as_str())),
        (Some(line), part) => group.element(
            Snippet::source(harmless(&line.text))
                .line_start(line.number)
                .path(location.path.as_str())
                .annotation(
                    kind.span(line.span.start..line.span.end)
                        .label(part.map(String::as_str)),
                ),
        ),
    }
}
