//! Dates as people write them: a day, or a time with or without its offset.
//!
//! A date is shown as it was written. Only a comparison with the clock needs a
//! time zone, and takes the site's where the date names none, so a date without
//! a zone never shifts.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::{self, DateTime, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// The moment of the build, as far as it knows.
pub use jiff::Timestamp;

/// How a date is written, to someone who wrote another.
pub const FORM: &str = "write a date as `2024-11-10`, a time as `2024-11-10T09:30:00+03:00`";

/// The days that months have, and then a time: what [`Date::parse`] takes, but for leap years.
pub const PATTERN: &str = concat!(
    r"^\s*(?:[0-9]{4}|[+-][0-9]{6})-?",
    r"(?:(?:0[13578]|1[02])-?(?:0[1-9]|[12][0-9]|3[01])",
    r"|(?:0[469]|11)-?(?:0[1-9]|[12][0-9]|30)|02-?(?:0[1-9]|[12][0-9]))",
    r"(?:[Tt ](?:[01][0-9]|2[0-3])(?::?[0-5][0-9](?::?(?:[0-5][0-9]|60)(?:[.,][0-9]+)?)?)?",
    r"(?:[Zz]|[+-][0-9:]+)?)?\s*$"
);

/// A day, or a moment, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    civil: DateTime,
    has_time: bool,
    offset: Option<Offset>,
}

impl Date {
    /// Reads `2024-11-10`, `2024-11-10T09:30` or `2024-11-10 09:30:00+03:00`
    /// (RFC 3339, with what it allows left out). The error is a phrase.
    pub fn parse(text: &str) -> Result<Date, String> {
        let pieces =
            Pieces::parse(text.trim()).map_err(|_| match is_formed_like_a_day(text.trim()) {
                true => format!("`{text}` is not in the calendar"),
                false => format!("`{text}` cannot be read"),
            })?;
        if pieces.time_zone_annotation().is_some() {
            return Err("a zone is given as an offset, `+03:00`".to_owned());
        }
        Ok(Date {
            civil: pieces
                .date()
                .to_datetime(pieces.time().unwrap_or(Time::midnight())),
            has_time: pieces.time().is_some(),
            offset: pieces.to_numeric_offset(),
        })
    }

    /// The day, month (from one) and year as written.
    pub fn day_month_year(&self) -> (i8, i8, i16) {
        (self.civil.day(), self.civil.month(), self.civil.year())
    }

    /// The moment it begins, in this zone unless it names its own.
    pub fn timestamp(&self, zone: &TimeZone) -> Timestamp {
        let moment = match self.offset {
            Some(offset) => offset.to_timestamp(self.civil),
            None => zone.to_timestamp(self.civil),
        };
        // Only the very ends of the calendar have no timestamp.
        moment.unwrap_or(Timestamp::MAX)
    }

    /// Whether it has begun by a moment.
    pub fn has_come(&self, now: Timestamp, zone: &TimeZone) -> bool {
        self.timestamp(zone) <= now
    }

    /// A W3C date, for sitemaps: a day, or a time with its offset.
    pub fn w3c(&self, zone: &TimeZone) -> String {
        match self.has_time {
            true => self.rfc3339(zone),
            false => self.to_string(),
        }
    }

    /// RFC 3339 with a time and an offset, for feeds.
    pub fn rfc3339(&self, zone: &TimeZone) -> String {
        let offset = self
            .offset
            .unwrap_or_else(|| zone.to_offset(self.timestamp(zone)));
        format!(
            "{}{}",
            self.civil.strftime("%Y-%m-%dT%H:%M:%S"),
            suffix(offset)
        )
    }
}

impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": PATTERN, "patternErrorMessage": FORM })
    }
}

/// For machines, as written: `2024-11-10`, `2024-11-10T09:30:00+03:00`.
impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self.has_time {
            false => write!(formatter, "{}", self.civil.date()),
            true => {
                let offset = self.offset.map(suffix).unwrap_or_default();
                let time = self.civil.strftime("%Y-%m-%dT%H:%M:%S");
                write!(formatter, "{time}{offset}")
            }
        }
    }
}

