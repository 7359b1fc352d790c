//! The figures that pages draw from CSV files of `content/`.

use std::sync::Arc;

use super::{Site, SiteFile, Target};
use crate::chart::{self, Figures};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::input;

impl Site {
    /// The figures in the file that a page names. What is wrong with the file has its place
    /// there; what is wrong with its name has none, and nothing is said of a name that leads
    /// nowhere, as of any such link. A file is read once, however many pages draw it.
    pub fn figures(&self, from: &str, link: &str) -> Result<Arc<Figures>, Vec<Diagnostic>> {
        let path = match self.resolve(from, link) {
            Ok(Target::File(path)) if input::is_csv(&path) => path,
            Ok(_) => return Err(vec![no_csv(link)]),
            Err(_) => return Err(Vec::new()),
        };
        let Some(file) = self.plan.files.get(&path) else {
            return Err(Vec::new());
        };
        let read = || read(&format!("content/{path}"), file).map(Arc::new);
        file.figures.get_or_init(read).clone()
    }
}

fn read(path: &str, file: &SiteFile) -> Result<Figures, Vec<Diagnostic>> {
    let Some(bytes) = &file.file.figures else {
        let problem = Diagnostic::new(Code::FileTooLarge, "this file is over 1 MiB");
        let problem = problem.at(Location::file(path));
        return Err(vec![
            problem.help("keep the figures that are drawn in one of their own"),
        ]);
    };
    let text = input::decode(path, bytes.to_vec()).map_err(|problem| vec![*problem])?;
    chart::read_csv(path, &text)
}

fn no_csv(link: &str) -> Diagnostic {
    let problem = Diagnostic::new(Code::InvalidValue, format!("`{link}` is no CSV file"));
    problem.help("save the figures as a file whose name ends in `.csv`, commas between them")
}
