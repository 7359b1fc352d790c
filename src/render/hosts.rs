//! What a host is told, as names for the theme's templates: what it sends along with the
//! pages (a policy can only name the places that pages show pictures from if these are
//! known), and where former addresses lead.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Value, context};

use super::{Renderer, context::base_path};

/// `pictures`: where pages show pictures from beside the site itself, as sources of a
/// Content-Security-Policy. `media`: whether there may be sound and films, which Markdown has
/// no words for.
pub fn policy(renderer: &Renderer) -> Vec<(&'static str, Value)> {
    let site = &renderer.site;
    let links = site.texts().flat_map(|page| page.document.links());
    let pictures = links.filter(|(_, is_image)| *is_image);
    let origins = pictures.filter_map(|(dest, _)| origin(dest));
    let mut origins: BTreeSet<String> = origins.collect();
    // What HTML shows is not looked at.
    if site.config.markdown.raw_html {
        origins.insert("https:".to_owned());
    }
    let media = site.config.markdown.raw_html;
    vec![
        ("pictures", Value::from_iter(origins)),
        ("media", Value::from(media)),
    ]
}

/// `redirects`: the former addresses of pages and those that they have now, sorted, as paths
/// from the host's root.
pub fn redirects(renderer: &Renderer) -> Vec<(&'static str, Value)> {
    let base = base_path(renderer);
    let mut redirects = BTreeMap::new();
    for page in &renderer.site.pages {
        let to = page.place.route.below(&base);
        let from = page.place.aliases.iter();
        redirects.extend(from.map(|alias| (alias.route.below(&base), to.clone())));
    }
    let redirects = redirects.into_iter();
    let redirects = redirects.map(|(from, to)| context! { from => from, to => to });
    vec![("redirects", Value::from_iter(redirects))]
}

/// The scheme and the host of an address on the web. A host that a policy cannot name as
/// it is written is left out.
fn origin(address: &str) -> Option<String> {
    let (scheme, rest) = match address.strip_prefix("//") {
        Some(rest) => ("https", rest),
        None => address.split_once("://")?,
    };
    let scheme = scheme.to_ascii_lowercase();
    let host = rest.split(['/', '?', '#']).next()?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':');
    let is_known = matches!(scheme.as_str(), "https" | "http");
    (is_known && !host.is_empty() && host.chars().all(is_plain))
        .then(|| format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        for (address, expected) in [
            ("https://a.example/b.png?c", Some("https://a.example")),
            ("//a.example:8080/b", Some("https://a.example:8080")),
            ("HTTP://a.example", Some("http://a.example")),
            ("https://a;script-src *", None),
            ("b.png", None),
        ] {
            assert_eq!(origin(address).as_deref(), expected, "{address}");
        }
    }
}
