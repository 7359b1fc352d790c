//! What the YAML parser complains of, in words for people who write pages: what is wrong,
//! where it began, and what to do. The parser's own words follow, for who looks them up.

use super::node::SyntaxError;

/// A mistake in plain words.
pub struct Mistake {
    /// What is wrong.
    pub message: String,
    /// Line and column, both from one.
    pub place: Option<(usize, usize)>,
    /// What to do.
    pub help: String,
}

/// What each of the parser's complaints means, by words in it: the mistake, and what to do.
/// Those in which a line's own text decides stand in `by_line`.
const MEANINGS: &[(&str, &str, &str)] = &[
    (
        "did not find expected key",
        "this line fits neither the one above nor the keys before it",
        "begin keys of one kind in one column",
    ),
    (
        "did not find expected '-' indicator",
        NOT_IN_LIST.0,
        NOT_IN_LIST.1,
    ),
    (
        "did not find expected <document start>",
        "this line fits neither the one above nor the keys before it",
        "begin keys of one kind in one column",
    ),
    (
        "more than one document",
        "a second YAML document begins here",
        "write one, without a line `---` in it",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot begin on the line of its key",
        "begin the list on the next line, or write it as `[first, second]`",
    ),
    ("unknown anchor", NO_TEXT.0, NO_TEXT.1),
    (
        "expected comment or line break, while scanning a block scalar",
        "text stands behind the `>` or `|` with which the value begins",
        "put all of the value in quotation marks, or begin the text on the next line",
    ),
    (
        "tags such as",
        "a value that begins with `!` is no text",
        "put it in quotation marks",
    ),
    (
        "repetition limit",
        "aliases repeat too much here",
        "write the values out",
    ),
    (
        "recursion limit",
        "an alias here stands for itself",
        "write the values out",
    ),
    (
        "escape",
        "a backslash in double quotation marks begins an escape, and this is none",
        "write `\\\\` for a backslash, or use single quotation marks",
    ),
];

const NOT_IN_LIST: (&str, &str) = (
    "this line does not fit the list above it",
    "begin each entry with `- ` in one column, and indent what belongs to it",
);

const NO_TEXT: (&str, &str) = (
    "a value that begins with `*` is no text",
    "put it in quotation marks",
);

const NOT_CLOSED: (&str, &str) = (
    "the quotation mark that begins here is not closed",
    "close the text with the quotation mark it begins with",
);

/// What the parser says where a text stands in place of a key.
const COLON_EXPECTED: &str = "could not find expected ':'";

const NO_SPACE: (&str, &str) = (
    "no space stands behind this dash",
    "begin each entry of a list with `- `",
);

const NO_COLON: (&str, &str) = ("a colon and a space must follow this", "write `key: value`");

/// The same of what began and has no end: the mistake is shown at its beginning.
const UNCLOSED: &[(&str, &str, &str)] = &[
    (
        "unexpected end of stream, while scanning a quoted scalar",
        NOT_CLOSED.0,
        NOT_CLOSED.1,
    ),
    (
        "unexpected document indicator, while scanning a quoted scalar",
        NOT_CLOSED.0,
        NOT_CLOSED.1,
    ),
    ("could not find expected ':'", NO_COLON.0, NO_COLON.1),
    ("while scanning an alias", NO_TEXT.0, NO_TEXT.1),
    (
        "flow sequence",
        "the list that begins here is not closed, or lacks a comma",
        "close the list with `]`, and put a comma between its entries",
    ),
    (
        "flow mapping",
        "the braces that begin here are not closed, or lack a comma",
        "close the pairs with `}`, and put a comma between them",
    ),
];

/// Says in plain words what is wrong with a text.
pub fn explain(yaml: &str, error: &SyntaxError) -> Mistake {
    let is_it = |(words, ..): &&(&str, &str, &str)| error.message.contains(words);
    let unclosed = UNCLOSED.iter().filter(|_| error.began.is_some());
    let known = MEANINGS.iter().find(is_it);
    let mistake = match (unclosed.clone().find(is_it), known) {
        (Some((COLON_EXPECTED, ..)), _) => no_colon(yaml, error),
        (Some((_, message, help)), _) => mistake(*message, error.began, help),
        (None, known) => by_line(&Line::of(yaml, error), error).unwrap_or_else(|| match known {
            Some((_, message, help)) => mistake(*message, error.place, help),
            None => mistake(
                "this cannot be read as YAML",
                error.place,
                "look at the indentation, the quotation marks and the brackets up to here",
            ),
        }),
    };
    Mistake {
        help: format!("{} (YAML: {})", mistake.help, error.message),
        ..mistake
    }
}

