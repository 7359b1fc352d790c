//! A CSV file (RFC 4180: commas, and quotation marks around cells that hold one) into
//! figures, with each mistake at its line and column.

use std::ops::Range;

use super::figures::{self, Cell, Figures, Mistake};
use crate::diagnostic::{Diagnostic, Location};

/// The largest CSV file that is drawn, in bytes.
pub const MAX_BYTES: u64 = 1024 * 1024;
/// The most mistakes that are listed of one file.
const MOST_MISTAKES: usize = 20;

/// Reads the text of a file at a path; figures only where nothing is wrong.
pub fn read(path: &str, text: &str) -> Result<Figures, Vec<Diagnostic>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    // A text is UTF-8, and rows may be of any length: nothing else can fail.
    let records = reader.records().flatten();
    let rows = records.map(|record| cells(&record, text)).collect();
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
