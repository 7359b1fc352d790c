//! The elements of a chart, written one after the other: geometry in attributes, and classes
//! for all that the sheet decides. Across, places are parts of the whole, from 0 where
//! reading begins to 1 where it ends; down, they are in `em`.

use std::fmt::Write;

use crate::escape;

/// A chart being written.
pub struct Svg {
    out: String,
    is_rtl: bool,
    lead: usize,
    room: usize,
}

/// Which of its ends a text has at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

impl Svg {
    pub fn new(is_rtl: bool) -> Svg {
        Svg {
            out: String::new(),
            is_rtl,
            lead: 0,
            room: 0,
        }
    }

    /// Leaves so many `em` free before and behind the figures: the sheet gives them.
    pub fn leave(&mut self, lead: f64, room: f64) {
        (self.lead, self.room) = (whole(lead), whole(room));
    }

    /// What is free before the figures.
    pub fn lead(&self) -> f64 {
        self.lead as f64
    }

    /// Puts what was written into a picture that says what it shows.
    pub fn wrap(&self, out: &mut String, title: &str, description: &str, height: f64) {
        let (lead, room, height) = (self.lead, self.room, short(height));
        out.push_str(&format!(
            "<svg class=\"drawing lead-{lead} room-{room}\" role=\"img\" width=\"100%\" height=\"{height}em\">\n<title>"
        ));
        escape::text(out, title);
        out.push_str("</title>\n<desc>");
        escape::text(out, description);
        out.push_str("</desc>\n");
        out.push_str(&self.out);
        out.push_str("</svg>\n");
    }

    /// A box from one place to another.
    pub fn rect(&mut self, class: &str, (from, to): (f64, f64), (y, height): (f64, f64)) {
        let (from, to) = (self.x(from), self.x(to));
        let (x, width) = (percent(from.min(to)), percent((to - from).abs()));
        let (y, height) = (short(y), short(height));
        self.put(format_args!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}em\" width=\"{width}\" height=\"{height}em\"/>\n"
        ));
    }

    /// A straight line between two places, each across and down.
    pub fn line(&mut self, class: &str, one: (f64, f64), other: (f64, f64)) {
        let (x1, x2) = (percent(self.x(one.0)), percent(self.x(other.0)));
        let (y1, y2) = (short(one.1), short(other.1));
        self.put(format_args!(
            "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}em\" x2=\"{x2}\" y2=\"{y2}em\"/>\n"
        ));
    }

    /// A dot.
    pub fn dot(&mut self, class: &str, (x, y): (f64, f64), radius: f64) {
        let (x, y, radius) = (percent(self.x(x)), short(y), short(radius));
        self.put(format_args!(
            "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}em\" r=\"{radius}em\"/>\n"
        ));
    }

    /// A text on its line, moved in the direction of reading.
    pub fn text(&mut self, class: &str, anchor: Anchor, at: (f64, f64), moved: f64, text: &str) {
        let (x, y) = (percent(self.x(at.0)), short(at.1));
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        self.put(format_args!(
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}em\" text-anchor=\"{anchor}\""
        ));
        if moved != 0.0 {
            let moved = short(if self.is_rtl { -moved } else { moved });
            self.put(format_args!(" dx=\"{moved}em\""));
        }
        self.out.push('>');
        escape::text(&mut self.out, text);
        self.out.push_str("</text>\n");
    }

    /// Lines through places, across and down as parts of a stretch of the height. Lines of
    /// many points know no per cent, so they stand in a picture that is drawn out to fit,
    /// and keep their strength.
    pub fn paths(&mut self, paths: &[(String, Vec<(f64, f64)>)], (y, height): (f64, f64)) {
        let (y, height) = (short(y), short(height));
        self.put(format_args!(
            "<svg y=\"{y}em\" width=\"100%\" height=\"{height}em\" viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" overflow=\"visible\">\n"
        ));
        for (class, points) in paths {
            let points = points.iter().map(|(x, y)| {
                let (x, y) = (self.x(*x) * 1000.0, y * 1000.0);
                format!("{},{}", short(x), short(y))
            });
            let points = points.collect::<Vec<_>>().join(" ");
            self.put(format_args!(
                "<polyline class=\"{class}\" vector-effect=\"non-scaling-stroke\" points=\"{points}\"/>\n"
            ));
        }
        self.out.push_str("</svg>\n");
    }

    fn x(&self, place: f64) -> f64 {
        if self.is_rtl { 1.0 - place } else { place }
    }

    fn put(&mut self, text: std::fmt::Arguments) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(text);
    }
}

/// What the colours of columns mean, in the order in which they stand.
pub fn keys(out: &mut String, series: &[String], class: &str) {
    out.push_str("<ul class=\"keys\">\n");
    for (number, name) in series.iter().enumerate() {
        let colour = colour(number);
        out.push_str(&format!(
            "<li><svg class=\"{class}\" aria-hidden=\"true\" width=\"1em\" height=\"1em\">"
        ));
        out.push_str(&match class.ends_with("dot") {
            true => format!("<circle class=\"{colour}\" cx=\"50%\" cy=\"50%\" r=\"0.4em\"/>"),
            false => format!("<rect class=\"{colour}\" width=\"100%\" height=\"100%\"/>"),
        });
        out.push_str("</svg>");
        escape::text(out, name);
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

/// The class of a column's colour.
pub fn colour(series: usize) -> String {
    format!("series-{}", series + 1)
}

/// The widest room beside figures that the sheet knows, in `em`.
const WIDEST: usize = 12;

fn whole(em: f64) -> usize {
    (0..WIDEST)
        .find(|whole| *whole as f64 >= em)
        .unwrap_or(WIDEST)
}

fn percent(part: f64) -> String {
    format!("{}%", short(part * 100.0))
}

/// With two digits behind the point at most.
fn short(number: f64) -> String {
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text {
        "-0" => "0".to_owned(),
        _ => text.to_owned(),
    }
}
