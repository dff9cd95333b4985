//! Which signals end a program, and leaving everything in order before one does.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use signal_hook::consts::{
    SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGKILL, SIGQUIT, SIGSTOP, SIGTERM, SIGTSTP, SIGTTIN,
    SIGTTOU, SIGURG, SIGWINCH, SIGXFSZ,
};

use super::fatal::{FAULTS, tidy_on, tidy_on_faults};

/// Those that ask a program to end. While there is a screen, its loop hears them.
pub(super) const ASKING: [i32; 4] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT];

/// Those that end no program that does nothing about them, and the two that are heard by nobody. All others end it.
const PASSING: [i32; 10] = [
    SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT, SIGCHLD, SIGURG, SIGWINCH, SIGINFO,
];

/// A key that asks how things are; only some systems have it.
const SIGINFO: i32 = if cfg!(target_vendor = "apple") { 29 } else { 0 };

/// No system of ours has more signals.
const LAST: i32 = 64;

/// Leaves everything in order before a fault ends the program, or a signal that nobody here listens to. A file that may
/// not grow ends nothing: its writer is told.
pub(super) fn tidy() -> io::Result<()> {
    hear_of_used_up_time();
    signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
    tidy_on_faults()?;
    let handled = [&PASSING[..], &ASKING, &FAULTS, &[SIGXFSZ]].concat();
    for signal in (1..=LAST).filter(|signal| !handled.contains(signal)) {
        // Some numbers are no signal, or the C library's own.
        let _ = tidy_on(signal);
    }
    Ok(())
}

/// At the hard limit of processor time the system kills. Where that is the soft one too, as after `ulimit -t`, the soft
/// one is put a second before it, whose signal is heard.
fn hear_of_used_up_time() {
    let limit = getrlimit(Resource::Cpu);
    if let Some(seconds) = limit.maximum.filter(|seconds| *seconds > 1)
        && limit.current == limit.maximum
    {
        let current = Some(seconds - 1);
        // Without it the program ends a second later, unheard.
        let _ = setrlimit(Resource::Cpu, Rlimit { current, ..limit });
    }
}

/// The same for the signals that ask the program to end, too, where there is no screen.
pub(super) fn tidy_when_asked() -> io::Result<()> {
    tidy()?;
    ASKING.into_iter().try_for_each(tidy_on)
}
