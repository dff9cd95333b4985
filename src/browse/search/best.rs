//! The best of many records, without putting all of them in order.

use std::cmp::Ordering;

use super::index::Name;
use super::{Grade, Hit};
use crate::data::{Dataset, Kind, RecordId};

/// A record with all by which it is put in order.
#[derive(Clone, Copy)]
pub(super) struct Ranked<'s> {
    order: Order,
    id: RecordId,
    grade: Grade,
    name: Name<'s>,
}

/// What comes first of two records, as far as numbers tell: by grade, then by number of meetings, the most
/// first, then by kind, then by how the name begins. In one number, since a million are compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Order(u128);

impl Order {
    pub(super) fn new(grade: Grade, count: u32, kind: Kind, start: u32) -> Self {
        let grade =
            (grade.rank as u128) << 33 | u128::from(grade.related) << 32 | u128::from(grade.loss);
        let most_first = u128::from(!count);
        Self(grade << 68 | most_first << 36 | (kind as u128) << 32 | u128::from(start))
    }
}

/// Gathers the best so many of the records it is given.
pub(super) struct Best<'s> {
    dataset: &'s Dataset,
    room: usize,
    held: Vec<Ranked<'s>>,
    /// What comes behind this is not among the best.
    worst: Option<Ranked<'s>>,
}

impl<'s> Best<'s> {
    /// Room for so many, of which there are no more than `of`.
    pub(super) fn new(dataset: &'s Dataset, room: usize, of: usize) -> Self {
        let held = Vec::with_capacity(room.saturating_mul(2).min(of));
        Self {
            dataset,
            room,
            held,
            worst: None,
        }
    }

    /// Considers a record; its name is looked up only where numbers do not tell.
    #[inline]
    pub(super) fn take(
        &mut self,
        order: Order,
        id: RecordId,
        grade: Grade,
        name: impl Fn() -> Name<'s>,
    ) {
        let is_behind = |worst: &Ranked<'s>| {
            order > worst.order
                || (order == worst.order && name().order(&worst.name) == Ordering::Greater)
        };
        if self.worst.as_ref().is_some_and(is_behind) {
            return;
        }
        self.held.push(Ranked {
            order,
            id,
            grade,
            name: name(),
        });
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
            let dataset = self.dataset;
            let (_, worst, _) = self
                .held
                .select_nth_unstable_by(last, |a, b| a.compare(b, dataset));
            self.worst = Some(*worst);
        }
        self.held.truncate(self.room);
    }

    /// The best, in no order.
    pub(super) fn finish(mut self) -> Vec<Ranked<'s>> {
        self.cut();
        self.held
    }

    /// The best of several lots, in order.
    pub(super) fn merge(dataset: &Dataset, lots: &[Vec<Ranked<'_>>], room: usize) -> Vec<Hit> {
        let mut all = lots.concat();
        if room < all.len() {
            all.select_nth_unstable_by(room, |a, b| a.compare(b, dataset));
            all.truncate(room);
        }
        all.sort_unstable_by(|a, b| a.compare(b, dataset));
        let hit = |ranked: Ranked<'_>| Hit {
            id: ranked.id,
            rank: ranked.grade.rank,
            related: ranked.grade.related,
            loss: ranked.grade.loss,
        };
        all.into_iter().map(hit).collect()
    }
}

impl Ranked<'_> {
    /// By grade, then by number of meetings, the most first, then by kind, name and id; two of the same
    /// id, which is a flaw of the dataset, by row.
    fn compare(&self, other: &Self, dataset: &Dataset) -> Ordering {
        let ids = || dataset.raw_id(self.id).cmp(dataset.raw_id(other.id));
        self.order
            .cmp(&other.order)
            .then_with(|| self.name.order(&other.name))
            .then_with(ids)
            .then_with(|| self.id.cmp(&other.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browse::search::Rank;

    #[test]
    fn numbers_tell_in_this_order() {
        let grade = |rank, related, loss| Grade {
            rank,
            related,
            loss,
        };
        let exact = grade(Rank::WholeName, false, 0);
        let rising = [
            Order::new(exact, u32::MAX, Kind::Person, 0),
            Order::new(exact, 7, Kind::Person, 0),
            Order::new(exact, 7, Kind::Person, u32::MAX),
            Order::new(exact, 7, Kind::Source, 0),
            Order::new(exact, 6, Kind::Person, 0),
            Order::new(grade(Rank::WholeName, true, 0), 9, Kind::Person, 0),
            Order::new(grade(Rank::Fuzzy, false, 3), 9, Kind::Person, 0),
            Order::new(grade(Rank::Fuzzy, false, u32::MAX), 9, Kind::Person, 0),
            Order::new(grade(Rank::Fuzzy, true, 0), 9, Kind::Person, 0),
        ];
        assert!(rising.is_sorted_by(|a, b| a < b));
    }
}
