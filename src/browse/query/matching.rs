//! Which records and meetings a query is about.
//!
//! Words ask the record itself, fields ask meetings. A meeting fits when all parts hold for it. A record of
//! another kind fits when its words do, and one and the same meeting of it fits all fields.
//!
//! Sets of meetings are bits, a million of them in 125 kB, and come from the lists of whatever has a list:
//! people, topics, series, years. What has none is asked of every meeting, by all cores.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::field::{Field, Known};
use super::memory::Memory;
use super::spoken::Spoken;
use super::when::Span;
use super::{Expr, Query};
use crate::browse::search::{
    Bits, Found, Index, Narrowing, Stop, Wish, WithWord, find_among, meeting_count, rows_with_word,
    shared,
};
use crate::data::kinds::Meeting;
use crate::data::{Dataset, Kind, RecordId, Relation};
use crate::text::{fold, words};

/// So many rows are asked in one piece of work.
const PIECE: usize = 1 << 12;

/// Rows between two looks whether one should stop, where each takes long.
const ROWS_A_LOOK: usize = 1 << 7;

/// What a query finds.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The records, the best first.
    pub found: Found,
    /// The meetings that fit the fields, when there are fields.
    meetings: Option<Arc<Bits>>,
}

impl Answer {
    /// The number of meetings of a record that fit the fields.
    #[must_use]
    pub fn count(&self, dataset: &Dataset, id: RecordId) -> usize {
        match &self.meetings {
            None => meeting_count(dataset, id),
            Some(kept) => common(dataset, id, kept),
        }
    }

    /// The same with no more hits than these.
    pub(super) fn first(&self, limit: usize) -> Self {
        Self {
            found: self.found.first(limit),
            meetings: self.meetings.clone(),
        }
    }
}

/// What was found out once.
#[derive(Debug, Default)]
pub(super) struct Facts {
    by_word: HashMap<String, Arc<WithWord>>,
    by_expr: HashMap<Expr, Arc<Bits>>,
}

impl Facts {
    /// Forgets everything once there is more than so much.
    pub(super) fn forget_beyond(&mut self, most: usize) {
        if self.by_word.len() + self.by_expr.len() > most {
            *self = Self::default();
        }
    }
}

/// Asks a dataset. What was found out once is kept for as long as it lives.
pub struct Matcher<'d> {
    dataset: &'d Dataset,
    index: &'d Index,
    known: Arc<Mutex<Facts>>,
}

impl<'d> Matcher<'d> {
    /// Asks this dataset, with its index.
    #[must_use]
    pub fn new(dataset: &'d Dataset, index: &'d Index) -> Self {
        Self {
            dataset,
            index,
            known: Arc::default(),
        }
    }

    /// The rows of the meetings that a query keeps, in the order of the timeline.
    #[must_use]
    pub fn keep(&self, query: &Query) -> Vec<u32> {
        let rows = self.keep_until(query, &Stop::default());
        rows.unwrap_or_default()
    }

    /// The same; `None` when it was stopped.
    #[must_use]
    pub fn keep_until(&self, query: &Query, stop: &Stop) -> Option<Vec<u32>> {
        let rows = self.all_of(&query.parts, stop)?;
        Some(rows.iter().collect())
    }

    /// Finds all records of every kind, or of one; see [`find`](Self::find).
    #[must_use]
    pub fn find_all(&self, query: &Query, kind: Option<Kind>) -> Answer {
        let answer = self.find(
            query,
            kind,
            usize::MAX,
            &Stop::default(),
            &mut Memory::default(),
        );
        answer.unwrap_or_default()
    }

    /// Finds records of every kind, or of one, the best first: by rank where there are words; without
    /// words meetings in order of time, then the others by number of meetings that fit.
    ///
    /// All are counted; the first `limit` of them are gathered. To ask again for more gives the same
    /// ones first. `None` when it was stopped. `memory` makes the next answer come sooner, never another.
    #[must_use]
    pub fn find(
        &self,
        query: &Query,
        kind: Option<Kind>,
        limit: usize,
        stop: &Stop,
        memory: &mut Memory,
    ) -> Option<Answer> {
        memory.turn_to(self.index);
        if let Some(answer) = memory.recall(query, kind, limit) {
            return Some(answer);
        }
        let asking = Self {
            known: memory.facts(),
            ..*self
        };
        let answer = asking.find_anew(query, kind, limit, stop, memory.narrowing())?;
        memory.remember(query, kind, &answer);
        Some(answer)
    }

