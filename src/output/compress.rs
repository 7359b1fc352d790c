//! Texts made smaller: what stands beside a file as `.gz` and `.br`, for hosts that send it
//! in place of the file.
//!
//! Promises: the same bytes make the same bytes, so no time and no name is in them.

use std::io::{self, Read, Write};

use brotli::enc::BrotliEncoderParams;
use flate2::GzBuilder;
use flate2::read::GzDecoder;

use crate::config::Compression;

/// Files that are smaller in bytes travel in one packet as they are.
const LEAST: u64 = 1_000;

/// A file that is larger in bytes is data for few, and would be held in memory.
const MOST: u64 = 50_000_000;

/// So much less than its power of two a window of Brotli's holds.
const WINDOW_MARGIN: usize = 16;

/// How names of texts end; pictures, fonts and archives are compressed by themselves.
const TEXTS: &[&str] = &[
    "css",
    "csv",
    "html",
    "js",
    "json",
    "md",
    "mjs",
    "svg",
    "txt",
    "webmanifest",
    "xml",
];

/// Whether a file of so many bytes may become worth sending compressed.
pub fn is_worth_it(path: &str, size: u64) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| TEXTS.contains(&ending)) && (LEAST..=MOST).contains(&size)
}

/// The path without the ending of a compressed file, if it has one.
pub fn original(path: &str) -> &str {
    let mut endings = Compression::ALL.into_iter().map(Compression::ending);
    match path.rsplit_once('.') {
        Some((original, ending)) if endings.any(|one| one == ending) => original,
        _ => path,
    }
}

/// Compresses as much as can be, since it is done once and sent often; none where that
/// does not make less of it.
pub fn compress(bytes: &[u8], way: Compression) -> io::Result<Option<Vec<u8>>> {
    let compressed = match way {
        Compression::Gzip => {
            let mut encoder = GzBuilder::new().write(Vec::new(), flate2::Compression::best());
            encoder.write_all(bytes)?;
            encoder.finish()?
        }
        Compression::Brotli => {
            // Tables are made for the window: one of 4 MB for each small page takes longer than
            // to compress it.
            let window = (bytes.len() + WINDOW_MARGIN).next_power_of_two().ilog2();
            let parameters = BrotliEncoderParams {
                lgwin: window.clamp(16, 22) as i32,
                size_hint: bytes.len(),
                ..BrotliEncoderParams::default()
            };
            let mut compressed = Vec::new();
            brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters)?;
            compressed
        }
    };
    Ok((compressed.len() < bytes.len()).then_some(compressed))
}

/// Whether something compressed is of these bytes.
pub fn is_of(compressed: &[u8], way: Compression, bytes: &[u8]) -> bool {
    let mut held = Vec::with_capacity(bytes.len());
    // One more than expected is too many, however many come after it.
    let limit = bytes.len() as u64 + 1;
    let read = match way {
        Compression::Gzip => GzDecoder::new(compressed)
            .take(limit)
            .read_to_end(&mut held),
        Compression::Brotli => brotli::Decompressor::new(compressed, 4096)
            .take(limit)
            .read_to_end(&mut held),
    };
    read.is_ok() && held == bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compressed_is_smaller_and_can_be_known_again() {
        let text = "The wells are falling. ".repeat(100).into_bytes();
        for way in Compression::ALL {
            let compressed = compress(&text, way).unwrap().unwrap();
            assert!(compressed.len() < 200, "{way:?}");
            assert_eq!(compress(&text, way).unwrap().unwrap(), compressed);
            assert!(is_of(&compressed, way, &text));
            assert!(!is_of(&compressed, way, &text[1..]));
            assert!(!is_of(&compressed, way, b""));
            assert!(!is_of(b"no such thing", way, &text));
            assert!(!is_of(&compressed[..20], way, &text));
        }
        let gzip = compress(&text, Compression::Gzip).unwrap().unwrap();
        // No time, and no name.
        assert_eq!(gzip[3..8], [0; 5]);
    }

    #[test]
    fn what_does_not_get_smaller_is_left_out() {
        for way in Compression::ALL {
            assert_eq!(compress(b"a", way).unwrap(), None, "{way:?}");
        }
    }

    #[test]
    fn texts_of_some_size_are_compressed() {
        assert!(is_worth_it("a/index.html", 1_000));
        assert!(!is_worth_it("a/index.html", 999));
        assert!(!is_worth_it("a/photo.png", 9_000));
        assert!(!is_worth_it("_headers", 9_000));
        assert_eq!(original("a/index.html.gz"), "a/index.html");
        assert_eq!(original("a/index.html"), "a/index.html");
    }
}
