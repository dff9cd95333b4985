//! The records of one kind in an order of one's choice, with how many of the meetings kept each has.

use std::cmp::Reverse;

use super::tally::{ORGANISATIONS, PEOPLE, TOPICS};
use crate::data::{Dataset, Kind, RecordId, Relation, row};
use crate::search::Stop;

/// What records are listed by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// The number of their meetings, the most first.
    #[default]
    Count,
    /// The last of their meetings, the latest first.
    Last,
    /// Their names.
    Name,
}

impl Sort {
    /// The next one, round and round.
    pub(crate) const fn next(self) -> Self {
        match self {
            Self::Count => Self::Last,
            Self::Last => Self::Name,
            Self::Name => Self::Count,
        }
    }

    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Count => "by number of meetings",
            Self::Last => "by last meeting",
            Self::Name => "by name",
        }
    }
}

/// Of each record under a filter: how many of the meetings kept, and the last of them that has a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct KeptMeetings {
    count: u32,
    /// From 1; 0 when there is none.
    last: u32,
}

/// All records of a kind in order.
#[derive(Debug, Default)]
pub struct Listing {
    order: Vec<u32>,
    /// By row, under a filter.
    kept: Option<Vec<KeptMeetings>>,
}

impl Listing {
    /// About so many bytes as it takes.
    pub(crate) fn bytes(&self) -> usize {
        let kept = self.kept.as_deref();
        size_of_val(self.order.as_slice()) + kept.map_or(0, size_of_val)
    }

    /// Lists the records of a kind; `kept` are the rows of the meetings that a filter keeps, if there is one. `None`
    /// when it was stopped.
    pub(crate) fn until(
        dataset: &Dataset,
        kind: Kind,
        sort: Sort,
        kept: Option<&[u32]>,
        stop: &Stop,
    ) -> Option<Self> {
        let mut listing = Self {
            order: (0..row(dataset.count(kind))).collect(),
            kept: kept.map(|kept| under_filter(dataset, kind, kept)),
        };
        if stop.is_asked() {
            return None;
        }
        let mut order = std::mem::take(&mut listing.order);
        let id = |row: &u32| RecordId::new(kind, *row);
        // Rows stand by name, and sorting keeps that among equals.
        match sort {
            Sort::Name => {}
            Sort::Count => order.sort_by_cached_key(|row| {
                let id = id(row);
                (
                    Reverse(listing.count(dataset, id)),
                    Reverse(listing.last(dataset, id)),
                    *row,
                )
            }),
            Sort::Last => {
                order.sort_by_cached_key(|row| (Reverse(listing.last(dataset, id(row))), *row));
            }
        }
        listing.order = order;
        (!stop.is_asked()).then_some(listing)
    }

    pub(crate) fn rows(&self) -> &[u32] {
        &self.order
    }

    /// How many of the meetings kept a record has.
    pub(crate) fn count(&self, dataset: &Dataset, id: RecordId) -> usize {
        match &self.kept {
            None => dataset.meeting_count(id),
            Some(kept) => kept.get(id.index()).map_or(0, |kept| kept.count as usize),
        }
    }

    /// The last of the meetings kept that has a date, by its row.
    fn last(&self, dataset: &Dataset, id: RecordId) -> Option<u32> {
        match &self.kept {
            None => last_meeting(dataset, id),
            Some(kept) => kept.get(id.index())?.last.checked_sub(1),
        }
    }

    /// The year to be shown behind a name: of a person, topic or organisation that of the last meeting kept, else
    /// that of the record.
    pub(crate) fn year(&self, dataset: &Dataset, id: RecordId) -> Option<i16> {
        let of = match id.kind {
            Kind::Agreement | Kind::Source | Kind::Meeting => id,
            Kind::Person | Kind::Organisation | Kind::Topic => {
                RecordId::meeting(self.last(dataset, id)?)
            }
        };
        dataset.when(of).map(crate::data::When::year)
    }
}

/// The last meeting of a record that has a date; those without one stand at the end.
pub(crate) fn last_meeting(dataset: &Dataset, id: RecordId) -> Option<u32> {
    let rows = dataset.meetings_of(id);
    let dated = |row: &u32| dataset.when(RecordId::meeting(*row)).is_some();
    let end = rows.partition_point(dated);
    rows.get(end.checked_sub(1)?).copied()
}

