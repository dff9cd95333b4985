//! Which records and meetings a query is about.
//!
//! Words ask the record itself, fields ask meetings. A meeting fits when all parts hold for it. A record of
//! another kind fits when its words do, and one and the same meeting of it fits all fields.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::filter::Filter;
use super::kept::Kept;
use super::memory::Memory;
use super::{Expr, Query};
use crate::data::{Dataset, Kind, RecordId};
use crate::query::Number;
use crate::search::{
    Bits, FindRequest, Found, Hit, Index, Newest, Stop, Term, WithTerm, find_among, rows_with,
};

/// What a query finds.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The records, the best first.
    pub found: Found,
    /// The meetings that fit the fields, when there are fields.
    meetings: Option<Arc<Kept>>,
    /// The meetings found that fit perhaps.
    perhaps: Arc<HashSet<u32>>,
}

impl Answer {
    /// About so many bytes as it takes.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(self.hits()) + 8 * self.perhaps.len() + self.total() / 4
    }

    /// The best records, in their order.
    #[must_use]
    pub fn hits(&self) -> &[Hit] {
        self.found.hits()
    }

    /// How many records were found in all.
    pub(crate) fn total(&self) -> usize {
        self.found.total()
    }

    /// The number of meetings of a record that fit the fields.
    #[must_use]
    pub fn count(&self, dataset: &Dataset, id: RecordId) -> Number {
        match &self.meetings {
            None => Number::sure(dataset.meeting_count(id)),
            Some(kept) => kept.number_of(&dataset.meetings_of(id)),
        }
    }

    /// Whether a record was found that fits perhaps only: a meeting whose days are not known, or a record of
    /// such meetings alone.
    pub(crate) fn is_perhaps(&self, dataset: &Dataset, id: RecordId) -> bool {
        match (id.kind, &self.meetings) {
            (Kind::Meeting, _) => self.perhaps.contains(&id.row),
            (_, None) => false,
            (_, Some(_)) => {
                let number = self.count(dataset, id);
                number.surely == 0 && number.perhaps > 0
            }
        }
    }

    /// How many meetings without any time are left out because a time is asked for.
    pub(crate) fn left_out(&self) -> usize {
        self.meetings.as_ref().map_or(0, |kept| kept.left_out())
    }

    /// The same with no more hits than these.
    pub(super) fn first(&self, limit: usize) -> Self {
        Self {
            found: self.found.first(limit),
            meetings: self.meetings.clone(),
            perhaps: Arc::clone(&self.perhaps),
        }
    }
}

/// What was found out once.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) by_term: HashMap<Expr, Arc<WithTerm>>,
    pub(super) by_expr: HashMap<Expr, Arc<Bits>>,
    pub(super) kept: HashMap<Vec<Expr>, Arc<Kept>>,
}

impl Facts {
    /// Forgets everything once there is more than so much.
    pub(super) fn forget_beyond(&mut self, most: usize) {
        if self.by_term.len() + self.by_expr.len() + self.kept.len() > most {
            *self = Self::default();
        }
    }
}

/// Asks a dataset. What was found out once is kept for as long as it lives.
pub struct Matcher<'d> {
    dataset: &'d Dataset,
    index: &'d Index,
    facts: Arc<Mutex<Facts>>,
}

impl<'d> Matcher<'d> {
    /// Asks this dataset, with its index.
    #[must_use]
    pub fn new(dataset: &'d Dataset, index: &'d Index) -> Self {
        Self {
            dataset,
            index,
            facts: Arc::default(),
        }
    }

