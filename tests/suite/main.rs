//! The one test binary: every test that is not a unit test stands in a module
//! here, so that a change compiles once.

mod commonmark;
mod html_tokens;
mod markdown;
mod spec;
