//! What a query asks of a record beside the words that it is ranked by.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::expression::{Expr, Query};
use super::field::DateFit;
use super::kept::Kept;
use super::matcher::Matcher;
use super::simplify::Simplified;
use crate::data::{Dataset, Kind, RecordId};
use crate::search::{Stop, WithTerm};

/// The parts of a query that are not words to be ranked by.
pub(super) struct Filter<'m> {
    matcher: &'m Matcher<'m>,
    dates: Option<DateFit>,
    parts: Vec<&'m Expr>,
    /// The words and phrases in them, each once.
    words: Vec<(&'m Expr, Arc<WithTerm>)>,
    /// What is left to ask of meetings, by the answers of a record to these.
    left: Mutex<HashMap<Vec<bool>, Left>>,
    /// The same where there are no words.
    always: Option<Left>,
    stop: &'m Stop,
}

/// What is left to ask of the meetings of a record.
#[derive(Clone)]
enum Left {
    /// Nothing: it fits, or does not.
    Is(bool),
    /// Whether one of them is among these.
    Among(Arc<Kept>),
}

impl<'m> Filter<'m> {
    pub(super) fn new(matcher: &'m Matcher<'m>, query: &'m Query, stop: &'m Stop) -> Option<Self> {
        let parts: Vec<&Expr> = query
            .asking()
            .filter(|part| !matches!(part, Expr::Word(_) | Expr::Phrase(_)))
            .collect();
        let mut words: Vec<(&Expr, Arc<WithTerm>)> = Vec::new();
        for term in parts.iter().flat_map(|part| part.terms()) {
            let is_word = matches!(term, Expr::Word(_) | Expr::Phrase(_));
            if is_word && !words.iter().any(|(word, _)| *word == term) {
                words.push((term, matcher.with_term(term, stop)?));
            }
        }
        let mut filter = Self {
            matcher,
            dates: query.dates(),
            parts,
            words,
            left: Mutex::default(),
            always: None,
            stop,
        };
        if filter.words.is_empty() {
            filter.always = Some(filter.left_by(&[])?);
        }
        Some(filter)
    }

    pub(super) fn keeps_all(&self) -> bool {
        matches!(self.always, Some(Left::Is(true)))
    }

    /// Whether it is a meeting that fits perhaps.
    pub(super) fn is_perhaps(&self, id: RecordId) -> bool {
        let left = self.always.clone().or_else(|| self.left_of(id));
        matches!(left, Some(Left::Among(kept)) if kept.is_perhaps(id))
    }

    pub(super) fn keeps(&self, id: RecordId) -> bool {
        let dataset = self.matcher.dataset;
        if let Some(left) = &self.always {
            return left.holds(dataset, id);
        }
        let left = self.left_of(id);
        left.is_some_and(|left| left.holds(dataset, id))
    }

    fn left_of(&self, id: RecordId) -> Option<Left> {
        let answers: Vec<bool> = self
            .words
            .iter()
            .map(|(_, with)| with.of(id.kind).has(id.index()))
            .collect();
        let mut cache = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(left) = cache.get(&answers) {
            return Some(left.clone());
        }
        let left = self.left_by(&answers)?;
        cache.insert(answers, left.clone());
        Some(left)
    }

    /// What is left to ask, given the answers to the words; `None` when it was stopped.
    fn left_by(&self, answers: &[bool]) -> Option<Left> {
        let mut left = Vec::new();
        for part in &self.parts {
            match self.without_words_of(part, answers) {
                Simplified::Is(true) => {}
                Simplified::Is(false) => return Some(Left::Is(false)),
                Simplified::Asks(expr) => left.push(expr),
            }
        }
        if left.is_empty() {
            // What asks for no time fits surely.
            return Some(Left::Is(self.dates != Some(DateFit::Perhaps)));
        }
        let kept = self.matcher.fitting(left, self.dates, self.stop)?;
        Some(Left::Among(kept))
    }

    /// What is left to ask of meetings, once the words have been asked of the record.
    fn without_words_of(&self, expr: &Expr, answers: &[bool]) -> Simplified {
        expr.simplified(&|term, _| {
            if let Expr::Field(..) = term {
                return None;
            }
            let mut words = self.words.iter().zip(answers);
            let answer = words.find(|((word, _), _)| *word == term);
            Some(answer.is_some_and(|(_, answer)| *answer))
        })
    }
}

impl Left {
    fn holds(&self, dataset: &Dataset, id: RecordId) -> bool {
        match self {
            Self::Is(holds) => *holds,
            Self::Among(kept) if id.kind == Kind::Meeting => kept.has(id.row),
            Self::Among(kept) => dataset.meetings_of(id).iter().any(|row| kept.has(*row)),
        }
    }
}
