//! Bytes into text: UTF-8 with or without a byte order mark, any line ends.
//!
//! Promises a text without NUL and control characters, so that nothing further
//! on has to think of them.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Location};

/// The text in these bytes, its byte order mark removed and its line ends made
/// `\n`.
pub fn decode(path: &str, mut bytes: Vec<u8>) -> Result<Arc<str>, Box<Diagnostic>> {
    let file = |code, message: &str| Diagnostic::new(code, message).at(Location::file(path));
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let problem = file(Code::NotUtf8, "this file is UTF-16");
        return Err(Box::new(problem.help("save it as UTF-8")));
    }
    if let Some(format) = document(&bytes) {
        let problem = file(Code::NotUtf8, &format!("this file is {format} and no text"));
        return Err(Box::new(problem.help("save it as text, in UTF-8")));
    }
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        bytes.drain(..3);
    }
    let text = String::from_utf8(bytes).map_err(|error| Box::new(not_utf8(path, error)))?;
    let text = match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n"),
        false => text,
    };
    // Most texts have none, which a look at their bytes tells sooner.
    let may_hold = text.bytes().any(begins_control);
    let found = may_hold.then(|| text.char_indices().find(|(_, c)| is_control(*c)));
    match found.flatten() {
        None => Ok(text.into()),
        Some((offset, found)) => {
            let code = u32::from(found);
            let message = format!("a control character (U+{code:04X}) stands here");
            let span = offset..offset + found.len_utf8();
            let problem = Diagnostic::new(Code::ControlCharacter, message)
                .at(Location::span(path, &text, span))
                .help("remove it");
            Err(Box::new(problem))
        }
    }
}

/// The kind of document that only a program of its own shows as text, by its first bytes: its
/// first odd byte would be no help to anyone.
fn document(bytes: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 4] = [
        (b"PK\x03\x04", "a ZIP archive, as .docx and .odt are,"),
        (b"%PDF-", "a PDF"),
        (b"{\\rtf", "rich text (RTF)"),
        (b"\xD0\xCF\x11\xE0", "an old Office document"),
    ];
    let kind = kinds.iter().find(|(first, _)| bytes.starts_with(first));
    kind.map(|(_, name)| *name)
}

/// Whether a control character may begin with this byte: the later ones have two, of which
/// 0xC2 is the first.
fn begins_control(byte: u8) -> bool {
    (byte.is_ascii_control() && !matches!(byte, b'\n' | b'\t')) || byte == 0xC2
}

fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t' | '\u{85}')
}

fn not_utf8(path: &str, error: std::string::FromUtf8Error) -> Diagnostic {
    let offset = error.utf8_error().valid_up_to();
    let byte = error.as_bytes().get(offset).copied().unwrap_or_default();
    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
    let message = format!("this file is not UTF-8: the byte {byte:#04x} stands here");
    Diagnostic::new(Code::NotUtf8, message)
        .at(Location::span(path, &text, offset..offset + 3))
        .help("save it as UTF-8")
}
