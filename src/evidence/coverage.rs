//! What pages quote and cite of their sources into what share of each is
//! covered, paragraph by paragraph; and that as a table, and as lcov, which
//! editors and code hosts show beside the lines.
//!
//! Promises: a paragraph counts once, as the most that is made of it; a share is
//! rounded down, so that 100 % is all.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::{Add, RangeInclusive};

use super::FOLDER;
use super::fingerprint::numbers;

/// How much there is of a source, and what of it is set aside.
#[derive(Clone, Debug, Default)]
pub struct Extent {
    /// The source's key.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Whether no page may speak of it.
    pub private: bool,
    /// How many paragraphs its text has; zero where nobody knows.
    pub paragraphs: u32,
    /// Paragraphs that are left uncovered on purpose, with the reason.
    pub set_aside: Vec<(RangeInclusive<u32>, String)>,
}

/// A place of a page that quotes or cites a source.
#[derive(Clone, Debug)]
pub struct Mention {
    /// The source's key. One that is not known counts nowhere.
    pub key: String,
    /// The paragraphs, from one; none where it names none. Those that
    /// the source does not have count nowhere.
    pub paragraphs: Vec<RangeInclusive<u32>>,
    /// Whether it quotes them, or only cites them.
    pub quoted: bool,
}

/// The most that is made of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Use {
    /// Its words are quoted.
    Quoted,
    /// It is cited, and never quoted.
    Cited,
    /// It is neither, for this reason.
    SetAside(String),
    /// Nothing.
    Untouched,
}

/// What is made of one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceCoverage {
    /// The source's key.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Whether no page may speak of it.
    pub private: bool,
    /// What is made of each paragraph, the first first.
    pub uses: Vec<Use>,
    /// How often each is quoted or cited.
    pub counts: Vec<usize>,
    /// How often the source is quoted.
    pub quotations: usize,
    /// How often it is cited without being quoted.
    pub citations: usize,
}

/// How many paragraphs there are, by what is made of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each counts the paragraphs of that kind")]
pub struct Tally {
    pub paragraphs: usize,
    pub quoted: usize,
    pub cited: usize,
    pub set_aside: usize,
    pub untouched: usize,
}

/// What is made of each source, in the order in which they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage(pub Vec<SourceCoverage>);

impl Coverage {
    /// Counts what is made of each source.
    pub fn new(extents: Vec<Extent>, mentions: &[Mention]) -> Coverage {
        let mut by_key: BTreeMap<&str, Vec<&Mention>> = BTreeMap::new();
        for mention in mentions {
            by_key.entry(&mention.key).or_default().push(mention);
        }
        let of = |extent: Extent| {
            let mentions = by_key.get(extent.key.as_str()).map(Vec::as_slice);
            SourceCoverage::new(extent, mentions.unwrap_or_default())
        };
        Coverage(extents.into_iter().map(of).collect())
    }

    /// The paragraphs of all sources.
    pub fn tally(&self) -> Tally {
        let tallies = self.0.iter().map(SourceCoverage::tally);
        tallies.fold(Tally::default(), Tally::add)
    }
}

impl SourceCoverage {
    fn new(extent: Extent, mentions: &[&Mention]) -> SourceCoverage {
        let paragraphs = extent.paragraphs as usize;
        let mut coverage = SourceCoverage {
            key: extent.key,
            title: extent.title,
            private: extent.private,
            uses: vec![Use::Untouched; paragraphs],
            counts: vec![0; paragraphs],
            quotations: 0,
            citations: 0,
        };
        for (range, reason) in extent.set_aside {
            for kind in within(&mut coverage.uses, &range) {
                if *kind == Use::Untouched {
                    *kind = Use::SetAside(reason.clone());
                }
            }
        }
        for mention in mentions {
            coverage.count(mention);
        }
        coverage
    }

    fn count(&mut self, mention: &Mention) {
        match mention.quoted {
            true => self.quotations += 1,
            false => self.citations += 1,
        }
        for range in &mention.paragraphs {
            for count in within(&mut self.counts, range) {
                *count += 1;
            }
            for kind in within(&mut self.uses, range) {
                match (mention.quoted, &kind) {
                    (true, _) => *kind = Use::Quoted,
                    (false, Use::Quoted) => {}
                    (false, _) => *kind = Use::Cited,
                }
            }
        }
    }

