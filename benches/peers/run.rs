//! One comparison: writes the projects, measures all tools in turn as often as asked, and
//! checks what they wrote.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::briefing;
use crate::equal::{self, Output};
use crate::floor;
use crate::measure::{self, Cost};
use crate::options::Options;
use crate::tool::{Site, Tool};
use crate::tools::TOOLS;
use crate::whole;
use crate::workplace;

/// What is added to the page that is changed.
const CHANGE: &str = "One more sentence.";

/// How long all files are left alone before a build that is to find them at rest: one that
/// goes by their times cannot trust a file that was written just now.
const REST: Duration = Duration::from_secs(3);

/// What a build finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No output.
    Cold,
    /// Its own output, and nothing changed since.
    Same,
    /// Its own output, and one page changed since.
    Changed,
}

/// All of them, in the order in which they are measured.
pub const KINDS: [Kind; 3] = [Kind::Cold, Kind::Same, Kind::Changed];

/// One of the things that a run costs.
pub type Value = fn(&Cost) -> f64;

/// One that is measured.
pub struct Row {
    /// The tool; none for a floor.
    pub tool: Option<Tool>,
    /// How the table calls it.
    pub name: String,
    /// What it is measured at, and what each run cost.
    pub costs: Vec<(Kind, Vec<Cost>)>,
    /// Files and bytes that it wrote.
    pub written: Option<(usize, u64)>,
    /// The largest difference of a page from Attaché's, in words.
    pub difference: usize,
    command: Vec<String>,
    folder: PathBuf,
    output: PathBuf,
    /// What it says goes here.
    log: PathBuf,
    /// When its sources or its output were last written.
    written_at: Instant,
}

/// What came of a comparison.
pub struct Measured {
    /// Attaché, the floors, the peers.
    pub rows: Vec<Row>,
    /// The names of those that are left out, and why.
    pub missing: Vec<String>,
    /// Whether all was written to memory.
    pub in_memory: bool,
}

/// Compares at one size.
pub fn compare(pages: usize, options: &Options, peers: &Path) -> Measured {
    let wanted = TOOLS.iter().filter(|(name, _)| options.wants(name));
    let (place, in_memory) = workplace::folder(pages, 1 + wanted.count());
    let site = Site {
        pages,
        highlight: options.highlight,
        peers,
    };
    let (mut rows, missing) = rows(&site, options, place.path());
    let mut ours: Option<Output> = None;
    for round in 0..options.runs {
        for (number, row) in rows.iter_mut().enumerate() {
            for at in 0..row.costs.len() {
                let kind = row.costs[at].0;
                let cost = row.measure(kind, pages / 2);
                eprintln!(
                    "{pages} pages, run {}: {}, {kind:?}: {:.2} s, {:.2} CPU-s, {:.0} MiB",
                    round + 1,
                    row.name,
                    cost.wall,
                    cost.cpu,
                    cost.peak
                );
                row.costs[at].1.push(cost);
                if round == 0 && kind == Kind::Cold {
                    check(row, &site, &mut ours, place.path());
                }
            }
            // Attaché's is looked at by a floor; of the others one at a time has to fit.
            if number > 0 {
                row.remove_output();
            }
        }
    }
    Measured {
        rows,
        missing,
        in_memory,
    }
}

/// Writes all projects. Attaché comes first: the others are held against it.
fn rows(site: &Site, options: &Options, place: &Path) -> (Vec<Row>, Vec<String>) {
    let (mut rows, mut missing) = (Vec::new(), Vec::new());
    for (number, (name, find)) in TOOLS.iter().enumerate() {
        if number > 0 && !options.wants(name) {
            continue;
        }
        let Some(tool) = find(site.peers) else {
            eprintln!("{name} is not there (`--install` installs what can be installed)");
            missing.push(format!("{name} (not there)"));
            continue;
        };
        if site.pages > tool.most && options.only.is_empty() {
            missing.push(format!(
                "{name} (its time grows with the square of the pages)"
            ));
            continue;
        }
        let folder = place.join(format!("tool-{number}"));
        fs::create_dir_all(&folder).unwrap();
        (tool.write)(site, &folder).unwrap();
        rows.push(Row {
            name: format!("{} {}", tool.name, tool.version),
            costs: KINDS.map(|kind| (kind, Vec::new())).into(),
            written: None,
            difference: 0,
            command: tool.command.clone(),
            output: folder.join(tool.output),
            log: folder.with_extension("log"),
            folder,
            tool: Some(tool),
            written_at: Instant::now(),
        });
        if number == 0 {
            let project = rows[0].folder.clone();
            rows.extend(
                floor::FLOORS
                    .iter()
                    .map(|floor| floor_row(floor, site, &project, place)),
            );
        }
    }
    (rows, missing)
}

