//! `content/sources/` into [`Sources`]: each description with what its text
//! says.
//!
//! Promises that a source's fingerprint is whole, unchanged, and of the text
//! beside it; that keys stay apart on every disk; and that `quoted_in` leads to a
//! source, in no circle.

pub(super) mod kept_text;
pub(super) mod kind;
pub(super) mod name;
pub(super) mod published;
pub(super) mod set_aside;
pub(super) mod source;

use std::collections::BTreeMap;
use std::sync::Arc;

use caseless::Caseless;
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::fingerprint::{BadFingerprint, Fingerprint};
use super::text::{Rule, SourceText, sha256};
use crate::diagnostic::{Code, Diagnostic, Location, did_you_mean};
use crate::input::Inputs;
use kept_text::KeptText;
use source::Source;

/// The sources of a site by their key.
pub type Sources = BTreeMap<String, Source>;

/// Where sources are.
pub const FOLDER: &str = "content/sources";

/// What a key looks like, for messages.
pub const KEY_FORM: &str = "a key is letters and digits, with - _ . between them";

/// Whether a text can be a source's key. Folders stand in it with a slash.
pub fn is_key(text: &str) -> bool {
    text.split('/').all(|part| {
        let is_inner = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let ends = [part.chars().next(), part.chars().next_back()];
        let ends_well = ends.iter().flatten().all(|c| c.is_alphanumeric());
        !part.is_empty() && ends_well && part.chars().all(is_inner) && !part.contains("..")
    })
}

/// The file of a source with an ending.
pub fn file(key: &str, ending: &str) -> String {
    format!("{FOLDER}/{key}.{ending}")
}

/// Reads all of a project's sources.
pub fn read(inputs: &Inputs) -> (Sources, Vec<Diagnostic>) {
    let names = inputs.below(FOLDER).map(|(name, _)| name);
    let parts: Vec<(&str, &str)> = names.filter_map(|name| name.rsplit_once('.')).collect();
    let keys = parts.iter().filter(|(_, ending)| *ending == "yaml");
    let keys: Vec<&str> = keys.map(|(key, _)| *key).collect();
    let loaded: Vec<_> = keys
        .par_iter()
        .map(|key| (*key, load(inputs, key)))
        .collect();
    let mut sources = Sources::new();
    let mut diagnostics = Vec::new();
    for (key, (source, problems)) in loaded {
        sources.extend(source.map(|source| (key.to_owned(), source)));
        diagnostics.extend(problems);
    }
    diagnostics.extend(parts.iter().filter_map(|part| orphan(inputs, *part)));
    diagnostics.extend(unusable(&keys));
    diagnostics.extend(wrong_hosts(&sources));
    (sources, diagnostics)
}

/// The description of one source alone, without what its text says.
pub fn describe(inputs: &Inputs, key: &str) -> (Option<Source>, Vec<Diagnostic>) {
    let path = file(key, "yaml");
    match inputs.text(&path) {
        Some(text) => Source::read(&path, text),
        None => (None, Vec::new()),
    }
}

/// The source whose text a quotation from this one is compared with, and its
/// key: itself where it has a fingerprint or should have, otherwise the one that
/// it is quoted in.
pub fn checked_in<'a>(sources: &'a Sources, key: &str) -> Option<(&'a str, &'a Source)> {
    let (mut key, mut source) = sources.get_key_value(key)?;
    // A circle is reported; here it must only end.
    for _ in 0..sources.len() {
        if source.fingerprint.is_some() || source.unreadable {
            return Some((key, source));
        }
        (key, source) = sources.get_key_value(source.quoted_in.as_ref()?)?;
    }
    None
}

/// One source with its fingerprint and its text.
fn load(inputs: &Inputs, key: &str) -> (Option<Source>, Vec<Diagnostic>) {
    let (source, mut diagnostics) = describe(inputs, key);
    let Some(mut source) = source else {
        return (None, diagnostics);
    };
    match said(inputs, key, source.language.as_deref()) {
        Ok((fingerprint, text)) => {
            diagnostics.extend(not_there(key, &source, fingerprint.as_ref()));
            source.fingerprint = fingerprint.map(Arc::new);
            source.kept_text = text.map(Arc::new);
        }
        Err(problem) => {
            source.unreadable = true;
            diagnostics.push(*problem);
        }
    }
    (Some(source), diagnostics)
}

type Said = (Option<Fingerprint>, Option<KeptText>);

/// What the source's text says, as far as it is known.
fn said(inputs: &Inputs, key: &str, language: Option<&str>) -> Result<Said, Box<Diagnostic>> {
    let text = inputs.text(&file(key, "txt"));
    let fingerprint = match inputs.text(&file(key, "fingerprint")) {
        Some(written) => {
            Some(Fingerprint::parse(written).map_err(|bad| damaged(key, written, &bad))?)
        }
        None => None,
    };
    match (fingerprint, text) {
        (None, None) => Ok((None, None)),
        (Some(fingerprint), None) => Ok((Some(fingerprint), None)),
        (None, Some(text)) => {
            let cut = SourceText::new(text, Rule::of(text), &[]).map_err(|problem| {
                let help = "put the source's whole text here, or remove the file";
                let message = format!("nothing can be quoted from this text: {problem}");
                fault(key, "txt", message, help)
            })?;
            let fingerprint = Fingerprint::new(&cut, language);
            Ok((Some(fingerprint), Some(KeptText::cut(text, cut))))
        }
        (Some(fingerprint), Some(text)) if sha256(text) == fingerprint.sha256() => {
            Ok((Some(fingerprint), Some(KeptText::new(text))))
        }
        (Some(_), Some(_)) => Err(another_text(key)),
    }
}

