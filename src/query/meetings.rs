//! The meetings that an expression keeps, as sets: from the lists of whatever has a list, people, topics,
//! series, years. What has none is asked of every meeting, by all cores.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use super::Expr;
use super::field::{Field, Known};
use super::matching::Matcher;
use super::spoken::{Spoken, Wanted};
use super::when::Span;
use crate::data::kinds::Meeting;
use crate::data::{Dataset, Kind, Overlap, RecordId, Relation, row};
use crate::parallel::shared;
use crate::search::{Bits, Stop, Term};
use crate::text::fold;

/// So many rows are asked in one piece of work.
const PIECE: usize = 1 << 12;

/// Rows between two looks whether one should stop, where each takes long.
const ROWS_A_LOOK: usize = 1 << 7;

impl<'d> Matcher<'d> {
    /// The meetings for which it holds.
    pub(super) fn rows(&self, expr: &Expr, stop: &Stop) -> Option<Arc<Bits>> {
        if let Some(known) = self.facts().by_expr.get(expr) {
            return Some(Arc::clone(known));
        }
        let rows = Arc::new(match expr {
            Expr::Word(_) | Expr::Phrase(_) => {
                self.with_term(expr, stop)?.of(Kind::Meeting).clone()
            }
            Expr::Field(field, value) => self.field(*field, value, stop)?,
            Expr::Not(inner) => {
                let mut rows = Bits::clone(&*self.rows(inner, stop)?);
                rows.flip();
                rows
            }
            Expr::All(parts) => self.all_of(parts, stop)?,
            Expr::Any(parts) => {
                let mut any = Bits::none(self.dataset().count(Kind::Meeting));
                for part in parts {
                    any.add(&*self.rows(part, stop)?);
                }
                any
            }
        });
        let mut known = self.facts();
        known.by_expr.insert(expr.clone(), Arc::clone(&rows));
        Some(rows)
    }

    pub(super) fn all_of(&self, parts: &[Expr], stop: &Stop) -> Option<Bits> {
        let mut rows = Bits::all(self.dataset().count(Kind::Meeting));
        for part in parts {
            rows.keep(&*self.rows(part, stop)?);
        }
        Some(rows)
    }

    fn meetings_where(&self, stop: &Stop, holds: impl Fn(RecordId) -> bool + Sync) -> Option<Bits> {
        self.rows_where(Kind::Meeting, stop, holds)
    }

    /// Asks every record of a kind, on all cores.
    pub(super) fn rows_where(
        &self,
        kind: Kind,
        stop: &Stop,
        holds: impl Fn(RecordId) -> bool + Sync,
    ) -> Option<Bits> {
        let pieces = self.each_piece(kind, stop, |ids| {
            let first = ids.start;
            let rows = ids
                .take_while(|row| !(*row as usize).is_multiple_of(ROWS_A_LOOK) || !stop.is_asked());
            let holding = rows.filter(|row| holds(RecordId::new(kind, *row)));
            holding.map(|row| row - first).collect::<Vec<u32>>()
        })?;
        let count = self.dataset().count(kind);
        let rows = (0..).zip(pieces).flat_map(|(nth, rows)| {
            let first = nth * row(PIECE);
            rows.into_iter().map(move |row| first + row)
        });
        Some(Bits::of(count, rows))
    }

    pub(super) fn each_piece<T: Send>(
        &self,
        kind: Kind,
        stop: &Stop,
        work: impl Fn(std::ops::Range<u32>) -> T + Sync,
    ) -> Option<Vec<T>> {
        let count = self.dataset().count(kind);
        shared(count.div_ceil(PIECE), stop, |nth| {
            let start = nth * PIECE;
            work(row(start)..row(count.min(start + PIECE)))
        })
    }

