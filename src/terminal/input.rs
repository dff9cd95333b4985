//! Waiting for all that can come: keys, signals, and a word from a thread of our own; by one call that
//! sleeps until something is there.

use std::io::{self, Read, Write};
use std::os::fd::BorrowedFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::Event;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use signal_hook::consts::{SIGCONT, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

use super::ending::ASKING;
use super::events::EventParser;
use super::{HostInput, end_by_signal, tty};
use crate::parallel;

/// Signals that it goes on after.
const PASSING: [i32; 3] = [SIGTSTP, SIGCONT, SIGWINCH];

/// A program that cannot end in so long, e.g. because its terminal takes nothing, is ended.
const GRACE: Duration = Duration::from_millis(700);

/// What comes beyond that number is taken after a frame; more than anybody presses between two, and few enough to be
/// quick.
const AT_ONCE: usize = 1 << 12;

/// How much is read at a time.
const GULP: usize = 4096;

/// How often it is read before other things have their turn.
const GULPS: usize = 64;

/// Wakes a waiting screen from another thread.
#[derive(Clone, Debug)]
pub struct Waker(Arc<UnixStream>);

impl Waker {
    /// Makes the screen return from its waiting. Several calls before it does count as one.
    pub fn wake(&self) {
        // When nothing more can be written, the word is already waiting there; when nobody reads any more,
        // the program is ending.
        let _ = (&*self.0).write(&[0]);
    }
}

/// Hears all that comes from outside.
pub(super) struct Listener {
    tty: BorrowedFd<'static>,
    signals: SignalDelivery<UnixStream, SignalOnly>,
    woken: UnixStream,
    waker: Waker,
    parser: EventParser,
    /// Bytes that were read and not yet looked at.
    rest: Vec<u8>,
    /// When something was last read.
    heard: Instant,
}

impl Listener {
    /// Begins to hear signals; keys stay where they are until they are waited for.
    pub(super) fn new() -> io::Result<Self> {
        let tty = tty::open()?;
        let (read, write) = UnixStream::pair()?;
        let all = ASKING.iter().chain(&PASSING);
        let signals = SignalDelivery::with_pipe(read, write, SignalOnly, all)?;
        watch()?;
        let (woken, waker) = UnixStream::pair()?;
        woken.set_nonblocking(true)?;
        waker.set_nonblocking(true)?;
        Ok(Self {
            tty,
            signals,
            woken,
            waker: Waker(Arc::new(waker)),
            parser: EventParser::default(),
            rest: Vec::new(),
            heard: Instant::now(),
        })
    }

    pub(super) fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Waits until something comes, or for so long at most, and takes what is there.
    pub(super) fn wait(&mut self, at_most: Option<Duration>) -> Vec<HostInput> {
        let until = at_most.and_then(|at_most| Instant::now().checked_add(at_most));
        loop {
            let mut inputs = Vec::new();
            self.take(&mut inputs);
            let now = Instant::now();
            if !inputs.is_empty() || until.is_some_and(|until| until <= now) {
                return inputs;
            }
            let silence = self.parser.silence().map(|silence| self.heard + silence);
            let next = [until, silence].into_iter().flatten().min();
            if let Err(error) = self.sleep(next.map(|next| next.saturating_duration_since(now))) {
                return vec![HostInput::Gone(error)];
            }
        }
    }

    /// Sleeps until one of the three has something to tell.
    fn sleep(&self, at_most: Option<Duration>) -> io::Result<()> {
        let wanted =
            [self.signals.get_read(), &self.woken].map(|it| PollFd::new(it, PollFlags::IN));
        let [signals, woken] = wanted;
        let keys = PollFd::from_borrowed_fd(self.tty, PollFlags::IN);
        let at_most = at_most.and_then(|at_most| Timespec::try_from(at_most).ok());
        match poll(&mut [signals, woken, keys], at_most.as_ref()) {
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes what is there without waiting: signals first, so that no flood of keys holds them up.
    fn take(&mut self, inputs: &mut Vec<HostInput>) {
        for signal in self.signals.pending() {
            if signal == SIGWINCH {
                let (columns, rows) = tty::size().unwrap_or_default();
                inputs.push(HostInput::Event(Event::Resize(columns, rows)));
            } else {
                inputs.push(HostInput::Signal(signal));
            }
        }
        let mut words = [0; 64];
        let mut woken = false;
        while matches!((&self.woken).read(&mut words), Ok(1..)) {
            woken = true;
        }
        if woken {
            inputs.push(HostInput::Woken);
        }
        self.take_keys(inputs);
    }

    fn take_keys(&mut self, inputs: &mut Vec<HostInput>) {
        let mut events = Vec::new();
        let mut gone = None;
        for _ in 0..GULPS {
            if self.rest.is_empty() {
                match self.gulp() {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => {
                        gone = Some(HostInput::Gone(error));
                        break;
                    }
                }
            }
            let taken = self.parser.read(&self.rest, AT_ONCE, &mut events);
            self.rest.drain(..taken);
            if events.len() >= AT_ONCE {
                break;
            }
        }
        if let Some(silence) = self.parser.silence()
            && events.is_empty()
            && self.rest.is_empty()
            && self.heard.elapsed() >= silence
        {
            self.parser.decide(&mut events);
        }
        inputs.extend(events.into_iter().map(HostInput::Event));
        inputs.extend(gone);
    }

    /// Reads what is there; `false` when nothing is.
    fn gulp(&mut self) -> io::Result<bool> {
        let mut gulp = [0; GULP];
        match rustix::io::read(self.tty, &mut gulp) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                self.heard = Instant::now();
                self.rest.extend(gulp.iter().take(count));
                Ok(true)
            }
            Err(Errno::AGAIN | Errno::INTR) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// Ends the program by the signal when its main thread does not, e.g. because it is stuck in writing.
fn watch() -> io::Result<()> {
    let mut signals = Signals::new(ASKING)?;
    parallel::start("watch", move || {
        if let Some(signal) = signals.forever().next() {
            thread::sleep(GRACE);
            end_by_signal(signal);
        }
    })
}
