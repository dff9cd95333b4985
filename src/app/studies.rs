//! Going to a study of what is here, or of what is marked: a step of the trail like any other.

use super::App;
use crate::command::Command;
use crate::data::{Kind, RecordId};
use crate::study::compare::{self, fit};
use crate::study::diff::{self, before_in_series};
use crate::study::options::{By, LaneOrder};
use crate::study::strands::{self, KINDS, lanes_of};
use crate::study::view::View;
use crate::study::{evidence, path};
use crate::ui::pane::PaneId;
use crate::ui::panes::Choice;

impl App {
    /// Goes to a study, or says why there is none.
    pub(super) fn study(&mut self, view: Result<View, String>) {
        match view {
            Err(why) => self.notify(why),
            Ok(view) if self.session.here.view.as_ref() == Some(&view) => {
                self.notify("this is shown already");
            }
            Ok(view) => self.go_to_view(view),
        }
    }

    fn go_to_view(&mut self, view: View) {
        let name = match view.records[..] {
            [id] => format!("evidence: {}", self.session.dataset.short(id)),
            _ => view.title().to_lowercase(),
        };
        self.stage.close_overlay();
        self.step(name);
        self.stage.focus_on(PaneId::Study, &self.session);
        self.go(|here| here.view = Some(view));
    }

    /// Leaves the study that is shown, if there is one: what comes next stands in its place.
    pub(super) fn leave_study(&mut self) {
        if self.session.here.view.is_some() {
            self.go(|here| here.view = None);
        }
    }

    /// The record under the cursor, or else the one that is shown.
    pub(super) fn concerned(&self) -> Option<RecordId> {
        let target = self.stage.state(&self.session).meant();
        target.or(self.session.here.record)
    }

    /// Asks for the other one, when a connection or a comparison lacks it.
    pub(super) fn lacks_one(&mut self, command: Command) -> bool {
        let marked = self.session.marked.len();
        let Some(id) = self.concerned() else {
            return false;
        };
        let compares = command == Command::Compare;
        let fits = !compares || matches!(id.kind, Kind::Person | Kind::Organisation);
        let is_marked = self.session.marked.contains(&id);
        let lacks = marked == 0 || marked == 1 && (compares || is_marked);
        if !(lacks && fits) {
            return false;
        }
        let first = self.session.marked.first().copied().unwrap_or(id);
        let name = self.session.dataset.short(first);
        let word = if compares { "Compare" } else { "Connect" };
        let title = format!("{word} {name} with {}", self.session.glyphs.ellipsis);
        let only = compares.then_some(first.kind);
        self.stage.open(Choice::new(title, command, only));
        true
    }

    /// Carries on with what was chosen in the field.
    pub(super) fn study_with(&mut self, command: Command, id: RecordId) {
        let marked = self.session.marked.first().copied();
        let Some(first) = marked.or_else(|| self.concerned()) else {
            return;
        };
        if first == id {
            self.notify("that is the same record; choose another");
        } else if command == Command::Path {
            self.go_to_view(View::new(&path::STUDY, [first, id]));
        } else {
            match fit(&self.session.dataset, &[first, id]) {
                Ok(()) => self.go_to_view(View::new(&compare::STUDY, [first, id])),
                Err(why) => self.notify(why),
            }
        }
    }

    pub(super) fn evidence(&self) -> Result<View, String> {
        let id = self.concerned().ok_or("there is no record here")?;
        Ok(View::new(&evidence::STUDY, [id]))
    }

    /// The lanes of a kind, in the order and by the columns of those that are shown.
    pub(super) fn lanes(&self, of: Kind) -> View {
        let shown = self.session.here.view.as_ref().and_then(lanes_of);
        let (_, by, order) = shown.unwrap_or((of, By::Year, LaneOrder::Last));
        strands::view(of, by, order)
    }

    /// The lanes of topics, or of the kind behind the one that is shown.
    pub(super) fn next_lanes(&self) -> View {
        let shown = self.session.here.view.as_ref().and_then(lanes_of);
        let shown = shown.and_then(|(of, ..)| KINDS.iter().position(|kind| *kind == of));
        self.lanes(KINDS[shown.map_or(0, |at| at + 1) % KINDS.len()])
    }

    /// What the lanes that are shown run through, and their order.
    fn shown_lanes(&self) -> Result<(Kind, By, LaneOrder), String> {
        let shown = self.session.here.view.as_ref().and_then(lanes_of);
        shown.ok_or_else(|| {
            let keys = self.key_for(Command::Strands);
            format!("this is for topics over time; {keys} shows them")
        })
    }

    pub(super) fn other_columns(&self) -> Result<View, String> {
        let (of, by, order) = self.shown_lanes()?;
        let by = match by {
            By::Meeting => By::Year,
            By::Year => By::Meeting,
        };
        Ok(strands::view(of, by, order))
    }

    pub(super) fn other_order(&self) -> Result<View, String> {
        let (of, by, order) = self.shown_lanes()?;
        Ok(strands::view(of, by, order.next()))
    }

    pub(super) fn comparison(&self) -> Result<View, String> {
        let who: Vec<RecordId> = self.session.marked.iter().copied().collect();
        fit(&self.session.dataset, &who)
            .map(|()| View::new(&compare::STUDY, who))
            .map_err(|why| format!("{why}; {} marks one", self.mark_key()))
    }

    fn mark_key(&self) -> String {
        self.key_for(Command::Mark)
    }

    /// Between the two that are marked, or the one that is and the one that is here.
    pub(super) fn chain(&self) -> Result<View, String> {
        let marked: Vec<RecordId> = self.session.marked.iter().copied().collect();
        match (marked.as_slice(), self.concerned()) {
            ([from, to], _) => Ok(View::new(&path::STUDY, [*from, *to])),
            ([from], Some(to)) if *from != to => Ok(View::new(&path::STUDY, [*from, to])),
            (marked, _) => {
                let key = self.mark_key();
                let count = marked.len();
                Err(format!(
                    "mark two records with {key}, or one and go to the other ({count} marked)"
                ))
            }
        }
    }

    /// From the one of two marked meetings that was held first to the other; or to the meeting that is here
    /// from the one before in its series.
    pub(super) fn changes(&self) -> Result<View, String> {
        let is_meeting = |id: &RecordId| id.kind == Kind::Meeting;
        let marked = self.session.marked.iter().copied().filter(is_meeting);
        if let [before, after] = marked.collect::<Vec<_>>()[..] {
            return Ok(View::new(&diff::STUDY, [before, after]));
        }
        let Some(after) = self.concerned().filter(is_meeting) else {
            let key = self.mark_key();
            return Err(format!("go to a meeting, or mark two with {key}"));
        };
        let dataset = &self.session.dataset;
        let before = before_in_series(dataset, after).ok_or_else(|| {
            let name = dataset.short(after);
            let key = self.mark_key();
            format!("nothing comes before {name} in a series; mark two with {key}")
        })?;
        Ok(View::new(&diff::STUDY, [before, after]))
    }
}
