//! What is no record and yet links some: series and conflicts.

use super::Linker;
use crate::data::build::{ConflictDraft, ReadingDraft, SeriesDraft, row};
use crate::data::dataset::{Conflict, Reading};
use crate::data::problem::Place;
use crate::data::{Kind, RecordId, Relation};
use crate::text::clean_line;

impl Linker<'_> {
    /// What a series says of its agreement and sources.
    pub(super) fn link_series(&mut self) {
        let series = std::mem::take(&mut self.builder.series);
        for draft in &series {
            self.link_one_series(draft);
        }
        self.builder.series = series;
    }

    fn link_one_series(&mut self, draft: &SeriesDraft) {
        let place = Place {
            section: "series",
            index: draft.index,
        };
        let agreement = self.row_of(Kind::Agreement, draft.agreement);
        if agreement.is_none() && !draft.agreement.is_empty() {
            self.report_unknown(place.path("agreement"), Kind::Agreement, draft.agreement);
        }
        for source in &draft.sources {
            let Some(found) = self.row_of(Kind::Source, *source) else {
                self.report_unknown(place.path("sources"), Kind::Source, *source);
                continue;
            };
            if let Some(agreement) = agreement {
                // What is said of a series is shown on its agreement, which then rests on it too.
                let number = self.order[Kind::Agreement as usize][agreement as usize];
                self.asides[Relation::AgreementSource as usize].push((number, found));
            }
        }
    }

    /// The conflicts, their records and sources found.
    pub(super) fn conflicts(&mut self) -> Vec<Conflict> {
        let drafts = std::mem::take(&mut self.builder.conflicts);
        drafts
            .into_iter()
            .map(|draft| self.conflict(draft))
            .collect()
    }

    fn conflict(&mut self, draft: ConflictDraft) -> Conflict {
        let place = Place {
            section: "conflicts",
            index: draft.index,
        };
        let (mut records, mut missing) = (Vec::new(), Vec::new());
        for (nth, key) in draft.records.iter().enumerate() {
            if let Some(id) = self.find_key(key) {
                records.push(id);
            } else {
                let path = place.path(&format!("records[{nth}]"));
                let text = format!("`{}` is no record of this dataset", clean_line(key));
                self.builder.problems.error(path, text);
                missing.push(clean_line(key).into_owned());
            }
        }
        let mut readings = Vec::new();
        for (nth, reading) in draft.readings.into_iter().enumerate() {
            let path = place.path(&format!("readings[{nth}].source"));
            readings.push(self.reading(reading, &records, path));
        }
        Conflict {
            about: draft.about,
            note: draft.note,
            field: draft.field,
            records,
            missing,
            readings,
        }
    }

    /// A reading; the records concerned rest on its source too.
    fn reading(&mut self, draft: ReadingDraft, records: &[RecordId], path: String) -> Reading {
        let source = self.row_of(Kind::Source, draft.source);
        let mut missing = None;
        if source.is_none() && !draft.source.is_empty() {
            self.report_unknown(path, Kind::Source, draft.source);
            missing = Some(clean_line(self.builder.texts.get(draft.source)).into_owned());
        }
        for (id, source) in records.iter().zip(source.into_iter().cycle()) {
            let number = self.order[id.kind as usize][id.index()];
            let relation = Relation::sources_of(id.kind);
            self.asides[relation as usize].push((number, source));
        }
        Reading {
            value: draft.value,
            source: source.map(|row| RecordId::new(Kind::Source, row)),
            missing,
            chosen: draft.chosen,
            why: draft.why,
        }
    }

    fn find_key(&self, key: &str) -> Option<RecordId> {
        let (kind, id) = key.split_once('/')?;
        let kind = Kind::from_word(kind)?;
        let row = self.row_of_id(kind, id)?;
        Some(RecordId::new(kind, row))
    }
}

/// The conflicts of each record, by their numbers.
pub(super) fn conflicts_by_record(conflicts: &[Conflict]) -> Vec<(RecordId, u32)> {
    let numbered = conflicts.iter().enumerate();
    let mut pairs: Vec<(RecordId, u32)> = numbered
        .flat_map(|(nth, conflict)| conflict.records.iter().map(move |id| (*id, row(nth))))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
