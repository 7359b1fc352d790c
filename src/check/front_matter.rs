//! The names in front matter that point to something else: templates, sources,
//! pictures; and the dates that have passed.

use super::{evidence, links};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::site::{Page, Site, Target};
use crate::theme::Theme;

/// The mistakes in the front matter of a page.
pub fn check(site: &Site, theme: &Theme, page: &Page) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::from_iter(template(page, theme));
    diagnostics.extend(sources(site, page));
    diagnostics.extend(review(site, page));
    diagnostics.extend(updates_to_come(site, page));
    if let Some(image) = &page.document.matter.image {
        let location = || page.document.matter_location(image);
        diagnostics.extend(match site.resolve(&page.document.path, &image.value) {
            Ok(Target::Web) => Some(not_in_project(&image.value).at(location())),
            _ => links::one(site, page, &image.value, true, location),
        });
    }
    diagnostics
}

/// That the picture of `site.yaml` is none.
pub fn picture(site: &Site) -> Option<Diagnostic> {
    let image = site.config.image.as_ref()?;
    let is_file = matches!(site.resolve("", image), Ok(Target::File(_)));
    (!is_file).then(|| not_in_project(image).at(site.config.place("image")))
}

fn not_in_project(image: &str) -> Diagnostic {
    let message = format!("`image` names `{image}`, which is no file in content/");
    Diagnostic::new(Code::BrokenLink, message).help("name a picture by its path, `/card.png`")
}

fn template(page: &Page, theme: &Theme) -> Option<Diagnostic> {
    let chosen = page.document.matter.template.as_ref()?;
    if theme.has_template(&chosen.value) {
        return None;
    }
    let known = theme.page_templates();
    let help = match did_you_mean(&chosen.value, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => {
            let known: Vec<&str> = known.into_iter().collect();
            format!("the theme has {}", known.join(", "))
        }
    };
    let message = format!("the theme has no template `{}.html`", chosen.value);
    Some(
        Diagnostic::new(Code::MissingTemplate, message)
            .at(page.document.matter_location(chosen))
            .help(help),
    )
}

fn sources(site: &Site, page: &Page) -> Vec<Diagnostic> {
    let keys = page.document.matter.sources.iter();
    let unknown = keys.filter(|key| !site.sources.contains_key(&key.value));
    let known = || site.sources.keys().map(String::as_str);
    unknown
        .map(|key| {
            let problem = evidence::unknown_source(&key.value, known(), false);
            problem.at(page.document.matter_location(key))
        })
        .collect()
}

fn review(site: &Site, page: &Page) -> Option<Diagnostic> {
    let date = page.document.matter.review_by.as_ref()?;
    site.is_overdue(page).then(|| {
        let message = format!("this page was to be reviewed by {}", date.value);
        Diagnostic::new(Code::ReviewOverdue, message)
            .at(page.document.matter_location(date))
            .help("review it, then move `review_by`")
    })
}

/// A page that is not public has time: its updates may be of the day on which it will be.
fn updates_to_come(site: &Site, page: &Page) -> Vec<Diagnostic> {
    let zone = &site.config.timezone;
    let updates = page.document.matter.updates.iter();
    let shown = updates.filter(|update| !update.minor && site.is_public(page));
    let to_come = shown.filter(|update| !update.date.value.has_come(site.now, zone));
    to_come
        .map(|update| {
            let message = format!(
                "the date of this update, {}, is still to come",
                update.date.value
            );
            Diagnostic::new(Code::UpdateToCome, message)
                .at(page.document.matter_location(&update.date))
                .help("write the day of the change: before that day, readers are not told of it")
        })
        .collect()
}
