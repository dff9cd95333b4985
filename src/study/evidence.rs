//! Every fact of a record with its sources and how sure it is, and what other records state of it.

mod words;

use super::view::{StudyKind, answered};
use crate::data::{Conflict, Dataset, Kind, RecordId};
use crate::facts::{Fact, Sure, of_series, series_on, stated_of, stated_or_why_not};

/// What the facts of a record rest on.
pub static STUDY: StudyKind = StudyKind {
    name: "evidence",
    usage: "KIND/ID",
    title: "Evidence",
    records: (1, 1),
    answer: |dataset, view, _| Some(answered(Evidence::new(dataset, *view.records.first()?))),
    ..StudyKind::BARE
};

/// No more other records than these are looked at.
const MOST: usize = 200;

/// All facts of a record, and those that other records state of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The record.
    pub about: RecordId,
    /// Its own facts first, with those of a series that is shown on it; then what other records state of it,
    /// record by record; of a source, what rests on it.
    pub facts: Vec<Fact>,
    /// The series among these that cannot be read any more, and why.
    pub unread: Vec<(usize, String)>,
    /// How many more records state something of it, or rest on it, and were not looked at.
    pub left_out: usize,
}

impl Evidence {
    /// The facts of a record.
    #[must_use]
    pub fn new(dataset: &Dataset, about: RecordId) -> Self {
        let mut facts = stated_or_why_not(dataset, about);
        let mut unread = Vec::new();
        for series in series_on(dataset, about) {
            match of_series(dataset, series, about) {
                Ok(stated) => facts.extend(stated),
                Err(error) => unread.push((series, error.to_string())),
            }
        }
        let others = stated_of(dataset, about, MOST);
        let of_others = others.facts.into_iter();
        facts.extend(of_others.map(|fact| match about.kind {
            Kind::Source => fact,
            _ => fact.seen_from(dataset, about),
        }));
        Self {
            about,
            facts,
            unread,
            left_out: others.left_out,
        }
    }

    /// How many of its facts are that sure.
    #[must_use]
    pub fn count(&self, sure: Sure) -> usize {
        self.facts.iter().filter(|fact| fact.sure() == sure).count()
    }

    /// The conflicts about its facts, each once, with its number.
    #[must_use]
    pub fn conflicts<'d>(&self, dataset: &'d Dataset) -> Vec<(usize, &'d Conflict)> {
        let mut seen = Vec::new();
        for number in self.facts.iter().flat_map(|fact| &fact.conflicts) {
            if !seen.contains(number) {
                seen.push(*number);
            }
        }
        let conflicts = dataset.conflicts();
        seen.into_iter()
            .filter_map(|number| Some((number, conflicts.get(number)?)))
            .collect()
    }
}

#[cfg(test)]
mod tests;
