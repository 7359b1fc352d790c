//! What evidence costs: 10,000 quotations against 1,000 sources of 5,000 words.
//! `cargo bench --bench evidence` prints it; as a test it runs on a twentieth.
//! Everything comes from a seed, so that two runs do the same work.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod dice;

use std::time::{Duration, Instant};

use attache::evidence::{
    Cause, Fingerprint, Quotation, Rule, SourceText, Verdict, fragment, verify,
};
use dice::Dice;
use rayon::prelude::*;

impl Dice {
    /// A word of a list, those at its beginning much more often, as in a language.
    fn word<'a>(&mut self, list: &'a [String]) -> &'a str {
        let part = self.roll(1 << 20) as f64 / f64::from(1 << 20);
        &list[(list.len() as f64 * part.powi(3)) as usize]
    }
}

const SYLLABLES: &[&str] = &[
    "ba", "co", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pa", "ro", "sé", "ti", "ur", "ver",
];

fn vocabulary(dice: &mut Dice) -> Vec<String> {
    let mut words = Vec::from(["the", "of", "and", "to", "in", "not", "that"].map(str::to_owned));
    for _ in 0..8_000 {
        let count = 1 + dice.roll(4);
        words.push((0..count).map(|_| dice.pick(SYLLABLES)).collect());
    }
    words
}

fn text(words: &[String], count: usize, dice: &mut Dice) -> String {
    let mut text = String::new();
    for at in 1..=count {
        text.push_str(dice.word(words));
        text.push_str(match (at % 90, dice.roll(60)) {
            (0, _) => ".\n\n",
            (_, 0..4) => ", ",
            (_, 4..7) => ". ",
            (_, 7) => " — ",
            (_, 8) => "’s ",
            (_, 9) => " “",
            (_, 10) => "” ",
            (_, 11) => " 5% ",
            _ => " ",
        });
    }
    text
}

/// A quotation of a source in another typography; with a gap, altered, or not
/// from it at all.
fn quote(source: &SourceText, words: &[String], dice: &mut Dice) -> String {
    let length = 6 + dice.roll(60);
    let start = dice.roll(source.words().len() - 130);
    let passage = |from: usize, to: usize| source.passage(start + from..start + to);
    let quote = match dice.roll(100) {
        0..75 => passage(0, length).to_owned(),
        75..93 => {
            let gap = length + 1 + dice.roll(50);
            format!("{} … {}", passage(0, length), passage(gap, gap + 8))
        }
        93..98 => {
            let changed = 1 + dice.roll(length - 2);
            let word = dice.word(words);
            format!(
                "{} {word} {}",
                passage(0, changed),
                passage(changed + 1, length)
            )
        }
        _ => text(words, length, dice),
    };
    quote
        .replace('’', "'")
        .replace(" — ", " – ")
        .replace(['“', '”'], "\"")
}

/// What a system of this kind tells in a file of `/proc/self`.
fn told(file: &str, find: impl Fn(&str) -> Option<f64>) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/self/{file}"));
    text.ok().and_then(|text| find(&text)).unwrap_or(f64::NAN)
}

/// The CPU time of all threads, in seconds (a hundredth is the least it tells).
fn cpu() -> f64 {
    told("stat", |stat| {
        let (_, fields) = stat.rsplit_once(')')?;
        let ticks = fields.split_whitespace().skip(11).take(2);
        Some(
            ticks
                .filter_map(|ticks| ticks.parse::<f64>().ok())
                .sum::<f64>()
                / 100.0,
        )
    })
}

fn peak_mb() -> f64 {
    told("status", |status| {
        let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
        Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
    })
}

/// Does some work and prints what it took.
fn timed<T>(name: &str, count: usize, work: impl FnOnce() -> T) -> T {
    let (started, before) = (Instant::now(), cpu());
    let done = work();
    let (took, used) = (started.elapsed().as_secs_f64(), cpu() - before);
    let rate = count as f64 / took;
    println!("{name:<28}{took:>8.2} s {used:>8.2} CPU-s {rate:>11.0} a second");
    done
}

