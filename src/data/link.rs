//! From records as they came in to a dataset: put in order, their links resolved and found from both ends.

mod asides;
mod meetings;
mod unknown;

use self::asides::conflicts_by_record;
use self::meetings::meetings_by_record;
use self::unknown::{UnknownIds, field_path, unknown_sentence};
use super::build::{Builder, Draft, MeetingDraft, RoleDraft, row};
use super::by_id::ById;
use super::dataset::{About, Dataset, Linked, MeetingRow, NONE, SeriesRow, Table};
use super::date::{Date, Moment};
use super::lists::Lists;
use super::problem::{LINKS, Place};
use super::store::Store;
use super::terms::Weight;
use super::texts::Text;
use super::{Kind, Relation};
use crate::text::{clean_line, fold, nearest};

const KINDS: usize = Kind::ALL.len();

/// Orders, links and publishes.
pub fn finish(builder: Builder, about: About, store: Store) -> Dataset {
    let mut linker = Linker::new(builder, &store);
    linker.builder.problems.open_chapter(LINKS);
    linker.find_ids();
    linker.link_series();
    let conflicts = linker.conflicts();
    let mut resolved = Relation::ALL.map(|relation| linker.resolve(relation));
    let meetings = linker.meetings();
    linker.infer_roles(&mut resolved);
    linker.columns_by_row(&resolved);
    let links = linker.link_both_ways(resolved);
    let series = linker.series_rows(&meetings);
    let publishers = linker.by_row(Kind::Source, &linker.builder.publishers);
    let ordinals = std::mem::take(&mut linker.builder.ordinals);
    let ordinals =
        ordinals.renumbered(|number| linker.rows[Kind::Meeting as usize][number as usize]);
    let tables = linker.tables();
    let builder = linker.builder;
    let mut dataset = Dataset {
        about,
        tables,
        links,
        participants: builder.participants,
        weights: builder.weights,
        roles: builder.roles,
        meetings,
        ordinals,
        publishers,
        series,
        series_spans: builder.series_spans,
        meetings_of: std::array::from_fn(|_| Lists::default()),
        conflicts_of: conflicts_by_record(&conflicts),
        conflicts,
        problems: builder.problems.finish(),
        texts: builder.texts.finish(),
        store,
    };
    dataset.meetings_of = Kind::ALL.map(|kind| meetings_by_record(&dataset, kind));
    dataset
}

/// Links as they stand in the file: by the number of the record, to rows of the finished lists.
type Resolved = [Lists<u32>; Relation::ALL.len()];

struct Linker<'s> {
    builder: Builder,
    store: &'s Store,
    /// By kind: the file's numbers in the order of the list.
    order: [Vec<u32>; KINDS],
    /// By kind: the row of each number.
    rows: [Vec<u32>; KINDS],
    /// By kind: the number of each id.
    by_id: [ById; KINDS],
    /// By kind: the row that an id has, by the number of its text.
    by_text: [Vec<u32>; KINDS],
    /// Links to sources that came by way of a series or a conflict.
    asides: [Vec<(u32, u32)>; Relation::ALL.len()],
    unknown: UnknownIds,
}

