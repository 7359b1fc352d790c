//! Bars of dates: columns, which stand where they are in time, so that a year without a
//! figure is a gap.

use super::across::{self, NARROW, Names, Place};
use super::rows::{stacked, sums};
use super::svg::{Anchor, Svg, colour};
use super::texts::{bold, width};
use super::{Chart, Kind, Row, Scale};

/// Where the drawing begins and how high it is, in `em`.
pub const TOP: f64 = 1.2;
pub const HEIGHT: f64 = 15.0;
/// The most steps of the scale.
pub const STEPS: i64 = 5;
/// The least room of a row, as a part of the width.
const NARROWEST: f64 = 0.006;
/// Of the room of a row, what its columns fill.
const FILLED: f64 = 0.74;

/// Draws them; gives the height.
pub fn draw(svg: &mut Svg, chart: &Chart) -> f64 {
    let rows = &chart.figures.rows;
    let pairs = rows.iter().map(|row| match chart.kind {
        Kind::Stacked => sums(row),
        _ => {
            let values = || row.values.iter().flatten().map(|number| number.value);
            (values().fold(0.0, f64::min), values().fold(0.0, f64::max))
        }
    });
    let (low, high) = pairs.fold((0.0, 0.0), |(low, high): (f64, f64), pair| {
        (low.min(pair.0), high.max(pair.1))
    });
    let scale = Scale::covering(low, high, STEPS);
    let (places, step) = across::places(chart.figures, 0.5);
    let is_labelled = has_room_for_figures(chart, step);
    let lead = if is_labelled {
        0.0
    } else {
        lead(chart, &scale)
    };
    let whole = TOP + HEIGHT + across::END;
    svg.leave(lead, 0.0);
    if !is_labelled {
        grid(svg, chart, &scale);
    }
    // Where two days stand close beside years, a column is seen still.
    let step = step.max(NARROWEST);
    for (row, at) in rows.iter().zip(&places) {
        let span = (at - step * FILLED / 2.0, step * FILLED);
        match chart.kind {
            Kind::Stacked => stack(svg, &scale, row, span),
            _ => side_by_side(svg, chart, &scale, row, span, is_labelled),
        }
    }
    let zero = down(scale.place(0.0));
    svg.line("zero", (0.0, zero), (1.0, zero));
    names(svg, chart, &places, (lead, 0.0));
    whole
}

/// Whether each column has room for its figure, on a phone too: then no scale is needed.
fn has_room_for_figures(chart: &Chart, step: f64) -> bool {
    let numbers = || chart.figures.column(0).map(|(_, number)| &number.written);
    let widest = numbers().map(|written| bold(&chart.number(written)));
    let is_one = chart.figures.series().len() == 1;
    is_one && widest.fold(0.0, f64::max) + 0.3 <= step * NARROW
}

/// The room for the numbers of the scale.
pub fn lead(chart: &Chart, scale: &Scale) -> f64 {
    let ticks = scale.ticks.iter().map(|tick| chart.number(&tick.written));
    let widest = ticks.map(|text| width(&text)).fold(0.0, f64::max);
    (widest + 0.6).ceil()
}

/// Where a part of the height is, from the top of the chart.
pub fn down(part: f64) -> f64 {
    TOP + (1.0 - part) * HEIGHT
}

/// The lines of the scale, with their numbers before them.
pub fn grid(svg: &mut Svg, chart: &Chart, scale: &Scale) {
    for tick in &scale.ticks {
        let y = down(scale.place(tick.value));
        svg.line("grid", (0.0, y), (1.0, y));
        let text = chart.number(&tick.written);
        svg.text("tick", Anchor::End, (0.0, y + 0.35), -0.5, &text);
    }
}

/// The names below the drawing, which has so much room beside it.
pub fn names(svg: &mut Svg, chart: &Chart, places: &[f64], beside: (f64, f64)) {
    let texts: Vec<String> = (0..places.len()).map(|row| chart.label(row)).collect();
    let (steps, numbers) = across::numbers(chart.figures);
    let all = places.iter().zip(&texts).zip(numbers);
    let all = all.map(|((at, text), number)| Place {
        at: *at,
        width: width(text),
        number,
    });
    let names = Names {
        places: all.collect(),
        texts: &texts,
        steps,
        beside,
    };
    across::names(svg, &names, TOP + HEIGHT + across::BELOW);
}

fn side_by_side(
    svg: &mut Svg,
    chart: &Chart,
    scale: &Scale,
    row: &Row,
    (start, filled): (f64, f64),
    is_labelled: bool,
) {
    let one = filled / row.values.len().max(1) as f64;
    for (series, value) in row.values.iter().enumerate() {
        let Some(number) = value else { continue };
        let from = start + series as f64 * one;
        let (zero, y) = (down(scale.place(0.0)), down(scale.place(number.value)));
        let stretch = (zero.min(y), (zero - y).abs());
        svg.rect(&colour(series), (from, from + one), stretch);
        if is_labelled {
            let y = if number.value < 0.0 {
                y + 1.0
            } else {
                y - 0.35
            };
            let text = chart.number(&number.written);
            svg.text("figure", Anchor::Middle, (from + one / 2.0, y), 0.0, &text);
        }
    }
}

fn stack(svg: &mut Svg, scale: &Scale, row: &Row, (start, filled): (f64, f64)) {
    for one in stacked(row) {
        let (from, to) = (down(scale.place(one.from)), down(scale.place(one.to)));
        let stretch = (from.min(to), (from - to).abs());
        svg.rect(&colour(one.series), (start, start + filled), stretch);
    }
}
