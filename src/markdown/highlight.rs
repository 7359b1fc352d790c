//! Code into pieces with a class each, by syntect and the grammars of
//! two-face, which are read when first needed.
//!
//! Promises that the pieces together are the code, that none spans two lines,
//! and that neighbours on a line differ in class.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::scopes::{Class, Scopes};
use crate::diagnostic::did_you_mean;

/// Names that people write for languages that the grammars name otherwise.
const ALIASES: &[(&str, &str)] = &[
    ("console", "sh"),
    ("docker", "dockerfile"),
    ("golang", "go"),
    ("jsonc", "json"),
    ("shell", "sh"),
    ("terraform", "tf"),
];

/// Names that ask for no colours.
const PLAIN: &[&str] = &["", "none", "plain", "plaintext", "text", "txt"];

/// Highlights code. Make one and share it: its grammars are slow to read.
#[derive(Default)]
pub struct Highlighter {
    loaded: OnceLock<Loaded>,
}

struct Loaded {
    syntaxes: SyntaxSet,
    scopes: Scopes,
}

/// A piece of a line of code.
pub(super) struct Piece<'t> {
    pub class: Class,
    pub text: &'t str,
}

impl fmt::Debug for Highlighter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Highlighter").finish_non_exhaustive()
    }
}

impl Highlighter {
    /// One that has read nothing yet.
    pub fn new() -> Self {
        Highlighter::default()
    }

    fn loaded(&self) -> &Loaded {
        self.loaded.get_or_init(|| Loaded {
            syntaxes: two_face::syntax::extra_newlines(),
            scopes: Scopes::new(),
        })
    }

    /// Whether a language is known, or asks for no colours.
    pub(super) fn knows(&self, language: &str) -> bool {
        is_plain(language) || self.syntax(language).is_some()
    }

    /// A known language of a similar name.
    pub(super) fn suggest(&self, language: &str) -> Option<String> {
        let syntaxes = self.loaded().syntaxes.syntaxes();
        let names = syntaxes.iter().filter(|it| !it.hidden).flat_map(|syntax| {
            let extensions = syntax.file_extensions.iter().map(String::as_str);
            extensions
                .filter(|extension| extension.len() > 2)
                .chain([syntax.name.as_str()])
        });
        did_you_mean(language, names).map(str::to_lowercase)
    }

    fn syntax(&self, language: &str) -> Option<&SyntaxReference> {
        if is_plain(language) {
            return None;
        }
        let folded = language.to_lowercase();
        let alias = ALIASES.iter().find(|(alias, _)| *alias == folded);
        let token = alias.map_or(folded.as_str(), |(_, token)| token);
        self.loaded().syntaxes.find_syntax_by_token(token)
    }

    /// The pieces of some code, unless its language is plain or not known.
    pub(super) fn pieces<'t>(&self, language: &str, code: &'t str) -> Option<Vec<Piece<'t>>> {
        let syntax = self.syntax(language)?;
        let Loaded { syntaxes, scopes } = self.loaded();
        let mut state = ParseState::new(syntax);
        let mut stack = ScopeStack::new();
        let mut seen = HashMap::new();
        let mut pieces = Vec::new();
        for line in code.split_inclusive('\n') {
            let changes = state.parse_line(line, syntaxes).ok()?;
            let mut done = 0;
            for (at, change) in changes {
                let text = line.get(done..at).unwrap_or_default();
                push(&mut pieces, text, scopes, &stack, &mut seen);
                done = at.max(done);
                stack.apply(&change).ok()?;
            }
            let text = line.get(done..).unwrap_or_default();
            push(&mut pieces, text, scopes, &stack, &mut seen);
        }
        Some(joined(pieces, code))
    }
}

/// Whether a language asks for no colours.
pub(super) fn is_plain(language: &str) -> bool {
    PLAIN
        .iter()
        .any(|plain| plain.eq_ignore_ascii_case(language))
}

fn push<'t>(
    pieces: &mut Vec<Piece<'t>>,
    text: &'t str,
    scopes: &Scopes,
    stack: &ScopeStack,
    seen: &mut HashMap<Scope, Option<Class>>,
) {
    if text.is_empty() {
        return;
    }
    let class = match text.trim().is_empty() {
        true => None,
        false => scopes.class(stack.as_slice(), seen),
    };
    pieces.push(Piece { class, text });
}

/// Joins neighbours of the same class on one line.
fn joined<'t>(pieces: Vec<Piece<'t>>, code: &'t str) -> Vec<Piece<'t>> {
    let mut out: Vec<Piece<'t>> = Vec::with_capacity(pieces.len());
    let mut at = 0;
    let mut last_start = 0;
    for piece in pieces {
        let end = at + piece.text.len();
        match out.last_mut() {
            Some(last) if last.class == piece.class && !last.text.ends_with('\n') => {
                last.text = code.get(last_start..end).unwrap_or(last.text);
            }
            _ => {
                last_start = at;
                out.push(piece);
            }
        }
        at = end;
    }
    out
}
