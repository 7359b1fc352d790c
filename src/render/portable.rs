//! The texts of a page as Markdown that readers may have: what stands above its body,
//! the body, and one row of notes through all of them, as on the page itself.
//!
//! Promises that nothing of a private source is in them.

use std::cell::RefCell;
use std::sync::Arc;

use minijinja::{Value, context};

use super::components::Components;
use super::notes::Notes;
use super::passages;
use super::shown::Shown;
use super::texts::Texts;
use super::{Renderer, links};
use crate::evidence::{Verdict, plain};
use crate::markdown::{self, Form, Outside, Piece, Reference};
use crate::site::{Page, PageId};

/// `markdown`: the texts of a page of `content/`.
pub fn texts(renderer: &Arc<Renderer>, id: PageId) -> Value {
    let Some(page) = renderer.site.pages.get(id) else {
        return Value::from(());
    };
    let matter = &page.document.matter;
    let summary = matter.summary.iter().map(|one| (&*one.value, Form::Plain));
    let points = matter
        .key_points
        .iter()
        .map(|one| (&*one.value, Form::Line));
    let all = summary
        .chain(points)
        .chain([(page.document.body(), Form::Body)]);
    let cited = Notes::new(renderer, id, page, Shown::Page);
    let (mut parts, mut notes) = (Vec::new(), Vec::new());
    for (text, form) in all {
        let part = part(renderer, (id, page), &cited, parts.len(), (text, form));
        notes.extend(Some(part.notes).filter(|notes| !notes.is_empty()));
        parts.push(part.text);
    }
    let body = parts.pop();
    let key_points = parts.split_off(usize::from(matter.summary.is_some()).min(parts.len()));
    context! {
        title => markdown::as_markdown(&matter.title, false, false),
        summary => parts.pop(),
        key_points,
        body,
        notes => notes.join("\n\n"),
    }
}

/// One of the texts, by its number.
fn part(
    renderer: &Arc<Renderer>,
    (id, page): (PageId, &Page),
    notes: &Notes,
    number: usize,
    (text, form): (&str, Form),
) -> markdown::Portable {
    let before = page.document.texts().take(number);
    let options = markdown::Options {
        notes_before: before.map(|text| text.citations.len()).sum(),
        ..Texts::new(renderer, id, page, Shown::Page).options()
    };
    let texts = Texts::new(renderer, id, page, Shown::Page);
    let components = Components {
        renderer,
        document: &page.document,
        texts: &texts,
        failed: RefCell::default(),
    };
    let outside = Outside {
        component: &|number| pieces(&components.markup(number)),
        address: &|dest| links::resolve_outside(renderer, page, dest),
        cite: &|citation| cite(notes, page, (number, citation)),
    };
    markdown::portable(text, form, &options, &outside)
}

/// What readers see of some HTML, part by part.
fn pieces(html: &str) -> Vec<Piece> {
    let parts = passages::parts(html).into_iter();
    let texts = parts.flat_map(|part| part.texts);
    let piece = |text: passages::Text| match (text.cells.is_empty(), text.is_detail) {
        (true, false) => Piece::Line(text.words),
        (true, true) => Piece::Detail(text.words),
        (false, _) => Piece::Row(text.cells),
    };
    texts.map(piece).collect()
}

/// What becomes of a citation, by the number of its text and its own there.
fn cite(notes: &Notes, page: &Page, at: (usize, usize)) -> Reference {
    let apparatus = page.document.texts().nth(at.0);
    let Some(citation) = apparatus.and_then(|text| text.citations.get(at.1)) else {
        return Reference::default();
    };
    let mut note = without_tags(&notes.sentence(citation, at));
    if let Some(finding) = notes.finding(at)
        && let Verdict::Verified { place, .. } = &finding.verdict
    {
        let (verified, colon) = (
            notes.words("verified", "Verified"),
            notes.words("colon", ":"),
        );
        note.push_str(&format!(
            " {verified}{colon} {}",
            notes.said(finding, place)
        ));
    }
    Reference {
        name: notes.name(citation),
        note,
        inline: without_tags(&notes.short_references(citation)),
    }
}

fn without_tags(markup: &str) -> String {
    plain::of_html(markup).trim().to_owned()
}
