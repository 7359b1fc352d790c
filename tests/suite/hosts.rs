//! What is made for hosts beside the pages: compressed texts, redirects, the file that
//! GitHub Pages looks for; and that the configurations in `docs/content/hosting/` are whole.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

use super::project::{Project, Tree, tree};

const SITE: &str = "\
--- site.yaml
title: Wells
base_url: https://example.org/water/
outputs: {compressed: true}
--- content/index.md
---
title: Home
---
[A](a.md)
--- content/a.md
---
title: A
aliases: [/old/place/, 'former page.html', /eau/été/]
---
A page.
--- content/draft.md
---
title: Draft
draft: true
aliases: [/kanari/]
---
--- content/static/data.csv
year,wells
--- content/static/theirs.txt.gz
mine
";

fn site(outputs: &str) -> Project {
    let project = Project::of(SITE);
    let yaml = project.read("site.yaml");
    project.write("site.yaml", yaml.replace("{compressed: true}", outputs));
    project.write("content/static/long.csv", "year,wells\n".repeat(500));
    project.write("content/static/theirs.txt", "wells\n".repeat(500));
    project
}

fn names(tree: &Tree, ending: &str) -> Vec<String> {
    let ends = |path: &&String| path.ends_with(ending);
    tree.keys().filter(ends).cloned().collect()
}

fn unpacked(bytes: &[u8], ending: &str) -> Vec<u8> {
    let mut text = Vec::new();
    match ending {
        ".gz" => flate2::read::GzDecoder::new(bytes).read_to_end(&mut text),
        _ => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut text),
    }
    .unwrap();
    text
}

#[test]
fn each_text_of_some_size_has_it_compressed_beside_it() {
    let project = site("{compressed: [br, gz]}");
    project.build(&[]).assert_good();
    let tree = project.tree("public");
    for ending in [".gz", ".br"] {
        let compressed = names(&tree, ending);
        let own = |path: &&String| *path != "theirs.txt.gz";
        for path in compressed.iter().filter(own) {
            let text = &tree[path.strip_suffix(ending).unwrap()];
            assert_eq!(&unpacked(&tree[path], ending), text, "{path}");
            assert!(
                tree[path].len() < text.len() && text.len() >= 1000,
                "{path}"
            );
        }
        for path in [
            "index.html",
            "a/index.html",
            "404.html",
            "long.csv",
            "search-index.js",
        ] {
            let there = compressed.contains(&format!("{path}{ending}"));
            assert_eq!(there, tree[path].len() >= 1000, "{path}{ending}");
        }
        let has = |end: &str| {
            compressed
                .iter()
                .any(|path| path.ends_with(&format!("{end}{ending}")))
        };
        assert!(has(".css") && has(".html") && has(".svg") == has_large_svg(&tree));
        assert!(
            !compressed.contains(&format!("data.csv{ending}")),
            "too small"
        );
        assert!(!has(".png") && !has(".woff2") && !has("_headers"));
    }
    // A file of the user's own takes the place.
    assert_eq!(tree["theirs.txt.gz"], b"mine\n");
    assert!(tree.contains_key("theirs.txt.br"));
    let said = project.verify(&[]);
    said.assert_good();
}

fn has_large_svg(tree: &Tree) -> bool {
    tree.iter()
        .any(|(path, bytes)| path.ends_with(".svg") && bytes.len() >= 1000)
}

