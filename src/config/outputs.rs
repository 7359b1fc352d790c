//! `outputs` in `site.yaml` into [`Outputs`]: what is made beside the pages, for
//! readers, machines and hosts.

use schemars::JsonSchema;

use super::values::invalid;
use crate::diagnostic::Code;
use crate::yaml::{self, Fields, Item, Kind, Or, Reader};

/// What is made beside the pages.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(default, deny_unknown_fields)]
pub struct Outputs {
    /// Whether each page has its Markdown beside it.
    #[schemars(with = "Option<bool>")]
    pub markdown: bool,
    /// Whether there is `llms.txt`.
    #[schemars(with = "Option<bool>")]
    pub llms: bool,
    /// Whether there is `_headers`, which some hosts read.
    #[schemars(with = "Option<bool>")]
    pub headers: bool,
    /// Whether there is `_redirects`, which some hosts read, where pages have former
    /// addresses.
    #[schemars(with = "Option<bool>")]
    pub redirects: bool,
    /// Whether there is `.nojekyll`, which GitHub Pages looks for.
    #[schemars(with = "Option<bool>")]
    pub nojekyll: bool,
    // Without repetition.
    /// How texts are compressed that stand beside each: `true` for every way.
    #[schemars(with = "Option<Or<bool, Vec<Compression>>>", extend("default" = false))]
    pub compressed: Vec<Compression>,
    /// Which pages have a card of their own, a picture for those who share their address.
    #[schemars(with = "Option<Cards>", extend("default" = "site"))]
    pub cards: Cards,
}

/// Which pages have a card of their own, a picture for those who share their address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema)]
#[schemars(rename_all = "lowercase")]
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

/// A way of making texts smaller that browsers understand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
pub enum Compression {
    /// Understood by everything.
    #[schemars(rename = "gz")]
    Gzip,
    /// Smaller still, and understood by browsers where the connection is encrypted.
    #[schemars(rename = "br")]
    Brotli,
}

impl Compression {
    /// Each there is.
    pub const ALL: [Compression; 2] = [Compression::Gzip, Compression::Brotli];

    /// How the name of such a file ends.
    pub fn ending(self) -> &'static str {
        match self {
            Compression::Gzip => "gz",
            Compression::Brotli => "br",
        }
    }
}

impl Default for Outputs {
    fn default() -> Self {
        Outputs {
            markdown: true,
            llms: true,
            headers: true,
            redirects: true,
            nojekyll: true,
            compressed: Vec::new(),
            cards: Cards::Site,
        }
    }
}

const KEYS: &[&str] = &[
    "markdown",
    "llms",
    "headers",
    "redirects",
    "nojekyll",
    "compressed",
    "cards",
];

/// Reads the mapping.
pub fn outputs(r: &mut Reader, item: &Item) -> Option<Outputs> {
    let fields = Fields::of(r, item, KEYS);
    let default = Outputs::default();
    let mut flag = |key: &str, default: bool| fields.read(r, key, yaml::flag).unwrap_or(default);
    Some(Outputs {
        markdown: flag("markdown", default.markdown),
        llms: flag("llms", default.llms),
        headers: flag("headers", default.headers),
        redirects: flag("redirects", default.redirects),
        nojekyll: flag("nojekyll", default.nojekyll),
        compressed: fields
            .read(r, "compressed", compressed)
            .unwrap_or(default.compressed),
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

/// `true`, `false`, or a list of endings: `[gz, br]`.
fn compressed(r: &mut Reader, item: &Item) -> Option<Vec<Compression>> {
    if let Kind::Bool(wanted) = item.node.kind {
        return Some(match wanted {
            true => Compression::ALL.to_vec(),
            false => Vec::new(),
        });
    }
    let Kind::List(_) = item.node.kind else {
        let help = format!("write `{}: true`, or a list of `gz` and `br`", item.name);
        return r.wrong_type(item, "true, false or a list", help);
    };
    let wanted = yaml::list(r, item, compression)?;
    let all = Compression::ALL.into_iter();
    Some(all.filter(|one| wanted.contains(one)).collect())
}

fn compression(r: &mut Reader, item: &Item) -> Option<Compression> {
    let name = yaml::text(r, item)?;
    let found = Compression::ALL
        .into_iter()
        .find(|one| one.ending() == name);
    if found.is_none() {
        let message = format!("`{}` is neither `gz` nor `br`", item.name);
        let help = "write `compressed: [gz, br]`, or one of the two".to_owned();
        r.report(item.node.id, Code::InvalidValue, message, Some(help));
    }
    found
}
