//! What the system offers only to code that the compiler cannot check: handlers for the signals that end a program.
//!
//! Each block says why it is sound. What runs inside the handler allocates nothing, locks nothing, and makes
//! plain system calls alone.
#![expect(
    unsafe_code,
    reason = "a handler for a fatal signal, its default action, and an end at once have no safe interface"
)]

use std::io;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::OnceLock;

use libc::{SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, c_int, c_void, sigaction, siginfo_t};

use super::memory;
use super::tty::give_back;
use crate::file;

/// The faults of a program: they end it, but not before the terminal is given back.
pub(super) const FAULTS: [c_int; 5] = [SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE];

/// What was done about each fault before, e.g. by the standard library, which tells of a stack overflow.
static BEFORE: [OnceLock<sigaction>; FAULTS.len()] = [const { OnceLock::new() }; FAULTS.len()];

/// Leaves everything in order before a fault ends the program, also when the stack is used up, and says when it was
/// for want of memory. To ask for it twice is to ask for it once.
///
/// # Errors
/// When the system takes no handler.
pub fn tidy_on_faults() -> io::Result<()> {
    for (signal, before) in FAULTS.into_iter().zip(&BEFORE) {
        if before.get().is_none() {
            let _ = before.set(replace(signal, &on_end())?);
        }
    }
    Ok(())
}

/// Leaves everything in order before this signal ends the program, unless it was started to pass it over.
pub(super) fn tidy_on(signal: c_int) -> io::Result<()> {
    let before = replace(signal, &on_end())?;
    if before.sa_sigaction == libc::SIG_IGN {
        replace(signal, &before)?;
    }
    Ok(())
}

fn on_end() -> sigaction {
    // The stack for handlers is the one that the standard library gives to every thread.
    action(
        on_signal as *const () as usize,
        libc::SA_ONSTACK | libc::SA_SIGINFO,
    )
}

/// Sends a signal to this thread with the system's own answer to it, then answers it as before.
pub(super) fn raise_plainly(signal: c_int) -> io::Result<()> {
    let ours = replace(signal, &action(libc::SIG_DFL, 0))?;
    // SAFETY: `raise` takes any number and refuses what is no signal.
    let raised = unsafe { libc::raise(signal) };
    let error = io::Error::last_os_error();
    replace(signal, &ours)?;
    if raised == 0 { Ok(()) } else { Err(error) }
}

/// Ends the program at once: nothing of it runs on, in no thread.
pub(super) fn end_now(code: c_int) -> ! {
    // SAFETY: `_exit` has no conditions; files of ours are written by calls that return when they are done.
    unsafe { libc::_exit(code) }
}

fn action(handler: usize, flags: c_int) -> sigaction {
    // SAFETY: the structure is plain numbers, for which zeroes are valid, and is filled before it is used.
    let mut action: sigaction = unsafe { MaybeUninit::zeroed().assume_init() };
    action.sa_sigaction = handler;
    action.sa_flags = flags;
    // SAFETY: the mask is a part of the structure above.
    unsafe { libc::sigemptyset(&raw mut action.sa_mask) };
    action
}

fn replace(signal: c_int, with: &sigaction) -> io::Result<sigaction> {
    let mut before = MaybeUninit::<sigaction>::zeroed();
    // SAFETY: both pointers are to whole structures; the handlers put in are `SIG_DFL`, one that was there
    // before, or `on_signal`, which does only what a handler may do.
    if unsafe { sigaction(signal, ptr::from_ref(with), before.as_mut_ptr()) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the call succeeded and has filled it.
    Ok(unsafe { before.assume_init() })
}

extern "C" fn on_signal(signal: c_int, info: *mut siginfo_t, _: *mut c_void) {
    give_back();
    file::abandon();
    if signal == libc::SIGABRT && memory::report_lack() {
        end_now(memory::NO_MEMORY);
    }
    // SAFETY: the system hands over a valid structure, or none.
    let of_the_code = unsafe { info.as_ref() }.is_some_and(|info| info.si_code > 0);
    let at = FAULTS.iter().position(|fault| *fault == signal);
    let before = at.and_then(|at| BEFORE.get(at)?.get());
    if let (true, Some(before)) = (of_the_code, before) {
        // The same instruction runs and fails again, now answered as it was before.
        let _ = replace(signal, before);
        return;
    }
    let _ = replace(signal, &action(libc::SIG_DFL, 0));
    // SAFETY: as above; it waits until this handler has returned.
    unsafe { libc::raise(signal) };
}

/// Asks before `main` whether standard output is closed: the standard library then opens `/dev/null` in its place.
#[used]
#[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
#[cfg_attr(
    target_vendor = "apple",
    unsafe(link_section = "__DATA,__mod_init_func")
)]
static LOOK: extern "C" fn() = super::output::look;
