//! One YAML text being read: where its nodes are, and what is wrong with them.
//! Also the readers of plain values, each `(&mut Reader, &Item) -> Option`.

use std::collections::HashMap;
use std::ops::Range;

use super::node::{self, Kind, Node};
use super::syntax;
use crate::date::{self, Date};
use crate::diagnostic::{Code, Diagnostic, Location};

/// The largest YAML text that is read, in bytes. The parser needs time that
/// grows with the square of the nesting, so both are bounded before it runs.
const MAX_BYTES: usize = 1024 * 1024;
/// The deepest nesting, of brackets or of indentation levels.
const MAX_DEPTH: usize = 60;

/// A value with its name, as messages call it: `authors[0].name`.
pub struct Item<'n> {
    /// The key, with the keys that lead to it.
    pub name: String,
    /// The value.
    pub node: &'n Node,
}

/// The most mistakes that are listed of one text: finding the place of each
/// takes as long as reading the text.
const MOST_MISTAKES: usize = 100;

/// A YAML text, which may be a stretch of a larger file.
pub struct Reader<'a> {
    path: &'a str,
    /// The whole file.
    file: &'a str,
    /// The YAML: a stretch of the file, or lines of it without what stands before them.
    yaml: &'a str,
    /// The byte of the file with which its first line begins.
    start: usize,
    /// What was found wrong so far.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Reads a file that is YAML as a whole.
    pub fn new(path: &'a str, file: &'a str) -> Self {
        Reader::part(path, file, 0..file.len())
    }

    /// Reads the YAML in a stretch of a file.
    pub fn part(path: &'a str, file: &'a str, range: Range<usize>) -> Self {
        let yaml = file.get(range.clone()).unwrap_or_default();
        Reader::lines(path, file, yaml, range.start)
    }

    /// Reads the YAML of lines of a file, from the one that begins at a byte. Each may
    /// stand there behind something that is not YAML, such as the `> ` of a quotation.
    pub fn lines(path: &'a str, file: &'a str, yaml: &'a str, start: usize) -> Self {
        Reader {
            path,
            file,
            yaml,
            start,
            diagnostics: Vec::new(),
        }
    }

    /// The document's tree, or nothing where it is no YAML: that is reported.
    pub fn parse(&mut self) -> Option<Node> {
        let yaml = self.yaml;
        if yaml.len() > MAX_BYTES {
            let problem = Diagnostic::new(Code::FileTooLarge, "this YAML is over 1 MiB")
                .at(Location::file(self.path))
                .help("move long texts into the Markdown");
            self.diagnostics.push(problem);
            return None;
        }
        if let Some(offset) = too_deep(yaml) {
            let before = yaml.get(..offset).unwrap_or_default();
            let line = before.rsplit('\n').next().unwrap_or_default();
            let place = (before.matches('\n').count() + 1, line.chars().count() + 1);
            let problem = Diagnostic::new(
                Code::YamlSyntax,
                format!("this YAML is nested more than {MAX_DEPTH} levels deep"),
            )
            .at(self.point(place, ""))
            .help("say the same with fewer levels");
            self.diagnostics.push(problem);
            return None;
        }
        match node::parse(yaml) {
            Ok(node) => {
                for id in unprintable(&node) {
                    let message = "a text here holds a character that no page can hold".to_owned();
                    let help = "take the escape, such as `\\x01`, out".to_owned();
                    self.report(id, Code::ControlCharacter, message, Some(help));
                }
                self.report_duplicates(&node);
                Some(node)
            }
            Err(error) => {
                let mistake = syntax::explain(yaml, &error);
                let location = match mistake.place {
                    Some(at) => self.point(at, ""),
                    None => Location::file(self.path),
                };
                let problem = Diagnostic::new(Code::YamlSyntax, mistake.message).at(location);
                self.diagnostics.push(problem.help(mistake.help));
                None
            }
        }
    }

    /// Keys that stand twice in one mapping, whatever it is for.
    fn report_duplicates(&mut self, root: &Node) {
        for node in root.all() {
            let Kind::Map(entries) = &node.kind else {
                continue;
            };
            let mut seen = HashMap::new();
            for (key, _) in entries {
                let Some(name) = key.kind.scalar() else {
                    continue;
                };
                let Some(first) = seen.get(&name).copied() else {
                    seen.insert(name, key.id);
                    continue;
                };
                let message = format!("`{name}` stands here twice");
                self.push(Code::DuplicateKey, message, key.id, |problem, reader| {
                    let first = reader.location(first);
                    problem
                        .related(first, "first here")
                        .help("keep one of the two")
                });
            }
        }
    }

    /// Where a node stands in the file.
    pub fn location(&self, id: usize) -> Location {
        match node::place(self.yaml, id) {
            Some(place) => self.point(place.at, &place.says),
            None => Location::file(self.path),
        }
    }

    /// Whether nothing stands before the first key of a mapping: no brace.
    fn begins_with(&self, mapping: &Node, key: &Node) -> bool {
        self.location(mapping.id).label() == self.location(key.id).label()
    }

    /// The place at a line and column of the YAML, of something that says some words.
    fn point(&self, (line, column): (usize, usize), words: &str) -> Location {
        let (before, rest) = self.file.split_at_checked(self.start).unwrap_or_default();
        // What ends too early has its place in the line below.
        let index = line.saturating_sub(1);
        let both = rest.lines().nth(index).zip(self.yaml.lines().nth(index));
        let indent = both.map_or(0, |(all, yaml)| {
            all.chars().count().saturating_sub(yaml.chars().count())
        });
        let column = column + indent;
        let line = line + before.matches('\n').count();
        Location::of_words(self.path, self.file, (line, column), words)
    }

    /// Reports a mistake at a node.
    pub fn report(&mut self, id: usize, code: Code, message: String, help: Option<String>) {
        self.push(code, message, id, |problem, _| problem.maybe_help(help));
    }

    /// Adds a mistake at a node, as far as there are not too many; `more` adds
    /// to it.
    pub fn push(
        &mut self,
        code: Code,
        message: String,
        id: usize,
        more: impl FnOnce(Diagnostic, &Self) -> Diagnostic,
    ) {
        let problem = match self.diagnostics.len() {
            ..MOST_MISTAKES => more(Diagnostic::new(code, message).at(self.location(id)), self),
            MOST_MISTAKES => Diagnostic::new(code, "there are more mistakes in this YAML")
                .at(Location::file(self.path))
                .help("mend the first hundred, then build again"),
            _ => return,
        };
        self.diagnostics.push(problem);
    }

    /// Reports that a value is not what is expected, which makes it none.
    pub fn wrong_type<T>(&mut self, item: &Item, expected: &str, help: String) -> Option<T> {
        let message = format!(
            "`{}` must be {expected}, not {}",
            item.name,
            describe(item.node)
        );
        self.report(item.node.id, Code::WrongType, message, Some(help));
        None
    }
}

