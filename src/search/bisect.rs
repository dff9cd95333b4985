//! Halving a range that falls into two parts.

use std::ops::Range;

/// The first number of a range for which something does not hold that holds of all before it; its end where it
/// holds of all.
pub(crate) fn first_where_not(range: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut to) = (range.start, range.end);
    while from < to {
        let middle = from + (to - from) / 2;
        if holds(middle) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    from
}
