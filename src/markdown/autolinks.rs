//! Bare addresses in text into links: `https://…`, `www.…`, `a@b.example`, as
//! GitHub's Markdown has them. Text in links and code stays as it is.

use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::facts::Facts;
use super::flow;
use super::page::{Events, Page, Spanned};

/// Turns bare addresses into links.
pub(super) fn autolinks<'a>(events: Events<'a>, page: &Page<'a>, _: &mut Facts) -> Events<'a> {
    let promising = |event: &Event| matches!(event, Event::Text(text) if is_promising(text));
    if !events.iter().any(|(event, _)| promising(event)) {
        return events;
    }
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    let mut linked = Vec::with_capacity(events.len() + 16);
    let mut closed = 0_usize;
    for (event, span) in events {
        match event {
            Event::Text(text) if closed == 0 && is_promising(&text) => {
                split(&finder, text, span, page.body, &mut linked);
                continue;
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => closed += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => closed -= 1,
            _ => {}
        }
        linked.push((event, span));
    }
    linked
}

fn is_promising(text: &str) -> bool {
    text.contains("://") || text.contains('@') || text.contains("www.")
}

/// Appends a text as text and links.
fn split<'a>(
    finder: &LinkFinder,
    text: CowStr<'a>,
    span: std::ops::Range<usize>,
    body: &str,
    out: &mut Vec<Spanned<'a>>,
) {
    let place = |from: usize, to: usize| flow::written(&text, from..to, body, span.clone());
    let mut done = 0;
    for link in finder.links(&text) {
        let address = trim(link.as_str());
        let Some((link_type, dest)) = kind(link.kind(), address) else {
            continue;
        };
        let (start, end) = (link.start(), link.start() + address.len());
        if preceded_by_letter(&text, start) {
            continue;
        }
        if done < start {
            out.push((Event::Text(slice(&text, done, start)), place(done, start)));
        }
        let tag = Tag::Link {
            link_type,
            dest_url: dest,
            title: "".into(),
            id: "".into(),
        };
        out.push((Event::Start(tag), place(start, end)));
        out.push((Event::Text(slice(&text, start, end)), place(start, end)));
        out.push((Event::End(TagEnd::Link), place(start, end)));
        done = end;
    }
    if done == 0 {
        out.push((Event::Text(text), span));
    } else if done < text.len() {
        let end = text.len();
        out.push((Event::Text(slice(&text, done, end)), place(done, end)));
    }
}

fn kind<'a>(kind: &LinkKind, address: &str) -> Option<(LinkType, CowStr<'a>)> {
    let starts = |prefix: &str| {
        address
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    match kind {
        LinkKind::Email => Some((LinkType::Email, address.to_owned().into())),
        LinkKind::Url if starts("http://") || starts("https://") => {
            Some((LinkType::Autolink, address.to_owned().into()))
        }
        LinkKind::Url if starts("www.") => {
            Some((LinkType::Autolink, format!("http://{address}").into()))
        }
        _ => None,
    }
}

/// Leaves off what belongs to the sentence: punctuation at the end, a closing
/// bracket that nothing opens, what follows an ideographic full stop.
fn trim(address: &str) -> &str {
    let wide = |c: char| matches!(c, '\u{3000}'..='\u{3020}' | '\u{ff01}'..='\u{ff1f}');
    let mut address = address.split(wide).next().unwrap_or(address);
    let opened = address.matches('(').count();
    let mut closed = address.matches(')').count();
    loop {
        let shorter = address.trim_end_matches(['?', '!', '.', ',', ':', '*', '_', '~', '\'', '"']);
        let shorter = match shorter.strip_suffix(')') {
            Some(open) if closed > opened => {
                closed -= 1;
                open
            }
            _ => shorter,
        };
        if shorter.len() == address.len() {
            return address;
        }
        address = shorter;
    }
}

fn preceded_by_letter(text: &str, start: usize) -> bool {
    text.get(..start)
        .and_then(|before| before.chars().next_back())
        .is_some_and(|c| c.is_ascii_alphanumeric())
}

fn slice<'a>(text: &CowStr<'a>, start: usize, end: usize) -> CowStr<'a> {
    match text {
        CowStr::Borrowed(text) => text.get(start..end).unwrap_or_default().into(),
        text => text.get(start..end).unwrap_or_default().to_owned().into(),
    }
}