    fn find_anew(
        &self,
        query: &Query,
        kind: Option<Kind>,
        limit: usize,
        stop: &Stop,
        narrowing: &mut Narrowing,
    ) -> Option<Answer> {
        let fields = query.fields();
        let asks_meetings = !fields.is_empty() && !fields.parts.iter().any(Expr::has_words);
        let meetings = if asks_meetings {
            Some(Arc::new(self.all_of(&fields.parts, stop)?))
        } else {
            None
        };
        let counts = Counts::new(self.dataset, meetings.as_deref());
        let count = |id| counts.of(id);
        let filter = Filter::new(self, query, stop)?;
        let keep = |id| filter.keeps(id);
        let words = searched_words(query);
        let wish = Wish {
            kind,
            limit,
            keep: &keep,
            count: &count,
            stop,
        };
        let found = if !words.is_empty() {
            find_among(self.index, self.dataset, &words, &wish, narrowing)?
        } else if query.is_empty() {
            Found::default()
        } else {
            self.without_words(&wish)?
        };
        Some(Answer { found, meetings })
    }

    fn without_words(&self, wish: &Wish<'_>) -> Option<Found> {
        let of = |kind| wish.kind.is_none_or(|only| only == kind);
        let mut total = 0;
        let mut ids: Vec<RecordId> = Vec::new();
        let mut others: Vec<(Reverse<usize>, RecordId)> = Vec::new();
        for kind in Kind::ALL.into_iter().filter(|kind| of(*kind)) {
            let rows = self.rows_where(kind, wish.stop, |id| (wish.keep)(id))?;
            total += rows.count();
            let fitting = rows.iter().map(|row| RecordId::new(kind, row));
            if kind == Kind::Meeting {
                ids.extend(fitting.take(wish.limit));
            } else {
                others.extend(fitting.map(|id| (Reverse((wish.count)(id)), id)));
            }
        }
        let room = wish.limit - ids.len();
        if room < others.len() {
            others.select_nth_unstable(room);
            others.truncate(room);
        }
        others.sort_unstable();
        let all = ids.into_iter().chain(others.into_iter().map(|(_, id)| id));
        Some(Found::all(all, total))
    }

    fn known(&self) -> MutexGuard<'_, Facts> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The records that a word matches, letter for letter.
    fn with_word(&self, word: &str, stop: &Stop) -> Option<Arc<WithWord>> {
        if let Some(known) = self.known().by_word.get(word) {
            return Some(Arc::clone(known));
        }
        let with = rows_with_word(self.index, self.dataset, word, stop)?;
        let mut known = self.known();
        known.by_word.insert(word.to_owned(), Arc::clone(&with));
        Some(with)
    }

    // Meetings.

    /// The meetings for which it holds.
    fn rows(&self, expr: &Expr, stop: &Stop) -> Option<Arc<Bits>> {
        if let Some(known) = self.known().by_expr.get(expr) {
            return Some(Arc::clone(known));
        }
        let rows = Arc::new(match expr {
            Expr::Word(word) => self.with_word(word, stop)?.of(Kind::Meeting).clone(),
            Expr::Phrase(text) => {
                let phrase = Phrase::new(text);
                self.meetings_where(stop, |id| phrase.is_in(self.index, id))?
            }
            Expr::Field(field, value) => self.field(*field, value, stop)?,
            Expr::Not(inner) => {
                let mut rows = Bits::clone(&*self.rows(inner, stop)?);
                rows.flip();
                rows
            }
            Expr::All(parts) => self.all_of(parts, stop)?,
            Expr::Any(parts) => {
                let mut any = Bits::none(self.dataset.count(Kind::Meeting));
                for part in parts {
                    any.add(&*self.rows(part, stop)?);
                }
                any
            }
        });
        let mut known = self.known();
        known.by_expr.insert(expr.clone(), Arc::clone(&rows));
        Some(rows)
    }

    fn all_of(&self, parts: &[Expr], stop: &Stop) -> Option<Bits> {
        let mut rows = Bits::all(self.dataset.count(Kind::Meeting));
        for part in parts {
            rows.keep(&*self.rows(part, stop)?);
        }
        Some(rows)
    }

    fn meetings_where(&self, stop: &Stop, holds: impl Fn(RecordId) -> bool + Sync) -> Option<Bits> {
        self.rows_where(Kind::Meeting, stop, holds)
    }

