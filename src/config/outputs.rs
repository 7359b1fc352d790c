//! `outputs` in `site.yaml` into [`Outputs`]: what is made beside the pages, for
//! readers, machines and hosts.

use crate::yaml::{self, Fields, Item, Reader};

/// What is made beside the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outputs {
    /// Whether each page has its Markdown beside it.
    pub markdown: bool,
    /// Whether there is `llms.txt`.
    pub llms: bool,
    /// Whether there is `_headers`, which some hosts read.
    pub headers: bool,
}

impl Default for Outputs {
    fn default() -> Self {
        Outputs {
            markdown: true,
            llms: true,
            headers: true,
        }
    }
}

/// Reads the mapping.
pub fn outputs(r: &mut Reader, item: &Item) -> Option<Outputs> {
    let fields = Fields::of(r, item, &["markdown", "llms", "headers"]);
    let default = Outputs::default();
    let mut flag = |key: &str, default: bool| fields.read(r, key, yaml::flag).unwrap_or(default);
    Some(Outputs {
        markdown: flag("markdown", default.markdown),
        llms: flag("llms", default.llms),
        headers: flag("headers", default.headers),
    })
}
