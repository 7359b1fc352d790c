//! Images into `<img>` with its size, read when it comes into view (but the
//! first); an image with a title that is alone in its paragraph into a figure
//! with the title under it.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::facts::{Facts, Link};
use super::page::{Events, Page, Spanned, html};
use super::prose::{fold_space, plain_text};
use super::schemes::unsafe_scheme;
use crate::diagnostic::Code;
use crate::escape;

struct Image<'a> {
    dest: CowStr<'a>,
    title: CowStr<'a>,
    alt: String,
    span: Range<usize>,
}

/// Writes images and figures, and notes their addresses.
pub(super) fn images<'a>(mut events: Events<'a>, page: &Page<'a>, facts: &mut Facts) -> Events<'a> {
    if !events.iter().any(|(event, _)| is_image(event)) {
        return events;
    }
    let figures = figures(&events);
    let mut out: Events = Vec::with_capacity(events.len());
    let mut first = true;
    let mut figure = figures.iter().peekable();
    let mut index = 0;
    while let Some((event, span)) = events.get(index) {
        let in_figure = figure.next_if(|at| **at == index).is_some();
        let opening = index + usize::from(in_figure);
        if !in_figure && !is_image(event) {
            let span = span.clone();
            if let Some((event, _)) = events.get_mut(index) {
                out.push((std::mem::replace(event, Event::Rule), span));
            }
            index += 1;
            continue;
        }
        let end = image_end(&events, opening);
        if let Some(image) = read(&events, opening, end) {
            let markup = write(&image, in_figure, first, page, facts);
            first = false;
            out.push((markup, image.span));
        }
        index = end + 1 + usize::from(in_figure);
    }
    out
}

fn is_image(event: &Event) -> bool {
    matches!(event, Event::Start(Tag::Image { .. }))
}

/// The paragraphs that hold one image with a title and nothing else.
fn figures(events: &[Spanned]) -> Vec<usize> {
    let mut found = Vec::new();
    for (index, pair) in events.windows(2).enumerate() {
        if let [
            (Event::Start(Tag::Paragraph), _),
            (Event::Start(Tag::Image { title, .. }), _),
        ] = pair
            && !title.trim().is_empty()
            && matches!(
                events.get(image_end(events, index + 1) + 1),
                Some((Event::End(TagEnd::Paragraph), _))
            )
        {
            found.push(index);
        }
    }
    found
}

/// Where the image that opens at an event ends.
fn image_end(events: &[Spanned], opening: usize) -> usize {
    let mut depth = 0_usize;
    let inner = events.iter().enumerate().skip(opening);
    for (index, (event, _)) in inner {
        match event {
            Event::Start(Tag::Image { .. }) => depth += 1,
            Event::End(TagEnd::Image) if depth <= 1 => return index,
            Event::End(TagEnd::Image) => depth -= 1,
            _ => {}
        }
    }
    events.len()
}

fn read<'a>(events: &[Spanned<'a>], opening: usize, end: usize) -> Option<Image<'a>> {
    let (event, span) = events.get(opening)?;
    let Event::Start(Tag::Image {
        dest_url, title, ..
    }) = event
    else {
        return None;
    };
    Some(Image {
        dest: dest_url.clone(),
        title: title.clone(),
        alt: fold_space(&plain_text(events.get(opening + 1..end)?)),
        span: span.clone(),
    })
}

fn write(
    image: &Image,
    in_figure: bool,
    first: bool,
    page: &Page,
    facts: &mut Facts,
) -> Event<'static> {
    if let Some(scheme) = unsafe_scheme(&image.dest, true) {
        facts.problem(
            Code::UnsafeLink,
            image.span.clone(),
            format!("the image's address begins with `{scheme}:`, which is not allowed"),
            "use a file beside the page, or an address that begins with `https:`",
        );
        let mut alt = String::new();
        escape::text(&mut alt, &image.alt);
        return html(match in_figure {
            true => format!("<p>{alt}</p>\n"),
            false => alt,
        });
    }
    if image.alt.is_empty() {
        facts.problem(
            Code::MissingAlt,
            image.span.clone(),
            "the image has no alternate text".to_owned(),
            "say in the square brackets what it shows, for those who cannot see it",
        );
    }
    if image.title.contains("[@") {
        facts.problem(
            Code::CitationForm,
            image.span.clone(),
            "a citation in a picture's title is not read".to_owned(),
            "put it into the text below the picture",
        );
    }
    if page.is_scan() {
        facts.links.push(Link {
            dest: image.dest.to_string(),
            image: true,
            span: image.span.clone(),
        });
    }
    let mut out = String::with_capacity(160);
    if in_figure {
        out.push_str("<figure class=\"image\">");
    }
    write_img(&mut out, image, in_figure, first, page);
    if in_figure {
        out.push_str("<figcaption>");
        escape::text(&mut out, image.title.trim());
        out.push_str("</figcaption></figure>\n");
    }
    html(out)
}

fn write_img(out: &mut String, image: &Image, in_figure: bool, first: bool, page: &Page) {
    let resolved = page.resolve(&image.dest, true);
    out.push_str("<img src=\"");
    escape::address(out, &resolved.href);
    out.push_str("\" alt=\"");
    escape::attribute(out, &image.alt);
    out.push('"');
    if !in_figure && !image.title.is_empty() {
        out.push_str(" title=\"");
        escape::attribute(out, &image.title);
        out.push('"');
    }
    if let Some((width, height)) = resolved.size {
        out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
    }
    // On paper nobody scrolls to it.
    if !first && page.chapter().is_none() {
        out.push_str(" loading=\"lazy\" decoding=\"async\"");
    }
    out.push('>');
}