/// A date of the precision that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartialDate {
    /// `2024`
    Year(i16),
    /// `2024-11`: the year, and the month from one.
    Month(i16, i8),
    /// `2024-11-10`, with or without a time.
    Day(Date),
}

impl PartialDate {
    /// Reads `2024`, `2024-11`, or what [`Date::parse`] reads. The error is a phrase.
    pub fn parse(text: &str) -> Result<PartialDate, String> {
        let text = text.trim();
        let is_number = |part: &str, digits: usize| {
            part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let (year, month) = text.split_once('-').unwrap_or((text, ""));
        let is_short = is_number(year, 4) && (month.is_empty() || is_number(month, 2));
        if !is_short || text.ends_with('-') {
            return Date::parse(text).map(PartialDate::Day);
        }
        let year = year.parse().unwrap_or_default();
        match month.parse() {
            _ if month.is_empty() => Ok(PartialDate::Year(year)),
            Ok(month @ 1..=12) => Ok(PartialDate::Month(year, month)),
            _ => Err(format!("`{text}` is not in the calendar")),
        }
    }
}

impl PartialDate {
    /// Its year.
    pub fn year(&self) -> i64 {
        let year = match self {
            PartialDate::Year(year) | PartialDate::Month(year, _) => *year,
            PartialDate::Day(date) => date.civil.year(),
        };
        i64::from(year)
    }

    /// The number of its first month.
    pub fn first_month(&self) -> i64 {
        let month = match self {
            PartialDate::Year(_) => 1,
            PartialDate::Month(_, month) => *month,
            PartialDate::Day(date) => date.civil.month(),
        };
        self.year() * 12 + i64::from(month) - 1
    }

    /// The number of its first day.
    pub fn first_day(&self) -> i64 {
        let day = match self {
            PartialDate::Year(year) => civil::Date::new(*year, 1, 1).ok(),
            PartialDate::Month(year, month) => civil::Date::new(*year, *month, 1).ok(),
            PartialDate::Day(date) => Some(date.civil.date()),
        };
        let zero = civil::Date::ZERO;
        day.map_or(0, |day| zero.duration_until(day).as_hours() / 24)
    }
}

/// For machines, as written.
impl fmt::Display for PartialDate {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            PartialDate::Year(year) => write!(formatter, "{year:04}"),
            PartialDate::Month(year, month) => write!(formatter, "{year:04}-{month:02}"),
            PartialDate::Day(date) => date.fmt(formatter),
        }
    }
}

/// Whether a text is `2024-02-30` in its form.
fn is_formed_like_a_day(text: &str) -> bool {
    text.len() == 10
        && text.char_indices().all(|(place, c)| match place {
            4 | 7 => c == '-',
            _ => c.is_ascii_digit(),
        })
}

fn suffix(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    match minutes {
        0 => "Z".to_owned(),
        _ => {
            let sign = if minutes < 0 { '-' } else { '+' };
            let minutes = minutes.abs();
            format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_shown_as_written() {
        for text in [
            "2024-11-10",
            "2024-11-10T09:30:00",
            "2024-11-10T09:30:00+03:00",
            "2024-11-10T09:30:00Z",
        ] {
            assert_eq!(Date::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_date_is_as_precise_as_it_is_written() {
        for text in [
            "2024",
            "0987",
            "2024-11",
            "2024-11-10",
            "2024-11-10T09:30:00Z",
        ] {
            assert_eq!(PartialDate::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "2024-13",
            "2024-00",
            "2024-",
            "24",
            "2024-1",
            "2024-02-30",
            "",
        ] {
            assert!(PartialDate::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_date_without_a_zone_is_midnight_in_the_sites() {
        let zone = TimeZone::fixed(jiff::tz::offset(3));
        let date = Date::parse("2024-11-10").unwrap();
        assert_eq!(date.rfc3339(&zone), "2024-11-10T00:00:00+03:00");
        assert_eq!(date.timestamp(&zone).to_string(), "2024-11-09T21:00:00Z");
    }

    #[test]
    fn impossible_dates_are_refused() {
        for text in ["2024-02-30", "2023-02-29", "2024-13-01", "yesterday", "20"] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
        assert_eq!(
            Date::parse("2024-02-30").unwrap_err(),
            "`2024-02-30` is not in the calendar"
        );
    }
}
