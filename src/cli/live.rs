//! What a watching command says: in a terminal, each state in place of the last one;
//! elsewhere one after the other.

use std::io::{IsTerminal, Write};

use crate::diagnostic::{self, Diagnostic};

/// What stands in the terminal and will be replaced.
#[derive(Debug, Default)]
pub struct Live {
    /// How many rows it takes.
    rows: usize,
}

impl Live {
    /// Shows a line on what happened, the mistakes there are, and a line on those, in
    /// place of what this showed before.
    pub fn show(&mut self, happened: &str, mistakes: &[Diagnostic], sum: &str) {
        let mut text = String::new();
        for part in [happened, &diagnostic::to_text(mistakes, true), sum] {
            let part = part.trim_end();
            if !part.is_empty() {
                text.push_str(part);
                text.push('\n');
            }
        }
        let mut err = anstream::stderr();
        let size = terminal_size::terminal_size_of(std::io::stderr());
        let Some((width, height)) = size.filter(|_| std::io::stderr().is_terminal()) else {
            let _ = write!(err, "{text}");
            return;
        };
        let (text, rows) = fitted(&text, width.0.into(), height.0.into());
        let _ = match self.rows {
            0 => write!(err, "{text}"),
            // Up to where it began, and everything below cleared away.
            rows => write!(err, "\x1b[{rows}F\x1b[J{text}"),
        };
        self.rows = rows;
    }
}

/// As many lines of a text as a screen holds, the last one always, and how many rows
/// they take.
fn fitted(text: &str, width: usize, height: usize) -> (String, usize) {
    let rows_of = |line: &str| visible(line).div_ceil(width.max(1)).max(1);
    let lines: Vec<&str> = text.lines().collect();
    let all: usize = lines.iter().map(|line| rows_of(line)).sum();
    // The row that the cursor stands in is one as well.
    let room = height.saturating_sub(1).max(3);
    let Some((last, lines)) = lines.split_last().filter(|_| all > room) else {
        return (text.to_owned(), all);
    };
    let mut fitted = String::new();
    let mut rows = rows_of(last) + 1;
    let mut left = lines.len();
    for line in lines {
        if rows + rows_of(line) > room {
            break;
        }
        rows += rows_of(line);
        left -= 1;
        fitted.push_str(line);
        fitted.push('\n');
    }
    // A line that was cut off may have left its colour behind.
    fitted.push_str(&format!("\x1b[0m… {left} more lines\n{last}\n"));
    (fitted, rows)
}

/// How many columns a line takes, its colours aside; a wide letter is counted as one.
fn visible(line: &str) -> usize {
    let mut count = 0;
    let mut is_style = false;
    for c in line.chars() {
        match c {
            '\x1b' => is_style = true,
            'm' if is_style => is_style = false,
            _ if is_style => {}
            _ => count += 1,
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays_as_it_is_and_its_rows_are_counted() {
        let text = "\x1b[1mbold\x1b[0m\n12345678901\n";
        assert_eq!(fitted(text, 10, 24), (text.to_owned(), 3));
    }

    #[test]
    fn what_is_too_long_keeps_its_first_lines_and_its_last() {
        let text = "a\nb\nc\nd\ne\nf\n";
        let (fitted, rows) = fitted(text, 80, 5);
        assert_eq!(
            (fitted.as_str(), rows),
            ("a\nb\n\x1b[0m… 3 more lines\nf\n", 4)
        );
    }
}
