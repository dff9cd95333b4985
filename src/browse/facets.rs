//! How the meetings that are kept are spread over years, people, organisations, topics, places and kinds.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::tally::{ORGANISATIONS, PEOPLE, TOPICS, tally};
use super::years::by_year;
use crate::data::{Dataset, RecordId, Relation};
use crate::query::Number;
use crate::query::years_text;
use crate::query::{DateFit, Expr, Field, Kept, whole};
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

    pub(crate) const fn name(self) -> &'static str {
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
pub struct FacetCount {
    /// The value.
    pub value: Value,
    /// How many of the meetings have it.
    pub count: Number,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// A year, or years from one to another in which nothing is known to have been.
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
pub fn counts(dataset: &Dataset, kept: &Kept, facet: Facet) -> Vec<FacetCount> {
    match facet {
        Facet::Year => years(dataset, kept),
        Facet::Person => records(dataset, kept, PEOPLE),
        Facet::Organisation => records(dataset, kept, ORGANISATIONS),
        Facet::Topic => records(dataset, kept, TOPICS),
        Facet::Place => words(kept, Field::Place, |id| dataset.place(id)),
        Facet::Kind => words(kept, Field::Kind, |id| dataset.meeting_kind(id)),
    }
}

/// Whether a meeting has a value of that facet.
pub(crate) fn is_known(dataset: &Dataset, meeting: RecordId, facet: Facet) -> bool {
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

fn years(dataset: &Dataset, kept: &Kept) -> Vec<FacetCount> {
    let years = by_year(dataset, kept).into_iter();
    let counts = years.map(|years| FacetCount {
        value: Value::Years(years.first, years.last),
        count: years.number,
    });
    counts.collect()
}

fn records(dataset: &Dataset, kept: &Kept, relations: &[Relation]) -> Vec<FacetCount> {
    let [surely, perhaps] = [DateFit::Sure, DateFit::Perhaps].map(|part| {
        let counts = tally(dataset, &kept.rows_of(part), relations).into_iter();
        counts.map(|(id, times)| (id, times as usize))
    });
    let mut counts: Vec<(RecordId, Number)> = surely
        .map(|(id, times)| (id, Number::sure(times)))
        .collect();
    if perhaps.len() > 0 {
        let mut by_id: BTreeMap<RecordId, Number> = counts.into_iter().collect();
        for (id, times) in perhaps {
            by_id.entry(id).or_default().perhaps = times;
        }
        counts = by_id.into_iter().collect();
        counts.sort_by_key(|(_, number)| Reverse(number.all()));
    }
    let counts = counts.into_iter().map(|(id, count)| FacetCount {
        value: Value::Record(id),
        count,
    });
    counts.collect()
}

/// One value for each text, apart from case, accents and blanks, as it is spelt first.
fn words<'d>(kept: &Kept, field: Field, of: impl Fn(RecordId) -> &'d str) -> Vec<FacetCount> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut by_value: HashMap<String, usize> = HashMap::new();
    let mut counts: Vec<(&str, Number)> = Vec::new();
    for id in kept.rows().into_iter().map(RecordId::meeting) {
        let text = of(id);
        if text.is_empty() {
            continue;
        }
        let place = *places.entry(text).or_insert_with(|| {
            *by_value.entry(whole(text)).or_insert_with(|| {
                counts.push((text, Number::default()));
                counts.len() - 1
            })
        });
        if let Some((_, count)) = counts.get_mut(place) {
            *count += kept.number_of(&[id.row]);
        }
    }
    counts.sort_by_cached_key(|(text, count)| (Reverse(count.all()), sort_key(text)));
    let counts = counts.into_iter().map(|(text, count)| FacetCount {
        value: Value::Written(field, text.to_owned()),
        count,
    });
    counts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Origin, load};
    use crate::query::{Matcher, Query};
    use crate::search::Index;

    #[test]
    fn years_are_in_order_and_the_most_frequent_first() {
        let dataset = load(&Origin::Bundled).expect("bundled");
        let index = Index::new(&dataset);
        let all = Matcher::new(&dataset, &index).kept(&Query::default());
        let years = counts(&dataset, &all, Facet::Year);
        let label = |count: &FacetCount| count.value.label(&dataset).into_owned();
        assert!(years.is_sorted_by(|a, b| label(a) < label(b)));
        let people = counts(&dataset, &all, Facet::Person);
        assert!(people.is_sorted_by(|a, b| a.count >= b.count));
        assert_eq!(label(&people[0]), "William Lacy Swing");
    }
}
