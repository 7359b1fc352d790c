//! `attache build`.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use clap::Args;

use super::confined::{self, Budget};
use super::live::Live;
use super::print::{self, Format, Meter, Voice};
use super::project::ProjectOptions;
use super::signals::Signals;
use super::watch;
use crate::date::Timestamp;
use crate::diagnostic::{self, Code, Diagnostic};
use crate::input;
use crate::output::{Manner, Stage};
use crate::pipeline::{self, Built, Destination, LastBuild, Memory, Outlook, Project, Timings};
use crate::preview;

/// Build the site into a folder that any web server can serve.
///
/// Nothing in that folder changes unless the whole site is without errors;
/// files in it that Attaché did not write are never touched.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Build {
    /// Where the site goes [default: public/ in the project's folder]
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Replace files in the way that Attaché did not write
    #[arg(long)]
    adopt: bool,
    /// Replace files one by one, not the folder as a whole: for one that a container has mounted
    /// or a server has made its own folder
    #[arg(long)]
    in_place: bool,
    /// Build again whenever a file changes, until Ctrl-C
    #[arg(long, short)]
    watch: bool,
    /// With --watch, read all files again and again, where no events come
    #[arg(long, requires = "watch")]
    poll: bool,
    /// Build even if no file has changed since the last build
    #[arg(long, conflicts_with = "watch")]
    rebuild: bool,
    /// Say where the time went: stages, the slowest pages and templates
    #[arg(long, conflicts_with = "watch")]
    timings: bool,
    #[command(flatten)]
    options: ProjectOptions,
}

const EXAMPLES: &str = "\
Examples:
  attache build                                  build into public/
  attache build --drafts --out /tmp/preview      with drafts, elsewhere
  attache build --base-url https://example.org/  for another address
  attache build --watch                          again after every change
  attache build --now 2026-12-01                 as it will be on that day
  attache build --format json                    mistakes for a program";

impl Build {
    /// Builds where a hostile theme does no harm.
    pub fn confined(self, inside: bool) -> ExitCode {
        let root = self.options.site.folder.root.clone();
        let (destination, format) = (self.destination(), self.options.format);
        let crashed = || {
            if let Ok(folder) = destination.folder(&root) {
                // What it finds it puts in order.
                drop(Stage::new(folder, Manner::default()));
            }
            print::line("1 error. Nothing was published.");
        };
        confined::run(inside, &root, format, |budget| self.run(budget), crashed)
    }

    /// Builds, and says what it did.
    fn run(self, budget: Budget) -> ExitCode {
        if self.watch && self.options.format != Format::Human {
            let message = "--watch says what it does as it goes: leave out --format";
            return print::wrong_usage(message);
        }
        if let Err(message) = self.options.site.is_there() {
            return print::wrong_usage(&message);
        }
        let moment = match self.options.site.clock.moment() {
            Ok(moment) => moment,
            Err(message) => return print::wrong_usage(&message),
        };
        match self.watch && !self.options.site.is_no_project() {
            true => self.again_and_again(moment),
            false => self.once(moment, &budget),
        }
    }

    fn once(&self, moment: Option<Timestamp>, budget: &Budget) -> ExitCode {
        let started = Instant::now();
        let signals = match Signals::note() {
            Ok(signals) => signals,
            Err(error) => return print::wrong_usage(&input::reason(&error)),
        };
        let project = self.options.project(moment);
        let outlook = std::env::current_exe().ok().and_then(|program| {
            // Before anything is read.
            Outlook::new(&project, &self.destination(), &program)
        });
        if !self.rebuild
            && !self.timings
            && let Some(last) = outlook.as_ref().and_then(Outlook::last_build)
        {
            self.options.show(&mut [], Some(&self.out()));
            self.tell_unchanged(&last, started);
            return ExitCode::SUCCESS;
        }
        let meter = Meter::new(self.options.voice);
        let mut memory = Memory::new(&self.options.site.folder.root);
        if self.timings {
            memory.timings = Timings::wanted();
        }
        let (built, mut diagnostics) =
            self.build(&project, &mut memory, &signals.stop, &|done, all| {
                meter.show(done, all);
                budget.extend(done, all);
            });
        meter.clear();
        let ended = signals.exit_code();
        if let (None, Some(code)) = (&built, ended) {
            print::line("Ended by a signal. Nothing was published.");
            return code;
        }
        self.options.show(&mut diagnostics, Some(&self.out()));
        if self.timings {
            print::line(memory.timings.to_table().trim_end());
        }
        match built {
            Some(built) => {
                if let (Some(outlook), true) = (outlook, diagnostics.is_empty()) {
                    outlook.keep(&built);
                }
                self.tell(&built, &diagnostics, started);
                // What comes next in a script is not wanted either.
                ended.unwrap_or(ExitCode::SUCCESS)
            }
            None => {
                print::line(&unpublished(&diagnostics));
                ExitCode::FAILURE
            }
        }
    }

