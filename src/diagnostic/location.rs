//! Where a mistake is: a file, and usually a stretch of one of its lines.

use std::ops::Range;

/// A place in the project. Ordered by file, line and column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Relative to the project's root, with forward slashes.
    pub path: String,
    /// Absent where the mistake concerns the file as a whole.
    pub line: Option<Line>,
}

/// A stretch of one line, with the line's text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Counted from one.
    pub number: usize,
    /// Counted in characters, from one.
    pub column: usize,
    /// The stretch, in bytes of `text`.
    pub span: Span,
    /// The whole line, without its end.
    pub text: String,
}

/// A stretch of bytes: the first, and the one after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Line {
    /// The column after the stretch, counted in characters from one.
    pub fn end_column(&self) -> usize {
        let stretch = self.text.get(self.span.start..self.span.end);
        self.column + stretch.map_or(0, |words| words.chars().count())
    }
}

impl Location {
    /// A file as a whole.
    pub fn file(path: impl Into<String>) -> Self {
        Location {
            path: path.into(),
            line: None,
        }
    }

    /// A stretch of bytes in a file's text. What reaches past the end of its
    /// first line is left out; a span outside the text is moved to its end.
    pub fn span(path: impl Into<String>, text: &str, span: Range<usize>) -> Self {
        let start = floor_char(text, span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..]
            .find('\n')
            .map_or(text.len(), |newline| start + newline);
        let end = floor_char(text, span.end).clamp(start, line_end.max(start));
        let line = text[line_start..line_end].trim_end_matches('\r');
        Location {
            path: path.into(),
            line: Some(Line {
                number: text[..line_start].matches('\n').count() + 1,
                column: text[line_start..start].chars().count() + 1,
                span: Span {
                    start: (start - line_start).min(line.len()),
                    end: (end - line_start).min(line.len()),
                },
                text: line.to_owned(),
            }),
        }
    }

    /// The stretch that begins at a line and column as parsers report them:
    /// both counted from one, columns in characters. It covers one word, or
    /// what stands in quotation marks.
    pub fn point(path: impl Into<String>, text: &str, line: usize, column: usize) -> Self {
        Location::of_words(path, text, (line, column), "")
    }

    /// The same of something that is known to say some words: it covers them, as far as
    /// they stand on the line as they are.
    pub fn of_words(
        path: impl Into<String>,
        text: &str,
        (line, column): (usize, usize),
        words: &str,
    ) -> Self {
        let line_start = match line {
            0 | 1 => 0,
            _ => text
                .match_indices('\n')
                .nth(line - 2)
                .map_or(text.len(), |(newline, _)| newline + 1),
        };
        let rest = &text[line_start..];
        let offset: usize = rest
            .chars()
            .take_while(|c| *c != '\n')
            .take(column.saturating_sub(1))
            .map(char::len_utf8)
            .sum();
        let start = line_start + offset;
        Location::span(path, text, start..start + extent(&rest[offset..], words))
    }

    /// `content/a.md:3:7`, or the path alone.
    pub fn label(&self) -> String {
        match &self.line {
            Some(line) => format!("{}:{}:{}", self.path, line.number, line.column),
            None => self.path.clone(),
        }
    }
}

/// How many bytes of the first line some words have; one that says something else begins
/// with a text in quotation marks, or else with a word.
fn extent(text: &str, words: &str) -> usize {
    let line = text.split('\n').next().unwrap_or_default().trim_end();
    if line.starts_with(words) && !words.is_empty() {
        return words.len();
    }
    // The rest of them stands on the lines below.
    if words.starts_with(line) && !line.is_empty() {
        return line.len();
    }
    if let Some(end) = closing(line) {
        return end + 1;
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, ':' | ',' | ']' | '}');
    line.find(ends).unwrap_or(line.len())
}

/// Where the quotation mark stands that closes the one with which a line begins.
fn closing(line: &str) -> Option<usize> {
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut chars = line.char_indices().skip(1).peekable();
    while let Some((at, char)) = chars.next() {
        let is_doubled = |next: &(usize, char)| char == '\'' && next.1 == '\'';
        if char == '\\' && quote == '"' {
            chars.next();
        } else if char == quote && chars.next_if(is_doubled).is_none() {
            return Some(at);
        }
    }
    None
}

fn floor_char(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_counted_in_characters_and_ends_with_its_line() {
        let location = Location::span("a.md", "één\nzwei drei\nvier", 6..40);
        assert_eq!(location.label(), "a.md:2:1");
        assert_eq!(location.line.unwrap().span, Span { start: 0, end: 9 });
    }

    #[test]
    fn a_point_covers_a_word() {
        let location = Location::point("a.yaml", "title: x\ndarft: yes\n", 2, 1);
        let line = location.line.unwrap();
        assert_eq!(&line.text[line.span.start..line.span.end], "darft");
    }

    #[test]
    fn a_point_covers_what_is_in_quotation_marks() {
        let location = Location::point("a.yaml", "url: \"a: b\" # c\n", 1, 6);
        assert_eq!(location.line.unwrap().span, Span { start: 5, end: 11 });
    }

    #[test]
    fn a_quotation_mark_inside_ends_nothing() {
        for text in [r#""a \" b""#, "'a '' b'", "''", r#""\\""#] {
            let location = Location::point("a.yaml", &format!("{text} c"), 1, 1);
            assert_eq!(location.line.unwrap().span.end, text.len(), "{text}");
        }
    }

    #[test]
    fn words_that_are_known_are_covered() {
        let covered = |text: &str, words| {
            let line = Location::of_words("a", text, (1, 4), words).line.unwrap();
            line.text[line.span.start..line.span.end].to_owned()
        };
        assert_eq!(covered("a: 412,000 # b\n", "412,000"), "412,000");
        assert_eq!(covered("a: 4 May \n  2026\n", "4 May 2026"), "4 May");
        assert_eq!(covered("a: \"4 May\" b\n", "4 May"), "\"4 May\"");
        assert_eq!(covered("a: [b c]\n", ""), "[b");
    }

    #[test]
    fn a_span_outside_the_text_is_at_its_end() {
        assert_eq!(Location::span("a", "é", 1..9).label(), "a:1:1");
        assert_eq!(Location::span("a", "ab\n", 9..9).label(), "a:2:1");
    }
}
