//! Zola, with the theme in `themes/zola/`. No registry has it as a package: it is measured
//! where a binary is on the path, of a version whose settings these are.

use std::fs;
use std::io;
use std::path::Path;

use crate::briefing::{Page, SECTION};
use crate::tool::{Offers, PAGES_LISTED, Site, Tool, write_theme};

const CONFIG: &str = include_str!("../themes/zola/config.toml");

const THEME: &[(&str, &str)] = &[
    (
        "content/_index.md",
        "---\ntitle: A large briefing\n---\n\nEverything on wells.\n",
    ),
    (
        "templates/base.html",
        include_str!("../themes/zola/base.html"),
    ),
    (
        "templates/index.html",
        include_str!("../themes/zola/index.html"),
    ),
    (
        "templates/page.html",
        include_str!("../themes/zola/page.html"),
    ),
    (
        "templates/section.html",
        include_str!("../themes/zola/section.html"),
    ),
    (
        "templates/taxonomy_list.html",
        include_str!("../themes/zola/taxonomy_list.html"),
    ),
    (
        "templates/taxonomy_single.html",
        include_str!("../themes/zola/taxonomy_single.html"),
    ),
];

/// The one on the path, from 0.19 to 0.21.
pub fn find(_: &Path) -> Option<Tool> {
    let version = super::version("zola", "--version")?;
    let minor: u32 = version
        .strip_prefix("0.")?
        .split('.')
        .next()?
        .parse()
        .ok()?;
    (19..=21).contains(&minor).then(|| Tool {
        name: "Zola",
        version,
        command: vec!["zola".to_owned(), "build".to_owned(), "--force".to_owned()],
        is_one_program: true,
        write,
        pages: "content",
        output: "public",
        ending: "/index.html",
        text: ("div", "body"),
        offers: Offers {
            feed: Some("atom.xml"),
            ..Offers::ALL
        },
        most: usize::MAX,
        note: "previous and next within the section. It removes its output before it writes.",
    })
}

fn write(site: &Site, folder: &Path) -> io::Result<()> {
    write_theme(folder, THEME)?;
    let code = format!("highlight_code = {}", site.highlight);
    fs::write(
        folder.join("config.toml"),
        CONFIG.replace("highlight_code = true", &code),
    )?;
    let content = folder.join("content");
    for section in site.sections() {
        fs::create_dir_all(content.join(&section))?;
        let front = format!("---\ntitle: {section}\nsort_by: weight\npaginate_by: 50\n---\n");
        fs::write(content.join(section).join("_index.md"), front)?;
    }
    let pages = site.pages;
    site.write_pages(
        &content,
        |path| format!("@/{path}.md"),
        |page| text(page, pages),
    )
}

fn text(page: &Page, pages: usize) -> String {
    let [tag, other] = page.tags;
    let in_section = SECTION.min(pages - page.number / SECTION * SECTION);
    format!(
        "---\ntitle: Page {}\ndescription: {}\ndate: {}\nweight: {}\ntaxonomies:\n  \
         tags: [{tag}, {other}]\nextra:\n  lists_section: {}\n---\n\n{}",
        page.number,
        page.summary,
        page.date,
        page.number % SECTION,
        in_section <= PAGES_LISTED,
        page.body
    )
}
