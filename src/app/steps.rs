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
            let mut things = view.cached();
            things.retain(|(address, _)| seen.insert(*address));
            let bytes = things.iter().map(|(_, bytes)| bytes).sum::<usize>();
            if bytes > left {
                // Where a step further away has the same, that goes too.
                for (address, _) in things {
                    seen.remove(&address);
                }
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

#[cfg(test)]
mod tests {
    use crossterm::event::Event;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    use super::*;
    use crate::data::{Origin, load};
    use crate::jobs::Material;
    use crate::keymap::{Keymap, script};
    use crate::query::Query;
    use crate::session::Session;
    use crate::theme::{Glyphs, Styles};

    /// Steps of every sort: records, searches, lists, filters and studies, back and forward.
    const WALK: &str = "/e<Enter>/libya<Alt-Enter><Enter>gdgt)<Enter>/swing<Enter>MX\
        te<Backspace><Backspace>atgm<Enter>gdacL/pope<Enter>ap<Backspace>/se<Down><Down><Enter>gt<Enter>";

    fn bundled() -> App {
        let keymap = Keymap::built_in().expect("keymap");
        let styles = Styles::named("default").expect("theme");
        let dataset = load(&Origin::Bundled).expect("bundled");
        let material = Material::new(dataset, &Query::default());
        let session = Session::new(material, Query::default(), keymap, styles, &Glyphs::UNICODE);
        App::new(session, Origin::Bundled)
    }

    /// How many bytes the steps keep of what can be worked out again.
    fn kept(app: &mut App) -> usize {
        let mut seen = HashSet::new();
        let things = app.trail.nearest_first().flat_map(|view| view.cached());
        let new = things.filter(|(address, _)| seen.insert(*address));
        new.map(|(_, bytes)| bytes).sum()
    }

    /// The most that was kept on the way.
    fn walk(spare: usize) -> usize {
        let mut app = bundled();
        app.limit_cache(spare);
        let mut most = 0;
        for key in script(WALK).expect("keys") {
            app.handle(&Event::Key(key.event()));
            app.run_pending();
            let area = Rect::new(0, 0, 120, 36);
            app.draw(area, &mut Buffer::empty(area));
            let kept = kept(&mut app);
            assert!(kept <= spare, "{kept} of {spare} bytes");
            most = most.max(kept);
        }
        most
    }

    #[test]
    fn what_all_steps_keep_stays_within_its_bound() {
        let all = walk(usize::MAX);
        assert!(all > 10_000, "{all}");
        assert_eq!(walk(0), 0);
        for part in [16, 4, 2] {
            let some = walk(all / part);
            assert!(some > all / part / 4, "{some} of {all}");
        }
    }
}