#[test]
fn what_is_compressed_follows_what_it_is_made_of() {
    let project = site("{compressed: [gz]}");
    project.build(&[]).assert_good();
    assert_eq!(names(&project.tree("public"), ".br"), [""; 0]);
    let before = project.tree("public");
    // Nothing has changed, so nothing is written.
    let said = project.build(&["--rebuild"]);
    assert!(said.err.contains("(0 written, 0 removed)"), "{}", said.err);
    project.page("a.md", "Another page now.");
    for manner in [&["--rebuild"][..], &["--rebuild", "--in-place"]] {
        project.build(manner).assert_good();
        let tree = project.tree("public");
        let page = tree["a/index.html"].clone();
        assert_ne!(page, before["a/index.html"]);
        assert_eq!(unpacked(&tree["a/index.html.gz"], ".gz"), page);
        project.page("a.md", "And another.");
    }
    project.build(&[]).assert_good();
    // From another folder, the same bytes.
    project.build(&["--out", "elsewhere"]).assert_good();
    let mut both = [project.tree("public"), project.tree("elsewhere")];
    both.iter_mut()
        .for_each(|tree| drop(tree.remove(".attache-manifest.json")));
    assert!(both[0] == both[1]);
    // Where it is no more asked for, it goes.
    let yaml = project.read("site.yaml").replace("[gz]", "false");
    project.write("site.yaml", yaml);
    project.build(&[]).assert_good();
    assert_eq!(names(&project.tree("public"), ".gz"), ["theirs.txt.gz"]);
}

