//! What one body says about itself: its outline, links, ids, words, mistakes.

use std::ops::Range;
use std::sync::Arc;

use super::citation::Citation;
use super::origin::Origin;
use crate::diagnostic::{Code, Diagnostic, Location};

/// What one body says about itself. Spans are bytes of the body.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The headings, in the order they stand.
    pub headings: Vec<Heading>,
    /// The links and images, those with an unsafe address left out.
    pub links: Vec<Link>,
    /// What it quotes and cites.
    pub apparatus: Apparatus,
    /// Its components, in the order they stand.
    pub components: Vec<Block>,
    /// The terms that it uses, by their number, in the order of their first use.
    pub terms: Vec<usize>,
    /// The ids of its paragraphs, in order.
    pub paragraphs: Vec<Arc<str>>,
    /// Every id in the body that one can link to, sorted.
    pub ids: Vec<Arc<str>>,
    /// The first words of its paragraphs, about 300 characters.
    pub text: String,
    /// How many words it has, code left out. A Han character or a kana is one.
    pub words: usize,
    /// Whether it holds HTML that is kept, and cleaned.
    pub(super) raw_html: bool,
    /// The mistakes that its text alone shows.
    pub problems: Vec<Problem>,
}

/// What a text quotes and cites, in the order it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apparatus {
    /// Its citations: each becomes a note.
    pub citations: Vec<Citation>,
    /// Its quotations, with those that lack a citation and should have one.
    pub quotations: Vec<Quoted>,
    /// The keys that stand in the texts of links, where they cite nothing, and
    /// their places.
    pub linked: Vec<(String, Range<usize>)>,
    /// The words in brackets that may be keys without their `@`, and their places.
    pub unmarked: Vec<(String, Range<usize>)>,
}

impl Apparatus {
    fn shrink(&mut self) {
        self.citations.shrink_to_fit();
        self.quotations.shrink_to_fit();
        self.linked.shrink_to_fit();
        self.unmarked.shrink_to_fit();
    }
}

/// One quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// What is quoted, without the marks around it.
    pub text: String,
    /// Where that stands in the body.
    pub origin: Origin,
    /// The number of the citation that it comes with.
    pub citation: Option<usize>,
    /// Whether it is a block, or a phrase in quotation marks.
    pub is_block: bool,
    /// Who is quoted, as a block's last line says.
    pub speaker: Option<String>,
}

/// One heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id, unique in the body.
    pub id: Arc<str>,
    /// Its inline markup without links and notes, for a table of contents.
    pub html: String,
}

/// One link or image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its address as written, entities and escapes resolved.
    pub dest: String,
    /// Whether it is an image.
    pub image: bool,
    /// Where it stands.
    pub span: Range<usize>,
}

/// One component, not yet read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Which one.
    pub name: String,
    /// The YAML in it, without what stands before its lines.
    pub yaml: String,
    /// All of it, with its fences.
    pub span: Range<usize>,
}

/// One mistake, without the name of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which kind.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where it stands.
    pub span: Range<usize>,
}

impl Problem {
    /// The same with the place where it stands in a file.
    pub fn at(self, place: Location) -> Diagnostic {
        let problem = Diagnostic::new(self.code, self.message);
        problem.at(place).maybe_help(self.help)
    }
}

/// Names are compared with all others only for so many mistakes: that takes
/// time, and nobody reads more.
const MOST_SUGGESTIONS: usize = 20;

impl Facts {
    /// Whether there is a place of this id in the body.
    pub fn has_id(&self, id: &str) -> bool {
        self.ids.binary_search_by(|known| (**known).cmp(id)).is_ok()
    }

    /// Brings what the passes noted into order, and gives back the room that it took while
    /// it grew: it is kept as long as the site, for every page.
    pub(super) fn settle(&mut self) {
        self.links.sort_by_key(|link| link.span.start);
        self.problems.sort_by_key(|problem| problem.span.start);
        self.ids.sort_unstable();
        self.ids.dedup();
        self.ids.shrink_to_fit();
        for heading in &mut self.headings {
            heading.html.shrink_to_fit();
        }
        self.headings.shrink_to_fit();
        self.links.shrink_to_fit();
        self.apparatus.shrink();
        self.paragraphs.shrink_to_fit();
        self.terms.shrink_to_fit();
        self.text.shrink_to_fit();
    }

    /// Whether to look for the name that was meant.
    pub(super) fn suggests(&self) -> bool {
        self.problems.len() < MOST_SUGGESTIONS
    }

    /// Notes a mistake.
    pub(super) fn problem(&mut self, code: Code, span: Range<usize>, message: String, help: &str) {
        self.problems.push(Problem {
            code,
            message,
            help: (!help.is_empty()).then(|| help.to_owned()),
            span,
        });
    }
}
