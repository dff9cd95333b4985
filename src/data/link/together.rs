//! Work on several things at the same time, where there is much of it.

use std::panic::resume_unwind;
use std::thread;

/// What the work makes of each, in their order; `much` says that a thread for each pays.
pub(super) fn each<T: Send, R: Send>(
    much: bool,
    all: impl IntoIterator<Item = T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    if !much {
        return all.into_iter().map(work).collect();
    }
    let work = &work;
    thread::scope(|scope| {
        let begun = all.into_iter().map(|one| scope.spawn(move || work(one)));
        let begun: Vec<_> = begun.collect();
        let ended = begun.into_iter().map(thread::ScopedJoinHandle::join);
        ended
            .map(|end| end.unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
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
