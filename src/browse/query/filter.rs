//! What a query asks of a record beside the words that it is ranked by.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::matching::Matcher;
use super::{Expr, Query};
use crate::browse::search::{Bits, Stop, WithTerm};
use crate::data::{Dataset, Kind, RecordId};

/// The parts of a query that are not words to be ranked by.
pub(super) struct Filter<'m> {
    matcher: &'m Matcher<'m>,
    parts: Vec<&'m Expr>,
    /// The words and phrases in them, each once.
    asked: Vec<(&'m Expr, Arc<WithTerm>)>,
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
    Among(Arc<Bits>),
}

impl<'m> Filter<'m> {
    pub(super) fn new(matcher: &'m Matcher<'m>, query: &'m Query, stop: &'m Stop) -> Option<Self> {
        let parts = query.parts.iter();
        let parts: Vec<&Expr> = parts
            .filter(|part| !matches!(part, Expr::Word(_) | Expr::Phrase(_)))
            .collect();
        let mut atoms: Vec<&Expr> = Vec::new();
        for part in &parts {
            part.for_each_word(&mut |atom| {
                if !atoms.contains(&atom) {
                    atoms.push(atom);
                }
            });
        }
        let asked: Option<Vec<_>> = atoms
            .into_iter()
            .map(|atom| Some((atom, matcher.with_term(atom, stop)?)))
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

    /// Whether every record fits.
    pub(super) fn keeps_all(&self) -> bool {
        matches!(self.always, Some(Left::Is(true)))
    }

    /// Whether a record fits.
    pub(super) fn keeps(&self, id: RecordId) -> bool {
        let dataset = self.matcher.dataset();
        if let Some(left) = &self.always {
            return left.holds(dataset, id);
        }
        let left = self.left_of(id);
        left.is_some_and(|left| left.holds(dataset, id))
    }

    fn left_of(&self, id: RecordId) -> Option<Left> {
        let answers: Vec<bool> = self
            .asked
            .iter()
            .map(|(_, with)| with.of(id.kind).has(id.index()))
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
