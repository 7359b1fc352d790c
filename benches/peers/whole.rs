//! The floor that makes whole pages: front matter, Markdown, colours, a template. Bare
//! loops over all cores, with the libraries that Attaché uses; nothing is checked.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use minijinja::{Environment, Value, context};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};
use rayon::prelude::*;
use serde::Deserialize;
use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;

use crate::floor::files;
use crate::tool::{Offers, PAGES_LISTED, SECTIONS_LISTED, Tool};

const TEMPLATES: &[(&str, &str)] = &[
    ("page.html", include_str!("themes/floor/page.html")),
    (
        "navigation.html",
        include_str!("themes/floor/navigation.html"),
    ),
];

/// What its output is held against, as that of a tool.
pub fn as_tool(command: Vec<String>, output: &'static str) -> Tool {
    Tool {
        name: "The floor that renders",
        version: String::new(),
        command,
        is_one_program: false,
        write: |_, _| Ok(()),
        pages: "",
        output,
        ending: "/index.html",
        text: ("div", "body"),
        offers: Offers {
            tags: None,
            feed: None,
            sitemap: None,
            ..Offers::ALL
        },
        most: usize::MAX,
        note: "bare loops, one layout, navigation made once a section. Nothing is checked.",
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Front {
    title: String,
    summary: String,
    date: String,
    tags: Vec<String>,
}

struct Page {
    /// From the site's root, without an ending.
    path: String,
    front: Front,
    body: String,
}

/// Makes every page of a project.
pub fn make(project: &Path, output: &Path, highlight: bool) {
    let content = project.join("content");
    let mut sources = files(&content);
    sources.sort_unstable();
    let read = sources.par_iter().map(|file| read(file, &content));
    let pages: Vec<Page> = read.collect();
    let mut environment = Environment::new();
    for (name, text) in TEMPLATES {
        environment.add_template(name, text).unwrap();
    }
    let navigation = navigation(&pages, &environment);
    for section in navigation.keys() {
        fs::create_dir_all(output.join(section)).unwrap();
    }
    let syntaxes = highlight.then(two_face::syntax::extra_newlines);
    let template = environment.get_template("page.html").unwrap();
    pages.par_iter().enumerate().for_each(|(at, page)| {
        let (content, headings) = content_of(&page.body, syntaxes.as_ref());
        let beside = |at: Option<usize>| at.and_then(|at| pages.get(at)).map(named);
        let rendered = template.render(context! {
            site => "A large briefing",
            title => page.front.title.as_str(),
            summary => page.front.summary.as_str(),
            date => page.front.date.as_str(),
            tags => Value::from_iter(page.front.tags.iter()),
            path => page.path.as_str(),
            navigation => &navigation[section(page)],
            headings => Value::from_iter(headings),
            content => Value::from_safe_string(content),
            previous => beside(at.checked_sub(1)),
            next => beside(Some(at + 1)),
        });
        let folder = match page.path.as_str() {
            "index" => output.to_owned(),
            path => output.join(path),
        };
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("index.html"), rendered.unwrap()).unwrap();
    });
}

fn read(file: &Path, content: &Path) -> Page {
    let text = fs::read_to_string(file).unwrap();
    let (front, body) = text[4..].split_once("\n---\n").unwrap();
    let path = file.strip_prefix(content).unwrap().with_extension("");
    Page {
        path: path.to_str().unwrap().to_owned(),
        front: serde_yaml::from_str(front).unwrap(),
        body: body.to_owned(),
    }
}

fn named(page: &Page) -> (&str, &str) {
    (&page.path, &page.front.title)
}

/// The name of a page's section; empty for the home page.
fn section(page: &Page) -> &str {
    page.path.split_once('/').map_or("", |(section, _)| section)
}

/// The navigation of the pages of each section.
fn navigation<'p>(pages: &'p [Page], environment: &Environment) -> BTreeMap<&'p str, Value> {
    let mut sections: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for page in pages {
        sections.entry(section(page)).or_default().push(named(page));
    }
    let names = sections.keys().filter(|name| !name.is_empty());
    let listed = Value::from_iter(names.take(SECTIONS_LISTED).copied());
    let template = environment.get_template("navigation.html").unwrap();
    let made = sections.iter().map(|(own, pages)| {
        let lists = pages.len() <= PAGES_LISTED;
        let pages = lists.then(|| Value::from_iter(pages.iter().copied()));
        let html = template.render(context! { sections => &listed, own => *own, pages });
        (*own, Value::from_safe_string(html.unwrap()))
    });
    made.collect()
}

/// The HTML of a body, and its headings: their ids and texts.
fn content_of(body: &str, syntaxes: Option<&SyntaxSet>) -> (String, Vec<(String, String)>) {
    let extensions = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let mut events: Vec<Event> = Vec::new();
    let mut headings = Vec::new();
    // Where the heading or the code block that is open began.
    let mut open = 0;
    for mut event in Parser::new_ext(body, extensions) {
        match &mut event {
            Event::Start(Tag::Heading { .. } | Tag::CodeBlock(_)) => open = events.len(),
            Event::Start(Tag::Link { dest_url, .. }) => {
                if let Some(path) = dest_url.strip_suffix(".md") {
                    *dest_url = format!("{path}/").into();
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let text = text(&events[open..]);
                let slug = text
                    .to_lowercase()
                    .replace(|c: char| !c.is_alphanumeric(), "-");
                if let Event::Start(Tag::Heading { id, .. }) = &mut events[open] {
                    *id = Some(CowStr::from(slug.clone()));
                }
                headings.push((slug, text));
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some(html) = coloured(&events[open..], syntaxes) {
                    events.truncate(open);
                    event = Event::Html(html.into());
                }
            }
            _ => {}
        }
        events.push(event);
    }
    let mut page = String::with_capacity(body.len() * 2);
    html::push_html(&mut page, events.into_iter());
    (page, headings)
}

fn text(events: &[Event]) -> String {
    let texts = events.iter().filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
        _ => None,
    });
    texts.collect()
}

/// A code block in colours, if its language is known.
fn coloured(block: &[Event], syntaxes: Option<&SyntaxSet>) -> Option<String> {
    let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) = block.first()? else {
        return None;
    };
    let syntaxes = syntaxes?;
    let syntax = syntaxes.find_syntax_by_token(language)?;
    let style = ClassStyle::Spaced;
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, syntaxes, style);
    for line in text(block).split_inclusive('\n') {
        let parsed = generator.parse_html_for_line_which_includes_newline(line);
        parsed.unwrap();
    }
    let html = generator.finalize();
    Some(format!("<pre><code>{html}</code></pre>\n"))
}
