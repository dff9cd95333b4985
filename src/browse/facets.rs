//! How the meetings that are kept are spread over years, people, organisations, topics, places and kinds.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::query::{Expr, Field, whole};
use super::tally::{ORGANISATIONS, PEOPLE, TOPICS, tally};
use crate::data::{Dataset, RecordId, Relation, Year};
use crate::text::sort_key;

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
    /// The value.
    pub value: Value,
    /// How many of the meetings have it.
    pub count: usize,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A year.
    Year(i16),
    /// A person, an organisation or a topic.
    Record(RecordId),
    /// A place or a sort of meeting, as the data writes it first.
    Written(Field, String),
}

impl Value {
    /// The value as it is shown.
    #[must_use]
    pub fn label<'v>(&'v self, dataset: &'v Dataset) -> Cow<'v, str> {
        match self {
            Self::Year(year) => Cow::Owned(Year(*year).to_string()),
            Self::Record(id) => Cow::Borrowed(dataset.short(*id)),
            Self::Written(Field::Kind, text) => Cow::Owned(text.replace(['-', '_'], " ")),
            Self::Written(_, text) => Cow::Borrowed(text),
        }
    }

    /// The part of a query that keeps the meetings that have it.
    #[must_use]
    pub fn part(&self, dataset: &Dataset) -> Expr {
        match self {
            Self::Year(year) => Expr::in_year(*year),
            Self::Record(id) => Expr::meetings_of(dataset, *id),
            Self::Written(field, text) => Expr::whole(*field, text),
        }
    }
}

/// Counts some meetings by a facet: years in order, all else the most frequent first. Meetings of which
/// the value is not known are not counted.
#[must_use]
pub fn counts(dataset: &Dataset, rows: &[u32], facet: Facet) -> Vec<Count> {
    let meetings = rows.iter().map(|row| RecordId::meeting(*row));
    match facet {
        Facet::Year => years(dataset, meetings),
        Facet::Person => records(dataset, rows, PEOPLE),
        Facet::Organisation => records(dataset, rows, ORGANISATIONS),
        Facet::Topic => records(dataset, rows, TOPICS),
        Facet::Place => words(meetings, Field::Place, |id| dataset.place(id)),
        Facet::Kind => words(meetings, Field::Kind, |id| dataset.meeting_kind(id)),
    }
}

/// Whether a meeting has a value of that facet.
#[must_use]
pub fn is_known(dataset: &Dataset, meeting: RecordId, facet: Facet) -> bool {
    let names = |relations: &[Relation]| {
        let mut relations = relations.iter();
        relations.any(|relation| dataset.to(meeting, *relation).next().is_some())
    };
    match facet {
        Facet::Year => dataset.date(meeting).is_some(),
        Facet::Place => !dataset.place(meeting).is_empty(),
        Facet::Kind => !dataset.meeting_kind(meeting).is_empty(),
        Facet::Person => names(PEOPLE),
        Facet::Organisation => names(ORGANISATIONS),
        Facet::Topic => names(TOPICS),
    }
}

/// A meeting that goes on into another year is one of both.
fn years(dataset: &Dataset, meetings: impl Iterator<Item = RecordId>) -> Vec<Count> {
    /// No meeting is counted in more years than this.
    const LONGEST: i16 = 100;
    let mut counts: BTreeMap<i16, usize> = BTreeMap::new();
    for date in meetings.filter_map(|id| dataset.date(id)) {
        let (first, last) = (date.year(), date.end().year());
        for year in first..=last.min(first.saturating_add(LONGEST)) {
            *counts.entry(year).or_default() += 1;
        }
    }
    let counts = counts.into_iter().map(|(year, count)| Count {
        value: Value::Year(year),
        count,
    });
    counts.collect()
}

fn records(dataset: &Dataset, rows: &[u32], relations: &[Relation]) -> Vec<Count> {
    let counts = tally(dataset, rows, relations).into_iter();
    let counts = counts.map(|(id, times)| Count {
        value: Value::Record(id),
        count: times as usize,
    });
    counts.collect()
}

/// One value for each text, case, accents and blanks aside, as it is spelt first.
fn words<'d>(
    meetings: impl Iterator<Item = RecordId>,
    field: Field,
    of: impl Fn(RecordId) -> &'d str,
) -> Vec<Count> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut by_value: HashMap<String, usize> = HashMap::new();
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for text in meetings.map(of).filter(|text| !text.is_empty()) {
        let place = *places.entry(text).or_insert_with(|| {
            *by_value.entry(whole(text)).or_insert_with(|| {
                counts.push((text, 0));
                counts.len() - 1
            })
        });
        if let Some((_, count)) = counts.get_mut(place) {
            *count += 1;
        }
    }
    counts.sort_by_cached_key(|(text, count)| (Reverse(*count), sort_key(text)));
    let counts = counts.into_iter().map(|(text, count)| Count {
        value: Value::Written(field, text.to_owned()),
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
        for facet in Facet::ALL {
            for counted in counts(&dataset, &rows, facet) {
                let kept = matcher.keep(&Query::of(vec![counted.value.part(&dataset)]));
                assert_eq!(kept.len(), counted.count, "{counted:?}");
            }
        }
    }

    #[test]
    fn years_are_in_order_and_the_most_frequent_first() {
        let dataset = load(&Origin::Bundled).expect("bundled");
        let rows: Vec<u32> = dataset.all(Kind::Meeting).map(|id| id.row).collect();
        let years = counts(&dataset, &rows, Facet::Year);
        let label = |count: &Count| count.value.label(&dataset).into_owned();
        assert!(years.is_sorted_by(|a, b| label(a) < label(b)));
        assert_eq!(
            years.iter().map(|year| year.count).sum::<usize>(),
            rows.len()
        );
        let people = counts(&dataset, &rows, Facet::Person);
        assert!(people.is_sorted_by(|a, b| a.count >= b.count));
        assert_eq!(label(&people[0]), "William Lacy Swing");
    }
}
