//! Asks the meetings of a dataset. What has a list of meetings (people, topics, series, years) is read from the
//! lists; what has none is asked of every meeting, by all cores. The sets found are kept.

use std::borrow::{Borrow, Cow};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use super::expression::{Expr, series_of_id};
use super::field::{Field, has};
use super::kept::Kept;
use super::shared_text::{SharedTexts, TextTest};
use super::span::TimeSpan;
use crate::data::kinds::Meeting;
use crate::data::{Dataset, Kind, Overlap, ReadError, RecordId, Relation, When, row};
use crate::parallel::shared;
use crate::search::{Bits, Index, Stop, Term, WithTerm, first_where_not, rows_with};
use crate::text::fold;

/// So many rows are asked in one piece of work.
const PIECE: usize = 1 << 12;

/// Rows between two looks whether one should stop, where each takes long.
const ROWS_A_LOOK: usize = 1 << 7;

/// The sets that were found, by what was asked.
#[derive(Debug, Default)]
pub(super) struct SetCache {
    pub(super) by_term: HashMap<Expr, Arc<WithTerm>>,
    pub(super) by_expr: HashMap<Expr, Arc<Bits>>,
    pub(super) kept: HashMap<Expr, Arc<Kept>>,
}

impl SetCache {
    /// Forgets everything once there is more than so much.
    pub(super) fn forget_beyond(&mut self, most: usize) {
        if self.by_term.len() + self.by_expr.len() + self.kept.len() > most {
            *self = Self::default();
        }
    }
}

/// Asks a dataset. What was found out once is kept for as long as it lives.
pub struct Matcher<'d> {
    pub(super) dataset: &'d Dataset,
    pub(super) index: &'d Index,
    sets: Arc<Mutex<SetCache>>,
}

impl<'d> Matcher<'d> {
    /// Asks this dataset, with its index.
    #[must_use]
    pub fn new(dataset: &'d Dataset, index: &'d Index) -> Self {
        Self::with_sets(dataset, index, Arc::default())
    }

    /// The same with sets that were found before.
    pub(super) fn with_sets(
        dataset: &'d Dataset,
        index: &'d Index,
        sets: Arc<Mutex<SetCache>>,
    ) -> Self {
        Self {
            dataset,
            index,
            sets,
        }
    }

    /// What was found before, or else what is found now; `None` when that was stopped.
    pub(super) fn cached<T>(
        &self,
        sets: fn(&mut SetCache) -> &mut HashMap<Expr, Arc<T>>,
        expr: &Expr,
        find: impl FnOnce() -> Option<Arc<T>>,
    ) -> Option<Arc<T>> {
        let cache = || self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = sets(&mut cache()).get(expr) {
            return Some(Arc::clone(found));
        }
        let found = find()?;
        sets(&mut cache()).insert(expr.clone(), Arc::clone(&found));
        Some(found)
    }

    /// The records that have a word or a phrase, letter for letter.
    pub(super) fn with_term(&self, expr: &Expr, stop: &Stop) -> Option<Arc<WithTerm>> {
        self.cached(
            |sets| &mut sets.by_term,
            expr,
            || rows_with(self.index, self.dataset, &term_of(expr)?, stop),
        )
    }

    /// The meetings for which it holds.
    pub(super) fn rows(&self, expr: &Expr, stop: &Stop) -> Option<Arc<Bits>> {
        let find = || self.rows_anew(expr, stop).map(Arc::new);
        self.cached(|sets| &mut sets.by_expr, expr, find)
    }

    /// The same, though it was found before.
    pub(super) fn rows_anew(&self, expr: &Expr, stop: &Stop) -> Option<Bits> {
        let mut rows = self.no_meeting();
        match expr {
            Expr::Word(_) | Expr::Phrase(_) => {
                return Some(self.with_term(expr, stop)?.of(Kind::Meeting).clone());
            }
            Expr::Field(field, value) => return self.field(*field, value, stop),
            Expr::Not(inner) => {
                rows.clone_from(&*self.rows(inner, stop)?);
                rows.flip();
            }
            Expr::All(parts) => {
                rows.flip();
                for part in parts {
                    rows.keep(&*self.rows(part, stop)?);
                }
            }
            Expr::Any(parts) => {
                for part in parts {
                    rows.add(&*self.rows(part, stop)?);
                }
            }
        }
        Some(rows)
    }

