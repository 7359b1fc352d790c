//! A component of a body: what its YAML says, and what its texts quote and cite, which are
//! checked as all others are.

use crate::component::{self, Prose, Said};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::markdown::{
    self, Apparatus, Block, Facts, Link, Origin, Problem, Quoted, unsafe_scheme,
};
use crate::yaml::{Kind, Reader};

/// A component of a body.
#[derive(Clone, Debug)]
pub struct Component {
    /// Which one.
    pub name: String,
    /// What it says; nothing where it cannot be read, which is reported.
    pub said: Option<Said>,
    /// Whether it is as its schema says, and can be shown.
    pub is_good: bool,
    /// What each of its texts quotes and cites.
    pub texts: Vec<Apparatus>,
    /// What its texts and fields link to.
    pub links: Vec<Linked>,
    yaml: String,
    /// The byte of the file with which the line below its fence begins.
    start: usize,
    /// The byte of the file with which it ends.
    end: usize,
}

/// A link or a picture of a text in YAML.
#[derive(Clone, Debug)]
pub struct Linked {
    /// Its address as written.
    pub dest: String,
    /// Whether it is a picture.
    pub is_image: bool,
    /// The number of the YAML node.
    pub node: usize,
}

/// A file that holds components: its path from the project's root, its text, and where in
/// that its body begins.
#[derive(Clone, Copy)]
pub struct File<'a> {
    pub path: &'a str,
    pub text: &'a str,
    pub body_start: usize,
}

impl Linked {
    /// The links of the text in a node.
    pub(super) fn all(links: Vec<Link>, node: usize) -> impl Iterator<Item = Linked> {
        links.into_iter().map(move |link| Linked {
            dest: link.dest,
            is_image: link.image,
            node,
        })
    }
}

impl Component {
    /// Reads a block. How it is to be read is part of the options.
    pub fn read(
        block: &Block,
        file: File,
        options: &markdown::Options,
    ) -> (Component, Vec<Diagnostic>) {
        let opening = file.body_start + block.span.start;
        let end = file.body_start + block.span.end;
        let first = file.text.get(opening..end).unwrap_or_default().find('\n');
        let mut component = Component {
            name: block.name.clone(),
            said: None,
            is_good: false,
            texts: Vec::new(),
            links: Vec::new(),
            yaml: block.yaml.clone(),
            start: first.map_or(end, |first| opening + first + 1),
            end,
        };
        let mut reader = component.reader(file.path, file.text);
        let root = reader.parse();
        let schema = options.components.get(&block.name);
        let mut said = None;
        match (&root, schema) {
            (Some(root), _) if root.kind == Kind::Null => {
                let problem = Diagnostic::new(
                    Code::MissingKey,
                    format!("this `{}` says nothing", block.name),
                );
                let place = Location::span(file.path, file.text, opening..end);
                let help = "write its fields below: the manual’s page on components lists them";
                reader.diagnostics.push(problem.at(place).help(help));
            }
            (Some(root), Some(schema)) => {
                said = component::read(&mut reader, root, &block.name, schema);
            }
            _ => {}
        }
        let mut diagnostics = reader.diagnostics;
        component.is_good = diagnostics.is_empty();
        if !component.is_good
            && let Some(problem) = component.not_closed(file, opening)
        {
            // What else is wrong is so because of what follows.
            return (component, vec![problem]);
        }
        if let Some(said) = &said {
            component.scan(said, file, options, &mut diagnostics);
        }
        component.said = said;
        (component, diagnostics)
    }

    /// Whether it goes on to the end of what holds it, or has another fence within: nobody
    /// ended it.
    fn not_closed(&self, file: File, opening: usize) -> Option<Diagnostic> {
        let block = file.text.get(opening..self.end)?.trim_end();
        let (fence, rest) = block.split_at(block.find(|c| !matches!(c, '`' | '~'))?);
        if rest.ends_with(fence) && !self.yaml.lines().any(|line| line.starts_with(fence)) {
            return None;
        }
        let message = format!("the `{}` that begins here is not closed", self.name);
        let place = Location::span(file.path, file.text, opening..self.end);
        let help = format!("end it with a line of its own that holds only {fence}");
        let problem = Diagnostic::new(Code::YamlSyntax, message);
        Some(problem.at(place).help(help))
    }

