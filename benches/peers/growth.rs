//! How costs grow with the number of pages, from the tables of several sizes.

use crate::run::{KINDS, Kind, Measured, Row};

/// A table for sizes in ascending order, at least two of them: how many times the CPU time
/// grows from each size to the next, and what a page more takes of memory.
pub fn table(sizes: &[(usize, Measured)]) -> String {
    let mut text = "### Growth\n\n\
        CPU time of a size over that of the size before: cold / nothing changed / one page \
        changed. Memory for each page more, cold, from the last size but one to the last.\n\n|"
        .to_owned();
    for pair in sizes.windows(2) {
        let (less, more) = (pair[0].0, pair[1].0);
        let times = more as f64 / less as f64;
        text.push_str(&format!(" | {less} to {more} pages, {times:.0} times"));
    }
    text.push_str(" | KiB a page |\n|---|");
    text.push_str(&"--:|".repeat(sizes.len()));
    text.push('\n');
    // A tool may be left out of the larger sizes.
    for row in &sizes[0].1.rows {
        text.push_str(&format!("| {} |", row.name));
        for pair in sizes.windows(2) {
            text.push_str(&format!(" {} |", ratios(&row.name, pair)));
        }
        let last = &sizes[sizes.len() - 2..];
        let memory = a_page(&row.name, last).map(|kib| format!(" {kib:.1}"));
        text.push_str(&format!("{} |\n", memory.unwrap_or_default()));
    }
    text + "\n"
}

fn find<'m>(name: &str, measured: &'m Measured) -> Option<&'m Row> {
    measured.rows.iter().find(|row| row.name == name)
}

fn ratios(name: &str, pair: &[(usize, Measured)]) -> String {
    let ratio = |kind| {
        let cpu =
            |(_, measured): &(usize, Measured)| find(name, measured)?.median(kind, |cost| cost.cpu);
        Some(cpu(&pair[1])? / cpu(&pair[0])?)
    };
    let all = KINDS.into_iter().filter_map(ratio);
    let all: Vec<String> = all.map(|ratio| format!("{ratio:.1}")).collect();
    all.join(" / ")
}

fn a_page(name: &str, pair: &[(usize, Measured)]) -> Option<f64> {
    let peak = |(_, measured): &(usize, Measured)| {
        find(name, measured)?.median(Kind::Cold, |cost| cost.peak)
    };
    let pages = pair[1].0 - pair[0].0;
    Some((peak(&pair[1])? - peak(&pair[0])?) * 1024.0 / pages as f64)
}
