//! Cobalt, with the theme in `themes/cobalt/`. A template can only walk through all pages of
//! a site, so the sections and their pages are data, written beside the pages.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::briefing::{self, Page, SECTION};
use crate::tool::{Offers, Site, Tool, write_theme};

const CONFIG: &str = include_str!("../themes/cobalt/_cobalt.yml");

const THEME: &[(&str, &str)] = &[
    (
        "source/_layouts/base.liquid",
        include_str!("../themes/cobalt/base.liquid"),
    ),
    (
        "source/_layouts/page.liquid",
        include_str!("../themes/cobalt/page.liquid"),
    ),
    (
        "source/_includes/navigation.liquid",
        include_str!("../themes/cobalt/navigation.liquid"),
    ),
    (
        "source/index.liquid",
        include_str!("../themes/cobalt/index.liquid"),
    ),
    (
        "source/tags.liquid",
        include_str!("../themes/cobalt/tags.liquid"),
    ),
];

/// The text of a section's page.
const LIST: &str = include_str!("../themes/cobalt/section.liquid");

/// The program that `--install` installs, or one on the path.
pub fn find(peers: &Path) -> Option<Tool> {
    let program = super::program(peers, "cobalt");
    Some(Tool {
        name: "Cobalt",
        version: super::version(&program, "--version")?,
        command: vec![program, "build".to_owned()],
        is_one_program: true,
        write,
        pages: "source/content",
        output: "public",
        ending: "/index.html",
        text: ("div", "body"),
        offers: Offers {
            contents: false,
            ..Offers::ALL
        },
        most: 5_000,
        note: "its feed is RSS, with the text of all pages; no link is checked. It copies all \
               pages for each page.",
    })
}

fn write(site: &Site, folder: &Path) -> io::Result<()> {
    write_theme(folder, THEME)?;
    let enabled = format!("enabled: {}", site.highlight);
    fs::write(
        folder.join("_cobalt.yml"),
        CONFIG.replace("enabled: true", &enabled),
    )?;
    let source = folder.join("source");
    let mut data = String::new();
    for (at, section) in site.sections().enumerate() {
        fs::write(
            source.join(format!("{section}.liquid")),
            format!(
                "---\ntitle: {section}\npermalink: /{section}/\ndata:\n  section: {section}\n---\n{LIST}"
            ),
        )?;
        let _ = writeln!(data, "- name: {section}\n  pages:");
        for number in at * SECTION..site.pages.min((at + 1) * SECTION) {
            let path = briefing::path(number);
            let _ = writeln!(data, "  - {{ title: Page {number}, path: {path} }}");
        }
    }
    fs::create_dir_all(source.join("_data"))?;
    fs::write(source.join("_data/sections.yml"), data)?;
    site.write_pages(&source.join("content"), |path| format!("/{path}/"), text)
}

fn text(page: &Page) -> String {
    let [tag, other] = page.tags;
    let path = briefing::path(page.number);
    let section = path.split('/').next().unwrap_or_default();
    format!(
        "---\ntitle: Page {}\ndescription: {}\npublished_date: {} 00:00:00 +0000\n\
         tags: [{tag}, {other}]\npermalink: /{path}/\ndata:\n  section: {section}\n---\n{}",
        page.number, page.summary, page.date, page.body
    )
}