fn another_text(key: &str) -> Box<Diagnostic> {
    let made = file(key, "fingerprint");
    let message = format!("this is another text than the one that {made} was made from");
    let help = format!(
        "put that text back, or run `attache source add {key} --from {} --replace`",
        file(key, "txt")
    );
    fault(key, "txt", message, &help)
}

fn damaged(key: &str, written: &str, bad: &BadFingerprint) -> Box<Diagnostic> {
    let message = format!("this fingerprint cannot be used: {}", bad.reason);
    let mut problem = fault(key, "fingerprint", message, &again(key));
    if let Some(line) = bad.line {
        let path = file(key, "fingerprint");
        problem.location = Some(Location::point(path, written, line, 1));
    }
    problem
}

fn again(key: &str) -> String {
    format!("make it again with `attache source add {key} --from … --replace`")
}

fn fault(key: &str, ending: &str, message: String, help: &str) -> Box<Diagnostic> {
    let problem = Diagnostic::new(Code::Fingerprint, message);
    Box::new(problem.at(Location::file(file(key, ending))).help(help))
}

/// Paragraphs that are set aside and that the fingerprint does not have.
fn not_there(key: &str, source: &Source, fingerprint: Option<&Fingerprint>) -> Vec<Diagnostic> {
    let last = fingerprint.map(|f| f.paragraphs().len() as u32);
    let wrong = |entry: &set_aside::SetAside| {
        let beyond = entry.paragraphs.iter().map(|range| *range.end()).max();
        let message = match (last, beyond) {
            (None, _) => format!("the paragraphs of `{key}` are not known: it has no fingerprint"),
            (Some(last), Some(beyond)) if beyond > last => {
                format!("`{key}` has no paragraph {beyond}: the last is {last}")
            }
            _ => return None,
        };
        let help = match last {
            None => format!("run `attache source add {key} --from …`"),
            Some(_) => {
                "paragraphs are counted from one, without those that were left out".to_owned()
            }
        };
        let problem = Diagnostic::new(Code::SetAside, message);
        Some(problem.at(source.location(entry.node)).help(help))
    };
    source.set_aside.iter().filter_map(wrong).collect()
}

/// A fingerprint or a text that no description belongs to.
fn orphan(inputs: &Inputs, (key, ending): (&str, &str)) -> Option<Diagnostic> {
    let description = file(key, "yaml");
    let what = match ending {
        "fingerprint" => "this fingerprint",
        "txt" => "this text",
        _ => return None,
    };
    if inputs.exists(&description) {
        return None;
    }
    let problem = Diagnostic::new(Code::SourceFile, format!("{what} belongs to no source"));
    let help = format!("describe the source in {description}, or remove the file");
    Some(problem.at(Location::file(file(key, ending))).help(help))
}

/// Keys of the wrong form, and those that only case or normalisation tells apart.
fn unusable(keys: &[&str]) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for key in keys {
        let at = |key: &str| Location::file(file(key, "yaml"));
        if !is_key(key) {
            let message = format!("`{key}` cannot be the key of a source");
            let problem = Diagnostic::new(Code::SourceKey, message).at(at(key));
            found.push(problem.help(format!("{KEY_FORM}: rename the file")));
        }
        let folded: String = key.nfc().default_case_fold().nfc().collect();
        match seen.get(&folded) {
            None => {
                seen.insert(folded, key);
            }
            Some(first) => {
                let message = format!("`{key}` and `{first}` are one key on some disks");
                let problem = Diagnostic::new(Code::SourceKey, message).at(at(key));
                let problem = problem.related(at(first), "the other one");
                found.push(problem.help("give one of them another name"));
            }
        }
    }
    found
}

/// Each `quoted_in` that names no source, and each circle of them, once.
fn wrong_hosts(sources: &Sources) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (key, source) in sources {
        let Some(host) = &source.quoted_in else {
            continue;
        };
        let at = source.location(source.origin.quoted_in);
        if !sources.contains_key(host) {
            let help = match did_you_mean(host, sources.keys().map(String::as_str)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("describe it in {}", file(host, "yaml")),
            };
            let problem =
                Diagnostic::new(Code::UnknownSource, format!("there is no source `{host}`"));
            found.push(problem.at(at).help(help));
        } else if let Some(circle) = circle(sources, key) {
            let hosts: Vec<String> = circle.iter().map(|key| format!("`{key}`")).collect();
            let hosts = hosts.join(", which is quoted in ");
            let message = format!("`{key}` is quoted in {hosts}");
            let problem = Diagnostic::new(Code::QuotedIn, message).at(at);
            found.push(problem.help("take `quoted_in` out of the one that was read first-hand"));
        }
    }
    found
}

/// The keys by which this one, if it is the first of them, leads back to itself.
fn circle<'a>(sources: &'a Sources, key: &str) -> Option<Vec<&'a str>> {
    let host = |key: &str| sources.get(key)?.quoted_in.as_deref();
    let mut path = vec![host(key)?];
    while let Some(last) = path.last().copied().filter(|last| *last != key) {
        let next = host(last)?;
        if last < key || path.contains(&next) {
            return None;
        }
        path.push(next);
    }
    Some(path)
}
