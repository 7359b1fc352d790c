//! A page's HTML into what a search finds in it: its headings, and the texts below each.
//!
//! Promises that what is not part of the text (notes and their numbers, marks and links of
//! the interface) is in none of them, and that no two paragraphs run into one.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::markdown::is_unspaced;

/// Elements that end no paragraph.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img",
    "input", "ins", "kbd", "label", "mark", "math", "q", "ruby", "s", "samp", "small", "span",
    "strong", "sub", "sup", "td", "th", "time", "u", "var", "wbr",
];

/// Stands where a cell of a table begins: no text can hold it.
const CELL: char = '\u{1f}';

/// Elements whose content is not shown.
const HIDDEN: &[&str] = &[
    "annotation",
    "rp",
    "rt",
    "script",
    "style",
    "svg",
    "template",
    "title",
];

/// Classes of what the interface adds to a text.
const ADDED: &[&str] = &[
    "explained",
    "footnote-ref",
    "interface",
    "keys",
    "notes",
    "notes-title",
    "para-number",
    "permalink",
    "verified",
];

/// A heading, and what stands below it.
#[derive(Debug, Default, PartialEq)]
pub struct Part {
    /// Its anchor; empty above the first heading.
    pub id: String,
    /// Its words.
    pub heading: String,
    /// The component that its heading stands in, where they are marked.
    pub component: Option<usize>,
    pub texts: Vec<Text>,
}

/// A paragraph, a list item, a row of a table.
#[derive(Debug, Default, PartialEq)]
pub struct Text {
    /// Its own anchor, if it has one.
    pub id: String,
    pub words: String,
    /// Of a row of a table, its cells.
    pub cells: Vec<String>,
    /// Whether it says more of what stands before it: in a list's item behind its first
    /// text, or what is said of a term.
    pub is_detail: bool,
    /// The component that it stands in, where they are marked.
    pub component: Option<usize>,
}

/// Stands on an element where a component begins, with its number, and where one ends.
const COMPONENT: &str = "data-component";

/// The markup of a component with marks around it, by which its texts are known.
pub fn marked(number: usize, markup: String) -> String {
    format!("<hr {COMPONENT}=\"{number}\">{markup}<hr {COMPONENT}=\"\">")
}

/// The parts of some HTML that Markdown became.
pub fn parts(html: &str) -> Vec<Part> {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let mut reader = Reader::default();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) if reader.outside.is_none() => {
                reader.text.words.push_str(&String::from_utf8_lossy(&text));
            }
            _ => {}
        }
    }
    reader.flush();
    reader.parts.push(reader.part);
    reader
        .parts
        .retain(|part| !part.texts.is_empty() || !part.heading.is_empty());
    reader.parts
}

#[derive(Default)]
struct Reader {
    parts: Vec<Part>,
    part: Part,
    text: Text,
    is_heading: bool,
    /// The element that is left out now, and how many of its name are open.
    outside: Option<(String, usize)>,
    /// The items that are open, each with whether a text of it is a detail.
    items: Vec<bool>,
    component: Option<usize>,
    /// What a formula is made of ends no paragraph.
    is_formula: bool,
}

impl Reader {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name);
        let attribute = |key: &[u8]| {
            tag.attributes
                .get(key)
                .map(|value| String::from_utf8_lossy(value))
        };
        if let Some((left_out, open)) = &mut self.outside {
            *open += usize::from(*left_out == *name && !tag.self_closing);
            return;
        }
        let class = attribute(b"class").unwrap_or_default();
        let is_added = class.split(' ').any(|class| ADDED.contains(&class));
        if is_added || HIDDEN.contains(&&*name) {
            self.outside = Some((name.into_owned(), 1));
            return;
        }
        // Between which a space stands, though none is written.
        match &*name {
            "br" => self.text.words.push(' '),
            "td" | "th" => self.text.words.push(CELL),
            _ => {}
        }
        self.is_formula |= name == "math";
        if self.is_formula || INLINE.contains(&&*name) {
            return;
        }
        self.flush();
        if let Some(number) = attribute(COMPONENT.as_bytes()) {
            self.component = number.parse().ok();
        }
        if is_item(&name) {
            self.items.push(name == "dd");
        }
        let id = attribute(b"id").unwrap_or_default().into_owned();
        match is_heading(&name) {
            true => {
                let part = Part {
                    id,
                    component: self.component,
                    ..Part::default()
                };
                self.parts.push(std::mem::replace(&mut self.part, part));
                self.is_heading = true;
            }
            false => self.text.id = id,
        }
    }

    fn end(&mut self, name: &str) {
        match &mut self.outside {
            Some((left_out, open)) => {
                *open -= usize::from(*left_out == name);
                if *open == 0 {
                    self.outside = None;
                }
            }
            None if self.is_formula => self.is_formula = name != "math",
            None if INLINE.contains(&name) => {}
            None => {
                self.flush();
                self.is_heading &= !is_heading(name);
                if is_item(name) {
                    self.items.pop();
                }
            }
        }
    }

    /// Ends a paragraph.
    fn flush(&mut self) {
        let mut text = std::mem::take(&mut self.text);
        text.component = self.component;
        let cells = text.words.split(CELL).skip(1);
        text.cells = cells.map(in_one_line).collect();
        text.words = in_one_line(&text.words.replace(CELL, " "));
        match self.is_heading {
            _ if text.words.is_empty() => {}
            true => {
                let heading = &mut self.part.heading;
                heading.push_str(if heading.is_empty() { "" } else { " " });
                heading.push_str(&text.words);
            }
            false => {
                if let Some(is_detail) = self.items.last_mut() {
                    text.is_detail = std::mem::replace(is_detail, true);
                }
                self.part.texts.push(text);
            }
        }
    }
}

