//! From records as they came in to a dataset: put in order, their links resolved and found from both ends.

mod cycles;
mod finalize;
mod ids;
mod meetings;
mod namesakes;
mod order;
mod resolve;
mod roles;
mod side_links;
mod unknown_ids;

use std::collections::HashSet;

use self::finalize::SideLinks;
use self::meetings::meetings_by_record;
use self::order::{inverse, list_order};
use self::resolve::{OfOne, Strays};
use self::side_links::conflicts_by_record;
use self::unknown_ids::{NamedBy, Paths, UnknownIds};
use crate::data::build::{Builder, RecordDrafts};
use crate::data::columns::by_id::ById;
use crate::data::columns::codes::Codes;
use crate::data::columns::lists::Lists;
use crate::data::columns::row;
use crate::data::columns::store::Store;
use crate::data::columns::texts::Text;
use crate::data::model::dataset::{About, Dataset, KindTable, MeetingRow, NONE, SeriesRow};
use crate::data::model::problem::{LINKS, RecordPlace};
use crate::data::watch::Watch;
use crate::data::{Kind, Relation};
use crate::parallel::{cores, each};

const KINDS: usize = Kind::ALL.len();

/// Orders, links and publishes; `None` when it was stopped. Between the steps, and in those that may take long,
/// it looks whether that is asked for.
pub fn finish(builder: Builder, about: About, store: Store, watch: &Watch) -> Option<Dataset> {
    let mut linker = Linker::new(builder, &store, watch);
    linker.builder.problems.open_chapter(LINKS);
    linker.goes_on()?.find_ids();
    linker.goes_on()?.link_series();
    let conflicts = linker.goes_on()?.conflicts();
    let resolved = linker.goes_on()?.resolve();
    linker.goes_on()?.report_cycles(&resolved);
    let meetings = linker.goes_on()?.meetings();
    linker.goes_on()?.mark_stray_roles();
    let participants = linker.goes_on()?.participants(&resolved);
    let roles = linker.goes_on()?.roles(&resolved);
    let (links, weights) = linker.goes_on()?.link_both_ways(resolved);
    let series = linker.goes_on()?.series_rows(&meetings);
    let publishers = linker.by_row(Kind::Source, &linker.builder.publishers);
    let ordinals = std::mem::take(&mut linker.builder.ordinals);
    let ordinals =
        ordinals.renumbered(|number| linker.rows[Kind::Meeting as usize][number as usize]);
    linker.goes_on()?.note_namesakes();
    let bounds = std::mem::take(&mut linker.builder.bounds);
    let bounds = bounds.renumbered(|number| linker.rows[Kind::Meeting as usize][number as usize]);
    let tables = linker.goes_on()?.tables();
    let mut missing = std::mem::take(&mut linker.missing);
    missing.sort_unstable();
    missing.dedup();
    let workers = linker.workers;
    let builder = linker.builder;
    let mut dataset = Dataset {
        about,
        tables,
        links,
        participants,
        weights,
        roles,
        meetings,
        ordinals,
        bounds,
        publishers,
        missing,
        series,
        series_spans: builder.series_spans,
        conflict_spans: builder.conflict_spans,
        meetings_of: Vec::new(),
        conflicts_of: conflicts_by_record(&conflicts),
        conflicts,
        problems: builder.problems.finish(),
        texts: builder.texts.finish(),
        store,
    };
    let stopped = || watch.is_stopped();
    dataset.meetings_of = each(workers, Kind::ALL, |kind| {
        if stopped() {
            return Lists::default();
        }
        meetings_by_record(&dataset, kind)
    });
    (!stopped()).then_some(dataset)
}

/// Links as they stand in the file: by the number of the record, to rows of the finished lists.
type Resolved = Vec<Lists<u32>>;

/// From so many records and links on, there is enough to do for several workers.
const LARGE: usize = 100_000;

