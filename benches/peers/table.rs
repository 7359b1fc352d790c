//! The measurements as a table in Markdown, with what has to be known to read it.

use crate::equal::TOLERANCE;
use crate::options::Options;
use crate::run::{KINDS, Measured, Row, Value};
use crate::tool::Offers;
use crate::tools;

/// The table of one size.
pub fn table(pages: usize, options: &Options, measured: &Measured) -> String {
    let highlight = if options.highlight { "on" } else { "off" };
    let place = if measured.in_memory {
        "memory"
    } else {
        "temporary files"
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let mut text = format!(
        "### {pages} pages, highlighting {highlight}\n\n\
         Medians of {} runs, tools in turn; {cores} cores; sources and output in {place}. \
         In brackets: how many times Attaché's.\n\n",
        options.runs
    );
    text.push_str(
        "| | cold: wall s | CPU s | peak MiB | nothing changed: wall s | CPU s | peak MiB \
         | one page changed: wall s | CPU s | peak MiB | files | MB | program MB |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    let ours = &measured.rows[0];
    for row in &measured.rows {
        text.push_str(&line(row, ours));
    }
    text.push('\n');
    notes(&mut text, measured);
    text
}

fn line(row: &Row, ours: &Row) -> String {
    let mut line = format!("| {} |", row.name);
    for kind in KINDS {
        let cells: [(Value, usize); 3] = [
            (|cost| cost.wall, 3),
            (|cost| cost.cpu, 3),
            (|cost| cost.peak, 0),
        ];
        for (value, digits) in cells {
            match (row.median(kind, value), ours.median(kind, value)) {
                (Some(cost), Some(our)) if our > 0.0 && !std::ptr::eq(row, ours) => {
                    line.push_str(&format!(" {cost:.digits$} ({:.2}) |", cost / our));
                }
                (Some(cost), _) => line.push_str(&format!(" {cost:.digits$} |")),
                (None, _) => line.push_str(" |"),
            }
        }
    }
    let (files, bytes) = match row.written {
        Some((files, bytes)) => (files.to_string(), format!("{:.1}", bytes as f64 / 1e6)),
        None => (String::new(), String::new()),
    };
    let tool = row.tool.as_ref().filter(|tool| tool.is_one_program);
    let size = tool.and_then(|tool| tools::size(&tool.command[0]));
    let size = size.map_or(String::new(), |size| format!("{:.1}", size as f64 / 1e6));
    line + &format!(" {files} | {bytes} | {size} |\n")
}

fn notes(text: &mut String, measured: &Measured) {
    for tool in measured.rows.iter().filter_map(|row| row.tool.as_ref()) {
        let lacks = lacks(&tool.offers);
        let without = match lacks.is_empty() {
            true => String::new(),
            false => format!("without {}; ", lacks.join(", ")),
        };
        text.push_str(&format!("- {}: {without}{}\n", tool.name, tool.note));
    }
    let differences = measured.rows.iter().map(|row| row.difference);
    text.push_str(&format!(
        "- Checked to be equal: the number of pages, the links of each page in order, its \
         headings, and its words within {TOLERANCE} (the largest difference: {}).\n",
        differences.max().unwrap_or(0)
    ));
    if !measured.missing.is_empty() {
        let missing = measured.missing.join(", ");
        text.push_str(&format!("- Left out: {missing}.\n"));
    }
    text.push('\n');
}

/// What a tool does not make, in words.
fn lacks(offers: &Offers) -> Vec<&'static str> {
    let all = [
        (offers.navigation, "navigation in the page"),
        (offers.contents, "contents of the page"),
        (offers.highlight, "highlighting at build time"),
        (offers.tags.is_some(), "tags"),
        (offers.feed.is_some(), "a feed"),
        (offers.sitemap.is_some(), "a sitemap"),
    ];
    let missing = all.iter().filter(|(there, _)| !there);
    missing.map(|(_, name)| *name).collect()
}