    pub(super) fn dataset(&self) -> &'d Dataset {
        self.dataset
    }

    pub(super) fn index(&self) -> &'d Index {
        self.index
    }

    /// The rows of the meetings that a query keeps, surely or perhaps, in the order of the timeline.
    #[must_use]
    pub fn keep(&self, query: &Query) -> Vec<u32> {
        let rows = self.keep_until(query, &Stop::default());
        rows.unwrap_or_default()
    }

    /// The same; `None` when it was stopped.
    pub(crate) fn keep_until(&self, query: &Query, stop: &Stop) -> Option<Vec<u32>> {
        Some(self.kept_until(query, stop)?.rows())
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

    /// Finds records of every kind, or of one, the best first: in the order of what is found by words; without
    /// words the meetings, which are what is asked for, the latest first, then the others by number of meetings that fit.
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
            facts: memory.facts(),
            ..*self
        };
        let answer = asking.find_anew(query, kind, limit, stop)?;
        memory.remember(query, kind, &answer);
        Some(answer)
    }

    fn find_anew(
        &self,
        query: &Query,
        kind: Option<Kind>,
        limit: usize,
        stop: &Stop,
    ) -> Option<Answer> {
        let fields = query.fields();
        let asks_meetings = !fields.is_empty() && !fields.parts.iter().any(Expr::has_words);
        let meetings = if asks_meetings {
            Some(self.kept_until(&fields, stop)?)
        } else {
            None
        };
        let counts = Counts::new(self.dataset, self.index, meetings.as_deref());
        let count = |id| counts.of(id);
        let filter = Filter::new(self, query, stop)?;
        let keep = |id| filter.keeps(id);
        let (terms, typed) = searched(query);
        let request = FindRequest {
            kind,
            limit,
            keep: (!filter.keeps_all()).then_some(&keep),
            count: meetings.is_some().then_some(&count),
            stop,
        };
        let found = if !terms.is_empty() {
            find_among(self.index, self.dataset, terms, &typed, &request)?
        } else if query.is_empty() {
            Found::default()
        } else {
            self.without_words(&request, &counts)?
        };
        let perhaps = found.hits().iter().map(|hit| hit.id);
        let perhaps = perhaps.filter(|id| id.kind == Kind::Meeting && filter.is_perhaps(*id));
        let perhaps = Arc::new(perhaps.map(|id| id.row).collect());
        Some(Answer {
            found,
            meetings,
            perhaps,
        })
    }

    fn without_words(&self, request: &FindRequest<'_>, counts: &Counts<'_>) -> Option<Found> {
        let of = |kind| request.kind.is_none_or(|only| only == kind);
        let mut total = 0;
        let mut ids: Vec<RecordId> = Vec::new();
        let mut others: Vec<(Reverse<usize>, RecordId)> = Vec::new();
        for kind in Kind::ALL.into_iter().filter(|kind| of(*kind)) {
            let rows = {
                let keeps = |id| request.keep.is_none_or(|keep| keep(id));
                self.rows_where(kind, request.stop, keeps)?
            };
            total += rows.count();
            if kind == Kind::Meeting {
                let newest = Newest::of(self.dataset).rows(self.dataset);
                let fitting = newest.filter(|row| rows.has(*row as usize));
                ids.extend(fitting.map(RecordId::meeting).take(request.limit));
            } else {
                let fitting = rows.iter().map(|row| RecordId::new(kind, row));
                others.extend(fitting.map(|id| (Reverse(counts.of(id)), id)));
            }
        }
        let room = request.limit - ids.len();
        if room < others.len() {
            others.select_nth_unstable(room);
            others.truncate(room);
        }
        others.sort_unstable();
        let all = ids.into_iter().chain(others.into_iter().map(|(_, id)| id));
        Some(Found::all(all, total))
    }

    pub(super) fn facts(&self) -> MutexGuard<'_, Facts> {
        self.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The records that have a word or a phrase, letter for letter.
    pub(super) fn with_term(&self, expr: &Expr, stop: &Stop) -> Option<Arc<WithTerm>> {
        if let Some(known) = self.facts().by_term.get(expr) {
            return Some(Arc::clone(known));
        }
        let term = term_of(expr)?;
        let with = rows_with(self.index, self.dataset, &term, stop)?;
        let mut known = self.facts();
        known.by_term.insert(expr.clone(), Arc::clone(&with));
        Some(with)
    }
}

/// What a word or a phrase asks of the names of a record: the one place where a query is brought into the
/// form of the index.
fn term_of(expr: &Expr) -> Option<Term> {
    match expr {
        Expr::Word(text) => Some(Term::word(text)),
        Expr::Phrase(text) => Some(Term::phrase(text)),
        _ => None,
    }
}

/// The numbers of meetings by which records are put in order, but for meetings themselves.
struct Counts<'a> {
    dataset: &'a Dataset,
    index: &'a Index,
    kept: Option<&'a Kept>,
}

impl<'a> Counts<'a> {
    fn new(dataset: &'a Dataset, index: &'a Index, kept: Option<&'a Kept>) -> Self {
        Self {
            dataset,
            index,
            kept,
        }
    }

    fn of(&self, id: RecordId) -> usize {
        match self.kept {
            None => self.index.meeting_count(id),
            Some(kept) => kept.number_of(&self.dataset.meetings_of(id)).all(),
        }
    }
}

/// What records are ranked by: the words and phrases that must hold; and all of them as they were typed.
fn searched(query: &Query) -> (Vec<Term>, String) {
    let terms = query.parts.iter().filter_map(term_of).collect();
    let typed = query.parts.iter().filter_map(|part| match part {
        Expr::Word(text) | Expr::Phrase(text) => Some(text.as_str()),
        _ => None,
    });
    (terms, typed.collect::<Vec<&str>>().join(" "))
}
