//! What a watching command says: in a terminal, each state in place of the last one;
//! elsewhere one after the other.

use std::io::{IsTerminal, Write};

use unicode_width::UnicodeWidthStr;

use super::print;
use crate::diagnostic::{self, Diagnostic, counted};

/// What was said last.
#[derive(Debug, Default)]
pub struct Live {
    /// How many rows of the terminal it takes, which will be replaced.
    rows: usize,
    mistakes: Vec<Diagnostic>,
}

impl Live {
    /// Shows a line on what happened, the mistakes there are, and a line on those, in
    /// place of what this showed before.
    pub fn show(&mut self, happened: &str, mistakes: &[Diagnostic], sum: &str) {
        let mut err = anstream::stderr();
        let size = terminal_size::terminal_size_of(std::io::stderr());
        let Some((width, height)) = size.filter(|_| std::io::stderr().is_terminal()) else {
            let (text, _) = fitted(happened, self.news(mistakes), sum, usize::MAX, usize::MAX);
            let _ = write!(err, "{text}");
            self.mistakes = mistakes.to_vec();
            return;
        };
        let (text, rows) = fitted(happened, mistakes, sum, width.0.into(), height.0.into());
        let _ = match self.rows {
            0 => write!(err, "{text}"),
            // Up to where it began, and everything below cleared away.
            rows => write!(err, "\x1b[{rows}F\x1b[J{text}"),
        };
        self.rows = rows;
    }

    /// Says something once, above what is shown next.
    pub fn line(&mut self, text: &str) {
        print::line(text);
        self.rows = 0;
    }

    /// In a log, what has been said is not said again.
    fn news<'a>(&self, mistakes: &'a [Diagnostic]) -> &'a [Diagnostic] {
        match self.mistakes == mistakes {
            true => &[],
            false => mistakes,
        }
    }
}

/// The whole text with as many mistakes as a screen holds, and how many rows it takes.
fn fitted(
    happened: &str,
    mistakes: &[Diagnostic],
    sum: &str,
    width: usize,
    height: usize,
) -> (String, usize) {
    let rows_of = |text: &str| -> usize {
        let lines = text
            .lines()
            .map(|line| columns(line).div_ceil(width).max(1));
        lines.sum()
    };
    let line = |text: &str| match text.is_empty() {
        true => String::new(),
        false => format!("{text}\n"),
    };
    let (happened, sum) = (line(happened), line(sum));
    // The row that the cursor stands in is one as well, and one may say what is left out.
    let room = height.saturating_sub(rows_of(&happened) + rows_of(&sum) + 2);
    let mut text = happened;
    let mut rows = 0;
    for (number, mistake) in mistakes.iter().enumerate() {
        let next = diagnostic::to_text(std::slice::from_ref(mistake), true);
        if rows + rows_of(&next) > room {
            let left = counted(mistakes.len() - number, "more mistake");
            text.push_str(&format!("… {left}: `attache check` shows all.\n"));
            break;
        }
        rows += rows_of(&next);
        text.push_str(&next);
    }
    text.push_str(&sum);
    let rows = rows_of(&text);
    (text, rows)
}

/// How many columns a line takes, its colours aside.
fn columns(line: &str) -> usize {
    anstream::adapter::strip_str(line).to_string().width()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Location};

    fn mistakes(count: usize) -> Vec<Diagnostic> {
        let mistake = |number| {
            let place = Location::file(format!("content/{number}.md"));
            Diagnostic::new(Code::BrokenLink, "it is broken").at(place)
        };
        (0..count).map(mistake).collect()
    }

    #[test]
    fn what_fits_is_shown_and_its_rows_are_counted() {
        let (text, rows) = fitted("wide: 漢字漢字", &mistakes(1), "1 error.", 10, 24);
        assert!(
            text.contains("content/0.md") && text.ends_with("\n\n1 error.\n"),
            "{text}"
        );
        // Two; four, two and an empty one; one.
        assert_eq!(rows, 2 + 7 + 1, "{text}");
    }

    #[test]
    fn what_is_too_much_is_left_out_mistake_by_mistake() {
        let (text, rows) = fitted("a.md changed.", &mistakes(9), "9 errors.", 80, 12);
        assert_eq!(text.matches("it is broken").count(), 2, "{text}");
        let end = "… 7 more mistakes: `attache check` shows all.\n9 errors.\n";
        assert!(text.ends_with(end), "{text}");
        assert!(rows < 12);
    }
}
