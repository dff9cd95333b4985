//! Steps of the trail: leaving a view, and finding it again as it was left.

use std::sync::Arc;

use super::{App, View};
use crate::command::Command;

impl App {
    pub(super) fn view(&self) -> View {
        let mut stage = self.stage.clone();
        stage.end_typing(&self.session);
        View {
            here: self.session.here.clone(),
            timeline: Some((
                self.session.narrowed.clone(),
                Arc::clone(&self.session.timeline),
            )),
            stage,
            name: self.name.clone(),
        }
    }

    /// Makes a step: the view that is here is left for another of that name.
    pub(super) fn step(&mut self, name: impl Into<String>) {
        let view = self.view();
        self.session.within = None;
        self.trail.leave(view);
        self.stage.end_typing(&self.session);
        self.name = name.into();
        self.note_path();
    }

    pub(super) fn show(&mut self, view: View) {
        self.session.go(view.here);
        if let Some((filter, timeline)) = view.timeline {
            self.session.take_timeline(filter, timeline);
        }
        self.stage = view.stage;
        self.name = view.name;
        self.note_path();
    }

    pub(super) fn note_path(&mut self) {
        let behind = self.trail.behind().map(|view| view.name.clone());
        let mut path: Vec<String> = behind.chain([self.name.clone()]).collect();
        path.dedup();
        self.session.path = path;
    }

    pub(super) fn back(&mut self) {
        match self.trail.back(self.view()) {
            Ok(view) => self.show(view),
            Err(_) => {
                let quit = self.key_for(Command::Quit);
                self.tell(format!("Nothing to go back to; {quit} quits"));
            }
        }
    }

    /// Goes back to the step that stands so many before the present one in the path.
    pub(super) fn back_to(&mut self, nth: usize) {
        // Several steps of one name in a row are shown as one.
        let mut left = nth;
        while left > 0 {
            let name = self.name.clone();
            match self.trail.back(self.view()) {
                Ok(view) => self.show(view),
                Err(_) => return,
            }
            if self.name != name {
                left -= 1;
            }
        }
    }

    pub(super) fn forward(&mut self) {
        match self.trail.forward(self.view()) {
            Ok(view) => self.show(view),
            Err(_) => self.tell("Nothing to go forward to"),
        }
    }
}
