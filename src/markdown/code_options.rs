//! What stands after a code block's fence into its language and options:
//! ```` ```rust {numbers, start=10, marks="2-4,7", title="src/main.rs"} ````.

use crate::diagnostic::did_you_mean;

const NAMES: &[&str] = &["numbers", "start", "marks", "title"];

/// The language and options of a code block.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct CodeOptions<'a> {
    pub language: &'a str,
    pub numbers: bool,
    /// The number of the first line.
    pub start: usize,
    /// Marked lines, first and last, counted from one.
    pub marks: Vec<(usize, usize)>,
    pub title: Option<&'a str>,
    pub mistakes: Vec<Mistake<'a>>,
}

/// What is wrong with an option.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake<'a> {
    /// The words it is about.
    pub words: &'a str,
    pub message: String,
    pub help: String,
}

/// Reads what stands after a fence.
pub(super) fn read(info: &str) -> CodeOptions<'_> {
    let info = info.trim();
    let end = info
        .find(|c: char| c.is_whitespace() || c == '{' || c == ',')
        .unwrap_or(info.len());
    let (language, rest) = info.split_at_checked(end).unwrap_or((info, ""));
    let mut options = CodeOptions {
        language,
        start: 1,
        ..CodeOptions::default()
    };
    let Some(inner) = rest.trim_start().strip_prefix('{') else {
        return options;
    };
    match inner.trim_end().strip_suffix('}') {
        Some(inner) => options.read_all(inner),
        None => options.mistake(
            rest.trim(),
            "the options of the code block do not end".to_owned(),
            "put `}` after the last one",
        ),
    }
    options
}

impl<'a> CodeOptions<'a> {
    fn mistake(&mut self, words: &'a str, message: String, help: &str) {
        self.mistakes.push(Mistake {
            words,
            message,
            help: help.to_owned(),
        });
    }

    fn read_all(&mut self, text: &'a str) {
        let separator = |c: char| c == ',' || c.is_whitespace();
        let mut rest = text.trim_start_matches(separator);
        while !rest.is_empty() {
            let end = rest
                .find(|c: char| separator(c) || c == '=')
                .unwrap_or(rest.len());
            let (name, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            let (value, after) = match after.strip_prefix('=') {
                Some(after) => {
                    let (value, after) = value(after);
                    (Some(value), after)
                }
                None => (None, after),
            };
            self.set(name, value);
            rest = after.trim_start_matches(separator);
        }
    }

    fn set(&mut self, name: &'a str, value: Option<&'a str>) {
        match (name, value) {
            ("numbers", None | Some("true")) => self.numbers = true,
            ("numbers", Some("false")) => self.numbers = false,
            ("title", Some(title)) => self.title = Some(title),
            ("start", Some(number)) => match number.parse() {
                Ok(start) if start <= 1_000_000 => {
                    self.start = start;
                    self.numbers = true;
                }
                _ => self.wrong(number, "`start` is the number of the first line"),
            },
            ("marks", Some(lines)) => match ranges(lines) {
                Some(marks) => self.marks = marks,
                None => self.wrong(
                    lines,
                    "`marks` are lines of the block, as in `marks=\"2-4,7\"`",
                ),
            },
            (name, _) if NAMES.contains(&name) => self.mistake(
                name,
                format!("the option `{name}` has no value it can use"),
                "write `{numbers, start=10, marks=\"2-4,7\", title=\"a name\"}`",
            ),
            (name, _) => {
                let help = match did_you_mean(name, NAMES.iter().copied()) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => "there are `numbers`, `start`, `marks` and `title`".to_owned(),
                };
                self.mistake(
                    name,
                    format!("there is no option `{name}` of code blocks"),
                    &help,
                );
            }
        }
    }

    fn wrong(&mut self, value: &'a str, help: &str) {
        self.mistake(value, format!("`{value}` cannot be used here"), help);
    }

    /// Which of a number of lines are marked; the marks that lie beyond.
    pub fn marked(&self, lines: usize) -> (Vec<bool>, Option<(usize, usize)>) {
        let mut changes = vec![0_isize; lines + 1];
        for (first, last) in &self.marks {
            let (first, end) = ((first - 1).min(lines), (*last).min(lines));
            if let Some(change) = changes.get_mut(first) {
                *change += 1;
            }
            if let Some(change) = changes.get_mut(end) {
                *change -= 1;
            }
        }
        let mut open = 0;
        let marked = changes.iter().take(lines).map(|change| {
            open += change;
            open > 0
        });
        let beyond = self.marks.iter().find(|(_, last)| *last > lines);
        (marked.collect(), beyond.copied())
    }
}

/// A value, in quotation marks or not, and what follows it.
fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some((value, after)) = text
            .strip_prefix(quote)
            .and_then(|text| text.split_once(quote))
        {
            return (value, after);
        }
    }
    let end = text
        .find(|c: char| c == ',' || c.is_whitespace())
        .unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// `2-4,7` as `(2, 4), (7, 7)`.
fn ranges(text: &str) -> Option<Vec<(usize, usize)>> {
    text.split([',', ' '])
        .filter(|piece| !piece.is_empty())
        .map(|piece| {
            let (first, last) = piece.split_once(['-', '–']).unwrap_or((piece, piece));
            let range = (first.parse().ok()?, last.parse().ok()?);
            (range.0 > 0 && range.0 <= range.1).then_some(range)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{CodeOptions, read};

    #[test]
    fn options_are_read() {
        let info = "rust {numbers, start=10 marks=\"2-4,7\" title='a, b'}";
        let expected = CodeOptions {
            language: "rust",
            numbers: true,
            start: 10,
            marks: vec![(2, 4), (7, 7)],
            title: Some("a, b"),
            mistakes: Vec::new(),
        };
        assert_eq!(read(info), expected);
        assert_eq!(read("rust{numbers}").language, "rust");
        assert_eq!(read("rust,ignore").language, "rust");
        assert_eq!(read("ruby startline=3 $%@#$").mistakes, Vec::new());
    }

    #[test]
    fn mistakes_name_their_words() {
        let words = |info| -> Vec<&str> { read(info).mistakes.iter().map(|it| it.words).collect() };
        assert_eq!(words("c {number}"), ["number"]);
        assert_eq!(words("c {marks=x, start=}"), ["x", ""]);
        assert_eq!(words("c {numbers"), ["{numbers"]);
        assert_eq!(words("c {title}"), ["title"]);
    }

    #[test]
    fn marks_are_flags_of_lines() {
        let options = read("c {marks='2-3,3,9'}");
        let (marked, beyond) = options.marked(4);
        assert_eq!(marked, [false, true, true, false]);
        assert_eq!(beyond, Some((9, 9)));
    }
}
