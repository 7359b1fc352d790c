//! What there is to make, and the making of each.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use minijinja::Value;

use super::{Artifact, Content, PageObject, Renderer, Which};
use super::{cards, context, feed, hosts, search};
use crate::config;
use crate::content::Route;
use crate::diagnostic::{Diagnostic, Location};
use crate::site::{Made, NO_JEKYLL, PageId, SEARCH_INDEX, card_route, markdown_route};

/// One artifact to be made.
#[derive(Clone, Debug)]
pub enum Job {
    /// A part of a page's list; most pages have one part.
    Page(Which, usize),
    /// The Markdown of a page of `content/`.
    Markdown(PageId),
    /// The page left at an alias of a page.
    Redirect(Route, PageId),
    /// A file made from the template of its name, or the one that is empty.
    File(&'static str),
    /// The index of the search.
    Index,
    /// The card of a page.
    Card(PageId),
    /// An asset of the theme.
    Asset(Route, Arc<[u8]>),
    /// A file of `content/`: where it goes, where it is.
    Copy(Route, PathBuf),
}

/// Everything there is to do.
pub fn all(renderer: &Renderer) -> Vec<Job> {
    let (site, theme) = (&renderer.site, &renderer.theme);
    let mut jobs = Vec::new();
    for which in Which::all(site) {
        let parts = which.parts(site);
        jobs.extend((1..=parts).map(|number| Job::Page(which, number)));
    }
    jobs.push(Job::Page(Which::Made(Made::NotFound), 1));
    let pages = site.pages.iter().enumerate();
    let open = pages.filter(|(_, page)| site.markdown_of(page).is_some());
    jobs.extend(open.map(|(id, _)| Job::Markdown(id)));
    for (id, page) in site.pages.iter().enumerate() {
        let aliases = page.place.aliases.iter();
        jobs.extend(aliases.map(|alias| Job::Redirect(alias.route.clone(), id)));
    }
    jobs.extend(site.fixed().map(Job::File));
    jobs.extend(site.has(Made::Search).then_some(Job::Index));
    jobs.extend(renderer.drawn().iter().copied().map(Job::Card));
    let assets = theme.assets.all();
    jobs.extend(assets.map(|asset| Job::Asset(asset.route.clone(), asset.bytes.clone())));
    let files = site.copied();
    jobs.extend(files.map(|(_, file)| Job::Copy(file.route.clone(), file.file.source.clone())));
    jobs
}

/// A page of each template: what is wrong with one most often shows on all its pages.
pub fn samples(renderer: &Arc<Renderer>) -> Vec<Job> {
    let mut seen = BTreeSet::new();
    let pages = all(renderer).into_iter();
    let mut is_first = |job: &Job| match job {
        Job::Page(_, 1) => seen.insert(job.template(renderer)),
        _ => false,
    };
    pages.filter(|job| is_first(job)).collect()
}

impl Job {
    /// The template that makes it.
    pub fn template(&self, renderer: &Arc<Renderer>) -> Option<String> {
        match self {
            Job::Page(which, _) => Some(template(&PageObject::new(renderer, *which))),
            Job::Markdown(_) => Some("page.md".to_owned()),
            Job::Redirect(..) => Some("redirect.html".to_owned()),
            Job::File(name) if *name != NO_JEKYLL => Some(file_template(name).to_owned()),
            Job::Card(_) => Some(cards::TEMPLATE.to_owned()),
            Job::File(_) | Job::Index | Job::Asset(..) | Job::Copy(..) => None,
        }
    }

    /// Where its artifact goes, from the output folder.
    pub fn path(&self, renderer: &Arc<Renderer>) -> String {
        match self {
            Job::Page(which, number) => {
                let page = PageObject::part(renderer, *which, *number);
                page.route().output_path()
            }
            Job::Markdown(id) => {
                let page = PageObject::new(renderer, Which::Page(*id));
                markdown_route(&page.route()).output_path()
            }
            Job::Card(id) => {
                let page = PageObject::new(renderer, Which::Page(*id));
                card_route(&page.route()).output_path()
            }
            Job::Redirect(route, _) | Job::Asset(route, _) | Job::Copy(route, _) => {
                route.output_path()
            }
            Job::File(name) => (*name).to_owned(),
            Job::Index => SEARCH_INDEX.to_owned(),
        }
    }
}

/// Makes one artifact.
pub fn run(renderer: &Arc<Renderer>, job: &Job) -> Result<Artifact, Box<Diagnostic>> {
    let text = |route: &Route, text: String| Artifact {
        path: route.output_path(),
        content: Content::Bytes(text.into_bytes()),
    };
    Ok(match job {
        Job::Page(which, number) => {
            let page = PageObject::part(renderer, *which, *number);
            let context = context::of_page(renderer, *which, *number);
            let html = renderer.template(&template(&page), context, location(&page))?;
            text(&page.route(), html)
        }
        Job::Markdown(id) => {
            let page = PageObject::new(renderer, Which::Page(*id));
            let context = context::of_markdown(renderer, *id);
            let markdown = renderer.template("page.md", context, location(&page))?;
            text(&markdown_route(&page.route()), markdown)
        }
        Job::Redirect(route, id) => {
            let page = PageObject::new(renderer, Which::Page(*id));
            let names = vec![("target", Value::from(page.route().as_str()))];
            let context = context::of_file(renderer, route.clone(), names);
            text(
                route,
                renderer.template("redirect.html", context, location(&page))?,
            )
        }
        Job::File(NO_JEKYLL) => text(&Route::generated(NO_JEKYLL), String::new()),
        Job::File(name) => {
            let names = match *name {
                "feed.xml" => feed::feed(renderer),
                "sitemap.xml" => feed::sitemap(renderer),
                "_headers" => hosts::policy(renderer),
                "_redirects" => hosts::redirects(renderer),
                _ => Vec::new(),
            };
            let route = Route::generated(*name);
            let context = context::of_file(renderer, route.clone(), names);
            text(
                &route,
                renderer.template(file_template(name), context, Location::file(config::PATH))?,
            )
        }
        Job::Index => text(&Route::generated(SEARCH_INDEX), search::index(renderer)),
        Job::Card(id) => Artifact {
            path: job.path(renderer),
            content: Content::Bytes(cards::draw(renderer, *id)?),
        },
        Job::Asset(route, bytes) => Artifact {
            path: route.output_path(),
            content: Content::Bytes(bytes.to_vec()),
        },
        Job::Copy(route, source) => Artifact {
            path: route.output_path(),
            content: Content::Copy(source.clone()),
        },
    })
}

/// The template of a file that is made from the one of its name.
fn file_template(name: &'static str) -> &'static str {
    match name {
        "_headers" => "_headers.txt",
        "_redirects" => "_redirects.txt",
        _ => name,
    }
}

/// A page that chose a template which does not exist has been reported, and is
/// rendered with the usual one.
fn template(page: &PageObject) -> String {
    let chosen = page
        .page()
        .and_then(|page| page.document.matter.template.as_ref());
    let theme = &page.renderer().theme;
    match (chosen, page.kind()) {
        (Some(chosen), _) if theme.has_template(&chosen.value) => format!("{}.html", chosen.value),
        (_, "error") => "404.html".to_owned(),
        (_, kind) => format!("{kind}.html"),
    }
}

fn location(page: &PageObject) -> Location {
    match page.page() {
        Some(page) => page.location(),
        None => Location::file(config::PATH),
    }
}
