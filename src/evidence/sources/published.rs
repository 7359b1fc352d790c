//! When a source was published, as precisely as a catalogue says: a year, a
//! month or a day.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::date::{self, Date};
use crate::diagnostic::Code;
use crate::yaml::{Item, Kind, Reader};

/// A year, a month, or a day. Nothing is added to what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    /// `2024`.
    Year(i16),
    /// `2024-03`; months count from one.
    Month(i16, i8),
    /// `2024-03-01`, or a time.
    Day(Date),
}

impl Published {
    /// Reads `2024`, `2024-03`, or a date. The error is a phrase.
    pub fn parse(text: &str) -> Result<Published, String> {
        let text = text.trim();
        let digits = |text: &str, count: usize| {
            let are_digits = text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
            are_digits.then(|| text.parse::<i16>().ok()).flatten()
        };
        let parts = text.split_once('-');
        match (digits(text, 4), parts) {
            (Some(0), _) => Err("there is no year 0".to_owned()),
            (Some(year), _) => Ok(Published::Year(year)),
            (None, Some((year, month))) => match (digits(year, 4), digits(month, 2)) {
                (Some(year), Some(month @ 1..=12)) if year > 0 => {
                    Ok(Published::Month(year, month as i8))
                }
                (Some(_), Some(_)) => Err(format!("`{text}` is not in the calendar")),
                _ => Date::parse(text).map(Published::Day),
            },
            _ => Date::parse(text).map(Published::Day),
        }
    }

    /// The day, where it is known.
    pub fn day(&self) -> Option<Date> {
        match self {
            Published::Day(date) => Some(*date),
            Published::Year(_) | Published::Month(..) => None,
        }
    }

    /// The year, and as far as they are known the month and the day, each counted
    /// from one.
    pub fn parts(&self) -> Vec<i16> {
        match self {
            Published::Year(year) => vec![*year],
            Published::Month(year, month) => vec![*year, i16::from(*month)],
            Published::Day(date) => {
                let (day, month, year) = date.day_month_year();
                vec![year, i16::from(month), i16::from(day)]
            }
        }
    }
}

impl From<Date> for Published {
    fn from(date: Date) -> Published {
        Published::Day(date)
    }
}

/// As written.
impl fmt::Display for Published {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Published::Year(year) => write!(out, "{year:04}"),
            Published::Month(year, month) => write!(out, "{year:04}-{month:02}"),
            Published::Day(date) => date.fmt(out),
        }
    }
}

impl JsonSchema for Published {
    fn schema_name() -> Cow<'static, str> {
        "Published".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let less = r"^\s*[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?\s*$";
        json_schema!({
            "type": ["integer", "string"],
            // Some editors read `0988` as a number.
            "minimum": 100,
            "pattern": format!("{less}|{}", date::PATTERN),
            "patternErrorMessage": FORM
        })
    }
}

const FORM: &str = "write a year as `2024`, a month as `2024-11`, a day as `2024-11-10`";

/// Reads one; a year may stand there as a number.
pub(super) fn published(reader: &mut Reader, item: &Item) -> Option<Published> {
    let parsed = match &item.node.kind {
        Kind::Text(text) => Published::parse(text),
        Kind::Int(year) => Published::parse(&year.to_string()),
        _ => {
            let message = format!("`{}` must be a date", item.name);
            reader.report(item.node.id, Code::WrongType, message, Some(FORM.into()));
            return None;
        }
    };
    let bad = |reason| {
        let message = format!("`{}` is not a date: {reason}", item.name);
        reader.report(item.node.id, Code::InvalidDate, message, Some(FORM.into()));
    };
    parsed.map_err(bad).ok()
}

#[cfg(test)]
mod tests {
    use super::Published;

    #[test]
    fn a_date_is_as_precise_as_it_is_written() {
        for text in [
            "2024",
            "0988",
            "2024-03",
            "2024-03-01",
            "2024-03-01T09:30:00Z",
        ] {
            assert_eq!(Published::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "0000",
            "24",
            "2024-13",
            "2024-3",
            "2024-02-30",
            "March 2024",
            "",
        ] {
            assert!(Published::parse(text).is_err(), "{text}");
        }
    }
}
