//! Bars and dots of names: each name on a line of its own, however long it is, and below it
//! its figures, which begin at one line. So names need no room beside them, which a phone
//! has not got.

use super::across::{NARROW, Names, Place};
use super::svg::{Anchor, Svg, colour};
use super::texts::{bold, lines, width};
use super::{Chart, Kind, Number, Row, Scale, across};

/// The height of a line of text, of a bar and of one among several, in `em`.
const LINE: f64 = 1.35;
const BAR: f64 = 1.15;
const ONE_OF_SEVERAL: f64 = 1.0;
/// What is free between rows.
const APART: f64 = 0.75;

/// From where to where figures go, and the room for their texts.
struct Extent {
    low: f64,
    high: f64,
    /// The scale below dots; bars have their figures beside them.
    scale: Option<Scale>,
    lead: f64,
    room: f64,
}

impl Extent {
    fn place(&self, value: f64) -> f64 {
        match &self.scale {
            Some(scale) => scale.place(value),
            None if self.high > self.low => (value - self.low) / (self.high - self.low),
            None => 0.0,
        }
    }
}

/// Draws them; gives the height.
pub fn draw(svg: &mut Svg, chart: &Chart) -> f64 {
    let extent = extent(chart);
    let rows = &chart.figures.rows;
    let texts = |row: &Row| lines(&row.label, NARROW);
    let height = |row: &Row| texts(row).len() as f64 * LINE + below(chart);
    let mut tops = vec![0.0];
    for row in rows {
        tops.push(tops.last().copied().unwrap_or_default() + height(row) + APART);
    }
    let end = tops.last().copied().unwrap_or_default() - APART;
    let whole = end
        + if extent.scale.is_some() {
            across::END
        } else {
            0.2
        };
    svg.leave(extent.lead, extent.room);
    ticks(svg, chart, &extent, end);
    for (row, top) in rows.iter().zip(&tops) {
        let y = top + texts(row).len() as f64 * LINE;
        match chart.kind {
            Kind::Stacked => stack(svg, chart, &extent, row, y),
            Kind::Dots => dots(svg, chart, &extent, row, y),
            _ => bars(svg, chart, &extent, row, y),
        }
        if extent.scale.is_none() {
            let zero = extent.place(0.0);
            svg.line("zero", (zero, y - 0.15), (zero, y + below(chart) + 0.05));
        }
    }
    for (row, top) in rows.iter().zip(&tops) {
        for (text, line) in texts(row).iter().zip(1..) {
            let y = top + f64::from(line) * LINE - 0.4;
            svg.text("name", Anchor::Start, (0.0, y), -svg.lead(), text);
        }
    }
    whole
}

/// The height of a row below its name.
fn below(chart: &Chart) -> f64 {
    match (chart.kind, chart.figures.series().len()) {
        (Kind::Bars, several @ 2..) => several as f64 * ONE_OF_SEVERAL,
        _ => BAR,
    }
}

fn extent(chart: &Chart) -> Extent {
    let figures = chart.figures;
    let low = figures.values().fold(f64::INFINITY, f64::min);
    let high = figures.values().fold(f64::NEG_INFINITY, f64::max);
    let numbers = figures.rows.iter().flat_map(|row| &row.values).flatten();
    let widths = numbers.map(|number| bold(&chart.number(&number.written)));
    let label = widths.fold(0.0, f64::max) + 0.6;
    let empty = width(&(chart.language.words)("chart_no_figure", &[])) + 0.6;
    let has_gaps = figures
        .rows
        .iter()
        .flat_map(|row| &row.values)
        .any(Option::is_none);
    let side = if has_gaps { label.max(empty) } else { label };
    let (low, high, scale, lead, room) = match chart.kind {
        Kind::Stacked => {
            let sums = figures.rows.iter().map(sums);
            let (low, high) = sums.fold((0.0, 0.0), |(low, high): (f64, f64), sum| {
                (low.min(sum.0), high.max(sum.1))
            });
            (low, high, None, 0.0, 0.0)
        }
        Kind::Dots => {
            let scale = Scale::covering(low, high, 4);
            let room = if figures.series().len() == 1 {
                side
            } else {
                1.0
            };
            (low, high, Some(scale), 1.0, room)
        }
        _ => {
            let has_room = low < 0.0 && label + side <= across::BESIDE;
            let lead = if has_room { label } else { 0.0 };
            (low.min(0.0), high.max(0.0), None, lead, side)
        }
    };
    Extent {
        low,
        high,
        scale,
        lead: lead.ceil(),
        room: room.ceil(),
    }
}

/// A figure on top of others.
pub struct Stacked<'a> {
    pub series: usize,
    pub number: &'a Number,
    /// What those below it are together, and with it.
    pub from: f64,
    pub to: f64,
}

