//! A text into Markdown that shows it: a backslash before each sign that would be
//! markup where it stands, and before no other, so that the text stays legible; what
//! could begin a tag is written as an entity.

/// The text in Markdown. At the start of a line more signs would be markup, in a table
/// the upright line is.
pub fn shown(text: &str, at_start: bool, in_table: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    let point = at_start.then(|| list_point(text)).flatten();
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let is_first = at_start && text.get(..at).is_some_and(|text| text.trim().is_empty());
        if is_markup(c, before, rest, in_table)
            || (is_first && begins_block(c, rest))
            || point == Some(at)
        {
            out.push('\\');
        }
        match c {
            // Not even what takes the Markdown for HTML finds a tag.
            '<' => out.push_str("&lt;"),
            _ => out.push(c),
        }
        before = Some(c);
    }
    out
}

fn is_markup(c: char, before: Option<char>, rest: &str, in_table: bool) -> bool {
    let next = rest.chars().next();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '`' | '*' | '$' | '~' => true,
        '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
        '_' => !(is_word(before) && is_word(next)),
        '[' => next.is_none_or(|next| next == '^'),
        ']' => next.is_none_or(|next| "([:".contains(next)),
        '&' => next.is_some_and(|next| next == '#' || next.is_ascii_alphabetic()),
        '!' => next.is_none(),
        '|' => in_table,
        _ => false,
    }
}

/// Whether a sign would make another block of a line that begins with it.
fn begins_block(c: char, rest: &str) -> bool {
    let next = rest.chars().next();
    match c {
        '#' | '>' | '=' | '|' | '[' => true,
        '-' | '+' | ':' => next.is_none_or(|next| next == ' ' || next == c),
        _ => false,
    }
}

/// Where the sign stands that would make a text an item of a numbered list.
fn list_point(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = text.get(digits..)?.chars();
    let is_item = (1..=9).contains(&digits)
        && matches!(rest.next(), Some('.' | ')'))
        && rest.next().is_none_or(char::is_whitespace);
    is_item.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn only_what_would_be_markup_has_a_backslash() {
        for (text, expected) in [
            ("snake_case, 5 < 6 & 7", "snake_case, 5 &lt; 6 & 7"),
            ("He said [so] & left", "He said [so] & left"),
            (
                "[a](b) [^1] *x* `y` &amp;",
                "[a\\](b) \\[^1] \\*x\\* \\`y\\` \\&amp;",
            ),
            ("$5 ~ a|b", "\\$5 \\~ a|b"),
            ("C:\\dir \\*", "C:\\dir \\\\\\*"),
        ] {
            assert_eq!(shown(text, false, false), expected);
        }
        for (text, expected) in [
            ("# no heading", "\\# no heading"),
            ("- no item", "\\- no item"),
            ("-5 degrees", "-5 degrees"),
            ("2024. It began", "2024\\. It began"),
            ("1) One", "1\\) One"),
            ("1.5 per cent.", "1.5 per cent."),
            ("[ ] no box", "\\[ ] no box"),
        ] {
            assert_eq!(shown(text, true, false), expected);
        }
        assert_eq!(shown("a|b", false, true), "a\\|b");
    }
}
