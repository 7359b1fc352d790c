//! A [`Work`] into its reference in three styles: what these say of a page on the
//! web and no more, so that it takes microseconds.
//!
//! Promises what the same styles of [`crate::evidence::Bibliography`] say, but that a title
//! keeps its letters as they are, and is punctuated as the styles ask.

use super::is_on_the_web;
use super::work::Work;
use crate::escape;

/// One way to cite a work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// The style: `APA`, `Chicago`, `MLA`.
    pub style: &'static str,
    /// As HTML.
    pub html: String,
}

/// The names of months, and MLA's short ones.
const MONTHS: [(&str, &str); 12] = [
    ("January", "Jan."),
    ("February", "Feb."),
    ("March", "Mar."),
    ("April", "Apr."),
    ("May", "May"),
    ("June", "June"),
    ("July", "July"),
    ("August", "Aug."),
    ("September", "Sept."),
    ("October", "Oct."),
    ("November", "Nov."),
    ("December", "Dec."),
];

/// `Office. (2026, May 1). Title. Publisher. Site. https://…`
pub(super) fn apa(work: &Work) -> Reference {
    let mut out = Reference::new("APA");
    let date = match day(work) {
        Some(day) => format!("({}, {} {})", day.year, day.month, day.day),
        None => "(n.d.)".to_owned(),
    };
    let (site, publisher) = within(work);
    let authors = match work.authors.as_slice() {
        [first @ .., last] if first.len() >= 20 => {
            let named = first.get(..19).unwrap_or_default();
            Some(format!("{}, … {last}", named.join(", ")))
        }
        authors => names(authors, "&"),
    };
    let by_publisher = authors.is_none();
    match authors.as_deref().or(publisher) {
        Some(author) => {
            out.sentence(author);
            out.sentence(&date);
            out.work(&work.title);
        }
        None => {
            out.work(&work.title);
            out.sentence(&date);
        }
    }
    for text in [publisher.filter(|_| !by_publisher), site] {
        out.sentence(text.unwrap_or_default());
    }
    if let Some(url) = &work.url {
        out.link(url);
    }
    out
}

/// `Office. 2026. “Title.” Site, Publisher, May 1. https://….`
pub(super) fn chicago(work: &Work) -> Reference {
    let mut out = Reference::new("Chicago");
    let day = day(work);
    let year = day
        .as_ref()
        .map_or("n.d.".to_owned(), |day| day.year.to_string());
    let (mut site, mut publisher) = within(work);
    let authors = match work.authors.as_slice() {
        [first, second, third, rest @ ..] if rest.len() >= 4 => {
            Some(format!("{first}, {second}, {third}, et al."))
        }
        authors => names(authors, "and"),
    };
    // Who stands for the author is not named again.
    let author = authors.or_else(|| publisher.take().or_else(|| site.take()).map(str::to_owned));
    match author {
        Some(author) => {
            out.sentence(&author);
            out.sentence(&year);
            out.part(&work.title);
        }
        None => {
            out.part(&work.title);
            out.sentence(&year);
        }
    }
    let day = day.map(|day| format!("{} {}", day.month, day.day));
    let rest = [site, publisher, day.as_deref()];
    let rest: Vec<&str> = rest.into_iter().flatten().collect();
    out.sentence(&rest.join(", "));
    if let Some(url) = &work.url {
        out.link(url);
        out.stop();
    }
    out
}

/// `Office. “Title.” Site, Publisher, 1 May 2026, https://….`
pub(super) fn mla(work: &Work) -> Reference {
    let mut out = Reference::new("MLA");
    let authors = match work.authors.as_slice() {
        [first, _, _, ..] => Some(format!("{first}, et al.")),
        authors => names(authors, "and"),
    };
    out.sentence(authors.as_deref().unwrap_or_default());
    let (site, publisher) = within(work);
    let mut before = match site {
        Some(site) => {
            out.part(&work.title);
            out.space();
            out.italic(site);
            ", "
        }
        None => {
            out.work(&work.title);
            " "
        }
    };
    let day = day(work).map(|day| format!("{} {} {}", day.day, day.short_month, day.year));
    for text in [publisher, day.as_deref()].into_iter().flatten() {
        out.plain(before);
        out.plain(text);
        before = ", ";
    }
    if let Some(url) = &work.url {
        out.plain(before);
        out.web(url);
    }
    out.stop();
    out
}

