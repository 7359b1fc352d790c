//! The list of mistakes for people: each with its line of text, carets under
//! the words, and help.

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
    let level = match diagnostic.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    if let Some(location) = &diagnostic.location {
        group = place(group, location, AnnotationKind::Primary, None);
    }
    for (location, part) in &diagnostic.related {
        group = place(group, location, AnnotationKind::Context, Some(part));
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
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
            Snippet::source(line.text.as_str())
                .line_start(line.number)
                .path(location.path.as_str())
                .annotation(
                    kind.span(line.span.start..line.span.end)
                        .label(part.map(String::as_str)),
                ),
        ),
    }
}
