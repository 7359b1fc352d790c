//! The addresses in a body into links from its page.

use super::Renderer;
use super::shown::{Shown, chapter_id};
use crate::content::Route;
use crate::markdown::Resolved;
use crate::site::{Page, Target};

/// What a link or image of a page becomes where that is shown. One that leads to
/// nothing stays as it is: it has been reported.
pub fn resolve(renderer: &Renderer, page: &Page, shown: Shown, dest: &str) -> Resolved {
    written(renderer, page, shown, dest, &|there| {
        shown.link(page, there)
    })
}

/// The same where the page's text may be read elsewhere: in full, if the site has an
/// address.
pub fn resolve_outside(renderer: &Renderer, page: &Page, dest: &str) -> String {
    let here = &page.place.route;
    let base = renderer.site.config.base_url.as_ref();
    let to = |there: &Route| match base {
        Some(base) => there.below(base.as_str()),
        None => here.link_to(there),
    };
    let href = written(renderer, page, Shown::Page, dest, &to).href;
    match href.starts_with('#') {
        true => to(here) + &href,
        false => href,
    }
}

fn written(
    renderer: &Renderer,
    page: &Page,
    shown: Shown,
    dest: &str,
    to: &dyn Fn(&Route) -> String,
) -> Resolved {
    let site = &renderer.site;
    let here = &page.place.route;
    let plain = |href: String| Resolved {
        href,
        ..Resolved::default()
    };
    match site.resolve(&page.document.path, dest) {
        Ok(Target::Web) => Resolved {
            href: dest.to_owned(),
            size: None,
            external: dest.starts_with("http") || dest.starts_with("//"),
        },
        Ok(Target::Page { id, fragment }) if matches!(shown, Shown::Chapter(_)) => {
            let there = Shown::Chapter(id);
            plain(match fragment {
                Some(fragment) => format!("#{}", there.id(&fragment)),
                None => format!("#{}", chapter_id(id)),
            })
        }
        Ok(Target::Page { id, fragment }) => {
            let own = site
                .pages
                .get(id)
                .map_or(here, |target| &target.place.route);
            plain(match (own == here && shown == Shown::Page, fragment) {
                (true, Some(fragment)) => format!("#{fragment}"),
                (_, fragment) => with_fragment(to(own), fragment.as_deref()),
            })
        }
        Ok(Target::File(path)) => {
            let file = site.plan.files.get(&path);
            let fragment = dest.split_once('#').map(|(_, fragment)| fragment);
            let href = file.map_or_else(String::new, |file| to(&file.route));
            Resolved {
                href: with_fragment(href, fragment),
                size: file.and_then(|file| file.file.dimensions),
                external: false,
            }
        }
        Ok(Target::Generated(route)) => {
            let fragment = dest.split_once('#').map(|(_, fragment)| fragment);
            plain(with_fragment(to(&route), fragment))
        }
        Err(_) => plain(dest.to_owned()),
    }
}

fn with_fragment(link: String, fragment: Option<&str>) -> String {
    match fragment {
        Some(fragment) => format!("{link}#{fragment}"),
        None => link,
    }
}
