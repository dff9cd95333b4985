//! What the list sends for while something is searched, and what it does when that is there.

use std::rc::Rc;
use std::sync::Arc;

use super::ListPane;
use crate::browse::listing::Listing;
use crate::data::Kind;
use crate::data::RecordId;
use crate::jobs::{Job, JobResult, Stop, Wanted};
use crate::query::{Answer, Completion, Query};
use crate::session::Session;
use crate::ui::pane::Action;

/// So many of the best hits are sent for at first, and as many times more as the cursor goes on.
const FIRST: usize = 256;
const MORE: usize = 4;

/// Where the cursor goes when what was sent for is there.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Goal {
    /// It stays where it is.
    #[default]
    Stay,
    /// To the best hit.
    Best,
    /// To this record, which it was on before the dataset was read anew.
    On(Option<RecordId>),
}

/// An answer and what it answers.
#[derive(Default)]
pub(super) struct Found {
    wanted: Wanted,
    pub answer: Arc<Answer>,
}

impl ListPane {
    /// Whether the listing of the tab is there, in its order and under the filter.
    pub(super) fn is_listed(&self, session: &Session) -> bool {
        self.listings.iter().any(|(kind, sort, filter, _)| {
            (*kind, *sort) == (self.tab, self.sort) && *filter == session.here.filter
        })
    }

    /// Lists the tab at once, where that takes no noticeable time.
    pub(super) fn list_now(&mut self, session: &Session) {
        const FEW: usize = 2_000;
        let dataset = &session.dataset;
        let few = dataset.count(self.tab) <= FEW && dataset.count(Kind::Meeting) <= 10 * FEW;
        if !few || !session.is_narrowed() || self.hits().is_some() || self.is_listed(session) {
            return;
        }
        let kept = session
            .timeline
            .rows_kept
            .as_ref()
            .map(|kept| kept.as_slice());
        let stop = Stop::default();
        if let Some(listing) = Listing::until(dataset, self.tab, self.sort, kept, &stop) {
            let filter = session.here.filter.clone();
            let listed = JobResult::Listed(self.tab, self.sort, filter, Arc::new(listing));
            self.receive(&listed, session);
        }
    }

    pub(super) fn needs(&self, session: &Session) -> Option<Job> {
        if let Some(wanted) = self.lacking() {
            return Some(Job::Find(wanted));
        }
        let filter = session.here.filter.clone();
        let lacks = self.hits().is_none() && !self.is_listed(session);
        lacks.then_some(Job::List(self.tab, self.sort, filter))
    }

    pub(super) fn receive(&mut self, brought: &JobResult, session: &Session) -> Action {
        match brought {
            JobResult::Found(wanted, answer, completion) => {
                self.take_found(wanted, answer, completion.as_ref(), session)
            }
            JobResult::Listed(kind, sort, filter, listing) => {
                let on = self.record(session).filter(|_| self.listed().is_some());
                self.listings.retain(|(other, ..)| other != kind);
                self.listings
                    .push((*kind, *sort, filter.clone(), Arc::clone(listing)));
                let moved = matches!(self.goal, Goal::Best);
                if matches!(self.goal, Goal::Stay)
                    && on.is_some()
                    && self.list.at() > 0
                    && self.hits().is_none()
                {
                    self.goal = Goal::On(on);
                }
                if moved && self.hits().is_none() {
                    self.goal = Goal::Stay;
                    return self.show(session);
                }
                self.arrive(session)
            }
            _ => Action::Ignored,
        }
    }

    /// What is to be found for what is typed; nothing where all are listed.
    pub(super) fn wanted(&self) -> Option<Wanted> {
        let at_end = self.typing && self.query.after_cursor().is_empty();
        let line = (at_end && !self.query.text().is_empty()).then(|| self.query.text().to_owned());
        if self.asked.is_empty() && line.is_none() {
            return None;
        }
        let needed = self.list.at().saturating_add(FIRST / 2);
        let mut at_least = FIRST;
        while at_least < needed {
            at_least = at_least.saturating_mul(MORE);
        }
        Some(Wanted {
            query: self.asked.clone(),
            kind: self.only,
            at_least,
            line,
        })
    }

    /// Whether what was found is all that is wanted.
    fn has(&self, wanted: &Wanted) -> bool {
        let completes = wanted.line.is_none() || wanted.line == self.completed;
        let found = self.found.as_ref().is_some_and(|found| {
            let same = found.wanted.query == wanted.query && found.wanted.kind == wanted.kind;
            same && found.answer.hits().len() >= wanted.at_least.min(found.answer.total())
        });
        completes && (found || wanted.query.is_empty())
    }

    /// Searches anew: the answer is sent for, and then the cursor goes to the best hit. What lists all or
    /// nothing is there at once.
    pub(super) fn search(&mut self, session: &Session) -> Action {
        (self.asked, self.mistake) = match Query::parse_typed(self.query.text()) {
            Ok(query) => (query, None),
            Err(mistake) => (Query::default(), Some(mistake.text)),
        };
        self.completion = None;
        self.completed = None;
        self.chosen = false;
        self.stood = None;
        self.list.reset();
        self.goal = Goal::Best;
        if !self.asked.is_empty() {
            return Action::Done;
        }
        self.found = self.mistake.is_some().then(Rc::default);
        self.arrive(session)
    }

    /// Goes where the goal is, now that the rows are there.
    pub(super) fn arrive(&mut self, session: &Session) -> Action {
        match std::mem::take(&mut self.goal) {
            Goal::Stay => Action::Done,
            Goal::Best => {
                self.list.reset();
                // Nothing found is no reason to go on showing what an earlier letter found.
                let best = self.record(session).filter(|_| self.hits().is_some());
                Action::Preview(best.or(self.before))
            }
            Goal::On(id) => {
                let length = self
                    .hits()
                    .map_or(session.dataset.count(self.tab), <[_]>::len);
                let place =
                    (0..length).find(|at| id.is_some() && self.record_at(*at, session) == id);
                if let Some(place) = place {
                    self.list.put_at_third(place);
                }
                Action::Done
            }
        }
    }

    /// What is wanted and not there.
    pub(super) fn lacking(&self) -> Option<Wanted> {
        self.wanted().filter(|wanted| !self.has(wanted))
    }

    /// Takes what was found.
    pub(super) fn take_found(
        &mut self,
        wanted: &Wanted,
        answer: &Arc<Answer>,
        completion: Option<&Completion>,
        session: &Session,
    ) -> Action {
        if !self.asked.is_empty() {
            self.found = Some(Rc::new(Found {
                wanted: wanted.clone(),
                answer: Arc::clone(answer),
            }));
        }
        self.completed.clone_from(&wanted.line);
        self.completion = completion.cloned();
        if let Some(list) = self.stood.take() {
            self.list = list;
        }
        self.arrive(session)
    }
}
