//! The best of many records, without putting all of them in order.

use super::{Grade, Hit, Rank};
use crate::data::RecordId;

/// A record with all by which it is put in order.
#[derive(Clone, Copy)]
pub(super) struct Ranked {
    order: Order,
    id: RecordId,
    grade: Grade,
}

/// What comes first of two records: by grade, then by number of meetings, the most first, then by kind, then
/// as in the lists. In one number, since a million are compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Order(u128);

impl Order {
    pub(super) fn new(grade: Grade, count: u32, id: RecordId) -> Self {
        let grade = u128::from(grade.rank > Rank::Inside) << 37
            | u128::from(grade.respelt) << 36
            | (grade.rank as u128) << 33
            | u128::from(grade.related) << 32
            | u128::from(grade.loss);
        let most_first = u128::from(!count);
        Self(grade << 68 | most_first << 36 | (id.kind as u128) << 32 | u128::from(id.row))
    }
}

/// Gathers the best so many of the records it is given.
pub(super) struct Best {
    room: usize,
    held: Vec<Ranked>,
    /// What comes behind this is not among the best.
    worst: Option<Order>,
}

impl Best {
    /// Room for so many, of which there are no more than `of`.
    pub(super) fn new(room: usize, of: usize) -> Self {
        Self {
            room,
            held: Vec::with_capacity(room.saturating_mul(2).min(of)),
            worst: None,
        }
    }

    /// Considers a record.
    #[inline]
    pub(super) fn take(&mut self, id: RecordId, grade: Grade, count: u32) {
        let order = Order::new(grade, count, id);
        if self.worst.is_some_and(|worst| order > worst) {
            return;
        }
        self.held.push(Ranked { order, id, grade });
        if self.held.len() >= self.room.saturating_mul(2) {
            self.cut();
        }
    }

    /// Keeps the best.
    fn cut(&mut self) {
        if let Some(last) = self
            .room
            .checked_sub(1)
            .filter(|last| *last < self.held.len())
        {
            let (_, worst, _) = self
                .held
                .select_nth_unstable_by_key(last, |ranked| ranked.order);
            self.worst = Some(worst.order);
        }
        self.held.truncate(self.room);
    }

    /// The best, in no order.
    pub(super) fn finish(mut self) -> Vec<Ranked> {
        self.cut();
        self.held
    }

    /// The best of several lots, in order.
    pub(super) fn merge(lots: &[Vec<Ranked>], room: usize) -> Vec<Hit> {
        let mut all = lots.concat();
        if room < all.len() {
            all.select_nth_unstable_by_key(room, |ranked| ranked.order);
            all.truncate(room);
        }
        all.sort_unstable_by_key(|ranked| ranked.order);
        let hits = all.into_iter().map(|ranked| ranked.grade.hit(ranked.id));
        hits.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Kind;

    #[test]
    fn numbers_tell_in_this_order() {
        let grade = |rank, respelt, related, loss| Grade {
            rank,
            respelt,
            related,
            loss,
        };
        let person = |row| RecordId::new(Kind::Person, row);
        let source = RecordId::new(Kind::Source, 0);
        let exact = grade(Rank::WholeName, false, false, 0);
        let related = grade(Rank::WholeName, false, true, 0);
        let rising = [
            Order::new(exact, u32::MAX, person(0)),
            Order::new(exact, 7, person(0)),
            Order::new(exact, 7, person(u32::MAX)),
            Order::new(exact, 7, source),
            Order::new(exact, 6, person(0)),
            Order::new(related, 9, person(0)),
            Order::new(grade(Rank::Inside, false, false, 0), 9, person(0)),
            Order::new(grade(Rank::WholeName, true, false, 0), 9, person(0)),
            Order::new(grade(Rank::Fuzzy, false, false, 3), 9, person(0)),
            Order::new(grade(Rank::Fuzzy, false, false, u32::MAX), 9, person(0)),
            Order::new(grade(Rank::Fuzzy, false, true, 0), 9, person(0)),
        ];
        assert!(rising.is_sorted_by(|a, b| a < b));
    }
}
