//! The address of the site on the web.

use crate::yaml::Form;

/// The address of the site on the web. Ends in a slash.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Reads an address: `http` or `https`, a host, perhaps a path.
    pub fn parse(text: &str) -> Result<BaseUrl, &'static str> {
        let (scheme, rest) = text.split_once("://").unwrap_or_default();
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "https" && scheme != "http" {
            return Err("must begin with https:// or http://");
        }
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (name, port) = host.split_once(':').unwrap_or((host, "443"));
        let in_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        let labels_are_whole = name.split('.').all(|label| !label.is_empty());
        if !name.chars().all(in_host) || !labels_are_whole || port.parse::<u16>().is_err() {
            return Err("has no valid host (one of other letters is written in punycode)");
        }
        let in_path = |c: char| c.is_ascii_alphanumeric() || "-._~/!$&'()*+,;=:@%".contains(c);
        let path = path.trim_end_matches('/');
        let leads_away = |part: &str| matches!(part, "." | "..");
        if !path.chars().all(in_path) || path.split('/').any(leads_away) {
            return Err("may hold a host and a path only, in ASCII");
        }
        let slash = if path.is_empty() { "" } else { "/" };
        let host = host.to_ascii_lowercase();
        Ok(BaseUrl(format!("{scheme}://{host}/{path}{slash}")))
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its path: `/` or `/sub/path/`.
    pub fn path(&self) -> &str {
        let host = self.0.find("://").map_or(0, |scheme| scheme + 3);
        let path = self.0[host..].find('/').map_or(0, |path| host + path);
        &self.0[path..]
    }
}

/// Its form as far as a pattern tells: [`BaseUrl::parse`] knows hosts.
impl Form for BaseUrl {
    const PATTERN: &'static str =
        r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[A-Za-z0-9-][A-Za-z0-9._~/!$&'()*+,;=:@%-]*\s*$";
    const HELP: &'static str = "write it as `https://example.org/briefing/`";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_ends_in_a_slash_and_has_a_path() {
        let path = |text| BaseUrl::parse(text).map(|url| url.path().to_owned());
        assert_eq!(path("https://example.org"), Ok("/".to_owned()));
        assert_eq!(path("https://example.org/a/b"), Ok("/a/b/".to_owned()));
        for text in [
            "example.org",
            "https://",
            "https:///x",
            "https://a/?b",
            "ftp://a",
            "https://.",
            "https://a:99999",
            "https://me@a",
            "https://a/../b",
            "https://а.рф",
        ] {
            assert!(path(text).is_err(), "{text}");
        }
    }
}
