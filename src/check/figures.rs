//! Every CSV file that a page draws holds figures.

use crate::diagnostic::Diagnostic;
use crate::site::{Page, Site};

/// What is wrong with the files that a page draws.
pub fn check(site: &Site, page: &Page) -> Vec<Diagnostic> {
    let document = &page.document;
    let mut diagnostics = Vec::new();
    for component in &document.components {
        let addresses = component.said.iter().flat_map(|said| &said.addresses);
        for address in addresses.filter(|address| address.is_csv) {
            let problems = site.figures(&document.path, &address.dest).err();
            let problems = problems.into_iter().flatten();
            diagnostics.extend(problems.map(|problem| match problem.location {
                Some(_) => problem,
                None => problem.at(document.component_location(component, address.node)),
            }));
        }
    }
    diagnostics
}
