//! Signals to end, for commands that have something to put in order first.

use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// What the signals so far have asked for.
#[derive(Debug, Default)]
pub struct Signals {
    /// Whether one has asked to end.
    pub stop: Arc<AtomicBool>,
    number: Arc<AtomicUsize>,
}

impl Signals {
    /// From now on a first signal is noted, and a second one ends the program at once.
    pub fn note() -> io::Result<Signals> {
        let signals = Signals::default();
        for signal in [SIGINT, SIGTERM] {
            // In this order: the first signal finds nothing noted yet.
            flag::register_conditional_shutdown(
                signal,
                exit_code(signal).into(),
                signals.stop.clone(),
            )?;
            flag::register(signal, signals.stop.clone())?;
            let number = usize::try_from(signal).unwrap_or_default();
            flag::register_usize(signal, signals.number.clone(), number)?;
        }
        Ok(signals)
    }

    /// The exit code, if one has asked to end.
    pub fn exit_code(&self) -> Option<ExitCode> {
        let number = i32::try_from(self.number.load(Ordering::Relaxed)).unwrap_or_default();
        let stops = self.stop.load(Ordering::Relaxed);
        stops.then(|| ExitCode::from(exit_code(number)))
    }
}

/// As shells count: 128 and the number of the signal.
pub fn exit_code(signal: i32) -> u8 {
    u8::try_from(128 + signal).unwrap_or(u8::MAX)
}