    /// Its texts' quotations, citations and links, and its addresses.
    fn scan(
        &mut self,
        said: &Said,
        file: File,
        options: &markdown::Options,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let options = options_of_texts(options);
        for prose in &said.prose {
            let mut facts = markdown::scan_inline(&written(prose), &options);
            if prose.is_source && facts.apparatus.citations.is_empty() {
                diagnostics.push(self.at(file, prose.node, no_source(&prose.text)));
                self.is_good = false;
            }
            note_quoted(&mut facts, prose);
            self.links.extend(Linked::all(facts.links, prose.node));
            self.texts.push(facts.apparatus);
            for problem in facts.problems {
                diagnostics.push(self.at(file, prose.node, problem));
            }
        }
        for address in &said.addresses {
            if let Some(scheme) = unsafe_scheme(&address.dest, address.is_image) {
                let message =
                    format!("the address begins with `{scheme}:`, which is not allowed here");
                let help = "links may begin with `https:`, `http:`, `mailto:`, `tel:` or `sms:`";
                let problem = Diagnostic::new(Code::UnsafeLink, message).help(help);
                let place = self.location(file.path, file.text, address.node);
                diagnostics.push(problem.at(place));
                self.is_good = false;
                continue;
            }
            self.links.push(Linked {
                dest: address.dest.clone(),
                is_image: address.is_image,
                node: address.node,
            });
        }
    }

    fn at(&self, file: File, node: usize, problem: Problem) -> Diagnostic {
        problem.at(self.location(file.path, file.text, node))
    }

    fn reader<'a>(&'a self, path: &'a str, text: &'a str) -> Reader<'a> {
        Reader::lines(path, text, &self.yaml, self.start)
    }

    /// The place of a node of it in its file.
    pub fn location(&self, path: &str, text: &str, node: usize) -> Location {
        self.reader(path, text).location(node)
    }

    /// The byte of the file with which it ends.
    pub fn end(&self) -> usize {
        self.end
    }

    /// The node that holds one of its texts, or what is quoted with it.
    pub fn node(&self, text: usize, quoted: Option<&Quoted>) -> usize {
        let prose = self.said.as_ref().and_then(|said| said.prose.get(text));
        prose.map_or(0, |prose| match (&prose.quoted, quoted) {
            (Some((_, node)), Some(_)) => *node,
            _ => prose.node,
        })
    }
}

/// How texts of components are read: no note can follow them.
pub fn options_of_texts(options: &markdown::Options) -> markdown::Options {
    markdown::Options {
        without_notes: true,
        notes_before: 0,
        ..options.clone()
    }
}

/// A text as it would stand in Markdown.
fn written(prose: &Prose) -> String {
    match prose.is_source {
        true => format!("[{}]", prose.text),
        false => prose.text.clone(),
    }
}

/// What names no source is not left out silently.
fn no_source(text: &str) -> Problem {
    let key = text.trim_start_matches('@');
    Problem {
        code: Code::CitationForm,
        span: 0..0,
        message: format!("`{key}` is no source"),
        help: Some(
            "write its key, and a place in it: `kbc-2024, para. 4`, without brackets".into(),
        ),
    }
}

/// What a record quotes is from the source that it names.
fn note_quoted(facts: &mut Facts, prose: &Prose) {
    let Some((text, _)) = &prose.quoted else {
        return;
    };
    facts.apparatus.quotations.push(Quoted {
        text: text.clone(),
        origin: Origin::default(),
        citation: (!facts.apparatus.citations.is_empty()).then_some(0),
        is_block: true,
        speaker: None,
    });
}
