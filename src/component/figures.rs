//! The figures in the YAML of a component: rows of cells, as in a CSV file.

use crate::chart::{self, Cell, Figures};
use crate::yaml::{Item, Kind, Reader};

/// Reads them; what is wrong is reported, and then there are none.
pub fn read(reader: &mut Reader, item: &Item) -> Option<Figures> {
    let Kind::List(nodes) = &item.node.kind else {
        return reader.wrong_type(item, "a list of rows", help());
    };
    let mut rows = Vec::with_capacity(nodes.len());
    for (index, node) in nodes.iter().enumerate() {
        let name = format!("{}[{index}]", item.name);
        let Kind::List(cells) = &node.kind else {
            return reader.wrong_type(&Item { name, node }, "a row", help());
        };
        let mut row = Vec::with_capacity(cells.len());
        for (index, node) in cells.iter().enumerate() {
            let name = format!("{name}[{index}]");
            let Some(text) = node.kind.scalar() else {
                let help = "write a name, a number, or nothing".to_owned();
                return reader.wrong_type(&Item { name, node }, "one cell", help);
            };
            row.push(Cell {
                text: text.split_whitespace().collect::<Vec<_>>().join(" "),
                at: node.id,
            });
        }
        rows.push(row);
    }
    let (figures, mistakes) = chart::read(rows, item.node.id);
    let is_good = mistakes.is_empty();
    for mistake in mistakes {
        reader.report(
            mistake.at,
            mistake.code,
            mistake.message,
            Some(mistake.help),
        );
    }
    is_good.then_some(figures)
}

fn help() -> String {
    "write a row of headings and the rows below it, each as `- [Mali, 381, 402]`".to_owned()
}