/// How many meetings of a record, in `of`, are among those kept; both in order.
pub(crate) fn common(of: &[u32], kept: &[u32]) -> usize {
    let (few, many) = if of.len() < kept.len() {
        (of, kept)
    } else {
        (kept, of)
    };
    // To look each of a few up is quicker than to go through many.
    if few.len().saturating_mul(16) < many.len() {
        return few
            .iter()
            .filter(|row| many.binary_search(row).is_ok())
            .count();
    }
    let (mut at, mut count) = (0, 0);
    for row in few {
        while many.get(at).is_some_and(|other| other < row) {
            at += 1;
        }
        count += usize::from(many.get(at) == Some(row));
    }
    count
}

fn under_filter(dataset: &Dataset, kind: Kind, kept: &[u32]) -> Vec<KeptMeetings> {
    let mut column = vec![KeptMeetings::default(); dataset.count(kind)];
    let relations: &[Relation] = match kind {
        Kind::Person => PEOPLE,
        Kind::Organisation => ORGANISATIONS,
        Kind::Topic => TOPICS,
        Kind::Meeting | Kind::Agreement | Kind::Source => {
            for (id, of) in dataset.all(kind).zip(&mut column) {
                of.count = row(common(&dataset.meetings_of(id), kept));
            }
            return column;
        }
    };
    let mut seen = vec![0; column.len()];
    for (nth, meeting) in (1..).zip(kept) {
        let dated = dataset.when(RecordId::meeting(*meeting)).is_some();
        for relation in relations {
            for target in dataset.rows_to(*relation, *meeting as usize) {
                let Some(of) = column.get_mut(target as usize) else {
                    continue;
                };
                of.count += u32::from(seen[target as usize] != nth);
                seen[target as usize] = nth;
                if dated {
                    of.last = meeting + 1;
                }
            }
        }
    }
    column
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Origin, load};
    use crate::query::{Expr, Matcher, Query};
    use crate::search::Index;

    fn listing(dataset: &Dataset, kind: Kind, sort: Sort, kept: Option<&[u32]>) -> Listing {
        Listing::until(dataset, kind, sort, kept, &Stop::default()).expect("not stopped")
    }

    #[test]
    fn the_most_frequent_and_the_latest_come_first() {
        let dataset = load(&Origin::Bundled).expect("bundled");
        for kind in Kind::ALL {
            let by_count = listing(&dataset, kind, Sort::Count, None);
            let count = |row: &u32| by_count.count(&dataset, RecordId::new(kind, *row));
            assert!(by_count.rows().is_sorted_by(|a, b| count(a) >= count(b)));
            let by_last = listing(&dataset, kind, Sort::Last, None);
            let last = |row: &u32| by_last.last(&dataset, RecordId::new(kind, *row));
            assert!(by_last.rows().is_sorted_by(|a, b| last(a) >= last(b)));
            let by_name = listing(&dataset, kind, Sort::Name, None);
            assert!(by_name.rows().is_sorted());
            assert_eq!(by_name.rows().len(), dataset.count(kind));
        }
    }

    #[test]
    fn under_a_filter_only_the_meetings_kept_count() {
        let dataset = load(&Origin::Bundled).expect("bundled");
        let index = Index::new(&dataset);
        let topic = dataset.find_key("topic/libya").expect("libya");
        let filter = Query::of(vec![Expr::meetings_of(&dataset, topic)]);
        let kept = Matcher::new(&dataset, &index).keep(&filter);
        for kind in Kind::ALL {
            let listing = listing(&dataset, kind, Sort::Count, Some(&kept));
            for id in dataset.all(kind) {
                let meetings = dataset.meetings_of(id);
                let mut of_kept = meetings.iter().filter(|row| kept.contains(row));
                assert_eq!(
                    listing.count(&dataset, id),
                    of_kept.clone().count(),
                    "{kind}"
                );
                if matches!(kind, Kind::Person | Kind::Topic | Kind::Organisation) {
                    assert_eq!(listing.last(&dataset, id), of_kept.next_back().copied());
                }
            }
        }
    }

    #[test]
    fn what_two_lists_share_is_counted() {
        let long: Vec<u32> = (0..1_000).collect();
        assert_eq!(common(&[3, 5, 2_000], &long), 2);
        assert_eq!(common(&long, &[3, 5, 2_000]), 2);
        assert_eq!(common(&[1, 2, 3], &[2, 3, 4]), 2);
        assert_eq!(common(&[], &[2]), 0);
    }
}
