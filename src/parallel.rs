//! Work that the cores share, and the word that ends it.

use std::io;
use std::num::NonZero;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, Builder, Scope, ScopedJoinHandle};

/// Says from another thread that an answer is no longer wanted; who works on it looks every few thousand
/// rows.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Nobody wants the answer any more.
    pub fn now(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the answer is no longer wanted.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How many cores there are; asking the system takes longer than a small search.
#[must_use]
pub fn cores() -> usize {
    static CORES: OnceLock<usize> = OnceLock::new();
    *CORES.get_or_init(|| thread::available_parallelism().map_or(1, NonZero::get))
}

/// Starts a thread. All threads of the program are started by this or by [`start_within`]: whoever asks says
/// what is done where none can be had.
///
/// # Errors
/// When the system lets no more threads start.
pub fn start(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let name = may_start().map(|()| name.to_owned())?;
    Builder::new().name(name).spawn(work).map(|_| ())
}

/// Starts a thread that ends before the scope does.
///
/// # Errors
/// When the system lets no more threads start.
pub fn start_within<'s, T: Send + 's>(
    scope: &'s Scope<'s, '_>,
    work: impl FnOnce() -> T + Send + 's,
) -> io::Result<ScopedJoinHandle<'s, T>> {
    may_start()?;
    Builder::new().spawn_scoped(scope, work)
}

#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "in tests a thread may be refused")]
fn may_start() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
use refused::may_start;

/// Threads that cannot be started, for tests.
#[cfg(test)]
pub mod refused {
    use std::cell::Cell;
    use std::io;

    thread_local! {
        static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
    }

    /// Does something on this thread, which may start so many others meanwhile.
    pub fn after<T>(threads: usize, work: impl FnOnce() -> T) -> T {
        LEFT.set(threads);
        let done = work();
        LEFT.set(usize::MAX);
        done
    }

    pub(super) fn may_start() -> io::Result<()> {
        let left = LEFT.get().checked_sub(1);
        LEFT.set(left.ok_or(io::ErrorKind::WouldBlock)?);
        Ok(())
    }
}

/// What the work makes of each, in their order, by so many workers. More than there are [`cores`] gain
/// nothing, and what each of them needs for a while is memory that stays with us. Where the system lets no more
/// threads start, there are fewer workers: this one is always there.
///
/// # Panics
/// When the work does.
pub fn each<T: Send, R: Send>(
    workers: usize,
    all: impl IntoIterator<Item = T, IntoIter: Send>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    if workers <= 1 {
        return all.into_iter().map(work).collect();
    }
    let todo = Mutex::new(all.into_iter().enumerate());
    let next = || todo.lock().unwrap_or_else(PoisonError::into_inner).next();
    let worker = || {
        let mut done = Vec::new();
        while let Some((nth, one)) = next() {
            done.push((nth, work(one)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let others = (1..workers).map_while(|_| start_within(scope, worker).ok());
        let others: Vec<_> = others.collect();
        let mut done = worker();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(nth, _)| *nth);
    done.into_iter().map(|(_, made)| made).collect()
}

/// Fewer pieces than these are done before another core takes part.
const PIECES_A_CORE: usize = 4;

/// Does pieces of work on all cores and gives what each gave, in order; `None` when it was stopped.
pub fn shared<T: Send>(
    pieces: usize,
    stop: &Stop,
    work: impl Fn(usize) -> T + Sync,
) -> Option<Vec<T>> {
    let workers = cores().min(pieces / PIECES_A_CORE);
    let wanted = (0..pieces).take_while(|_| !stop.is_asked());
    let done = each(workers, wanted, work);
    (done.len() == pieces && !stop.is_asked()).then_some(done)
}

/// Does work in as many parts as there are cores, in order, if each gets at least so much of it.
pub fn split<T: Send>(
    many: usize,
    least: usize,
    work: impl Fn(Range<usize>) -> T + Sync,
) -> Vec<T> {
    let parts = cores().min(many / least).max(1);
    let part = |nth: usize| many * nth / parts..many * (nth + 1) / parts;
    each(parts, 0..parts, |nth| work(part(nth)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_the_order_of_what_was_asked() {
        for workers in [0, 1, 2, 9] {
            let answers = each(workers, 0..50, |number: u32| number * number);
            assert!(
                answers
                    .into_iter()
                    .eq((0..50).map(|number| number * number))
            );
        }
    }

    #[test]
    fn where_no_thread_can_be_started_the_work_is_done_all_the_same() {
        for threads in 0..4 {
            let answers = refused::after(threads, || each(4, 0..50, |number: u32| number + 1));
            assert!(answers.into_iter().eq(1..51), "{threads}");
        }
    }

    #[test]
    #[should_panic(expected = "seven")]
    fn a_panic_of_one_hand_is_that_of_all() {
        each(2, 0..50, |number| assert!(number != 7, "seven"));
    }

    #[test]
    fn every_piece_is_done_once_and_in_order() {
        for pieces in [0, 1, 2, 100] {
            let done = shared(pieces, &Stop::default(), |piece| piece * 2);
            assert_eq!(done, Some((0..pieces).map(|piece| piece * 2).collect()));
        }
    }

    #[test]
    fn the_parts_are_all_of_it() {
        for many in [0, 1, 7, 1_000] {
            let all: Vec<usize> = split(many, 10, Iterator::collect::<Vec<_>>).concat();
            assert_eq!(all, (0..many).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_is_stopped_gives_nothing() {
        let stop = Stop::default();
        let done = shared(100, &stop, |piece| {
            if piece == 10 {
                stop.now();
            }
        });
        assert_eq!(done, None);
        assert_eq!(shared(1, &stop, |_| ()), None);
    }
}
