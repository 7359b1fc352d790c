//! The stable names of all mistakes: what a user looks up in the manual, and
//! what a program that reads the JSON list tells them apart by.

/// How much a mistake weighs, the heaviest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Keeps the site from being published.
    Error,
    /// Is pointed out; the site is published.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $severity:ident $name:literal)*) => {
        /// What kind of mistake it is. `docs/content/diagnostics.md` explains each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code { $(#[doc = $name] $variant,)* }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// Its stable name.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// How much it weighs, where `site.yaml` does not say otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    // Reading the project.
    MissingContent       Error   "missing-content"
    EmptyContent         Error   "empty-content"
    UnreadableFile       Error   "unreadable-file"
    SpecialFile          Error   "special-file"
    LinkOutside          Error   "link-outside"
    FileName             Error   "file-name"
    NotUtf8              Error   "not-utf8"
    ControlCharacter     Error   "control-character"
    FileTooLarge         Error   "file-too-large"
    // YAML: site.yaml, front matter, themes, sources.
    YamlSyntax           Error   "yaml-syntax"
    UnterminatedMatter   Error   "unterminated-front-matter"
    MissingKey           Error   "missing-key"
    UnknownKey           Error   "unknown-key"
    DuplicateKey         Error   "duplicate-key"
    WrongType            Error   "wrong-type"
    InvalidDate          Error   "invalid-date"
    InvalidValue         Error   "invalid-value"
    // Markdown.
    RawHtml              Warning "raw-html"
    UnsafeLink           Error   "unsafe-link"
    SpacedAddress        Warning "spaced-address"
    HeadingLevel         Warning "heading-level"
    DuplicateId          Error   "duplicate-id"
    UnknownFootnote      Error   "unknown-footnote"
    UnusedFootnote       Warning "unused-footnote"
    MissingAlt           Warning "missing-alt"
    Mathematics          Error   "mathematics"
    UnknownLanguage      Warning "unknown-language"
    PlainCode            Warning "plain-code"
    CodeOption           Error   "code-option"
    TableCells           Warning "table-cells"
    CitationForm         Error   "citation-form"
    // Between files.
    BrokenLink           Error   "broken-link"
    BrokenAnchor         Error   "broken-anchor"
    HiddenLink           Error   "hidden-link"
    UnknownSource        Error   "unknown-source"
    SourceKey            Error   "source-key"
    SourceFile           Error   "source-file"
    Fingerprint          Error   "fingerprint"
    QuotedIn             Error   "quoted-in"
    SetAside             Error   "set-aside"
    Bibliography         Error   "bibliography"
    BibliographyLoss     Warning "bibliography-loss"
    UnknownLocator       Error   "unknown-locator"
    QuotationAltered     Error   "quotation-altered"
    QuotationNotFound    Error   "quotation-not-found"
    QuotationAmbiguous   Error   "quotation-ambiguous"
    QuotationUnchecked   Error   "quotation-unchecked"
    BesideNegation       Warning "beside-negation"
    UncitedQuotation     Warning "uncited-quotation"
    DuplicateTerm        Error   "duplicate-term"
    UnknownTerm          Error   "unknown-term"
    UnusedTerm           Warning "unused-term"
    SameAddress          Error   "same-address"
    InvalidAddress       Error   "invalid-address"
    UnreadableImage      Error   "unreadable-image"
    SearchTooLarge       Warning "search-too-large"
    ReviewOverdue        Warning "review-overdue"
    UpdateToCome         Warning "update-to-come"
    // Themes.
    UnknownTheme         Error   "unknown-theme"
    ThemeVersion         Error   "theme-version"
    MissingTemplate      Error   "missing-template"
    TemplateSyntax       Error   "template-syntax"
    TemplateUndefined    Error   "template-undefined"
    TemplateFailed       Error   "template-failed"
    TemplateSlow         Error   "template-slow"
    MissingAsset         Error   "missing-asset"
    SheetSyntax          Warning "sheet-syntax"
    MissingString        Error   "missing-string"
    LanguageStrings      Warning "language-strings"
    CardInvalid          Error   "card-invalid"
    CardLetters          Warning "card-letters"
    // Writing.
    OutputRefused        Error   "output-refused"
    ForeignFile          Error   "foreign-file"
    Manifest             Error   "manifest"
    OutputFailed         Error   "output-failed"
    HalfPublished        Error   "half-published"
    OutputDiffers        Error   "output-differs"
}
