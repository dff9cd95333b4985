//! Steps of the trail: leaving a view, and finding it again as it was left.

use std::collections::HashSet;
use std::sync::Arc;

use super::{App, View};
use crate::command::Command;

/// The name of a step that is a search.
pub(super) const FIND: &str = "find";

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
        self.thin_out();
    }

    /// Keeps no more than so many bytes in all steps together of what can be worked out again.
    pub fn spare_at_most(&mut self, bytes: usize) {
        self.spare = bytes;
        self.thin_out();
    }

    /// Lets the steps that are farthest away go of what can be worked out again.
    fn thin_out(&mut self) {
        let mut seen: HashSet<usize> = HashSet::new();
        let mut left = self.spare;
        for view in self.trail.nearest_first() {
            let things = view.keeps();
            let new = things.iter().filter(|(address, _)| seen.insert(*address));
            let bytes = new.map(|(_, bytes)| bytes).sum::<usize>();
            if bytes > left {
                view.timeline = None;
                view.stage.let_go();
            }
            left = left.saturating_sub(bytes);
        }
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

    /// Notes the path for the header: several steps of one name in a row are shown as one, and a search only while it
    /// is what is here.
    pub(super) fn note_path(&mut self) {
        let behind = self.trail.behind().map(|view| view.name.as_str());
        let names: Vec<&str> = behind.chain([self.name.as_str()]).collect();
        let last = names.len() - 1;
        let mut path: Vec<(String, usize)> = Vec::new();
        for (nth, name) in names.into_iter().enumerate() {
            if path.last().is_some_and(|(before, _)| before == name) {
                path.pop();
            } else if name == FIND && nth != last {
                continue;
            }
            path.push((name.to_owned(), last - nth));
        }
        (self.session.path, self.path_steps) = path.into_iter().unzip();
    }

    pub(super) fn back(&mut self) {
        if let Ok(view) = self.trail.back(self.view()) {
            self.show(view);
        } else {
            let quit = self.key_for(Command::Quit);
            self.tell(format!("Nothing to go back to; {quit} quits"));
        }
        self.thin_out();
    }

    /// Goes back to the step that stands so many before the present one in the path.
    pub(super) fn back_to(&mut self, nth: usize) {
        let steps = self.path_steps.iter().rev().nth(nth).copied();
        for _ in 0..steps.unwrap_or(0) {
            match self.trail.back(self.view()) {
                Ok(view) => self.show(view),
                Err(_) => return,
            }
        }
        self.thin_out();
    }

    pub(super) fn forward(&mut self) {
        match self.trail.forward(self.view()) {
            Ok(view) => self.show(view),
            Err(_) => self.tell("Nothing to go forward to"),
        }
        self.thin_out();
    }
}

impl View {
    /// What it keeps that can be worked out again: an address that tells it from all else, and its bytes.
    fn keeps(&self) -> Vec<(usize, usize)> {
        let mut things = self.stage.keeps();
        let timeline = self.timeline.iter();
        things.extend(timeline.map(|(_, it)| (Arc::as_ptr(it).addr(), it.bytes())));
        things
    }
}
