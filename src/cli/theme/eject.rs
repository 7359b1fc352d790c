//! `attache theme eject`: a file of the theme that the site's own extends, copied to where
//! it can be changed.

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::print::{self, Voice};
use crate::cli::project::ProjectFolder;
use crate::config::{self, Config};
use crate::diagnostic::did_you_mean;
use crate::theme::Theme;

/// Copy a file of the default theme into the site's own, to change it there.
///
/// Where site.yaml names no theme, it goes into themes/briefing/, which takes the place of
/// the default theme's file of the same path. Without a file, all are listed.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Eject {
    /// The file's path in the theme
    file: Option<String>,
    #[command(flatten)]
    project: ProjectFolder,
    #[command(flatten)]
    voice: Voice,
}

const EXAMPLES: &str = "\
Examples:
  attache theme eject                          list the files
  attache theme eject templates/_footer.html   change the foot of all pages
  attache theme eject strings/en.yaml          change words of the interface";

impl Eject {
    /// Copies it.
    pub fn copy(&self) -> Result<(), Failure> {
        let mut inputs = self.project.inputs()?;
        let mut problems = inputs.read(config::PATH);
        let text = inputs.text(config::PATH).cloned().unwrap_or_default();
        let (config, found) = Config::parse(&text);
        problems.extend(found);
        let (files, found) = Theme::inherited(&mut inputs, &config);
        problems.extend(found);
        if !problems.is_empty() {
            return Err(Failure::Diagnostics(problems));
        }
        let Some(file) = &self.file else {
            files.keys().for_each(|path| print::answer(path));
            return Ok(());
        };
        let Some(content) = files.get(file) else {
            let help = match did_you_mean(file, files.keys().map(String::as_str)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "`attache theme eject` lists all".to_owned(),
            };
            return Err(format!("the theme has no file `{file}`: {help}").into());
        };
        let target = format!("themes/{}/{file}", config.theme);
        if inputs.exists(&target) {
            return Err(format!("{target} is there already: remove it to begin anew").into());
        }
        self.project.write(&target, content.bytes())?;
        self.voice.say(&format!("Wrote {target}."));
        self.voice
            .say("Next: change it; remove it to have again what it takes the place of.");
        Ok(())
    }
}
