//! What can only be checked when all files are known: every link and every
//! name in front matter that points to something else, every citation and every
//! quotation.

mod evidence;
mod front_matter;
mod links;
mod quotations;

use crate::diagnostic::Diagnostic;
use crate::site::Site;
use crate::theme::Theme;

/// The mistakes between files.
pub fn check(site: &Site, theme: &Theme) -> Vec<Diagnostic> {
    let mut diagnostics = links::check(site);
    diagnostics.extend(front_matter::check(site, theme));
    diagnostics.extend(evidence::check(site));
    diagnostics
}