    pub(super) fn no_meeting(&self) -> Bits {
        Bits::none(self.dataset.count(Kind::Meeting))
    }

    /// Asks every record of a kind, on all cores.
    pub(super) fn rows_where(
        &self,
        kind: Kind,
        stop: &Stop,
        holds: impl Fn(RecordId) -> bool + Sync,
    ) -> Option<Bits> {
        let pieces = self.each_piece(kind, stop, |rows| {
            let rows = rows
                .take_while(|row| !(*row as usize).is_multiple_of(ROWS_A_LOOK) || !stop.is_asked());
            let holding = rows.filter(|row| holds(RecordId::new(kind, *row)));
            holding.collect::<Vec<u32>>()
        })?;
        let count = self.dataset.count(kind);
        Some(Bits::of(count, pieces.into_iter().flatten()))
    }

    pub(super) fn each_piece<T: Send>(
        &self,
        kind: Kind,
        stop: &Stop,
        work: impl Fn(Range<u32>) -> T + Sync,
    ) -> Option<Vec<T>> {
        let count = self.dataset.count(kind);
        shared(count.div_ceil(PIECE), stop, |nth| {
            let start = nth * PIECE;
            work(row(start)..row(count.min(start + PIECE)))
        })
    }

    fn union<'l>(&self, lists: impl Iterator<Item = Cow<'l, [u32]>>) -> Bits {
        let mut rows = self.no_meeting();
        for list in lists {
            list.iter().for_each(|row| rows.insert(*row as usize));
        }
        rows
    }

    fn field(&self, field: Field, value: &str, stop: &Stop) -> Option<Bits> {
        let dataset = self.dataset;
        let meetings_of = |records: Vec<RecordId>| {
            let lists = records.into_iter().map(|id| dataset.meetings_of(id));
            self.union(lists)
        };
        match field {
            Field::Person
            | Field::Topic
            | Field::Org
            | Field::Agreement
            | Field::Source
            | Field::Meeting => Some(meetings_of(self.named(field.kind()?, value))),
            Field::Under => {
                let topics = self.named(Kind::Topic, value);
                Some(meetings_of(with_narrower(dataset, topics)))
            }
            Field::Role => self.with_text(value, stop, |texts, id| {
                let mut named = dataset.participants(id);
                named.any(|participant| texts.fit(participant.role))
            }),
            Field::Kind => {
                self.with_text(value, stop, |texts, id| texts.fit(dataset.meeting_kind(id)))
            }
            Field::Place => self.with_text(value, stop, |texts, id| texts.fit(dataset.place(id))),
            Field::Series => Some(self.series(value)),
            Field::In | Field::After | Field::Before => {
                let span = TimeSpan::parse(field, value);
                Some(span.map_or_else(|_| self.no_meeting(), |span| self.within(span)))
            }
            // It speaks of the other parts.
            Field::Dates => Some(self.no_meeting()),
            Field::Has => match has(value) {
                Some(has) => self.rows_where(Kind::Meeting, stop, |id| has(dataset, id)),
                None => Some(self.no_meeting()),
            },
            // The one field that must be read from the file: every record of it, a few at a time.
            Field::Text => {
                let term = Term::word(value);
                self.rows_where(Kind::Meeting, stop, |id| {
                    texts(dataset, id).is_ok_and(|text| term.begins_words(&text))
                })
            }
        }
    }

    /// Asks the texts of every meeting, each different text once in a piece. A whole value is the one that is
    /// written in the same script; only where there is none, one that is transliterated.
    fn with_text(
        &self,
        value: &str,
        stop: &Stop,
        holds: impl Fn(&mut SharedTexts<'d, '_>, RecordId) -> bool + Sync,
    ) -> Option<Bits> {
        let mut rows = Bits::default();
        for test in TextTest::of(value) {
            let pieces = self.each_piece(Kind::Meeting, stop, |rows| {
                let mut texts = SharedTexts::new(&test);
                let holding = rows.filter(|row| holds(&mut texts, RecordId::meeting(*row)));
                holding.collect::<Vec<u32>>()
            })?;
            let count = self.dataset.count(Kind::Meeting);
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
    fn within(&self, span: TimeSpan) -> Bits {
        let begun = self.first_row(|when| when.is_none_or(|when| span.first() <= when.place()));
        let over = self.first_row(|when| when.is_none_or(|when| span.last() < when.place()));
        let mut rows = self.no_meeting();
        rows.insert_all(begun.min(over)..over);
        for row in 0..begun.min(over) {
            let when = self.dataset.when(RecordId::meeting(self::row(row)));
            if when.is_some_and(|when| span.holds(when) == Overlap::Surely) {
                rows.insert(row);
            }
        }
        rows
    }

    /// The first meeting in the order of time of which something holds, as it does of all behind it.
    pub(super) fn first_row(&self, holds: impl Fn(Option<When>) -> bool) -> usize {
        first_where_not(0..self.dataset.count(Kind::Meeting), |at| {
            !holds(self.dataset.when(RecordId::meeting(row(at))))
        })
    }

    /// The records that a value names: the one with that id; or else any whose id it is but for case and
    /// accents; or else those of whose names each word of it begins a word.
    pub(crate) fn named(&self, kind: Kind, value: &str) -> Vec<RecordId> {
        if let Some(id) = self.dataset.find_written(kind, value) {
            return vec![id];
        }
        let all = self.dataset.all(kind);
        of_id(value, all, |id| self.dataset.raw_id(*id))
            .unwrap_or_else(|| self.index.named(kind, &Term::word(value)))
    }

    fn series(&self, value: &str) -> Bits {
        let dataset = self.dataset;
        let all = 0..dataset.series_count();
        let exactly = series_of_id(dataset, value).map(|series| vec![series]);
        let or_alike = || of_id(value, all.clone(), |series| dataset.series_id(*series));
        let or_named = || {
            let term = Term::word(value);
            let is_named = |series: &usize| {
                let names = [dataset.series_name(*series), dataset.series_short(*series)];
                let both = names.join(" ");
                names.iter().any(|name| term.begins_words(name)) || term.begins_words(&both)
            };
            all.clone().filter(is_named).collect()
        };
        let series = exactly
            .or_else(or_alike)
            .unwrap_or_else(or_named)
            .into_iter();
        self.union(series.map(|series| Cow::Borrowed(dataset.series_meetings(series))))
    }
}

/// What a word or a phrase asks of the names of a record: the one place where a query is brought into the
/// form of the index.
pub(super) fn term_of(expr: &Expr) -> Option<Term> {
    match expr {
        Expr::Word(text) => Some(Term::word(text)),
        Expr::Phrase(text) => Some(Term::phrase(text)),
        Expr::Field(..) | Expr::Not(_) | Expr::All(_) | Expr::Any(_) => None,
    }
}

/// Those whose id is a value, apart from case and accents, if there are any.
fn of_id<T, I: Borrow<str>>(
    value: &str,
    all: impl Iterator<Item = T>,
    id_of: impl Fn(&T) -> I,
) -> Option<Vec<T>> {
    let value = fold(value);
    let is_it = |one: &T| {
        let id = id_of(one);
        let id = id.borrow();
        // A letter behind ASCII may fold to several.
        let may_be = !id.is_ascii() || id.len() == value.len();
        may_be && fold(id) == value
    };
    let found: Vec<T> = all.filter(is_it).collect();
    (!found.is_empty()).then_some(found)
}

/// Some topics and all narrower ones, each once.
fn with_narrower(dataset: &Dataset, topics: Vec<RecordId>) -> Vec<RecordId> {
    let mut seen: HashSet<RecordId> = topics.iter().copied().collect();
    let mut all = topics;
    let mut next = 0;
    while let Some(topic) = all.get(next).copied() {
        let narrower = dataset.from(topic, Relation::Broader);
        all.extend(narrower.filter(|topic| seen.insert(*topic)));
        next += 1;
    }
    all
}

/// The summary, outcomes and notes of a meeting.
fn texts(dataset: &Dataset, id: RecordId) -> Result<String, ReadError> {
    let body = dataset.body(id)?;
    let read: Meeting<'_> = body.read()?;
    let texts = [&read.summary, &read.note, &read.date_note].map(|text| &**text);
    let outcomes = read.outcomes.iter().map(|outcome| &**outcome);
    Ok(texts
        .into_iter()
        .chain(outcomes)
        .collect::<Vec<&str>>()
        .join("\n"))
}
