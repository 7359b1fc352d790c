//! `attache new topic`: a page of `content/`, with the keys that most pages have.

use clap::Args;

use super::{quoted, title};
use crate::cli::failure::Failure;
use crate::cli::print::Voice;
use crate::cli::project::{Clock, ProjectFolder};
use crate::config::{self, Config};
use crate::content::{Route, holds_no_pages, slug};
use crate::site::Made;

/// Begin a page: a draft, which is published when `draft: true` is taken out.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Topic {
    /// Its title, which gives its file a name
    title: String,
    /// The folder in content/ that it goes into
    #[arg(long = "in", value_name = "FOLDER")]
    section: Option<String>,
    #[command(flatten)]
    project: ProjectFolder,
    #[command(flatten)]
    pub clock: Clock,
    #[command(flatten)]
    voice: Voice,
}

const EXAMPLES: &str = "\
Examples:
  attache new topic \"Financing\"                  content/financing.md
  attache new topic \"Who pays\" --in reference    content/reference/who-pays.md";

impl Topic {
    /// Writes its file.
    pub fn begin(&self, today: &str) -> Result<(), Failure> {
        let path = self.path()?;
        let mut inputs = self.project.inputs()?;
        let there = inputs.read("content");
        if !there.is_empty() {
            return Err(Failure::Diagnostics(there));
        }
        let route = Route::of_page(&path, None);
        let broken = inputs.read(config::PATH);
        if !broken.is_empty() {
            return Err(Failure::Diagnostics(broken));
        }
        let settings = inputs.text(config::PATH).cloned().unwrap_or_default();
        let (config, _) = Config::parse(&settings);
        let is_list = |route: &Route| {
            let mut lists = config.taxonomies.iter();
            lists.any(|one| Route::generated(format!("{}/", one.name)) == *route)
        };
        let is_kept = |route: &&Route| Made::at(route).is_some() || is_list(route);
        if let Some(kept) = route.as_ref().ok().filter(is_kept) {
            let help = "give this one another title, or name a folder with `--in`";
            return Err(format!("{kept} is kept for a page that Attaché makes: {help}").into());
        }
        let mut pages = inputs.texts_below("content").map(|(path, _)| path);
        let is_there = |other: &str| other.ends_with(".md") && Route::of_page(other, None) == route;
        if let Some(other) = pages.find(|other| is_there(other)) {
            let help = "write there, or give this one another title";
            return Err(format!("its address is that of content/{other}: {help}").into());
        }
        let path = format!("content/{path}");
        self.project.write(&path, self.text(today).as_bytes())?;
        self.voice.say(&format!(
            "Wrote {path}: a draft, which only the preview shows."
        ));
        self.voice
            .say("Next: write it, and take out `draft: true` to publish it.");
        Ok(())
    }

    /// Its file's path in `content/`.
    fn path(&self) -> Result<String, Failure> {
        let name = slug(title(&self.title)?);
        if name.is_empty() {
            let problem = "has no letters or digits that could name a file";
            return Err(format!("the title `{}` {problem}", self.title).into());
        }
        let section = self.section.as_deref().unwrap_or_default();
        let section = section.strip_prefix("./").unwrap_or(section);
        let section = section.strip_prefix("content/").unwrap_or(section);
        if section.split('/').any(|part| part == "..") {
            return Err(format!("`--in {section}` leads out of content/").into());
        }
        let is_passed_over = |part: &str| part.starts_with('.') || part.contains('\\');
        if section.split('/').any(is_passed_over) || holds_no_pages(&format!("{section}/")) {
            return Err(format!("no file in content/{section} becomes a page").into());
        }
        let path = match section.trim_matches('/') {
            "" => format!("{name}.md"),
            section => format!("{section}/{name}.md"),
        };
        match Route::of_page(&path, None) {
            Ok(_) => Ok(path),
            Err(problem) => Err(format!("`{path}` {}", problem.0).into()),
        }
    }

    fn text(&self, today: &str) -> String {
        let title = quoted(self.title.trim());
        format!(
            "---\n\
             title: {title}\n\
             # The page in one sentence: lists show it, and the page begins with it.\n\
             # summary: \"\"\n\
             date: {today}\n\
             # What it rests on, by the names of files in content/sources/.\n\
             # sources: []\n\
             # tags: []\n\
             draft: true\n\
             ---\n\n"
        )
    }
}
