//! Cells into figures: a heading for each column, and in each row what it is of, and numbers.
//! The same for those of a CSV file and those in the YAML of a page, which know places in
//! their own ways.

use std::collections::BTreeSet;

use super::decimal::{decimal_help, is_decimal};
use crate::date::PartialDate;
use crate::diagnostic::Code;

/// The most rows of figures. A chart of more is one that nobody reads.
const MOST_ROWS: usize = 400;
/// The most columns of numbers: no more colours are told apart.
const MOST_SERIES: usize = 6;
/// The largest number and its negative: their differences are exact enough to be drawn.
const LARGEST: f64 = 1e15;

/// Figures, as they were written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// The heading of each column; the first one's may be empty.
    pub columns: Vec<String>,
    /// What stands below them.
    pub rows: Vec<Row>,
}

/// A row of figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What they are of: a name or a date.
    pub label: String,
    /// A number for each column but the first; none where it is not known.
    pub values: Vec<Option<Number>>,
}

/// A number, as written and as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Digits, with a point before the fraction.
    pub written: String,
    /// How much it is.
    pub value: f64,
}

/// What time is counted in, the finest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Unit {
    Year,
    Month,
    Day,
}

/// A text at a place.
#[derive(Clone, Debug)]
pub struct Cell<P> {
    /// What stands there, without space around it.
    pub text: String,
    /// Where.
    pub at: P,
}

/// Something wrong at a place.
#[derive(Debug)]
pub struct Mistake<P> {
    /// What kind of mistake.
    pub code: Code,
    /// Where.
    pub at: P,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Figures {
    /// The headings of the columns of numbers.
    pub fn series(&self) -> &[String] {
        self.columns.get(1..).unwrap_or_default()
    }

    /// Where each row stands in time, counted in the unit that they name; nothing where a row
    /// is of something else than a date, or of a year beside a month.
    pub fn dates(&self) -> Option<(Unit, Vec<i64>)> {
        let dates = self.rows.iter().map(|row| PartialDate::parse(&row.label));
        let dates: Vec<PartialDate> = dates.collect::<Result<_, _>>().ok()?;
        let unit = |date: &PartialDate| match date {
            PartialDate::Year(_) => Unit::Year,
            PartialDate::Month(..) => Unit::Month,
            PartialDate::Day(_) => Unit::Day,
        };
        let units: BTreeSet<Unit> = dates.iter().map(unit).collect();
        let (Some(&unit), 1) = (units.first(), units.len()) else {
            return None;
        };
        let number = |date: &PartialDate| match unit {
            Unit::Year => date.year(),
            Unit::Month => date.first_month(),
            Unit::Day => date.first_day(),
        };
        Some((unit, dates.iter().map(number).collect()))
    }

    /// The same with its rows in order of time, where they are of dates: they may be written
    /// with the newest first.
    pub fn in_time(&self) -> Figures {
        let mut figures = self.clone();
        if let Some((_, dates)) = self.dates() {
            let mut order: Vec<usize> = (0..self.rows.len()).collect();
            order.sort_by_key(|row| dates.get(*row));
            let rows = order
                .into_iter()
                .filter_map(|row| self.rows.get(row).cloned());
            figures.rows = rows.collect();
        }
        figures
    }

    /// The numbers of a column of numbers, each with its row.
    pub fn column(&self, series: usize) -> impl Iterator<Item = (usize, &Number)> {
        let rows = self.rows.iter().enumerate();
        rows.filter_map(move |(row, it)| Some((row, it.values.get(series)?.as_ref()?)))
    }

    /// Every number.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        let values = self.rows.iter().flat_map(|row| &row.values);
        values.flatten().map(|number| number.value)
    }
}

