//! What one page of a tool's output holds: its links, and the words of its text.

use std::collections::BTreeSet;

use html5gum::{StartTag, Token, Tokenizer};

/// Elements that do not end a word.
const INSIDE_WORDS: &[&[u8]] = &[b"a", b"code", b"em", b"span", b"strong", b"sup"];

/// What a page holds.
#[derive(Default)]
pub struct Held {
    /// The numbers of the pages to which its text links, in order.
    pub links: Vec<usize>,
    /// The words of its text: runs of letters and digits.
    pub words: usize,
    /// The coloured pieces of code.
    pub colours: usize,
    /// The ids of the headings in its text; empty for one without.
    pub headings: Vec<String>,
    /// Places on the page to which links outside the text lead: its contents among them.
    pub places: BTreeSet<String>,
    /// The different pages to which anything on it links.
    pub pages: BTreeSet<usize>,
    /// The different sections to which anything on it links.
    pub sections: BTreeSet<String>,
}

/// Reads a page. Its text is the element of a name and a class.
pub fn held(html: &str, own: usize, (name, class): (&str, &str)) -> Held {
    let mut held = Held::default();
    let mut text = String::new();
    // How deep in elements of that name, counted from the text.
    let mut depth = 0_usize;
    let mut code = false;
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => {
                let is_named = tag.name.as_slice() == name.as_bytes();
                if is_named && (depth > 0 || has_class(&tag, class)) {
                    depth += 1;
                }
                started(&mut held, &tag, depth > 0, code, own);
                code |= tag.name.as_slice() == b"pre";
                space(&mut text, &tag.name);
            }
            Token::EndTag(tag) => {
                code &= tag.name.as_slice() != b"pre";
                if tag.name.as_slice() == name.as_bytes() {
                    depth = depth.saturating_sub(1);
                }
                space(&mut text, &tag.name);
            }
            Token::String(string) if depth > 0 => {
                text.push_str(&String::from_utf8_lossy(&string));
            }
            _ => {}
        }
    }
    let words = text.split(|c: char| !c.is_alphanumeric());
    held.words = words.filter(|word| !word.is_empty()).count();
    held
}

fn started(held: &mut Held, tag: &StartTag<()>, is_text: bool, code: bool, own: usize) {
    match tag.name.as_slice() {
        b"span" if code && is_text => held.colours += 1,
        b"h2" if is_text => held.headings.push(attribute(tag, "id").unwrap_or_default()),
        b"a" => {
            let Some(address) = attribute(tag, "href") else {
                return;
            };
            if let Some(place) = address.strip_prefix('#') {
                if !is_text {
                    held.places.insert(place.to_owned());
                }
                return;
            }
            match target(&address, own) {
                Target::Page(page) => {
                    held.pages.insert(page);
                    if is_text {
                        held.links.push(page);
                    }
                }
                Target::Section(section) => {
                    held.sections.insert(section);
                }
                Target::Other => {}
            }
        }
        _ => {}
    }
}

fn space(text: &mut String, name: &[u8]) {
    if !INSIDE_WORDS.contains(&name) {
        text.push(' ');
    }
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}

fn has_class(tag: &StartTag<()>, class: &str) -> bool {
    class.is_empty()
        || attribute(tag, "class").is_some_and(|all| all.split(' ').any(|one| one == class))
}

enum Target {
    Page(usize),
    Section(String),
    Other,
}

/// Where a link leads: every address here has the page or the section as its last name.
fn target(address: &str, own: usize) -> Target {
    let address = address.split(['#', '?']).next().unwrap_or(address);
    let address = address
        .trim_end_matches("index.html")
        .trim_end_matches(".html");
    if address == "./" {
        return Target::Page(own);
    }
    if address == "../" {
        return Target::Section(format!("section-{:03}", own / crate::briefing::SECTION));
    }
    let last = address
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or("");
    if let Some(number) = last.strip_prefix("page-") {
        return number.parse().map_or(Target::Other, Target::Page);
    }
    match last.starts_with("section-") {
        true => Target::Section(last.to_owned()),
        false => Target::Other,
    }
}
