//! `page.contents`: the headings of a page as a tree.

use minijinja::{Value, context};

use super::shown::Shown;
use crate::markdown::Heading;

/// The headings as a tree: each holds the deeper ones that follow it; as they
/// are where the page is shown.
pub fn contents(headings: &[Heading], shown: Shown) -> Value {
    let mut entries = Vec::new();
    let mut rest = headings;
    while let Some((first, after)) = rest.split_first() {
        let below = after
            .iter()
            .take_while(|heading| heading.level > first.level)
            .count();
        let (children, next) = after.split_at(below);
        entries.push(context! {
            id => shown.id(&first.id),
            title => Value::from_safe_string(first.html.clone()),
            level => (first.level + shown.deeper()).min(6),
            children => contents(children, shown),
        });
        rest = next;
    }
    Value::from(entries)
}
