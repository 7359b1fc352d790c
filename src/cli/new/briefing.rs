//! `attache new FOLDER`: the small briefing that is inside the program, with a title and
//! today's date, into a folder; beside it the schemas by which editors know its YAML.

use std::path::Path;

use include_dir::{Dir, include_dir};

use super::quoted;
use crate::cli::failure::Failure;
use crate::cli::print::{self, Voice};
use crate::cli::project;
use crate::cli::schema::Kind;
use crate::diagnostic::counted;
use crate::input;

/// The briefing, with `@TITLE@` and `@TODAY@` where these go.
static STARTER: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/cli/new/starter");

/// Writes it.
pub fn begin(folder: &Path, title: Option<&str>, today: &str, voice: Voice) -> Result<(), Failure> {
    let shown = folder.display();
    match input::holds_nothing(folder) {
        Ok(true) => {}
        Ok(false) => {
            let help =
                "name a folder that is new or empty, or write a page: `attache new topic \"…\"`";
            return Err(format!("{shown} holds files already: {help}").into());
        }
        Err(error) => return Err(format!("{shown}: {}", input::reason(&error)).into()),
    }
    if let Some((project, path)) = input::project_around(folder) {
        let project = project.display();
        // Its pages would be pages of that project.
        if path.starts_with("content") || path.starts_with("themes") {
            let help = "name a folder outside it, or write a page: `attache new topic \"…\"`";
            return Err(format!("{shown} would stand in the project {project}: {help}").into());
        }
        print::line(&format!("warning: {shown} stands in the project {project}"));
    }
    let title = match title {
        Some(text) => super::title(text)?.to_owned(),
        None => title_of(folder),
    };
    let mut files = 0;
    for (path, text) in starter() {
        // The title last: it may hold anything.
        let text = text.replace("@TODAY@", today);
        let text = text.replace("\"@TITLE@\"", &quoted(&title));
        let text = text.replace("@TITLE@", &title);
        project::write(folder, &path, text.as_bytes())?;
        voice.detail(&format!("wrote {path}"));
        files += 1;
    }
    let (files, there) = (counted(files, "file"), folder == Path::new("."));
    voice.say(&format!(
        "Wrote {files} into {shown}: a briefing to write over."
    ));
    voice.say(
        "First write over `subtitle`, `publisher` and `authors` in site.yaml, which are published \
         as they stand.",
    );
    voice.say(&match there {
        true => "Next: `attache watch --open` shows it.".to_owned(),
        false => {
            let shown = input::in_shell(folder);
            format!("Next: `cd {shown}`; `attache watch --open` shows it.")
        }
    });
    Ok(())
}

/// The files of the briefing by their path in a project.
fn starter() -> Vec<(String, String)> {
    let files = input::embedded(&STARTER).into_iter().map(|(path, file)| {
        // What begins with a dot would be heeded here, too.
        let path = match path.starts_with("gitignore") || path.starts_with("vscode/") {
            true => format!(".{path}"),
            false => path,
        };
        let text = String::from_utf8_lossy(file.contents());
        (path, text.into_owned())
    });
    let schemas = [
        ("site", Kind::Site),
        ("source", Kind::Source),
        ("glossary", Kind::Glossary),
    ];
    let schemas = schemas.map(|(name, kind)| {
        let path = format!(".vscode/{name}.schema.json");
        (path, kind.schema())
    });
    let mut files: Vec<_> = files.chain(schemas).collect();
    // What makes it a project comes last.
    files.sort_by_key(|(path, _)| (path == "site.yaml", path.clone()));
    files
}

/// `my-briefing` as a title: `My briefing`.
fn title_of(folder: &Path) -> String {
    let folder = input::resolved(folder);
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "A briefing".to_owned(),
    }
}
