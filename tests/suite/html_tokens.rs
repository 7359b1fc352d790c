//! HTML into lists of tokens that are equal where two pieces of HTML mean the
//! same: attributes sorted, entities resolved, white space folded.

use std::collections::BTreeMap;

use html5gum::{Token, Tokenizer};

/// A tag, or text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Start(String, BTreeMap<String, String>),
    End(String),
    Text(String),
}

const VOID: &[&str] = &["br", "hr", "img", "input", "source", "track", "col", "wbr"];

const INLINE: &[&str] = &[
    "a", "b", "code", "del", "em", "i", "img", "input", "span", "strong", "sup", "sub", "br",
    "math",
];

/// The tokens of some HTML.
pub fn tokens(html: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let attributes = tag
                    .attributes
                    .iter()
                    .map(|(name, value)| (string(name), string(&value.value)))
                    .collect();
                let name = string(&tag.name);
                pieces.push(Piece::Start(name.clone(), attributes));
                if tag.self_closing && !VOID.contains(&name.as_str()) {
                    pieces.push(Piece::End(name));
                }
            }
            Token::EndTag(tag) => pieces.push(Piece::End(string(&tag.name))),
            Token::String(text) => match pieces.last_mut() {
                Some(Piece::Text(last)) => last.push_str(&string(&text.value)),
                _ => pieces.push(Piece::Text(string(&text.value))),
            },
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    fold(pieces)
}

fn string(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Folds white space as a browser shows it: not in `pre`, none beside blocks.
fn fold(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut folded = Vec::new();
    let mut pre = 0;
    let block = |piece: Option<&Piece>| match piece {
        Some(Piece::Start(name, _) | Piece::End(name)) => !INLINE.contains(&name.as_str()),
        Some(Piece::Text(_)) => false,
        None => true,
    };
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Start(name, _) if name == "pre" => pre += 1,
            Piece::End(name) if name == "pre" => pre -= 1,
            Piece::Text(text) if pre == 0 => {
                let mut text = squeeze(text);
                if block(index.checked_sub(1).and_then(|at| pieces.get(at))) {
                    text = text.trim_start_matches(' ').to_owned();
                }
                if block(pieces.get(index + 1)) {
                    text = text.trim_end_matches(' ').to_owned();
                }
                if !text.is_empty() {
                    folded.push(Piece::Text(text));
                }
                continue;
            }
            _ => {}
        }
        folded.push(piece.clone());
    }
    folded
}

fn squeeze(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            ' ' | '\n' | '\t' if out.ends_with(' ') => {}
            ' ' | '\n' | '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// What is not closed in the order it was opened, if anything.
pub fn unbalanced(html: &str) -> Option<String> {
    let mut open: Vec<String> = Vec::new();
    for piece in tokens(html) {
        match piece {
            Piece::Start(name, _) if !VOID.contains(&name.as_str()) => open.push(name),
            Piece::End(name) => match open.pop() {
                Some(last) if last == name => {}
                last => return Some(format!("</{name}> closes {last:?}")),
            },
            _ => {}
        }
    }
    open.pop()
}
