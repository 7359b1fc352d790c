//! Lines, and dots of dates: each line is named at its end, and ends where a figure is
//! missing.

use super::across;
use super::columns::{HEIGHT, STEPS, TOP, down, grid, lead, names};
use super::ends::{self, End};
use super::svg::{Anchor, Svg, colour};
use super::{Chart, Kind, Scale};

/// With more rows than this, dots would hide the line.
const MOST_DOTS: usize = 24;

/// Draws them; gives the height, and whether the lines still have to be named: names that
/// would leave a phone no room for the lines do not stand at their ends.
pub fn draw(svg: &mut Svg, chart: &Chart) -> (f64, bool) {
    let figures = chart.figures;
    let scale = scale(chart);
    let lead = lead(chart, &scale);
    let mut ends = names_at_ends(chart, &scale);
    let is_free = lead + ends::room(&ends) <= across::BESIDE;
    if !is_free {
        ends.clear();
    }
    let room = ends::room(&ends);
    let whole = (TOP + HEIGHT + across::END).max(ends::lowest(&ends) + 0.5);
    svg.leave(lead, room);
    grid(svg, chart, &scale);
    if scale.ticks.iter().any(|tick| tick.value == 0.0) {
        let zero = down(scale.place(0.0));
        svg.line("zero", (0.0, zero), (1.0, zero));
    }
    let (places, _) = across::places(figures, 0.15);
    let is_drawn = chart.kind == Kind::Lines;
    if is_drawn {
        svg.paths(&paths(chart, &scale, &places), (TOP, HEIGHT));
    }
    for series in 0..figures.series().len() {
        let is_known = |row: usize| {
            let row = figures.rows.get(row);
            row.is_some_and(|row| matches!(row.values.get(series), Some(Some(_))))
        };
        for (row, number) in figures.column(series) {
            let is_alone = !row.checked_sub(1).is_some_and(is_known) || !is_known(row + 1);
            if !is_drawn || figures.rows.len() <= MOST_DOTS || is_alone {
                let x = places.get(row).copied().unwrap_or_default();
                let radius = if is_drawn { 0.24 } else { 0.36 };
                svg.dot(
                    &colour(series),
                    (x, down(scale.place(number.value))),
                    radius,
                );
            }
        }
    }
    for end in &ends {
        for (line, number) in end.lines.iter().zip(0..) {
            let y = end.top + f64::from(number) * ends::LINE + 0.9;
            let class = format!("name in-{}", end.series + 1);
            svg.text(&class, Anchor::Start, (1.0, y), 0.5, line);
        }
    }
    names(svg, chart, &places, (lead, room));
    (whole, !is_free)
}

/// From zero, unless all figures are far from it: then what differs would not be seen.
fn scale(chart: &Chart) -> Scale {
    let low = chart.figures.values().fold(f64::INFINITY, f64::min);
    let high = chart.figures.values().fold(f64::NEG_INFINITY, f64::max);
    match (
        low > 0.0 && low <= high / 2.0,
        high < 0.0 && high >= low / 2.0,
    ) {
        (true, _) => Scale::covering(0.0, high, STEPS),
        (_, true) => Scale::covering(low, 0.0, STEPS),
        _ => Scale::covering(low, high, STEPS),
    }
}

/// The stretches of each line without a gap.
fn paths(chart: &Chart, scale: &Scale, places: &[f64]) -> Vec<(String, Vec<(f64, f64)>)> {
    let mut paths = Vec::new();
    for series in 0..chart.figures.series().len() {
        let mut last = None;
        for (row, number) in chart.figures.column(series) {
            let x = places.get(row).copied().unwrap_or_default();
            let point = (x, 1.0 - scale.place(number.value));
            match paths.last_mut() {
                Some((_, points)) if last == row.checked_sub(1) && last.is_some() => {
                    Vec::push(points, point);
                }
                _ => paths.push((colour(series), vec![point])),
            }
            last = Some(row);
        }
    }
    paths
}

/// What stands at the ends: the name of each line or, of one alone, its last figure.
fn names_at_ends(chart: &Chart, scale: &Scale) -> Vec<End> {
    let series = chart.figures.series();
    let ends = series.iter().enumerate().filter_map(|(number, name)| {
        let (_, last) = chart.figures.column(number).last()?;
        let text = match series.len() {
            1 => chart.number(&last.written),
            _ => name.clone(),
        };
        Some(End::new(number, &text, down(scale.place(last.value))))
    });
    ends::apart(ends.collect())
}