    /// Builds now, and whenever a file has changed, until a signal ends it.
    fn again_and_again(self, moment: Option<Timestamp>) -> ExitCode {
        let root = self.options.site.folder.root.clone();
        if let Err(problem) = self.destination().folder(&root) {
            // No change of a file would change that.
            print::diagnostics(&[*problem], Format::Human);
            return ExitCode::FAILURE;
        }
        let voice = self.options.voice;
        voice.say("Builds whenever a file changes. Ctrl-C ends this.");
        let live = Arc::new(Mutex::new(Live::default()));
        let lives = live.clone();
        let work = move || {
            let lock = || lives.lock().unwrap_or_else(PoisonError::into_inner);
            let polls = |why: &str| lock().line(&watch::polls(why));
            let again = |memory: &mut Memory, paths, known| {
                self.again(moment, memory, &paths, known, &mut lock());
            };
            preview::follow(&root, self.poll, &Arc::default(), polls, again);
        };
        watch::exit_code(preview::until_end(work, move || let_finish(&live)))
    }

    /// Builds after a change of these paths, known since then.
    fn again(
        &self,
        moment: Option<Timestamp>,
        memory: &mut Memory,
        paths: &BTreeSet<String>,
        known: Instant,
        live: &mut Live,
    ) {
        let go_on = Arc::default();
        let project = self.options.project(moment);
        let (built, diagnostics) = self.build(&project, memory, &go_on, &|_, _| ());
        let changed =
            watch::named(paths, self.options.voice).map(|paths| format!("{paths} changed."));
        let changed = changed.unwrap_or_default();
        match built {
            Some(_) if self.options.voice.quiet => live.show("", &diagnostics, ""),
            Some(built) => {
                let sum = self.summary(&built, &diagnostics, known);
                live.show(&changed, &diagnostics, &sum);
                self.name_files(&built);
            }
            None => {
                let sum = unpublished(&diagnostics) + " The next change is built again.";
                live.show(&changed, &diagnostics, &sum);
            }
        }
    }

    fn build(
        &self,
        project: &Project,
        memory: &mut Memory,
        stop: &Arc<AtomicBool>,
        progress: pipeline::Progress,
    ) -> (Option<Built>, Vec<Diagnostic>) {
        let mut destination = self.destination();
        destination.manner.stop = stop.clone();
        pipeline::build(project, memory, &destination, progress)
    }

    fn destination(&self) -> Destination {
        Destination {
            out: self.out(),
            home: std::env::home_dir(),
            manner: Manner {
                adopt: self.adopt,
                // Who serves the folder may have it open for as long as this runs.
                in_place: self.in_place || self.watch,
                ..Manner::default()
            },
        }
    }

    fn out(&self) -> PathBuf {
        match &self.out {
            Some(out) => out.clone(),
            // `public`, not `./public`.
            None if self.options.is_here() => PathBuf::from("public"),
            None => self.options.site.folder.root.join("public"),
        }
    }

    fn tell(&self, built: &Built, diagnostics: &[Diagnostic], started: Instant) {
        self.name_files(built);
        let voice = self.options.voice;
        voice.say(&self.summary(built, diagnostics, started));
        tell_address(voice, built.has_base_url);
    }

    fn name_files(&self, built: &Built) {
        let voice = self.options.voice;
        let published = &built.published;
        for path in &published.written {
            voice.detail(&format!("wrote {path}"));
        }
        for path in &published.removed {
            voice.detail(&format!("removed {path}"));
        }
    }

    fn tell_unchanged(&self, last: &LastBuild, started: Instant) {
        let voice = self.options.voice;
        voice.say(&format!(
            "Nothing has changed since the last build: {} in {} ({:.2} s); `--rebuild` builds anyway",
            diagnostic::counted(last.files, "file"),
            self.out().display(),
            started.elapsed().as_secs_f64(),
        ));
        tell_address(voice, last.has_base_url);
    }

    fn summary(&self, built: &Built, diagnostics: &[Diagnostic], started: Instant) -> String {
        let published = &built.published;
        let (_, warnings) = diagnostic::count(diagnostics);
        let mut line = format!(
            "Built {} into {}: {} ({} written, {} removed) in {:.2} s",
            diagnostic::counted(built.pages, "page"),
            self.out().display(),
            diagnostic::counted(published.files, "file"),
            published.written.len(),
            published.removed.len(),
            started.elapsed().as_secs_f64(),
        );
        if warnings > 0 {
            line.push_str(&format!("; {}", diagnostic::counted(warnings, "warning")));
        }
        line
    }
}

fn tell_address(voice: Voice, has_base_url: bool) {
    if !has_base_url {
        voice.say(
            "No feed, sitemap, canonical links or cards: add `base_url` to site.yaml for them.",
        );
    }
}

/// Waits for the build that is under way, and lets no other begin.
fn let_finish(live: &Mutex<Live>) {
    if live.try_lock().is_err() {
        print::line("The build that has begun is finished. Ctrl-C ends it at once.");
    }
    std::mem::forget(live.lock());
}

fn unpublished(diagnostics: &[Diagnostic]) -> String {
    let mistakes = diagnostic::counts(diagnostics);
    let strict = print::if_strict(diagnostics);
    let is_half = diagnostics
        .iter()
        .any(|one| one.code == Code::HalfPublished);
    let what = if is_half { "Not all" } else { "Nothing" };
    format!("{mistakes}{strict}. {what} was published.")
}
