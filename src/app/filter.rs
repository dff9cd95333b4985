//! Narrowing the timeline, and dropping what narrows it.

use super::App;
use crate::data::Kind;
use crate::query::{Expr, Query};
use crate::study::view::View;
use crate::ui::pane::PaneId;

impl App {
    pub(super) fn narrow(&mut self, out: bool) {
        let state = self.stage.state(&self.session);
        let target = state.narrows.or_else(|| state.meant());
        if let Some(query) = state.query {
            self.narrow_by(query.fields().parts().iter().cloned());
            if query.fields() != query {
                self.notify("only the fields filter; words search in Find");
            }
            return;
        }
        let Some(id) = target.or(self.session.here.record) else {
            self.notify("nothing here has meetings to keep");
            return;
        };
        let dataset = &self.session.dataset;
        let count = dataset.meeting_count(id);
        if count == 0 {
            self.notify(format!("No meetings are linked to this {}", id.kind.one()));
            return;
        }
        if id.kind == Kind::Meeting && count == 1 {
            self.notify("This meeting belongs to no series");
            return;
        }
        let part = Expr::meetings_of(dataset, id);
        let part = if out { part.negated() } else { part };
        self.narrow_by([part].into_iter());
    }

    pub(super) fn narrow_by(&mut self, parts: impl Iterator<Item = Expr> + Clone) {
        let labels = parts.clone().map(|part| part.label(&self.session.dataset));
        let label = labels.collect::<Vec<String>>().join(", ");
        let leaves_out = parts.clone().all(|part| matches!(part, Expr::Not(_)));
        let before = &self.session.here.filter;
        let filter = parts.fold(before.clone(), |filter, part| {
            filter.with(part).unwrap_or(filter)
        });
        if filter == *before {
            self.notify(format!("already narrowed: {label}"));
            return;
        }
        let only = if leaves_out { "" } else { "only " };
        self.step(format!("{only}{label}"));
        // A study of the meetings kept is narrowed in its place.
        let view = self.session.here.view.as_ref();
        if !view.is_some_and(View::depends_on_filter) {
            self.leave_study();
            self.stage.focus_on(PaneId::Timeline, &self.session);
        }
        self.go(|here| here.filter = filter);
    }

    pub(super) fn drop_filter(&mut self, filter: Query) {
        if self.session.here.filter.is_empty() {
            self.notify("no filter is on");
            return;
        }
        let is_last = filter.is_empty();
        self.step(if is_last {
            "no filter"
        } else {
            "fewer filters"
        });
        self.go(|here| here.filter = filter);
    }
}
