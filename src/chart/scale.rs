//! The numbers at a scale: round ones, few, and all figures between the first and the last.
//!
//! After Paul Heckbert, *Nice Numbers for Graph Labels*, Graphics Gems (1990): steps of 1, 2
//! or 5 and zeros. Talbot, Lin and Hanrahan, *An Extension of Wilkinson's Algorithm for
//! Positioning Tick Labels on Axes* (2010), find that readers like these best, and weigh more;
//! what their search adds is little where the scale may end beyond the figures.

/// A scale from its first tick to its last.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// In order; two at least.
    pub ticks: Vec<Tick>,
}

/// A number at a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// How much it is.
    pub value: f64,
    /// The same with digits, exactly.
    pub written: String,
}

impl Scale {
    /// A scale that covers some numbers with so many steps at most, two or more.
    pub fn covering(low: f64, high: f64, most: i64) -> Scale {
        let (low, high) = match low < high {
            true => (low, high),
            // One number only: as far from zero as it is.
            false if low == 0.0 => (0.0, 1.0),
            false if low.is_finite() => (low.min(0.0), high.max(0.0)),
            // None at all.
            false => (0.0, 1.0),
        };
        // One below the size of a step, and up to the first that needs few enough.
        let size = ((high - low) / most as f64).log10().floor();
        let mut exponent = (size as i32 - 1).clamp(-40, 20);
        let (step, first, last, digits) = loop {
            let found = [1, 2, 5].into_iter().find_map(|digit| {
                let step = f64::from(digit) * 10f64.powi(exponent);
                let (first, last) = ((low / step).floor(), (high / step).ceil());
                (last - first <= most as f64).then_some((step, first, last, digit))
            });
            match found {
                Some(found) => break found,
                None => exponent += 1,
            }
        };
        let ticks = (first as i64..=last as i64).map(|number| Tick {
            value: number as f64 * step,
            written: written(number * i64::from(digits), exponent),
        });
        Scale {
            ticks: ticks.collect(),
        }
    }

    /// Where a number stands: 0 at the first tick, 1 at the last.
    pub fn place(&self, value: f64) -> f64 {
        let end = |tick: Option<&Tick>| tick.map_or(0.0, |tick| tick.value);
        let (low, high) = (end(self.ticks.first()), end(self.ticks.last()));
        match high > low {
            true => ((value - low) / (high - low)).clamp(0.0, 1.0),
            false => 0.0,
        }
    }
}

/// A whole number times a power of ten, with digits: no sum of fractions has been rounded.
fn written(number: i64, exponent: i32) -> String {
    let zeros = usize::try_from(exponent.unsigned_abs()).unwrap_or_default();
    if exponent >= 0 || number == 0 {
        let zeros = if number == 0 { 0 } else { zeros };
        return format!("{number}{}", "0".repeat(zeros));
    }
    let sign = if number < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = zeros + 1);
    let (whole, fraction) = digits.split_at(digits.len() - zeros);
    let fraction = fraction.trim_end_matches('0');
    match fraction.is_empty() {
        true => format!("{sign}{whole}"),
        false => format!("{sign}{whole}.{fraction}"),
    }
}