/// The figures of a row on top of each other, those below zero downwards.
pub fn stacked(row: &Row) -> impl Iterator<Item = Stacked<'_>> {
    let (mut below, mut above) = (0.0, 0.0);
    let known = row.values.iter().enumerate();
    let known = known.filter_map(|(series, value)| Some((series, value.as_ref()?)));
    known.map(move |(series, number)| {
        let sum = match number.value < 0.0 {
            true => &mut below,
            false => &mut above,
        };
        let from = *sum;
        *sum += number.value;
        Stacked {
            series,
            number,
            from,
            to: *sum,
        }
    })
}

/// What the figures of a row below zero are together, and those above.
pub fn sums(row: &Row) -> (f64, f64) {
    stacked(row).fold((0.0, 0.0), |(below, above), one| {
        (f64::min(below, one.to), f64::max(above, one.to))
    })
}

/// The scale of dots.
fn ticks(svg: &mut Svg, chart: &Chart, extent: &Extent, end: f64) {
    let Some(scale) = &extent.scale else { return };
    let texts: Vec<String> = scale
        .ticks
        .iter()
        .map(|tick| chart.number(&tick.written))
        .collect();
    let places = scale.ticks.iter().zip(&texts).zip(0..);
    let places = places.map(|((tick, text), number)| Place {
        at: scale.place(tick.value),
        width: width(text),
        number,
    });
    let places: Vec<Place> = places.collect();
    let beside = (extent.lead, extent.room);
    for place in &places {
        svg.line("grid", (place.at, 0.0), (place.at, end + 0.3));
    }
    let names = Names {
        places,
        texts: &texts,
        steps: &[1, 2],
        beside,
    };
    across::names(svg, &names, end + across::BELOW);
}

fn bars(svg: &mut Svg, chart: &Chart, extent: &Extent, row: &Row, top: f64) {
    let one = if row.values.len() > 1 {
        ONE_OF_SEVERAL
    } else {
        BAR
    };
    let zero = extent.place(0.0);
    for (series, value) in row.values.iter().enumerate() {
        let y = top + series as f64 * one;
        if let Some(number) = value {
            let span = (zero, extent.place(number.value));
            svg.rect(&colour(series), span, (y, one - 0.1));
        }
        figure(
            svg,
            chart,
            extent,
            value.as_ref(),
            (zero, y + one / 2.0 + 0.3),
        );
    }
}

/// A figure in digits, or that there is none, at the end of its bar or beside its dot.
fn figure(svg: &mut Svg, chart: &Chart, extent: &Extent, value: Option<&Number>, at: (f64, f64)) {
    let Some(number) = value else {
        let none = (chart.language.words)("chart_no_figure", &[]);
        return svg.text("none", Anchor::Start, at, 0.4, &none);
    };
    let place = extent.place(number.value);
    let (anchor, place, moved) = match number.value < 0.0 {
        _ if extent.scale.is_some() => (Anchor::Start, place, 0.6),
        true if extent.lead > 0.0 => (Anchor::End, place, -0.4),
        // Wide numbers have no room on both sides: those below zero stand on its other side.
        true => (Anchor::Start, at.0, 0.4),
        false => (Anchor::Start, place, 0.4),
    };
    let text = chart.number(&number.written);
    svg.text("figure", anchor, (place, at.1), moved, &text);
}

fn stack(svg: &mut Svg, chart: &Chart, extent: &Extent, row: &Row, top: f64) {
    if row.values.iter().all(Option::is_none) {
        return figure(
            svg,
            chart,
            extent,
            None,
            (extent.place(0.0), top + BAR / 2.0 + 0.3),
        );
    }
    for one in stacked(row) {
        let (series, from, to) = (one.series, extent.place(one.from), extent.place(one.to));
        svg.rect(&colour(series), (from, to), (top, BAR - 0.1));
        let text = chart.number(&one.number.written);
        // Where a phone has no room for it, it is in the table only.
        if (to - from).abs() * NARROW > bold(&text) + 0.5 {
            let class = format!("inside in-{}", series + 1);
            let middle = ((from + to) / 2.0, top + BAR / 2.0 + 0.3);
            svg.text(&class, Anchor::Middle, middle, 0.0, &text);
        }
    }
}

fn dots(svg: &mut Svg, chart: &Chart, extent: &Extent, row: &Row, top: f64) {
    let y = top + BAR / 2.0;
    let known = row.values.iter().flatten();
    let places: Vec<f64> = known.map(|number| extent.place(number.value)).collect();
    let low = places.iter().copied().fold(1.0, f64::min);
    let high = places.iter().copied().fold(0.0, f64::max);
    if low < high {
        svg.line("range", (low, y), (high, y));
    }
    for (series, value) in row.values.iter().enumerate() {
        if let Some(number) = value {
            svg.dot(&colour(series), (extent.place(number.value), y), 0.4);
        }
    }
    match row.values.as_slice() {
        [one] => figure(svg, chart, extent, one.as_ref(), (0.0, y + 0.35)),
        _ if places.is_empty() => figure(svg, chart, extent, None, (0.0, y + 0.35)),
        _ => {}
    }
}