fn mistake(message: impl Into<String>, place: Option<(usize, usize)>, help: &str) -> Mistake {
    Mistake {
        message: message.into(),
        place,
        help: help.to_owned(),
    }
}

/// The line of which the parser complains.
struct Line<'a> {
    number: usize,
    /// What stands on it before the place of the complaint.
    before: &'a str,
    /// And from there on.
    rest: &'a str,
}

impl<'a> Line<'a> {
    fn of(yaml: &'a str, error: &SyntaxError) -> Line<'a> {
        let (number, column) = error.place.unwrap_or((1, 1));
        let line = yaml.lines().nth(number.saturating_sub(1));
        let line = line.unwrap_or_default();
        let at = line.char_indices().nth(column.saturating_sub(1));
        let (before, rest) = line.split_at(at.map_or(line.len(), |(at, _)| at));
        Line {
            number,
            before,
            rest,
        }
    }

    /// The place of the first thing on it.
    fn first(&self) -> Option<(usize, usize)> {
        let indent = self.before.chars().take_while(|c| *c == ' ').count();
        Some((self.number, indent + 1))
    }
}

/// What a complaint means where the text of its line decides.
fn by_line(line: &Line, error: &SyntaxError) -> Option<Mistake> {
    let says = |words: &str| error.message.contains(words);
    let starts_nothing = says("cannot start any token");
    if says("found a tab") || starts_nothing && line.rest.starts_with('\t') {
        let help = "indent with spaces, not tabs";
        return Some(mistake("a tab indents this line", error.place, help));
    }
    if starts_nothing {
        let first = line.rest.chars().next().unwrap_or(' ');
        let message = format!("no value begins with `{first}`");
        return Some(mistake(message, error.place, "put it in quotation marks"));
    }
    if says("mapping values are not allowed") {
        return Some(stray_colon(line, error));
    }
    if !says("did not find expected key")
        && !says("did not find expected '-'")
        && !says("did not find expected <document start>")
    {
        return None;
    }
    if line.before.trim().is_empty() && line.rest.starts_with("- ") {
        return Some(mistake(
            "the entry that begins here belongs to no list above it",
            error.place,
            "begin each entry with `- ` in one column, the first as well",
        ));
    }
    behind_value(line, error)
}

/// A text where a key is expected.
fn no_colon(yaml: &str, error: &SyntaxError) -> Mistake {
    let index = error.began.map_or(0, |began| began.0.saturating_sub(1));
    let line = yaml.lines().nth(index).unwrap_or_default();
    let above = yaml.lines().take(index).last().unwrap_or_default();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_below_list = above.trim_start().starts_with("- ") && indent(line) <= indent(above);
    let (message, help) = match line.trim_start().starts_with('-') {
        true => NO_SPACE,
        false if is_below_list => NOT_IN_LIST,
        false => NO_COLON,
    };
    mistake(message, error.began, help)
}

/// A colon where no key can be.
fn stray_colon(line: &Line, error: &SyntaxError) -> Mistake {
    if line.before.contains(": ") {
        return mistake(
            "a second colon stands here, in a text without quotation marks",
            error.place,
            "put a value that contains `: ` in quotation marks",
        );
    }
    match (line.before.starts_with(' '), error.last) {
        // `title:A` is a text, which goes on below.
        (false, Some(last)) if last.0 < line.number => mistake(NO_COLON.0, error.last, NO_COLON.1),
        _ => mistake(
            "this line is indented, and belongs to none above it",
            line.first(),
            "begin keys of one kind in one column",
        ),
    }
}

/// Text behind a value that had ended with a quotation mark or a bracket.
fn behind_value(line: &Line, error: &SyntaxError) -> Option<Mistake> {
    let mark = line.before.trim_end().chars().next_back();
    let end = mark.filter(|c| "\"'])}".contains(*c))?;
    let is_from_above = error.last.is_some_and(|last| last.0 < line.number);
    // The mark that should begin a value ended the one above.
    if is_from_above && "\"'".contains(end) && begins_something(line.before) {
        let (message, help) = NOT_CLOSED;
        return Some(mistake(message, error.last, help));
    }
    let help = match end {
        '"' => "put all of the value in `'…'`, or in `\"…\"` with each `\"` inside it as `\\\"`",
        '\'' => {
            "put all of the value in `\"…\"`, or in `'…'` with each `'` inside it doubled: `''`"
        }
        _ => "put all of the value in one pair of quotation marks",
    };
    let message = format!("text follows the `{end}` with which the value ended");
    Some(mistake(message, error.place, help))
}

/// Whether a key or an entry of a list begins with a line.
fn begins_something(line: &str) -> bool {
    line.contains(": ") || line.trim_start().starts_with("- ")
}

#[cfg(test)]
mod tests {
    use super::super::node;
    use super::*;

