//! Sources out to reference managers, and back: BibTeX, BibLaTeX and CSL-JSON.

pub(super) mod bibtex;
mod bibtex_import;
mod csl_import;
pub(super) mod import;
mod source_yaml;
mod tex;
