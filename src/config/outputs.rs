//! `outputs` in `site.yaml` into [`Outputs`]: what is made beside the pages, for
//! readers, machines and hosts.

use super::values::invalid;
use crate::yaml::{self, Fields, Item, Kind, Reader};

/// What is made beside the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outputs {
    /// Whether each page has its Markdown beside it.
    pub markdown: bool,
    /// Whether there is `llms.txt`.
    pub llms: bool,
    /// Whether there is `_headers`, which some hosts read.
    pub headers: bool,
    /// How many cards are drawn.
    pub cards: Cards,
}

/// Which pages have a card of their own, a picture for those who share their address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cards {
    /// None at all.
    None,
    /// The home page, and its card serves for all.
    Site,
    /// Every section too, and its card serves for the pages in it.
    Sections,
    /// Every page.
    Pages,
}

impl Default for Outputs {
    fn default() -> Self {
        Outputs {
            markdown: true,
            llms: true,
            headers: true,
            cards: Cards::Site,
        }
    }
}

/// Reads the mapping.
pub fn outputs(r: &mut Reader, item: &Item) -> Option<Outputs> {
    let fields = Fields::of(r, item, &["markdown", "llms", "headers", "cards"]);
    let default = Outputs::default();
    let mut flag = |key: &str, default: bool| fields.read(r, key, yaml::flag).unwrap_or(default);
    Some(Outputs {
        markdown: flag("markdown", default.markdown),
        llms: flag("llms", default.llms),
        headers: flag("headers", default.headers),
        cards: fields.read(r, "cards", cards).unwrap_or(default.cards),
    })
}

fn cards(r: &mut Reader, item: &Item) -> Option<Cards> {
    let name = match &item.node.kind {
        Kind::Text(name) => name.as_str(),
        _ => "",
    };
    match name {
        "none" => Some(Cards::None),
        "site" => Some(Cards::Site),
        "sections" => Some(Cards::Sections),
        "pages" => Some(Cards::Pages),
        _ => {
            let why = "must be `none`, `site`, `sections` or `pages`";
            let help = "write one of the four: which pages have a card of their own".to_owned();
            invalid(r, item, why, Some(help))
        }
    }
}
