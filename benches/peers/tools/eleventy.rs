//! Eleventy, with the theme in `themes/eleventy/`. It looks no link up, so links are written
//! as addresses.

use std::fs;
use std::io;
use std::path::Path;

use crate::briefing::Page;
use crate::tool::{Offers, Site, Tool, write_theme};

const CONFIG: &str = include_str!("../themes/eleventy/eleventy.config.mjs");
const SITE: &str = "{ \"title\": \"A large briefing\", \"base\": \"https://example.org\" }\n";

const THEME: &[(&str, &str)] = &[
    ("data/site.json", SITE),
    (
        "layouts/base.njk",
        include_str!("../themes/eleventy/base.njk"),
    ),
    (
        "layouts/page.njk",
        include_str!("../themes/eleventy/page.njk"),
    ),
    (
        "content/index.njk",
        include_str!("../themes/eleventy/index.njk"),
    ),
    (
        "content/sections.njk",
        include_str!("../themes/eleventy/sections.njk"),
    ),
    (
        "content/tags.njk",
        include_str!("../themes/eleventy/tags.njk"),
    ),
    (
        "content/all-tags.njk",
        include_str!("../themes/eleventy/all-tags.njk"),
    ),
    (
        "content/feed.njk",
        include_str!("../themes/eleventy/feed.njk"),
    ),
    (
        "content/sitemap.njk",
        include_str!("../themes/eleventy/sitemap.njk"),
    ),
];

/// The packages that `--install` installs, run by the Node.js on the path.
pub fn find(peers: &Path) -> Option<Tool> {
    let package = peers.join("eleventy/node_modules/@11ty/eleventy");
    let program = package.join("cmd.cjs").to_str()?.to_owned();
    let text = fs::read_to_string(package.join("package.json")).ok()?;
    let package: serde_json::Value = serde_json::from_str(&text).ok()?;
    Some(Tool {
        name: "Eleventy",
        version: package["version"].as_str()?.to_owned(),
        command: vec!["node".to_owned(), program, "--quiet".to_owned()],
        is_one_program: false,
        write,
        pages: "content",
        output: "public",
        ending: "/index.html",
        text: ("div", "body"),
        offers: Offers::ALL,
        most: usize::MAX,
        note: "layouts in Nunjucks; navigation is made once a section. No link is checked.",
    })
}

fn write(site: &Site, folder: &Path) -> io::Result<()> {
    write_theme(folder, THEME)?;
    let constant = format!("const HIGHLIGHT = {};", site.highlight);
    let config = CONFIG.replace("const HIGHLIGHT = true;", &constant);
    fs::write(folder.join("eleventy.config.mjs"), config)?;
    // Packages are looked for beside the settings.
    let packages = site.peers.join("eleventy/node_modules");
    std::os::unix::fs::symlink(packages, folder.join("node_modules"))?;
    site.write_pages(&folder.join("content"), |path| format!("/{path}/"), text)
}

fn text(page: &Page) -> String {
    let [tag, other] = page.tags;
    format!(
        "---\nlayout: page.njk\ntitle: Page {}\nsummary: {}\ndate: {}\ntags: [{tag}, {other}]\n\
         ---\n\n{}",
        page.number, page.summary, page.date, page.body
    )
}
