//! The preview on a machine where other programs and other people's pages run as well:
//! who is answered, and what nobody is given.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use super::project::{GOOD, Project, attache};
use super::watching::{Answer, Watching};

fn started(args: &[&str]) -> (Project, Watching) {
    let project = Project::of(GOOD);
    project.page("a.md", "A page.");
    let watching = project.watch(args);
    (project, watching)
}

/// A request with these lines in its head.
fn asked(watching: &Watching, first: &str, head: &[&str]) -> Answer {
    let head: String = head.iter().map(|line| format!("{line}\r\n")).collect();
    watching.send(format!(
        "{first} HTTP/1.1\r\n{head}Connection: close\r\n\r\n"
    ))
}

#[test]
fn case_47_no_address_leads_out_of_the_site() {
    let (project, watching) = started(&[]);
    project.write("content/secret/note.txt", "inside, but no page needs it");
    project.page("b.md", "Read with what was there before.");
    watching.until("/b/", "Read with");
    for path in [
        "/../site.yaml",
        "/../../../../etc/passwd",
        "/a/../../site.yaml",
        "/%2e%2e/site.yaml",
        "/%2E%2E%2Fsite.yaml",
        "/..%2fsite.yaml",
        "/..%5csite.yaml",
        "/..\\site.yaml",
        "/%252e%252e/site.yaml",
        "/%252e%252e%252fsite.yaml",
        "/%c0%ae%c0%ae/site.yaml",
        "/.%00./site.yaml",
        "/site.yaml",
        "/site.yaml%00.html",
        "/content/a.md",
        "/a.md",
        "/themes/bare/theme.yaml",
        "/C:/Windows/win.ini",
        "/C:%5CWindows%5Cwin.ini",
        "/c$/x",
        "/a/index.html::$DATA",
        "/a/INDEX~1.HTM",
        "/a/index.html/.",
        "/a/index.html/",
        "/./a/",
        "//etc/passwd",
        "///a/",
        "/a//",
        "/%",
        "/%zz",
        "/%ff%fe",
        "/%0d%0aSet-Cookie:%20a=b",
        "/a/?/../../site.yaml",
        "/a/;/../site.yaml",
        "/~root/",
        "/\u{2025}/site.yaml",
        "/secret/note.txt",
        "/_attache/",
        "/_attache/../site.yaml",
        "/_attache/client.js/../../site.yaml",
        "/assets/../../site.yaml",
    ] {
        let answer = watching.get(path);
        let is_page = path == "/a/?/../../site.yaml";
        match answer.status {
            400 | 404 => assert!(!answer.body.contains("base_url:"), "{path}"),
            200 if is_page => assert!(answer.body.contains("A page."), "{path}"),
            other => panic!("{path}: {other}"),
        }
    }
    for first in [
        "GET http://example.org/",
        "GET https://localhost/a/",
        "GET file:///etc/passwd",
        "GET *",
        "GET a/",
        "GET ../a/",
    ] {
        let status = asked(&watching, first, &["Host: localhost"]).status;
        assert!(matches!(status, 400 | 404), "{first}: {status}");
    }
}

#[test]
fn case_48_a_foreign_host_is_403() {
    let (_project, watching) = started(&["--allow-host", "desk.example"]);
    let port = watching.port;
    let ask = |host: &str| asked(&watching, "GET /a/", &[&format!("Host: {host}")]).status;
    for host in [
        "localhost",
        "127.0.0.1",
        "[::1]",
        "me.localhost",
        "DESK.example",
    ] {
        assert_eq!(ask(host), 200, "{host}");
        assert_eq!(ask(&format!("{host}:{port}")), 200, "{host}");
    }
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "192.168.1.1",
        "0.0.0.0",
        "localhost@evil.example",
        "evil.example#localhost",
    ] {
        assert_eq!(ask(host), 403, "{host}");
    }
    for head in [&[][..], &["Host: localhost", "Host: evil.example"]] {
        assert_eq!(asked(&watching, "GET /a/", head).status, 400, "{head:?}");
    }
}

