//! Text into HTML that shows it: three small functions that all markup is
//! written with.

use std::fmt::Write;

/// Appends text as the content of an element.
pub fn text(out: &mut String, text: &str) {
    escape(out, text, false);
}

/// Appends text as the value of an attribute in double quotation marks.
pub fn attribute(out: &mut String, text: &str) {
    escape(out, text, true);
}

fn escape(out: &mut String, text: &str, quotes: bool) {
    let mut rest = text;
    let special = |byte| matches!(byte, b'&' | b'<' | b'>') || (quotes && byte == b'"');
    let next = |rest: &str| rest.bytes().position(special);
    while let Some((before, found)) = next(rest).and_then(|at| rest.split_at_checked(at)) {
        out.push_str(before);
        let mut chars = found.chars();
        out.push_str(match chars.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            _ => "&quot;",
        });
        rest = chars.as_str();
    }
    out.push_str(rest);
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
