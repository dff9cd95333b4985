//! From records as they came in to a dataset: put in order, their links resolved and found from both ends.

mod asides;
mod cycles;
mod ids;
mod meetings;
mod namesakes;
mod order;
mod resolve;
mod roles;
mod settle;
mod unknown;

use self::asides::conflicts_by_record;
use self::meetings::meetings_by_record;
use self::order::{inverse, list_order};
use self::settle::Asides;
use self::unknown::{UnknownIds, unknown_sentence};
use super::build::{Builder, Draft, row};
use super::by_id::ById;
use super::codes::Codes;
use super::dataset::{About, Dataset, MeetingRow, NONE, SeriesRow, Table};
use super::lists::Lists;
use super::problem::{LINKS, Place};
use super::store::Store;
use super::texts::Text;
use super::{Kind, Relation};
use crate::cores::{cores, each};
use crate::text::nearest;

const KINDS: usize = Kind::ALL.len();

/// Orders, links and publishes.
pub fn finish(builder: Builder, about: About, store: Store) -> Dataset {
    let mut linker = Linker::new(builder, &store);
    linker.builder.problems.open_chapter(LINKS);
    linker.find_ids();
    linker.link_series();
    let conflicts = linker.conflicts();
    let mut resolved = linker.resolve();
    linker.report_cycles(&resolved);
    let meetings = linker.meetings();
    linker.infer_roles(&mut resolved);
    let participants = linker.participants(&resolved);
    let roles = linker.roles(&resolved);
    let (links, weights) = linker.link_both_ways(resolved);
    let series = linker.series_rows(&meetings);
    let publishers = linker.by_row(Kind::Source, &linker.builder.publishers);
    let ordinals = std::mem::take(&mut linker.builder.ordinals);
    let ordinals =
        ordinals.renumbered(|number| linker.rows[Kind::Meeting as usize][number as usize]);
    linker.note_namesakes();
    let tables = linker.tables();
    let hands = linker.hands;
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
        publishers,
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
    dataset.meetings_of = each(hands, Kind::ALL, |kind| meetings_by_record(&dataset, kind));
    dataset
}

/// Links as they stand in the file: by the number of the record, to rows of the finished lists.
type Resolved = Vec<Lists<u32>>;

/// From so many records and links on, there is enough to do for several hands.
const LARGE: usize = 100_000;

struct Linker<'s> {
    builder: Builder,
    store: &'s Store,
    /// How many hands there is enough to do for.
    hands: usize,
    /// By kind: the file's numbers in the order of the list.
    order: Vec<Vec<u32>>,
    /// By kind: the row of each number.
    rows: Vec<Vec<u32>>,
    /// By kind: the number of each id.
    by_id: [ById; KINDS],
    /// By kind: the row that an id has, by the number of its text.
    by_text: [Vec<u32>; KINDS],
    asides: [Asides; Relation::ALL.len()],
    unknown: UnknownIds,
}

impl<'s> Linker<'s> {
    fn new(builder: Builder, store: &'s Store) -> Self {
        let records = builder.drafts.iter().map(Draft::count);
        let links = builder.links.iter().map(|links| links.items().len());
        let is_large = records.chain(links).sum::<usize>() > LARGE;
        let hands = if is_large { cores() } else { 1 };
        let order = each(hands, Kind::ALL, |kind| list_order(kind, &builder));
        let rows = order.iter().map(|order| inverse(order)).collect();
        Self {
            builder,
            store,
            hands,
            order,
            rows,
            by_id: std::array::from_fn(|_| ById::default()),
            by_text: std::array::from_fn(|_| Vec::new()),
            asides: std::array::from_fn(|_| Vec::new()),
            unknown: UnknownIds::default(),
        }
    }

    fn draft(&self, kind: Kind) -> &Draft {
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

    fn place(&self, kind: Kind, number: u32) -> Place<'static> {
        Place {
            section: kind.many(),
            index: self.draft(kind).indices[number as usize] as usize,
        }
    }

    fn tables(&mut self) -> [Table; KINDS] {
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
            Table {
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
        let path = self.place(Kind::Meeting, meeting).path("series");
        let texts = &self.builder.texts;
        let known = self.builder.series.iter();
        let near = nearest(texts.get(id), known.map(|series| texts.get(series.id)));
        let text = unknown_sentence("series", texts.get(id), near);
        self.builder.problems.error(path, text);
    }

    fn series_rows(&mut self, meetings: &Codes<MeetingRow>) -> Vec<SeriesRow> {
        let drafts = std::mem::take(&mut self.builder.series).into_iter();
        let mut rows: Vec<SeriesRow> = drafts
            .map(|draft| SeriesRow {
                id: draft.id,
                name: draft.name,
                short: draft.short,
                agreement: self.row_of(Kind::Agreement, draft.agreement),
                meetings: Vec::new(),
            })
            .collect();
        for meeting in 0..self.order[Kind::Meeting as usize].len() {
            if let Some(series) = rows.get_mut(meetings.at(meeting).series as usize) {
                series.meetings.push(row(meeting));
            }
        }
        rows
    }
}
