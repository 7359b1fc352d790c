//! A request to the preview: the method and the address on the first line, headers below.
//! What passes is of this machine, and its path leads nowhere else.
#![no_main]

use attache::preview::{Guard, path_of};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut lines = text.lines();
    let (method, address) = lines.next().unwrap_or_default().split_once(' ').unwrap_or_default();
    let (Ok(method), Ok(uri)) = (Method::from_bytes(method.as_bytes()), address.parse::<Uri>())
    else {
        return;
    };
    let mut headers = HeaderMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            headers.append(name, value);
        }
    }
    let guard = Guard {
        is_open: false,
        names: vec!["desk.example".to_owned()],
    };
    if guard.check(&method, &uri, &headers).is_ok() {
        assert!(method == Method::GET || method == Method::HEAD);
        let host = headers[header::HOST].to_str().expect("a text").to_lowercase();
        let own = ["localhost", "127.", "[", "desk.example"];
        let is_own = own.iter().any(|own| host.starts_with(own)) || host.contains(".localhost");
        assert!(is_own, "{host}");
    }
    if let Ok(path) = path_of(uri.path()) {
        assert!(!path.split('/').any(|part| part == "." || part == ".."), "{path}");
        assert!(!path.contains('\\') && !path.chars().any(char::is_control), "{path}");
    }
});
