//! `$5–$10` is money, not mathematics: where a digit follows the closing
//! dollar, no formula was meant (Pandoc's rule). Decided straight after
//! parsing, so that every pass sees text.
//!
//! The parser leaves what stands between the dollars as it is. Where that holds
//! markup, the body is parsed again with those dollars hidden behind a
//! character that means nothing to the parser and that no text can hold.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::characters::each_text;
use super::page::Events;

/// Stands for a dollar sign; as long in bytes, so that places stay.
const HIDDEN: &str = "\u{7f}";

/// Whether any sum of money was taken for a formula.
pub(super) fn has_sums(events: &Events, body: &str) -> bool {
    events.iter().any(|(event, span)| is_sum(event, span, body))
}

fn is_sum(event: &Event, span: &Range<usize>, body: &str) -> bool {
    matches!(event, Event::InlineMath(_))
        && body
            .get(span.end..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The body with those dollars hidden that keep markup from being read, if
/// there are any.
pub(super) fn hide(events: &Events, body: &str, smart_punctuation: bool) -> Option<String> {
    let is_markup =
        |c: char| "*_`~[]!<>&\\$\n".contains(c) || (smart_punctuation && "-.'\"".contains(c));
    let mut hidden = String::new();
    let mut done = 0;
    for (event, span) in events {
        let Event::InlineMath(formula) = event else {
            continue;
        };
        if !is_sum(event, span, body) || !formula.contains(is_markup) {
            continue;
        }
        for dollar in [span.start, span.end - 1] {
            hidden.push_str(body.get(done..dollar)?);
            hidden.push_str(HIDDEN);
            done = dollar + 1;
        }
    }
    if done == 0 {
        return None;
    }
    hidden.push_str(body.get(done..)?);
    Some(hidden)
}

/// Shows the dollars again.
pub(super) fn show(event: &mut Event) {
    each_text(event, |text| {
        if text.contains(HIDDEN) {
            *text = text.replace(HIDDEN, "$").into();
        }
    });
}

/// Sums into text.
pub(super) fn into_text<'a>(events: &mut Events<'a>, body: &'a str) {
    for (event, span) in events {
        if !is_sum(event, span, body) {
            continue;
        }
        if let Event::InlineMath(formula) = event {
            let text = format!("${formula}$");
            *event = Event::Text(match body.get(span.clone()) {
                Some(written) if written == text => CowStr::Borrowed(written),
                _ => text.into(),
            });
        }
    }
}
