//! What can only be checked when all files are known: every link and every
//! name in front matter that points to something else, every citation and every
//! quotation.

mod cards;
mod evidence;
mod figures;
mod front_matter;
mod links;
mod quotations;
mod search;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::site::{Page, Site};
use crate::theme::Theme;

/// The mistakes between files.
pub fn check(site: &Site, theme: &Theme) -> Vec<Diagnostic> {
    let pages = site.pages.par_iter();
    let found: Vec<_> = pages.map(|page| of_page(site, theme, page)).collect();
    let mut diagnostics = Vec::from_iter(evidence::style(site));
    diagnostics.extend(front_matter::picture(site));
    diagnostics.extend(search::check(site));
    diagnostics.extend(cards::check(site, theme));
    if let Some(glossary) = &site.glossary {
        diagnostics.extend(links::check(site, &glossary.page));
        diagnostics.extend(evidence::check(site, &glossary.page));
    }
    diagnostics.extend(found.into_iter().flatten());
    diagnostics
}

fn of_page(site: &Site, theme: &Theme, page: &Page) -> Vec<Diagnostic> {
    let mut diagnostics = links::check(site, page);
    diagnostics.extend(figures::check(site, page));
    diagnostics.extend(front_matter::check(site, theme, page));
    diagnostics.extend(evidence::check(site, page));
    diagnostics
}
