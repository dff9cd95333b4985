//! Standard output as the program found it.

use std::sync::atomic::{AtomicBool, Ordering};

static CLOSED: AtomicBool = AtomicBool::new(false);

/// Looks at standard output before `main`. It only asks the system, and keeps the answer.
pub(super) extern "C" fn look() {
    let flags = rustix::io::fcntl_getfd(rustix::stdio::stdout());
    CLOSED.store(flags.is_err(), Ordering::Relaxed);
}

/// Whether standard output was closed when the program began, as by `>&-`. What is written to it later goes to
/// `/dev/null`, which the standard library opens in its place, so that no error tells of it.
#[must_use]
pub fn is_output_closed() -> bool {
    CLOSED.load(Ordering::Relaxed)
}
