//! Every link, anchor and image of every page leads somewhere.

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::site::{Page, Site, Target};

/// The links of a page that lead nowhere, and its images that cannot be read.
pub fn check(site: &Site, page: &Page) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if !site.has_doubtful_links(page) {
        return diagnostics;
    }
    let document = &page.document;
    for link in &document.facts.links {
        let location = || document.body_location(link.span.clone());
        diagnostics.extend(one(site, page, &link.dest, link.image, location));
    }
    for link in &document.key_links {
        let location = || document.node_location(link.node);
        diagnostics.extend(one(site, page, &link.dest, link.is_image, location));
    }
    for component in &document.components {
        for link in &component.links {
            let location = || document.component_location(component, link.node);
            diagnostics.extend(one(site, page, &link.dest, link.is_image, location));
        }
    }
    diagnostics
}

/// What is wrong with one link of a page.
pub fn one(
    site: &Site,
    page: &Page,
    dest: &str,
    is_image: bool,
    location: impl Fn() -> Location,
) -> Option<Diagnostic> {
    let problem = match site.resolve(&page.document.path, dest) {
        Err(error) => return Some(error.at(location())),
        Ok(Target::File(path)) if is_image && !is_picture(site, &path) => {
            let message = format!("`{dest}` is not a picture that can be measured");
            Diagnostic::new(Code::UnreadableImage, message)
                .help("save it again as PNG, JPEG, WebP, GIF or SVG")
        }
        Ok(Target::Page { .. } | Target::Generated(_)) if is_image => {
            let message = format!("`{dest}` is a page, not a picture");
            Diagnostic::new(Code::BrokenLink, message).help("link to it without the `!` in front")
        }
        Ok(_) => return None,
    };
    Some(problem.at(location()))
}

/// An SVG need not say its size; every other picture does.
fn is_picture(site: &Site, path: &str) -> bool {
    let file = site.plan.files.get(path);
    path.to_lowercase().ends_with(".svg") || file.is_some_and(|file| file.file.dimensions.is_some())
}
