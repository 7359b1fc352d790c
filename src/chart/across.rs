//! Rows across a chart: where each stands, and which of their names there is room for.

use super::svg::{Anchor, Svg};
use super::{Figures, Unit};

/// The width of a chart on a narrow phone, and on a desktop, in `em` of its text.
pub const NARROW: f64 = 20.0;
/// The same where there is room: the sheet asks for 28 rem, of which its text has 0.8.
pub const WIDE: f64 = 35.0;
/// The most that is left beside figures, before and behind together: what is drawn needs
/// the rest, on a phone too.
pub const BESIDE: f64 = 12.0;
/// The line of names below a drawing, clear of its last figure, and where that ends.
pub const BELOW: f64 = 1.6;
/// The end of that line.
pub const END: f64 = 2.0;

/// What is free between two names at least: the reader's font may be wider than is thought.
const APART: f64 = 0.9;

/// Steps in which names are left out: those that readers count in.
const STEPS: &[i64] = &[1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000];
const MONTHS: &[i64] = &[1, 3, 6, 12, 24, 60, 120, 240];

/// A name below a chart.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Where its middle stands, from 0 to 1.
    pub at: f64,
    /// How wide it is, in `em`.
    pub width: f64,
    /// What is counted: of a year, its number.
    pub number: i64,
}

/// Where rows stand across, from 0 to 1, and how much each may take. Dates stand where they
/// are in time, and all else side by side; `half` steps are left free at both ends.
pub fn places(figures: &Figures, half: f64) -> (Vec<f64>, f64) {
    let (_, numbers) = numbers(figures);
    let low = numbers.iter().min().copied().unwrap_or_default();
    let high = numbers.iter().max().copied().unwrap_or_default();
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    let gaps = sorted.iter().zip(sorted.iter().skip(1));
    let gap = gaps.map(|(one, next)| next - one).filter(|gap| *gap > 0);
    let step = gap.min().unwrap_or(1) as f64;
    let whole = (high - low) as f64 + 2.0 * half * step;
    if whole <= 0.0 {
        return (vec![0.5; numbers.len()], 1.0);
    }
    let place = |number: &i64| ((number - low) as f64 + half * step) / whole;
    (numbers.iter().map(place).collect(), step / whole)
}

/// What is counted in each row, time or the rows, and in which steps.
pub fn numbers(figures: &Figures) -> (&'static [i64], Vec<i64>) {
    match figures.dates() {
        Some((Unit::Month, months)) => (MONTHS, months),
        Some((_, numbers)) => (STEPS, numbers),
        None => (STEPS, (0..).take(figures.rows.len()).collect()),
    }
}

/// The room for names, in `em`: before what they name, across it, and behind.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Before the first place.
    pub before: f64,
    /// From 0 to 1.
    pub across: f64,
    /// Behind the last place.
    pub behind: f64,
}

impl Room {
    /// What is left across a chart of this width.
    pub fn of(width: f64, before: f64, behind: f64) -> Room {
        Room {
            before,
            across: (width - before - behind).max(1.0),
            behind,
        }
    }

    /// From where to where a name reaches, its middle at its place if there is room.
    fn span(&self, place: &Place) -> (f64, f64) {
        let start = place.at * self.across - place.width / 2.0;
        let latest = self.across + self.behind - place.width;
        let start = start.min(latest).max(-self.before);
        (start, start + place.width)
    }

    fn anchor(&self, place: &Place) -> Anchor {
        let middle = place.at * self.across;
        match self.span(place) {
            (start, _) if start > middle - place.width / 2.0 + 0.01 => Anchor::Start,
            (_, end) if end < middle + place.width / 2.0 - 0.01 => Anchor::End,
            _ => Anchor::Middle,
        }
    }
}

/// Which of the names are written: all, or as many as there is room for, in equal steps; no
/// two of them touch.
pub fn fitting(places: &[Place], steps: &[i64], room: Room) -> Vec<bool> {
    let every = steps.iter().map(|step| {
        let kept = places
            .iter()
            .map(|place| place.number.rem_euclid(*step) == 0);
        kept.collect::<Vec<bool>>()
    });
    let ends = (0..places.len()).map(|index| index == 0 || index + 1 == places.len());
    let first = (0..places.len()).map(|index| index == 0);
    let wanted = places.len().min(2);
    let enough = |kept: &Vec<bool>| kept.iter().filter(|kept| **kept).count() >= wanted;
    let mut ways = every.filter(enough).chain([ends.collect()]);
    let found = ways.find(|kept| is_free(places, kept, room));
    found.unwrap_or_else(|| first.collect())
}

fn is_free(places: &[Place], kept: &[bool], room: Room) -> bool {
    let kept = places.iter().zip(kept).filter(|(_, kept)| **kept);
    let mut spans: Vec<(f64, f64)> = kept.map(|(place, _)| room.span(place)).collect();
    spans.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut pairs = spans.iter().zip(spans.iter().skip(1));
    pairs.all(|(one, next)| one.1 + APART <= next.0)
}

/// Names of places, below each other's chart.
pub struct Names<'a> {
    /// Where they stand.
    pub places: Vec<Place>,
    /// What they are.
    pub texts: &'a [String],
    /// In which steps some are left out.
    pub steps: &'a [i64],
    /// The room before and behind the places.
    pub beside: (f64, f64),
}

/// Writes names on a line, as many as fit on a phone and on a desktop; the sheet knows by
/// their class (`narrow`, `wide`) which of them it shows.
pub fn names(svg: &mut Svg, names: &Names, y: f64) {
    let (before, behind) = names.beside;
    let phone = Room::of(NARROW, before, behind);
    let desktop = Room::of(WIDE, before, behind);
    let narrow = fitting(&names.places, names.steps, phone);
    let wide = fitting(&names.places, names.steps, desktop);
    let all = names.places.iter().zip(names.texts);
    for ((place, text), fits) in all.zip(narrow.into_iter().zip(wide)) {
        let (anchors, at) = ((phone.anchor(place), desktop.anchor(place)), (place.at, y));
        match fits {
            (true, true) if anchors.0 == anchors.1 => svg.text("tick", anchors.0, at, 0.0, text),
            _ => {
                if fits.0 {
                    svg.text("tick narrow", anchors.0, at, 0.0, text);
                }
                if fits.1 {
                    svg.text("tick wide", anchors.1, at, 0.0, text);
                }
            }
        }
    }
}
