//! What there is to know of a generator in order to compare it.

use std::fs;
use std::io;
use std::path::Path;

use crate::briefing;

/// Navigation lists at most so many sections, so that it does not become the site.
pub const SECTIONS_LISTED: usize = 100;
/// And the pages of the page's own section, unless it has more: the rule of Attaché's theme,
/// which the other themes follow.
pub const PAGES_LISTED: usize = 60;

/// A site to write, for any tool.
pub struct Site<'a> {
    /// How many pages.
    pub pages: usize,
    /// Whether code is highlighted.
    pub highlight: bool,
    /// Where the peers are installed.
    pub peers: &'a Path,
}

/// A generator that is there.
pub struct Tool {
    /// As its makers write it.
    pub name: &'static str,
    /// What it says of itself.
    pub version: String,
    /// The program and its words; run in the project's folder.
    pub command: Vec<String>,
    /// Whether that program is all there is of it, so that its size says something.
    pub is_one_program: bool,
    /// Writes a project for it.
    pub write: fn(&Site, &Path) -> io::Result<()>,
    /// The project's folder in which pages lie.
    pub pages: &'static str,
    /// The project's folder that it writes.
    pub output: &'static str,
    /// What follows the path of a page in the output.
    pub ending: &'static str,
    /// The element that holds a page's text and nothing else, and its class.
    pub text: (&'static str, &'static str),
    /// What its output holds of what a briefing needs.
    pub offers: Offers,
    /// Beyond so many pages it is measured only if named: its time grows with their square.
    pub most: usize,
    /// What has to be known in order to read its figures.
    pub note: &'static str,
}

/// Parts of the output that not every tool makes.
pub struct Offers {
    /// Navigation in the HTML of every page: all sections, and the section's pages.
    pub navigation: bool,
    /// The headings of the page as links, beside its text.
    pub contents: bool,
    /// Code in colours.
    pub highlight: bool,
    /// The folder with a page for each tag.
    pub tags: Option<&'static str>,
    /// The feed.
    pub feed: Option<&'static str>,
    /// The sitemap.
    pub sitemap: Option<&'static str>,
}

impl Offers {
    /// All of it, under the names that most tools use.
    pub const ALL: Offers = Offers {
        navigation: true,
        contents: true,
        highlight: true,
        tags: Some("tags"),
        feed: Some("feed.xml"),
        sitemap: Some("sitemap.xml"),
    };
}

impl Site<'_> {
    /// Its sections, by name: `section-000`.
    pub fn sections(&self) -> impl Iterator<Item = String> {
        let count = self.pages.div_ceil(briefing::SECTION);
        (0..count).map(|number| format!("section-{number:03}"))
    }

    /// Writes every page into a folder, as `text` says it, with links as `link` writes them.
    pub fn write_pages(
        &self,
        folder: &Path,
        link: fn(&str) -> String,
        text: impl Fn(&briefing::Page) -> String,
    ) -> io::Result<()> {
        for section in self.sections() {
            fs::create_dir_all(folder.join(section))?;
        }
        for page in briefing::pages(self.pages, link) {
            let file = folder.join(format!("{}.md", briefing::path(page.number)));
            fs::write(file, text(&page))?;
        }
        Ok(())
    }
}

/// Writes the files of a theme: paths from the project's folder, and texts.
pub fn write_theme(folder: &Path, files: &[(&str, &str)]) -> io::Result<()> {
    for (path, text) in files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        fs::write(file, text)?;
    }
    Ok(())
}
