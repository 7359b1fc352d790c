//! Which pages have a card: the picture that is shown where an address is shared.

use super::{Page, PageId, Site};
use crate::config::Cards;
use crate::content::Route;

/// Where the card of the page at an address stands.
pub fn card_route(route: &Route) -> Route {
    Route::generated(format!("{}card.png", route.as_str()))
}

impl Site {
    /// The pages that cards are drawn of, that of the home page for the whole site. A page
    /// that not everyone may see has none, nor has one with a picture of its own. Without
    /// the site's address nobody could be told where a card is.
    pub fn cards(&self) -> impl Iterator<Item = PageId> {
        let pages = self.pages.iter().enumerate();
        let pages = pages.filter(|(id, page)| self.has_card(*id, page));
        pages.map(|(id, _)| id)
    }

    fn has_card(&self, id: PageId, page: &Page) -> bool {
        let cards = self.config.outputs.cards;
        let is_wanted = match id {
            // Its own picture is not that of the site.
            0 => cards >= Cards::Site && self.config.image.is_none(),
            _ if page.document.matter.image.is_some() => false,
            _ if page.document.is_index() => cards >= Cards::Sections,
            _ => cards >= Cards::Pages,
        };
        is_wanted && self.config.base_url.is_some() && self.is_public(page)
    }
}