/// Reads figures from rows of cells, headings first; what is wrong is listed. `whole` is
/// where all of them stand.
pub fn read<P: Clone>(rows: Vec<Vec<Cell<P>>>, whole: P) -> (Figures, Vec<Mistake<P>>) {
    let mut mistakes = Vec::new();
    let mut rows = rows.into_iter();
    let head = rows.next().unwrap_or_default();
    check_head(&head, &whole, &mut mistakes);
    if rows.len() == 0 {
        let message = "there are no figures below the headings";
        let help = "the first row names the columns: write the rows below it";
        mistakes.push(mistake(&whole, message.to_owned(), help));
    }
    let (mut known, mut all) = (BTreeSet::new(), Vec::new());
    for (number, cells) in rows.enumerate() {
        let at = cells.first().map_or(&whole, |cell| &cell.at).clone();
        if number == MOST_ROWS {
            let message = format!("there are more than {MOST_ROWS} rows of figures");
            mistakes.push(Mistake {
                code: Code::FileTooLarge,
                ..mistake(
                    &at,
                    message,
                    "draw a part of them, or months in place of days",
                )
            });
            break;
        }
        if cells.len() != head.len() {
            let message = format!(
                "this row has {} cells, and there are {} headings",
                cells.len(),
                head.len()
            );
            let help = "write one for each heading, an empty one where there is no figure";
            mistakes.push(mistake(&at, message, help));
        }
        let mut cells = cells.into_iter();
        let label = cells.next().map(|cell| cell.text).unwrap_or_default();
        let is_new = known.insert(label.clone());
        mistakes.extend(wrong_label(&label, is_new).map(|(what, help)| mistake(&at, what, help)));
        let values = cells.map(|cell| value(&cell, &mut mistakes)).collect();
        all.push(Row { label, values });
    }
    let columns = head.into_iter().map(|cell| cell.text).collect();
    let figures = Figures { columns, rows: all };
    if mistakes.is_empty() && figures.values().next().is_none() {
        let help = "write a number in one of its rows at least";
        mistakes.push(mistake(
            &whole,
            "there is not one figure here".to_owned(),
            help,
        ));
    }
    (figures, mistakes)
}

fn check_head<P: Clone>(head: &[Cell<P>], whole: &P, mistakes: &mut Vec<Mistake<P>>) {
    if head.len() < 2 {
        let at = head.first().map_or(whole, |cell| &cell.at);
        let message = "there is no column of figures here".to_owned();
        let help = "the first row names the columns: `Country,2023`; commas stand between cells";
        mistakes.push(mistake(at, message, help));
    }
    let series = head.iter().skip(1);
    if let Some(extra) = series.clone().nth(MOST_SERIES) {
        let message = format!("there are more than {MOST_SERIES} columns of figures");
        let help = "draw several charts, or add the smallest together";
        let mistake = mistake(&extra.at, message, help);
        mistakes.push(Mistake {
            code: Code::FileTooLarge,
            ..mistake
        });
    }
    for cell in series.filter(|cell| cell.text.is_empty()) {
        let help = "write what it counts";
        mistakes.push(mistake(
            &cell.at,
            "this column has no heading".to_owned(),
            help,
        ));
    }
}

/// What is wrong with what a row is of, and what to do.
fn wrong_label(label: &str, is_new: bool) -> Option<(String, &'static str)> {
    if label.is_empty() {
        let help = "write what the figures of this row are of: a name or a date";
        Some(("this row has no name".to_owned(), help))
    } else if !is_new {
        let help = "name each row once; columns are for several figures of one";
        Some((format!("there are two rows `{label}`"), help))
    } else if is_formed_like_a_day(label) && PartialDate::parse(label).is_err() {
        let help = "write it as `2024-11-10`, and all rows by dates";
        Some((format!("`{label}` is not in the calendar"), help))
    } else {
        None
    }
}

fn value<P: Clone>(cell: &Cell<P>, mistakes: &mut Vec<Mistake<P>>) -> Option<Number> {
    if cell.text.is_empty() {
        return None;
    }
    let value = match is_decimal(&cell.text) {
        true => cell.text.parse::<f64>().ok(),
        false => None,
    };
    let Some(value) = value else {
        let message = format!("`{}` is not a number", cell.text);
        let help = decimal_help(&cell.text);
        let help = format!("{help}; leave it empty where there is no figure");
        mistakes.push(mistake(&cell.at, message, &help));
        return None;
    };
    if value.abs() > LARGEST || cell.text.len() > 30 {
        let message = format!("`{}` has too many digits to be drawn", cell.text);
        let help = "write it in a larger unit, such as millions";
        mistakes.push(mistake(&cell.at, message, help));
        return None;
    }
    Some(Number {
        written: cell.text.clone(),
        value,
    })
}

fn mistake<P: Clone>(at: &P, message: String, help: &str) -> Mistake<P> {
    Mistake {
        code: Code::InvalidValue,
        at: at.clone(),
        message,
        help: help.to_owned(),
    }
}

/// As `2024-11-10` is; `2023-24` may be a season.
fn is_formed_like_a_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([4, 2, 2])
        && parts.concat().bytes().all(|byte| byte.is_ascii_digit())
}
