//! One Markdown file: its front matter, and the facts of its body.

use std::ops::Range;
use std::sync::Arc;

use super::component::{Component, File, Linked};
use super::front_matter::{FrontMatter, Marked};
use super::route::{Route, RouteError};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::markdown::{self, Apparatus, Facts, Problem, Quoted};
use crate::yaml::Reader;

/// What one file says, without any other file. It holds no HTML: the body is
/// rendered when the site around it is known.
#[derive(Clone, Debug)]
pub struct Document {
    /// From `content/`, with forward slashes: `reference/people.md`.
    pub path: String,
    /// The address of its page, as its path and its `slug` make it.
    pub address: Result<Route, RouteError>,
    /// The whole file; empty for a folder that has no `index.md`.
    pub text: Arc<str>,
    /// Where in it the front matter's YAML stands.
    matter_range: Range<usize>,
    /// Where in it the body begins.
    body_start: usize,
    /// What the front matter says.
    pub matter: FrontMatter,
    /// What the body holds.
    pub facts: Facts,
    /// The components of the body, in the order they stand.
    pub components: Vec<Component>,
    /// What the texts above the body quote and cite: the summary, then each key
    /// point.
    pub opening: Vec<Marked<Apparatus>>,
    /// What its key points link to.
    pub key_links: Vec<Linked>,
    /// Whether all of it could be read: what it does not use is not known otherwise.
    pub is_whole: bool,
}

impl Document {
    /// Reads a file: `path` from `content/`, and its text.
    pub fn parse(
        path: &str,
        text: &Arc<str>,
        options: &markdown::Options,
        highlighter: &markdown::Highlighter,
    ) -> (Document, Vec<Diagnostic>) {
        let (matter_range, body_start) = match split(text) {
            Ok(parts) => parts,
            Err(problem) => {
                let mut document = Document::empty(path, text.clone());
                document.is_whole = false;
                return (document, vec![problem(&document_path(path), text)]);
            }
        };
        let project_path = document_path(path);
        let mut reader = Reader::part(&project_path, text, matter_range.clone());
        let matter = FrontMatter::read(&mut reader);
        let mut diagnostics = reader.diagnostics;
        let body = text.get(body_start..).unwrap_or_default();
        let mut options = matter.options(options);
        let mut document = Document {
            matter_range,
            body_start,
            matter,
            ..Document::empty(path, text.clone())
        };
        diagnostics.extend(document.scan_opening(&options));
        document.opening.shrink_to_fit();
        document.key_links.shrink_to_fit();
        document.address = document.own_address();
        options.notes_before = document.notes_before_body();
        document.facts = markdown::scan(body, &options, highlighter);
        diagnostics.extend(document.facts.problems.iter().map(|problem| {
            let place = document.body_location(problem.span.clone());
            problem.clone().at(place)
        }));
        diagnostics.extend(document.read_components(&options));
        document.is_whole = diagnostics.iter().all(|one| one.code != Code::YamlSyntax);
        if !document.is_whole {
            // A component that is not closed holds what follows, and the use with it.
            diagnostics.retain(|one| one.code != Code::UnusedFootnote);
        }
        (document, diagnostics)
    }

    /// What the components of the body say.
    fn read_components(&mut self, options: &markdown::Options) -> Vec<Diagnostic> {
        let path = document_path(&self.path);
        let file = File {
            path: &path,
            text: &self.text,
            body_start: self.body_start,
        };
        let mut diagnostics = Vec::new();
        for block in &self.facts.components {
            let (component, problems) = Component::read(block, file, options);
            self.components.push(component);
            diagnostics.extend(problems);
        }
        diagnostics
    }

