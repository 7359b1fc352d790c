//! Markdown extensions: pages of prose and examples that run.