fn floor_row((kind, name): &(&str, &str), site: &Site, project: &Path, place: &Path) -> Row {
    let own = std::env::current_exe().unwrap();
    let (plan, output) = (place.join("plan"), place.join(kind));
    let mut command = vec![
        own.to_str().unwrap().to_owned(),
        "floor".to_owned(),
        (*kind).to_owned(),
    ];
    let paths = [project, &plan, &output].map(|path| path.to_str().unwrap().to_owned());
    command.extend(paths);
    command.push(site.highlight.to_string());
    let measured_at = if *kind == "stat" {
        Kind::Same
    } else {
        Kind::Cold
    };
    let is_whole = *kind == floor::WHOLE;
    Row {
        tool: is_whole.then(|| whole::as_tool(command.clone(), floor::WHOLE)),
        name: (*name).to_owned(),
        costs: vec![(measured_at, Vec::new())],
        written: None,
        difference: 0,
        command,
        folder: place.to_owned(),
        log: output.with_extension("log"),
        output,
        written_at: Instant::now(),
    }
}

impl Row {
    /// The median of what one thing cost in all runs.
    pub fn median(&self, kind: Kind, value: Value) -> Option<f64> {
        let (_, costs) = self.costs.iter().find(|(measured, _)| *measured == kind)?;
        let mut values: Vec<f64> = costs.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        let (low, high) = (values.len().checked_sub(1)? / 2, values.len() / 2);
        Some(f64::midpoint(values[low], values[high]))
    }

    fn remove_output(&self) {
        match fs::remove_dir_all(&self.output) {
            Err(error) if error.kind() != ErrorKind::NotFound => panic!("{error}"),
            _ => {}
        }
    }

    fn measure(&mut self, kind: Kind, page: usize) -> Cost {
        if kind == Kind::Cold {
            self.remove_output();
        }
        if kind != Kind::Changed {
            thread::sleep(REST.saturating_sub(self.written_at.elapsed()));
        }
        let cost = match (kind, &self.tool) {
            (Kind::Changed, Some(tool)) => self.measure_changed(tool, page),
            _ => self.run(),
        };
        self.written_at = Instant::now();
        cost
    }

    fn run(&self) -> Cost {
        measure::measure(&self.command, &self.folder, &self.log)
    }

    fn measure_changed(&self, tool: &Tool, page: usize) -> Cost {
        let pages = self.folder.join(tool.pages);
        let file = pages.join(format!("{}.md", briefing::path(page)));
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{text}\n{CHANGE}\n")).unwrap();
        let cost = self.run();
        fs::write(&file, text).unwrap();
        let made = self.output.join(briefing::path(page) + tool.ending);
        let made = fs::read_to_string(made).unwrap();
        assert!(
            made.contains(CHANGE),
            "{}: the change is not in the output",
            self.name
        );
        cost
    }
}

/// Checks what was written in the first cold run, and counts it.
fn check(row: &mut Row, site: &Site, ours: &mut Option<Output>, place: &Path) {
    let Some(tool) = &row.tool else {
        return;
    };
    let output = equal::read(tool, site, &row.folder);
    row.written = Some((output.files, output.bytes));
    match ours {
        Some(ours) => row.difference = equal::compare(&row.name, ours, &output),
        None => {
            floor::plan(&row.output, &place.join("plan"));
            *ours = Some(output);
        }
    }
}
