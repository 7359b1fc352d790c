//! Code blocks into `<pre><code>` with colours, line numbers, marked lines
//! and a title, as their info strings ask (see `code_options`).
//!
//! A block too large to colour quickly stays plain, with a warning; an unknown
//! language too.

use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::code_options::{self, CodeOptions};
use super::components;
use super::facts::Facts;
use super::highlight::{self, Piece};
use super::page::{Events, Page, html};
use crate::diagnostic::{Code, did_you_mean};
use crate::escape;

const MOST_LINES: usize = 2_000;
const MOST_BYTES: usize = 100_000;
const LONGEST_LINE: usize = 2_000;
/// Of all the code of a page: the squares of the lengths of its lines, in bytes, added up.
/// A grammar's expressions may need time that grows so, here about half a second.
const MOST_WORK: usize = 20_000_000;

/// Writes code blocks.
pub(super) fn code<'a>(events: Events<'a>, page: &Page<'a>, facts: &mut Facts) -> Events<'a> {
    let is_code = |event: &Event| matches!(event, Event::Start(Tag::CodeBlock(_)));
    if !events.iter().any(|(event, _)| is_code(event)) {
        return events;
    }
    let mut out = Vec::with_capacity(events.len());
    let mut stream = events.into_iter();
    let mut work_left = MOST_WORK;
    while let Some((event, span)) = stream.next() {
        // A component stays as it is until all else is done.
        let kind = match event {
            Event::Start(Tag::CodeBlock(kind)) if components::named(&kind, page).is_none() => kind,
            event => {
                out.push((event, span));
                continue;
            }
        };
        let mut text = String::new();
        for (event, _) in stream.by_ref() {
            match event {
                Event::Text(piece) if text.is_empty() => text = piece.into_string(),
                Event::Text(piece) => text.push_str(&piece),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let info = match &kind {
            CodeBlockKind::Fenced(info) => info,
            CodeBlockKind::Indented => "",
        };
        out.push((block(info, &text, &span, page, facts, &mut work_left), span));
    }
    out
}

fn block(
    info: &str,
    text: &str,
    span: &Range<usize>,
    page: &Page,
    facts: &mut Facts,
    work_left: &mut usize,
) -> Event<'static> {
    let options = code_options::read(info);
    let first_line = first_line(page.body, span);
    note_mistakes(&options, text, &first_line, page, facts);
    let coloured =
        page.options.highlight && check(&options, text, &first_line, page, facts, work_left);
    let pieces = match coloured && !page.is_scan() {
        true => page.highlighter.pieces(options.language, text),
        false => None,
    };
    html(write(&options, text, pieces.as_deref()))
}

/// The bytes of the line on which a block opens.
pub(super) fn first_line(body: &str, span: &Range<usize>) -> Range<usize> {
    let line = body
        .get(span.clone())
        .and_then(|block| block.lines().next())
        .unwrap_or_default();
    span.start..span.start + line.len()
}

/// The bytes of some words on a line; the whole line if they are not there.
fn find(body: &str, line: &Range<usize>, words: &str) -> Range<usize> {
    let at = body
        .get(line.clone())
        .filter(|_| !words.is_empty())
        .and_then(|text| text.rfind(words));
    match at {
        Some(at) => line.start + at..line.start + at + words.len(),
        None => line.clone(),
    }
}

fn note_mistakes(
    options: &CodeOptions,
    text: &str,
    line: &Range<usize>,
    page: &Page,
    facts: &mut Facts,
) {
    for mistake in &options.mistakes {
        let span = find(page.body, line, mistake.words);
        facts.problem(
            Code::CodeOption,
            span,
            mistake.message.clone(),
            &mistake.help,
        );
    }
    let lines = text.lines().count();
    if let (_, Some((_, last))) = options.marked(lines) {
        facts.problem(
            Code::CodeOption,
            line.clone(),
            format!("line {last} is to be marked, and the block has {lines}"),
            "`marks` counts the lines of the block from 1, whatever `start` is",
        );
    }
}

/// Whether a block can be coloured; says why not.
fn check(
    options: &CodeOptions,
    text: &str,
    line: &Range<usize>,
    page: &Page,
    facts: &mut Facts,
    work_left: &mut usize,
) -> bool {
    let language = options.language;
    if !page.highlighter.knows(language) {
        let (message, help) = unknown(language, page, facts.suggests());
        let place = find(page.body, line, language);
        facts.problem(Code::UnknownLanguage, place, message, &help);
        return false;
    }
    if highlight::is_plain(language) {
        return false;
    }
    let fits = text.len() <= MOST_BYTES
        && text.lines().count() <= MOST_LINES
        && text.lines().all(|line| line.len() <= LONGEST_LINE);
    if !fits {
        let help = format!(
            "colours end at {MOST_LINES} lines, {LONGEST_LINE} bytes a line, {MOST_BYTES} bytes \
             in all; write `text` as the language for none"
        );
        let message = "the code is too long to be coloured".to_owned();
        facts.problem(Code::PlainCode, line.clone(), message, &help);
        return false;
    }
    let work = text.lines().map(|line| line.len().pow(2)).sum();
    let Some(left) = work_left.checked_sub(work) else {
        let message = "with this, the page has too many long lines of code to be coloured";
        let help = "break the lines, or write `text` as the language for no colours";
        facts.problem(Code::PlainCode, line.clone(), message.to_owned(), help);
        return false;
    };
    *work_left = left;
    true
}

/// What is said of a language that is not known, which may be meant as a component.
fn unknown(language: &str, page: &Page, suggests: bool) -> (String, String) {
    let components = page.options.components.names();
    let component = suggests
        .then(|| did_you_mean(language, components))
        .flatten();
    if let Some(meant) = component {
        let message = format!("there is no component `{language}`, so this is shown as code");
        return (message, format!("did you mean `{meant}`?"));
    }
    let meant = suggests
        .then(|| page.highlighter.suggest(language))
        .flatten();
    let message = format!("the language `{language}` is not known, so the code has no colours");
    let help = match meant {
        Some(known) => format!("did you mean `{known}`?"),
        None => "write `text` for no language".to_owned(),
    };
    (message, help)
}

fn write(options: &CodeOptions, text: &str, pieces: Option<&[Piece]>) -> String {
    let mut out = String::with_capacity(text.len() * 2 + 64);
    if let Some(title) = options.title {
        out.push_str("<figure class=\"code\"><figcaption>");
        escape::text(&mut out, title);
        out.push_str("</figcaption>");
    }
    out.push_str(match options.numbers {
        true => "<pre class=\"numbers\" tabindex=\"0\"><code",
        false => "<pre tabindex=\"0\"><code",
    });
    if !options.language.is_empty() {
        out.push_str(" class=\"language-");
        escape::attribute(&mut out, options.language);
        out.push('"');
    }
    out.push('>');
    let whole = [Piece { class: None, text }];
    let pieces = pieces.unwrap_or(&whole);
    match options.numbers || !options.marks.is_empty() {
        true => write_lines(&mut out, options, text.lines().count(), pieces),
        false => pieces.iter().for_each(|piece| write_piece(&mut out, piece)),
    }
    out.push_str("</code></pre>");
    out.push_str(match options.title {
        Some(_) => "</figure>\n",
        None => "\n",
    });
    out
}

fn write_piece(out: &mut String, piece: &Piece) {
    let Some(class) = piece.class else {
        return escape::text(out, piece.text);
    };
    out.push_str("<span class=\"");
    out.push_str(class);
    out.push_str("\">");
    let text = piece.text.trim_end_matches('\n');
    escape::text(out, text);
    out.push_str("</span>");
    if text.len() < piece.text.len() {
        out.push('\n');
    }
}

/// Writes each line, its end included, as an element of its own.
fn write_lines(out: &mut String, options: &CodeOptions, lines: usize, pieces: &[Piece]) {
    let (marked, _) = options.marked(lines);
    let mut marked = marked.into_iter();
    let mut number = options.start;
    let mut open = false;
    for piece in pieces {
        for text in piece.text.split_inclusive('\n') {
            if !open {
                out.push_str(match marked.next() {
                    Some(true) => "<span class=\"line marked\"",
                    _ => "<span class=\"line\"",
                });
                if options.numbers {
                    // Writing to a string cannot fail.
                    let _ = write!(out, " data-number=\"{number}\"");
                }
                out.push('>');
            }
            let class = piece.class;
            write_piece(out, &Piece { class, text });
            open = !text.ends_with('\n');
            if !open {
                out.push_str("</span>");
                number += 1;
            }
        }
    }
    if open {
        out.push_str("</span>");
    }
}
