//! Whether the cards that are wanted can be drawn.

use crate::config;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::render::undrawn_cards;
use crate::site::Site;
use crate::theme::Theme;

/// The cards that would show boxes in place of letters, and so are not drawn.
pub fn check(site: &Site, theme: &Theme) -> Vec<Diagnostic> {
    let undrawn = undrawn_cards(site, theme).into_iter();
    undrawn
        .map(|(page, letter)| {
            let page = page.and_then(|id| site.pages.get(id));
            let whose = if page.is_some() {
                "of this page"
            } else {
                "for shared links"
            };
            let message = format!("no card is drawn {whose}: no font has the letter `{letter}`");
            let place = page.map_or_else(|| Location::file(config::PATH), |page| page.location());
            let help = "name a picture as `image`, put a font into the theme’s fonts/, or do \
                        without cards: `outputs: {cards: none}`";
            Diagnostic::new(Code::CardLetters, message)
                .at(place)
                .help(help)
        })
        .collect()
}