    /// The summary's quotations and citations, and those of key points, which
    /// are Markdown and have links as well.
    fn scan_opening(&mut self, options: &markdown::Options) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let mut note = |problems: Vec<Problem>, place: Location| {
            let problems = problems.into_iter();
            diagnostics.extend(problems.map(|problem| problem.at(place.clone())));
        };
        if let Some(summary) = &self.matter.summary {
            let (apparatus, problems) = markdown::scan_plain(&summary.value, options);
            self.opening.push(Marked {
                value: apparatus,
                node: summary.node,
            });
            if !problems.is_empty() {
                note(problems, self.matter_location(summary));
            }
        }
        for point in &self.matter.key_points {
            let facts = markdown::scan_inline(&point.value, options);
            self.key_links.extend(Linked::all(facts.links, point.node));
            self.opening.push(Marked {
                value: facts.apparatus,
                node: point.node,
            });
            if !facts.problems.is_empty() {
                note(facts.problems, self.matter_location(point));
            }
        }
        diagnostics
    }

    /// How many notes the page has above its body.
    pub fn notes_before_body(&self) -> usize {
        self.opening
            .iter()
            .map(|text| text.value.citations.len())
            .sum()
    }

    /// What the page quotes and cites, text by text: those above the body, then
    /// the body, then those of its components.
    pub fn texts(&self) -> impl Iterator<Item = &Apparatus> {
        let opening = self.opening.iter().map(|text| &text.value);
        let components = self.components.iter().flat_map(|one| &one.texts);
        opening.chain([&self.facts.apparatus]).chain(components)
    }

    /// What its texts and fields link to, each with whether it is a picture.
    pub fn links(&self) -> impl Iterator<Item = (&str, bool)> {
        let body = self.facts.links.iter();
        let components = self.components.iter().flat_map(|one| &one.links);
        let others = components.chain(&self.key_links);
        body.map(|link| (link.dest.as_str(), link.image))
            .chain(others.map(|link| (link.dest.as_str(), link.is_image)))
    }

    /// The number of the first text of a component among those of the page.
    pub fn first_text_of(&self, component: usize) -> usize {
        let before = self.components.iter().take(component);
        let before: usize = before.map(|one| one.texts.len()).sum();
        self.opening.len() + 1 + before
    }

    /// The component that a text of the page stands in, and its number there.
    fn component_of(&self, text: usize) -> Option<(&Component, usize)> {
        let mut text = text.checked_sub(self.opening.len() + 1)?;
        for component in &self.components {
            if text < component.texts.len() {
                return Some((component, text));
            }
            text -= component.texts.len();
        }
        None
    }

    /// The page of a folder that has no `index.md`, titled after it.
    pub fn of_folder(folder: &str, title: String) -> Document {
        let path = match folder.is_empty() {
            true => "index.md".to_owned(),
            false => format!("{folder}/index.md"),
        };
        let mut document = Document::empty(&path, Arc::from(""));
        document.matter.title = title;
        document
    }

    /// A file that is YAML as a whole, in which nothing is read yet.
    pub(super) fn of_yaml(path: &str, text: Arc<str>) -> Document {
        Document {
            matter_range: 0..text.len(),
            body_start: text.len(),
            ..Document::empty(path, text)
        }
    }

    fn empty(path: &str, text: Arc<str>) -> Document {
        Document {
            path: path.to_owned(),
            address: Route::of_page(path, None),
            text,
            matter_range: 0..0,
            body_start: 0,
            matter: FrontMatter::default(),
            facts: Facts::default(),
            components: Vec::new(),
            opening: Vec::new(),
            key_links: Vec::new(),
            is_whole: true,
        }
    }

    fn own_address(&self) -> Result<Route, RouteError> {
        let slug = self.matter.slug.as_ref().map(|slug| slug.value.as_str());
        Route::of_page(&self.path, slug)
    }

    /// The Markdown.
    pub fn body(&self) -> &str {
        self.text.get(self.body_start..).unwrap_or_default()
    }

    /// The front matter as written.
    pub fn matter_text(&self) -> &str {
        self.text.get(self.matter_range.clone()).unwrap_or_default()
    }

    /// The folder the file is in, from `content/`: `""` for the top.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether this is a folder's own page.
    pub fn is_index(&self) -> bool {
        self.path == "index.md" || self.path.ends_with("/index.md")
    }

    /// The file, from the project's root.
    pub fn location(&self) -> Location {
        Location::file(document_path(&self.path))
    }

    /// The place of a stretch of the body.
    pub fn body_location(&self, span: Range<usize>) -> Location {
        let span = self.body_start + span.start..self.body_start + span.end;
        Location::span(document_path(&self.path), &self.text, span)
    }

    /// The place of a value of the front matter.
    pub fn matter_location<T>(&self, value: &Marked<T>) -> Location {
        self.node_location(value.node)
    }

    /// The place of a node of the front matter, by its number.
    pub fn node_location(&self, node: usize) -> Location {
        let path = document_path(&self.path);
        Reader::part(&path, &self.text, self.matter_range.clone()).location(node)
    }

    /// The place of a node of a component's YAML, by its number.
    pub fn component_location(&self, component: &Component, node: usize) -> Location {
        component.location(&document_path(&self.path), &self.text, node)
    }

    /// The place of a stretch of a text of the page; of one in YAML, all of it.
    pub fn text_location(&self, text: usize, stretch: Range<usize>) -> Location {
        if let Some(opening) = self.opening.get(text) {
            return self.node_location(opening.node);
        }
        match self.component_of(text) {
            Some((component, text)) => {
                self.component_location(component, component.node(text, None))
            }
            None => self.body_location(stretch),
        }
    }

    /// The place of a stretch of what a text of the page quotes; of one in YAML that is
    /// written otherwise there, all of it.
    pub fn quoted_location(&self, text: usize, quoted: &Quoted, stretch: Range<usize>) -> Location {
        let (place, end) = match (self.opening.get(text), self.component_of(text)) {
            (Some(opening), _) => (self.node_location(opening.node), self.matter_range.end),
            (None, Some((component, text))) => {
                let node = component.node(text, Some(quoted));
                (self.component_location(component, node), component.end())
            }
            (None, None) => return self.body_location(quoted.origin.body(stretch)),
        };
        match self.find_words(&place, &quoted.text, end) {
            Some(at) => {
                let span = at + stretch.start..at + stretch.end;
                Location::span(document_path(&self.path), &self.text, span)
            }
            None => place,
        }
    }

    /// Where some words stand in the file, from a place on and before a byte.
    fn find_words(&self, place: &Location, words: &str, end: usize) -> Option<usize> {
        let line = place.line.as_ref()?;
        let lines = self.text.split_inclusive('\n').take(line.number - 1);
        let from = lines.map(str::len).sum::<usize>() + line.span.start;
        let rest = self.text.get(from..end)?;
        Some(from + rest.find(words)?)
    }
}

fn document_path(path: &str) -> String {
    format!("content/{path}")
}

type SplitError = fn(&str, &str) -> Diagnostic;

/// Where the front matter's YAML and the body stand. Front matter begins with a
/// line `---` and ends with the next.
fn split(text: &str) -> Result<(Range<usize>, usize), SplitError> {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return Err(no_front_matter);
    };
    let start = first.len();
    let mut offset = start;
    for line in lines {
        if line.trim_end() == "---" {
            return Ok((start..offset, offset + line.len()));
        }
        offset += line.len();
    }
    Err(unterminated)
}

fn no_front_matter(path: &str, text: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, "this page has no front matter")
        .at(Location::span(
            path,
            text,
            0..text.find('\n').unwrap_or(text.len()),
        ))
        .help("begin the file with `---`, `title: …`, `---`, each on a line of its own")
}

fn unterminated(path: &str, text: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnterminatedMatter,
        "the front matter that begins here does not end",
    )
    .at(Location::span(path, text, 0..3))
    .help("put a line `---` between the front matter and the text")
}
