//! Who may ask, and for what: a page that some website opened in the user's browser
//! must not read the preview, and no address leads out of the site.

use std::net::IpAddr;

use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use percent_encoding::percent_decode_str;

/// Which names the preview answers to.
#[derive(Clone, Debug)]
pub struct Guard {
    /// Whether other machines may ask: they name this one by its address.
    pub is_open: bool,
    /// Further names that the user gave it.
    pub names: Vec<String>,
}

/// What keeps a request from being answered.
pub type Refusal = (StatusCode, &'static str);

impl Guard {
    /// Lets a request pass, or says why not.
    pub fn check(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        if method != Method::GET && method != Method::HEAD {
            return Err((
                StatusCode::METHOD_NOT_ALLOWED,
                "The preview is only read from: GET and HEAD.",
            ));
        }
        // What only a proxy is asked for.
        if uri.authority().is_some() || !uri.path().starts_with('/') {
            return Err((StatusCode::BAD_REQUEST, "This is no proxy."));
        }
        let mut hosts = headers.get_all(header::HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok());
        let (Some(host), None) = (host, hosts.next()) else {
            return Err((StatusCode::BAD_REQUEST, "The request names no host."));
        };
        if !self.is_own(host) {
            return Err((
                StatusCode::FORBIDDEN,
                "The preview does not answer to this name: see --allow-host.",
            ));
        }
        let foreign = Err((
            StatusCode::FORBIDDEN,
            "The preview does not speak to other sites.",
        ));
        if let Some(origin) = headers.get(header::ORIGIN) {
            let origin = origin.to_str().unwrap_or_default();
            let (_, authority) = origin.split_once("://").unwrap_or_default();
            if !authority.eq_ignore_ascii_case(host) {
                return foreign;
            }
        }
        Ok(())
    }

    /// Whether a `Host` names this machine. Names that anyone can point here (DNS
    /// rebinding) are none of ours; an address cannot be pointed anywhere.
    fn is_own(&self, host: &str) -> bool {
        let Some(name) = without_port(host) else {
            return false;
        };
        let name = name.to_ascii_lowercase();
        if let Some(address) = address(&name) {
            return address.is_loopback() || self.is_open;
        }
        let name = name.trim_end_matches('.');
        let is_local = name == "localhost" || name.ends_with(".localhost");
        is_local || self.names.iter().any(|own| own.eq_ignore_ascii_case(name))
    }
}

fn without_port(host: &str) -> Option<&str> {
    let end = host.rfind(']').map_or(0, |bracket| bracket + 1);
    let (before, after) = host.split_at(end);
    match after.split_once(':') {
        Some((name, port)) if port.parse::<u16>().is_ok() => host.get(..before.len() + name.len()),
        Some(_) => None,
        None => Some(host),
    }
}

fn address(name: &str) -> Option<IpAddr> {
    let bare = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'));
    match bare {
        Some(bare) => bare.parse::<std::net::Ipv6Addr>().ok().map(IpAddr::V6),
        None => name.parse::<std::net::Ipv4Addr>().ok().map(IpAddr::V4),
    }
}

/// Whether another site sends the request: a link or a picture there (Fetch Metadata).
pub fn is_cross_site(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site");
    site.is_some_and(|site| !matches!(site.as_bytes(), b"same-origin" | b"none"))
}

/// The path below the site that a request asks for, decoded. It is looked up among the
/// site's addresses and never given to the file system; what could only be meant to
/// lead elsewhere is refused all the same.
pub fn path_of(raw: &str) -> Result<String, Refusal> {
    let refused = Err((StatusCode::BAD_REQUEST, "This is not an address of a site."));
    let lower = raw.to_ascii_lowercase();
    if !is_encoded_well(raw) || lower.contains("%2f") || lower.contains("%5c") {
        return refused;
    }
    let Ok(path) = percent_decode_str(raw).decode_utf8() else {
        return refused;
    };
    let leads_away = |part: &str| matches!(part, "." | "..");
    if path.contains('\\') || path.chars().any(char::is_control) {
        return refused;
    }
    match path.strip_prefix('/') {
        Some(path) if !path.split('/').any(leads_away) => Ok(path.to_owned()),
        _ => refused,
    }
}

/// Whether two hexadecimal digits stand behind each `%`.
fn is_encoded_well(raw: &str) -> bool {
    raw.split('%').skip(1).all(|after| {
        let digits = after.bytes().take(2);
        digits.filter(u8::is_ascii_hexdigit).count() == 2
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_own(host: &str, is_open: bool) -> bool {
        let names = vec!["desk.example".to_owned()];
        Guard { is_open, names }.is_own(host)
    }

    #[test]
    fn only_this_machine_is_its_own() {
        for host in [
            "localhost",
            "LOCALHOST:4000",
            "127.0.0.1:80",
            "127.9.9.9",
            "[::1]:4000",
            "a.localhost",
            "localhost.",
            "desk.example:1",
        ] {
            assert!(is_own(host, false), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "evil.example:4000",
            "",
            ":80",
            "localhost:x",
            "[::1",
            "0x7f000001",
            "192.168.0.2",
            "[2001:db8::1]:4000",
            "localhost@evil.example",
            "127.0.0.1:80:80",
        ] {
            assert!(!is_own(host, false), "{host}");
        }
        assert!(is_own("192.168.0.2:4000", true));
        assert!(!is_own("evil.example", true));
    }

    #[test]
    fn a_path_is_decoded_once_and_leads_nowhere_else() {
        assert_eq!(path_of("/a%20b/%C3%BC/"), Ok("a b/ü/".to_owned()));
        assert_eq!(path_of("/%252e%252e/"), Ok("%2e%2e/".to_owned()));
        for raw in [
            "",
            "a",
            "/..",
            "/../x",
            "/a/%2e%2e/b",
            "/a/.%2E/b",
            "/./a",
            "/a%2fb",
            "/a%5Cb",
            "/a\\b",
            "/a%00",
            "/a%0d%0ab",
            "/%",
            "/%z",
            "/%f",
            "/%ff",
            "/%c0%ae%c0%ae/",
        ] {
            assert!(path_of(raw).is_err(), "{raw}");
        }
    }
}
