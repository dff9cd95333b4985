//! The best of many records, without putting all of them in order.

use super::order::{Newest, SortKey};
use super::rank::{Grade, Hit};
use crate::data::RecordId;

/// A record with all by which it is put in order.
#[derive(Clone, Copy)]
pub(super) struct Ranked {
    order: SortKey,
    id: RecordId,
    grade: Grade,
}

/// Gathers the best so many of the records it is given.
pub(super) struct TopK {
    room: usize,
    newest: Newest,
    held: Vec<Ranked>,
    /// What comes behind this is not among the best.
    worst: Option<SortKey>,
}

impl TopK {
    /// Room for so many, of which there are no more than `of`.
    pub(super) fn new(room: usize, of: usize, newest: Newest) -> Self {
        Self {
            room,
            newest,
            held: Vec::with_capacity(room.saturating_mul(2).min(of)),
            worst: None,
        }
    }

    /// Considers a record.
    #[inline]
    pub(super) fn take(&mut self, id: RecordId, grade: Grade, count: u32) {
        let order = SortKey::new(grade, count, id, self.newest);
        if self.worst.is_some_and(|worst| order > worst) {
            return;
        }
        self.held.push(Ranked { order, id, grade });
        if self.held.len() >= self.room.saturating_mul(2) {
            self.cut();
        }
    }

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