#[test]
fn case_49_another_site_is_told_nothing() {
    let (_project, watching) = started(&[]);
    let port = watching.port;
    let host = format!("Host: localhost:{port}");
    let events = "GET /_attache/events?at=/a/&have=x";
    for origin in [
        "https://evil.example".to_owned(),
        "http://localhost:1".to_owned(),
        format!("http://127.0.0.1:{port}"),
        format!("http://localhost:{port}.evil.example"),
        "null".to_owned(),
        String::new(),
    ] {
        for first in [events, "GET /a/", "GET /_attache/edit?at=site.yaml"] {
            let answer = asked(&watching, first, &[&host, &format!("Origin: {origin}")]);
            assert_eq!(answer.status, 403, "{origin} {first}");
            assert_eq!(answer.header("access-control-allow-origin"), None);
        }
    }
    let site = "Sec-Fetch-Site: cross-site";
    assert_eq!(asked(&watching, events, &[&host, site]).status, 403);
    let own = format!("Origin: http://localhost:{port}");
    let answer = asked(&watching, "GET /a/", &[&host, &own]);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[test]
fn case_50_only_this_machine_is_answered_until_others_are_let_in() {
    let (_project, watching) = started(&[]);
    assert!(
        watching.said().contains("http://127.0.0.1:"),
        "{}",
        watching.said()
    );
    let reached = std::net::TcpStream::connect((OTHER, watching.port));
    assert!(reached.is_err(), "it listens at {OTHER}");
    assert!(!watching.said().contains("warning"), "{}", watching.said());

    let (_project, watching) = started(&["--host"]);
    let said = watching.said();
    assert!(
        said.contains("warning: whoever can reach this machine"),
        "{said}"
    );
    let ask = |host: &str| asked(&watching, "GET /a/", &[&format!("Host: {host}")]).status;
    assert_eq!((ask("192.168.1.1"), ask("evil.example")), (200, 403));
}

/// Another address of this machine, where the system gives it all of 127.0.0.0/8.
const OTHER: &str = "127.0.0.2";

#[test]
fn case_51_what_is_hidden_or_behind_a_link_is_not_served() {
    let outside = Project::of("--- secret.txt\nthe secret\n--- folder/secret.txt\nthe secret\n");
    let project = Project::of(GOOD);
    project.page("a.md", "[x](p.txt)");
    project.write("content/p.txt", "a file");
    project.write("content/static/.hidden", "the secret");
    project.write("content/static/.git/config", "the secret");
    project.write("content/static/.well-known/security.txt", "whom to tell");
    let watching = project.watch(&[]);
    assert_eq!(watching.until("/p.txt", "a file").status, 200);
    let answer = watching.until("/.well-known/security.txt", "whom to tell");
    assert_eq!(answer.header("content-type"), Some("text/plain"));
    for path in ["/.hidden", "/.git/config", "/static/.hidden"] {
        assert_eq!(watching.get(path).status, 404, "{path}");
    }
    // A link takes the place of a file that is served.
    fs::remove_file(project.path("content/p.txt")).unwrap();
    symlink(outside.path("secret.txt"), project.path("content/p.txt")).unwrap();
    symlink(
        outside.path("folder"),
        project.path("content/static/folder"),
    )
    .unwrap();
    watching.wait("the mistake", |watching| {
        let answer = watching.get("/p.txt");
        assert!(!answer.body.contains("the secret"));
        watching
            .said()
            .contains("error[link-outside]")
            .then_some(())
    });
    assert_ne!(watching.get("/p.txt").status, 200);
    assert_eq!(watching.get("/folder/secret.txt").status, 404);
    // With no good state before, what can be shown is shown: not that.
    let watching = project.watch(&[]);
    assert_eq!(watching.get("/a/").status, 200);
    assert_eq!(watching.get("/folder/secret.txt").status, 404);
}

#[test]
fn case_52_it_is_only_read_from_and_nothing_is_kept() {
    let (_project, watching) = started(&[]);
    let host = "Host: localhost";
    for method in [
        "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "X",
    ] {
        for path in ["/a/", "/_attache/events?at=/&have=x", "/_attache/client.js"] {
            let answer = asked(&watching, &format!("{method} {path}"), &[host]);
            assert!(
                matches!(answer.status, 400 | 405),
                "{method} {path}: {}",
                answer.status
            );
        }
    }
    let got = asked(&watching, "GET /a/", &[host]);
    let head = asked(&watching, "HEAD /a/", &[host]);
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), got.header("content-length"));
    for path in [
        "/a/",
        "/nothing/",
        "/_attache/client.js",
        "/..",
        "/robots.txt",
    ] {
        let answer = watching.get(path);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            Some("same-origin"),
            "{path}"
        );
        let frames = answer.header("x-frame-options");
        assert_eq!(frames, Some("SAMEORIGIN"), "{path}");
    }
    let types = [
        ("/a/", "text/html; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
    ];
    for (path, kind) in types {
        assert_eq!(watching.get(path).header("content-type"), Some(kind));
    }
    let moved = watching.get("/a");
    assert_eq!((moved.status, moved.header("location")), (302, Some("/a/")));
}

