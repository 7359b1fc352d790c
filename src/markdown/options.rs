//! What a site decides about its Markdown, and the words that markup needs.

use schemars::JsonSchema;

use super::Terms;
use crate::component::Schemas;

/// What a site decides about its Markdown.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(default, deny_unknown_fields)]
pub struct Options {
    /// Whether HTML in Markdown is kept (and cleaned) or shown as text.
    #[schemars(with = "Option<bool>")]
    pub raw_html: bool,
    /// Whether `$…$` and `$$…$$` are mathematics.
    #[schemars(with = "Option<bool>")]
    pub mathematics: bool,
    /// Whether straight quotation marks, `--` and `...` become typographic.
    #[schemars(with = "Option<bool>")]
    pub smart_punctuation: bool,
    /// Whether code is highlighted.
    #[schemars(with = "Option<bool>")]
    pub highlight: bool,
    /// Whether paragraphs carry numbers.
    #[schemars(with = "Option<bool>")]
    pub numbered: bool,
    /// How many notes stand before the text on its page: its own are numbered
    /// from there.
    #[schemars(skip)]
    pub notes_before: usize,
    /// Whether citations are written in short where they stand: no note can follow.
    #[schemars(skip)]
    pub without_notes: bool,
    /// The components that it may hold.
    #[schemars(skip)]
    pub components: Schemas,
    /// The terms that are explained where the text uses them first.
    #[schemars(skip)]
    pub terms: Terms,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            raw_html: false,
            mathematics: true,
            smart_punctuation: false,
            highlight: true,
            numbered: false,
            notes_before: 0,
            without_notes: false,
            components: Schemas::default(),
            terms: Terms::default(),
        }
    }
}

/// The words of the interface that stand in a body's markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// What a heading's link is called; `{title}` is the heading.
    pub permalink: String,
    /// What a paragraph's number is called; `{number}` is the number.
    pub paragraph: String,
    /// What a table that scrolls is called.
    pub table: String,
    /// The title of an alert of kind `NOTE`.
    pub note: String,
    /// The title of an alert of kind `TIP`.
    pub tip: String,
    /// The title of an alert of kind `IMPORTANT`.
    pub important: String,
    /// The title of an alert of kind `WARNING`.
    pub warning: String,
    /// The title of an alert of kind `CAUTION`.
    pub caution: String,
    /// What the section of footnotes is called.
    pub footnotes: String,
    /// What the way back from a footnote is called.
    pub back: String,
    /// What a ticked box says.
    pub done: String,
    /// What an empty box says.
    pub todo: String,
}

impl Default for Labels {
    fn default() -> Self {
        Labels {
            permalink: "Link to this section: {title}".to_owned(),
            paragraph: "Paragraph {number}".to_owned(),
            table: "Table".to_owned(),
            note: "Note".to_owned(),
            tip: "Tip".to_owned(),
            important: "Important".to_owned(),
            warning: "Warning".to_owned(),
            caution: "Caution".to_owned(),
            footnotes: "Notes".to_owned(),
            back: "Back to the text".to_owned(),
            done: "Done".to_owned(),
            todo: "To do".to_owned(),
        }
    }
}

/// What an address in Markdown becomes in HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// The address to write, not yet escaped for HTML.
    pub href: String,
    /// An image's width and height, where known.
    pub size: Option<(u32, u32)>,
    /// Whether it leads away from the site.
    pub external: bool,
}

/// How a site turns an address, of an image where the second argument is
/// true, into what is written.
pub type Resolve<'a> = dyn Fn(&str, bool) -> Resolved + 'a;

/// What a site makes of one citation. All but `name` is finished markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cited {
    /// What the source is called in a sentence.
    pub name: String,
    /// The text of its note.
    pub note: String,
    /// The same in short, for where no note can stand.
    pub inline: String,
    /// The locator in brackets, with a space before it.
    pub locator: String,
    /// What stands behind the number: that a quotation was verified.
    pub mark: String,
}

/// What a site says of a term.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explained {
    /// The address of its entry.
    pub href: String,
    /// What it means: plain text.
    pub meaning: String,
}

/// What a text needs of the site around it to be rendered.
pub struct Surroundings<'a> {
    /// Addresses of links and images.
    pub resolve: &'a Resolve<'a>,
    /// Citations, by their number in the text.
    pub cite: &'a dyn Fn(usize) -> Cited,
    /// The markup of components, by their number in the text.
    pub component: &'a dyn Fn(usize) -> String,
    /// Terms, by their number in [`Options::terms`].
    pub explain: &'a dyn Fn(usize) -> Option<Explained>,
    /// The chapter that the text is, where others stand on the same page.
    pub chapter: Option<Chapter<'a>>,
}

/// What a text becomes that is a chapter of a page.
#[derive(Clone, Copy, Debug)]
pub struct Chapter<'a> {
    /// Stands before each of its ids, so that no two chapters have the same.
    pub prefix: &'a str,
    /// How many levels deeper its headings are than on a page of its own.
    pub deeper: u8,
    /// Stands before the relative addresses in its HTML, which begin at the
    /// page of its own: the way there.
    pub base: &'a str,
}
