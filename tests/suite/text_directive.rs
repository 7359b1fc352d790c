//! A small browser: the specification of URL Fragment Text Directives, as far as
//! it is about text, so that a fragment can be followed.

use std::ops::Range;

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// What a fragment asks for.
#[derive(Debug, Default)]
pub struct Directive {
    prefix: Option<Vec<char>>,
    start: Vec<char>,
    end: Option<Vec<char>>,
    suffix: Option<Vec<char>>,
}

impl Directive {
    /// "Parse a text directive"; nothing where it is not valid.
    pub fn parse(fragment: &str) -> Option<Directive> {
        let value = fragment.strip_prefix(":~:text=")?;
        let is_syntax = |c: char| c.is_ascii_alphanumeric() || "-._~,%".contains(c);
        let mut tokens: Vec<&str> = value.split(',').collect();
        if !value.chars().all(is_syntax) || tokens.len() > 4 {
            return None;
        }
        let term = |token: &str| {
            let decoded = percent_decode_str(token).decode_utf8().ok()?;
            let term = bare(&decoded);
            (!token.contains('-') && !term.is_empty()).then_some(term)
        };
        let mut directive = Directive::default();
        if let Some(prefix) = tokens.first()?.strip_suffix('-') {
            directive.prefix = Some(term(prefix)?);
            tokens.remove(0);
        }
        if let Some(suffix) = tokens.last()?.strip_prefix('-') {
            directive.suffix = Some(term(suffix)?);
            tokens.pop();
        }
        directive.start = term(tokens.first()?)?;
        match tokens.as_slice() {
            [_] => {}
            [_, end] => directive.end = Some(term(end)?),
            _ => return None,
        }
        Some(directive)
    }
}

/// At the primary level: without case, accents, and what shows nothing.
fn bare(text: &str) -> Vec<char> {
    let letters = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && *c != '\u{AD}');
    letters.flat_map(char::to_lowercase).collect()
}

/// A paragraph as it is shown.
struct Block {
    /// Its characters at the primary level, and the bytes each is from.
    letters: Vec<(char, Range<usize>)>,
    /// The bytes at which words are parted.
    parted: Vec<usize>,
    end: usize,
}

/// A page of text.
pub struct Page {
    text: String,
    blocks: Vec<Block>,
}

/// A paragraph and a letter of it.
type Spot = (usize, usize);

impl Page {
    /// A page with a paragraph for each line, or for each block of lines.
    pub fn new(text: &str, by_line: bool) -> Page {
        let parts = text.split(if by_line { "\n" } else { "\n\n" });
        let starts = parts.map(|part| (part.as_ptr() as usize - text.as_ptr() as usize, part));
        let blocks = starts.filter(|(_, part)| !part.trim().is_empty());
        let blocks = blocks.map(|(start, part)| {
            let mut letters: Vec<(char, Range<usize>)> = Vec::new();
            for (at, c) in part.char_indices() {
                let span = start + at..start + at + c.len_utf8();
                let shown = if c.is_whitespace() {
                    vec![' ']
                } else {
                    bare(&c.to_string())
                };
                let is_more = letters.last().is_none_or(|(last, _)| *last == ' ');
                match letters.last_mut() {
                    // An accent belongs to its letter.
                    Some(last) if shown.is_empty() => last.1.end = span.end,
                    _ if shown == [' '] && is_more => {}
                    _ => letters.extend(shown.into_iter().map(|c| (c, span.clone()))),
                }
            }
            let bounds = part.split_word_bound_indices().map(|(at, _)| start + at);
            Block {
                letters,
                parted: bounds.chain([start + part.len()]).collect(),
                end: start + part.len(),
            }
        });
        Page {
            blocks: blocks.collect(),
            text: text.to_owned(),
        }
    }

    /// "Find a range from a text directive", in bytes. By a dictionary, no two
    /// letters that touch are parted: the strictest there can be.
    pub fn find(&self, directive: &Directive, by_dictionary: bool) -> Option<Range<usize>> {
        let search = Search {
            page: self,
            by_dictionary,
        };
        let mut from = (0, 0);
        let whole = directive.end.is_some() || directive.suffix.is_none();
        loop {
            let (start, mut end);
            match &directive.prefix {
                Some(prefix) => {
                    let (found, after) = search.first(prefix, from, true, false)?;
                    from = (found.0, found.1 + 1);
                    start = search.visible(after)?;
                    let Some(ends) = search.at(&directive.start, start, false, whole) else {
                        continue;
                    };
                    end = ends;
                }
                None => {
                    (start, end) = search.first(&directive.start, from, true, whole)?;
                    from = (start.0, start.1 + 1);
                }
            }
            loop {
                if let Some(term) = &directive.end {
                    end = search.first(term, end, true, directive.suffix.is_none())?.1;
                }
                let suffix = directive.suffix.as_ref();
                let is_there = suffix.is_none_or(|suffix| {
                    let at = search.visible(end);
                    at.is_some_and(|at| search.at(suffix, at, false, true).is_some())
                });
                if is_there {
                    return Some(self.byte(start)..self.byte_before(end));
                }
                if directive.end.is_none() {
                    break;
                }
            }
        }
    }

    fn byte(&self, (block, letter): Spot) -> usize {
        let block = &self.blocks[block];
        block
            .letters
            .get(letter)
            .map_or(block.end, |(_, span)| span.start)
    }

    fn byte_before(&self, (block, letter): Spot) -> usize {
        self.blocks[block].letters[letter - 1].1.end
    }
}

struct Search<'a> {
    page: &'a Page,
    by_dictionary: bool,
}

impl Search<'_> {
    /// Whether words are parted at a spot.
    fn is_parted(&self, spot: Spot, byte: usize) -> bool {
        let text = &self.page.text;
        let block = &self.page.blocks[spot.0];
        let (before, after) = text.split_at(byte);
        let before = before
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric);
        let after = after.chars().next().is_some_and(char::is_alphanumeric);
        block.parted.binary_search(&byte).is_ok() && !(self.by_dictionary && before && after)
    }

    /// Where a term that begins at a spot ends.
    fn at(&self, term: &[char], spot: Spot, starts: bool, ends: bool) -> Option<Spot> {
        let letters = &self.page.blocks[spot.0].letters;
        let there = letters.get(spot.1..spot.1 + term.len())?;
        let end = (spot.0, spot.1 + term.len());
        let same = there.iter().map(|(c, _)| c).eq(term);
        let is_start = !starts || self.is_parted(spot, self.page.byte(spot));
        let is_end = !ends || self.is_parted(end, self.page.byte_before(end));
        (same && is_start && is_end).then_some(end)
    }

    /// The first place of a term from a spot on.
    fn first(&self, term: &[char], from: Spot, starts: bool, ends: bool) -> Option<(Spot, Spot)> {
        let blocks = self.page.blocks.iter().enumerate().skip(from.0);
        blocks.into_iter().find_map(|(number, block)| {
            let first = if number == from.0 { from.1 } else { 0 };
            let mut spots = (first..block.letters.len()).map(|letter| (number, letter));
            spots.find_map(|spot| Some((spot, self.at(term, spot, starts, ends)?)))
        })
    }

    /// The next spot that shows something.
    fn visible(&self, from: Spot) -> Option<Spot> {
        let blocks = self.page.blocks.iter().enumerate().skip(from.0);
        blocks.into_iter().find_map(|(number, block)| {
            let first = if number == from.0 { from.1 } else { 0 };
            let mut spots = block.letters.iter().enumerate().skip(first);
            let shown = spots.find(|(_, (c, _))| !c.is_whitespace());
            Some((number, shown?.0))
        })
    }
}