#[test]
fn case_52_slow_large_and_many_clients_do_no_harm() {
    let (_project, watching) = started(&[]);
    let long = format!("X: {}", "a".repeat(100_000));
    let status = asked(&watching, "GET /a/", &["Host: localhost", &long]).status;
    assert!(matches!(status, 0 | 400 | 431), "{status}");
    let many: Vec<String> = (0..5000).map(|number| format!("X-{number}: a")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let status = asked(&watching, "GET /a/", &many).status;
    assert!(matches!(status, 0 | 400 | 431), "{status}");
    assert!(matches!(
        watching.send([0, 159, 146, 150, 13, 10, 13, 10]).status,
        0 | 400
    ));
    // Some say nothing, some half of what they want, some do not read what they get.
    let mut clients: Vec<_> = (0..300).map(|_| watching.connect()).collect();
    for (number, client) in clients.iter_mut().enumerate() {
        let text = match number % 3 {
            0 => "",
            1 => "GET /a/ HT",
            _ => "GET /a/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        };
        client.write_all(text.as_bytes()).unwrap();
    }
    assert_eq!(watching.get("/a/").status, 200);
    // Who says nothing is not listened to for ever.
    let started = Instant::now();
    let mut rest = Vec::new();
    clients[0]
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    let _ = clients[0].read_to_end(&mut rest);
    assert!(
        started.elapsed() < Duration::from_secs(60),
        "it listens still"
    );
}

#[test]
fn case_53_mistakes_are_escaped_and_name_no_path_of_the_machine() {
    let project = Project::of(GOOD);
    project.page(
        "a.md",
        "[</pre><script>alert(1)</script>](<no \"thing\"&lt;.md>)",
    );
    let mut command = attache();
    command
        .arg("watch")
        .args(["--port", "0", "--root"])
        .arg(project.path(""));
    let watching = {
        command.env("EDITOR", "code").current_dir("/");
        Watching::start(command)
    };
    let panel = watching.events("/a/", "x").panel();
    assert!(panel.contains("&lt;/pre&gt;&lt;script&gt;"), "{panel}");
    assert!(!panel.contains("<script"), "{panel}");
    let root = project.path("").to_string_lossy().into_owned();
    assert!(!panel.contains(&root), "{panel}");
    assert!(
        panel.contains("href=\"/_attache/edit?at=content%2Fa%2Emd%3A4%3A1\""),
        "{panel}"
    );
    // Only the place of a mistake is opened.
    for place in ["site.yaml", "content%2Fa.md", "%2Fetc%2Fpasswd%3A1%3A1"] {
        let path = format!("/_attache/edit?at={place}");
        assert_eq!(watching.get(&path).status, 404, "{place}");
    }
}

#[test]
fn the_place_of_a_mistake_opens_in_the_editor() {
    let project = Project::of(GOOD);
    project.page("a.md", "[x](nothing.md)");
    let watching = project.watch(&["--editor", "vscode"]);
    let answer = watching.get("/_attache/edit?at=content%2Fa.md%3A4%3A1");
    let root = fs::canonicalize(project.path("")).unwrap();
    let address = format!("vscode://file{}/content/a.md:4:1", root.display());
    assert_eq!(
        (answer.status, answer.header("location")),
        (302, Some(address.as_str()))
    );

    // Who only asks for a head is led nowhere.
    let head = "HEAD /_attache/edit?at=content%2Fa.md%3A4%3A1";
    assert_eq!(asked(&watching, head, &["Host: localhost"]).status, 204);

    let command = format!("cp {{file}} {}/opened-{{line}}-{{column}}", root.display());
    let watching = project.watch(&["--editor", &command]);
    let answer = watching.get("/_attache/edit?at=content%2Fa.md%3A4%3A1");
    assert_eq!(answer.status, 204);
    watching.wait("the editor", |_| project.has("opened-4-1").then_some(()));

    let watching = project.watch(&["--editor", "nothing-of-that-name {file}"]);
    let answer = watching.get("/_attache/edit?at=content%2Fa.md%3A4%3A1");
    assert_eq!(answer.status, 502, "{}", answer.body);
}

#[test]
fn case_54_a_taken_port_names_the_next_free_one() {
    let project = Project::of(GOOD);
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let mut command = attache();
    command.current_dir(project.path(""));
    let output = command
        .args(["watch", "--port", &port.to_string()])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let start = format!("error: port {port} is taken; the next free one is ");
    let rest = said
        .strip_prefix(&start)
        .unwrap_or_else(|| panic!("{said}"));
    let next: u16 = rest.split(':').next().unwrap().parse().unwrap();
    assert_eq!(
        (output.status.code(), rest),
        (Some(1), format!("{next}: `--port {next}`\n").as_str())
    );
    TcpListener::bind(("127.0.0.1", next)).unwrap();
}

#[test]
fn a_signal_ends_it_with_the_code_of_the_signal() {
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let (_project, watching) = started(&[]);
        // An open page keeps no one waiting.
        let _events = watching.events("/a/", "x");
        assert_eq!(watching.end(signal).code(), Some(code));
    }
}
