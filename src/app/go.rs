//! Going to a record, to a list, to the dataset itself: steps of the trail.

use super::{App, Effect, steps};
use crate::browse::trail::Trail;
use crate::command::Command;
use crate::data::{Kind, RecordId};
use crate::session::OpenedFrom;
use crate::ui::pane::{Action, PaneId, PaneInput};

impl App {
    /// The cursor of the timeline moved: the card shows this, and what is lit stays.
    pub(super) fn show_record(&mut self, id: RecordId) {
        self.go(|here| {
            here.record = Some(id);
            here.follow = None;
            here.origin = Some(OpenedFrom::Timeline);
        });
    }

    /// The cursor of the list moved: the whole screen shows this, as if it were open.
    pub(super) fn preview(&mut self, record: Option<RecordId>) {
        self.go(|here| {
            here.record = record;
            here.follow = record;
            here.held = record.filter(|id| id.kind != Kind::Meeting);
            here.origin = Some(OpenedFrom::List);
        });
    }

    pub(super) fn open_target(&mut self) {
        match self.stage.state(&self.session).target {
            Some(id) => self.open(id),
            // What leads to no record may rest on a source.
            None => match self.stage.run(Command::Open, &self.session) {
                Action::Open(source) => self.open(source),
                Action::Say(why) => self.notify(why),
                _ => self.notify("there is nothing here to open"),
            },
        }
    }

    /// Opens a record: a step of the trail.
    pub fn open(&mut self, id: RecordId) {
        let state = self.stage.state(&self.session);
        self.step(self.session.dataset.short(id).to_owned());
        let is_search = state.origin == Some(OpenedFrom::List);
        self.stage.focus_on(PaneId::Card, &self.session);
        self.go(|here| {
            here.record = Some(id);
            here.follow = Some(id);
            // The record whose meetings are walked through stays held; a search begins afresh.
            if id.kind != Kind::Meeting {
                here.held = Some(id);
            } else if is_search {
                here.held = None;
            }
            here.origin = state.origin;
            here.view = None;
        });
        self.stage
            .send(PaneId::List, PaneInput::Link(id), &self.session);
        if let Some(within) = state.focus_within {
            self.stage
                .send(PaneId::Card, PaneInput::Link(within), &self.session);
        }
    }

    /// Goes on to the next meeting of the open record, or to the next match of what is searched for here.
    pub(super) fn walk(&mut self, command: Command) -> Option<Effect> {
        self.stage.close_overlay();
        let finds = self.session.find_words.is_some();
        let pane = if finds {
            self.focus()
        } else {
            PaneId::Timeline
        };
        let action = self.stage.run_on(pane, command, &self.session);
        self.answer(action)
    }

    /// Opens the next meeting of the record that is walked through, which stays held; the keyboard stays where it is.
    pub(super) fn walk_to(&mut self, id: RecordId) {
        self.step(self.session.dataset.short(id).to_owned());
        if self.focus() == PaneId::Study {
            self.stage.focus_on(PaneId::Timeline, &self.session);
        }
        self.stage
            .send(PaneId::Timeline, PaneInput::Link(id), &self.session);
        self.go(|here| {
            here.record = Some(id);
            here.follow = Some(id);
            here.origin = Some(OpenedFrom::Timeline);
            here.view = None;
        });
    }

    /// Starts at a record: no step is behind it.
    pub fn start_at(&mut self, id: RecordId) {
        self.open(id);
        self.go(|here| here.origin = None);
        self.trail = Trail::default();
        self.note_path();
    }

    pub(super) fn find(&mut self) {
        self.stage.close_overlay();
        let afresh = self.stage.focus() != PaneId::List;
        self.step(steps::FIND);
        self.leave_study();
        self.stage.focus_on(PaneId::List, &self.session);
        let command = if afresh {
            Command::Clear
        } else {
            Command::Find
        };
        self.stage.run_on(PaneId::List, command, &self.session);
    }

    pub(super) fn go_to_list(&mut self, command: Command) {
        self.stage.close_overlay();
        self.step(command.name().trim_start_matches("go-").to_owned());
        self.leave_study();
        self.stage.focus_on(PaneId::List, &self.session);
        let action = self.stage.run_on(PaneId::List, command, &self.session);
        self.answer(action);
    }

    pub(super) fn go_to_dataset(&mut self) {
        self.stage.close_overlay();
        self.step("overview");
        self.stage.focus_on(PaneId::Card, &self.session);
        self.go(|here| {
            here.record = None;
            here.follow = None;
            here.held = None;
            here.origin = None;
            here.view = None;
        });
    }
}
