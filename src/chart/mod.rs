//! Figures into a chart: an SVG that stands in the page, is made once, and needs no script.
//!
//! Drawn here and by no crate: charts-rs, plotters and charming measure text in a font that
//! they bring, and write its size, its place and all colours into a picture of one size. Such
//! a picture shrinks on a phone, does not follow the reader's colours, and says nothing to
//! those who do not see it. What is left to do is small: a scale, and boxes beside each other.
//!
//! The picture has no size of its own. Across, all is in per cent of it; along, in `em`. So
//! it is as wide as there is room, and its text stays text of the page, at its size: nothing
//! is scaled. Where names and numbers of the scale need room beside the figures, a class
//! (`lead-4`, `room-7`) says how much, and the sheet gives it; the colours are the sheet's.
//!
//! Promises: the same figures make the same bytes, no number in them is infinite or none,
//! and what stands in the figures is escaped.

mod across;
mod columns;
mod csv;
mod decimal;
mod ends;
mod figures;
mod lines;
mod rows;
mod scale;
mod svg;
mod texts;

pub use across::{Place, Room, fitting};
pub use csv::{MAX_BYTES, read as read_csv};
pub use decimal::{decimal_help, is_decimal};
pub use figures::{Cell, Figures, Mistake, Number, Row, Unit, read};
pub use scale::{Scale, Tick};

use crate::date::PartialDate;
use svg::Svg;

/// How figures are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A bar for each figure; those of a row beside each other.
    Bars,
    /// The figures of a row on top of each other.
    Stacked,
    /// A line through the figures of each column.
    Lines,
    /// A dot for each figure.
    Dots,
}

/// The names of the kinds.
pub const KINDS: &[(&str, Kind)] = &[
    ("bars", Kind::Bars),
    ("stacked", Kind::Stacked),
    ("lines", Kind::Lines),
    ("dots", Kind::Dots),
];

/// What gives the words for a key, with what stands for each name in them.
pub type Words<'a> = dyn Fn(&str, &[(&str, &str)]) -> String + 'a;

/// What the language of the page makes of numbers, dates and words.
pub struct Language<'a> {
    /// A number as written in figures, in the page's language.
    pub number: &'a dyn Fn(&str) -> String,
    /// A date in words.
    pub date: &'a dyn Fn(&PartialDate) -> String,
    /// The words for a key, `{name}` in them replaced.
    pub words: &'a Words<'a>,
    /// Whether it is read from right to left: then so is the chart.
    pub is_rtl: bool,
}

/// What is drawn.
pub struct Chart<'a> {
    /// The figures.
    pub figures: &'a Figures,
    /// How.
    pub kind: Kind,
    /// What they show.
    pub title: &'a str,
    /// What they count.
    pub unit: Option<&'a str>,
    /// What is seen, for those who do not see it; made from the figures where it is absent.
    pub description: Option<&'a str>,
    /// Whose words are written.
    pub language: &'a Language<'a>,
}

/// The markup of a chart: what its colours mean where they are not named beside the figures,
/// and the picture.
pub fn draw(chart: &Chart) -> String {
    let figures = &chart.figures.in_time();
    let chart = &Chart { figures, ..*chart };
    let mut svg = Svg::new(chart.language.is_rtl);
    let has_dates = chart.figures.dates().is_some();
    let (height, keys) = match chart.kind {
        Kind::Dots if !has_dates => (rows::draw(&mut svg, chart), Some("key dot")),
        Kind::Lines | Kind::Dots => {
            let (height, is_unnamed) = lines::draw(&mut svg, chart);
            (height, is_unnamed.then_some("key dot"))
        }
        Kind::Bars | Kind::Stacked if has_dates => (columns::draw(&mut svg, chart), Some("key")),
        Kind::Bars | Kind::Stacked => (rows::draw(&mut svg, chart), Some("key")),
    };
    let series = chart.figures.series();
    let mut out = String::new();
    if let Some(class) = keys.filter(|_| series.len() > 1) {
        svg::keys(&mut out, series, class);
    }
    let described = match chart.description {
        Some(description) => description.to_owned(),
        None => texts::describe(chart),
    };
    svg.wrap(&mut out, chart.title, &described, height);
    out
}

impl Chart<'_> {
    /// A figure as readers see it, the sign before its digits in any direction of text.
    fn number(&self, written: &str) -> String {
        let number = (self.language.number)(written);
        match self.language.is_rtl && written.starts_with('-') {
            true => format!("\u{200e}{number}"),
            false => number,
        }
    }

    /// What a row is called.
    fn label(&self, row: usize) -> String {
        let Some(label) = self.figures.rows.get(row).map(|row| &row.label) else {
            return String::new();
        };
        match (self.figures.dates().is_some(), PartialDate::parse(label)) {
            (true, Ok(date)) => (self.language.date)(&date),
            _ => label.clone(),
        }
    }
}
