//! Work that the cores share, and the word that ends it.

use std::num::NonZero;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
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

    /// Whether the answer is still wanted.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Fewer pieces than these are done before another core is told of them.
const PIECES_A_CORE: usize = 4;

/// Does pieces of work, as many at a time as there are cores, and gives what each gave, in order; `None`
/// when it was stopped.
pub(in crate::browse) fn shared<T: Send>(
    pieces: usize,
    stop: &Stop,
    work: impl Fn(usize) -> T + Sync,
) -> Option<Vec<T>> {
    let next = AtomicUsize::new(0);
    let take = || {
        let piece = next.fetch_add(1, Ordering::Relaxed);
        (piece < pieces && !stop.is_asked()).then_some(piece)
    };
    let helpers = cores().min(pieces / PIECES_A_CORE).saturating_sub(1);
    let mut done: Vec<(usize, T)> = Vec::with_capacity(pieces);
    if helpers == 0 {
        done.extend(std::iter::from_fn(take).map(|piece| (piece, work(piece))));
    } else {
        let gathered = Mutex::new(done);
        let run = || {
            let mine: Vec<(usize, T)> = std::iter::from_fn(take)
                .map(|piece| (piece, work(piece)))
                .collect();
            let mut all = gathered.lock().unwrap_or_else(PoisonError::into_inner);
            all.extend(mine);
        };
        thread::scope(|scope| {
            for _ in 0..helpers {
                scope.spawn(run);
            }
            run();
        });
        done = gathered
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        done.sort_unstable_by_key(|(piece, _)| *piece);
    }
    let all = done.len() == pieces && !stop.is_asked();
    all.then(|| done.into_iter().map(|(_, gave)| gave).collect())
}

/// Does work in as many parts as there are cores, in order, if each gets at least so much of it.
pub(in crate::browse) fn split<T: Send>(
    many: usize,
    least: usize,
    work: impl Fn(Range<usize>) -> T + Sync,
) -> Vec<T> {
    let parts = cores().min(many / least).max(1);
    let part = |nth: usize| many * nth / parts..many * (nth + 1) / parts;
    let work = &work;
    thread::scope(|scope| {
        let others: Vec<_> = (1..parts)
            .map(|nth| scope.spawn(move || work(part(nth))))
            .collect();
        let first = work(part(0));
        let others = others.into_iter().map(|other| match other.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        std::iter::once(first).chain(others).collect()
    })
}

/// How many cores there are; asking the system takes longer than a small search.
fn cores() -> usize {
    static CORES: OnceLock<usize> = OnceLock::new();
    *CORES.get_or_init(|| thread::available_parallelism().map_or(1, NonZero::get))
}

#[cfg(test)]
mod tests {
    use super::*;

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
