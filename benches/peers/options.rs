//! What the command line asks for.

use std::path::PathBuf;

/// What to compare, and how often.
pub struct Options {
    /// The sizes of the sites, in pages, ascending.
    pub sizes: Vec<usize>,
    /// How often each thing is measured.
    pub runs: usize,
    /// The names of the peers to measure; none for all.
    pub only: Vec<String>,
    /// Whether code is highlighted.
    pub highlight: bool,
    /// Whether peers are installed first.
    pub install: bool,
    /// Whether building Attaché itself is measured as well.
    pub build_time: bool,
    /// A file for the table.
    pub table: Option<PathBuf>,
}

impl Options {
    /// Reads the words of the command line. Run as a test, by no `cargo bench`, it
    /// does little.
    pub fn read(words: &[String]) -> Options {
        let is_bench = words.iter().any(|word| word == "--bench");
        let mut options = Options {
            sizes: Vec::new(),
            runs: if is_bench { 3 } else { 1 },
            only: Vec::new(),
            highlight: true,
            install: false,
            build_time: false,
            table: None,
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || match words.next() {
                Some(value) => value.clone(),
                None => panic!("{word} needs a value"),
            };
            match word.as_str() {
                "--bench" => {}
                "--runs" => options.runs = value().parse().unwrap(),
                "--only" => options.only = value().split(',').map(str::to_lowercase).collect(),
                "--table" => options.table = Some(PathBuf::from(value())),
                "--no-highlight" => options.highlight = false,
                "--build-time" => options.build_time = true,
                "--install" => options.install = true,
                size => match size.replace(['_', ','], "").parse() {
                    Ok(size) => options.sizes.push(size),
                    Err(_) => panic!("`{size}` is no option and no number of pages"),
                },
            }
        }
        if options.sizes.is_empty() {
            options.sizes = if is_bench { vec![100, 1_000] } else { vec![20] };
        }
        options.sizes.sort_unstable();
        options.sizes.dedup();
        options
    }

    /// Whether a tool is asked for.
    pub fn wants(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.only.is_empty() || self.only.contains(&name)
    }
}