    /// Asks every record of a kind, on all cores.
    fn rows_where(
        &self,
        kind: Kind,
        stop: &Stop,
        holds: impl Fn(RecordId) -> bool + Sync,
    ) -> Option<Bits> {
        let pieces = self.each_piece(kind, stop, |ids| {
            let first = ids.start;
            let rows = ids.take_while(|row| *row as usize % ROWS_A_LOOK != 0 || !stop.is_asked());
            let holding = rows.filter(|row| holds(RecordId::new(kind, *row)));
            holding.map(|row| row - first).collect::<Vec<u32>>()
        })?;
        let count = self.dataset.count(kind);
        let rows = (0..).zip(pieces).flat_map(|(nth, rows)| {
            let first = nth * row(PIECE);
            rows.into_iter().map(move |row| first + row)
        });
        Some(Bits::of(count, rows))
    }

    fn each_piece<T: Send>(
        &self,
        kind: Kind,
        stop: &Stop,
        work: impl Fn(std::ops::Range<u32>) -> T + Sync,
    ) -> Option<Vec<T>> {
        let count = self.dataset.count(kind);
        shared(count.div_ceil(PIECE), stop, |nth| {
            let start = nth * PIECE;
            work(row(start)..row(count.min(start + PIECE)))
        })
    }

    fn union<'l>(&self, lists: impl Iterator<Item = Cow<'l, [u32]>>) -> Bits {
        let mut rows = Bits::none(self.dataset.count(Kind::Meeting));
        for list in lists {
            list.iter().for_each(|row| rows.insert(*row as usize));
        }
        rows
    }

    fn field(&self, field: Field, value: &str, stop: &Stop) -> Option<Bits> {
        let dataset = self.dataset;
        if let Some(kind) = field.kind() {
            let named = self.named(kind, value).into_iter();
            return Some(self.union(named.map(|id| dataset.meetings_of(id))));
        }
        let nothing = || Some(Bits::none(dataset.count(Kind::Meeting)));
        match field {
            Field::Role => self.spoken(value, stop, |spoken, id| {
                let mut roles = dataset.participants(id).map(|known| known.role);
                roles.any(|role| spoken.begins(role))
            }),
            Field::Kind => self.spoken(value, stop, |spoken, id| {
                spoken.begins(dataset.meeting_kind(id))
            }),
            Field::Place => self.spoken(value, stop, |spoken, id| spoken.begins(dataset.place(id))),
            Field::Series => Some(self.series(value)),
            Field::Has => match Known::named(value) {
                Some(known) => self.meetings_where(stop, |id| has(dataset, id, known)),
                None => nothing(),
            },
            Field::Text => self.meetings_where(stop, |id| begins_words(&texts(dataset, id), value)),
            _ => match Span::parse(field, value) {
                Ok(span) => Some(self.within(span)),
                Err(_) => nothing(),
            },
        }
    }

    /// Asks the texts of every meeting, each different text once in a piece.
    fn spoken(
        &self,
        value: &str,
        stop: &Stop,
        holds: impl Fn(&mut Spoken<'d>, RecordId) -> bool + Sync,
    ) -> Option<Bits> {
        let pieces = self.each_piece(Kind::Meeting, stop, |rows| {
            let mut spoken = Spoken::new(value);
            let holding = rows.filter(|row| holds(&mut spoken, RecordId::meeting(*row)));
            holding.collect::<Vec<u32>>()
        })?;
        let count = self.dataset.count(Kind::Meeting);
        Some(Bits::of(count, pieces.into_iter().flatten()))
    }

    /// The meetings of a span of time. Rows follow the first day that a date may stand for, those without
    /// a date last: behind the first one that begins in the span, all do up to its end. Of those that
    /// began before, some may last into it.
    fn within(&self, span: Span) -> Bits {
        let count = self.dataset.count(Kind::Meeting);
        let date = |row: usize| self.dataset.date(RecordId::meeting(self::row(row)));
        let first_where = |holds: &dyn Fn(usize) -> bool| {
            let (mut low, mut high) = (0, count);
            while low < high {
                let middle = low + (high - low) / 2;
                if holds(middle) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            low
        };
        let begun = first_where(&|row| date(row).is_none_or(|date| span.is_begun(date)));
        let over = first_where(&|row| date(row).is_none_or(|date| span.is_over(date)));
        let mut rows = Bits::none(count);
        rows.insert_all(begun.min(over)..over);
        for row in 0..begun.min(over) {
            if date(row).is_some_and(|date| span.holds(date)) {
                rows.insert(row);
            }
        }
        rows
    }

    /// The records that a value names: the one with that id, or else those of whose names each word of
    /// it begins a word.
    #[must_use]
    pub fn named(&self, kind: Kind, value: &str) -> Vec<RecordId> {
        if let Some(id) = self.dataset.find(kind, value) {
            return vec![id];
        }
        let folded = fold(value);
        let wanted: Vec<&str> = words(&folded).map(|(_, word)| word).collect();
        self.index.named(kind, &wanted)
    }

    fn series(&self, value: &str) -> Bits {
        let dataset = self.dataset;
        let rows = || 0..dataset.series_count();
        let meetings = |row| Cow::Borrowed(dataset.series_meetings(row));
        if let Some(row) = rows().find(|row| dataset.series_id(*row) == value) {
            return self.union(std::iter::once(meetings(row)));
        }
        let named = rows().filter(|row| {
            let names = format!(
                "{} {}",
                dataset.series_name(*row),
                dataset.series_short(*row)
            );
            begins_words(&names, value)
        });
        self.union(named.map(meetings))
    }
}

/// The numbers of meetings by which records are put in order.
struct Counts<'a> {
    dataset: &'a Dataset,
    kept: Option<&'a Bits>,
    /// By series: how many of its meetings are kept; each of them has that number.
    by_series: Vec<usize>,
}

