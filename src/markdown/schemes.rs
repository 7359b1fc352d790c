//! An address into whether it may be written: the schemes that are known to
//! do no harm, however the others are disguised.
//!
//! Browsers skip tabs and line ends anywhere in an address, and control
//! characters and spaces before it. So they are skipped here before the
//! scheme is read. Entities and escapes are already resolved by the parser.

const LINKS: &[&str] = &["http", "https", "mailto", "tel", "sms"];
const IMAGES: &[&str] = &["http", "https"];

/// The scheme of an address that may not be written, if it has one.
pub fn unsafe_scheme(address: &str, image: bool) -> Option<String> {
    let scheme = scheme(address)?;
    let allowed = if image { IMAGES } else { LINKS };
    let known = allowed
        .iter()
        .any(|name| name.eq_ignore_ascii_case(&scheme));
    (!known).then_some(scheme)
}

/// What stands before the first colon, if it could be a scheme. Letters,
/// digits, `+`, `-` and `.` can; `foo):` is the name of a file.
fn scheme(address: &str) -> Option<String> {
    let end = address.find([':', '/', '?', '#'])?;
    let (scheme, rest) = address.split_at_checked(end)?;
    let scheme: String = scheme
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .collect();
    let possible = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    (rest.starts_with(':') && !scheme.is_empty() && scheme.chars().all(possible)).then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::unsafe_scheme;

    #[test]
    fn disguises_do_not_help() {
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "blob:x",
            "java\u{0}script:x",
        ] {
            assert!(unsafe_scheme(address, false).is_some(), "{address:?}");
        }
    }

    #[test]
    fn plain_addresses_pass() {
        for address in [
            "a/b:c",
            "foo):",
            ":x",
            "#a:b",
            "?a:b",
            "",
            "HTTPS://x",
            "mailto:a@b",
            "tel:1",
        ] {
            assert_eq!(unsafe_scheme(address, false), None, "{address:?}");
        }
        assert_eq!(unsafe_scheme("tel:1", true).as_deref(), Some("tel"));
    }
}
