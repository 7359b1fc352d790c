//! A body that holds HTML of its author's into one that is safe: Attaché's own
//! markup and harmless elements stay; scripts, handlers, styles, frames,
//! forms and addresses of unknown schemes go. The boxes of task lists stay, and
//! no other field does; the page's own `id="Main"` is not given twice.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::slugs::MAIN;

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

/// Of drawings only shapes and texts: nothing that leads anywhere, moves, or holds HTML.
const DRAWINGS: &[&str] = &[
    "svg", "title", "desc", "g", "rect", "circle", "line", "polyline", "text",
];

const DRAWINGS_ATTRIBUTES: &[&str] = &[
    "cx",
    "cy",
    "dx",
    "height",
    "overflow",
    "points",
    "preserveAspectRatio",
    "r",
    "text-anchor",
    "vector-effect",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];

const EVERYWHERE: &[&str] = &[
    "class", "dir", "hidden", "id", "lang", "role", "tabindex", "title",
];

const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang", "rel"]),
    ("audio", &["controls", "src"]),
    ("details", &["name", "open"]),
    ("img", &["decoding", "loading"]),
    ("input", &["checked", "disabled"]),
    ("ol", &["reversed", "start", "type"]),
    ("source", &["media", "src", "type"]),
    ("track", &["default", "kind", "label", "src", "srclang"]),
    ("video", &["controls", "height", "poster", "src", "width"]),
];

/// Cleans a whole body.
pub(super) fn clean(html: &str) -> String {
    let mut builder = ammonia::Builder::new();
    builder
        .add_tags(ELEMENTS)
        .add_tags(MATHEMATICS)
        .add_tags(DRAWINGS)
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
    for element in DRAWINGS {
        builder.add_tag_attributes(*element, DRAWINGS_ATTRIBUTES);
    }
    let boxes = HashMap::from([("type", HashSet::from(["checkbox"]))]);
    builder.tag_attribute_values(HashMap::from([("input", boxes)]));
    builder.attribute_filter(|_, attribute, value| match attribute {
        "id" if value.trim() == MAIN => None,
        _ => Some(Cow::Borrowed(value)),
    });
    without_fields(&builder.clean(html).to_string())
}

/// Drops each `<input>` but boxes that cannot be ticked. The HTML is what
/// ammonia writes: every value stands in double quotation marks.
fn without_fields(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.find('<').and_then(|at| rest.split_at_checked(at)) {
        out.push_str(before);
        let mut quoted = false;
        let end = tag.find(|c: char| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let (tag, after) = end
            .and_then(|end| tag.split_at_checked(end + 1))
            .unwrap_or((tag, ""));
        let is_field = tag.starts_with("<input")
            && !(tag.contains(" type=\"checkbox\"") && tag.contains(" disabled=\""));
        if !is_field {
            out.push_str(tag);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
