//! Attaché, with the theme it brings.

use std::fs;
use std::io;
use std::path::Path;

use crate::briefing;
use crate::tool::{Offers, SECTIONS_LISTED, Site, Tool};

/// This build of it.
pub fn find(_: &Path) -> Option<Tool> {
    let program = env!("CARGO_BIN_EXE_attache").to_owned();
    Some(Tool {
        name: "Attaché",
        version: env!("CARGO_PKG_VERSION").to_owned(),
        command: vec![program, "build".to_owned()],
        is_one_program: true,
        write,
        pages: "content",
        output: "public",
        ending: "/index.html",
        text: ("div", "body"),
        offers: Offers::ALL,
        most: usize::MAX,
        note: "the default theme. More than the others make: backlinks, citations of the page and \
               of its paragraphs, structured data, hashed names; every link, anchor and key is checked. Its search is off.",
    })
}

fn write(site: &Site, folder: &Path) -> io::Result<()> {
    briefing::write(folder, site.pages)?;
    let file = folder.join("site.yaml");
    let settings = fs::read_to_string(&file)?;
    let mut more = format!("markdown: {{ highlight: {} }}\n", site.highlight);
    if site.sections().count() > SECTIONS_LISTED {
        more.push_str("navigation:\n");
        for section in site.sections().take(SECTIONS_LISTED) {
            more.push_str(&format!("  - {{ title: {section}, page: /{section}/ }}\n"));
        }
    }
    fs::write(file, settings + &more)
}
