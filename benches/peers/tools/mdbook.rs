//! mdBook, with the theme in `themes/mdbook/`. It knows neither front matter nor tags: the
//! title of a page is its first heading.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::briefing::{self, Page, SECTION};
use crate::tool::{Offers, Site, Tool, write_theme};

const THEME: &[(&str, &str)] = &[
    ("book.toml", include_str!("../themes/mdbook/book.toml")),
    (
        "theme/index.hbs",
        include_str!("../themes/mdbook/index.hbs"),
    ),
    (
        "content/index.md",
        "# A large briefing\n\nEverything on wells.\n",
    ),
];

/// The program that `--install` installs, or one on the path.
pub fn find(peers: &Path) -> Option<Tool> {
    let program = super::program(peers, "mdbook");
    Some(Tool {
        name: "mdBook",
        version: super::version(&program, "--version")?,
        command: vec![program, "build".to_owned()],
        is_one_program: true,
        write,
        pages: "content",
        output: "public",
        ending: ".html",
        text: ("main", "body"),
        offers: Offers {
            navigation: false,
            contents: false,
            highlight: false,
            tags: None,
            feed: None,
            sitemap: None,
        },
        most: 5_000,
        note: "no dates and summaries; navigation and the contents of a page are made by a script \
               in the browser, and colours would be. No link is checked.",
    })
}

fn write(site: &Site, folder: &Path) -> io::Result<()> {
    write_theme(folder, THEME)?;
    let content = folder.join("content");
    let mut summary = "# Summary\n\n[A large briefing](index.md)\n\n".to_owned();
    for (at, section) in site.sections().enumerate() {
        fs::create_dir_all(content.join(&section))?;
        fs::write(
            content.join(format!("{section}/index.md")),
            format!("# {section}\n"),
        )?;
        let _ = writeln!(summary, "- [{section}]({section}/index.md)");
        for number in at * SECTION..site.pages.min((at + 1) * SECTION) {
            let _ = writeln!(
                summary,
                "  - [Page {number}]({}.md)",
                briefing::path(number)
            );
        }
    }
    fs::write(content.join("SUMMARY.md"), summary)?;
    site.write_pages(&content, |path| format!("../{path}.md"), text)
}

fn text(page: &Page) -> String {
    format!("# Page {}\n\n{}", page.number, page.body)
}
