//! What is too long for the template engine, found before it is compiled.
//!
//! The engine folds an expression that holds no names when it compiles it, in a time that
//! grows with the square of its length.

use std::ops::Range;

use minijinja::machinery::{Token, tokenize};
use minijinja::syntax::SyntaxConfig;

/// The most words and signs between `{{` and `}}`, or `{%` and `%}`.
const MOST: usize = 2000;

/// The first expression or statement that is too long, as its place in the template.
pub fn too_long(template: &str, syntax: SyntaxConfig) -> Option<Range<usize>> {
    let (mut start, mut count) = (0, 0);
    for token in tokenize(template, false, syntax) {
        // What is no token, the compiler says.
        let (token, span) = token.ok()?;
        match token {
            Token::VariableStart | Token::BlockStart => {
                (start, count) = (span.start_offset as usize, 0);
            }
            _ => count += 1,
        }
        if count > MOST {
            return Some(start..span.end_offset as usize);
        }
    }
    None
}
