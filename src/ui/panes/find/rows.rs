//! The rows of Find: hits while a query is typed, else every record of the kinds that are listed. Rows of
//! the full list are counted, never gathered.

use std::ops::Range;

use super::{COUNT, Find, Goal, LISTED};
use crate::browse::apart::apart;
use crate::browse::page::brief_date;
use crate::browse::search::Hit;
use crate::data::{Dataset, Kind, RecordId};
use crate::session::Session;
use crate::text::{columns, cut};
use crate::ui::widgets::entry::INDENT;

/// One row of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    /// The heading of a kind.
    Heading(Kind),
    /// A record of the full list.
    Record(RecordId),
    /// A record that was found.
    Hit(Hit),
}

impl Row {
    /// The record in that row.
    pub(super) fn record(self) -> Option<RecordId> {
        match self {
            Self::Heading(_) => None,
            Self::Record(id) => Some(id),
            Self::Hit(hit) => Some(hit.id),
        }
    }
}

impl Find {
    pub(super) fn hits(&self) -> Option<&[Hit]> {
        self.found.as_deref().map(|found| found.answer.hits())
    }

    /// How many records were found, listed already or not.
    pub(super) fn total(&self) -> usize {
        let found = self.found.as_deref();
        found.map_or(0, |found| found.answer.total())
    }

    pub(super) fn length(&self, dataset: &Dataset) -> usize {
        match (self.hits(), self.kind) {
            (Some(_), _) => self.total(),
            (None, Some(kind)) => dataset.count(kind),
            (None, None) => shelves(dataset).map(|(_, count)| count + 1).sum(),
        }
    }

    /// The row at a place; rows of the full list are counted, never gathered.
    pub(super) fn row(&self, at: usize, dataset: &Dataset) -> Option<Row> {
        let record = |kind, at| {
            let row = u32::try_from(at).ok()?;
            Some(Row::Record(RecordId::new(kind, row)))
        };
        if let Some(hits) = self.hits() {
            return hits.get(at).copied().map(Row::Hit);
        }
        if let Some(kind) = self.kind {
            return (at < dataset.count(kind))
                .then(|| record(kind, at))
                .flatten();
        }
        let mut at = at;
        for (kind, count) in shelves(dataset) {
            match at.checked_sub(1) {
                None => return Some(Row::Heading(kind)),
                Some(below) if below < count => return record(kind, below),
                Some(below) => at = below - count,
            }
        }
        None
    }

    /// What tells each row in sight, so wide, from the others that read the same; of a meeting always its date.
    pub(super) fn told_apart(
        &self,
        window: &Range<usize>,
        width: usize,
        session: &Session,
    ) -> Vec<String> {
        let dataset = &session.dataset;
        let room = width.saturating_sub(INDENT + 1 + COUNT);
        let ids = window
            .clone()
            .map(|at| self.row(at, dataset).and_then(Row::record));
        let ids: Vec<Option<RecordId>> = ids.collect();
        let read = |id: RecordId| match id.kind {
            Kind::Meeting => format!("{}\t{}", dataset.name(id), brief_date(dataset.date(id))),
            _ => cut(self.shown(id, room, dataset), room, session.glyphs.ellipsis).into_owned(),
        };
        let rows: Vec<(RecordId, String)> =
            ids.iter().flatten().map(|id| (*id, read(*id))).collect();
        let mut added = apart(dataset, &rows).into_iter();
        let mut told = |id: RecordId| {
            let more = added.next().unwrap_or_default();
            if id.kind == Kind::Meeting && more.is_empty() {
                brief_date(dataset.date(id))
            } else {
                more
            }
        };
        ids.into_iter()
            .map(|id| id.map_or_else(String::new, &mut told))
            .collect()
    }

    /// The name of a record in so much room: of what was found the whole one, where it fits.
    pub(super) fn shown<'d>(&self, id: RecordId, room: usize, dataset: &'d Dataset) -> &'d str {
        let name = dataset.name(id);
        if self.hits().is_some() && columns(name) <= room {
            name
        } else {
            dataset.short(id)
        }
    }

    pub(super) fn record(&self, session: &Session) -> Option<RecordId> {
        if let Goal::On(id) = self.goal {
            return id;
        }
        self.row(self.cursor.at(), &session.dataset)?.record()
    }

    /// The rows of these records in the list, for those that are in it.
    pub(super) fn rows_of(&self, ids: &[RecordId], dataset: &Dataset) -> Vec<(usize, RecordId)> {
        if let Some(hits) = self.hits() {
            let rows = hits.iter().enumerate().map(|(at, hit)| (at, hit.id));
            return rows
                .filter(|(_, id)| ids.binary_search(id).is_ok())
                .collect();
        }
        let mut start = 0;
        let mut rows = Vec::new();
        for (kind, count) in shelves(dataset) {
            let listed = self.kind.is_none_or(|only| only == kind);
            let first = if self.kind.is_some() { 0 } else { start + 1 };
            if listed {
                let of_kind = ids.iter().filter(|id| id.kind == kind);
                rows.extend(of_kind.map(|id| (first + id.index(), *id)));
            }
            start += count + 1;
        }
        rows
    }
}

/// The kinds that have records, with how many.
pub(super) fn shelves(dataset: &Dataset) -> impl Iterator<Item = (Kind, usize)> {
    let counts = LISTED.into_iter().map(|kind| (kind, dataset.count(kind)));
    counts.filter(|(_, count)| *count > 0)
}