/// A compressed page that is not that of the page beside it would be sent in its place.
#[test]
fn what_someone_has_changed_is_theirs_and_is_not_kept_for_ours() {
    let project = site("{compressed: [gz]}");
    project.build(&[]).assert_good();
    project.write("public/index.html.gz", "changed");
    let said = project.build(&[]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(
        said.err.contains("changed after Attaché wrote it"),
        "{}",
        said.err
    );
    project.build(&["--adopt"]).assert_good();
    let tree = project.tree("public");
    assert_eq!(unpacked(&tree["index.html.gz"], ".gz"), tree["index.html"]);
}

#[test]
fn nothing_is_compressed_unless_it_is_asked_for() {
    let project = site("{}");
    project.build(&[]).assert_good();
    let tree = project.tree("public");
    assert_eq!(names(&tree, ".gz"), ["theirs.txt.gz"]);
    assert_eq!(names(&tree, ".br"), [""; 0]);
}

#[test]
fn former_addresses_are_listed_for_hosts_that_redirect() {
    let project = site("{}");
    project.build(&[]).assert_good();
    let expected = "/water/eau/%C3%A9t%C3%A9/ /water/a/ 301\n\
                    /water/former%20page.html /water/a/ 301\n\
                    /water/old/place/ /water/a/ 301\n";
    assert_eq!(project.read("public/_redirects"), expected);
    // Without an address, the site is taken to be at the root of its host, as in 404.html.
    let yaml = project.read("site.yaml");
    project.write("site.yaml", "title: Wells\n");
    project.build(&[]).assert_good();
    let redirects = project.read("public/_redirects");
    assert!(redirects.contains("\n/old/place/ /a/ 301\n"), "{redirects}");
    // It holds what the pages say that are left at these addresses.
    assert!(project.has("public/old/place/index.html"));
    project.write(
        "site.yaml",
        format!("{yaml}\n").replace("{}", "{redirects: false}"),
    );
    project.build(&[]).assert_good();
    assert!(!project.has("public/_redirects"));
    assert!(project.has("public/old/place/index.html"));
}

#[test]
fn there_is_no_list_of_redirects_without_any_and_a_users_own_takes_its_place() {
    let project = Project::built();
    assert!(!project.has("public/_redirects"));
    let project = site("{}");
    for name in ["_redirects", ".nojekyll"] {
        assert!(!project.has(&format!("content/static/{name}")));
    }
    project.write("content/static/_redirects", "/x / 302\n");
    project.build(&[]).assert_good();
    assert_eq!(project.read("public/_redirects"), "/x / 302\n");
}

#[test]
fn github_pages_is_told_to_leave_the_files_as_they_are() {
    let project = site("{}");
    // Someone may have put it there by hand.
    project.write("public/.nojekyll", "");
    project.build(&[]).assert_good();
    assert_eq!(project.read("public/.nojekyll"), "");
    assert!(
        project
            .read("public/.attache-manifest.json")
            .contains("\".nojekyll\"")
    );
    project.write("site.yaml", "outputs: {nojekyll: false}\n");
    project.build(&[]).assert_good();
    assert!(!project.has("public/.nojekyll"));
}

/// What the policy does not name is not shown, and what is not copied is not there.
#[test]
fn pictures_of_key_points_and_definitions_are_shown() {
    let project = site("{}");
    project.page("a.md", "The union met.");
    let home = "title: Home\nkey_points: ['A ![Far](https://points.example/a.png)', '![B](b.svg)']";
    project.write("content/index.md", format!("---\n{home}\n---\n"));
    let definition = "A ![Far](https://terms.example/a.png) ![C](c.svg).";
    let glossary = format!("- {{term: Union, definition: '{definition}'}}\n");
    project.write("content/glossary.yaml", &glossary);
    for name in ["b.svg", "c.svg"] {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        project.write(&format!("content/{name}"), svg);
    }
    project.build(&[]).assert_good();
    let headers = project.read("public/_headers");
    let pictures = "img-src 'self' https://points.example https://terms.example; ";
    assert!(headers.contains(pictures), "{headers}");
    for (page, shown) in [("index.html", "b.svg"), ("glossary/index.html", "../c.svg")] {
        let html = project.read(&format!("public/{page}"));
        assert!(html.contains(&format!("<img src=\"{shown}\"")), "{html}");
    }
    assert!(project.has("public/b.svg") && project.has("public/c.svg"));
    // As in a body, a page is no picture.
    let wrong = glossary.replace("c.svg", "a.md");
    project.write("content/glossary.yaml", wrong);
    let said = project.build(&[]);
    let message = "error[broken-link]: `a.md` is a page, not a picture";
    assert!(said.err.contains(message), "{}", said.err);
}

/// Only HTML can hold sound and films.
#[test]
fn sound_and_films_are_heard_and_seen_where_pages_may_have_them() {
    let project = site("{}");
    project.build(&[]).assert_good();
    assert!(!project.read("public/_headers").contains("media-src"));
    project.write("site.yaml", "markdown: {raw_html: true}\n");
    project.build(&[]).assert_good();
    let headers = project.read("public/_headers");
    let policy = "img-src 'self' https:; media-src 'self' https:; font-src";
    assert!(headers.contains(policy), "{headers}");
}

/// The preview is asked for what a build makes.
#[test]
fn a_draft_leads_nowhere() {
    let project = site("{compressed: true}");
    project.build(&[]).assert_good();
    for (path, bytes) in project.tree("public") {
        let text = match path.rsplit_once('.') {
            Some((_, "gz")) if path != "theirs.txt.gz" => unpacked(&bytes, ".gz"),
            Some((_, "br")) => unpacked(&bytes, ".br"),
            _ => bytes,
        };
        assert!(!String::from_utf8_lossy(&text).contains("kanari"), "{path}");
    }
}

#[test]
fn the_manual_shows_every_configuration_and_each_can_be_read() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/content");
    let guide = std::fs::read_to_string(docs.join("hosting.md")).unwrap();
    let files = tree(&docs.join("hosting"));
    let linked: BTreeSet<String> = guide
        .split("](hosting/")
        .skip(1)
        .map(|rest| rest.split(')').next().unwrap().to_owned())
        .collect();
    assert_eq!(linked, files.keys().cloned().collect::<BTreeSet<_>>());
    for (name, bytes) in files {
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with('#'), "{name} says what it is for first");
        assert!(!text.contains('\t') || name == "Caddyfile", "{name}");
        if name.ends_with(".yml") {
            let read: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
            assert!(read.is_mapping(), "{name}");
            assert!(text.contains("build --strict"), "{name}");
        }
    }
}

/// `.ci/hosts` sees that servers send what `_headers` says; here that it is written there.
#[test]
fn servers_are_configured_to_send_what_the_headers_say() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/content/hosting");
    let project = Project::built();
    let headers = project.read("public/_headers");
    let policy = headers.split("Content-Security-Policy: ").nth(1).unwrap();
    let policy = policy.lines().next().unwrap();
    for name in ["nginx.conf", "Caddyfile"] {
        let text = std::fs::read_to_string(docs.join(name)).unwrap();
        assert!(text.contains(policy), "{name} lacks: {policy}");
    }
}
