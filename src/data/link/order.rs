//! In which order the lists stand.

use crate::data::Kind;
use crate::data::build::Builder;
use crate::data::columns::row;
use crate::data::model::when::{TimeOrder, When};
use crate::text::sort_key;

/// The order of a list: meetings and agreements by time, those without any last, the others by name, each
/// script in its own order; then as in the file.
pub(super) fn list_order(kind: Kind, builder: &Builder) -> Vec<u32> {
    let draft = &builder.drafts[kind as usize];
    let numbers = 0..row(draft.count());
    if matches!(kind, Kind::Meeting | Kind::Agreement) {
        let time = |number: u32| {
            let when = builder.when(kind, number);
            when.map_or(TimeOrder::UNDATED, When::order)
        };
        let mut order: Vec<(TimeOrder, u32)> =
            numbers.map(|number| (time(number), number)).collect();
        order.sort_unstable();
        return order.into_iter().map(|(_, number)| number).collect();
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
