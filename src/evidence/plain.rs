//! HTML and Markdown into plain text, a block a paragraph, with an empty line
//! between.
//!
//! Promises that what a reader does not see (scripts, styles, the head, menus)
//! is not in the text, and that no two blocks run into one.

use html5gum::{DefaultEmitter, Token, Tokenizer};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Elements whose content is left out.
const LEFT_OUT: &[&str] = &[
    "head", "title", "script", "style", "template", "noscript", "nav", "button", "select",
    "textarea", "iframe", "object", "svg",
];

/// Elements that stand in a line of text: all others begin and end a block.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// The text of an HTML page. A `br` ends a line, not a block.
pub fn of_html(html: &str) -> String {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let mut blocks = Blocks::default();
    // The element that is left out now, and how many of its name are open.
    let mut outside: Option<(String, usize)> = None;
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                // A head needs no end tag.
                if name == "body" {
                    outside = None;
                }
                match &mut outside {
                    Some((left_out, open)) if *left_out == name => *open += 1,
                    Some(_) => {}
                    None if LEFT_OUT.contains(&name.as_str()) => outside = Some((name, 1)),
                    None => blocks.tag(&name),
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                match &mut outside {
                    Some((left_out, open)) if *left_out == name => *open -= 1,
                    Some(_) => {}
                    None => blocks.tag(&name),
                }
                if outside.as_ref().is_some_and(|(_, open)| *open == 0) {
                    outside = None;
                }
            }
            Token::String(text) if outside.is_none() => {
                blocks.flowing(&String::from_utf8_lossy(&text));
            }
            _ => {}
        }
    }
    blocks.finish()
}

/// The text of a Markdown file, without its front matter and its HTML.
pub fn of_markdown(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut blocks = Blocks::default();
    let mut in_matter = false;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => in_matter = true,
            Event::End(TagEnd::MetadataBlock(_)) => in_matter = false,
            _ if in_matter => {}
            Event::Text(text) | Event::Code(text) => blocks.text(&text),
            Event::SoftBreak => blocks.text(" "),
            Event::HardBreak => blocks.line(),
            Event::Start(tag) if !is_inline(&tag.to_end()) => blocks.end(),
            Event::End(tag) if !is_inline(&tag) => blocks.end(),
            Event::Rule => blocks.end(),
            _ => {}
        }
    }
    blocks.finish()
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

/// Blocks of text being gathered.
#[derive(Default)]
struct Blocks {
    done: String,
    block: String,
}

impl Blocks {
    fn tag(&mut self, name: &str) {
        match name {
            "br" => self.line(),
            // What it shows has no text, but it parts words.
            "img" => self.text(" "),
            name if INLINE.contains(&name) => {}
            _ => self.end(),
        }
    }

    fn text(&mut self, text: &str) {
        self.block.push_str(text);
    }

    /// Text whose line ends are no more than spaces.
    fn flowing(&mut self, text: &str) {
        self.block.extend(text.chars().map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c => c,
        }));
    }

    fn line(&mut self) {
        self.block.push('\n');
    }

    fn end(&mut self) {
        let block = std::mem::take(&mut self.block);
        let lines = block.lines().map(|line| {
            let words: Vec<&str> = line.split([' ', '\t']).filter(|w| !w.is_empty()).collect();
            words.join(" ")
        });
        let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() {
            if !self.done.is_empty() {
                self.done.push('\n');
            }
            self.done.push_str(&lines.join("\n"));
            self.done.push('\n');
        }
    }

    fn finish(mut self) -> String {
        self.end();
        self.done
    }
}