    /// How many paragraphs it has of each kind.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally {
            paragraphs: self.uses.len(),
            ..Tally::default()
        };
        for kind in &self.uses {
            match kind {
                Use::Quoted => tally.quoted += 1,
                Use::Cited => tally.cited += 1,
                Use::SetAside(_) => tally.set_aside += 1,
                Use::Untouched => tally.untouched += 1,
            }
        }
        tally
    }

    /// The paragraphs of which nothing is made.
    pub fn untouched(&self) -> Vec<u32> {
        let numbered = (1..).zip(&self.uses);
        let untouched = numbered.filter(|(_, kind)| **kind == Use::Untouched);
        untouched.map(|(number, _)| number).collect()
    }
}

/// The items of a range of paragraphs, as far as there are any.
fn within<'a, T>(items: &'a mut [T], range: &RangeInclusive<u32>) -> &'a mut [T] {
    let first = range.start().saturating_sub(1) as usize;
    let end = items.len().min(*range.end() as usize);
    match range.is_empty() {
        true => &mut [],
        false => items.get_mut(first..end).unwrap_or_default(),
    }
}

impl Tally {
    /// How many paragraphs of a hundred are quoted, cited or set aside; nothing
    /// where there are none.
    pub fn share(&self) -> Option<usize> {
        let covered = self.quoted + self.cited + self.set_aside;
        (covered * 100).checked_div(self.paragraphs)
    }
}

impl Add for Tally {
    type Output = Tally;

    fn add(self, other: Tally) -> Tally {
        Tally {
            paragraphs: self.paragraphs + other.paragraphs,
            quoted: self.quoted + other.quoted,
            cited: self.cited + other.cited,
            set_aside: self.set_aside + other.set_aside,
            untouched: self.untouched + other.untouched,
        }
    }
}

/// The columns of the table.
const COLUMNS: [&str; 7] = [
    "source",
    "paragraphs",
    "quoted",
    "cited",
    "set aside",
    "untouched",
    "share",
];

impl Coverage {
    /// A line for each source, below it the paragraphs of which nothing is made,
    /// and a line for all of them.
    pub fn to_table(&self) -> String {
        if self.0.is_empty() {
            return "There are no sources.\n".to_owned();
        }
        let names = self.0.iter().map(|source| source.key.chars().count());
        let width = names.chain([COLUMNS[0].len()]).max().unwrap_or_default();
        let mut table = line(width, COLUMNS.map(str::to_owned));
        for source in &self.0 {
            table.push_str(&line(width, cells(&harmless(&source.key), &source.tally())));
            let untouched = source.untouched();
            if !untouched.is_empty() {
                // Writing to a string cannot fail.
                let _ = writeln!(table, "  untouched: {}", numbers(&untouched));
            }
        }
        table.push_str(&line(width, cells("total", &self.tally())));
        table
    }

    /// A record for each source whose paragraphs are known. Its lines are those
    /// of its fingerprint; what is set aside is left out, as lcov leaves out
    /// lines that cannot run.
    pub fn to_lcov(&self) -> String {
        let known = self.0.iter().filter(|source| !source.uses.is_empty());
        known.map(record).collect()
    }
}

/// A file's name in which nothing speaks to the terminal, in as many characters.
fn harmless(name: &str) -> String {
    name.replace(char::is_control, "¤")
}

fn cells(name: &str, tally: &Tally) -> [String; 7] {
    let share = tally.share();
    [
        name.to_owned(),
        tally.paragraphs.to_string(),
        tally.quoted.to_string(),
        tally.cited.to_string(),
        tally.set_aside.to_string(),
        tally.untouched.to_string(),
        share.map_or("-".to_owned(), |share| format!("{share} %")),
    ]
}

/// Names to the left, numbers to the right below their heading.
fn line(width: usize, [name, numbers @ ..]: [String; 7]) -> String {
    let mut line = format!("{name:width$}");
    for (number, heading) in numbers.iter().zip(&COLUMNS[1..]) {
        let _ = write!(line, "  {number:>0$}", heading.len());
    }
    line.push('\n');
    line
}

/// How many lines of a fingerprint stand before its first paragraph.
const HEADER_LINES: usize = 7;

fn record(source: &SourceCoverage) -> String {
    let mut record = format!("SF:{FOLDER}/{}.fingerprint\n", source.key);
    let lines = (HEADER_LINES + 1..).zip(source.uses.iter().zip(&source.counts));
    let (mut found, mut hit) = (0, 0);
    for (line, (kind, count)) in lines {
        if matches!(kind, Use::SetAside(_)) {
            continue;
        }
        found += 1;
        hit += usize::from(*count > 0);
        let _ = writeln!(record, "DA:{line},{count}");
    }
    let _ = writeln!(record, "LF:{found}\nLH:{hit}\nend_of_record");
    record
}
