//! Text into HTML that shows it: small functions that all markup is
//! written with.

use std::fmt::{self, Write};

/// Appends text as the content of an element.
pub fn text(out: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = escape(out, text, |byte| matches!(byte, b'&' | b'<' | b'>'));
}

/// Appends text as the value of an attribute in double quotation marks.
pub fn attribute(out: &mut String, text: &str) {
    let _ = escape(out, text, |byte| matches!(byte, b'&' | b'<' | b'>' | b'"'));
}

/// Writes text as templates do, which do not know where it stands.
pub fn anywhere(out: &mut impl Write, text: &str) -> fmt::Result {
    let is_special = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    escape(out, text, is_special)
}

/// Writes text with character references for some of its bytes, all of them ASCII.
fn escape(out: &mut impl Write, text: &str, is_special: impl Fn(u8) -> bool) -> fmt::Result {
    let mut rest = text;
    let next = |rest: &str| rest.bytes().position(&is_special);
    while let Some((before, found)) = next(rest).and_then(|at| rest.split_at_checked(at)) {
        out.write_str(before)?;
        let mut chars = found.chars();
        out.write_str(match chars.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            _ => "&#39;",
        })?;
        rest = chars.as_str();
    }
    out.write_str(rest)
}

/// Appends an address as the value of an attribute: what an address cannot
/// hold is percent-encoded, `%` itself is left alone.
pub fn address(out: &mut String, address: &str) {
    for byte in address.bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#x27;"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            _ if b"-_.+!*(),%#@?=;:/~$".contains(&byte) => out.push(char::from(byte)),
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
}
