//! `attache watch`.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use clap::Args;
use signal_hook::consts::{SIGINT, SIGTERM};

use super::confined;
use super::live::Live;
use super::print::{self, Format, Voice};
use super::project::SiteOptions;
use super::signals;
use crate::diagnostic;
use crate::input;
use crate::preview::{self, Editor, End, Guard, Listener, News, Told};

/// The port where none is asked for.
const PORT: u16 = 4747;
/// How many ports above a taken one are tried.
const TRIES: u16 = 50;

/// Show the site while you write it, and every change at once.
///
/// Pages are rendered in memory when they are looked at; the output folder is neither
/// read nor written. Drafts are shown, too. Mistakes stand over the page and in the
/// terminal until they are mended. Ctrl-C ends it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Watch {
    /// The port [default: 4747, or the next that is free]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Let other machines look, a phone for instance: at this address of yours, or at all
    /// [default: this machine only]
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "0.0.0.0",
        value_parser = host_address)]
    host: Option<IpAddr>,
    /// Answer to this name of the machine as well
    #[arg(long, value_name = "NAME", value_parser = host_name)]
    allow_host: Vec<String>,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// What opens the place of a mistake: vscode, vscodium, jetbrains, textmate; a command or an
    /// address with {file}, {line} and {column} [default: ATTACHE_EDITOR, VISUAL, EDITOR]
    #[arg(long, value_name = "EDITOR")]
    editor: Option<String>,
    /// Leave out drafts, and what is embargoed or expired
    #[arg(long)]
    no_drafts: bool,
    /// Read all files again and again, where no events come (network drives, containers)
    #[arg(long)]
    poll: bool,
    #[command(flatten)]
    voice: Voice,
    #[command(flatten)]
    site: SiteOptions,
}

const EXAMPLES: &str = "\
Examples:
  attache watch --open                     see the site, and go on writing
  attache watch --host                     look at it on a phone as well
  attache watch --now 2026-12-01 --no-drafts
                                           as the public will see it on that day
  attache watch --editor 'subl {file}:{line}:{column}'
                                           a link in a mistake opens its line";

impl Watch {
    /// Shows the site where a hostile theme does no harm.
    pub fn confined(self, inside: bool) -> ExitCode {
        let root = self.site.folder.root.clone();
        let crashed = || print::line("1 error. The preview has ended.");
        confined::run(inside, &root, Format::Human, |_| self.run(), crashed)
    }

    /// Shows the site until it is told to end.
    fn run(self) -> ExitCode {
        let now = match self.site.clock.moment() {
            Ok(now) => now,
            Err(message) => return print::wrong_usage(&message),
        };
        if let Err(message) = self.site.is_there() {
            return print::wrong_usage(&message);
        }
        if self.site.is_no_project() {
            let problem = input::no_content(&self.site.folder.root);
            print::diagnostics(&[problem], Format::Human);
            print::line("1 error. The preview has ended.");
            return ExitCode::FAILURE;
        }
        let listener = match self.listen() {
            Ok(listener) => listener,
            Err(message) => {
                print::line(&format!("error: {message}"));
                return ExitCode::FAILURE;
            }
        };
        self.greet(listener.port());
        let options = preview::Options {
            root: self.site.folder.root.clone(),
            base_url: self.site.base_url.clone(),
            drafts: !self.no_drafts,
            now,
            poll: self.poll,
            guard: Guard {
                is_open: self.is_open(),
                names: self.allow_host.clone(),
            },
            editor: self.editor(),
        };
        let live = Mutex::new(Live::default());
        let voice = self.voice;
        let ended = preview::run(options, listener, move |told| {
            let mut live = live.lock().unwrap_or_else(PoisonError::into_inner);
            say(&mut live, told, voice);
        });
        exit_code(ended)
    }

    fn is_open(&self) -> bool {
        self.host.is_some_and(|host| !host.is_loopback())
    }

    /// Listens, or says why that cannot be.
    fn listen(&self) -> Result<Listener, String> {
        let host = self.host.unwrap_or(Ipv4Addr::LOCALHOST.into());
        let (port, tries) = match self.port {
            Some(port) => (port, 0),
            None => (PORT, TRIES),
        };
        preview::listen(host, port, tries).map_err(|error| {
            let next = preview::listen(host, port.saturating_add(1), TRIES);
            match (error.kind(), next) {
                (io::ErrorKind::AddrInUse, Ok(next)) => {
                    let next = next.port();
                    format!("port {port} is taken; the next free one is {next}: `--port {next}`")
                }
                _ => format!("{host}:{port} cannot be used: {}", input::reason(&error)),
            }
        })
    }

