//! A theme's assets, each under a name that changes with its content, so that
//! browsers may keep it for ever.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha384};

use super::layer::Layers;
use super::sheet;
use crate::content::Route;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};

/// One file beside the pages.
#[derive(Debug)]
pub struct Asset {
    /// Where it is: `assets/logo.1a2b3c4d.svg`.
    pub route: Route,
    /// What it holds.
    pub bytes: Arc<[u8]>,
    /// For the attribute of that name (W3C Subresource Integrity), where the
    /// site asks for it.
    pub integrity: Option<String>,
}

/// All assets, by their name in the theme.
#[derive(Debug, Default)]
pub struct Assets {
    /// Those that templates name.
    pub named: BTreeMap<String, Asset>,
    /// The joined style sheet.
    pub style: Option<Asset>,
}

impl Assets {
    /// Names all assets and joins the style sheets. A sheet that is joined is
    /// not published by itself.
    pub fn build(layers: &Layers, integrity: bool, diagnostics: &mut Vec<Diagnostic>) -> Assets {
        let styles = layers.styles();
        let mut named = BTreeMap::new();
        for name in layers.names("assets") {
            if layers.is_sheet(name) {
                continue;
            }
            if let Some((_, content)) = layers.find(&format!("assets/{name}")) {
                let asset = Asset::new(name, content.bytes().into(), integrity);
                named.insert(name.to_owned(), asset);
            }
        }
        let mut joined = String::new();
        for style in styles {
            let name = &style.name;
            let found = layers.find(&format!("assets/{name}"));
            let found = found.and_then(|(path, content)| Some((path, content.text()?)));
            match found {
                Some((path, text)) => {
                    diagnostics.extend(sheet::unclosed(&path, text));
                    joined.push_str(text.trim());
                    joined.push_str("\n\n");
                }
                None => {
                    let message = format!("the sheet `{name}` is not in assets/");
                    let problem = Diagnostic::new(Code::MissingAsset, message);
                    let help = match did_you_mean(name, layers.names("assets")) {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => "put the sheet there, or take it from the list".to_owned(),
                    };
                    diagnostics.push(problem.at(style.place.clone()).help(help));
                }
            }
        }
        let style = (!joined.is_empty()).then(|| {
            let sheet = with_addresses(&sheet::without_comments(&joined), &named);
            Asset::new("style.css", sheet.as_bytes().into(), integrity)
        });
        Assets { named, style }
    }

    /// The addresses of all.
    pub fn routes(&self) -> Vec<Route> {
        self.all().map(|asset| asset.route.clone()).collect()
    }

    /// Every asset.
    pub fn all(&self) -> impl Iterator<Item = &Asset> {
        self.named.values().chain(&self.style)
    }
}

impl Asset {
    fn new(name: &str, bytes: Arc<[u8]>, integrity: bool) -> Asset {
        let hash = blake3::hash(&bytes).to_hex();
        let short = hash.get(..8).unwrap_or_default();
        let file = match name.rsplit_once('.') {
            Some((stem, ending)) if !ending.contains('/') => format!("{stem}.{short}.{ending}"),
            _ => format!("{name}.{short}"),
        };
        Asset {
            route: Route::generated(format!("assets/{file}")),
            integrity: integrity.then(|| format!("sha384-{}", base64(&Sha384::digest(&bytes)))),
            bytes,
        }
    }
}

/// A sheet whose `url(name)` of an asset are the addresses they are published
/// at. The sheet stands beside them.
fn with_addresses(sheet: &str, named: &BTreeMap<String, Asset>) -> String {
    let mut result = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(start) = rest.find("url(") {
        let (before, after) = rest.split_at(start + "url(".len());
        result.push_str(before);
        let end = after.find(')').unwrap_or(after.len());
        let (inside, tail) = after.split_at(end);
        let address = inside.trim().trim_matches(['"', '\'']);
        // What is behind the name says which part of the file is meant.
        let (name, part) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
        match named.get(name) {
            Some(asset) => {
                let file = asset.route.as_str().trim_start_matches("assets/");
                result.push_str(&format!("\"{file}{part}\""));
            }
            None => result.push_str(inside),
        }
        rest = tail;
    }
    result.push_str(rest);
    result
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut group = [0u8; 3];
        for (to, from) in group.iter_mut().zip(chunk) {
            *to = *from;
        }
        let bits = u32::from_be_bytes([0, group[0], group[1], group[2]]);
        for place in 0..4 {
            let letter = LETTERS.get((bits >> (18 - 6 * place)) as usize & 63);
            match place <= chunk.len() {
                true => text.push(char::from(*letter.unwrap_or(&b'='))),
                false => text.push('='),
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_points_to_the_published_names() {
        let mut named = BTreeMap::new();
        named.insert(
            "a.svg".to_owned(),
            Asset::new("a.svg", b"x"[..].into(), false),
        );
        let sheet = with_addresses("a{b:url('a.svg')} c{d:url(data:x)}", &named);
        let name = named["a.svg"].route.as_str().replace("assets/", "");
        assert_eq!(sheet, format!("a{{b:url(\"{name}\")}} c{{d:url(data:x)}}"));
    }
}
