//! Mistakes, each with its place: what every stage hands back beside its value.
//!
//! A [`Diagnostic`] says what is wrong, where, and what to do. It carries the
//! line of text it speaks of, so that printing it needs no file. A [`Report`]
//! gathers those of a run and sorts them by place.

mod code;
mod github;
mod json;
mod location;
mod sarif;
mod suggest;
mod terminal;

use std::path::Path;

pub use code::{Code, Severity};
pub use github::to_github;
pub use json::to_json;
pub use location::Location;
pub use sarif::to_sarif;
pub use suggest::did_you_mean;
pub use terminal::to_text;

/// One mistake: what, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its stable name.
    pub code: Code,
    /// How much it weighs: as much as its code, unless the site says otherwise.
    pub severity: Severity,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// Where it is, where that is known.
    pub location: Option<Location>,
    /// Other places that have a part in it, each with a word on its part.
    pub related: Vec<(Location, String)>,
    /// What to do, as a sentence without a full stop.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A mistake that has no place yet.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            location: None,
            related: Vec::new(),
            help: None,
        }
    }

    /// Gives it another weight than its code's.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Says where it is.
    pub fn at(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to do, where there is something to say.
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Adds another place that has a part in it.
    pub fn related(mut self, location: Location, part: impl Into<String>) -> Self {
        self.related.push((location, part.into()));
        self
    }

    /// Names its files from the folder above `root`, but those in an output
    /// folder, which are named so already.
    pub fn below(&mut self, root: &Path, out: Option<&Path>) {
        let related = self.related.iter_mut().map(|(location, _)| location);
        for location in self.location.iter_mut().chain(related) {
            let is_in = |out: &Path| Path::new(&location.path).starts_with(out);
            if !out.is_some_and(is_in) {
                let path = root.join(&location.path);
                location.path = path.to_string_lossy().replace('\\', "/");
            }
        }
    }

    /// Whether another says the same of the same place: a template's mistake shows on
    /// many pages.
    pub fn says_the_same(&self, other: &Diagnostic) -> bool {
        (self.code, &self.message, &self.location) == (other.code, &other.message, &other.location)
    }

    /// Whether it keeps the site from being published.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The mistakes of a run.
#[derive(Debug, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Adds one mistake.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds those of a stage.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// Adds those of many artifacts, of those that say the same the first.
    pub fn extend_once_each(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        let before = self.diagnostics.len();
        for new in diagnostics {
            let mut old = self.diagnostics.iter().skip(before);
            if !old.any(|old| old.says_the_same(&new)) {
                self.push(new);
            }
        }
    }

    /// The mistakes sorted by file, line and column, at one place errors first,
    /// each once.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        fn key(d: &Diagnostic) -> (&Option<Location>, Severity, &str, &str) {
            (&d.location, d.severity, d.code.name(), &d.message)
        }
        self.diagnostics.sort_by(|a, b| key(a).cmp(&key(b)));
        self.diagnostics.dedup();
        self.diagnostics
    }

    /// Whether one of them is of this kind.
    pub fn has(&self, code: Code) -> bool {
        self.diagnostics.iter().any(|d| d.code == code)
    }

    /// Whether the site may be published: with no error, and when it is strict
    /// with no warning either.
    pub fn is_good(&self, strict: bool) -> bool {
        match strict {
            true => self.diagnostics.is_empty(),
            false => !self.diagnostics.iter().any(Diagnostic::is_error),
        }
    }
}

/// The numbers of errors and of warnings.
pub fn count(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let errors = diagnostics.iter().filter(|d| d.is_error()).count();
    (errors, diagnostics.len() - errors)
}

/// The same in words: `2 errors and 1 warning`.
pub fn counts(diagnostics: &[Diagnostic]) -> String {
    match count(diagnostics) {
        (0, warnings) => counted(warnings, "warning"),
        (errors, 0) => counted(errors, "error"),
        (errors, warnings) => {
            let errors = counted(errors, "error");
            format!("{errors} and {}", counted(warnings, "warning"))
        }
    }
}

/// `1 error`, `2 errors`.
pub fn counted(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(code: Code) -> Diagnostic {
        let location = Location::span("a.md", "a b", 0..1);
        Diagnostic::new(code, "this is wrong").at(location)
    }

    #[test]
    fn a_mistake_weighs_as_much_as_its_code_until_it_is_told_otherwise() {
        assert!(mistake(Code::BrokenLink).is_error());
        assert!(!mistake(Code::RawHtml).is_error());
        let lowered = mistake(Code::BrokenLink).severity(Severity::Warning);
        let raised = mistake(Code::RawHtml).severity(Severity::Error);
        assert_eq!(count(&[lowered.clone(), raised.clone()]), (1, 1));
        assert!(to_text(std::slice::from_ref(&lowered), false).starts_with("warning[broken-link]"));
        assert!(to_json(std::slice::from_ref(&raised)).contains("\"severity\": \"error\""));
        assert!(to_github(&[lowered]).starts_with("::warning "));
        assert!(to_github(&[raised]).starts_with("::error "));
    }

    #[test]
    fn at_one_place_errors_come_before_warnings() {
        let mut report = Report::default();
        report.push(mistake(Code::BrokenAnchor).severity(Severity::Warning));
        report.push(mistake(Code::RawHtml).severity(Severity::Error));
        report.push(mistake(Code::BrokenLink));
        let codes: Vec<Code> = report.sorted().iter().map(|d| d.code).collect();
        assert_eq!(codes, [Code::BrokenLink, Code::RawHtml, Code::BrokenAnchor]);
    }
}
