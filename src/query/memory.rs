//! What asking remembers from one key to the next, so that a letter taken back costs nothing.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::Query;
use super::matching::{Answer, Facts};
use crate::data::Kind;
use crate::search::Index;

/// So many answers are remembered.
const ANSWERS: usize = 64;
/// Longer lists of hits are not.
const LONGEST: usize = 4_000;
/// So many sets of meetings are remembered, of 125 kB each at a million.
const FACTS: usize = 64;

/// What the last queries found. It belongs to whoever asks while somebody types; it may be asked about any
/// query in any order, and about another dataset next.
#[derive(Debug, Default)]
pub struct Memory {
    index: Option<u64>,
    answers: VecDeque<Remembered>,
    facts: Arc<Mutex<Facts>>,
}

#[derive(Debug)]
struct Remembered {
    query: Query,
    kind: Option<Kind>,
    answer: Answer,
}

impl Memory {
    /// Forgets what is about another index.
    pub(super) fn turn_to(&mut self, index: &Index) {
        if self.index != Some(index.number()) {
            *self = Self {
                index: Some(index.number()),
                ..Self::default()
            };
        }
    }

    /// The sets of meetings that were found.
    pub(super) fn facts(&self) -> Arc<Mutex<Facts>> {
        let mut facts = self.facts.lock().unwrap_or_else(PoisonError::into_inner);
        facts.forget_beyond(FACTS);
        Arc::clone(&self.facts)
    }

    /// The answer, if it was given before and is long enough.
    pub(super) fn recall(&self, query: &Query, kind: Option<Kind>, limit: usize) -> Option<Answer> {
        let known = self.answers.iter().rev().find(|known| {
            let found = &known.answer.found;
            let is_enough = !found.has_more() || limit <= found.hits().len();
            is_enough && known.kind == kind && known.query == *query
        });
        known.map(|known| known.answer.first(limit))
    }

    pub(super) fn remember(&mut self, query: &Query, kind: Option<Kind>, answer: &Answer) {
        if answer.found.hits().len() > LONGEST {
            return;
        }
        self.answers
            .retain(|known| known.kind != kind || known.query != *query);
        self.answers.push_back(Remembered {
            query: query.clone(),
            kind,
            answer: answer.clone(),
        });
        if self.answers.len() > ANSWERS {
            self.answers.pop_front();
        }
    }
}
