//! The jobs that the list needs, and what it does with their results.

use std::rc::Rc;
use std::sync::Arc;

use super::RecordList;
use crate::browse::listing::Listing;
use crate::data::{Kind, RecordId};
use crate::jobs::{FindJob, Job, JobResult, Stop};
use crate::query::{Answer, Query};
use crate::session::Session;
use crate::ui::list::ListPane;
use crate::ui::pane::Action;

/// How many of the best hits are asked for at first, and how many times more as the cursor goes on.
const FIRST: usize = 256;
const MORE: usize = 4;

/// Where the cursor goes when a result is there.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum CursorGoal {
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
pub(super) struct FoundRecords {
    request: FindJob,
    pub answer: Arc<Answer>,
}

impl RecordList {
    /// Whether the listing of the tab is there, in its order and under the filter.
    pub(super) fn is_listed(&self, session: &Session) -> bool {
        self.listings.iter().any(|(kind, sort, filter, _)| {
            (*kind, *sort) == (self.kind(), self.sort) && *filter == session.here.filter
        })
    }

    /// Lists the tab at once, where that takes no noticeable time.
    pub(super) fn list_now(&mut self, session: &Session) {
        const FEW: usize = 2_000;
        let dataset = &session.dataset;
        let few = dataset.count(self.kind()) <= FEW && dataset.count(Kind::Meeting) <= 10 * FEW;
        if !few || !session.is_narrowed() || self.hits().is_some() || self.is_listed(session) {
            return;
        }
        let kept = session.timeline.rows_kept.as_ref();
        let kept = kept.map(|kept| kept.as_slice());
        let (kind, stop) = (self.kind(), Stop::default());
        if let Some(listing) = Listing::until(dataset, kind, self.sort, kept, &stop) {
            let filter = session.here.filter.clone();
            let listed = JobResult::Listed(kind, self.sort, filter, Arc::new(listing));
            self.receive(&listed, session);
        }
    }

    pub(super) fn needs(&self, session: &Session) -> Option<Job> {
        if let Some(request) = self.lacking() {
            return Some(Job::Find(request));
        }
        let lacks = self.hits().is_none() && !self.is_listed(session);
        lacks.then(|| Job::List(self.kind(), self.sort, session.here.filter.clone()))
    }

    pub(super) fn receive(&mut self, result: &JobResult, session: &Session) -> Action {
        match result {
            JobResult::Found(request, answer, completion) => {
                if !self.parsed.is_empty() {
                    self.found = Some(Rc::new(FoundRecords {
                        request: request.clone(),
                        answer: Arc::clone(answer),
                    }));
                }
                self.completed.clone_from(&request.line);
                self.completion.clone_from(completion);
                if let Some(list) = self.parked.take() {
                    self.list = list;
                }
                self.arrive(session)
            }
            JobResult::Listed(kind, sort, filter, listing) => {
                let on = self.record(session).filter(|_| self.listed().is_some());
                self.listings.retain(|(other, ..)| other != kind);
                let listing = (*kind, *sort, filter.clone(), Arc::clone(listing));
                self.listings.push(listing);
                match self.goal {
                    CursorGoal::Best if self.hits().is_none() => {
                        self.goal = CursorGoal::Stay;
                        return self.show(session);
                    }
                    CursorGoal::Stay if self.hits().is_none() && self.list.at() > 0 => {
                        self.goal = on.map_or(CursorGoal::Stay, |id| CursorGoal::On(Some(id)));
                    }
                    _ => {}
                }
                self.arrive(session)
            }
            _ => Action::Ignored,
        }
    }

    /// What is to be found for what is typed; nothing where all are listed.
    pub(super) fn request(&self) -> Option<FindJob> {
        let at_end = self.typing && self.query.after_cursor().is_empty();
        let line = (at_end && !self.query.text().is_empty()).then(|| self.query.text().to_owned());
        if self.parsed.is_empty() && line.is_none() {
            return None;
        }
        let needed = self.list.at().saturating_add(FIRST / 2);
        let mut at_least = FIRST;
        while at_least < needed {
            at_least = at_least.saturating_mul(MORE);
        }
        Some(FindJob {
            query: self.parsed.clone(),
            kind: self.only,
            at_least,
            line,
        })
    }

    /// Whether what was found is all that is asked for.
    fn has(&self, request: &FindJob) -> bool {
        let completes = request.line.is_none() || request.line == self.completed;
        let found = self.found.as_ref().is_some_and(|found| {
            let before = &found.request;
            let same = before.query == request.query && before.kind == request.kind;
            same && found.answer.hits().len() >= request.at_least.min(found.answer.total())
        });
        completes && (found || request.query.is_empty())
    }

    /// Searches anew: once the answer is there, the cursor goes to the best hit. What lists all or nothing is there at
    /// once.
    pub(super) fn search(&mut self, session: &Session) -> Action {
        (self.parsed, self.mistake) = match Query::parse_typed(self.query.text()) {
            Ok(query) => (query, None),
            Err(mistake) => (Query::default(), Some(mistake.text)),
        };
        self.completion = None;
        self.completed = None;
        self.chosen = false;
        self.parked = None;
        self.list.reset();
        self.goal = CursorGoal::Best;
        if !self.parsed.is_empty() {
            return Action::Done;
        }
        self.found = self.mistake.is_some().then(Rc::default);
        self.arrive(session)
    }

    /// Goes where the goal is, now that the rows are there.
    pub(super) fn arrive(&mut self, session: &Session) -> Action {
        match std::mem::take(&mut self.goal) {
            CursorGoal::Stay => Action::Done,
            CursorGoal::Best => {
                self.list.reset();
                // Nothing found is no reason to go on showing what an earlier letter found.
                let best = self.record(session).filter(|_| self.hits().is_some());
                Action::Preview(best.or(self.before))
            }
            CursorGoal::On(id) => {
                let length = self.hits().map_or(self.length(session), <[_]>::len);
                let is_it = |at: &usize| id.is_some() && self.record_at(*at, session) == id;
                if let Some(place) = (0..length).find(is_it) {
                    self.list.put_at_third(place);
                }
                Action::Done
            }
        }
    }

    /// What is to be found and is not there.
    pub(super) fn lacking(&self) -> Option<FindJob> {
        self.request().filter(|request| !self.has(request))
    }
}