struct Linker<'s> {
    builder: Builder,
    store: &'s Store,
    watch: &'s Watch,
    /// How many workers there is enough to do for.
    workers: usize,
    /// By kind: the file's numbers in the order of the list.
    order: Vec<Vec<u32>>,
    /// By kind: the row of each number.
    rows: Vec<Vec<u32>>,
    /// By kind: the number of each id.
    by_id: [ById; KINDS],
    /// By kind: the row that an id has, by the number of its text.
    by_text: [Vec<u32>; KINDS],
    side_links: [SideLinks; Relation::ALL.len()],
    /// By relation, once resolved.
    strays: Vec<Strays>,
    unknown: UnknownIds,
    /// Which rows name by which relation what is not in the file.
    missing: Vec<(Relation, u32)>,
}

impl<'s> Linker<'s> {
    fn new(builder: Builder, store: &'s Store, watch: &'s Watch) -> Self {
        let records = builder.drafts.iter().map(RecordDrafts::count);
        let links = builder.links.iter().map(|links| links.items().len());
        let is_large = records.chain(links).sum::<usize>() > LARGE;
        let workers = if is_large { cores() } else { 1 };
        let order = each(workers, Kind::ALL, |kind| list_order(kind, &builder));
        let rows = order.iter().map(|order| inverse(order)).collect();
        Self {
            builder,
            store,
            watch,
            workers,
            order,
            rows,
            by_id: std::array::from_fn(|_| ById::default()),
            by_text: std::array::from_fn(|_| Vec::new()),
            side_links: std::array::from_fn(|_| Vec::new()),
            strays: Vec::new(),
            unknown: UnknownIds::default(),
            missing: Vec::new(),
        }
    }

    /// Itself, unless somebody asked to stop.
    fn goes_on(&mut self) -> Option<&mut Self> {
        (!self.watch.is_stopped()).then_some(self)
    }

    fn draft(&self, kind: Kind) -> &RecordDrafts {
        &self.builder.drafts[kind as usize]
    }

    fn row_of(&self, kind: Kind, id: Text) -> Option<u32> {
        let row = *self.by_text[kind as usize].get(id.index())?;
        (row != NONE).then_some(row)
    }

    /// The row of the first record with that id.
    fn row_of_id(&self, kind: Kind, id: &str) -> Option<u32> {
        let draft = self.draft(kind);
        let number = self.by_id[kind as usize].find(id, |number| draft.id(number))?;
        Some(self.rows[kind as usize][number as usize])
    }

