//! How the meetings that are kept are spread over years, people, organisations, topics, places and kinds.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;

use super::number::Number;
use super::query::{Dates, Expr, Field, Kept, whole};
use super::tally::{ORGANISATIONS, PEOPLE, TOPICS, tally};
use super::years::{by_year, years_text};
use crate::data::{Dataset, RecordId, Relation, Year};
use crate::text::sort_key;

/// What meetings can be counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// The years they were in.
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
    pub count: Number,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// A year.
    Year(i16),
    /// Years from one to another, in which nothing is known to have been.
    Years(i16, i16),
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
            Self::Years(first, last) => Cow::Owned(years_text(*first, *last)),
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
            Self::Years(first, last) => Expr::in_years(*first, *last),
            Self::Record(id) => Expr::meetings_of(dataset, *id),
            Self::Written(field, text) => Expr::whole(*field, text),
        }
    }
}

/// Counts the meetings that are kept by a facet: years in order, all else the most frequent first. Each
/// number is what the query keeps with the value as one part more. Meetings of which the value is not known
/// are not counted.
#[must_use]
pub fn counts(dataset: &Dataset, kept: &Kept, facet: Facet) -> Vec<Count> {
    if facet == Facet::Year {
        return years(dataset, kept);
    }
    let surely = spread(dataset, &kept.rows_of(Dates::Sure), facet).into_iter();
    let mut counts: Vec<Count> = surely
        .map(|(value, surely)| Count {
            value,
            count: Number::sure(surely),
        })
        .collect();
    let perhaps = spread(dataset, &kept.rows_of(Dates::Perhaps), facet);
    if !perhaps.is_empty() {
        add_perhaps(&mut counts, perhaps, dataset);
    }
    counts
}

/// Adds the meetings that fit perhaps, each value in its place again.
fn add_perhaps(counts: &mut Vec<Count>, perhaps: Vec<(Value, usize)>, dataset: &Dataset) {
    let places = counts.iter().enumerate();
    let places: HashMap<Value, usize> = places
        .map(|(at, count)| (count.value.clone(), at))
        .collect();
    for (value, perhaps) in perhaps {
        match places.get(&value) {
            Some(at) => counts[*at].count.perhaps = perhaps,
            None => counts.push(Count {
                value,
                count: Number { surely: 0, perhaps },
            }),
        }
    }
    counts.sort_by_cached_key(|count| {
        let order = match &count.value {
            Value::Record(id) => (Some(*id), Cow::Borrowed("")),
            value => (None, Cow::Owned(value.label(dataset).into_owned())),
        };
        (Reverse(count.count.all()), order)
    });
}

fn spread(dataset: &Dataset, rows: &[u32], facet: Facet) -> Vec<(Value, usize)> {
    let meetings = rows.iter().map(|row| RecordId::meeting(*row));
    match facet {
        // Told by their windows.
        Facet::Year => Vec::new(),
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
        Facet::Year => dataset.when(meeting).is_some(),
        Facet::Place => !dataset.place(meeting).is_empty(),
        Facet::Kind => !dataset.meeting_kind(meeting).is_empty(),
        Facet::Person => names(PEOPLE),
        Facet::Organisation => names(ORGANISATIONS),
        Facet::Topic => names(TOPICS),
    }
}

fn years(dataset: &Dataset, kept: &Kept) -> Vec<Count> {
    let years = by_year(dataset, kept).into_iter();
    let counts = years.map(|years| Count {
        value: match (years.first, years.last) {
            (first, last) if first == last => Value::Year(first),
            (first, last) => Value::Years(first, last),
        },
        count: years.number,
    });
    counts.collect()
}

fn records(dataset: &Dataset, rows: &[u32], relations: &[Relation]) -> Vec<(Value, usize)> {
    let counts = tally(dataset, rows, relations).into_iter();
    let counts = counts.map(|(id, times)| (Value::Record(id), times as usize));
    counts.collect()
}

/// One value for each text, case, accents and blanks aside, as it is spelt first.
fn words<'d>(
    meetings: impl Iterator<Item = RecordId>,
    field: Field,
    of: impl Fn(RecordId) -> &'d str,
) -> Vec<(Value, usize)> {
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
    let counts = counts.into_iter();
    let counts = counts.map(|(text, count)| (Value::Written(field, text.to_owned()), count));
    counts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browse::query::{Matcher, Query};
    use crate::browse::search::Index;
    use crate::data::{Origin, load};

    #[test]
    fn years_are_in_order_and_the_most_frequent_first() {
        let dataset = load(&Origin::Bundled).expect("bundled");
        let index = Index::new(&dataset);
        let all = Matcher::new(&dataset, &index).kept(&Query::default());
        let years = counts(&dataset, &all, Facet::Year);
        let label = |count: &Count| count.value.label(&dataset).into_owned();
        assert!(years.is_sorted_by(|a, b| label(a) < label(b)));
        let people = counts(&dataset, &all, Facet::Person);
        assert!(people.is_sorted_by(|a, b| a.count >= b.count));
        assert_eq!(label(&people[0]), "William Lacy Swing");
    }
}
