//! Two or more readings of one fact. A conflict is no record: it is shown on the records concerned.

use super::prelude::*;
use crate::data::build::{ConflictDraft, ReadingDraft};

record! {
    /// Two or more readings of one fact, as they stand in `conflicts`.
    ConflictEntry<'a> {
        /// What they disagree on.
        about: Clean<'a> as FieldRule::Name, needed;
        /// The records concerned, each as `kind/id`.
        records: Items<RawId<'a>> as FieldRule::List(&FieldRule::Key);
        /// The field concerned, if it is one.
        field: Clean<'a>;
        /// More about it.
        note: Prose<'a>;
        /// What each source says.
        readings: Items<ReadingEntry<'a>>, needed;
    }
}

record! {
    /// One reading of a contested fact.
    ReadingEntry<'a> {
        /// What is said.
        value: Clean<'a> as FieldRule::Name, needed;
        /// Who says it.
        source: RawId<'a>;
        /// Whether the record follows this reading.
        chosen: Option<bool>;
        /// Why it was chosen, or not.
        why: Prose<'a>;
    }
}

impl Entry for ConflictEntry<'_> {
    fn enter(&self, builder: &mut Builder, arrival: Arrival) {
        let readings = self.readings.iter().map(|reading| ReadingDraft {
            value: reading.value.to_string(),
            source: builder.texts.intern(&reading.source),
            chosen: reading.chosen.unwrap_or_default(),
            why: reading.why.to_string(),
        });
        let draft = ConflictDraft {
            readings: readings.collect(),
            about: self.about.to_string(),
            note: self.note.to_string(),
            field: self.field.to_string(),
            records: self
                .records
                .iter()
                .map(|id| builder.texts.intern(id))
                .collect(),
            index: arrival.place.index,
        };
        builder.conflicts.push(draft);
        builder.conflict_spans.push(arrival.json);
    }
}
