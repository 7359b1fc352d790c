//! A [`Source`] into its reference in a citation style, as HTML.
//!
//! Promises that every text of a source is escaped; that links lead to the web
//! only; and that nothing stands in a reference that the source does not say, but
//! what the style itself says of that ('n.d.').

pub(super) mod csl;
pub(super) mod reference;
pub(super) mod style;
pub(super) mod work;

use hayagriva::citationberg::{
    DatePartName, FontStyle, FontVariant, FontWeight, IndependentStyle, Locale, LocaleCode,
    TextDecoration, VerticalAlign,
};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild,
    ElemChildren, Formatted,
};

use super::sources::published::Published;
use super::sources::source::Source;
use crate::escape;
use style::{for_dates, locales, style};

/// References in one style and language. Making one reads the style and what it says
/// in the language: it is made once.
#[derive(Debug)]
pub struct Bibliography {
    /// For dates that are whole, of a year and a month, of a year alone.
    styles: [IndependentStyle; 3],
    locale: LocaleCode,
    locales: Vec<Locale>,
}

impl Bibliography {
    /// The style of this name, if there is one, in this language. American English stands in for
    /// languages that are not known.
    pub fn new(name: &str, language: &str) -> Option<Bibliography> {
        let style = style(name)?;
        let (locale, locales) = locales(language);
        let month = for_dates(&style, &[DatePartName::Year, DatePartName::Month]);
        let year = for_dates(&style, &[DatePartName::Year]);
        Some(Bibliography {
            styles: [style, month, year],
            locale,
            locales,
        })
    }

    /// The reference, as HTML.
    pub fn entry(&self, source: &Source) -> String {
        html(&self.reference(source))
    }

    fn reference(&self, source: &Source) -> ElemChildren {
        let item = csl::item(source);
        let [whole, month, year] = &self.styles;
        let style = match source.published {
            Some(Published::Year(_)) => year,
            Some(Published::Month(..)) => month,
            Some(Published::Day(_)) | None => whole,
        };
        let mut driver = BibliographyDriver::new();
        driver.citation(CitationRequest::new(
            vec![CitationItem::with_entry(&item)],
            style,
            Some(self.locale.clone()),
            &self.locales,
            None,
        ));
        let request = BibliographyRequest::new(style, Some(self.locale.clone()), &self.locales);
        let rendered = driver.finish(request).bibliography;
        let items = rendered.map(|bibliography| bibliography.items);
        let mut items = items.unwrap_or_default().into_iter();
        let content = items.next().map(|item| item.content);
        let said = content.filter(|content| !is_blank(content));
        // A style may have nothing to say of what says little itself.
        said.unwrap_or_else(|| title(source))
    }
}

fn title(source: &Source) -> ElemChildren {
    ElemChildren(vec![ElemChild::Text(Formatted {
        text: source.title.clone(),
        formatting: Default::default(),
    })])
}

/// What a source is called in running text and in a second note: its author's
/// family name or institution, otherwise its publisher, otherwise its title.
pub fn short(source: &Source) -> &str {
    let author = source.author.first().map(|name| name.short());
    let publisher = source.publisher.as_deref();
    author.or(publisher).unwrap_or(&source.title)
}

/// The reference in HTML.
fn html(children: &ElemChildren) -> String {
    let mut out = String::new();
    for child in &children.0 {
        write_html(child, &mut out);
    }
    out.trim().to_owned()
}

fn write_html(child: &ElemChild, out: &mut String) {
    match child {
        ElemChild::Text(text) => write_formatted(text, out),
        ElemChild::Elem(elem) => {
            // A block of its own is parted from what stands before it.
            if elem.display.is_some() && !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            for child in &elem.children.0 {
                write_html(child, out);
            }
        }
        ElemChild::Markup(text) => escape::text(out, text),
        ElemChild::Link { text, url } if is_on_the_web(url) => {
            out.push_str("<a href=\"");
            escape::address(out, url);
            out.push_str("\">");
            write_formatted(text, out);
            out.push_str("</a>");
        }
        ElemChild::Link { text, .. } => write_formatted(text, out),
        ElemChild::Transparent { .. } => {}
    }
}

fn write_formatted(text: &Formatted, out: &mut String) {
    let formatting = &text.formatting;
    let mut tags = Vec::new();
    if formatting.font_style == FontStyle::Italic {
        tags.push(("<i>", "</i>"));
    }
    if formatting.font_weight == FontWeight::Bold {
        tags.push(("<b>", "</b>"));
    }
    if formatting.text_decoration == TextDecoration::Underline {
        tags.push(("<u>", "</u>"));
    }
    if formatting.font_variant == FontVariant::SmallCaps {
        tags.push(("<span class=\"small-caps\">", "</span>"));
    }
    match formatting.vertical_align {
        VerticalAlign::Sup => tags.push(("<sup>", "</sup>")),
        VerticalAlign::Sub => tags.push(("<sub>", "</sub>")),
        _ => {}
    }
    out.extend(tags.iter().map(|(open, _)| *open));
    escape::text(out, &text.text);
    out.extend(tags.iter().rev().map(|(_, close)| *close));
}

/// Whether a reader would see nothing.
fn is_blank(children: &ElemChildren) -> bool {
    children.0.iter().all(|child| match child {
        ElemChild::Text(text) | ElemChild::Link { text, .. } => text.text.trim().is_empty(),
        ElemChild::Elem(elem) => is_blank(&elem.children),
        ElemChild::Markup(text) => text.trim().is_empty(),
        ElemChild::Transparent { .. } => true,
    })
}

pub(super) fn is_on_the_web(url: &str) -> bool {
    let lower = url.to_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}
