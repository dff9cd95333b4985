//! Work on several things at the same time, where there is much of it.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// What the work makes of each, in their order; `much` says that it pays to call in others. There are no
/// more hands than processors, since what each of them needs for a while is memory that stays with us.
pub(super) fn each<T: Send, R: Send>(
    much: bool,
    all: impl IntoIterator<Item = T, IntoIter: Send>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let others = match thread::available_parallelism() {
        Ok(hands) if much => hands.get() - 1,
        _ => return all.into_iter().map(work).collect(),
    };
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
        let others: Vec<_> = (0..others).map(|_| scope.spawn(hand)).collect();
        let mut done = hand();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(nth, _)| *nth);
    done.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_the_order_of_what_was_asked() {
        for much in [false, true] {
            let answers = each(much, 0..50, |number: u32| number * number);
            assert!(
                answers
                    .into_iter()
                    .eq((0..50).map(|number| number * number))
            );
        }
    }
}
