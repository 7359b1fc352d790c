//! A CSV file (RFC 4180: commas, and quotation marks around cells that hold one) into
//! figures, with each mistake at its line and column. Spreadsheets of much of Europe write
//! semicolons between cells and commas before fractions: that is read as well. What could be
//! read in two ways is refused.

use std::ops::Range;

use super::decimal::is_decimal;
use super::figures::{self, Cell, Figures, Mistake};
use crate::diagnostic::{Code, Diagnostic, Location};

/// The largest CSV file that is drawn, in bytes.
pub const MAX_BYTES: u64 = 1024 * 1024;
/// The most mistakes that are listed of one file.
const MOST_MISTAKES: usize = 20;

/// Reads the text of a file at a path; figures only where nothing is wrong.
pub fn read(path: &str, text: &str) -> Result<Figures, Vec<Diagnostic>> {
    let say = |mistake: Mistake<Range<usize>>| {
        Diagnostic::new(mistake.code, mistake.message)
            .at(Location::span(path, text, mistake.at))
            .help(mistake.help)
    };
    let has_semicolons = has_semicolons(text).map_err(|mistake| vec![say(mistake)])?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(if has_semicolons { b';' } else { b',' })
        .flexible(true)
        .from_reader(text.as_bytes());
    // A text is UTF-8, and rows may be of any length: nothing else can fail.
    let records = reader.records().flatten();
    let mut rows: Vec<_> = records.map(|record| cells(&record, text)).collect();
    let mut mistakes = Vec::new();
    if has_semicolons {
        // The first row is of headings, and the first cell of each other one names it.
        let rows = rows.iter_mut().skip(1);
        for cell in rows.flat_map(|cells| cells.iter_mut().skip(1)) {
            mistakes.extend(with_point(cell));
        }
    }
    let (figures, others) = figures::read(rows, 0..0);
    mistakes.extend(others);
    if mistakes.is_empty() {
        return Ok(figures);
    }
    mistakes.sort_by_key(|mistake| mistake.at.start);
    Err(mistakes.into_iter().take(MOST_MISTAKES).map(say).collect())
}

/// Whether semicolons stand between the cells. Where the headings hold them and commas, it is
/// what all rows have equally many of; a guess would draw other figures than are meant.
fn has_semicolons(text: &str) -> Result<bool, Mistake<Range<usize>>> {
    let counts = separators(text);
    let are_even = |of: fn(&(usize, usize)) -> usize| {
        let mut pairs = counts.iter().zip(counts.iter().skip(1));
        pairs.all(|(one, next)| of(one) == of(next))
    };
    let (commas, semicolons) = (are_even(|row| row.0), are_even(|row| row.1));
    let message = match counts.first() {
        // One that the headings lack leaves no column of figures.
        None | Some((_, 0)) => return Ok(false),
        Some((0, _)) => return Ok(true),
        Some(_) if commas != semicolons => return Ok(semicolons),
        Some(_) if commas => "commas and semicolons could both stand between the cells here",
        Some(_) => "neither commas nor semicolons divide all rows into equally many cells",
    };
    let start = text.len() - text.trim_start().len();
    let head = text.trim().lines().next().unwrap_or_default();
    Err(Mistake {
        code: Code::InvalidValue,
        at: start..start + head.len(),
        message: message.to_owned(),
        help: "put a heading that holds one in quotation marks: `Year;\"Passengers, thousand\"`"
            .to_owned(),
    })
}

/// How many commas and how many semicolons stand in each row outside quotation marks, which
/// have a meaning at the beginning of a cell only.
fn separators(text: &str) -> Vec<(usize, usize)> {
    let mut rows = Vec::new();
    let (mut row, mut is_quoted, mut last) = ((0, 0), false, '\n');
    for c in text.trim().chars().chain(['\n']) {
        match c {
            '"' if is_quoted => is_quoted = false,
            // One behind a quotation mark is the second of a pair, which stands for one.
            '"' => is_quoted = matches!(last, ',' | ';' | '\n' | '"'),
            _ if is_quoted => {}
            ',' => row.0 += 1,
            ';' => row.1 += 1,
            '\n' if last != '\n' => rows.push(std::mem::take(&mut row)),
            _ => {}
        }
        last = c;
    }
    rows
}

/// Makes a number with a comma before its fraction one with a point. What stands before three
/// digits may part thousands as well: which of the two is meant is for the author to say.
fn with_point(cell: &mut Cell<Range<usize>>) -> Option<Mistake<Range<usize>>> {
    let (whole, fraction) = cell.text.split_once([',', '.'])?;
    if !is_decimal(whole) || !is_decimal(fraction) || fraction.contains(['-', '.']) {
        return None;
    }
    let digits = whole.trim_start_matches('-');
    let is_doubtful = fraction.len() == 3 && digits.len() <= 3 && !digits.starts_with('0');
    let doubt = is_doubtful.then(|| {
        let short = match fraction.trim_end_matches('0') {
            "" => "0".to_owned(),
            all if all.len() == 3 => format!("{all}0"),
            short => short.to_owned(),
        };
        let sign = if cell.text.contains(',') {
            "comma"
        } else {
            "point"
        };
        let message = format!(
            "`{}` may be `{whole}{fraction}` or a fraction: three digits stand behind its {sign}",
            cell.text
        );
        Mistake {
            code: Code::InvalidValue,
            at: cell.at.clone(),
            message,
            help: format!("write `{whole}{fraction}` or `{whole},{short}`, whichever is meant"),
        }
    });
    cell.text = format!("{whole}.{fraction}");
    doubt
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
