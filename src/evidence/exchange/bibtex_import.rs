//! BibTeX and BibLaTeX into [`crate::evidence::Source`]s.

use std::collections::BTreeMap;
use std::ops::Range;

use biblatex::{
    Bibliography, ChunksExt, DateValue, Datetime, Entry, EntryType, Field, Person, RawBibliography,
    RawChunk,
};

use super::bibtex::kind_of;
use super::csl_import::plain_doi;
use super::import::{Draft, File, line};
use super::tex::{Plain, keep_backslashes};
use crate::evidence::sources::kind::KINDS;
use crate::evidence::sources::name::Name;
use crate::evidence::sources::published::Published;

/// How many entries or abbreviations may refer to one another in a row.
const DEEPEST: usize = 8;

/// Reads all entries of a file.
pub(super) fn read(file: &mut File) {
    let help = "mend the entry at this place, or export the file again";
    let text = keep_backslashes(file.text);
    let mut raw = match RawBibliography::parse(&text) {
        Ok(raw) => raw,
        Err(error) => {
            let message = format!("this is no BibTeX: {}", error.kind);
            return file.fault(error.span, message, help);
        }
    };
    let mut spans: BTreeMap<String, Range<usize>> = BTreeMap::new();
    raw.entries.retain(|entry| {
        let key = &entry.v.key;
        let first = spans.get(key.v).cloned();
        match &first {
            None => {
                spans.insert(key.v.to_owned(), key.span.clone());
            }
            Some(first) => {
                let message = format!("two entries have the key `{}`", key.v);
                file.twice(key.span.clone(), first.clone(), message);
            }
        }
        first.is_none()
    });
    if is_too_deep(&raw) {
        let message = "entries or abbreviations refer to one another in a circle".to_owned();
        return file.fault(0..0, message, "look at `crossref`, `xdata` and `@string`");
    }
    let bibliography = match Bibliography::from_raw(raw) {
        Ok(bibliography) => bibliography,
        Err(error) => return file.fault(error.span, format!("{}", error.kind), help),
    };
    for entry in bibliography {
        let is_container = matches!(entry.entry_type, EntryType::XData | EntryType::Set);
        if is_container || !file.wants(&entry.key) {
            continue;
        }
        let span = spans.get(&entry.key).cloned().unwrap_or_default();
        let draft = draft(&entry);
        let fields = entry.fields.keys();
        let lost = fields.filter(|name| !KNOWN.contains(&name.as_str()));
        file.import.left_out.extend(lost.cloned());
        file.add(&entry.key, draft, span);
    }
}

/// Whether references between entries or between abbreviations never end: the
/// parser would follow them for ever.
fn is_too_deep(raw: &RawBibliography) -> bool {
    let named = |field: &Field| -> Vec<String> {
        let texts = field.iter().map(|chunk| match chunk.v {
            RawChunk::Normal(text) | RawChunk::Abbreviation(text) => text,
        });
        let names = texts.flat_map(|text| text.split(','));
        names
            .map(|name| name.replace(['{', '}'], "").trim().to_owned())
            .collect()
    };
    let mut entries: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in &raw.entries {
        for field in &entry.v.fields {
            match field.key.v.to_ascii_lowercase().as_str() {
                "crossref" | "xdata" => {
                    let key = entry.v.key.v.to_owned();
                    entries
                        .entry(key)
                        .or_default()
                        .extend(named(&field.value.v));
                }
                // Other names of the entry.
                "ids" => {
                    for alias in named(&field.value.v) {
                        entries
                            .entry(alias)
                            .or_default()
                            .push(entry.v.key.v.to_owned());
                    }
                }
                _ => {}
            }
        }
    }
    let strings = raw.abbreviations.iter();
    let strings = strings.map(|pair| (pair.key.v.to_owned(), named(&pair.value.v)));
    is_deep(&entries) || is_deep(&strings.collect())
}

fn is_deep(names: &BTreeMap<String, Vec<String>>) -> bool {
    let mut deep: Vec<&String> = names.keys().collect();
    for _ in 0..DEEPEST {
        let still: Vec<&String> = names
            .iter()
            .filter(|(_, to)| to.iter().any(|name| deep.binary_search(&name).is_ok()))
            .map(|(name, _)| name)
            .collect();
        deep = still;
    }
    !deep.is_empty()
}

