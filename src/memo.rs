//! What a pure function gave last, kept beside what it was made from.
//!
//! Promises the same value as calling the function. What it is made from is
//! compared each time, so nothing has to be told that a value is out of date.

use std::sync::Arc;

/// The last value of a function.
#[derive(Debug)]
pub struct Last<K, V>(Option<(K, V)>);

impl<K, V> Default for Last<K, V> {
    fn default() -> Last<K, V> {
        Last(None)
    }
}

impl<K: PartialEq, V: Clone> Last<K, V> {
    /// The value for `key`, which `make` finds where it is not the last one's. `make`
    /// may use only what `key` stands for.
    pub fn get(&mut self, key: K, make: impl FnOnce() -> V) -> V {
        match self.known(&key) {
            Some(value) => value,
            None => self.keep(key, make()),
        }
    }

    /// The value for `key`, if it is the last one's.
    pub fn known(&self, key: &K) -> Option<V> {
        let last = self.0.as_ref().filter(|(last, _)| last == key);
        last.map(|(_, value)| value.clone())
    }

    /// Keeps a value, and what it was made from.
    pub fn keep(&mut self, key: K, value: V) -> V {
        self.0.insert((key, value)).1.clone()
    }
}

/// A shared value that equals another if both are one object. It is held here, so
/// that no other can take its place in memory.
#[derive(Debug)]
pub struct Same<T>(pub Arc<T>);

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Same<T>) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
