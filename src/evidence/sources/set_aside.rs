//! `set_aside` of a source into the paragraphs that the briefing leaves out on
//! purpose, each with its reason.

use std::ops::RangeInclusive;

use schemars::JsonSchema;

use crate::diagnostic::Code;
use crate::yaml::{self, Fields, Form, Item, Kind, Line, Or, Reader, Text};

/// Paragraphs that the briefing leaves out on purpose.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SetAside {
    /// By their numbers, such as `8` or `"1-3, 8"`.
    #[schemars(with = "Or<u32, Text<Numbers>>")]
    pub paragraphs: Vec<RangeInclusive<u32>>,
    /// Why.
    #[schemars(with = "Line")]
    pub reason: String,
    /// The YAML node of `paragraphs`, for [`crate::evidence::Source::location`].
    #[schemars(skip)]
    pub node: usize,
}

/// How more than one paragraph is named.
struct Numbers;

impl Form for Numbers {
    const PATTERN: &'static str =
        r"^\s*[0-9]+\s*(?:[-–]\s*[0-9]+\s*)?(?:,\s*[0-9]+\s*(?:[-–]\s*[0-9]+\s*)?)*$";
    const HELP: &'static str = "write their numbers: `8`, or \"1-3, 8\"";
}

impl SetAside {
    /// Whether this paragraph is among them.
    pub fn holds(&self, paragraph: u32) -> bool {
        self.paragraphs
            .iter()
            .any(|range| range.contains(&paragraph))
    }
}

/// Reads the list.
pub(super) fn set_aside(reader: &mut Reader, item: &Item) -> Option<Vec<SetAside>> {
    yaml::list(reader, item, entry)
}

fn entry(reader: &mut Reader, item: &Item) -> Option<SetAside> {
    let fields = Fields::of(reader, item, &["paragraphs", "reason"]);
    let paragraphs = fields.require(reader, "paragraphs", |reader, item| {
        Some((paragraphs(reader, item)?, item.node.id))
    });
    let reason = fields.require(reader, "reason", yaml::name);
    let (paragraphs, node) = paragraphs?;
    Some(SetAside {
        paragraphs,
        reason: reason?,
        node,
    })
}

fn paragraphs(reader: &mut Reader, item: &Item) -> Option<Vec<RangeInclusive<u32>>> {
    let written = match &item.node.kind {
        Kind::Int(number) => number.to_string(),
        Kind::Text(text) => text.clone(),
        _ => String::new(),
    };
    let parsed: Option<Vec<_>> = written.split(',').map(range).collect();
    if parsed.is_none() {
        let message = format!("`{}` does not say which paragraphs", item.name);
        let help = Numbers::HELP.to_owned();
        reader.report(item.node.id, Code::InvalidValue, message, Some(help));
    }
    parsed
}

fn range(text: &str) -> Option<RangeInclusive<u32>> {
    let (first, last) = text.split_once(['-', '–']).unwrap_or((text, text));
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let (first, last) = (number(first)?, number(last)?);
    (first > 0 && first <= last).then_some(first..=last)
}