/// What the work is part of, and who publishes it; a publisher stands for the
/// site that is not named, as in all references.
fn within(work: &Work) -> (Option<&str>, Option<&str>) {
    match work.site() {
        Some(site) => (Some(site), work.publisher()),
        None => (work.publisher(), None),
    }
}

struct Day {
    day: i8,
    month: &'static str,
    short_month: &'static str,
    year: i16,
}

fn day(work: &Work) -> Option<Day> {
    let (day, month, year) = work.date?.day_month_year();
    let place = usize::try_from(month).ok()?.checked_sub(1)?;
    let (month, short_month) = *MONTHS.get(place)?;
    Some(Day {
        day,
        month,
        short_month,
        year,
    })
}

/// `A`, `A, and B`, `A, B, and C`.
fn names(names: &[String], and: &str) -> Option<String> {
    match names {
        [] => None,
        [one] => Some(one.clone()),
        [first @ .., last] => Some(format!("{}, {and} {last}", first.join(", "))),
    }
}

impl Reference {
    fn new(style: &'static str) -> Reference {
        Reference {
            style,
            ..Reference::default()
        }
    }

    fn plain(&mut self, text: &str) {
        escape::text(&mut self.html, text);
    }

    fn italic(&mut self, text: &str) {
        self.html.push_str("<i>");
        self.plain(text);
        self.html.push_str("</i>");
    }

    fn space(&mut self) {
        if !self.html.is_empty() {
            self.plain(" ");
        }
    }

    /// A full stop, unless there is one, or what stands for it.
    fn stop(&mut self) {
        if !self.html.is_empty() && !ends_sentence(&self.html) {
            self.plain(".");
        }
    }

    /// A text, if it is one, and a full stop.
    fn sentence(&mut self, text: &str) {
        if !text.is_empty() {
            self.space();
            self.plain(text);
            self.stop();
        }
    }

    /// The title of a work that stands alone.
    fn work(&mut self, title: &str) {
        self.space();
        self.italic(title);
        self.stop();
    }

    /// The title of a part of a work, in quotation marks. Those in it become
    /// single ones, and a full stop stands before all that close, as in America.
    fn part(&mut self, title: &str) {
        self.space();
        // German and Polish quotations end in marks that begin English ones.
        let is_english = !title.contains('„');
        let inner = match is_english {
            true => title.replace('“', "‘").replace('”', "’"),
            false => title.to_owned(),
        };
        let within = match is_english && title.ends_with('”') {
            true => inner.strip_suffix('’'),
            false => None,
        };
        self.plain("“");
        self.plain(within.unwrap_or(&inner));
        self.stop();
        self.plain(if within.is_some() { "’”" } else { "”" });
    }

    /// The address after a full stop.
    fn link(&mut self, url: &str) {
        self.space();
        self.web(url);
    }

    fn web(&mut self, url: &str) {
        if !is_on_the_web(url) {
            return self.plain(url);
        }
        self.html.push_str("<a href=\"");
        escape::address(&mut self.html, url);
        self.html.push_str("\">");
        self.plain(url);
        self.html.push_str("</a>");
    }
}

/// Whether HTML ends in a full stop or a mark that stands for it, inside closing
/// tags and quotation marks too.
fn ends_sentence(html: &str) -> bool {
    let text = html.trim_end_matches("</i>").trim_end_matches("</a>");
    let text = text.trim_end_matches(['”', '’', '"', '\'', '»']);
    text.ends_with(['.', '?', '!'])
}