fn main() {
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let (sources, each) = if is_bench { (1_000, 10) } else { (50, 10) };
    let mut dice = Dice(20_261_125);
    let vocabulary = vocabulary(&mut dice);
    let texts: Vec<String> = (0..sources)
        .map(|_| text(&vocabulary, 5_000, &mut dice))
        .collect();
    println!(
        "{sources} sources of 5,000 words, {} quotations, {} threads\n",
        sources * each,
        rayon::current_num_threads()
    );

    let cut = |text: &String| SourceText::new(text, Rule::Blank, &[]).unwrap();
    let quotes: Vec<(usize, String)> = texts
        .iter()
        .map(cut)
        .enumerate()
        .flat_map(|(at, source)| {
            let quotes = (0..each).map(|_| (at, quote(&source, &vocabulary, &mut dice)));
            quotes.collect::<Vec<_>>()
        })
        .collect();
    timed("texts cut into words", sources, || {
        texts
            .iter()
            .map(cut)
            .map(|text| text.words().len())
            .sum::<usize>()
    });
    let made = timed("texts into fingerprints", sources, || {
        let made = texts
            .iter()
            .map(|text| Fingerprint::new(&cut(text), Some("en")));
        made.collect::<Vec<_>>()
    });
    let written = timed("fingerprints written", sources, || {
        made.iter().map(Fingerprint::to_text).collect::<Vec<_>>()
    });
    drop(made);
    let parse = |text: &String| Fingerprint::parse(text).unwrap();
    timed("fingerprints read", sources, || {
        written
            .iter()
            .map(parse)
            .map(|read| read.word_count())
            .sum::<usize>()
    });
    let fingerprints: Vec<Fingerprint> = timed("  on all threads", sources, || {
        written.par_iter().map(parse).collect()
    });

    let check = |(source, quote): &(usize, String)| {
        let started = Instant::now();
        let quotation = Quotation::new(quote);
        let verdict = verify(&quotation, Some(&fingerprints[*source]), None, None);
        (verdict, started.elapsed())
    };
    let checked: Vec<(Verdict, Duration)> = timed("quotations checked", quotes.len(), || {
        quotes.iter().map(check).collect()
    });
    timed("  on all threads", quotes.len(), || {
        quotes.par_iter().map(check).count()
    });
    timed("fragments without texts", quotes.len(), || {
        let all = quotes.iter().zip(&checked);
        all.filter_map(|((source, quote), (verdict, _))| match verdict {
            Verdict::Verified { place, .. } => Some(fragment(
                &Quotation::new(quote),
                place,
                &fingerprints[*source],
                None,
            )),
            _ => None,
        })
        .map(|fragment| fragment.len())
        .sum::<usize>()
    });
    summary(&checked);
}

fn summary(checked: &[(Verdict, Duration)]) {
    let mut times: Vec<Duration> = checked.iter().map(|(_, time)| *time).collect();
    times.sort_unstable();
    let count =
        |is: fn(&Verdict) -> bool| checked.iter().filter(|(verdict, _)| is(verdict)).count();
    println!(
        "\none quotation: median {:?}, 99 of 100 within {:?}, worst {:?}; memory at most {:.0} MB",
        times[times.len() / 2],
        times[times.len() * 99 / 100],
        times[times.len() - 1],
        peak_mb(),
    );
    println!(
        "{} verified, {} altered (a negation in the gap: {}), {} not found, {} others",
        count(|v| matches!(v, Verdict::Verified { .. })),
        count(|v| matches!(v, Verdict::Altered(_))),
        count(|v| matches!(v, Verdict::Altered(a) if matches!(a.cause, Cause::NegationInGap(_)))),
        count(|v| matches!(v, Verdict::NotFound { .. })),
        count(|v| matches!(v, Verdict::Ambiguous(_) | Verdict::CannotCheck)),
    );
}
