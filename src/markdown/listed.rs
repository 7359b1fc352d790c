//! Components in the Markdown beside a page: what readers see of them, as lists and tables,
//! in place of their YAML, which may hold what is its author's alone.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::components::named;
use super::page::{Events, Page};

/// A part of what readers see of a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A text of its own.
    Line(String),
    /// One that says more of the line before it.
    Detail(String),
    /// A row of a table, by its cells: the first of several is its head.
    Row(Vec<String>),
}

/// Puts what components show in their place.
pub(super) fn listed<'a>(
    events: Events<'a>,
    page: &Page,
    pieces: &dyn Fn(usize) -> Vec<Piece>,
) -> Events<'a> {
    let mut out = Vec::with_capacity(events.len());
    let (mut number, mut open) = (0, false);
    for (event, span) in events {
        match &event {
            Event::Start(Tag::CodeBlock(kind)) if named(kind, page).is_some() => {
                open = true;
                out.extend(
                    blocks(pieces(number))
                        .into_iter()
                        .map(|event| (event, 0..0)),
                );
                number += 1;
            }
            Event::End(TagEnd::CodeBlock) if open => open = false,
            _ if open => {}
            _ => out.push((event, span)),
        }
    }
    out
}

/// Lines as a list, rows as a table.
fn blocks(pieces: Vec<Piece>) -> Vec<Event<'static>> {
    let mut out = Vec::new();
    let is_row = |piece: &Piece| matches!(piece, Piece::Row(_));
    for run in pieces.chunk_by(|one, next| is_row(one) == is_row(next)) {
        let rows = run.iter().filter_map(|piece| match piece {
            Piece::Row(cells) => Some(cells.as_slice()),
            _ => None,
        });
        match run.first().is_some_and(is_row) {
            true => table(rows, &mut out),
            false => list(run, &mut out),
        }
    }
    out
}

/// Each line is an item, with its details as a list below it.
fn list(pieces: &[Piece], out: &mut Vec<Event<'static>>) {
    out.push(Event::Start(Tag::List(None)));
    let is_detail = |piece: &Piece| matches!(piece, Piece::Detail(_));
    // A detail of nothing is an item as well.
    for item in pieces.chunk_by(|_, next| is_detail(next)) {
        out.push(Event::Start(Tag::Item));
        if let Some((line, details)) = item.split_first() {
            out.extend(text(line));
            if !details.is_empty() {
                out.push(Event::Start(Tag::List(None)));
                for detail in details {
                    out.push(Event::Start(Tag::Item));
                    out.extend(text(detail));
                    out.push(Event::End(TagEnd::Item));
                }
                out.push(Event::End(TagEnd::List(false)));
            }
        }
        out.push(Event::End(TagEnd::Item));
    }
    out.push(Event::End(TagEnd::List(false)));
}

fn text(piece: &Piece) -> Option<Event<'static>> {
    match piece {
        Piece::Line(text) | Piece::Detail(text) => Some(Event::Text(text.clone().into())),
        Piece::Row(_) => None,
    }
}

/// Every row gets as many cells as the longest has: Markdown leaves out what is beyond the
/// head.
fn table<'p>(rows: impl Iterator<Item = &'p [String]>, out: &mut Vec<Event<'static>>) {
    let rows: Vec<&[String]> = rows.collect();
    let width = rows.iter().map(|row| row.len()).max().unwrap_or_default();
    out.push(Event::Start(Tag::Table(vec![Alignment::None; width])));
    for (number, row) in rows.iter().enumerate() {
        let (start, end) = match number {
            0 => (Tag::TableHead, TagEnd::TableHead),
            _ => (Tag::TableRow, TagEnd::TableRow),
        };
        out.push(Event::Start(start));
        for column in 0..width {
            out.push(Event::Start(Tag::TableCell));
            let cell = row.get(column).filter(|cell| !cell.is_empty());
            out.extend(cell.map(|cell| Event::Text(cell.clone().into())));
            out.push(Event::End(TagEnd::TableCell));
        }
        out.push(Event::End(end));
    }
    out.push(Event::End(TagEnd::Table));
}