impl<'a> Counts<'a> {
    fn new(dataset: &'a Dataset, kept: Option<&'a Bits>) -> Self {
        let of_series = |kept: &Bits| {
            let series = 0..dataset.series_count();
            let counts = series.map(|row| kept.count_of(dataset.series_meetings(row)));
            counts.collect()
        };
        Self {
            dataset,
            kept,
            by_series: kept.map(of_series).unwrap_or_default(),
        }
    }

    fn of(&self, id: RecordId) -> usize {
        let Some(kept) = self.kept else {
            return meeting_count(self.dataset, id);
        };
        let is_meeting = id.kind == Kind::Meeting;
        let series = is_meeting.then(|| self.dataset.series_of(id)).flatten();
        match series.and_then(|series| self.by_series.get(series)) {
            Some(count) => *count,
            None => common(self.dataset, id, kept),
        }
    }
}

/// The parts of a query that are not words to be ranked by.
struct Filter<'m> {
    matcher: &'m Matcher<'m>,
    parts: Vec<&'m Expr>,
    /// The words and phrases in them, each once.
    asked: Vec<(&'m Expr, Asked)>,
    /// What is left to ask of meetings, by the answers of a record to these.
    left: Mutex<HashMap<Vec<bool>, Left>>,
    /// The same where there are no words.
    always: Option<Left>,
    stop: &'m Stop,
}

/// A word or phrase that a record itself is asked.
enum Asked {
    Word(Arc<WithWord>),
    Phrase(Phrase),
}

/// What is left to ask of the meetings of a record.
#[derive(Clone)]
enum Left {
    /// Nothing: it fits, or does not.
    Is(bool),
    /// Whether one of them is among these.
    Among(Arc<Bits>),
}

impl<'m> Filter<'m> {
    fn new(matcher: &'m Matcher<'m>, query: &'m Query, stop: &'m Stop) -> Option<Self> {
        let parts = query.parts.iter();
        let parts: Vec<&Expr> = parts
            .filter(|part| !matches!(part, Expr::Word(_)))
            .collect();
        let mut atoms: Vec<&Expr> = Vec::new();
        for part in &parts {
            part.for_each_word(&mut |atom| {
                if !atoms.contains(&atom) {
                    atoms.push(atom);
                }
            });
        }
        let asked: Option<Vec<(&Expr, Asked)>> = atoms
            .into_iter()
            .map(|atom| {
                let asked = match atom {
                    Expr::Phrase(text) => Asked::Phrase(Phrase::new(text)),
                    Expr::Word(word) => Asked::Word(matcher.with_word(word, stop)?),
                    _ => return None,
                };
                Some((atom, asked))
            })
            .collect();
        let mut filter = Self {
            matcher,
            parts,
            asked: asked?,
            left: Mutex::default(),
            always: None,
            stop,
        };
        if filter.asked.is_empty() {
            filter.always = Some(filter.left_by(&[])?);
        }
        Some(filter)
    }

    /// Whether a record fits.
    fn keeps(&self, id: RecordId) -> bool {
        match &self.always {
            Some(left) => left.holds(self.matcher.dataset, id),
            None => {
                let left = self.left_of(id);
                left.is_some_and(|left| left.holds(self.matcher.dataset, id))
            }
        }
    }