impl<'s> Linker<'s> {
    fn new(builder: Builder, store: &'s Store) -> Self {
        let order = Kind::ALL.map(|kind| list_order(kind, &builder));
        let rows = Kind::ALL.map(|kind| inverse(&order[kind as usize]));
        Self {
            builder,
            store,
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

    /// Finds which record has which id, and what texts mean as ids. Ids used twice are reported, and ids
    /// that look alike once they are fit to be shown.
    fn find_ids(&mut self) {
        for kind in Kind::ALL {
            let draft = &self.builder.drafts[kind as usize];
            let mut by_id = ById::with_room(draft.count());
            let mut repeated = Vec::new();
            for number in 0..row(draft.count()) {
                if !by_id.enter(number, |number| draft.id(number)) {
                    repeated.push(number);
                }
            }
            self.by_id[kind as usize] = by_id;
            self.report_ids(kind, &repeated);
            self.by_text[kind as usize] = (0..self.builder.texts.count())
                .map(|text| self.builder.texts.get(Text::numbered(text)))
                .map(|id| self.row_of_id(kind, id).unwrap_or(NONE))
                .collect();
        }
    }

    fn report_ids(&mut self, kind: Kind, repeated: &[u32]) {
        let mut shown = std::collections::HashMap::new();
        for number in 0..row(self.draft(kind).count()) {
            let raw = self.draft(kind).id(number);
            let clean = clean_line(raw);
            let text = if repeated.binary_search(&number).is_ok() {
                format!("`{clean}` is used twice; links go to the first")
            } else if clean != raw {
                let twin = self.row_of_id(kind, &clean).is_some();
                if shown.insert(clean.into_owned(), number).is_none() && !twin {
                    continue;
                }
                "looks like another id, but differs in characters that cannot be shown".to_owned()
            } else {
                continue;
            };
            let path = self.place(kind, number).path("id");
            self.builder.problems.error(path, text);
        }
    }

    fn tables(&mut self) -> [Table; KINDS] {
        let drafts = std::mem::take(&mut self.builder.drafts);
        let mut by_id = std::mem::take(&mut self.by_id).into_iter();
        let mut drafts = drafts.into_iter();
        Kind::ALL.map(|kind| {
            let (mut draft, mut by_id) = drafts.next().zip(by_id.next()).unwrap_or_default();
            by_id.renumber(&self.rows[kind as usize]);
            let dates = self.by_row(kind, &draft.dates);
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
    fn by_row<T: Copy>(&self, kind: Kind, column: &[T]) -> Vec<T> {
        let order = self.order[kind as usize].iter();
        order.map(|&number| column[number as usize]).collect()
    }

    /// Turns ids into rows; those that nothing has are reported in the order of the file.
    fn resolve(&mut self, relation: Relation) -> Lists<u32> {
        let links = std::mem::take(&mut self.builder.links[relation as usize]);
        let is_unknown =
            |text: Text| !text.is_empty() && self.row_of(relation.to(), text).is_none();
        if links.items().iter().any(|text| is_unknown(*text)) {
            self.report_all_unknown(relation, &links);
        }
        links.map(|text| self.row_of(relation.to(), text).unwrap_or(NONE))
    }

    fn report_all_unknown(&mut self, relation: Relation, links: &Lists<Text>) {
        let kind = relation.from();
        for number in 0..row(self.draft(kind).count()) {
            for &id in links.of(number as usize) {
                if id.is_empty() || self.row_of(relation.to(), id).is_some() {
                    continue;
                }
                let body = self.draft(kind).spans.fetch(number, self.store);
                let raw = self.builder.texts.get(id);
                let path = body
                    .ok()
                    .and_then(|body| field_path(body.json(), relation.fields(), raw));
                let path = path.unwrap_or_else(|| relation.fields()[0].to_owned());
                let path = self.place(kind, number).path(&path);
                self.report_unknown(path, relation.to(), id);
            }
        }
    }

    fn report_unknown(&mut self, path: String, kind: Kind, id: Text) {
        let draft = &self.builder.drafts[kind as usize];
        let ids = (0..row(draft.count())).map(|number| draft.id(number));
        let raw = self.builder.texts.get(id);
        let text = self.unknown.sentence(kind, id, raw, ids);
        self.builder.problems.error(path, text);
    }

    fn meetings(&mut self) -> Vec<MeetingRow> {
        let series: Vec<Text> = self.builder.series.iter().map(|s| s.id).collect();
        let mut by_id = std::collections::HashMap::new();
        for (nth, id) in series.iter().enumerate().rev() {
            by_id.insert(*id, row(nth));
        }
        let mut rows = Vec::with_capacity(self.builder.meetings.len());
        for at in 0..self.order[Kind::Meeting as usize].len() {
            let number = self.order[Kind::Meeting as usize][at];
            let draft: MeetingDraft = self.builder.meetings[number as usize];
            let found = by_id.get(&draft.series).copied();
            if found.is_none() && !draft.series.is_empty() {
                let path = self.place(Kind::Meeting, number).path("series");
                let near = nearest(
                    self.builder.texts.get(draft.series),
                    series.iter().map(|id| self.builder.texts.get(*id)),
                );
                let id = self.builder.texts.get(draft.series);
                let text = unknown_sentence("series", id, near);
                self.builder.problems.error(path, text);
            }
            rows.push(MeetingRow {
                kind: draft.kind,
                place: draft.place,
                series: found.unwrap_or(NONE),
                attendance: draft.attendance,
                agenda: draft.agenda,
            });
        }
        rows
    }

    /// Takes a participant's role and organisation on that day from their dated roles, where the meeting
    /// does not give them.
    fn infer_roles(&mut self, resolved: &mut Resolved) {
        for meeting in 0..self.draft(Kind::Meeting).count() {
            let Some(date) = self.draft(Kind::Meeting).dates[meeting] else {
                continue;
            };
            for nth in resolved[Relation::Participant as usize].range(meeting) {
                let person = resolved[Relation::Participant as usize].items()[nth];
                if person != NONE && self.builder.participants.roles[nth].is_empty() {
                    self.infer_role(resolved, nth, person, date);
                }
            }
        }
    }

    fn infer_role(&mut self, resolved: &mut Resolved, nth: usize, person: u32, date: Date) {
        let number = self.order[Kind::Person as usize][person as usize];
        let roles_at = &resolved[Relation::RoleAt as usize];
        let mut held = roles_at.range(number as usize);
        let Some(held) = held.find(|held| held_on(&self.builder.roles[*held], date)) else {
            return;
        };
        let organisation = roles_at.items()[held];
        self.builder.participants.roles[nth] = self.builder.roles[held].title;
        self.builder.participants.bases[nth].1 = true;
        let came_for = &mut resolved[Relation::CameFor as usize].items_mut()[nth];
        if *came_for == NONE {
            *came_for = organisation;
        }
    }

    /// Puts what runs beside links into the order of the lists; see also [`Self::settle`].
    fn columns_by_row(&mut self, resolved: &Resolved) {
        let places = self.places(Relation::Participant, resolved);
        let known = &mut self.builder.participants;
        if !known.names.is_empty() {
            let rows = inverse(&places);
            let names = std::mem::take(&mut known.names);
            known.names = names.renumbered(|nth| rows[nth as usize]);
        }
        known.roles = places
            .iter()
            .map(|nth| known.roles[*nth as usize])
            .collect();
        known.bases = places
            .iter()
            .map(|nth| known.bases[*nth as usize])
            .collect();
        let places = self.places(Relation::RoleAt, resolved);
        let roles = &mut self.builder.roles;
        *roles = places.iter().map(|nth| roles[*nth as usize]).collect();
    }

    /// The places of the links of a relation in the order of the lists.
    fn places(&self, relation: Relation, resolved: &Resolved) -> Vec<u32> {
        let lists = &resolved[relation as usize];
        let mut places = Vec::with_capacity(lists.items().len());
        for number in &self.order[relation.from() as usize] {
            places.extend(lists.range(*number as usize).map(row));
        }
        places
    }

    fn link_both_ways(&mut self, resolved: Resolved) -> Vec<Linked> {
        let both = Relation::ALL.into_iter().zip(resolved);
        both.map(|(relation, lists)| {
            let forward = self.settle(relation, &lists);
            drop(lists);
            let backward = if found_by_meetings(relation) {
                Lists::default()
            } else {
                self.backward(relation, &forward)
            };
            Linked { forward, backward }
        })
        .collect()
    }

    /// The links of a relation by row, in the order of the file, each once where it is a set.
    fn settle(&mut self, relation: Relation, lists: &Lists<u32>) -> Lists<u32> {
        let mut asides = std::mem::take(&mut self.asides[relation as usize]);
        asides.sort_by_key(|(number, _)| *number);
        let targets = self.draft(relation.to()).count();
        let mut once = Once::new(if relation.is_set() { targets } else { 0 });
        let mut settled = Lists::with_room(lists.items().len() + asides.len());
        let mut weights = Vec::new();
        for (from, number) in self.order[relation.from() as usize].iter().enumerate() {
            let start = asides.partition_point(|(aside, _)| aside < number);
            let aside = asides.iter().skip(start);
            let aside = aside
                .take_while(|(aside, _)| aside == number)
                .map(|(_, to)| *to);
            let range = lists.range(*number as usize);
            let links = range
                .clone()
                .zip(lists.of(*number as usize).iter().copied());
            for (nth, to) in links.chain(std::iter::repeat(range.end).zip(aside)) {
                if relation.is_set() {
                    if to == NONE {
                        continue;
                    }
                    if let Some(first) = once.first(row(from), to, settled.items().len()) {
                        if relation == Relation::Discussed {
                            stronger(&mut weights[first], self.builder.weights[nth]);
                        }
                        continue;
                    }
                }
                if relation == Relation::Discussed {
                    weights.push(self.builder.weights[nth]);
                }
                settled.push(row(from), to);
            }
        }
        if relation == Relation::Discussed {
            weights.shrink_to_fit();
            self.builder.weights = weights;
        }
        settled.shrink();
        settled
    }

    fn backward(&self, relation: Relation, forward: &Lists<u32>) -> Lists<u32> {
        let (from, to) = (self.draft(relation.from()), self.draft(relation.to()));
        if forward.items().is_empty() {
            return Lists::default();
        }
        Lists::from_walk(to.count(), |tell| {
            let mut last = vec![NONE; to.count()];
            for row in 0..row(from.count()) {
                for &to in forward.of(row as usize) {
                    if to != NONE && last[to as usize] != row {
                        last[to as usize] = row;
                        tell(to, row);
                    }
                }
            }
        })
    }

    fn series_rows(&mut self, meetings: &[MeetingRow]) -> Vec<SeriesRow> {
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
        for (meeting, known) in meetings.iter().enumerate() {
            if let Some(series) = rows.get_mut(known.series as usize) {
                series.meetings.push(row(meeting));
            }
        }
        rows
    }
}

/// The order of a list: meetings and agreements by time, the others by name; then as in the file.
fn list_order(kind: Kind, builder: &Builder) -> Vec<u32> {
    let draft = &builder.drafts[kind as usize];
    let numbers = 0..row(draft.count());
    if matches!(kind, Kind::Meeting | Kind::Agreement) {
        let date = |n: u32| draft.dates[n as usize].map(Date::start);
        let mut order: Vec<(bool, Option<Moment>, u32)> = numbers
            .map(|number| (date(number).is_none(), date(number), number))
            .collect();
        order.sort_unstable();
        return order.into_iter().map(|(_, _, number)| number).collect();
    }
    let mut order: Vec<u32> = numbers.collect();
    order.sort_by_cached_key(|&n| {
        // What the lists show: the short name where there is one.
        let sort = draft.sorts.get(n).or_else(|| draft.shorts.get(n));
        let shown = sort.map_or_else(|| draft.name(n), |text| builder.texts.get(*text));
        fold(shown).into_owned()
    });
    order
}

fn inverse(order: &[u32]) -> Vec<u32> {
    let mut rows = vec![0; order.len()];
    for (row_number, number) in order.iter().enumerate() {
        rows[*number as usize] = row(row_number);
    }
    rows
}

fn stronger(kept: &mut Weight, other: Weight) {
    if other == Weight::Agenda {
        *kept = Weight::Agenda;
    }
}

/// Whether the record at the other end finds these meetings by `meetings_of`.
fn found_by_meetings(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Participant
            | Relation::Chair
            | Relation::Host
            | Relation::Listed
            | Relation::CameFor
            | Relation::Discussed
            | Relation::MeetingSource
    )
}

fn held_on(role: &RoleDraft, date: Date) -> bool {
    let day = date.start().latest();
    match (role.from, role.to) {
        (None, None) => role.as_of.is_some_and(|as_of| {
            date.may_fall_within(as_of.start().earliest(), as_of.end().latest())
        }),
        (from, to) => {
            from.is_none_or(|from| from.start().earliest() <= day)
                && to.is_none_or(|to| date.start().earliest() <= to.end().latest())
        }
    }
}

/// Tells whether a link between the same two records came before, in time linear in the links.
struct Once {
    seen: Vec<(u32, u32)>,
}

impl Once {
    fn new(targets: usize) -> Self {
        Self {
            seen: vec![(NONE, 0); targets],
        }
    }

    /// The position of the first link of the two, if this is not it. Links of one record come together.
    fn first(&mut self, from: u32, to: u32, position: usize) -> Option<usize> {
        let seen = &mut self.seen[to as usize];
        if seen.0 == from {
            return Some(seen.1 as usize);
        }
        *seen = (from, row(position));
        None
    }
}
