//! Work that the cores share, and the word that ends it.

use std::num::NonZero;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

/// Says from another thread that an answer is no longer wanted; who works on it looks every few thousand
/// rows.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Nobody wants the answer any more.
    pub fn now(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked to stop.
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

/// What the work makes of each, in their order, by so many hands. More than there are [`cores`] gain
/// nothing, and what each of them needs for a while is memory that stays with us.
///
/// # Panics
/// When the work does.
pub fn each<T: Send, R: Send>(
    hands: usize,
    all: impl IntoIterator<Item = T, IntoIter: Send>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    if hands <= 1 {
        return all.into_iter().map(work).collect();
    }
    let todo = Mutex::new(all.into_iter().enumerate());
    let next = || todo.lock().unwrap_or_else(PoisonError::into_inner).next();
    let hand = || {
        let mut done = Vec::new();
        while let Some((nth, one)) = next() {
            done.push((nth, work(one)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..hands).map(|_| scope.spawn(hand)).collect();
        let mut done = hand();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(nth, _)| *nth);
    done.into_iter().map(|(_, made)| made).collect()
}

/// Fewer pieces than these are done before another core is told of them.
const PIECES_A_CORE: usize = 4;

/// Does pieces of work on all cores and gives what each gave, in order; `None` when it was stopped.
pub fn shared<T: Send>(
    pieces: usize,
    stop: &Stop,
    work: impl Fn(usize) -> T + Sync,
) -> Option<Vec<T>> {
    let hands = cores().min(pieces / PIECES_A_CORE);
    let wanted = (0..pieces).take_while(|_| !stop.is_asked());
    let done = each(hands, wanted, work);
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
        for hands in [0, 1, 2, 9] {
            let answers = each(hands, 0..50, |number: u32| number * number);
            assert!(
                answers
                    .into_iter()
                    .eq((0..50).map(|number| number * number))
            );
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
