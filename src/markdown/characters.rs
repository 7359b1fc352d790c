//! The characters that no output may hold: control characters, which files
//! cannot hold either (see `input`), but entities such as `&#2;` can bring in,
//! and what XML 1.0 forbids besides.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

/// Drops them from every text of an event.
pub(super) fn drop_forbidden(event: &mut Event) {
    each_text(event, |text| {
        if let Some(clean) = without_forbidden(text) {
            *text = clean.into();
        }
    });
}

/// A text without them, if it holds any.
pub(super) fn without_forbidden(text: &str) -> Option<String> {
    let suspect = |byte: u8| {
        matches!(byte, 0x7f | 0xc2 | 0xef) || (byte < b' ' && !matches!(byte, b'\n' | b'\t'))
    };
    if !holds(text, suspect) || !text.contains(is_forbidden) {
        return None;
    }
    Some(text.replace(is_forbidden, ""))
}

/// Whether one of a text's bytes is of a kind. For kinds that few texts hold: without an
/// end before the last byte, many are looked at in one step.
pub(super) fn holds(text: &str, is_one: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |found, byte| found | is_one(byte))
}

fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{85}'))
        || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Changes every text of an event that comes from its author.
pub(super) fn each_text<'a>(event: &mut Event<'a>, mut change: impl FnMut(&mut CowStr<'a>)) {
    match event {
        Event::Text(text)
        | Event::Code(text)
        | Event::InlineMath(text)
        | Event::DisplayMath(text)
        | Event::Html(text)
        | Event::InlineHtml(text)
        | Event::FootnoteReference(text)
        | Event::Start(
            Tag::FootnoteDefinition(text) | Tag::CodeBlock(CodeBlockKind::Fenced(text)),
        ) => change(text),
        Event::Start(
            Tag::Link {
                dest_url,
                title,
                id,
                ..
            }
            | Tag::Image {
                dest_url,
                title,
                id,
                ..
            },
        ) => [dest_url, title, id].into_iter().for_each(change),
        Event::Start(Tag::Heading {
            id, classes, attrs, ..
        }) => {
            id.iter_mut().chain(classes).for_each(&mut change);
            for (name, value) in attrs {
                change(name);
                value.iter_mut().for_each(&mut change);
            }
        }
        _ => {}
    }
}
