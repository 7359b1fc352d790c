//! The name of a citation style into a style that formats one reference at a
//! time, and a language into what the style says in it.
//!
//! Promises that only styles of the built-in archive are used: one from elsewhere
//! would be a program of a stranger's.

use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg::taxonomy::{
    DateVariable, NumberOrPageVariable, NumberVariable, StandardVariable, Variable,
};
use hayagriva::citationberg::{
    Bibliography, DatePartName, IndependentStyle, LayoutRenderingElement as Part, Locale,
    LocaleCode, Name, NamesChild, Style, TextTarget,
};

/// The style that is used where none is named.
pub const DEFAULT_STYLE: &str = "chicago-author-date";

/// The locale that stands in for those that are not there.
const ENGLISH: &str = "en-US";

/// The names of all styles, in order.
pub fn style_names() -> Vec<&'static str> {
    let styles = ArchivedStyle::all()
        .iter()
        .filter(|style| has_references(**style));
    let mut names: Vec<&str> = styles.flat_map(|style| style.names()).copied().collect();
    names.sort_unstable();
    names
}

/// One style of the archive makes labels only.
fn has_references(style: ArchivedStyle) -> bool {
    style != ArchivedStyle::Alphanumeric
}

/// The style of a name.
pub(super) fn style(name: &str) -> Option<IndependentStyle> {
    let style = ArchivedStyle::by_name(name).filter(|style| has_references(*style));
    match style?.get() {
        Style::Independent(style) => Some(for_one(style)),
        Style::Dependent(_) => None,
    }
}

/// The style without what concerns several references: their order and their
/// numbers. Its citations are left out, too, where it has a bibliography.
fn for_one(mut style: IndependentStyle) -> IndependentStyle {
    let layout = style.citation.layout.clone();
    let mut bibliography = match style.bibliography.take() {
        Some(bibliography) => bibliography,
        None => Bibliography {
            name_options: style.citation.name_options.clone(),
            ..Bibliography::with_layout(layout)
        },
    };
    style.citation.layout.elements.clear();
    style.citation.sort = None;
    bibliography.sort = None;
    bibliography.second_field_align = None;
    bibliography.subsequent_author_substitute = None;
    style.bibliography = Some(bibliography);
    retain(&mut style, &|part| {
        name_names(part);
        !is_number(part)
    });
    style
}

/// The engine prints no name where a style says nothing of how (Vancouver does
/// so): it says now that they are printed as is usual in it.
fn name_names(part: &mut Part) {
    if let Part::Names(names) = part
        && !names.children.is_empty()
        && names.name().is_none()
    {
        names.children.insert(0, NamesChild::Name(Name::default()));
    }
}

/// Whether this prints the number or the label of a reference in its list.
fn is_number(part: &mut Part) -> bool {
    match part {
        Part::Text(text) => matches!(
            text.target,
            TextTarget::Variable {
                var: Variable::Number(NumberVariable::CitationNumber)
                    | Variable::Standard(StandardVariable::CitationLabel),
                ..
            }
        ),
        Part::Number(number) => {
            number.variable == NumberOrPageVariable::Number(NumberVariable::CitationNumber)
        }
        _ => false,
    }
}

/// The style for dates of issue that have but these first of year, month and day.
/// The engine takes a date for one that prints something even where none of the
/// parts it would print is known, and sets commas beside it: it is made another
/// date here, which no source has.
pub(super) fn for_dates(style: &IndependentStyle, known: &[DatePartName]) -> IndependentStyle {
    let mut style = style.clone();
    retain(&mut style, &|part| {
        if let Part::Date(date) = part {
            let parts = &date.date_part;
            let is_empty = parts.iter().all(|part| !known.contains(&part.name));
            if date.form.is_none() && is_empty && date.variable == Some(DateVariable::Issued) {
                date.variable = Some(DateVariable::AvailableDate);
            }
        }
        true
    });
    style
}

/// Keeps those elements of the bibliography that a test lets pass.
fn retain(style: &mut IndependentStyle, keep: &impl Fn(&mut Part) -> bool) {
    let layouts = style
        .bibliography
        .iter_mut()
        .map(|b| &mut b.layout.elements);
    let macros = style.macros.iter_mut().map(|written| &mut written.children);
    for parts in layouts.chain(macros) {
        retain_parts(parts, keep);
    }
}