    /// Names the addresses.
    fn greet(&self, port: u16) {
        let here = match self.host {
            Some(host) if !host.is_unspecified() => url(host, port),
            // Not by its name, which may be another address of this machine as well.
            _ => url(Ipv4Addr::LOCALHOST.into(), port),
        };
        let taken = self.port.is_none() && port != PORT;
        let taken = if taken {
            format!(" (port {PORT} is taken)")
        } else {
            String::new()
        };
        print::line(&format!("The site is at {here}{taken}. Ctrl-C ends this."));
        if self.is_open() {
            print::line(
                "warning: whoever can reach this machine can read the site there, drafts as well",
            );
            let all = addresses(self.host);
            for address in &all {
                print::line(&format!("  on other machines: {}", url(*address, port)));
            }
            if let Some(first) = all.first().filter(|_| io::stderr().is_terminal()) {
                print::line(&code(&url(*first, port)));
            }
        }
        if self.open
            && let Err(error) = preview::open(&here)
        {
            let why = input::reason(&error);
            print::line(&format!("warning: no browser can be opened: {why}"));
        }
    }

    /// What opens the user's editor, from the option or from what other programs use.
    fn editor(&self) -> Option<Editor> {
        if let Some(setting) = &self.editor {
            let editor = Editor::parse(setting);
            if editor.is_none() {
                print::line(&format!(
                    "warning: how `{setting}` opens a line is not known: write it with {{file}}"
                ));
            }
            return editor;
        }
        let names = ["ATTACHE_EDITOR", "VISUAL", "EDITOR"].iter();
        let mut settings = names.filter_map(|name| std::env::var(name).ok());
        settings.find_map(|setting| Editor::parse(&setting))
    }
}

/// The exit code after a signal.
pub fn exit_code(ended: io::Result<End>) -> ExitCode {
    match ended {
        Ok(End::Interrupted) => ExitCode::from(signals::exit_code(SIGINT)),
        Ok(End::Terminated) => ExitCode::from(signals::exit_code(SIGTERM)),
        Err(error) => {
            print::line(&format!("error: {}", input::reason(&error)));
            ExitCode::FAILURE
        }
    }
}

fn say(live: &mut Live, told: Told, voice: Voice) {
    match told {
        Told::Polls(why) => live.line(&polls(why)),
        Told::News(news) => {
            let happened = match &news.change {
                Some((paths, took)) if !voice.quiet => happened(paths, *took, voice),
                _ => String::new(),
            };
            live.show(&happened, &news.mistakes, &sum(news, voice));
        }
    }
}

/// An address of this machine.
fn host_address(text: &str) -> Result<IpAddr, String> {
    match text {
        "localhost" => Ok(Ipv4Addr::LOCALHOST.into()),
        _ => text.parse().map_err(|_| {
            "write an address of this machine, as 192.168.0.2, or none for all of them".to_owned()
        }),
    }
}

/// The name of a host, without a port.
fn host_name(text: &str) -> Result<String, String> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_');
    match !text.is_empty() && text.chars().all(is_name) {
        true => Ok(text.to_owned()),
        false => Err("write the name alone, as `desk.example`".to_owned()),
    }
}

/// That no events come.
pub fn polls(why: &str) -> String {
    format!("All files are read again and again: {why}. Changes take a moment longer to show.")
}

/// `content/a.md and 2 more: taken in after 3 ms.`
fn happened(paths: &BTreeSet<String>, took: Duration, voice: Voice) -> String {
    let took = match took.as_millis() {
        0 => "under 1 ms".to_owned(),
        took => format!("{took} ms"),
    };
    match named(paths, voice) {
        None => format!("Ready after {took}."),
        Some(paths) => format!("{paths}: taken in after {took}."),
    }
}

/// `content/a.md and 2 more`; all of them where every file is to be named.
pub fn named(paths: &BTreeSet<String>, voice: Voice) -> Option<String> {
    let first = match paths.first()?.as_str() {
        "" => "all files",
        first => first,
    };
    Some(match paths.len() {
        1 => first.to_owned(),
        _ if voice.verbose => paths
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", "),
        more => format!("{first} and {} more", more - 1),
    })
}

fn sum(news: &News, voice: Voice) -> String {
    let mut sum = match news.mistakes.is_empty() {
        true if voice.quiet => return String::new(),
        true => return "No mistakes.".to_owned(),
        false => diagnostic::counts(&news.mistakes),
    };
    sum.push('.');
    if news.is_old {
        sum.push_str(" The last good state is shown.");
    }
    sum
}

fn url(host: IpAddr, port: u16) -> String {
    format!("http://{}/", SocketAddr::new(host, port))
}

/// The addresses under which other machines find this one.
fn addresses(host: Option<IpAddr>) -> Vec<IpAddr> {
    match host {
        Some(host) if !host.is_unspecified() => vec![host],
        _ => {
            let all = if_addrs::get_if_addrs().unwrap_or_default();
            let all = all.iter().map(|interface| interface.ip());
            let mut all: Vec<_> = all.filter(|ip| ip.is_ipv4() && !ip.is_loopback()).collect();
            all.sort();
            all
        }
    }
}

/// An address as a QR code (ISO/IEC 18004), two modules a letter, dark on light whatever
/// the terminal's colours are.
fn code(url: &str) -> String {
    let Ok(code) = qrcode::QrCode::new(url.as_bytes()) else {
        return String::new();
    };
    let code = code.render::<qrcode::render::unicode::Dense1x2>().build();
    let lines = code
        .lines()
        .map(|line| format!("\x1b[30;47m{line}\x1b[0m\n"));
    lines.collect()
}
