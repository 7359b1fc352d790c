//! What templates call to set text on a card.

use std::sync::Arc;

use minijinja::value::Kwargs;
use minijinja::{Environment, Error, ErrorKind, Value, context};

use super::fit::{Frame, fit};
use super::fonts::{Face, Fonts};
use crate::config::Config;

/// The widest and highest frame, and the largest letters.
const MOST: f64 = 10_000.0;

/// Adds `fit`.
pub fn add(environment: &mut Environment<'static>, fonts: &Arc<Fonts>, config: &Config) {
    let fonts = fonts.clone();
    let is_rtl = config.direction() == "rtl";
    environment.add_function("fit", move |text: &str, options: Kwargs| {
        fitted(&fonts, is_rtl, text, &options)
    });
}

fn fitted(fonts: &Fonts, is_rtl: bool, text: &str, options: &Kwargs) -> Result<Value, Error> {
    let number = |name: &str, usual: f64| -> Result<f64, Error> {
        let given: Option<f64> = options.get(name)?;
        let given = given.unwrap_or(usual);
        match (1.0..=MOST).contains(&given) {
            true => Ok(given),
            false => {
                let problem = format!("`{name}` must be a number from 1 to {MOST}");
                Err(Error::new(ErrorKind::InvalidOperation, problem))
            }
        }
    };
    let frame = Frame {
        width: number("width", 1_040.0)?,
        height: number("height", 300.0)?,
        largest: number("size", 76.0)?,
        smallest: number("smallest", 20.0)?,
        leading: number("leading", 1.2)?,
    };
    let family: Option<&str> = options.get("family")?;
    let face = Face {
        family: family.unwrap_or("serif"),
        weight: options.get::<Option<u32>>("weight")?.unwrap_or(400),
    };
    options.assert_all_used()?;
    let set = fit(fonts, face, text, &frame);
    let lines = set.lines.into_iter();
    let lines: Vec<String> = match is_rtl {
        // The drawing takes each line for one from left to right that does not say otherwise.
        true => lines
            .map(|line| format!("\u{202b}{line}\u{202c}"))
            .collect(),
        false => lines.collect(),
    };
    let rows = lines.len().saturating_sub(1) as f64;
    let height = match lines.is_empty() {
        true => 0.0,
        false => set.size * (1.0 + rows * frame.leading),
    };
    Ok(context! { lines, height, size => set.size, leading => set.size * frame.leading })
}
