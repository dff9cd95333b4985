//! How the meetings that are kept are spread over years, people, organisations, topics, places and kinds.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::query::{Expr, Field};
use crate::data::{Dataset, Date, RecordId};

/// What meetings can be counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// The year they began in.
    Year,
    /// The people named for them.
    Person,
    /// The organisations that took part.
    Organisation,
    /// What they discussed.
    Topic,
    /// Where they were held.
    Place,
    /// What sort they are.
    Kind,
}

impl Facet {
    /// Every facet.
    pub const ALL: [Self; 6] = [
        Self::Year,
        Self::Person,
        Self::Organisation,
        Self::Topic,
        Self::Place,
        Self::Kind,
    ];

    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Topic => "topic",
            Self::Place => "place",
            Self::Kind => "kind",
        }
    }
}

/// A value of a facet and how many meetings have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The value, as it is shown.
    pub label: String,
    /// The part of a query that keeps these meetings.
    pub part: Expr,
    /// How many of the meetings have it.
    pub count: usize,
}

/// Counts some meetings by a facet: years in order, all else the most frequent first. Meetings of which
/// the value is not known are not counted.
#[must_use]
pub fn counts(dataset: &Dataset, rows: &[u32], facet: Facet) -> Vec<Count> {
    let meetings = rows.iter().map(|row| RecordId::meeting(*row));
    match facet {
        Facet::Year => years(dataset, meetings),
        Facet::Person => records(dataset, meetings, Dataset::people_at),
        Facet::Organisation => records(dataset, meetings, Dataset::organisations_at),
        Facet::Topic => records(dataset, meetings, |dataset, meeting| {
            dataset.topics(meeting).map(|(topic, _)| topic).collect()
        }),
        Facet::Place => words(meetings, Field::Place, |id| dataset.place(id)),
        Facet::Kind => words(meetings, Field::Kind, |id| dataset.meeting_kind(id)),
    }
}

fn years(dataset: &Dataset, meetings: impl Iterator<Item = RecordId>) -> Vec<Count> {
    let mut counts: Vec<(i16, usize)> = Vec::new();
    for year in meetings.filter_map(|id| dataset.date(id)).map(Date::year) {
        match counts.last_mut() {
            Some((last, count)) if *last == year => *count += 1,
            _ => counts.push((year, 1)),
        }
    }
    let counts = counts.into_iter().map(|(year, count)| Count {
        label: format!("{year:04}"),
        part: Expr::in_year(year),
        count,
    });
    counts.collect()
}

fn records(
    dataset: &Dataset,
    meetings: impl Iterator<Item = RecordId>,
    of: fn(&Dataset, RecordId) -> Vec<RecordId>,
) -> Vec<Count> {
    let mut counts: HashMap<RecordId, usize> = HashMap::new();
    for id in meetings.flat_map(|meeting| of(dataset, meeting)) {
        *counts.entry(id).or_default() += 1;
    }
    let mut counts: Vec<(RecordId, usize)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(id, count)| (Reverse(*count), *id));
    let counts = counts.into_iter().map(|(id, count)| Count {
        label: dataset.short(id).to_owned(),
        part: Expr::meetings_of(dataset, id),
        count,
    });
    counts.collect()
}

fn words<'d>(
    meetings: impl Iterator<Item = RecordId>,
    field: Field,
    of: impl Fn(RecordId) -> &'d str,
) -> Vec<Count> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in meetings.map(of).filter(|word| !word.is_empty()) {
        *counts.entry(word).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(word, count)| (Reverse(*count), *word));
    let counts = counts.into_iter().map(|(word, count)| Count {
        label: word.replace(['-', '_'], " "),
        part: Expr::Field(field, word.to_owned()),
        count,
    });
    counts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browse::query::{Matcher, Query};
    use crate::browse::search::Index;
    use crate::data::{Kind, Origin, load};

    #[test]
    fn every_count_is_that_of_its_own_query() {
        let dataset = load(&Origin::Bundled).expect("bundled");
        let index = Index::new(&dataset);
        let matcher = Matcher::new(&dataset, &index);
        let rows = matcher.keep(&Query::default());
        for facet in [
            Facet::Person,
            Facet::Organisation,
            Facet::Topic,
            Facet::Kind,
        ] {
            for counted in counts(&dataset, &rows, facet) {
                let kept = matcher.keep(&Query::of(vec![counted.part.clone()]));
                assert_eq!(kept.len(), counted.count, "{counted:?}");
            }
        }
        // A meeting that lasts into the next year is found in both, and a place by the beginning of its
        // words; each is counted once.
        for facet in [Facet::Year, Facet::Place] {
            for counted in counts(&dataset, &rows, facet) {
                let kept = matcher.keep(&Query::of(vec![counted.part.clone()]));
                assert!(kept.len() >= counted.count, "{counted:?}");
            }
        }
    }

    #[test]
    fn years_are_in_order_and_the_most_frequent_first() {
        let dataset = load(&Origin::Bundled).expect("bundled");
        let rows: Vec<u32> = dataset.all(Kind::Meeting).map(|id| id.row).collect();
        let years = counts(&dataset, &rows, Facet::Year);
        assert!(years.is_sorted_by(|a, b| a.label < b.label));
        assert_eq!(years.iter().map(|year| year.count).sum::<usize>(), 30);
        let people = counts(&dataset, &rows, Facet::Person);
        assert!(people.is_sorted_by(|a, b| a.count >= b.count));
        assert_eq!(people[0].label, "William Lacy Swing");
    }
}
