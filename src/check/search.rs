//! Whether a search that is wanted can be.

use crate::config;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::site::Site;

/// That there is too much text.
pub fn check(site: &Site) -> Option<Diagnostic> {
    let bytes = site.too_much_to_search()?;
    let limit = site.config.search_limit();
    let message = format!("the pages hold {bytes} bytes of text; up to {limit} are searched");
    let help = "write `search: false`, or raise `search: {limit: …}`: a reader who searches \
                loads all of it";
    let problem = Diagnostic::new(Code::SearchTooLarge, message);
    Some(problem.at(Location::file(config::PATH)).help(help))
}
