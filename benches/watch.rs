//! How long a preview takes to answer for the first time, and from a save until the
//! changed page comes over HTTP: `cargo bench --bench watch [-- PAGES…]`.
//!
//! Each edit is saved when the last one has been seen, on a page that was asked for
//! once, by a client that asks again and again, with a tenth of a millisecond between.
//! Times are wall time, in milliseconds.

// A measurement that cannot be made is no measurement.
#![allow(clippy::unwrap_used, clippy::print_stdout)]
#![allow(missing_docs)]

mod briefing;
mod dice;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use dice::Dice;

/// Edits of each kind.
const EDITS: usize = 200;

/// How a change is saved.
#[derive(Clone, Copy)]
enum Save {
    InPlace,
    MovedOver,
}

fn main() {
    let sizes: Vec<usize> = std::env::args()
        .filter_map(|word| word.parse().ok())
        .collect();
    let sizes = if sizes.is_empty() {
        vec![100, 1_000, 10_000]
    } else {
        sizes
    };
    println!("ms from the start to the first page, and from a save to the changed page");
    println!("(median / 95th percentile of {EDITS} edits, of the other kinds of a quarter)");
    println!(
        "{:>7}  {:>7}  {:>15}  {:>15}  {:>15}  {:>15}",
        "pages", "start", "text", "moved over", "unseen busy", "title"
    );
    for pages in sizes {
        measure(pages);
    }
}

fn measure(pages: usize) {
    let folder = tempfile::tempdir().unwrap();
    briefing::write(folder.path(), pages).unwrap();
    let mut watched = Watched::start(folder.path());
    let start = watched.first;
    // Until all pages have been rendered for their mistakes.
    thread::sleep(Duration::from_secs(2) + Duration::from_millis(pages as u64));
    let mut dice = Dice(7);
    let quarter = EDITS / 4;
    let none = Duration::ZERO;
    let text = watched.edits(&mut dice, pages, EDITS, none, Save::InPlace, appended);
    let moved = watched.edits(&mut dice, pages, quarter, none, Save::MovedOver, appended);
    // With pauses, the pages that nobody looks at are being rendered when the next edit comes.
    let pause = Duration::from_millis(700);
    let busy = watched.edits(&mut dice, pages, quarter, pause, Save::InPlace, appended);
    let title = watched.edits(&mut dice, pages, quarter, none, Save::InPlace, retitled);
    println!("{pages:>7}  {start:>7.0}  {text:>15}  {moved:>15}  {busy:>15}  {title:>15}");
}

fn appended(text: &str, mark: &str) -> String {
    format!("{text}\n{mark}\n")
}

fn retitled(text: &str, mark: &str) -> String {
    text.replacen("title: ", &format!("title: {mark} "), 1)
}

struct Watched {
    child: Child,
    folder: PathBuf,
    port: u16,
    stream: BufReader<TcpStream>,
    /// Milliseconds until the first page was there.
    first: f64,
}

impl Watched {
    fn start(folder: &Path) -> Watched {
        let started = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_attache"))
            .args(["watch", "--port", "0", "--root"])
            .arg(folder)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let line = lines.next().unwrap().unwrap();
        let port = line
            .split('/')
            .nth(2)
            .and_then(|host| host.rsplit(':').next());
        let port = port.and_then(|port| port.parse().ok()).unwrap();
        thread::spawn(move || lines.for_each(drop));
        let stream = BufReader::new(TcpStream::connect(("127.0.0.1", port)).unwrap());
        let folder = folder.to_owned();
        let mut watched = Watched {
            child,
            folder,
            port,
            stream,
            first: 0.0,
        };
        let path = briefing::path(0);
        while !watched.get(&path).contains("<title>Page 0") {
            thread::sleep(Duration::from_millis(1));
        }
        watched.first = started.elapsed().as_secs_f64() * 1000.0;
        watched
    }

    fn get(&mut self, path: &str) -> String {
        let request = format!(
            "GET /{path}/ HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            self.port
        );
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.stream.read_line(&mut line).unwrap() > 0, "it hung up");
            if let Some(number) = line.strip_prefix("content-length: ") {
                length = number.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        String::from_utf8(body).unwrap()
    }

    /// Times so many edits of random pages, each made undone again.
    fn edits(
        &mut self,
        dice: &mut Dice,
        pages: usize,
        count: usize,
        pause: Duration,
        save: Save,
        change: fn(&str, &str) -> String,
    ) -> String {
        let mut times = Vec::new();
        for number in 0..count {
            let path = briefing::path(dice.roll(pages));
            let file = self.folder.join(format!("content/{path}.md"));
            let text = fs::read_to_string(&file).unwrap();
            let mark = format!("Mark-{number}-{}", dice.roll(1 << 30));
            let changed = change(&text, &mark);
            // A connection on which nothing is asked for long is closed.
            self.stream = BufReader::new(TcpStream::connect(("127.0.0.1", self.port)).unwrap());
            self.get(&path);
            thread::sleep(pause);
            let started = Instant::now();
            save.write(&file, &changed);
            while !self.get(&path).contains(&mark) {
                thread::sleep(Duration::from_micros(100));
            }
            times.push(started.elapsed().as_secs_f64() * 1000.0);
            save.write(&file, &text);
            while self.get(&path).contains(&mark) {
                thread::sleep(Duration::from_millis(1));
            }
        }
        times.sort_by(f64::total_cmp);
        format!("{:.1} / {:.1}", times[count / 2], times[count * 95 / 100])
    }
}

impl Save {
    fn write(self, file: &Path, text: &str) {
        match self {
            Save::InPlace => fs::write(file, text).unwrap(),
            Save::MovedOver => {
                let beside = file.with_extension("md.new");
                fs::write(&beside, text).unwrap();
                fs::rename(beside, file).unwrap();
            }
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
