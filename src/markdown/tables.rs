//! Tables into tables that scroll in a box of their own, columns aligned by
//! class (a content security policy may forbid styles), headings with a scope.
//! GFM drops what a row has beyond its table's columns; that is pointed out.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::facts::Facts;
use super::page::{Events, Page, html};
use crate::diagnostic::Code;
use crate::escape;

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_rows: bool,
    /// How the open cell ends.
    cell_end: &'static str,
}

/// Writes tables.
pub(super) fn tables<'a>(mut events: Events<'a>, page: &Page<'a>, facts: &mut Facts) -> Events<'a> {
    let mut table = Table::default();
    let mut next_is_end = false;
    for (event, _) in events.iter_mut().rev() {
        // From behind, an empty heading is known before its start is reached:
        // it becomes a plain cell, since a heading must say something.
        match event {
            Event::End(TagEnd::TableCell) => next_is_end = true,
            Event::Start(Tag::TableCell) if next_is_end => {
                *event = Event::Start(Tag::Item);
                next_is_end = false;
            }
            _ => next_is_end = false,
        }
    }
    let mut inside = false;
    for (event, span) in &mut events {
        if let Event::Start(Tag::TableRow) = event {
            check_row(page.body, span.start, table.alignments.len(), facts);
        }
        match event {
            Event::Start(Tag::Table(alignments)) => {
                table = Table {
                    alignments: std::mem::take(alignments),
                    ..Table::default()
                };
                inside = true;
                *event = html(open(page));
            }
            Event::End(TagEnd::Table) => {
                inside = false;
                *event = html(match table.has_rows {
                    true => "</tbody></table></div>\n",
                    false => "</table></div>\n",
                });
            }
            _ if inside => table.write(event),
            _ => {}
        }
    }
    events
}

fn open(page: &Page) -> String {
    let mut label = String::new();
    escape::attribute(&mut label, &page.labels.table);
    format!("<div class=\"table\" role=\"group\" aria-label=\"{label}\" tabindex=\"0\"><table>")
}

/// Points out a row with more cells than its table has columns.
fn check_row(body: &str, start: usize, columns: usize, facts: &mut Facts) {
    let rest = body.get(start..).unwrap_or_default();
    let row = rest.lines().next().unwrap_or_default().trim_end();
    let cells = cells(row);
    if cells > columns {
        facts.problem(
            Code::TableCells,
            start..start + row.len(),
            format!("this row has {cells} cells, and its table has {columns} columns"),
            "what is beyond is left out: mend the row, or write `\\|` for a bar inside a cell",
        );
    }
}

/// The cells of a row as it is written (GFM, section 4.10): bars part them
/// unless a backslash stands before, and the outer ones part nothing.
fn cells(row: &str) -> usize {
    let (mut bars, mut escaped, mut ends_in_bar) = (0, false, false);
    for c in row.chars() {
        ends_in_bar = c == '|' && !escaped;
        bars += usize::from(ends_in_bar);
        escaped = c == '\\' && !escaped;
    }
    (bars + 1) - usize::from(row.starts_with('|')) - usize::from(ends_in_bar && row.len() > 1)
}

impl Table {
    fn write(&mut self, event: &mut Event) {
        let markup = match event {
            Event::Start(Tag::TableHead) => {
                self.in_head = true;
                self.column = 0;
                "<thead><tr>"
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                "</tr></thead>"
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                match std::mem::replace(&mut self.has_rows, true) {
                    true => "<tr>",
                    false => "<tbody>\n<tr>",
                }
            }
            Event::End(TagEnd::TableRow) => "</tr>\n",
            Event::Start(Tag::TableCell) => self.cell(self.in_head),
            Event::Start(Tag::Item) => self.cell(false),
            Event::End(TagEnd::TableCell) => self.cell_end,
            _ => return,
        };
        *event = html(markup);
    }

    fn cell(&mut self, heading: bool) -> &'static str {
        let alignment = self.alignments.get(self.column);
        self.column += 1;
        self.cell_end = if heading { "</th>" } else { "</td>" };
        match (heading, alignment) {
            (true, Some(Alignment::Left)) => "<th scope=\"col\" class=\"left\">",
            (true, Some(Alignment::Center)) => "<th scope=\"col\" class=\"center\">",
            (true, Some(Alignment::Right)) => "<th scope=\"col\" class=\"right\">",
            (true, _) => "<th scope=\"col\">",
            (false, Some(Alignment::Left)) => "<td class=\"left\">",
            (false, Some(Alignment::Center)) => "<td class=\"center\">",
            (false, Some(Alignment::Right)) => "<td class=\"right\">",
            (false, _) => "<td>",
        }
    }
}
