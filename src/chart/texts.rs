//! Texts of a chart: how wide they are, about, and in how many lines; and the chart in words.

use unicode_width::UnicodeWidthStr;

use super::{Chart, Kind, Number};

/// How wide a text is, in `em`, about: the reader's font is not known.
pub fn width(text: &str) -> f64 {
    // Digits and most letters of such fonts are a little over half as wide as high.
    text.width() as f64 * 0.58
}

/// The same of one in bold.
pub fn bold(text: &str) -> f64 {
    width(text) * 1.15
}

/// A text in lines of so many `em`, broken at spaces.
pub fn lines(text: &str, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + width(word) + 0.58 <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// What a chart shows, in plain words: its kind, from where to where, and of each column the
/// highest and the lowest figure.
pub fn describe(chart: &Chart) -> String {
    let mut sentences = vec![extent(chart)];
    if let Some(unit) = chart.unit {
        sentences.push((chart.language.words)("chart_unit", &[("unit", unit)]));
    }
    let series = chart.figures.series().iter().enumerate();
    sentences.extend(series.filter_map(|(number, name)| range(chart, number, name)));
    sentences.join(" ")
}

fn extent(chart: &Chart) -> String {
    let words = chart.language.words;
    let kind = match chart.kind {
        Kind::Bars => "chart_bars",
        Kind::Stacked => "chart_stacked",
        Kind::Lines => "chart_lines",
        Kind::Dots => "chart_dots",
    };
    let (kind, count) = (words(kind, &[]), chart.figures.rows.len());
    let (first, last) = (chart.label(0), chart.label(count.saturating_sub(1)));
    match chart.figures.dates() {
        Some(_) => {
            let values = [("kind", &*kind), ("first", &*first), ("last", &*last)];
            words("chart_from", &values)
        }
        None => {
            let count = count.to_string();
            words("chart_of", &[("kind", &*kind), ("number", &*count)])
        }
    }
}

/// The highest and the lowest figure of a column; of equal ones the first.
fn range(chart: &Chart, series: usize, name: &str) -> Option<String> {
    let all = || chart.figures.column(series);
    let high = all().reduce(|best, next| {
        if next.1.value > best.1.value {
            next
        } else {
            best
        }
    })?;
    let low = all().reduce(|best, next| {
        if next.1.value < best.1.value {
            next
        } else {
            best
        }
    })?;
    let said = |(row, number): (usize, &Number)| (chart.number(&number.written), chart.label(row));
    let ((high, high_at), (low, low_at)) = (said(high), said(low));
    let values = [
        ("series", name),
        ("high", &*high),
        ("high_at", &*high_at),
        ("low", &*low),
        ("low_at", &*low_at),
    ];
    Some((chart.language.words)("chart_range", &values))
}
