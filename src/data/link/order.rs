//! In which order the lists stand.

use crate::data::Kind;
use crate::data::build::{Builder, row};
use crate::text::sort_key;

/// The order of a list: meetings and agreements by time, the others by name, each script in its own order;
/// then as in the file.
pub(super) fn list_order(kind: Kind, builder: &Builder) -> Vec<u32> {
    let draft = &builder.drafts[kind as usize];
    let numbers = 0..row(draft.count());
    if matches!(kind, Kind::Meeting | Kind::Agreement) {
        // Those without a date come last.
        let time = |number: u32| {
            let date = draft.dates[number as usize];
            date.map_or(u64::MAX >> 32, |date| u64::from(date.start().rank()))
        };
        let mut order: Vec<u64> = numbers
            .map(|number| time(number) << 32 | u64::from(number))
            .collect();
        order.sort_unstable();
        // What is below the time.
        let number = |key: u64| u32::try_from(key & u64::from(u32::MAX)).ok();
        return order.into_iter().filter_map(number).collect();
    }
    let mut order: Vec<u32> = numbers.collect();
    order.sort_by_cached_key(|&n| {
        // What the lists show: the short name where there is one.
        let sort = draft.sorts.get(n).or_else(|| draft.shorts.get(n));
        let shown = sort.map_or_else(|| draft.name(n), |text| builder.texts.get(*text));
        sort_key(shown)
    });
    order
}

/// The place of each number in that order.
pub(super) fn inverse(order: &[u32]) -> Vec<u32> {
    let mut rows = vec![0; order.len()];
    for (row_number, number) in order.iter().enumerate() {
        rows[*number as usize] = row(row_number);
    }
    rows
}
