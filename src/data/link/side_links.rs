//! Links by way of what is no record: series and conflicts.

use std::collections::{BTreeSet, HashSet};

use super::Linker;
use super::ids::used_twice;
use super::resolve::OfOne;
use crate::data::build::{ConflictDraft, ReadingDraft, SeriesDraft};
use crate::data::columns::row;
use crate::data::columns::texts::Text;
use crate::data::link::unknown_ids::NamedBy;
use crate::data::model::dataset::{Conflict, ConflictReading};
use crate::data::model::problem::RecordPlace;
use crate::data::{Kind, RecordId, Relation};
use crate::text::clean_line;

impl Linker<'_> {
    /// What a series says of its agreement and sources. Ids used twice are reported, as those of records are.
    pub(super) fn link_series(&mut self) {
        let series = std::mem::take(&mut self.builder.series);
        let mut known = HashSet::new();
        for (nth, draft) in (0..).zip(&series) {
            if self.watch.is_stopped() {
                break;
            }
            let place = RecordPlace {
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

    fn link_one_series(&mut self, nth: u32, draft: &SeriesDraft, place: RecordPlace<'static>) {
        let agreement = self.row_of(Kind::Agreement, draft.agreement);
        if agreement.is_none() && !draft.agreement.is_empty() {
            let text = self.sentence(NamedBy::UnderAgreement, draft.agreement);
            self.builder.problems.error(place.path("agreement"), text);
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
                self.side_links[Relation::AgreementSource as usize].push((number, found));
            }
        }
        let strays = OfOne {
            by: NamedBy::Series,
            place,
            below: "",
            fields: &["sources"],
        };
        self.report_strays(&strays, &unknown, |it, ids| {
            strays.paths(it.builder.series_spans.fetch(nth, it.store), ids)
        });
    }

    /// The conflicts, their records and sources found.
    pub(super) fn conflicts(&mut self) -> Vec<Conflict> {
        let drafts = std::mem::take(&mut self.builder.conflicts);
        let (drafts, watch) = ((0..).zip(drafts), self.watch);
        drafts
            .take_while(|_| !watch.is_stopped())
            .map(|(nth, draft)| self.conflict(nth, draft))
            .collect()
    }

    fn conflict(&mut self, nth: u32, draft: ConflictDraft) -> Conflict {
        let place = RecordPlace {
            section: "conflicts",
            index: draft.index,
        };
        let mut unknown = Vec::new();
        let mut records = Vec::new();
        for key in draft.records {
            match self.find_key(self.builder.texts.get(key)) {
                Some(id) => records.push(id),
                None => unknown.push(key),
            }
        }
        let sources = draft.readings.iter().map(|reading| reading.source);
        let unread =
            sources.filter(|id| !id.is_empty() && self.row_of(Kind::Source, *id).is_none());
        let unread: Vec<Text> = unread.collect();
        let readings = draft.readings.into_iter();
        let readings = readings
            .map(|reading| self.reading(reading))
            .collect::<Vec<_>>();
        self.report_missing(nth, place, NamedBy::Conflict, &["records"], &unknown);
        self.report_missing(nth, place, NamedBy::Reading, &["source"], &unread);
        self.rest_on_readings(place, &records, &readings);
        let missing = unknown.iter().map(|key| self.clean(*key)).collect();
        Conflict {
            about: draft.about,
            note: draft.note,
            field: draft.field,
            missing,
            records,
            readings,
        }
    }

    /// Reports records or sources of a conflict that there are none of.
    fn report_missing(
        &mut self,
        nth: u32,
        place: RecordPlace<'static>,
        by: NamedBy,
        fields: &'static [&'static str],
        ids: &[Text],
    ) {
        let of = OfOne {
            by,
            place,
            below: "",
            fields,
        };
        self.report_strays(&of, ids, |it, ids| {
            of.paths(it.builder.conflict_spans.fetch(nth, it.store), ids)
        });
    }

    /// A text as it may be shown.
    fn clean(&self, text: Text) -> String {
        clean_line(self.builder.texts.get(text)).into_owned()
    }

    /// The records concerned rest on the sources of all readings too, unless both are so many that to link each
    /// with each would take more than the file does.
    fn rest_on_readings(
        &mut self,
        place: RecordPlace<'_>,
        records: &[RecordId],
        readings: &[ConflictReading],
    ) {
        /// So many links one conflict may make.
        const LINKS: usize = 10_000;
        let records: BTreeSet<RecordId> = records.iter().copied().collect();
        let sources = readings.iter().filter_map(|reading| reading.source);
        let mut known = HashSet::new();
        let sources: Vec<RecordId> = sources.filter(|source| known.insert(*source)).collect();
        if records.len().saturating_mul(sources.len()) > LINKS {
            let text = format!(
                "concerns {} records and rests on {} sources, too many to link each with each; these records do not name these sources",
                records.len(),
                sources.len()
            );
            self.builder.problems.note(place.path(""), text);
            return;
        }
        for source in sources {
            for id in &records {
                let number = self.order[id.kind as usize][id.index()];
                let relation = Relation::sources_of(id.kind);
                self.side_links[relation as usize].push((number, source.row));
            }
        }
    }

    fn reading(&self, draft: ReadingDraft) -> ConflictReading {
        let source = self.row_of(Kind::Source, draft.source);
        let is_missing = source.is_none() && !draft.source.is_empty();
        ConflictReading {
            value: draft.value,
            source: source.map(|row| RecordId::new(Kind::Source, row)),
            missing: is_missing.then(|| self.clean(draft.source)),
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