/// White space as one space, and a line's end as none between letters that are written without.
fn in_one_line(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for line in text.lines() {
        for (position, word) in line.split_whitespace().enumerate() {
            let is_joined =
                position == 0 && all.ends_with(is_unspaced) && word.starts_with(is_unspaced);
            all.push_str(if all.is_empty() || is_joined { "" } else { " " });
            all.push_str(word);
        }
    }
    all
}

/// Whether texts in an element may be details of what stands before them.
fn is_item(name: &str) -> bool {
    matches!(name, "li" | "dd")
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> Vec<String> {
        let parts = parts(html).into_iter();
        let lines = parts.flat_map(|part| {
            let texts = part.texts.into_iter();
            let texts = texts.map(|text| format!("{}|{}", text.id, text.words));
            [format!("{}#{}", part.heading, part.id)]
                .into_iter()
                .chain(texts)
        });
        lines.collect()
    }

    #[test]
    fn a_page_is_its_headings_and_paragraphs() {
        let html = r##"<p>Before <b>all</b>.</p>
<div class="heading"><h2 id="one">One &amp; two</h2><a class="permalink" href="#one">#</a></div>
<div class="noted"><p class="numbered" id="p-1"><a class="para-number" href="#p-1">1</a> Said
<q>so</q><sup class="footnote-ref"><a href="#fn-1">1</a></sup><a class="verified" href="#c">✓</a>.</p>
<div class="notes"><div class="note">1 <div>A note.</div></div></div></div>
<table><tr><th>Year</th><td>2024</td></tr><tr><td>a<br>b</td></tr></table>
<ul><li>First<ul><li>Inner</li></ul></li></ul>"##;
        let expected = [
            "#",
            "|Before all.",
            "One & two#one",
            "p-1|Said so.",
            "|Year 2024",
            "|a b",
            "|First",
            "|Inner",
        ];
        assert_eq!(shown(html), expected);
    }

    #[test]
    fn a_formula_is_a_part_of_its_sentence() {
        let formula = "<math><mi>r</mi><mo>=</mo><mn>5</mn><annotation>r=5</annotation></math>";
        let html = format!("<p>A {formula} rose</p><h2 id=a>With {formula} in it</h2>");
        assert_eq!(shown(&html), ["#", "|A r=5 rose", "With r=5 in it#a"]);
    }

    #[test]
    fn a_lines_end_is_no_space_in_scripts_without() {
        assert_eq!(
            shown("<p>水资\n源 多\nten\n 年</p>"),
            ["#", "|水资源 多 ten 年"]
        );
    }

    #[test]
    fn a_row_has_cells_and_an_item_details() {
        let html = "<table><tr><td></td><th>2023</th></tr><tr><th>A b</th><td>1<br>2</td></tr></table>\
                    <dl><dt>Name</dt><dd><p>One</p><p>Two</p></dd></dl><ul><li>First <p>More</p></li></ul>";
        let texts = parts(html).remove(0).texts;
        let cells: Vec<String> = texts.iter().map(|text| text.cells.join("|")).collect();
        assert_eq!(cells, ["|2023", "A b|1 2", "", "", "", "", ""]);
        let details = texts.iter().filter(|text| text.is_detail);
        let details: Vec<&str> = details.map(|text| text.words.as_str()).collect();
        assert_eq!(details, ["One", "Two", "More"]);
    }

    #[test]
    fn what_is_not_shown_is_not_found() {
        assert_eq!(
            shown("<p>x<script>y</script></p><svg><title>t</title></svg>"),
            ["#", "|x"]
        );
        assert_eq!(shown(""), [""; 0]);
    }
}
