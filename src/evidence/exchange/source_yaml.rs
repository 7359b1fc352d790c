//! A [`Source`] into the YAML that describes it, in one form.
//!
//! Promises that every text is read back as that text, whatever it holds.

use crate::evidence::sources::name::Name;
use crate::evidence::sources::published::Published;
use crate::evidence::sources::source::Source;

impl Source {
    /// The file's text: keys in a fixed order, texts in quotation marks. What is
    /// set aside is the briefing's own affair and is not written.
    pub fn to_yaml(&self) -> String {
        let quoted_text = |text: &Option<String>| text.as_deref().map(quoted);
        let lines = [
            ("type", self.kind.clone()),
            ("title", Some(quoted(&self.title))),
            ("author", names(&self.author)),
            ("editor", names(&self.editor)),
            ("container_title", quoted_text(&self.container_title)),
            ("publisher", quoted_text(&self.publisher)),
            ("publisher_place", quoted_text(&self.publisher_place)),
            ("volume", quoted_text(&self.volume)),
            ("issue", quoted_text(&self.issue)),
            ("number", quoted_text(&self.number)),
            ("edition", quoted_text(&self.edition)),
            ("genre", quoted_text(&self.genre)),
            ("page", quoted_text(&self.page)),
            ("published", self.published.map(day)),
            ("retrieved", self.retrieved.map(|date| date.to_string())),
            ("url", quoted_text(&self.url)),
            ("archive_url", quoted_text(&self.archive_url)),
            ("doi", quoted_text(&self.doi)),
            ("isbn", quoted_text(&self.isbn)),
            ("issn", quoted_text(&self.issn)),
            ("language", quoted_text(&self.language)),
            ("rights", quoted_text(&self.rights)),
            ("quoted_in", quoted_text(&self.quoted_in)),
            ("private", self.private.then(|| "true".to_owned())),
            ("note", quoted_text(&self.note)),
        ];
        let lines = lines
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)));
        let lines = lines.map(|(key, value)| match value.starts_with('\n') {
            true => format!("{key}:{value}\n"),
            false => format!("{key}: {value}\n"),
        });
        lines.collect()
    }
}

/// A year before 1000 would be a number with zeros in front.
fn day(date: Published) -> String {
    match date.to_string() {
        text if text.starts_with('0') => quoted(&text),
        text => text,
    }
}

/// One name stands in its line, several each in their own.
fn names(names: &[Name]) -> Option<String> {
    let written: Vec<String> = names.iter().map(name).collect();
    match written.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        several => Some(several.iter().map(|name| format!("\n  - {name}")).collect()),
    }
}

fn name(name: &Name) -> String {
    match name {
        Name::Literal(name) => quoted(name),
        Name::Person { family, given } => {
            format!("{{family: {}, given: {}}}", quoted(family), quoted(given))
        }
    }
}

/// A text in JSON is one in YAML but for what YAML takes for the end of a line,
/// or for no character at all.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{7F}'..='\u{9F}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{FEFF}'
            | '\u{FFFE}'
            | '\u{FFFF}' => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}
