//! A body that holds HTML of its author's into one that is safe: Attaché's own
//! markup and harmless elements stay; scripts, handlers, styles, frames,
//! forms and addresses of unknown schemes go.

use std::collections::{HashMap, HashSet};

const ELEMENTS: &[&str] = &[
    "audio", "input", "picture", "section", "source", "track", "video", "main", "address",
];

const MATHEMATICS: &[&str] = &[
    "math",
    "semantics",
    "mrow",
    "mi",
    "mo",
    "mn",
    "mtext",
    "mspace",
    "ms",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "none",
    "mfrac",
    "msqrt",
    "mroot",
    "mstyle",
    "mpadded",
    "mphantom",
    "mtable",
    "mtr",
    "mtd",
    "menclose",
];

const MATHEMATICS_ATTRIBUTES: &[&str] = &[
    "accent",
    "accentunder",
    "columnalign",
    "columnlines",
    "columnspacing",
    "depth",
    "display",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rowlines",
    "rowspacing",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
];

const EVERYWHERE: &[&str] = &[
    "class", "dir", "hidden", "id", "lang", "role", "tabindex", "title",
];

const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang", "rel"]),
    ("audio", &["controls", "src"]),
    ("details", &["name", "open"]),
    ("img", &["decoding", "loading", "sizes", "srcset"]),
    ("input", &["checked", "disabled"]),
    ("ol", &["reversed", "start", "type"]),
    ("source", &["media", "sizes", "src", "srcset", "type"]),
    ("track", &["default", "kind", "label", "src", "srclang"]),
    ("video", &["controls", "height", "poster", "src", "width"]),
];

/// Cleans a whole body, or any other piece of HTML.
pub fn clean(html: &str) -> String {
    let mut builder = ammonia::Builder::new();
    builder
        .add_tags(ELEMENTS)
        .add_tags(MATHEMATICS)
        .add_generic_attributes(EVERYWHERE)
        .add_generic_attribute_prefixes(["data-", "aria-"])
        .link_rel(None)
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "sms"]));
    for (element, attributes) in ATTRIBUTES {
        builder.add_tag_attributes(*element, *attributes);
    }
    for element in MATHEMATICS {
        builder.add_tag_attributes(*element, MATHEMATICS_ATTRIBUTES);
    }
    let boxes = HashMap::from([("type", HashSet::from(["checkbox"]))]);
    builder.tag_attribute_values(HashMap::from([("input", boxes)]));
    builder.clean(html).to_string()
}
