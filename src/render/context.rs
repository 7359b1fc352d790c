//! What templates see by name. `docs/content/themes.md` is the contract; a test holds
//! both against each other.

use std::sync::Arc;

use minijinja::Value;
use minijinja::value::merge_maps;

use super::site_object::{self, SiteObject};
use super::{PageObject, Renderer, Which, lists, page_object, portable};
use crate::content::Route;
use crate::site::{Made, PageId, page_route};
use crate::theme::{HERE, Here};

/// The names that templates use beside those of `site` and `page`.
const OTHERS: &[&str] = &[
    "site",
    "page",
    "pager",
    "entries",
    "changed",
    "target",
    "t",
    "asset",
    "style",
    "name",
    "url",
    "current",
    "terms",
    "number",
    "count",
    "items",
    "width",
    "height",
    "alt",
    "id",
    "level",
    "key",
    "author",
    "published",
    "retrieved",
    "note",
    "event",
    "lastmod",
    "integrity",
    "markdown",
    "body",
    "notes",
    "pictures",
    "media",
    "fit",
    "redirects",
    "from",
    "to",
];

/// Every name that a template may use, for suggestions.
pub fn names() -> Vec<&'static str> {
    [OTHERS, site_object::KEYS, page_object::KEYS].concat()
}

/// The context of a page, at the `number`th part of its list.
pub fn of_page(renderer: &Arc<Renderer>, which: Which, number: usize) -> Value {
    let page = PageObject::part(renderer, which, number).remembered();
    let here = Here {
        route: page.route(),
        rooted: (which == Which::Made(Made::NotFound)).then(|| base_path(renderer)),
        base_url: base_url(renderer),
    };
    let pager = pager(renderer, which, number);
    with_site(
        renderer,
        Some(which),
        here,
        vec![("page", Value::from_object(page)), ("pager", pager)],
    )
}

/// The context of the Markdown of a page of `content/`: that of the page, and its texts.
pub fn of_markdown(renderer: &Arc<Renderer>, id: PageId) -> Value {
    let page = PageObject::new(renderer, Which::Page(id)).remembered();
    let route = page.route();
    let markdown = portable::texts(renderer, id);
    let names = vec![("markdown", markdown), ("page", Value::from_object(page))];
    of_file(renderer, route, names)
}

/// The context of a component: what it says, and where its page is.
pub fn of_component(renderer: &Renderer, route: Route, names: Value) -> Value {
    let here = Here {
        route,
        rooted: None,
        base_url: base_url(renderer),
    };
    merge_maps([Value::from_pairs([(HERE, Value::from_object(here))]), names])
}

/// The context of what is no page: `site`, and what else it needs.
pub fn of_file(renderer: &Arc<Renderer>, route: Route, names: Vec<(&'static str, Value)>) -> Value {
    let here = Here {
        route,
        rooted: None,
        base_url: base_url(renderer),
    };
    with_site(renderer, None, here, names)
}

fn with_site(
    renderer: &Arc<Renderer>,
    page: Option<Which>,
    here: Here,
    names: Vec<(&'static str, Value)>,
) -> Value {
    let site = SiteObject::new(renderer, page);
    let shared = [
        ("site", Value::from_object(site)),
        (HERE, Value::from_object(here)),
    ];
    Value::from_pairs(shared.into_iter().chain(names))
}

fn base_url(renderer: &Renderer) -> Option<String> {
    let url = renderer.site.config.base_url.as_ref();
    url.map(|url| url.as_str().to_owned())
}

/// Where the site begins on its host: `/`, or `/sub/path/`.
pub fn base_path(renderer: &Renderer) -> String {
    let url = renderer.site.config.base_url.as_ref();
    url.map_or("/", |url| url.path()).to_owned()
}

fn pager(renderer: &Arc<Renderer>, which: Which, number: usize) -> Value {
    let site = &renderer.site;
    let count = which.parts(site);
    if count < 2 {
        return Value::from(());
    }
    let size = site.config.paginate;
    let listed = which.listed(site).into_iter();
    let items = listed.skip((number - 1) * size).take(size).collect();
    let route = PageObject::new(renderer, which).route();
    let path = |number: usize| page_route(&route, number).as_str().to_owned();
    let (previous, next) = (number.checked_sub(1), number + 1);
    Value::from_pairs([
        ("number", Value::from(number)),
        ("count", Value::from(count)),
        ("items", lists::pages(renderer, items)),
        (
            "previous",
            previous.filter(|number| *number > 0).map(path).into(),
        ),
        ("next", (next <= count).then(|| path(next)).into()),
    ])
}