fn retain_parts(parts: &mut Vec<Part>, keep: &impl Fn(&mut Part) -> bool) {
    parts.retain_mut(keep);
    for part in parts {
        match part {
            Part::Group(group) => retain_parts(&mut group.children, keep),
            // What stands in for names that are absent.
            Part::Names(names) => {
                for child in &mut names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        retain_parts(&mut substitute.children, keep);
                    }
                }
            }
            Part::Choose(choose) => {
                retain_parts(&mut choose.if_.children, keep);
                for branch in &mut choose.else_if {
                    retain_parts(&mut branch.children, keep);
                }
                if let Some(otherwise) = &mut choose.otherwise {
                    retain_parts(&mut otherwise.children, keep);
                }
            }
            _ => {}
        }
    }
}

/// The code of the locale nearest to a language, and its locale with the English one behind
/// it. The others of the archive are not read: all of them took more than a small build.
pub(super) fn locales(language: &str) -> (LocaleCode, Vec<Locale>) {
    let files = archive::LOCALES.iter().copied();
    let all: Vec<(&str, &[u8])> = files.filter_map(|file| Some((code(file)?, file))).collect();
    let codes: Vec<&str> = all.iter().map(|(code, _)| *code).collect();
    let own = nearest(language, &codes).unwrap_or(ENGLISH);
    let needed = all.iter().filter(|(code, _)| [own, ENGLISH].contains(code));
    let locales = needed.filter_map(|(_, file)| ciborium::from_reader(*file).ok());
    (LocaleCode(own.to_owned()), locales.collect())
}

/// The code of a locale, without reading its file, which is CBOR: behind the name of the
/// key stands a short text, a byte of 0x60 and its length before it (RFC 8949, section 3.1).
fn code(file: &[u8]) -> Option<&str> {
    const KEY: &[u8] = b"@xml:lang";
    let at = file.windows(KEY.len()).position(|bytes| bytes == KEY)? + KEY.len();
    let length = file
        .get(at)?
        .checked_sub(0x60)
        .filter(|length| *length < 24)?;
    let text = file.get(at + 1..)?.get(..length.into())?;
    str::from_utf8(text).ok()
}

/// The code that is the language's own, or that of the country it is named
/// after, or any of the language.
fn nearest<'a>(language: &str, codes: &[&'a str]) -> Option<&'a str> {
    let find = |wanted: &str| codes.iter().find(|code| code.eq_ignore_ascii_case(wanted));
    let primary = language.split('-').next().unwrap_or_default();
    let usual = match primary {
        "en" => ENGLISH.to_owned(),
        "zh" if language.contains("Hant") => "zh-TW".to_owned(),
        "zh" => "zh-CN".to_owned(),
        _ => format!("{primary}-{primary}"),
    };
    let of_language = |code: &&&str| code.split('-').next() == Some(primary);
    let found = find(language).or_else(|| find(&usual));
    found.or_else(|| codes.iter().find(of_language)).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ENGLISH, archive, code, locales, style, style_names};

    #[test]
    fn each_language_has_a_locale() {
        for (language, code) in [
            ("en", "en-US"),
            ("en-GB", "en-GB"),
            ("fr", "fr-FR"),
            ("pt-BR", "pt-BR"),
            ("pt", "pt-PT"),
            ("ar", "ar"),
            ("zh-Hant", "zh-TW"),
            ("zh", "zh-CN"),
            ("nb", "nb-NO"),
            ("xx", "en-US"),
        ] {
            let (found, files) = locales(language);
            assert_eq!(found.0, code);
            let mut needed = BTreeSet::from([code, ENGLISH]);
            for file in files {
                assert!(needed.remove(file.lang.unwrap().0.as_str()), "{language}");
            }
            assert!(needed.is_empty(), "{language}: {needed:?}");
        }
    }

    #[test]
    fn the_code_of_every_locale_is_known_without_reading_it() {
        for (file, locale) in archive::LOCALES.iter().zip(archive::locales()) {
            assert_eq!(code(file), Some(locale.lang.unwrap().0.as_str()));
        }
    }

    #[test]
    fn every_style_of_the_archive_can_be_used() {
        for name in style_names() {
            assert!(style(name).is_some(), "{name}");
        }
    }
}
