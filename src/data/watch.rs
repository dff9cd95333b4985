//! How far a reading is, for those who wait for it, and a way to stop it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// A reading that is under way, seen from another thread.
#[derive(Debug, Default)]
pub struct Watch {
    bytes: AtomicU64,
    /// 0 when it is not known.
    of: AtomicU64,
    records: AtomicU64,
    stopped: AtomicBool,
}

/// How far a reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read.
    pub bytes: u64,
    /// Bytes in all, where that is known.
    pub of: Option<u64>,
    /// Records read.
    pub records: u64,
}

impl Watch {
    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let of = self.of.load(Ordering::Relaxed);
        Progress {
            bytes: self.bytes.load(Ordering::Relaxed),
            of: (of > 0).then_some(of),
            records: self.records.load(Ordering::Relaxed),
        }
    }

    /// Ends the reading as soon as may be.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether it was ended.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}
