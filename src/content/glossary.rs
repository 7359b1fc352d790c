//! `content/glossary.yaml` into a [`Glossary`]: the terms that pages use, what each means,
//! and by which words it is found.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schemars::JsonSchema;

use super::component::{Linked, options_of_texts};
use super::document::Document;
use super::front_matter::Marked;
use super::route::slug;
use crate::diagnostic::{Code, Diagnostic, Location, did_you_mean};
use crate::markdown::{self, Apparatus, Slugs, Terms};
use crate::yaml::{self, Fields, Item, Kind, Line, Reader};

/// The file, from `content/`.
const FILE: &str = "glossary.yaml";
/// The file, from the project's root.
pub const PATH: &str = "content/glossary.yaml";

/// The longest form of a term, in characters: each word of a text is compared with as many
/// as the longest form has.
const LONGEST: usize = 100;

/// What the file says.
#[derive(Clone, Debug, Default)]
pub struct Glossary {
    /// The terms, as the file orders them. Their place is their number.
    pub entries: Vec<Entry>,
    /// By which words they are found.
    pub terms: Terms,
    text: Arc<str>,
}

/// One term.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Entry {
    /// As it is called.
    #[schemars(with = "Line")]
    pub term: Marked<String>,
    /// Of its own in the list.
    #[schemars(skip)]
    pub id: String,
    /// Other words for it, and other forms of the word.
    #[schemars(with = "Option<Vec<Line>>")]
    pub aliases: Vec<Marked<String>>,
    /// What stands for it in short.
    #[schemars(with = "Option<Line>")]
    pub abbreviation: Option<Marked<String>>,
    /// What it means: one line of Markdown.
    #[schemars(with = "Line")]
    pub definition: Marked<String>,
    // By their number, once all are read.
    /// The terms to look at as well, each as its `term` says.
    #[schemars(with = "Option<Vec<Line>>")]
    pub see: Vec<usize>,
    #[schemars(skip)]
    apparatus: Apparatus,
    #[schemars(skip)]
    links: Vec<Linked>,
}

const KEYS: &[&str] = &["term", "aliases", "abbreviation", "definition", "see"];

/// A term, and the names of those to see, which may stand further down.
type Written = (Entry, Vec<Marked<String>>);

impl Glossary {
    /// Reads the file's text. `options` are those of the site's Markdown.
    pub fn read(text: &Arc<str>, options: &markdown::Options) -> (Glossary, Vec<Diagnostic>) {
        let mut reader = Reader::new(PATH, text);
        let root = reader.parse();
        let root = root.filter(|root| root.kind != Kind::Null);
        let options = options_of_texts(options);
        let written = root.and_then(|root| {
            let item = Item {
                name: "glossary".to_owned(),
                node: &root,
            };
            let Kind::List(_) = root.kind else {
                let help = "begin each term on a line of its own: `- term: …`".to_owned();
                return reader.wrong_type(&item, "a list", help);
            };
            yaml::list(&mut reader, &item, |r, item| entry(r, item, &options))
        });
        let mut glossary = Glossary {
            text: text.clone(),
            ..Glossary::default()
        };
        let (entries, see): (Vec<_>, Vec<_>) = written.unwrap_or_default().into_iter().unzip();
        glossary.entries = entries;
        glossary.give_ids();
        glossary.note_forms(&mut reader);
        glossary.note_see(see, &mut reader);
        (glossary, reader.diagnostics)
    }

    fn give_ids(&mut self) {
        let mut ids = Slugs::default();
        for entry in &mut self.entries {
            let mut id = slug(&entry.term.value);
            // What was checked of a quotation has such an id.
            if id.starts_with("checked-") {
                id.insert_str(0, "term-");
            }
            entry.id = ids.number(id);
        }
    }

    /// Notes by which words each is found. Two terms cannot share them.
    fn note_forms(&mut self, reader: &mut Reader) {
        for (number, entry) in self.entries.iter().enumerate() {
            let words = [&entry.term].into_iter().chain(&entry.aliases);
            let words = words.map(|form| (form, is_abbreviated(&form.value)));
            let short = entry.abbreviation.iter().map(|form| (form, true));
            for (form, is_exact) in words.chain(short) {
                let Err(other) = self.terms.add(&form.value, number, is_exact) else {
                    continue;
                };
                let other = self.entries.get(other);
                let message = match other {
                    Some(other) => format!(
                        "`{}` stands for two terms, `{}` and `{}`",
                        form.value, other.term.value, entry.term.value
                    ),
                    None => format!("`{}` stands for two terms", form.value),
                };
                let first = other.map(|entry| entry.term.node);
                reader.push(
                    Code::DuplicateTerm,
                    message,
                    form.node,
                    |problem, reader| {
                        let problem = problem
                            .help("keep it in one of the two: a word of a page leads to one entry");
                        match first {
                            Some(first) => problem.related(reader.location(first), "the other one"),
                            None => problem,
                        }
                    },
                );
            }
        }
    }

