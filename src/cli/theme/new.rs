//! `attache theme new`: the two files with which a theme begins.

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::print::Voice;
use crate::cli::project::ProjectFolder;
use crate::config::is_theme_name;
use crate::theme::CONTEXT_VERSION;

/// Begin a theme that extends the default one.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct New {
    /// Its name: that of its folder in themes/
    name: String,
    #[command(flatten)]
    project: ProjectFolder,
    #[command(flatten)]
    voice: Voice,
}

const EXAMPLES: &str = "\
Examples:
  attache theme new valley                     themes/valley/, with colours to change
  attache theme eject templates/_footer.html   then take a template of its own";

const COLOURS: &str = "\
/* What the theme's sheets say, said otherwise: this one is joined behind them. Each
   colour has one for light and one for dark. assets/tokens.css of the default theme has
   all names: `attache theme eject assets/tokens.css` copies it here. */
:root {
  --link: light-dark(#0b4f6c, #8fd0e8);
  --accent: light-dark(#7a4b00, #f0b860);
}
";

impl New {
    /// Writes its files.
    pub fn begin(&self) -> Result<(), Failure> {
        let name = &self.name;
        if !is_theme_name(name) {
            return Err(format!("`{name}` cannot be the name of a folder in themes/").into());
        }
        let inputs = self.project.inputs()?;
        let folder = format!("themes/{name}");
        if inputs.exists(&folder) {
            return Err(format!("there is a theme in {folder}/ already").into());
        }
        let theme = format!(
            "# What stands in this folder takes the place of the same file of the theme that it\n\
             # extends. `attache theme eject` lists those, and copies one here.\n\
             extends: briefing\n\
             context: {CONTEXT_VERSION}\n\
             more_styles: [colours.css]\n"
        );
        let files = [("assets/colours.css", COLOURS), ("theme.yaml", &theme)];
        for (file, text) in files {
            self.project
                .write(&format!("{folder}/{file}"), text.as_bytes())?;
        }
        self.voice.say(&format!(
            "Wrote {folder}/theme.yaml and {folder}/assets/colours.css."
        ));
        self.voice.say(&format!(
            "Next: write `theme: {name}` in site.yaml, then change a colour."
        ));
        Ok(())
    }
}
