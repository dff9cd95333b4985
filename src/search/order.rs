//! The order of what was found: the one place where it is laid down.
//!
//! How exact a hit is comes before what it is, so that no guess stands above what is written as typed. What is
//! equally exact stands in groups: people, topics and organisations first, then agreements, then meetings
//! called so, then meetings that name it, then sources. Within a group the better rank comes first; of
//! meetings that are equally good the latest, of others that with the most meetings.

use super::bisect::first_where_not;
use super::rank::{Exactness, Grade};
use crate::data::{Dataset, Kind, RecordId, row};

/// What was found, in the order in which it is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HitGroup {
    /// People, topics and organisations.
    Named,
    /// Agreements.
    Agreement,
    /// Meetings in whose own names the words stand.
    MeetingCalledSo,
    /// Meetings found by the names of others: people, topics, organisations, the series.
    MeetingNamingIt,
    /// Sources.
    Source,
}

impl HitGroup {
    pub(super) const ALL: [Self; 5] = [
        Self::Named,
        Self::Agreement,
        Self::MeetingCalledSo,
        Self::MeetingNamingIt,
        Self::Source,
    ];

    /// The group of a record, found by its own names or by those of related ones.
    pub(super) const fn of(kind: Kind, related: bool) -> Self {
        match (kind, related) {
            (Kind::Person | Kind::Topic | Kind::Organisation, _) => Self::Named,
            (Kind::Agreement, _) => Self::Agreement,
            (Kind::Meeting, false) => Self::MeetingCalledSo,
            (Kind::Meeting, true) => Self::MeetingNamingIt,
            (Kind::Source, _) => Self::Source,
        }
    }

    /// Whether it holds meetings, of which the latest come first.
    pub(super) const fn is_of_meetings(self) -> bool {
        matches!(self, Self::MeetingCalledSo | Self::MeetingNamingIt)
    }
}

/// The place of meetings among those that are equally good: the latest first, those without any date last.
#[derive(Clone, Copy)]
pub(crate) struct Newest {
    /// The rows before this one have a date.
    dated: u32,
}

impl Newest {
    pub(crate) fn of(dataset: &Dataset) -> Self {
        let has_date = |at| dataset.when(RecordId::meeting(row(at))).is_some();
        let dated = first_where_not(0..dataset.count(Kind::Meeting), has_date);
        Self { dated: row(dated) }
    }

    /// The rows of all meetings, in that order.
    pub(crate) fn rows(self, dataset: &Dataset) -> impl Iterator<Item = u32> {
        let undated = self.dated..row(dataset.count(Kind::Meeting));
        (0..self.dated).rev().chain(undated)
    }

    fn place(self, row: u32) -> u32 {
        match self.dated.checked_sub(row.saturating_add(1)) {
            Some(from_end) => from_end,
            None => row,
        }
    }
}

/// Which of two records comes first, in one number, since a million are compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SortKey(u128);

impl SortKey {
    pub(super) fn new(grade: Grade, count: u32, id: RecordId, newest: Newest) -> Self {
        let group = HitGroup::of(id.kind, grade.is_related());
        let good = (Exactness::of(grade.rank, grade.respelt) as u128) << 40
            | (group as u128) << 37
            // Of guesses, those that are respelt besides come last.
            | u128::from(grade.respelt) << 36
            | (grade.rank as u128) << 33
            | u128::from(grade.is_related()) << 32
            | u128::from(grade.loss);
        let (most, place) = if group.is_of_meetings() {
            (0, newest.place(id.row))
        } else {
            (!count, id.row)
        };
        Self(good << 68 | u128::from(most) << 36 | (id.kind as u128) << 32 | u128::from(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::rank::{Rank, Through};

    #[test]
    fn numbers_tell_in_this_order() {
        let grade = |rank, respelt, through, loss| Grade {
            rank,
            respelt,
            through,
            loss,
        };
        let person = |row| RecordId::new(Kind::Person, row);
        let topic = RecordId::new(Kind::Topic, 0);
        let agreement = RecordId::new(Kind::Agreement, 0);
        let source = RecordId::new(Kind::Source, 0);
        let meeting = RecordId::meeting;
        let exact = grade(Rank::WholeName, false, Through::Own, 0);
        let related = grade(Rank::WholeName, false, Through::Related, 0);
        let inside = grade(Rank::Inside, false, Through::Own, 0);
        let respelt = grade(Rank::WholeName, true, Through::Own, 0);
        let fuzzy = |through, loss| grade(Rank::Fuzzy, false, through, loss);
        let order = |grade, count, id| SortKey::new(grade, count, id, Newest { dated: 2 });
        let rising = [
            order(exact, u32::MAX, person(0)),
            order(exact, 7, person(0)),
            order(exact, 7, person(u32::MAX)),
            order(exact, 7, topic),
            order(exact, 6, person(0)),
            order(related, 9, person(0)),
            order(inside, 9, person(0)),
            order(inside, 9, agreement),
            // The latest first, those without a date last, however many meetings their series have.
            order(exact, 1, meeting(1)),
            order(exact, 9, meeting(0)),
            order(exact, 9, meeting(2)),
            order(inside, 9, meeting(1)),
            order(related, 9, meeting(1)),
            order(exact, 9, source),
            order(respelt, 9, person(0)),
            order(respelt, 9, source),
            order(fuzzy(Through::Own, 3), 9, person(0)),
            order(fuzzy(Through::Own, u32::MAX), 9, person(0)),
            order(fuzzy(Through::Related, 0), 9, person(0)),
            order(fuzzy(Through::Own, 0), 9, meeting(0)),
        ];
        assert!(rising.is_sorted_by(|a, b| a < b));
    }
}
