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
/// Those in which a line's own text decides stand in [`explain`].
const MEANINGS: &[(&str, &str, &str)] = &[
    (
        "did not find expected key",
        "this line fits neither the one above nor the keys before it",
        "begin keys of one kind in one column",
    ),
    (
        "did not find expected '-' indicator",
        "this line does not fit the list above it",
        "begin each entry with `- ` in one column, and indent what belongs to it",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot begin on the line of its key",
        "begin the list on the next line, or write it as `[first, second]`",
    ),
    (
        "unknown anchor",
        "a value that begins with `*` is no text",
        "put it in quotation marks",
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

/// The same of what began and has no end: the mistake is shown at its beginning.
const UNCLOSED: &[(&str, &str, &str)] = &[
    (
        "unexpected end of stream, while scanning a quoted scalar",
        "the quotation mark that begins here is not closed",
        "close the text with the quotation mark it begins with",
    ),
    (
        "unexpected document indicator, while scanning a quoted scalar",
        "the quotation mark that begins here is not closed",
        "close the text with the quotation mark it begins with",
    ),
    (
        "could not find expected ':'",
        "a colon is missing behind this",
        "write `key: value`",
    ),
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
    let unclosed = UNCLOSED.iter().filter(|_| error.began.is_some());
    let mut unclosed = unclosed.filter(|(words, ..)| error.message.contains(words));
    let (message, place, help) = match unclosed.next() {
        Some((_, message, help)) => ((*message).to_owned(), error.began, *help),
        None => {
            let (message, help) = meaning(yaml, error);
            (message, error.place, help)
        }
    };
    Mistake {
        message,
        place,
        help: format!("{help} (YAML: {})", error.message),
    }
}

fn meaning(yaml: &str, error: &SyntaxError) -> (String, &'static str) {
    let (line, column) = error.place.unwrap_or((1, 1));
    let line = yaml.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let before: String = line.chars().take(column.saturating_sub(1)).collect();
    if error.message.contains("cannot start any token") {
        return match line.chars().nth(column.saturating_sub(1)) {
            Some('\t') => (
                "a tab indents this line".to_owned(),
                "indent with spaces, not tabs",
            ),
            first => (
                format!("no value begins with `{}`", first.unwrap_or(' ')),
                "put it in quotation marks",
            ),
        };
    }
    if error.message.contains("mapping values are not allowed") {
        return match before.contains(": ") {
            true => (
                "a second colon stands here, in a text without quotation marks".to_owned(),
                "put a value that contains `: ` in quotation marks",
            ),
            false => (
                "this line is indented, and belongs to none above it".to_owned(),
                "begin keys of one kind in one column",
            ),
        };
    }
    if error.message.contains("did not find expected key")
        && let Some(end) = before
            .trim_end()
            .chars()
            .next_back()
            .filter(|c| "\"'])}".contains(*c))
    {
        return (
            format!("text follows the `{end}` with which the value ended"),
            "put all of the value in one pair of quotation marks",
        );
    }
    let mut known = MEANINGS.iter();
    match known.find(|(words, ..)| error.message.contains(words)) {
        Some((_, message, help)) => ((*message).to_owned(), help),
        None => (
            "this cannot be read as YAML".to_owned(),
            "look at the indentation, the quotation marks and the brackets up to here",
        ),
    }
}
