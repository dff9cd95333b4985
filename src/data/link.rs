//! From records as they came in to a dataset: put in order, their links resolved and found from both ends.

mod asides;
mod meetings;
mod unknown;

use std::borrow::Cow;

use self::asides::conflicts_by_record;
use self::meetings::meetings_by_record;
use self::unknown::{UnknownIds, field_path, unknown_sentence};
use super::build::{Builder, Draft, MeetingDraft, RoleDraft, row};
use super::dataset::{About, Dataset, Linked, MeetingRow, NONE, SeriesRow, Table};
use super::date::Date;
use super::lists::Lists;
use super::problem::Place;
use super::terms::Weight;
use super::texts::Text;
use super::{Kind, Relation};
use crate::text::{clean_line, fold, nearest};

const KINDS: usize = Kind::ALL.len();

/// Orders, links and publishes.
pub fn finish(builder: Builder, about: About, file: Cow<'static, str>) -> Dataset {
    let mut linker = Linker::new(builder, &file);
    linker.report_ids();
    linker.link_series();
    let conflicts = linker.conflicts();
    let mut resolved = linker.resolve_links();
    let tables = linker.tables();
    let meetings = linker.meetings();
    linker.infer_roles(&mut resolved, &tables[Kind::Meeting as usize].dates);
    let links = linker.link_both_ways(&resolved);
    let series = linker.series_rows(&meetings);
    let publishers = linker.in_order(Kind::Source, &linker.builder.publishers);
    let mut dataset = Dataset {
        about,
        tables,
        links,
        participants: linker.beside(
            Relation::Participant,
            &linker.builder.participants,
            &resolved,
        ),
        inferred_roles: linker.beside(Relation::Participant, &resolved.inferred, &resolved),
        weights: linker.beside(Relation::Discussed, &resolved.weights, &resolved),
        roles: linker.beside(Relation::RoleAt, &linker.builder.roles, &resolved),
        meetings,
        publishers,
        series,
        meetings_of: std::array::from_fn(|_| Lists::default()),
        conflicts_of: conflicts_by_record(&conflicts),
        conflicts,
        problems: linker.builder.problems.finish(),
        texts: linker.builder.texts.finish(),
        file,
    };
    dataset.meetings_of = Kind::ALL.map(|kind| meetings_by_record(&dataset, kind));
    dataset
}

/// The links of every relation with both ends as rows of the finished dataset.
struct Resolved {
    pairs: Vec<Vec<(u32, u32)>>,
    /// Beside the pairs of [`Relation::Discussed`].
    weights: Vec<Weight>,
    /// Beside the pairs of [`Relation::Participant`].
    inferred: Vec<bool>,
}

struct Linker<'f> {
    builder: Builder,
    file: &'f str,
    /// By kind: the file's indices in the order of the list.
    order: [Vec<u32>; KINDS],
    /// By kind: the row of each index.
    rows: [Vec<u32>; KINDS],
    /// By kind: the row of each id, by the number of its text.
    by_text: [Vec<u32>; KINDS],
    unknown: UnknownIds,
}

