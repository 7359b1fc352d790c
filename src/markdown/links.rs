//! Links into `<a>` with the address that the site gives them. A link whose
//! scheme is not known to be harmless is an error, and its text stays.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::facts::{Facts, Link};
use super::page::{Events, Page, html};
use super::schemes::unsafe_scheme;
use crate::diagnostic::Code;
use crate::escape;

/// Writes links, and notes their addresses.
pub(super) fn links<'a>(mut events: Events<'a>, page: &Page<'a>, facts: &mut Facts) -> Events<'a> {
    let mut open: Vec<bool> = Vec::new();
    for (event, span) in &mut events {
        match event {
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }) => {
                let dest = match link_type {
                    LinkType::Email => CowStr::from(format!("mailto:{dest_url}")),
                    _ => std::mem::replace(dest_url, "".into()),
                };
                let markup = write(&dest, title, span, page, facts);
                open.push(markup.is_some());
                *event = markup.map_or(html(""), html);
            }
            Event::End(TagEnd::Link) => {
                *event = match open.pop() {
                    Some(true) => html("</a>"),
                    _ => html(""),
                };
            }
            _ => {}
        }
    }
    events
}

fn write(
    dest: &str,
    title: &str,
    span: &Range<usize>,
    page: &Page,
    facts: &mut Facts,
) -> Option<String> {
    if let Some(scheme) = unsafe_scheme(dest, false) {
        facts.problem(
            Code::UnsafeLink,
            span.clone(),
            format!("the link's address begins with `{scheme}:`, which is not allowed"),
            "links may begin with `https:`, `http:`, `mailto:`, `tel:` or `sms:`; write `./` \
             before a file's name that holds a colon",
        );
        return None;
    }
    if page.is_scan() {
        facts.links.push(Link {
            dest: dest.to_owned(),
            image: false,
            span: span.clone(),
        });
    }
    let resolved = page.resolve(dest, false);
    let mut out = String::with_capacity(resolved.href.len() + title.len() + 32);
    out.push_str("<a href=\"");
    escape::address(&mut out, &resolved.href);
    out.push('"');
    if !title.is_empty() {
        out.push_str(" title=\"");
        escape::attribute(&mut out, title);
        out.push('"');
    }
    if resolved.external {
        out.push_str(" rel=\"external\"");
    }
    out.push('>');
    Some(out)
}
