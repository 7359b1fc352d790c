//! Cards: the pictures that are shown where addresses are shared, drawn by the theme's
//! `card.svg`. Which page is shared with which.

use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::{Value, context};

use super::site_object::picture;
use super::{PageObject, Renderer, Which, context};
use crate::config::Cards;
use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::site::{PageId, Site, card_route};
use crate::theme::{Broken, Theme};

/// The template.
pub const TEMPLATE: &str = "card.svg";

/// The size that those who show cards ask for, in pixels.
const WIDTH: u32 = 1200;
const HEIGHT: u32 = 630;

/// The pages that cards are drawn of.
pub fn drawn(site: &Site, theme: &Theme) -> BTreeSet<PageId> {
    if lacking_on_all(site, theme).is_some() {
        return BTreeSet::new();
    }
    let cards = site.cards();
    cards
        .filter(|id| lacking(site, theme, *id).is_none())
        .collect()
}

/// Why cards are not drawn that are wanted: a letter that no font has, and the page in
/// whose words it is. No page: it is in those that all cards show.
pub fn undrawn(site: &Site, theme: &Theme) -> Vec<(Option<PageId>, char)> {
    let mut cards = site.cards().peekable();
    if cards.peek().is_none() {
        return Vec::new();
    }
    if let Some(letter) = lacking_on_all(site, theme) {
        return vec![(None, letter)];
    }
    let lacking = cards.filter_map(|id| Some((Some(id), lacking(site, theme, id)?)));
    lacking.collect()
}

fn lacking_on_all(site: &Site, theme: &Theme) -> Option<char> {
    let config = &site.config;
    let publisher = config.publisher.as_ref().map(|party| party.name.as_str());
    let as_of = as_of(config.as_of, theme);
    let texts = [
        Some(site.title()),
        publisher,
        config.marking.as_deref(),
        as_of.as_deref(),
    ];
    lack(theme, &texts)
}

fn lacking(site: &Site, theme: &Theme, id: PageId) -> Option<char> {
    let matter = &site.pages.get(id)?.document.matter;
    // The home page's card shows the title of the site.
    let title = match id {
        0 => site.config.subtitle.as_deref(),
        _ => Some(matter.title.as_str()),
    };
    let as_of = as_of(matter.as_of, theme);
    lack(theme, &[title, matter.marking.as_deref(), as_of.as_deref()])
}

/// The day that a card names, in the words of its language.
fn as_of(date: Option<Date>, theme: &Theme) -> Option<String> {
    let (date, words) = (theme.strings.date(&date?), theme.strings.get("as_of"));
    Some(format!("{} {date}", words.unwrap_or_default()))
}

fn lack(theme: &Theme, texts: &[Option<&str>]) -> Option<char> {
    let mut texts = texts.iter().flatten();
    texts.find_map(|text| theme.fonts.lack(text))
}

/// What a page is shared with: its own picture, otherwise a card, the nearest from the page
/// up to the home page, otherwise the picture of the site.
pub fn shared(renderer: &Renderer, which: Which) -> Value {
    let site = &renderer.site;
    let own = match which {
        Which::Page(id) => Some(id),
        _ => None,
    };
    let mut next = Some(own.unwrap_or(0));
    while let Some(id) = next {
        let Some(page) = site.pages.get(id) else {
            break;
        };
        let matter = &page.document.matter;
        // The picture of a section stands for its pages where its card would.
        let is_section = id > 0 && site.config.outputs.cards == Cards::Sections;
        if let Some(image) = &matter.image
            && (own == Some(id) || is_section)
        {
            let alt = matter.image_alt.as_deref();
            return picture(renderer, &page.document.path, &image.value, alt);
        }
        if renderer.drawn().contains(&id) {
            let title = match id {
                0 => site.title(),
                _ => matter.title.as_str(),
            };
            let path = card_route(&page.place.route);
            return context! { path => path.as_str(), width => WIDTH, height => HEIGHT, alt => title };
        }
        next = page.place.section;
    }
    match &site.config.image {
        Some(image) => picture(renderer, "", image, None),
        None => Value::from(()),
    }
}

/// Draws the card of a page.
pub fn draw(renderer: &Arc<Renderer>, id: PageId) -> Result<Vec<u8>, Box<Diagnostic>> {
    let which = Which::Page(id);
    let page = PageObject::new(renderer, which);
    let place = match page.page() {
        Some(page) => page.location(),
        None => Location::file(crate::config::PATH),
    };
    let context = context::of_page(renderer, which, 1);
    let svg = renderer.template(TEMPLATE, context, place.clone())?;
    let drawn = renderer.theme.fonts.draw(&svg, WIDTH, HEIGHT);
    drawn
        .map_err(|broken| Box::new(invalid(renderer, &svg, &broken).related(place, "of this page")))
}

fn invalid(renderer: &Renderer, svg: &str, broken: &Broken) -> Diagnostic {
    let message = format!("the card cannot be drawn: {}", broken.why);
    let problem = Diagnostic::new(Code::CardInvalid, message);
    let line = broken
        .line
        .and_then(|line| svg.lines().nth(line.checked_sub(1)?));
    problem.at(renderer.theme.place(TEMPLATE)).help(match line {
        Some(line) => format!(
            "this is the line, as the template has made it: {}",
            line.trim()
        ),
        None => "an `svg` element has a `width` and a `height`".to_owned(),
    })
}
