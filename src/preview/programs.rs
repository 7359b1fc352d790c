//! Programs that the preview starts for its user: a browser, an editor.

use std::io;

/// Starts one with the limits that the system gives this one, whatever it has given itself:
/// a browser reserves more memory than there is.
#[cfg(unix)]
pub fn start<T>(program: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let limits = [Resource::As, Resource::Core].map(|resource| (resource, getrlimit(resource)));
    for (resource, limit) in limits {
        let raised = Rlimit {
            current: limit.maximum,
            maximum: limit.maximum,
        };
        let _ = setrlimit(resource, raised);
    }
    let started = program();
    for (resource, limit) in limits {
        let _ = setrlimit(resource, limit);
    }
    started
}

#[cfg(not(unix))]
pub fn start<T>(program: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    program()
}
