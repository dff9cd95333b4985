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

use crate::data::build::{Builder, ConflictFacts, Entry, ReadingFacts};
use crate::data::format::de::{Clean, List, Object, Prose, RawId, Worded};
use crate::data::format::fields::{Field, Object as Fields, Rule, may, needed};
use crate::data::model::terms;
use crate::data::{FactBasis, Kind};

/// The fields of a record of that kind.
#[must_use]
pub const fn fields_of(kind: Kind) -> &'static Fields {
    match kind {
        Kind::Meeting => &meeting::MEETING,
        Kind::Person => &person::PERSON,
        Kind::Organisation => &organisation::ORGANISATION,
        Kind::Topic => &topic::TOPIC,
        Kind::Agreement => &agreement::AGREEMENT,
        Kind::Source => &source::SOURCE,
    }
}

pub use series::SERIES;

/// What the dataset says of itself, beside its lists.
pub const OWN: Fields = Fields {
    fields: &[
        needed("format", Rule::Format),
        may("title", Rule::Prose),
        may("description", Rule::Prose),
        may("version", Rule::Prose),
        may("as_of", Rule::Date),
        may("licence", Rule::Prose),
        may("language", Rule::Prose),
        may("exported", Rule::Object(&EXPORTED)),
        may("gaps", Rule::List(&Rule::Saying)),
    ],
    ..NO_FIELDS
};

const EXPORTED: Fields = Fields {
    fields: &[
        may("program", Rule::Line),
        may("asked", Rule::Line),
        may("left_out", Rule::Count),
    ],
    ..NO_FIELDS
};

/// What an object has that says no more than its fields.
const NO_FIELDS: Fields = Fields {
    fields: &[],
    one_of: &[],
    in_order: &[],
};

/// Ids of one kind.
const IDS: Rule = Rule::List(&Rule::Id);

/// Other names.
const NAMES: Rule = Rule::List(&Rule::Name);

/// What every record may have.
const EVIDENCE: Field = may("evidence", Rule::List(&Rule::Object(&EVIDENCE_ENTRY)));

const EVIDENCE_ENTRY: Fields = Fields {
    fields: &[
        needed("field", Rule::FieldName),
        may("sources", IDS),
        may("basis", Rule::Word(&terms::FACT_BASIS)),
        may("note", Rule::Prose),
    ],
    ..NO_FIELDS
};

/// The fields of a conflict.
pub const CONFLICT: Fields = Fields {
    fields: &[
        needed("about", Rule::Name),
        may("records", Rule::List(&Rule::Key)),
        may("field", Rule::Line),
        may("note", Rule::Prose),
        needed("readings", Rule::List(&Rule::Object(&READING))),
    ],
    ..NO_FIELDS
};

const READING: Fields = Fields {
    fields: &[
        needed("value", Rule::Name),
        may("source", Rule::Id),
        may("chosen", Rule::Flag),
        may("why", Rule::Prose),
    ],
    ..NO_FIELDS
};

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