    fn place(&self, kind: Kind, number: u32) -> RecordPlace<'static> {
        RecordPlace {
            section: kind.many(),
            index: self.draft(kind).indices[number as usize] as usize,
        }
    }

    fn tables(&mut self) -> [KindTable; KINDS] {
        let drafts = std::mem::take(&mut self.builder.drafts);
        let mut by_id = std::mem::take(&mut self.by_id).into_iter();
        let mut drafts = drafts.into_iter();
        Kind::ALL.map(|kind| {
            let (mut draft, mut by_id) = drafts.next().zip(by_id.next()).unwrap_or_default();
            by_id.renumber(&self.rows[kind as usize]);
            let dates = std::mem::take(&mut draft.dates);
            let dates = Codes::gather(dates.len(), dates.into_iter());
            let dates = self.codes_by_row(kind, dates);
            draft.shrink();
            KindTable {
                numbers: std::mem::take(&mut self.order[kind as usize]),
                ids: draft.ids,
                names: draft.names,
                shorts: draft.shorts,
                aliases: draft.aliases,
                spans: draft.spans,
                dates,
                by_id,
            }
        })
    }

    /// A column in the order of the list.
    fn codes_by_row<T>(&self, kind: Kind, column: Codes<T>) -> Codes<T> {
        let rows = &self.rows[kind as usize];
        column.moved(|number| rows[number] as usize)
    }

    /// A column in the order of the list.
    fn by_row<T: Copy>(&self, kind: Kind, column: &[T]) -> Vec<T> {
        let order = self.order[kind as usize].iter();
        order.map(|&number| column[number as usize]).collect()
    }

    /// The meetings in the order of the list; series that there are none of are reported in that order.
    fn meetings(&mut self) -> Codes<MeetingRow> {
        let drafts = std::mem::take(&mut self.builder.meetings);
        let series = self.series_by_text();
        let rows = drafts.iter().map(|draft| MeetingRow {
            kind: draft.kind,
            place: draft.place,
            series: series[draft.series.index()],
            attendance: draft.attendance,
            agenda: draft.agenda,
        });
        let rows = Codes::gather(drafts.len(), rows);
        let rows = self.codes_by_row(Kind::Meeting, rows);
        let is_unknown = |id: Text| !id.is_empty() && series[id.index()] == NONE;
        if drafts.iter().any(|draft| is_unknown(draft.series)) {
            for number in self.order[Kind::Meeting as usize].clone() {
                if self.watch.is_stopped() {
                    break;
                }
                let id = drafts[number as usize].series;
                if is_unknown(id) {
                    self.report_unknown_series(number, id);
                }
            }
        }
        rows
    }

    /// The row of the first series with an id, by the number of its text.
    fn series_by_text(&self) -> Vec<u32> {
        let mut by_text = vec![NONE; self.builder.texts.count()];
        for (nth, series) in self.builder.series.iter().enumerate().rev() {
            by_text[series.id.index()] = row(nth);
        }
        by_text
    }

    fn report_unknown_series(&mut self, meeting: u32, id: Text) {
        let of = OfOne {
            by: NamedBy::Meeting,
            place: self.place(Kind::Meeting, meeting),
            below: "",
            fields: &["series"],
        };
        self.report_strays(&of, &[id], |_, _| Paths::unread(of.fields));
    }

    fn series_rows(&mut self, meetings: &Codes<MeetingRow>) -> Vec<SeriesRow> {
        let drafts = std::mem::take(&mut self.builder.series).into_iter();
        let mut rows: Vec<SeriesRow> = drafts
            .map(|draft| SeriesRow {
                id: draft.id,
                name: draft.name,
                short: draft.short,
                agreement: self.row_of(Kind::Agreement, draft.agreement),
                sources: self.rows_of(Kind::Source, &draft.sources),
                meetings: Vec::new(),
                highest: None,
            })
            .collect();
        for meeting in 0..self.order[Kind::Meeting as usize].len() {
            if let Some(series) = rows.get_mut(meetings.at(meeting).series as usize) {
                series.meetings.push(row(meeting));
            }
        }
        let order = &self.order[Kind::Meeting as usize];
        let ordinal = |meeting: &u32| self.builder.ordinals.get(order[*meeting as usize]).copied();
        for series in &mut rows {
            series.highest = highest(series.meetings.iter().map(ordinal));
        }
        rows
    }

    /// The rows of those ids that there are, each once.
    fn rows_of(&self, kind: Kind, ids: &[Text]) -> Vec<u32> {
        let mut known = HashSet::new();
        let rows = ids.iter().filter_map(|id| self.row_of(kind, *id));
        rows.filter(|row| known.insert(*row)).collect()
    }
}

/// The highest of some numbers if they are those from 1 on, each once and in any order: only then do they say
/// how many there are.
fn highest(numbers: impl ExactSizeIterator<Item = Option<u32>>) -> Option<u32> {
    let count = numbers.len();
    let mut seen = vec![false; count];
    for number in numbers {
        let place = seen.get_mut((number? as usize).checked_sub(1)?)?;
        if std::mem::replace(place, true) {
            return None;
        }
    }
    u32::try_from(count).ok().filter(|count| *count > 0)
}

#[cfg(test)]
mod tests {
    use super::highest;

    #[test]
    fn numbers_say_how_many_there_are_if_none_is_missing_or_there_twice() {
        let of = |numbers: &[u32]| highest(numbers.iter().map(|n| (*n != 99).then_some(*n)));
        assert_eq!(of(&[2, 1, 3]), Some(3));
        assert_eq!(of(&[1]), Some(1));
        for odd in [
            &[][..],
            &[12, 0],
            &[1, 3],
            &[1, 2, 2],
            &[0, 1],
            &[1, 99],
            &[2],
        ] {
            assert_eq!(of(odd), None, "{odd:?}");
        }
    }
}
