//! Narrowing the timeline, and dropping what narrows it.

use super::App;
use crate::browse::query::{Expr, Query};
use crate::session::Here;
use crate::study::view::View;
use crate::ui::pane::Place;

impl App {
    pub(super) fn narrow(&mut self, out: bool) {
        if let Some(asked) = self.stage.asked() {
            self.narrow_by(asked.fields().parts().iter().cloned());
            if asked.fields() != asked {
                self.tell("kept by the fields; words only list in Find");
            }
            return;
        }
        let Some(target) = self.stage.target(&self.session) else {
            self.tell("there is nothing here whose meetings could be kept");
            return;
        };
        let part = target.ask(&self.session.dataset);
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
            self.tell(format!("already narrowed: {label}"));
            return;
        }
        let only = if leaves_out { "" } else { "only " };
        self.step(format!("{only}{label}"));
        // A study of the meetings kept is narrowed in its place.
        let view = self.session.here.view.as_ref();
        if !view.is_some_and(View::depends_on_filter) {
            self.leave_study();
            self.stage.focus_on(Place::Timeline);
        }
        self.go_with(filter);
    }

    pub(super) fn drop_filter(&mut self, filter: Query) {
        if self.session.here.filter.is_empty() {
            self.tell("no filter is on");
            return;
        }
        self.step(if filter.is_empty() {
            "no filter"
        } else {
            "fewer filters"
        });
        self.go_with(filter);
    }

    pub(super) fn go_with(&mut self, filter: Query) {
        self.session.go(Here {
            filter,
            held: None,
            ..self.session.here.clone()
        });
    }
}
