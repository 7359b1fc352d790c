//! Whether what is compared is equal: each tool's output is read and held against what
//! was asked for, and its pages against Attaché's. A difference ends the run.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::briefing::{self, SECTION};
use crate::html::{self, Held};
use crate::tool::{PAGES_LISTED, SECTIONS_LISTED, Site, Tool};

/// At most so many pages of a site are read, spread evenly.
const SAMPLE: usize = 1_000;
/// Words by which a page may differ from Attaché's: numbers of notes and their headings.
pub const TOLERANCE: usize = 6;
/// The links in the text of every page.
const LINKS: usize = 4;

/// What a tool wrote.
pub struct Output {
    /// The pages that were read, in order.
    pub held: Vec<Held>,
    /// Files.
    pub files: usize,
    /// Bytes.
    pub bytes: u64,
}

/// Reads what a tool wrote, and ends the run if that is not what it was asked for.
pub fn read(tool: &Tool, site: &Site, folder: &Path) -> Output {
    let output = folder.join(tool.output);
    let (mut files, mut bytes, mut pages) = (0, 0, 0);
    for entry in WalkDir::new(&output).into_iter().map(Result::unwrap) {
        if entry.file_type().is_file() {
            files += 1;
            bytes += entry.metadata().unwrap().len();
            pages += usize::from(is_page(entry.path(), &output, tool.ending));
        }
    }
    let name = tool.name;
    assert_eq!(pages, site.pages, "{name}: the number of pages");
    let step = site.pages.div_ceil(SAMPLE);
    let numbers: Vec<usize> = (0..site.pages).step_by(step).collect();
    let read = |number: &usize| {
        let file = output.join(briefing::path(*number) + tool.ending);
        let html = fs::read_to_string(&file).unwrap();
        let held = html::held(&html, *number, tool.text);
        check_page(tool, site, *number, &held);
        held
    };
    let held = numbers.par_iter().map(read).collect();
    check_lists(tool, site, &output);
    Output { held, files, bytes }
}

fn is_page(file: &Path, output: &Path, ending: &str) -> bool {
    let path = file.strip_prefix(output).unwrap().to_string_lossy();
    let path = path.strip_suffix(ending).unwrap_or_default();
    let mut names = path.split('/');
    matches!((names.next(), names.next(), names.next()), (Some(section), Some(page), None)
        if section.starts_with("section-") && page.starts_with("page-"))
}

fn check_page(tool: &Tool, site: &Site, number: usize, held: &Held) {
    let place = format!("{}: page {number}", tool.name);
    assert_eq!(held.links.len(), LINKS, "{place}: links in the text");
    assert_eq!(held.headings.len(), 4, "{place}: headings");
    let coloured = site.highlight && tool.offers.highlight && number.is_multiple_of(briefing::CODE);
    assert_eq!(
        held.colours > 20,
        coloured,
        "{place}: {} coloured pieces",
        held.colours
    );
    if tool.offers.contents {
        let listed = held.headings.iter().all(|id| held.places.contains(id));
        assert!(listed, "{place}: its contents");
    }
    if tool.offers.navigation {
        let sections = site.sections().count().min(SECTIONS_LISTED);
        assert!(
            held.sections.len() >= sections,
            "{place}: sections in the navigation"
        );
        let first = number / SECTION * SECTION;
        let own = first..site.pages.min(first + SECTION);
        let listed = own.len() <= PAGES_LISTED;
        let all = own.clone().all(|other| held.pages.contains(&other));
        assert_eq!(all, listed, "{place}: the pages of its section");
    }
}

/// The tags' pages, the feed and the sitemap of those that have them.
fn check_lists(tool: &Tool, site: &Site, output: &Path) {
    let name = tool.name;
    if let Some(tags) = tool.offers.tags {
        let entries = fs::read_dir(output.join(tags)).unwrap().map(Result::unwrap);
        let pages = entries
            .filter(|entry| entry.path().join("index.html").is_file())
            .count();
        let used = briefing::pages(site.pages, str::to_owned).flat_map(|page| page.tags);
        let used: BTreeSet<&str> = used.collect();
        assert_eq!(pages, used.len(), "{name}: pages of tags");
    }
    if let Some(feed) = tool.offers.feed {
        let text = fs::read_to_string(output.join(feed)).unwrap();
        let entries = text.matches("<entry>").count() + text.matches("<item>").count();
        assert!(
            entries >= 20.min(site.pages),
            "{name}: {entries} entries in the feed"
        );
    }
    if let Some(sitemap) = tool.offers.sitemap {
        let text = fs::read_to_string(output.join(sitemap)).unwrap();
        let entries = text.matches("<loc>").count();
        assert!(
            entries >= site.pages,
            "{name}: {entries} addresses in the sitemap"
        );
    }
}

/// Ends the run if a tool's pages do not say what Attaché's say. Tells the largest
/// difference of a page in words.
pub fn compare(name: &str, ours: &Output, theirs: &Output) -> usize {
    assert_eq!(ours.held.len(), theirs.held.len());
    let mut largest = 0;
    for (at, (our, their)) in ours.held.iter().zip(&theirs.held).enumerate() {
        assert_eq!(
            our.links, their.links,
            "{name}: the links of page {at} of the sample"
        );
        let difference = our.words.abs_diff(their.words);
        assert!(
            difference <= TOLERANCE,
            "{name}: {} words on page {at} of the sample, not {}",
            their.words,
            our.words
        );
        largest = largest.max(difference);
    }
    largest
}