/// The fields that are read.
const KNOWN: &[&str] = &[
    "title",
    "subtitle",
    "titleaddon",
    "author",
    "editor",
    "journaltitle",
    "journal",
    "booktitle",
    "maintitle",
    "publisher",
    "institution",
    "organization",
    "school",
    "location",
    "address",
    "volume",
    "issue",
    "eid",
    "number",
    "edition",
    "type",
    "pages",
    "date",
    "year",
    "month",
    "day",
    "urldate",
    "url",
    "doi",
    "isbn",
    "issn",
    "language",
    "langid",
    "note",
    "crossref",
    "ids",
    "entrysubtype",
    "csltype",
    "archiveurl",
    "rights",
    "quotedin",
    "private",
];

fn draft(entry: &Entry) -> Draft {
    let mut draft = Draft::default();
    commands(&mut draft, entry);
    let kind = kind(&mut draft, entry);
    let published = published(&mut draft, entry);
    let retrieved = date(&mut draft, entry, "urldate");
    let url = draft.address("url", text(entry, &["url"]));
    let archive_url = draft.address("archiveurl", text(entry, &["archiveurl"]));
    let language = draft.language(text(entry, &["langid", "language"]));
    let author = names(&mut draft, entry, "author");
    let editor = names(&mut draft, entry, "editor");
    let is_article = matches!(
        entry.entry_type,
        EntryType::Article | EntryType::SuppPeriodical
    );
    // The web site that a page is part of.
    let is_online = matches!(entry.entry_type, EntryType::Online);
    let site = text(entry, &["titleaddon"]).filter(|_| is_online);
    let source = &mut draft.source;
    source.title = match (text(entry, &["title"]), text(entry, &["subtitle"])) {
        (Some(title), Some(subtitle)) => format!("{title}: {subtitle}"),
        (title, _) => title.unwrap_or_default(),
    };
    source.kind = kind;
    source.author = author;
    source.editor = editor;
    source.container_title = text(entry, CONTAINERS).or(site);
    source.publisher = text(
        entry,
        &["publisher", "institution", "organization", "school"],
    );
    source.publisher_place = text(entry, &["location", "address"]);
    source.volume = text(entry, &["volume"]);
    // What BibTeX calls the number of an article is CSL's issue.
    source.issue = match is_article {
        true => text(entry, &["number", "issue"]),
        false => text(entry, &["issue"]),
    };
    source.number = match is_article {
        true => text(entry, &["eid"]),
        false => text(entry, &["number"]),
    };
    source.edition = text(entry, &["edition"]);
    source.genre = genre(entry);
    source.page = text(entry, &["pages"]).map(|pages| pages.replace(['–', '—'], "-"));
    source.published = published;
    source.retrieved = retrieved.and_then(|date| date.day());
    source.url = url;
    source.archive_url = archive_url;
    source.doi = text(entry, &["doi"]).map(|doi| plain_doi(&doi));
    source.isbn = text(entry, &["isbn"]);
    source.issn = text(entry, &["issn"]);
    source.language = language;
    source.rights = text(entry, &["rights"]);
    source.quoted_in = text(entry, &["quotedin"]);
    source.private = text(entry, &["private"]).is_some_and(|text| text == "true");
    source.note = text(entry, &["note"]);
    draft
}

/// What a source may be part of.
const CONTAINERS: &[&str] = &["journaltitle", "journal", "booktitle", "maintitle"];

/// The first of these fields that says something.
fn text(entry: &Entry, fields: &[&str]) -> Option<String> {
    let texts = fields.iter().filter_map(|field| entry.get(field));
    let mut lines = texts.filter_map(|chunks| line(&Plain::new(&chunks.format_verbatim()).text));
    lines.next()
}

/// The commands that stay in the texts of an entry. Its names are read by parts,
/// and its address and DOI letter by letter.
fn commands(draft: &mut Draft, entry: &Entry) {
    let is_text =
        |name: &str| KNOWN.contains(&name) && !matches!(name, "author" | "editor" | "url" | "doi");
    for (field, chunks) in entry.fields.iter().filter(|(name, _)| is_text(name)) {
        unknown(draft, field, Plain::new(&chunks.format_verbatim()));
    }
}

/// The text, when its commands that stay in it have been named.
fn unknown(draft: &mut Draft, field: &str, plain: Plain) -> String {
    for command in plain.unknown {
        let loss = format!("`{field}` holds `{command}`, a command that is not known");
        draft.losses.push(loss);
    }
    plain.text
}

