//! What is no record and yet links some: series and conflicts.

use std::collections::HashSet;

use super::Linker;
use super::ids::used_twice;
use super::unknown::Paths;
use crate::data::build::{ConflictDraft, ReadingDraft, SeriesDraft, row};
use crate::data::dataset::{Conflict, Reading};
use crate::data::problem::Place;
use crate::data::texts::Text;
use crate::data::{Kind, RecordId, Relation};
use crate::text::clean_line;

impl Linker<'_> {
    /// What a series says of its agreement and sources. Ids used twice are reported, as those of records are.
    pub(super) fn link_series(&mut self) {
        let series = std::mem::take(&mut self.builder.series);
        let mut known = HashSet::new();
        for (nth, draft) in (0..).zip(&series) {
            let place = Place {
                section: "series",
                index: draft.index,
            };
            if !known.insert(draft.id) {
                let text = used_twice(self.builder.texts.get(draft.id));
                self.builder.problems.error(place.path("id"), text);
            }
            self.link_one_series(nth, draft, place);
        }
        self.builder.series = series;
    }

    fn link_one_series(&mut self, nth: u32, draft: &SeriesDraft, place: Place<'_>) {
        let agreement = self.row_of(Kind::Agreement, draft.agreement);
        if agreement.is_none() && !draft.agreement.is_empty() {
            self.report_unknown(place.path("agreement"), Kind::Agreement, draft.agreement);
        }
        let mut unknown = Vec::new();
        for source in &draft.sources {
            let Some(found) = self.row_of(Kind::Source, *source) else {
                unknown.extend((!source.is_empty()).then_some(*source));
                continue;
            };
            if let Some(agreement) = agreement {
                // What is said of a series is shown on its agreement, which then rests on it too.
                let number = self.order[Kind::Agreement as usize][agreement as usize];
                self.asides[Relation::AgreementSource as usize].push((number, found));
            }
        }
        if !unknown.is_empty() {
            let body = self.builder.series_spans.fetch(nth, self.store);
            let mut paths = Paths::of_body(body, "", &["sources"]);
            for source in unknown {
                let path = paths.next(self.builder.texts.get(source));
                self.report_unknown(place.path(&path), Kind::Source, source);
            }
        }
    }

    /// The conflicts, their records and sources found.
    pub(super) fn conflicts(&mut self) -> Vec<Conflict> {
        let drafts = std::mem::take(&mut self.builder.conflicts);
        let drafts = (0..).zip(drafts);
        drafts
            .map(|(nth, draft)| self.conflict(nth, draft))
            .collect()
    }

    fn conflict(&mut self, nth: u32, draft: ConflictDraft) -> Conflict {
        let place = Place {
            section: "conflicts",
            index: draft.index,
        };
        let mut unknown = Vec::new();
        let mut records = Vec::new();
        for key in &draft.records {
            match self.find_key(key) {
                Some(id) => records.push(id),
                None => unknown.push(key),
            }
        }
        let mut unread = Vec::new();
        let mut readings = Vec::new();
        for reading in draft.readings {
            let source = reading.source;
            let reading = self.reading(reading, &records);
            if reading.source.is_none() && !source.is_empty() {
                unread.push(source);
            }
            readings.push(reading);
        }
        self.report_conflict(nth, place, &unknown, &unread);
        Conflict {
            about: draft.about,
            note: draft.note,
            field: draft.field,
            records,
            readings,
        }
    }

    /// Tells which records and sources of a conflict there are none of.
    fn report_conflict(&mut self, nth: u32, place: Place<'_>, keys: &[&String], sources: &[Text]) {
        if keys.is_empty() && sources.is_empty() {
            return;
        }
        let spans = &self.builder.conflict_spans;
        let mut of_records = Paths::of_body(spans.fetch(nth, self.store), "", &["records"]);
        let mut of_sources = Paths::of_body(spans.fetch(nth, self.store), "", &["source"]);
        for key in keys {
            let path = place.path(&of_records.next(key));
            let text = format!("`{}` is no record of this dataset", clean_line(key));
            self.builder.problems.error(path, text);
        }
        for source in sources {
            let path = of_sources.next(self.builder.texts.get(*source));
            self.report_unknown(place.path(&path), Kind::Source, *source);
        }
    }

    /// A reading; the records concerned rest on its source too.
    fn reading(&mut self, draft: ReadingDraft, records: &[RecordId]) -> Reading {
        let source = self.row_of(Kind::Source, draft.source);
        for (id, source) in records.iter().zip(source.into_iter().cycle()) {
            let number = self.order[id.kind as usize][id.index()];
            let relation = Relation::sources_of(id.kind);
            self.asides[relation as usize].push((number, source));
        }
        Reading {
            value: draft.value,
            source: source.map(|row| RecordId::new(Kind::Source, row)),
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
