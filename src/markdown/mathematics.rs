//! `$…$` and `$$…$$` into MathML, through pulldown-latex. A formula that it
//! cannot read is an error and is shown as it was written.

use std::ops::Range;

use pulldown_cmark::Event;
use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Parser, RenderConfig, Storage, push_mathml};

use super::characters;
use super::facts::Facts;
use super::page::{Events, Page, html};
use crate::diagnostic::Code;
use crate::escape;

const MOST_BYTES: usize = 10_000;
const MOST_NESTING: usize = 100;

/// Writes formulas.
pub(super) fn mathematics<'a>(
    mut events: Events<'a>,
    _: &Page<'a>,
    facts: &mut Facts,
) -> Events<'a> {
    for (event, span) in &mut events {
        let (formula, display) = match event {
            Event::InlineMath(formula) => (&*formula, false),
            Event::DisplayMath(formula) => (&*formula, true),
            _ => continue,
        };
        *event = match mathml(formula, display) {
            Ok(markup) => html(markup),
            Err(reason) => {
                note(span.clone(), reason, facts);
                let mut shown = "<code>".to_owned();
                escape::text(&mut shown, formula);
                shown.push_str("</code>");
                html(shown)
            }
        };
    }
    events
}

fn note(span: Range<usize>, reason: String, facts: &mut Facts) {
    facts.problem(
        Code::Mathematics,
        span,
        format!("the formula cannot be read: {reason}"),
        "it is LaTeX between dollar signs; write `\\$` for a dollar sign",
    );
}

/// A formula as MathML, or why it cannot be.
fn mathml(formula: &str, display: bool) -> Result<String, String> {
    if formula.len() > MOST_BYTES {
        return Err(format!("it is longer than {MOST_BYTES} bytes"));
    }
    if nesting(formula) > MOST_NESTING {
        return Err(format!("it is nested more than {MOST_NESTING} deep"));
    }
    let storage = Storage::new();
    let mut parsed = Vec::new();
    for event in Parser::new(formula, &storage) {
        match event {
            Ok(event) => parsed.push(Ok::<_, std::fmt::Error>(event)),
            Err(error) => return Err(first_line(&error.to_string())),
        }
    }
    let config = RenderConfig {
        display_mode: match display {
            true => DisplayMode::Block,
            false => DisplayMode::Inline,
        },
        ..RenderConfig::default()
    };
    let mut markup = String::new();
    push_mathml(&mut markup, parsed.into_iter(), config).map_err(|error| error.to_string())?;
    match markup.contains("<merror") {
        true => Err("a part of it is not known".to_owned()),
        false => Ok(escape_signs(
            characters::without_forbidden(&markup).unwrap_or(markup),
        )),
    }
}

/// pulldown-latex writes the sign `<` as it is: here it is escaped. Every
/// other `<` begins a tag.
fn escape_signs(markup: String) -> String {
    let begins_tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let mut pieces = markup.split('<');
    let mut out = String::with_capacity(markup.len() + 8);
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        out.push_str(if begins_tag(piece) { "<" } else { "&lt;" });
        out.push_str(piece);
    }
    out
}

/// How deep groups are in one another, at most.
fn nesting(formula: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for byte in formula.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn first_line(message: &str) -> String {
    message
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or("it is not LaTeX")
        .trim_start_matches("parsing error: ")
        .trim_end_matches(['.', ':'])
        .to_owned()
}