    /// What is said of a text, and where.
    fn said(yaml: &str) -> (String, (usize, usize), String) {
        let mistake = explain(yaml, &node::parse(yaml).unwrap_err());
        let help = mistake.help.split(" (YAML").next().unwrap_or_default();
        (mistake.message, mistake.place.unwrap(), help.to_owned())
    }

    #[track_caller]
    fn assert_said(yaml: &str, message: &str, place: (usize, usize), help: &str) {
        let expected = (message.to_owned(), place, help.to_owned());
        assert_eq!(said(yaml), expected, "{yaml}");
    }

    #[test]
    fn text_behind_a_value_is_said_to_be_that_in_a_list_as_well() {
        let help =
            "put all of the value in `'…'`, or in `\"…\"` with each `\"` inside it as `\\\"`";
        let message = "text follows the `\"` with which the value ended";
        assert_said("a:\n  - \"B\" c\n  - d\n", message, (2, 9), help);
        assert_said("a: \"\"B\" c\"\n", message, (1, 6), help);
        assert_said("a: \"b\n  c\" d\n", message, (2, 6), help);
        let help =
            "put all of the value in `\"…\"`, or in `'…'` with each `'` inside it doubled: `''`";
        let message = "text follows the `'` with which the value ended";
        assert_said("a: 'The b's c'\n", message, (1, 11), help);
        let help = "put all of the value in one pair of quotation marks";
        let message = "text follows the `]` with which the value ended";
        assert_said("a:\n- [b](c.md) d\n", message, (2, 6), help);
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_is_shown_where_it_begins() {
        let (message, help) = NOT_CLOSED;
        assert_said("a: \"b\nc: \"d\"\n", message, (1, 4), help);
        assert_said("a: \"b\nc: \"d: e\"\n", message, (1, 4), help);
        assert_said("a:\n- \"b\n- \"c\"\n", message, (2, 3), help);
        assert_said("a: 'b\nc: d's e\n", message, (1, 4), help);
        assert_said("a: \"b\nc: d\n", message, (1, 4), help);
    }

    #[test]
    fn an_entry_of_a_list_that_begins_late_has_a_place() {
        let message = "the entry that begins here belongs to no list above it";
        let help = "begin each entry with `- ` in one column, the first as well";
        assert_said("  a: b\n  c: d\n- a: c\n", message, (3, 1), help);
        assert_said("a: b\n- a: c\n", message, (2, 1), help);
        assert_said("a:\n  - b\n - c\n", message, (3, 2), help);
    }

    #[test]
    fn a_tab_is_named_wherever_it_indents() {
        let help = "indent with spaces, not tabs";
        let message = "a tab indents this line";
        assert_said("a:\n\tb: c\n", message, (2, 1), help);
        assert_said("- a: b\n\tc: d\n", message, (2, 1), help);
    }

    #[test]
    fn a_line_that_is_indented_is_shown_at_its_key() {
        let message = "this line is indented, and belongs to none above it";
        let help = "begin keys of one kind in one column";
        assert_said("a: b\n  c d: e\n", message, (2, 3), help);
    }

    #[test]
    fn a_line_below_a_list_is_said_to_be_there() {
        let (message, help) = NOT_IN_LIST;
        assert_said("a:\n  - b\n  c\n", message, (3, 3), help);
        let (message, help) = NO_COLON;
        assert_said("a:\n- b: c\n  d\n", message, (3, 3), help);
        let (message, help) = NO_SPACE;
        assert_said("a:\n- b\n-c\n", message, (3, 1), help);
    }

    #[test]
    fn marks_of_markdown_that_begin_a_value_ask_for_quotation_marks() {
        let (message, help) = NO_TEXT;
        assert_said("a: *b* c\n", message, (1, 4), help);
        assert_said("a:\n- **b** c\n", message, (2, 3), help);
        let message = "text stands behind the `>` or `|` with which the value begins";
        let help = "put all of the value in quotation marks, or begin the text on the next line";
        assert_said("a: > b\n", message, (1, 6), help);
    }

    #[test]
    fn a_colon_without_a_space_is_shown_where_it_stands() {
        let (message, help) = NO_COLON;
        assert_said("a:b\nc: d\n", message, (1, 1), help);
        assert_said("a: b\nc:d\ne: f\n", message, (2, 1), help);
    }
}
