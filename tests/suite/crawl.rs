//! Every address in the files of a site leads to a file of the site, and what
//! is for programs can be read by them.

use std::path::Path;

use html5gum::{Token, Tokenizer};

use super::golden;
use super::project::{Tree, tree};

/// The addresses in `href`, `src` and the `content` of a refresh.
fn addresses(html: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        let Token::StartTag(tag) = token else {
            continue;
        };
        let text = |value: &[u8]| String::from_utf8(value.to_vec()).unwrap();
        for (name, value) in &tag.attributes {
            let value = text(value);
            match name.as_slice() {
                b"href" | b"src" | b"poster" | b"data" | b"action" => found.push(value),
                b"content" => found.extend(value.split_once("url=").map(|(_, to)| to.to_owned())),
                b"srcset" => panic!("srcset is not looked through"),
                _ => {}
            }
        }
    }
    found
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            _ => byte,
        });
    }
    String::from_utf8(bytes).unwrap()
}

/// Where an address in a file leads, as a path in the site; nothing where it
/// leads out of the site. `base` is the site's full address.
pub fn target(from: &str, address: &str, base: &str) -> Option<String> {
    let address = address.split(['#', '?']).next().unwrap();
    let base_path = base.splitn(4, '/').nth(3).unwrap();
    let first = address.split('/').next().unwrap();
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    let rest = if let Some(rest) = address.strip_prefix(base) {
        parts.clear();
        rest
    } else if first.contains(':') {
        return None;
    } else if let Some(rest) = address.strip_prefix('/') {
        parts.clear();
        let inside = rest.strip_prefix(base_path);
        inside.unwrap_or_else(|| panic!("{address} in {from} leaves the site"))
    } else if address.is_empty() {
        return Some(from.to_owned());
    } else {
        address
    };
    for part in rest.split('/') {
        match part {
            "." => {}
            ".." => assert!(parts.pop().is_some(), "{address} in {from} leaves the site"),
            _ => parts.push(part),
        }
    }
    let path = decoded(&parts.join("/"));
    Some(match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path,
    })
}

/// The ids of an HTML file.
fn has_id(html: &[u8], id: &str) -> bool {
    Tokenizer::new(html).any(|token| {
        let Ok(token) = token;
        let Token::StartTag(tag) = token else {
            return false;
        };
        let own = tag.attributes.get(b"id".as_slice());
        own.is_some_and(|own| own.as_slice() == id.as_bytes())
    })
}

/// Gives how many addresses were followed.
fn crawl(site: &Tree, base: &str) -> usize {
    let mut followed = 0;
    for (path, html) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        for address in addresses(html) {
            let Some(target) = target(path, &address, base) else {
                continue;
            };
            let file = site.get(&target);
            let file = file.unwrap_or_else(|| panic!("{address} in {path}: no {target}"));
            if let Some((_, id)) = address.split_once('#').filter(|(_, id)| !id.is_empty()) {
                assert!(
                    has_id(file, &decoded(id)),
                    "{address} in {path}: no such id"
                );
            }
            followed += 1;
        }
    }
    for (path, sheet) in site.iter().filter(|(path, _)| path.ends_with(".css")) {
        let sheet = String::from_utf8(sheet.clone()).unwrap();
        for part in sheet.split("url(").skip(1) {
            let address = part.split(')').next().unwrap().trim_matches(['"', '\'']);
            if let Some(target) = target(path, address, base) {
                assert!(site.contains_key(&target), "{address} in {path}");
                followed += 1;
            }
        }
    }
    followed
}

/// Every full address of a feed or sitemap that is below `base` leads to a file.
fn crawl_xml(site: &Tree, name: &str, base: &str) -> usize {
    let text = std::str::from_utf8(&site[name]).unwrap();
    let document =
        roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut followed = 0;
    for node in document.descendants().filter(|node| node.is_element()) {
        let address = match node.tag_name().name() {
            "loc" | "id" => node.text(),
            "link" => node.attribute("href"),
            _ => None,
        };
        let Some(address) = address else { continue };
        let target = target(name, address, base).expect(address);
        assert!(site.contains_key(&target), "{name}: {address}");
        followed += 1;
    }
    followed
}

#[test]
fn every_address_in_the_small_sites_leads_somewhere() {
    for (name, base) in [
        ("minimal", "https://example.org/"),
        ("sections", "https://example.org/base/"),
        ("theme", "https://example.org/"),
        ("arabic", "https://example.org/wadi/"),
    ] {
        let site = golden::built(name).tree("public");
        assert!(crawl(&site, base) > 5, "{name}");
        for xml in ["feed.xml", "sitemap.xml"] {
            if site.contains_key(xml) {
                assert!(crawl_xml(&site, xml, base) > 0, "{name}");
            }
        }
    }
}

#[test]
fn every_address_in_the_sample_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = tree(&root.join("public"));
    let base = "https://attache.example/sochi/";
    assert!(crawl(&site, base) > 500);
    assert!(crawl_xml(&site, "feed.xml", base) > 0);
    // Every page but those for errors and for print is in the sitemap.
    let pages = site.keys().filter(|path| path.ends_with("index.html"));
    assert_eq!(crawl_xml(&site, "sitemap.xml", base), pages.count() - 1);
}

/// A list's body stands on its first part alone, and each part is itself.
#[test]
fn the_parts_of_a_list_have_no_body_and_their_own_addresses() {
    let site = golden::built("sections").tree("public");
    let text = |path: &str| String::from_utf8(site[path].clone()).unwrap();
    let first = text("reports/index.html");
    assert!(first.contains("The body of a list") && first.contains("The first"));
    for number in 2..=4 {
        let part = text(&format!("reports/page/{number}/index.html"));
        assert!(!part.contains("The body of a list") && !part.contains("The first"));
        let own = format!("\"canonical\" href=\"https://example.org/base/reports/page/{number}/\"");
        assert!(part.contains(&own), "{part}");
    }
    assert!(!site.contains_key("reports/page/5/index.html"));
    assert!(!site.contains_key("reports/page/1/index.html"));
}

/// The crawl itself finds what is wrong.
#[test]
fn a_crawl_finds_what_leads_nowhere() {
    for (path, html) in [
        ("a/index.html", "<a href=\"../b/\">"),
        ("a/index.html", "<img src='x.png'>"),
        ("a/index.html", "<a href=\"../../\">"),
        ("a/index.html", "<a href=\"/other/\">"),
        ("a/index.html", "<a href=\"#nothing\">"),
        (
            "old.html",
            "<meta http-equiv=refresh content=\"0; url=b/\">",
        ),
    ] {
        let site = Tree::from([(path.to_owned(), html.as_bytes().to_vec())]);
        let crawled = std::panic::catch_unwind(|| crawl(&site, "https://example.org/base/"));
        assert!(crawled.is_err(), "{html}");
    }
}
