//! A CSV file (RFC 4180: commas, and quotation marks around cells that hold one) into
//! figures, with each mistake at its line and column. Spreadsheets of much of Europe write
//! semicolons between cells and commas before fractions: that is read as well.

use std::ops::Range;

use super::figures::{self, Cell, Figures, Mistake, is_decimal};
use crate::diagnostic::{Diagnostic, Location};

/// The largest CSV file that is drawn, in bytes.
pub const MAX_BYTES: u64 = 1024 * 1024;
/// The most mistakes that are listed of one file.
const MOST_MISTAKES: usize = 20;

/// Reads the text of a file at a path; figures only where nothing is wrong.
pub fn read(path: &str, text: &str) -> Result<Figures, Vec<Diagnostic>> {
    let text_of_cell = match has_semicolons(text) {
        true => with_point,
        false => str::to_owned,
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(if has_semicolons(text) { b';' } else { b',' })
        .flexible(true)
        .from_reader(text.as_bytes());
    // A text is UTF-8, and rows may be of any length: nothing else can fail.
    let records = reader.records().flatten();
    let rows = records.map(|record| {
        let mut cells = cells(&record, text);
        // The first names the row.
        for cell in cells.iter_mut().skip(1) {
            cell.text = text_of_cell(&cell.text);
        }
        cells
    });
    let rows = rows.collect();
    let (figures, mistakes) = figures::read(rows, 0..0);
    if mistakes.is_empty() {
        return Ok(figures);
    }
    let mistakes = mistakes.into_iter().take(MOST_MISTAKES);
    let say = |mistake: Mistake<Range<usize>>| {
        Diagnostic::new(mistake.code, mistake.message)
            .at(Location::span(path, text, mistake.at))
            .help(mistake.help)
    };
    Err(mistakes.map(say).collect())
}

/// Whether semicolons stand between the cells: the headings have some, and no comma, which
/// could be between them.
fn has_semicolons(text: &str) -> bool {
    let head = text.trim_start().lines().next().unwrap_or_default();
    let unquoted = || head.split('"').step_by(2);
    unquoted().any(|part| part.contains(';')) && !unquoted().any(|part| part.contains(','))
}

/// A number with a point before its fraction in place of a comma. One with three digits
/// behind the comma may be in thousands, and stays as it is: it is no number then.
fn with_point(text: &str) -> String {
    match text.split_once(',') {
        Some((whole, fraction))
            if is_decimal(whole) && is_decimal(fraction) && fraction.len() != 3 =>
        {
            format!("{whole}.{fraction}")
        }
        _ => text.to_owned(),
    }
}

/// The cells of a record, each with its place in the text: the parser says where the record
/// begins only, but a cell's length in the text follows from what it holds.
fn cells(record: &csv::StringRecord, text: &str) -> Vec<Cell<Range<usize>>> {
    let start = record.position().map_or(0, |at| at.byte());
    let mut at = usize::try_from(start).unwrap_or_default();
    // Empty lines before it are a part of the record.
    let before = text.get(at..).unwrap_or_default();
    at += before.len() - before.trim_start_matches('\n').len();
    let cell = |held: &str| {
        let is_quoted = text.get(at..).is_some_and(|rest| rest.starts_with('"'));
        let length = match is_quoted {
            true => held.len() + held.matches('"').count() + 2,
            false => held.len(),
        };
        let spaces = held.len() - held.trim_start().len();
        let place = match is_quoted {
            true => at..at + length,
            false => at + spaces..at + spaces + held.trim().len(),
        };
        at += length + 1;
        Cell {
            text: held.split_whitespace().collect::<Vec<_>>().join(" "),
            at: place,
        }
    };
    record.iter().map(cell).collect()
}