impl<'f> Linker<'f> {
    fn new(builder: Builder, file: &'f str) -> Self {
        let order = Kind::ALL.map(|kind| list_order(kind, &builder));
        let rows = Kind::ALL.map(|kind| inverse(&order[kind as usize]));
        let by_text = Kind::ALL.map(|kind| {
            let ids = &builder.drafts[kind as usize].ids;
            let mut table = vec![NONE; builder.texts.count()];
            for (id, row) in ids.iter().zip(&rows[kind as usize]).rev() {
                table[id.index()] = *row;
            }
            table
        });
        Self {
            builder,
            file,
            order,
            rows,
            by_text,
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

    fn place(&self, kind: Kind, number: u32) -> Place<'static> {
        Place {
            section: kind.many(),
            index: self.draft(kind).indices[number as usize] as usize,
        }
    }

    /// Ids used twice, and ids that look alike once they are fit to be shown.
    fn report_ids(&mut self) {
        for kind in Kind::ALL {
            let mut shown = std::collections::HashMap::new();
            for number in 0..row(self.draft(kind).count()) {
                let id = self.draft(kind).ids[number as usize];
                let first = self.row_of(kind, id);
                let path = self.place(kind, number).path("id");
                let raw = self.builder.texts.get(id);
                let clean = clean_line(raw);
                if first != Some(self.rows[kind as usize][number as usize]) {
                    let text = format!("`{clean}` is used twice; links go to the first");
                    self.builder.problems.error(path, text);
                } else if clean != raw {
                    let twin = self.builder.texts.find(&clean);
                    let twin = twin.is_some_and(|text| self.row_of(kind, text).is_some());
                    if shown.insert(clean.into_owned(), number).is_some() || twin {
                        let text =
                            "looks like another id, but differs in characters that cannot be shown";
                        self.builder.problems.error(path, text);
                    }
                }
            }
        }
    }

    fn tables(&self) -> [Table; KINDS] {
        Kind::ALL.map(|kind| {
            let draft = self.draft(kind);
            let rows = &self.rows[kind as usize];
            let aliases = draft.aliases.iter().map(|&(n, t)| (rows[n as usize], t));
            let ids = self.in_order(kind, &draft.ids);
            let mut by_id: Vec<u32> = (0..row(ids.len())).collect();
            let texts = &self.builder.texts;
            // Of two with one id, the first in the file is the one that is found.
            by_id.sort_by_key(|&r| {
                let number = self.order[kind as usize][r as usize];
                (texts.get(ids[r as usize]), number)
            });
            Table {
                names: self.in_order(kind, &draft.names),
                shorts: self.in_order(kind, &draft.shorts),
                aliases: Lists::from_pairs(ids.len(), aliases),
                dates: self.in_order(kind, &draft.dates),
                json: self.in_order(kind, &draft.json),
                ids,
                by_id,
            }
        })
    }

    /// A column in the order of the list.
    fn in_order<T: Clone>(&self, kind: Kind, column: &[T]) -> Vec<T> {
        let order = self.order[kind as usize].iter();
        order
            .map(|&number| column[number as usize].clone())
            .collect()
    }

    /// A column that runs beside the links of a relation, in the order of the finished links.
    fn beside<T: Copy>(&self, relation: Relation, column: &[T], resolved: &Resolved) -> Vec<T> {
        let pairs = &resolved.pairs[relation as usize];
        let rows = self.draft(relation.from()).count();
        let by_row = pairs.iter().zip(column).map(|(pair, item)| (pair.0, *item));
        Lists::from_pairs(rows, by_row).items().to_vec()
    }

    fn resolve_links(&mut self) -> Resolved {
        let mut weights = Vec::new();
        let pairs = Relation::ALL.map(|relation| {
            let mut links = std::mem::take(&mut self.builder.links[relation as usize]);
            // In order already, but for sources that came by way of a series or a conflict.
            links.sort_by_key(|(from, _)| *from);
            let targets = self.draft(relation.to()).count();
            let mut once = Once::new(if relation.is_set() { targets } else { 0 });
            let mut pairs = Vec::with_capacity(links.len());
            for (nth, (from, id)) in links.into_iter().enumerate() {
                let to = self.resolve(relation, from, id);
                if relation.is_set() {
                    let Some(to) = to else { continue };
                    if let Some(first) = once.first(from, to, pairs.len()) {
                        if relation == Relation::Discussed {
                            stronger(&mut weights[first], self.builder.weights[nth]);
                        }
                        continue;
                    }
                }
                if relation == Relation::Discussed {
                    weights.push(self.builder.weights[nth]);
                }
                let from = self.rows[relation.from() as usize][from as usize];
                pairs.push((from, to.unwrap_or(NONE)));
            }
            pairs
        });
        Resolved {
            inferred: vec![false; pairs[Relation::Participant as usize].len()],
            pairs: pairs.into(),
            weights,
        }
    }

    fn resolve(&mut self, relation: Relation, from: u32, id: Text) -> Option<u32> {
        if id.is_empty() {
            return None;
        }
        let found = self.row_of(relation.to(), id);
        if found.is_none() {
            let place = self.place(relation.from(), from);
            let json = &self.draft(relation.from()).json[from as usize];
            let raw = self.builder.texts.get(id);
            let path = field_path(self.file, json, relation.fields(), raw);
            let path = place.path(&path.unwrap_or_else(|| relation.fields()[0].to_owned()));
            self.report_unknown(path, relation.to(), id);
        }
        found
    }

    fn report_unknown(&mut self, path: String, kind: Kind, id: Text) {
        let ids = &self.builder.drafts[kind as usize].ids;
        let texts = &self.builder.texts;
        let text = self.unknown.sentence(kind, id, ids, texts);
        self.builder.problems.error(path, text);
    }

    fn meetings(&mut self) -> Vec<MeetingRow> {
        let series: Vec<Text> = self.builder.series.iter().map(|s| s.id).collect();
        let mut by_id = std::collections::HashMap::new();
        for (nth, id) in series.iter().enumerate().rev() {
            by_id.insert(*id, row(nth));
        }
        let mut rows = Vec::with_capacity(self.builder.meetings.len());
        for number in self.order[Kind::Meeting as usize].clone() {
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
                ordinal: draft.ordinal,
                attendance: draft.attendance,
                agenda: draft.agenda,
            });
        }
        rows
    }

    /// Takes a participant's role and organisation on that day from their dated roles, where the meeting
    /// does not give them.
    fn infer_roles(&mut self, resolved: &mut Resolved, dates: &[Option<Date>]) {
        let people = self.draft(Kind::Person).count();
        let numbered = resolved.pairs[Relation::RoleAt as usize].iter().enumerate();
        let by_person = numbered.map(|(nth, (person, _))| (*person, row(nth)));
        let roles_of = Lists::from_pairs(people, by_person);
        let participants = resolved.pairs[Relation::Participant as usize].clone();
        for (nth, (meeting, person)) in participants.into_iter().enumerate() {
            let (Some(date), true) = (dates[meeting as usize], person != NONE) else {
                continue;
            };
            let roles = roles_of.of(person as usize).iter();
            let held = roles.copied().find(|&role| {
                let role: &RoleDraft = &self.builder.roles[role as usize];
                held_on(role, date)
            });
            let Some(held) = held.map(|held| held as usize) else {
                continue;
            };
            let draft = &mut self.builder.participants[nth];
            if draft.role.is_empty() {
                draft.role = self.builder.roles[held].title;
                resolved.inferred[nth] = true;
                let (_, organisation) = resolved.pairs[Relation::RoleAt as usize][held];
                let came_for = &mut resolved.pairs[Relation::CameFor as usize][nth].1;
                if *came_for == NONE {
                    *came_for = organisation;
                }
            }
        }
    }

    fn link_both_ways(&self, resolved: &Resolved) -> Vec<Linked> {
        let both = Relation::ALL.iter().zip(&resolved.pairs);
        both.map(|(relation, pairs)| {
            let (from, to) = (self.draft(relation.from()), self.draft(relation.to()));
            let mut back: Vec<(u32, u32)> = pairs
                .iter()
                .filter(|(_, to)| *to != NONE && !found_by_meetings(*relation))
                .map(|(from, to)| (*to, *from))
                .collect();
            back.sort_unstable();
            back.dedup();
            Linked {
                forward: Lists::from_pairs(from.count(), pairs.iter().copied()),
                backward: Lists::from_pairs(to.count(), back.into_iter()),
            }
        })
        .collect()
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
                json: draft.json,
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
    let mut order: Vec<u32> = (0..row(draft.count())).collect();
    if matches!(kind, Kind::Meeting | Kind::Agreement) {
        let date = |n: &u32| draft.dates[*n as usize].map(Date::start);
        order.sort_by_key(|n| (date(n).is_none(), date(n)));
    } else {
        order.sort_by_cached_key(|n| {
            let n = *n as usize;
            // What the lists show: the short name where there is one.
            let shown = [draft.sorts[n], draft.shorts[n], draft.names[n]];
            let sort = shown.into_iter().find(|text| !text.is_empty());
            fold(builder.texts.get(sort.unwrap_or_default())).into_owned()
        });
    }
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