    fn union<'l>(&self, lists: impl Iterator<Item = Cow<'l, [u32]>>) -> Bits {
        let mut rows = Bits::none(self.dataset().count(Kind::Meeting));
        for list in lists {
            list.iter().for_each(|row| rows.insert(*row as usize));
        }
        rows
    }

    fn field(&self, field: Field, value: &str, stop: &Stop) -> Option<Bits> {
        let dataset = self.dataset();
        if let Some(kind) = field.kind() {
            let mut named = self.named(kind, value);
            if field == Field::Under {
                named = with_narrower(dataset, named);
            }
            let named = named.into_iter();
            return Some(self.union(named.map(|id| dataset.meetings_of(id))));
        }
        let nothing = || Some(Bits::none(dataset.count(Kind::Meeting)));
        match field {
            Field::Role => self.spoken(value, stop, |spoken, id| {
                let mut roles = dataset.participants(id).map(|known| known.role);
                roles.any(|role| spoken.is_in(role))
            }),
            Field::Kind => self.spoken(value, stop, |spoken, id| {
                spoken.is_in(dataset.meeting_kind(id))
            }),
            Field::Place => self.spoken(value, stop, |spoken, id| spoken.is_in(dataset.place(id))),
            Field::Series => Some(self.series(value)),
            Field::Has => match Known::named(value) {
                Some(known) => self.meetings_where(stop, |id| has(dataset, id, known)),
                None => nothing(),
            },
            // The one field that must be read from the file: every record of it, a few at a time.
            Field::Text => {
                let term = Term::word(value);
                self.meetings_where(stop, |id| term.begins_words(&texts(dataset, id)))
            }
            _ => match Span::parse(field, value) {
                Ok(span) => Some(self.within(span)),
                Err(_) => nothing(),
            },
        }
    }

    /// Asks the texts of every meeting, each different text once in a piece. A whole value is the one that is
    /// written in the same script; only where there is none, one that is transliterated.
    fn spoken(
        &self,
        value: &str,
        stop: &Stop,
        holds: impl Fn(&mut Spoken<'d, '_>, RecordId) -> bool + Sync,
    ) -> Option<Bits> {
        let mut rows = Bits::default();
        for asked in Wanted::of(value) {
            let pieces = self.each_piece(Kind::Meeting, stop, |rows| {
                let mut spoken = Spoken::new(&asked);
                let holding = rows.filter(|row| holds(&mut spoken, RecordId::meeting(*row)));
                holding.collect::<Vec<u32>>()
            })?;
            let count = self.dataset().count(Kind::Meeting);
            rows = Bits::of(count, pieces.into_iter().flatten());
            if rows.count() > 0 {
                break;
            }
        }
        Some(rows)
    }

    /// The meetings of known days in a span of time. Rows follow the first possible day: behind the first
    /// one that begins in the span, all do up to its end. Of those that began before, some may last into it.
    /// Meetings whose days are not known may be among them or not; nobody asks for them here.
    fn within(&self, span: Span) -> Bits {
        let begun = self.first_row(|when| when.is_none_or(|when| span.first() <= when.place()));
        let over = self.first_row(|when| when.is_none_or(|when| span.last() < when.place()));
        let mut rows = Bits::none(self.dataset().count(Kind::Meeting));
        rows.insert_all(begun.min(over)..over);
        for row in 0..begun.min(over) {
            let when = self.dataset().when(RecordId::meeting(self::row(row)));
            if when.is_some_and(|when| span.holds(when) == Overlap::Surely) {
                rows.insert(row);
            }
        }
        rows
    }

    /// The records that a value names: the one with that id; or else any whose id it is, case and accents
    /// aside; or else those of whose names each word of it begins a word.
    #[must_use]
    pub fn named(&self, kind: Kind, value: &str) -> Vec<RecordId> {
        if let Some(id) = self.dataset().find_written(kind, value) {
            return vec![id];
        }
        let is_named = is_id(value);
        let all = self.dataset().all(kind);
        let alike: Vec<RecordId> = all
            .filter(|id| is_named(self.dataset().raw_id(*id)))
            .collect();
        if !alike.is_empty() {
            return alike;
        }
        self.index().named(kind, &Term::word(value))
    }

    fn series(&self, value: &str) -> Bits {
        let dataset = self.dataset();
        let rows = || 0..dataset.series_count();
        let meetings = |row| Cow::Borrowed(dataset.series_meetings(row));
        if let Some(row) = rows().find(|row| dataset.series_id(*row) == value) {
            return self.union(std::iter::once(meetings(row)));
        }
        let is_named = is_id(value);
        let mut alike = rows()
            .filter(|row| is_named(dataset.series_id(*row)))
            .peekable();
        if alike.peek().is_some() {
            return self.union(alike.map(meetings));
        }
        let term = Term::word(value);
        let named = rows().filter(|row| {
            let names = [dataset.series_name(*row), dataset.series_short(*row)];
            let both = names.join(" ");
            names.iter().any(|name| term.begins_words(name)) || term.begins_words(&both)
        });
        self.union(named.map(meetings))
    }
}

/// Whether an id is that of a value, case and accents aside.
fn is_id(value: &str) -> impl Fn(&str) -> bool {
    let value = fold(value).into_owned();
    move |id| {
        // A letter behind ASCII may fold to several.
        let may_be = !id.is_ascii() || id.len() == value.len();
        may_be && fold(id) == value
    }
}

/// Some topics and all narrower ones, each once.
fn with_narrower(dataset: &Dataset, topics: Vec<RecordId>) -> Vec<RecordId> {
    let mut known: HashSet<RecordId> = topics.iter().copied().collect();
    let mut all = topics;
    let mut next = 0;
    while let Some(topic) = all.get(next).copied() {
        let narrower = dataset.from(topic, Relation::Broader);
        all.extend(narrower.filter(|topic| known.insert(*topic)));
        next += 1;
    }
    all
}

fn has(dataset: &Dataset, id: RecordId, known: Known) -> bool {
    // What is named and not in the file is no proof that there is none.
    let to =
        |relation| dataset.to(id, relation).next().is_some() || dataset.names_missing(id, relation);
    match known {
        Known::Conflict => dataset.conflicts_of(id).next().is_some(),
        Known::Source => to(Relation::MeetingSource),
        Known::Date => dataset.date(id).is_some(),
        Known::Place => !dataset.place(id).is_empty(),
        Known::Person => dataset.participants(id).next().is_some() || to(Relation::Chair),
        Known::Topic => to(Relation::Discussed),
        Known::Org => to(Relation::Host) || to(Relation::Listed) || to(Relation::CameFor),
        Known::Host => to(Relation::Host),
        Known::Chair => to(Relation::Chair),
        Known::Series => dataset.series_of(id).is_some(),
    }
}

/// The summary, outcomes and notes of a meeting.
fn texts(dataset: &Dataset, id: RecordId) -> String {
    let body = dataset.body(id).unwrap_or_default();
    let read: Meeting<'_> = body.read().unwrap_or_default();
    let outcomes = read.outcomes.iter().map(|outcome| Cow::from(&**outcome));
    let others = [&read.summary, &read.note, &read.date_note].map(|text| Cow::from(&**text));
    let texts: Vec<Cow<'_, str>> = others.into_iter().chain(outcomes).collect();
    texts.join("\n")
}
