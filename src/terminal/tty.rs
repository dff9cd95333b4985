//! Taking the terminal and giving it back: the one place that knows what was switched on.
//!
//! Giving back is safe from anywhere, also from a handler of a fatal signal: it allocates nothing, locks
//! nothing, and goes through a file of its own on the terminal, never through standard output, whose lock a
//! thread may hold that is stuck in writing.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::termios::{OptionalActions, QueueSelector, Termios};
use rustix::{fs, stdio, termios};

/// The terminal of the program, and its settings before we came.
struct Tty {
    file: OwnedFd,
    before: Termios,
}

static TTY: OnceLock<Tty> = OnceLock::new();

/// Whether the terminal is ours. Whoever gives it back first clears this.
static HELD: AtomicBool = AtomicBool::new(false);

/// Whether the terminal reports the mouse.
static MOUSE: AtomicBool = AtomicBool::new(false);

/// The alternate screen, and pastes as such.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h";

/// Clicks and the wheel, in the form without a bound on the column.
const ENTER_MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1006h";

/// Begins with CAN, which ends a sequence that a frame was cut off in.
const LEAVE: &[u8] = b"\x18\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?1049l";

const LEAVE_MOUSE: &[u8] = b"\x18\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?1049l";

/// A terminal that takes nothing for so long is not waited for when it is given back.
const PATIENCE: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 50_000_000,
};

/// How often it is waited for.
const TRIES: usize = 6;

/// Opens the terminal of the program: not standard input, which may be a file, and not in the mode of
/// standard output, which the shell shares.
pub(super) fn open() -> io::Result<BorrowedFd<'static>> {
    if let Some(tty) = TTY.get() {
        return Ok(tty.file.as_fd());
    }
    let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = fs::open("/dev/tty", flags, Mode::empty())?;
    let before = termios::tcgetattr(&file)?;
    Ok(TTY.get_or_init(|| Tty { file, before }).file.as_fd())
}

/// Takes the terminal: keys as they are pressed, the alternate screen.
pub(super) fn take(mouse: bool) -> io::Result<()> {
    let tty = open()?;
    let before = TTY.get().map(|tty| tty.before.clone());
    let mut raw = before.ok_or(Errno::NOTTY)?;
    raw.make_raw();
    MOUSE.store(mouse, Ordering::SeqCst);
    HELD.store(true, Ordering::SeqCst);
    let taken = termios::tcsetattr(tty, OptionalActions::Now, &raw)
        .map_err(io::Error::from)
        .and_then(|()| show(ENTER))
        .and_then(|()| if mouse { show(ENTER_MOUSE) } else { Ok(()) });
    taken.inspect_err(|_| give_back())
}

/// Whether the terminal is ours now.
pub(super) fn is_held() -> bool {
    HELD.load(Ordering::SeqCst)
}

/// Puts the terminal back as it was. Safe to call from anywhere and more than once.
pub fn give_back() {
    if !HELD.swap(false, Ordering::SeqCst) {
        return;
    }
    let Some(tty) = TTY.get() else {
        return;
    };
    // There is nobody left to tell of an error here.
    let _ = termios::tcsetattr(&tty.file, OptionalActions::Now, &tty.before);
    if MOUSE.load(Ordering::SeqCst) {
        insist(&tty.file, LEAVE_MOUSE);
        // What the mouse did last is no input for the shell.
        let _ = termios::tcflush(&tty.file, QueueSelector::IFlush);
    } else {
        insist(&tty.file, LEAVE);
    }
}

/// Writes all of it, unless the terminal takes nothing for too long.
fn insist(tty: &OwnedFd, mut bytes: &[u8]) {
    for _ in 0..TRIES {
        match rustix::io::write(tty, bytes) {
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(Errno::AGAIN | Errno::INTR) => {}
            Err(_) => return,
        }
        if bytes.is_empty() {
            return;
        }
        let _ = poll(&mut [PollFd::new(tty, PollFlags::OUT)], Some(&PATIENCE));
    }
}

/// Writes all of it to the screen, however long that takes.
///
/// # Errors
/// When the screen is gone.
pub(super) fn show(mut bytes: &[u8]) -> io::Result<()> {
    let screen = stdio::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(screen, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            // Somebody else has asked for this; then it is waited for here.
            Err(Errno::AGAIN) => {
                poll(&mut [PollFd::new(&screen, PollFlags::OUT)], None)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Columns and rows of the terminal.
///
/// # Errors
/// When it is gone.
pub(super) fn size() -> io::Result<(u16, u16)> {
    let size = termios::tcgetwinsize(open()?)?;
    Ok((size.ws_col, size.ws_row))
}
