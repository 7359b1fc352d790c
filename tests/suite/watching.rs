//! A preview that runs: the real program, and a client that speaks HTTP to it over
//! loopback.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::project::{Project, attache};

/// Far longer than anything takes: a machine may be busy.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// `attache watch`, which ends with this.
pub struct Watching {
    child: Child,
    pub port: u16,
    said: Arc<Mutex<String>>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// The lines of the head but the first, names in lower case.
    pub head: Vec<(String, String)>,
    pub body: String,
}

/// The events sent to an open page.
pub struct Events {
    lines: BufReader<TcpStream>,
}

impl Project {
    /// `attache watch` on a free port, with more arguments, in the project's folder.
    pub fn watch(&self, args: &[&str]) -> Watching {
        let mut command = attache();
        command.current_dir(self.path(""));
        command.args(["watch", "--port", "0"]).args(args);
        Watching::start(command)
    }
}

impl Watching {
    /// A preview that has shown its first state.
    pub fn start(command: Command) -> Watching {
        let mut watching = Watching::hear(command);
        watching.port = watching.wait("its address", |watching| {
            let said = watching.said();
            let (_, rest) = said.split_once("The site is at http://")?;
            let (_, rest) = rest.split('/').next()?.rsplit_once(':')?;
            rest.parse().ok()
        });
        watching.wait("the first state", |watching| {
            let said = watching.said();
            (said.contains("Ready after") || said.contains("error[")).then_some(())
        });
        watching
    }

    /// A program that runs on; what it says is heard.
    pub fn hear(mut command: Command) -> Watching {
        for name in ["ATTACHE_EDITOR", "VISUAL", "EDITOR"] {
            if !command.get_envs().any(|(set, _)| set == name) {
                command.env_remove(name);
            }
        }
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap());
        let said = Arc::new(Mutex::new(String::new()));
        let hears = said.clone();
        thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                hears.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        let port = 0;
        Watching { child, port, said }
    }

    /// All that it has said.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The process that works: where the project has a theme, not the one that was started.
    pub fn worker(&self) -> u32 {
        child(self.id()).unwrap_or(self.id())
    }

    /// Waits until something can be found.
    pub fn wait<T>(&self, what: &str, find: impl Fn(&Watching) -> Option<T>) -> T {
        let started = Instant::now();
        loop {
            if let Some(found) = find(self) {
                return found;
            }
            assert!(started.elapsed() < PATIENCE, "no {what}: {}", self.said());
            thread::sleep(Duration::from_millis(3));
        }
    }

    /// Waits until it has said something.
    pub fn until_said(&self, text: &str) {
        let has_said = |watching: &Watching| watching.said().contains(text).then_some(());
        self.wait(&format!("word of `{text}`"), has_said);
    }

    /// Waits until a page is there and says something.
    pub fn until(&self, path: &str, text: &str) -> Answer {
        self.wait(&format!("`{text}` at {path}"), |watching| {
            let answer = watching.get(path);
            (answer.status == 200 && answer.body.contains(text)).then_some(answer)
        })
    }

    /// Waits until an address answers with a status.
    pub fn until_status(&self, path: &str, status: u16) -> Answer {
        self.wait(&format!("{status} at {path}"), |watching| {
            let answer = watching.get(path);
            (answer.status == status).then_some(answer)
        })
    }

    pub fn get(&self, path: &str) -> Answer {
        let port = self.port;
        self.send(format!(
            "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"
        ))
    }

    /// Sends what may be no request at all.
    pub fn send(&self, request: impl AsRef<[u8]>) -> Answer {
        let mut stream = self.connect();
        // It may answer before it has read everything.
        let _ = stream.write_all(request.as_ref());
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Answer::read(&String::from_utf8_lossy(&bytes))
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// The events for a page that shows what has a stamp.
    pub fn events(&self, path: &str, stamp: &str) -> Events {
        let mut stream = self.connect();
        let port = self.port;
        let request = format!(
            "GET /_attache/events?at={path}&have={stamp} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        Events {
            lines: BufReader::new(stream),
        }
    }

    /// Ends it with a signal, and gives how it ended.
    pub fn end(mut self, signal: &str) -> ExitStatus {
        let id = self.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().unwrap();
        assert!(sent.success());
        self.child.wait().unwrap()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    fn read(text: &str) -> Answer {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let status = status.and_then(|status| status.parse().ok()).unwrap_or(0);
        let head = lines.filter_map(|line| line.split_once(": "));
        let head = head.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
        Answer {
            status,
            head: head.collect(),
            body: body.to_owned(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut head = self.head.iter();
        let found = head.find(|(found, _)| found == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The stamp of a page.
    pub fn stamp(&self) -> String {
        let (_, rest) = self.body.split_once("data-stamp=\"").expect("no script");
        rest.split('"').next().unwrap().to_owned()
    }

    /// The page as a build makes it.
    pub fn without_script(&self) -> String {
        match self.body.split_once("<script src=\"/_attache/client.js\"") {
            Some((before, rest)) => {
                let (_, after) = rest.split_once("</script>").unwrap();
                format!("{before}{after}")
            }
            None => self.body.clone(),
        }
    }
}

impl Events {
    /// How the page is to change next: `patch` or `reload`.
    pub fn change(&mut self) -> String {
        loop {
            let (event, _) = self.next();
            if event != "mistakes" {
                return event;
            }
        }
    }

    /// The next panel of mistakes.
    pub fn panel(&mut self) -> String {
        loop {
            let (event, data) = self.next();
            if event == "mistakes" {
                return data;
            }
        }
    }

    /// The next panel of mistakes that says something.
    pub fn panel_with(&mut self, text: &str) -> String {
        loop {
            let panel = self.panel();
            if panel.contains(text) {
                return panel;
            }
        }
    }

    /// The next event, with its data.
    fn next(&mut self) -> (String, String) {
        let (mut event, mut data) = (String::new(), Vec::new());
        loop {
            let mut line = String::new();
            let read = self.lines.read_line(&mut line).expect("no event came");
            assert!(read > 0, "the events ended");
            let line = line.trim_end_matches(['\r', '\n']);
            if let Some(name) = line.strip_prefix("event: ") {
                event = name.to_owned();
            } else if let Some(part) = line.strip_prefix("data: ") {
                data.push(part.to_owned());
            } else if line.is_empty() && !event.is_empty() {
                return (event, data.join("\n"));
            }
        }
    }
}

/// The process that another has started.
pub fn child(id: u32) -> Option<u32> {
    let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
    children.ok()?.trim().parse().ok()
}
