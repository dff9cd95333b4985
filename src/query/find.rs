//! Finding the records that a query is about.
//!
//! Words ask the record itself, fields ask meetings. A meeting fits when all parts hold for it. A record of
//! another kind fits when its words do, and one and the same meeting of it fits all fields.

use std::cmp::Reverse;
use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use super::expression::{Expr, Query};
use super::filter::Filter;
use super::kept::Kept;
use super::matcher::{Matcher, SetCache, term_of};
use super::number::Number;
use crate::data::{Dataset, Kind, RecordId};
use crate::search::{FindRequest, Found, Hit, Newest, Stop, find_among};

/// So many answers are kept.
const ANSWERS: usize = 64;
/// Longer lists of hits are not.
const LONGEST: usize = 4_000;
/// So many sets of meetings are kept, of 125 kB each at a million.
const SETS: usize = 64;

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
    #[must_use]
    pub fn is_perhaps(&self, dataset: &Dataset, id: RecordId) -> bool {
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
    fn first(&self, limit: usize) -> Self {
        Self {
            found: self.found.first(limit),
            ..self.clone()
        }
    }
}

/// What was found for the last queries, so that a letter taken back costs nothing. It belongs to whoever asks
/// while somebody types; it may be asked about any query in any order, and about another dataset next.
#[derive(Debug, Default)]
pub struct QueryCache {
    index: Option<u64>,
    answers: VecDeque<(Query, Option<Kind>, Answer)>,
    sets: Arc<Mutex<SetCache>>,
}

impl QueryCache {
    /// The answer, if it was given before and is long enough.
    fn recall(&self, query: &Query, kind: Option<Kind>, limit: usize) -> Option<Answer> {
        let known = self.answers.iter().rev().find(|(of, only, answer)| {
            let found = &answer.found;
            let is_enough = !found.has_more() || limit <= found.hits().len();
            is_enough && *only == kind && of == query
        });
        known.map(|(_, _, answer)| answer.first(limit))
    }

    fn remember(&mut self, query: &Query, kind: Option<Kind>, answer: &Answer) {
        if answer.hits().len() > LONGEST {
            return;
        }
        self.answers
            .retain(|(of, only, _)| *only != kind || of != query);
        self.answers
            .push_back((query.clone(), kind, answer.clone()));
        if self.answers.len() > ANSWERS {
            self.answers.pop_front();
        }
    }
}

impl Matcher<'_> {
    /// Finds all records of every kind, or of one; see [`find`](Self::find).
    #[must_use]
    pub fn find_all(&self, query: &Query, kind: Option<Kind>) -> Answer {
        let (stop, mut cache) = (Stop::default(), QueryCache::default());
        let answer = self.find(query, kind, usize::MAX, &stop, &mut cache);
        answer.unwrap_or_default()
    }

    /// Finds records of every kind, or of one, the best first: in the order of what is found by words; without
    /// words the meetings, which are what is asked for, the latest first, then the others by number of meetings that fit.
    ///
    /// All are counted; the first `limit` of them are gathered. To ask again for more gives the same
    /// ones first. `None` when it was stopped. `cache` makes the next answer come sooner, never another.
    #[must_use]
    pub fn find(
        &self,
        query: &Query,
        kind: Option<Kind>,
        limit: usize,
        stop: &Stop,
        cache: &mut QueryCache,
    ) -> Option<Answer> {
        let index = Some(self.index.number());
        if cache.index != index {
            *cache = QueryCache {
                index,
                ..QueryCache::default()
            };
        }
        if let Some(answer) = cache.recall(query, kind, limit) {
            return Some(answer);
        }
        let mut sets = cache.sets.lock().unwrap_or_else(PoisonError::into_inner);
        sets.forget_beyond(SETS);
        drop(sets);
        let asking = Matcher::with_sets(self.dataset, self.index, Arc::clone(&cache.sets));
        let answer = asking.find_anew(query, kind, limit, stop)?;
        cache.remember(query, kind, &answer);
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
        let mut terms = fields.parts().iter().flat_map(Expr::terms);
        let asks_meetings = !fields.is_empty() && terms.all(|term| matches!(term, Expr::Field(..)));
        let meetings = if asks_meetings {
            Some(self.kept_until(&fields, stop)?)
        } else {
            None
        };
        // By the numbers of meetings records are put in order, but for meetings themselves.
        let count = |id| match &meetings {
            None => self.index.meeting_count(id),
            Some(kept) => kept.number_of(&self.dataset.meetings_of(id)).all(),
        };
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
            self.without_words(&request, count)?
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

    fn without_words(
        &self,
        request: &FindRequest<'_>,
        count: impl Fn(RecordId) -> usize,
    ) -> Option<Found> {
        let mut total = 0;
        let mut ids: Vec<RecordId> = Vec::new();
        let mut others: Vec<(Reverse<usize>, RecordId)> = Vec::new();
        for &kind in request.kinds() {
            let keeps = |id| request.keep.is_none_or(|keep| keep(id));
            let rows = self.rows_where(kind, request.stop, keeps)?;
            total += rows.count();
            if kind == Kind::Meeting {
                let newest = Newest::of(self.dataset).rows(self.dataset);
                let fitting = newest.filter(|row| rows.has(*row as usize));
                ids.extend(fitting.map(RecordId::meeting).take(request.limit));
            } else {
                let fitting = rows.iter().map(|row| RecordId::new(kind, row));
                others.extend(fitting.map(|id| (Reverse(count(id)), id)));
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
}

/// What records are ranked by: the words and phrases that must hold; and all of them as they were typed.
fn searched(query: &Query) -> (Vec<crate::search::Term>, String) {
    let terms = query.parts().iter().filter_map(term_of).collect();
    let typed = query.parts().iter().filter_map(|part| match part {
        Expr::Word(text) | Expr::Phrase(text) => Some(text.as_str()),
        Expr::Field(..) | Expr::Not(_) | Expr::All(_) | Expr::Any(_) => None,
    });
    (terms, typed.collect::<Vec<&str>>().join(" "))
}