    fn note_see(&mut self, see: Vec<Vec<Marked<String>>>, reader: &mut Reader) {
        let entries = self.entries.iter().enumerate();
        let numbers: BTreeMap<String, usize> = entries
            .map(|(number, entry)| (entry.term.value.clone(), number))
            .collect();
        for (entry, names) in self.entries.iter_mut().zip(see) {
            for name in names {
                if let Some(number) = numbers.get(&name.value) {
                    entry.see.push(*number);
                    continue;
                }
                let help = match did_you_mean(&name.value, numbers.keys().map(String::as_str)) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "name it as its `term` does".to_owned(),
                };
                let message = format!("there is no term `{}`", name.value);
                reader.report(name.node, Code::UnknownTerm, message, Some(help));
            }
        }
    }

    /// Some of the terms and all that they say to see, by their number.
    pub fn with_seen(&self, terms: impl Iterator<Item = usize>) -> BTreeSet<usize> {
        let mut all = BTreeSet::new();
        let mut next: Vec<usize> = terms.collect();
        while let Some(number) = next.pop() {
            if all.insert(number) {
                let entry = self.entries.get(number);
                next.extend(entry.into_iter().flat_map(|entry| &entry.see));
            }
        }
        all
    }

    /// The definitions of some terms as a page: its key points. What they quote, cite and
    /// link to is then checked and shown as that of pages is.
    pub fn document(&self, terms: &BTreeSet<usize>) -> Document {
        let mut document = Document::of_yaml(FILE, self.text.clone());
        for entry in terms.iter().filter_map(|term| self.entries.get(*term)) {
            let node = entry.definition.node;
            document.matter.key_points.push(entry.definition.clone());
            document.opening.push(Marked {
                value: entry.apparatus.clone(),
                node,
            });
            document.key_links.extend(entry.links.iter().cloned());
        }
        document
    }

    /// The place of a term.
    pub fn location(&self, entry: &Entry) -> Location {
        Reader::new(PATH, &self.text).location(entry.term.node)
    }
}

fn entry(r: &mut Reader, item: &Item, options: &markdown::Options) -> Option<Written> {
    let fields = Fields::of(r, item, KEYS);
    let term = fields.require(r, "term", form);
    let definition = fields.require(r, "definition", definition);
    let many =
        |r: &mut Reader, key: &str, read: fn(&mut Reader, &Item) -> Option<Marked<String>>| {
            let list = fields.read(r, key, |r, item| yaml::list(r, item, read));
            list.unwrap_or_default()
        };
    let (aliases, see) = (many(r, "aliases", form), many(r, "see", marked));
    let abbreviation = fields.read(r, "abbreviation", form);
    let (term, definition) = (term?, definition?);
    let facts = markdown::scan_inline(&definition.value, options);
    for problem in facts.problems {
        r.report(definition.node, problem.code, problem.message, problem.help);
    }
    let links = Linked::all(facts.links, definition.node).collect();
    let entry = Entry {
        term,
        id: String::new(),
        aliases,
        abbreviation,
        definition,
        see: Vec::new(),
        apparatus: facts.apparatus,
        links,
    };
    Some((entry, see))
}

fn marked(reader: &mut Reader, item: &Item) -> Option<Marked<String>> {
    let value = yaml::name(reader, item)?;
    Some(Marked {
        value,
        node: item.node.id,
    })
}

/// What a term means.
fn definition(reader: &mut Reader, item: &Item) -> Option<Marked<String>> {
    if let Kind::List(_) | Kind::Map(_) = item.node.kind {
        let help = "write one line of Markdown, in quotation marks where it begins with `[` or `{` \
                    or holds `: `";
        return reader.wrong_type(item, "a text", help.to_owned());
    }
    marked(reader, item)
}

/// Words by which a term is found.
fn form(reader: &mut Reader, item: &Item) -> Option<Marked<String>> {
    let form = marked(reader, item)?;
    let (why, help) = match &form.value {
        text if text.chars().count() > LONGEST => ("is too long for a term", "name it in short"),
        text if !text.contains(char::is_alphanumeric) => {
            ("holds no word", "write the words as pages have them")
        }
        _ => return Some(form),
    };
    let message = format!("`{}` {why}", item.name);
    reader.report(
        form.node,
        Code::InvalidValue,
        message,
        Some(help.to_owned()),
    );
    None
}

/// Whether no letter's case is free: what is all capitals is another word in small letters.
fn is_abbreviated(form: &str) -> bool {
    !form.contains(char::is_lowercase)
}