    fn left_of(&self, id: RecordId) -> Option<Left> {
        let answers: Vec<bool> = self
            .asked
            .iter()
            .map(|(_, asked)| match asked {
                Asked::Word(with) => with.of(id.kind).has(id.index()),
                Asked::Phrase(phrase) => phrase.is_in(self.matcher.index, id),
            })
            .collect();
        let mut known = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(left) = known.get(&answers) {
            return Some(left.clone());
        }
        let left = self.left_by(&answers)?;
        known.insert(answers, left.clone());
        Some(left)
    }

    /// What is left to ask, given the answers to the words; `None` when it was stopped.
    fn left_by(&self, answers: &[bool]) -> Option<Left> {
        let mut left = Vec::new();
        for part in &self.parts {
            match self.without_words_of(part, answers) {
                Rest::Is(true) => {}
                Rest::Is(false) => return Some(Left::Is(false)),
                Rest::Asks(expr) => left.push(expr),
            }
        }
        if left.is_empty() {
            return Some(Left::Is(true));
        }
        let rows = self.matcher.rows(&Expr::All(left), self.stop)?;
        Some(Left::Among(rows))
    }

    /// What is left to ask of meetings, once the words have been asked of the record.
    fn without_words_of(&self, expr: &Expr, answers: &[bool]) -> Rest {
        match expr {
            Expr::Word(_) | Expr::Phrase(_) => {
                let mut asked = self.asked.iter().zip(answers);
                let answer = asked.find(|((atom, _), _)| *atom == expr);
                Rest::Is(answer.is_some_and(|(_, answer)| *answer))
            }
            Expr::Field(..) => Rest::Asks(expr.clone()),
            Expr::Not(inner) => match self.without_words_of(inner, answers) {
                Rest::Is(holds) => Rest::Is(!holds),
                Rest::Asks(expr) => Rest::Asks(expr.negated()),
            },
            Expr::All(parts) => self.joined(parts, answers, false),
            Expr::Any(parts) => self.joined(parts, answers, true),
        }
    }

    /// `decided` is what one part settles alone: a yes for *any*, a no for *all*.
    fn joined(&self, parts: &[Expr], answers: &[bool], decided: bool) -> Rest {
        let mut left = Vec::new();
        for part in parts {
            match self.without_words_of(part, answers) {
                Rest::Is(holds) if holds == decided => return Rest::Is(decided),
                Rest::Is(_) => {}
                Rest::Asks(expr) => left.push(expr),
            }
        }
        match (left.is_empty(), decided) {
            (true, _) => Rest::Is(!decided),
            (false, true) => Rest::Asks(Expr::Any(left)),
            (false, false) => Rest::Asks(Expr::All(left)),
        }
    }
}

impl Left {
    fn holds(&self, dataset: &Dataset, id: RecordId) -> bool {
        match self {
            Self::Is(holds) => *holds,
            Self::Among(rows) if id.kind == Kind::Meeting => rows.has(id.index()),
            Self::Among(rows) => {
                let meetings = dataset.meetings_of(id);
                meetings.iter().any(|row| rows.has(*row as usize))
            }
        }
    }
}

/// What asking the words of a record leaves.
enum Rest {
    /// Nothing: it holds, or does not.
    Is(bool),
    /// This, of its meetings.
    Asks(Expr),
}

/// Words that stand side by side.
struct Phrase(String);

impl Phrase {
    fn new(text: &str) -> Self {
        Self(fold(text).into_owned())
    }

    fn is_in(&self, index: &Index, id: RecordId) -> bool {
        let phrase: Vec<&str> = words(&self.0).map(|(_, word)| word).collect();
        index.has_phrase(id, &phrase)
    }
}

/// The words to be ranked by: those of all parts that must hold.
fn searched_words(query: &Query) -> String {
    let words = query.parts.iter().filter_map(|part| match part {
        Expr::Word(text) | Expr::Phrase(text) => Some(text.as_str()),
        _ => None,
    });
    words.collect::<Vec<&str>>().join(" ")
}

/// Whether each word of a value begins a word of a text.
pub(in crate::browse) fn begins_words(text: &str, value: &str) -> bool {
    Spoken::new(value).begins_words(text)
}

/// How many meetings of a record are among some.
fn common(dataset: &Dataset, id: RecordId, kept: &Bits) -> usize {
    kept.count_of(&dataset.meetings_of(id))
}

/// Rows of a dataset are counted in four bytes.
fn row(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn has(dataset: &Dataset, id: RecordId, known: Known) -> bool {
    let to = |relation| dataset.to(id, relation).next().is_some();
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
