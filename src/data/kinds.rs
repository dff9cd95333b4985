//! What each kind of record holds in the file, and how it enters a dataset: one file a kind.
//!
//! Every field but `id` and the name or title may be absent. The names are those of the format
//! (`assets/dataset.schema.json`), which follow Popolo.

mod agreement;
mod meeting;
mod organisation;
mod person;
mod series;
mod source;
mod topic;

pub use agreement::Agreement;
pub use meeting::{Lead, Meeting, Participant, Subject};
pub use organisation::Organisation;
pub use person::{Person, Role};
pub use series::{Frequency, Series};
pub use source::Source;
pub use topic::Topic;

use serde::Deserialize;

use super::FactBasis;
use super::build::{Builder, ConflictFacts, Entry, ReadingFacts};
use super::door::{Clean, List, Object, Prose, RawId, Worded};

/// Where one field of a record comes from, more exactly than the record's own sources say.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct Evidence<'a> {
    /// The field it is about, e.g. `date`.
    pub field: Clean<'a>,
    /// The sources that this one fact rests on.
    pub sources: List<RawId<'a>>,
    /// Whether the sources state it or it was inferred.
    pub basis: Worded<FactBasis>,
    /// Why, in words.
    pub note: Prose<'a>,
}

/// Two or more readings of one fact.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct ConflictEntry<'a> {
    /// What they disagree on.
    pub about: Clean<'a>,
    /// The records concerned, each as `kind/id`.
    pub records: List<RawId<'a>>,
    /// The field concerned, if it is one.
    pub field: Clean<'a>,
    /// More about it.
    pub note: Prose<'a>,
    /// What each source says.
    pub readings: List<Object<ReadingEntry<'a>>>,
}

/// One reading of a contested fact.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct ReadingEntry<'a> {
    /// What is said.
    pub value: Clean<'a>,
    /// Who says it.
    pub source: RawId<'a>,
    /// Whether the record follows this reading.
    pub chosen: Option<bool>,
    /// Why it was chosen, or not.
    pub why: Prose<'a>,
}

impl Entry for ConflictEntry<'_> {
    fn enter(&self, to: &mut Builder) {
        let readings = self.readings.iter().map(|reading| ReadingFacts {
            value: &reading.value,
            source: &reading.source,
            chosen: reading.chosen.unwrap_or_default(),
            why: &reading.why,
        });
        to.conflict(&ConflictFacts {
            about: &self.about,
            note: &self.note,
            field: &self.field,
            records: &self.records,
            readings: readings.collect(),
        });
    }
}

/// The sources of the entries of an `evidence` list, in order.
fn evidence_sources<'r, 'a>(
    evidence: &'r List<Object<Evidence<'a>>>,
) -> impl Iterator<Item = &'r RawId<'a>> {
    evidence.iter().flat_map(|entry| entry.sources.iter())
}
