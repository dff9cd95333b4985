//! Steps of the trail: leaving a view, and finding it again as it was left.

use std::collections::HashSet;
use std::sync::Arc;

use super::{App, TrailStep};
use crate::command::Command;

/// The name of a step that is a search.
pub(super) const FIND: &str = "find";

impl App {
    pub(super) fn view(&self) -> TrailStep {
        let mut stage = self.stage.clone();
        stage.end_typing(&self.session);
        TrailStep {
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
        self.session.find_words = None;
        self.trail.leave(view);
        self.stage.end_typing(&self.session);
        self.name = name.into();
        self.note_path();
        self.thin_out();
    }

    /// Keeps no more bytes than that, in all steps together, of what can be worked out again.
    pub fn limit_cache(&mut self, bytes: usize) {
        self.cache_limit = bytes;
        self.thin_out();
    }

    /// Drops what the steps that are farthest away hold that can be worked out again.
    fn thin_out(&mut self) {
        let mut seen: HashSet<usize> = HashSet::new();
        let mut left = self.cache_limit;
        for view in self.trail.nearest_first() {
            let things = view.cached();
            let new = things.iter().filter(|(address, _)| seen.insert(*address));
            let bytes = new.map(|(_, bytes)| bytes).sum::<usize>();
            if bytes > left {
                view.timeline = None;
                view.stage.drop_cache(&self.session);
            }
            left = left.saturating_sub(bytes);
        }
    }

    pub(super) fn show(&mut self, view: TrailStep) {
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
            self.notify(format!("Nothing to go back to; {quit} quits"));
        }
        self.thin_out();
    }

    /// Goes back by that many steps of the path.
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
            Err(_) => self.notify("Nothing to go forward to"),
        }
        self.thin_out();
    }
}

impl TrailStep {
    /// What it holds that can be worked out again: an address that tells it from all else, and its bytes.
    fn cached(&self) -> Vec<(usize, usize)> {
        let mut things = self.stage.cached();
        let timeline = self.timeline.iter();
        things.extend(timeline.map(|(_, it)| (Arc::as_ptr(it).addr(), it.bytes())));
        things
    }
}
