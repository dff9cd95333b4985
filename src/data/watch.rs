//! How far the reading of a dataset has come, for those who wait for it; and their word to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Looks on while a dataset is read. Clones look at the same reading.
///
/// The reader pushes counters on, and nobody waits for them.
#[derive(Clone, Debug, Default)]
pub struct Watch(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    bytes: AtomicU64,
    /// 0 when it is not known.
    bytes_in_all: AtomicU64,
    records: AtomicU64,
    stop: AtomicBool,
    /// How often it was looked whether to stop, and at which look somebody asks for it.
    #[cfg(test)]
    looks: AtomicU64,
    #[cfg(test)]
    stop_at: AtomicU64,
}

impl PartialEq for Watch {
    /// Whether both watch the same reading.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Watch {
    /// The bytes of the file that were read so far; of a compressed one, as they are unpacked.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.0.bytes.load(Ordering::Relaxed)
    }

    /// How many bytes there are in all, if that is known: not of standard input, a pipe or a
    /// compressed file.
    #[must_use]
    pub fn bytes_in_all(&self) -> Option<u64> {
        let known = self.0.bytes_in_all.load(Ordering::Relaxed);
        (known > 0).then_some(known)
    }

    /// The records that were read so far, those of all lists.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.0.records.load(Ordering::Relaxed)
    }

    /// Asks the reader to give up. It does so at the next block, record, item or step; one that waits for a pipe on
    /// which nothing comes goes on waiting.
    pub fn stop(&self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }

    /// Whether the reader is to give up.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        #[cfg(test)]
        if self.looks() == self.0.stop_at.load(Ordering::Relaxed) {
            self.stop();
        }
        self.0.stop.load(Ordering::Relaxed)
    }

    /// One that somebody stops at that look of the reader.
    #[cfg(test)]
    pub(in crate::data) fn stopped_at(look: u64) -> Self {
        let watch = Self::default();
        watch.0.stop_at.store(look, Ordering::Relaxed);
        watch
    }

    /// Counts a look, and says how many there were.
    #[cfg(test)]
    pub(in crate::data) fn looks(&self) -> u64 {
        self.0.looks.fetch_add(1, Ordering::Relaxed) + 1
    }

    pub(in crate::data) fn expect_bytes(&self, bytes: u64) {
        self.0.bytes_in_all.store(bytes, Ordering::Relaxed);
    }

    pub(in crate::data) fn add_bytes(&self, bytes: usize) {
        self.0.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(in crate::data) fn add_records(&self, records: usize) {
        self.0.records.fetch_add(records as u64, Ordering::Relaxed);
    }
}