fn kind(draft: &mut Draft, entry: &Entry) -> Option<String> {
    if let Some(kind) = text(entry, &["csltype"]).filter(|kind| KINDS.contains(&kind.as_str())) {
        return Some(kind);
    }
    let subtype = text(entry, &["entrysubtype"]).unwrap_or_default();
    let kind = kind_of(&entry.entry_type.to_string(), &subtype.to_lowercase());
    if kind.is_none() {
        let loss = format!("what CSL calls a `{}` is not known", entry.entry_type);
        draft.losses.push(loss);
    }
    kind.map(str::to_owned)
}

/// The words that BibLaTeX has shorthands for.
fn genre(entry: &Entry) -> Option<String> {
    let genre = text(entry, &["type"]);
    let shorthand = match (genre.as_deref(), &entry.entry_type) {
        (Some("phdthesis"), _) | (None, EntryType::PhdThesis) => "PhD thesis",
        (Some("mathesis"), _) | (None, EntryType::MastersThesis) => "Master’s thesis",
        (Some("bathesis"), _) => "Bachelor’s thesis",
        (Some("candthesis"), _) => "Candidate thesis",
        (Some("techreport"), _) => "Technical report",
        (Some("resreport"), _) => "Research report",
        _ => return genre,
    };
    Some(shorthand.to_owned())
}

fn names(draft: &mut Draft, entry: &Entry, field: &str) -> Vec<Name> {
    let people = entry.get_as::<Vec<Person>>(field).unwrap_or_default();
    let mut names = Vec::new();
    for person in people {
        let family = [&person.prefix, &person.name, &person.suffix];
        let family: Vec<String> = family
            .iter()
            .filter_map(|part| line(&unknown(draft, field, Plain::new(part))))
            .collect();
        let family = family.join(" ");
        let given = unknown(draft, field, Plain::new(&person.given_name));
        match (family.as_str(), line(&given)) {
            ("", None) => {}
            ("", Some(given)) => names.push(Name::Literal(given)),
            ("others", None) => draft.losses.push(format!("`{field}` names only some")),
            (_, given) => names.push(Name::of(family, given)),
        }
    }
    names
}

/// `date`, or `year` with `month` and `day` as BibTeX has them.
fn published(draft: &mut Draft, entry: &Entry) -> Option<Published> {
    if entry.get("date").is_some() {
        return date(draft, entry, "date");
    }
    let year = text(entry, &["year"])?;
    let parts = ["year", "month", "day"].map(|field| entry.get(field));
    let [Some(first), month, day] = parts else {
        return None;
    };
    let parsed = biblatex::Date::parse_three_fields(first, month, day);
    let found = parsed.ok().and_then(|date| match date.value {
        DateValue::At(date) => precise(&date),
        _ => None,
    });
    if found.is_none() {
        draft
            .losses
            .push(format!("the year is `{year}`, which is no date"));
    }
    found
}

/// A field with a date in the form of BibLaTeX, which has ranges.
fn date(draft: &mut Draft, entry: &Entry, field: &str) -> Option<Published> {
    let written = text(entry, &[field])?;
    // As this program writes it, with its offset if it has one.
    if let Ok(date) = Published::parse(&written) {
        if field == "urldate" && date.day().is_none() {
            draft
                .losses
                .push(format!("`{field}` is {date}, which is no day"));
        }
        return Some(date);
    }
    let parsed = entry.get(field).map(biblatex::Date::parse);
    let (found, is_whole) = match parsed {
        Some(Ok(date)) => match date.value {
            DateValue::At(at) => (precise(&at), !(date.uncertain || date.approximate)),
            DateValue::After(at) | DateValue::Between(at, _) => (precise(&at), false),
            DateValue::Before(_) => (None, false),
        },
        _ => (None, false),
    };
    match found {
        None => draft
            .losses
            .push(format!("`{field}` is `{written}`, which is no date")),
        Some(found) if !is_whole => {
            let loss = format!("`{field}` is `{written}`: {found} is kept");
            draft.losses.push(loss);
        }
        Some(_) => {}
    }
    found
}

fn precise(date: &Datetime) -> Option<Published> {
    // Months and days are counted from zero there.
    let text = match (date.month, date.day) {
        (None, _) => format!("{:04}", date.year),
        (Some(month), None) => format!("{:04}-{:02}", date.year, month + 1),
        (Some(month), Some(day)) => {
            format!("{:04}-{:02}-{:02}", date.year, month + 1, day + 1)
        }
    };
    Published::parse(&text).ok()
}