/// The offset of the byte with which nesting becomes deeper than is read.
fn too_deep(yaml: &str) -> Option<usize> {
    let mut brackets = 0usize;
    let mut indented = true;
    let mut levels = 0usize;
    for (offset, byte) in yaml.bytes().enumerate() {
        match byte {
            b'\n' => (indented, levels) = (true, 0),
            b' ' | b'-' | b'?' | b':' if indented => levels += 1,
            _ => indented = false,
        }
        match byte {
            b'[' | b'{' => brackets += 1,
            b']' | b'}' => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        // A level of indentation takes two columns in `- ` lists.
        if brackets > MAX_DEPTH || levels > 4 * MAX_DEPTH {
            return Some(offset);
        }
    }
    None
}

/// The texts with characters that XML 1.0, section 2.2, does not allow: only
/// escapes bring them in.
fn unprintable(root: &Node) -> Vec<usize> {
    let is_one = |node: &&Node| matches!(&node.kind, Kind::Text(text) if !is_printable(text));
    root.all().filter(is_one).map(|node| node.id).collect()
}

fn is_printable(text: &str) -> bool {
    let is_outside = |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.chars()
        .all(|c| matches!(c, '\n' | '\t') || !is_outside(c))
}

fn describe(node: &Node) -> String {
    match &node.kind {
        Kind::Null => "empty".to_owned(),
        Kind::Bool(value) => format!("`{value}`"),
        Kind::Int(value) => format!("the number {value}"),
        Kind::Float(value) => format!("the number {value}"),
        Kind::Text(value) if value.chars().count() <= 40 => format!("the text `{value}`"),
        Kind::Text(_) => "a text".to_owned(),
        Kind::List(_) => "a list".to_owned(),
        Kind::Map(_) => "a mapping".to_owned(),
    }
}

const ONE_TEXT: &str = "write one text, without brackets, braces or lines of its own";

/// Reads a text. A number is not one: `title: 2024` needs quotation marks.
pub fn text(reader: &mut Reader, item: &Item) -> Option<String> {
    match &item.node.kind {
        // One that no page can hold has been reported.
        Kind::Text(value) => is_printable(value).then(|| value.trim().to_owned()),
        Kind::Int(_) | Kind::Float(_) | Kind::Bool(_) => {
            let help = format!("put it in quotation marks: `{}: \"…\"`", item.name);
            reader.wrong_type(item, "a text", help)
        }
        Kind::Map(entries) => match entries.as_slice() {
            [(key, _)] if reader.begins_with(item.node, key) => {
                let message = format!("`{}` must be a text, not a mapping", item.name);
                let help = "put it in quotation marks: a colon with a space behind it makes \
                            `key: value` of a text";
                reader.report(key.id, Code::WrongType, message, Some(help.to_owned()));
                None
            }
            _ => reader.wrong_type(item, "a text", ONE_TEXT.to_owned()),
        },
        _ => reader.wrong_type(item, "a text", ONE_TEXT.to_owned()),
    }
}

/// Reads a text of one line that may not be empty.
pub fn name(reader: &mut Reader, item: &Item) -> Option<String> {
    let value = text(reader, item)?;
    if value.contains('\n') {
        let message = format!("`{}` must stand on one line", item.name);
        let help = "write it without line ends, or with `>` in place of `|`".to_owned();
        reader.report(item.node.id, Code::InvalidValue, message, Some(help));
        return None;
    }
    if value.is_empty() {
        let message = format!("`{}` is empty", item.name);
        let help = "write something, or leave the key out".to_owned();
        reader.report(item.node.id, Code::InvalidValue, message, Some(help));
        return None;
    }
    Some(value)
}

/// Reads `true` or `false`, in no other spelling.
pub fn flag(reader: &mut Reader, item: &Item) -> Option<bool> {
    match &item.node.kind {
        Kind::Bool(value) => Some(*value),
        _ => {
            let help = format!("write `{}: true` or `{}: false`", item.name, item.name);
            reader.wrong_type(item, "true or false", help)
        }
    }
}

/// Reads a whole number.
pub fn number(reader: &mut Reader, item: &Item) -> Option<i64> {
    match &item.node.kind {
        Kind::Int(value) => Some(*value),
        _ => reader.wrong_type(item, "a whole number", "write digits only".to_owned()),
    }
}

/// Reads a date, with or without a time and an offset.
pub fn date(reader: &mut Reader, item: &Item) -> Option<Date> {
    let Kind::Text(value) = &item.node.kind else {
        let help = "write a date as `2024-11-10`".to_owned();
        return reader.wrong_type(item, "a date", help);
    };
    match Date::parse(value) {
        Ok(date) => Some(date),
        Err(reason) => {
            let message = format!("`{}` is not a date: {reason}", item.name);
            reader.report(
                item.node.id,
                Code::InvalidDate,
                message,
                Some(date::FORM.into()),
            );
            None
        }
    }
}

/// Reads the entries of a mapping, whatever they are.
pub fn mapping<'n>(reader: &mut Reader, item: &Item<'n>) -> Option<&'n [(Node, Node)]> {
    if let Kind::Map(entries) = &item.node.kind {
        return Some(entries);
    }
    let name = match item.name.is_empty() {
        true => "this".to_owned(),
        false => format!("`{}`", item.name),
    };
    let message = format!("{name} must hold `key: value` pairs");
    let help = "write each on a line of its own, or all in braces: `{key: value}`".to_owned();
    reader.report(item.node.id, Code::WrongType, message, Some(help));
    None
}

/// Reads a list of what `read` reads.
pub fn list<T>(
    reader: &mut Reader,
    item: &Item,
    mut read: impl FnMut(&mut Reader, &Item) -> Option<T>,
) -> Option<Vec<T>> {
    let Kind::List(nodes) = &item.node.kind else {
        let is_dashed = |text: &str| text.starts_with('-') && text.contains(" -");
        let help = match &item.node.kind {
            Kind::Text(text) if is_dashed(text) => "begin each entry of a list with `- `".into(),
            _ => format!("write a list: `{}: [first, second]`", item.name),
        };
        return reader.wrong_type(item, "a list", help);
    };
    let items = nodes.iter().enumerate().map(|(index, node)| Item {
        name: format!("{}[{index}]", item.name),
        node,
    });
    let mut values: Vec<T> = items.filter_map(|item| read(reader, &item)).collect();
    // Most hold one or two, and are kept as long as the site.
    values.shrink_to_fit();
    Some(values)
}
