//! What pages say of each source: its entry in the site's citation style, and what
//! it is called in sentences and in second notes: its author, or who else made it.
//! Two of one name are told apart by their year, or else by their title.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::evidence::{Bibliography, Source, short};
use crate::site::Site;
use crate::theme::Strings;

/// The longest title that tells two sources apart, in characters.
const LONGEST_TITLE: usize = 30;

/// The public sources that are used, by their key.
#[derive(Debug)]
pub struct References {
    /// The bibliographic entry of each, as HTML.
    pub entries: BTreeMap<String, String>,
    /// What each is called in short.
    pub names: BTreeMap<String, String>,
}

impl References {
    /// Those of a site. They depend on its sources, which of them it uses, its citation
    /// style and its language, and on nothing else.
    pub fn new(site: &Site, strings: &Strings) -> References {
        References {
            entries: entries(site),
            names: names(site, strings),
        }
    }
}

/// The entries in the site's style. One that is not known has been reported.
fn entries(site: &Site) -> BTreeMap<String, String> {
    let public: Vec<_> = site.public_sources().collect();
    // Nothing is read for a site that names no source.
    if public.is_empty() {
        return BTreeMap::new();
    }
    let config = &site.config;
    let Some(bibliography) = Bibliography::new(&config.evidence.style, &config.language) else {
        return BTreeMap::new();
    };
    let entries = public.par_iter();
    entries
        .map(|(key, source)| ((*key).clone(), bibliography.entry(source)))
        .collect()
}

fn names(site: &Site, strings: &Strings) -> BTreeMap<String, String> {
    let sources: Vec<(&String, &Source)> = site.public_sources().collect();
    let plain = |source: &Source| makers(source, strings);
    let dated = |source: &Source| match source.published.map(|date| date.parts()) {
        Some(parts) => format!(
            "{} {}",
            plain(source),
            parts.first().copied().unwrap_or_default()
        ),
        None => plain(source),
    };
    let (by_name, by_date) = (count(&sources, plain), count(&sources, dated));
    let name = |(key, source): &(&String, &Source)| {
        let is_alone = |counts: &BTreeMap<String, usize>, name: &str| counts.get(name) == Some(&1);
        let (plain, dated) = (plain(source), dated(source));
        let name = if is_alone(&by_name, &plain) {
            plain
        } else if is_alone(&by_date, &dated) {
            dated
        } else {
            format!("{dated}, {}", shortened(&source.title))
        };
        ((*key).clone(), name)
    };
    sources.iter().map(name).collect()
}

fn count(
    sources: &[(&String, &Source)],
    name: impl Fn(&Source) -> String,
) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for (_, source) in sources {
        *counts.entry(name(source)).or_default() += 1;
    }
    counts
}

/// One author; two; the first of more.
fn makers(source: &Source, strings: &Strings) -> String {
    let word = |key: &str, english: &'static str| strings.get(key).unwrap_or(english).to_owned();
    match &*source.author {
        [first, second] => format!(
            "{} {} {}",
            first.short(),
            word("and", "and"),
            second.short()
        ),
        [first, _, _, ..] => format!("{} {}", first.short(), word("et_al", "et al.")),
        _ => short(source).to_owned(),
    }
}

fn shortened(title: &str) -> String {
    let Some((end, _)) = title.char_indices().nth(LONGEST_TITLE) else {
        return title.to_owned();
    };
    let cut = title.get(..end).unwrap_or_default();
    let words = cut.rsplit_once(' ').map_or(cut, |(words, _)| words);
    format!("{words}…")
}
