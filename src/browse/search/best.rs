//! The best of many records, without putting all of them in order.

use std::cmp::{Ordering, Reverse};

use super::index::Name;
use super::{Grade, Hit};
use crate::data::{Dataset, Kind, RecordId};

/// A record with all by which it is put in order.
#[derive(Clone, Copy)]
pub(super) struct Ranked<'s> {
    id: RecordId,
    grade: Grade,
    count: usize,
    start: u32,
    name: Name<'s>,
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

    /// Considers a record, given the beginning of its name; the name is looked up only where all else is
    /// equal.
    pub(super) fn take(
        &mut self,
        id: RecordId,
        grade: Grade,
        count: usize,
        start: u32,
        name: impl Fn() -> Name<'s>,
    ) {
        if let Some(worst) = &self.worst {
            let numbers = (grade, Reverse(count), id.kind, start);
            match numbers.cmp(&worst.numbers()) {
                Ordering::Greater => return,
                Ordering::Equal if name().order(&worst.name).is_gt() => return,
                _ => {}
            }
        }
        self.held.push(Ranked {
            id,
            grade,
            count,
            start,
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
                .select_nth_unstable_by(last, |a, b| a.order(b, dataset));
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
            all.select_nth_unstable_by(room, |a, b| a.order(b, dataset));
            all.truncate(room);
        }
        all.sort_unstable_by(|a, b| a.order(b, dataset));
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
    fn numbers(&self) -> (Grade, Reverse<usize>, Kind, u32) {
        (self.grade, Reverse(self.count), self.id.kind, self.start)
    }

    /// By grade, then by number of meetings, the most first, then by kind, name and id; two of the same
    /// id, which is a flaw of the dataset, by row.
    fn order(&self, other: &Self, dataset: &Dataset) -> Ordering {
        let ids = || dataset.raw_id(self.id).cmp(dataset.raw_id(other.id));
        self.numbers()
            .cmp(&other.numbers())
            .then_with(|| self.name.order(&other.name))
            .then_with(ids)
            .then_with(|| self.id.cmp(&other.id))
    }
}
