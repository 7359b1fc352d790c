//! The scopes of TextMate grammars into the fifteen classes that a theme's
//! style sheet colours.

use std::collections::HashMap;

use syntect::parsing::Scope;

/// The class of a piece of code: one letter, or none.
pub(super) type Class = Option<&'static str>;

/// Prefixes of scopes and their classes; an empty class means plain.
const RULES: &[(&str, &str)] = &[
    ("comment", "c"),
    ("punctuation.definition.comment", "c"),
    ("string", "s"),
    ("punctuation.definition.string", "s"),
    ("constant", "n"),
    ("constant.character.escape", "n"),
    ("keyword", "k"),
    ("keyword.operator", "o"),
    ("keyword.operator.word", "k"),
    ("keyword.operator.logical.python", "k"),
    ("storage", "k"),
    ("storage.type.function.arrow", "o"),
    ("entity.name.function", "f"),
    ("support.function", "f"),
    ("variable.function", "f"),
    ("variable.annotation", "a"),
    ("support.macro", "f"),
    ("entity.name.macro", "f"),
    ("entity.name", "t"),
    ("entity.other.inherited-class", "t"),
    ("support.type", "t"),
    ("support.class", "t"),
    ("support.type.property-name", "a"),
    ("support.constant", "n"),
    ("entity.name.constant", "n"),
    ("variable", "v"),
    ("variable.language", "k"),
    ("entity.name.tag", "g"),
    ("entity.name.tag.yaml", "a"),
    ("entity.name.tag.toml", "a"),
    ("entity.other.attribute-name", "a"),
    ("entity.name.section", "h"),
    ("markup.heading", "h"),
    ("markup.inserted", "i"),
    ("markup.deleted", "d"),
    ("invalid", "e"),
    ("punctuation", "p"),
    ("punctuation.definition.tag", "p"),
    ("punctuation.definition.inserted", "i"),
    ("punctuation.definition.deleted", "d"),
    ("punctuation.definition.heading", "h"),
    ("meta.interpolation", ""),
    ("meta.template.expression", ""),
    ("source.shell.embedded", ""),
];

/// The rules, ready to be asked.
pub(super) struct Scopes {
    rules: Vec<(Scope, Class)>,
}

impl Scopes {
    /// Reads the rules. A longer prefix wins, so they are sorted by length.
    pub fn new() -> Self {
        let mut rules: Vec<(Scope, Class)> = RULES
            .iter()
            .filter_map(|(prefix, class)| {
                let scope = Scope::new(prefix).ok()?;
                Some((scope, (!class.is_empty()).then_some(*class)))
            })
            .collect();
        rules.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
        Scopes { rules }
    }

    /// The class of a stack of scopes: that of the innermost one that a rule
    /// speaks of. `seen` remembers answers.
    pub fn class(&self, stack: &[Scope], seen: &mut HashMap<Scope, Option<Class>>) -> Class {
        stack
            .iter()
            .rev()
            .find_map(|scope| *seen.entry(*scope).or_insert_with(|| self.rule(*scope)))
            .flatten()
    }

    fn rule(&self, scope: Scope) -> Option<Class> {
        self.rules
            .iter()
            .find(|(prefix, _)| prefix.is_prefix_of(scope))
            .map(|(_, class)| *class)
    }
}
