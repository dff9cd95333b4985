//! What is lacking, the results of jobs, and the keys that must wait for them.
//!
//! Keys mean what they mean on a screen that shows what they were pressed for. So while a search is under
//! way, letters go on into the line, but `Enter` waits for the hits; and while a dataset is read for the
//! first time, everything waits but help and leaving. What waits is played once, in order.

use std::time::Duration;

use crossterm::event::Event;

use super::{App, Effect, Opening};
use crate::command::{Command, CommandGroup};
use crate::data::{LoadError, Origin};
use crate::jobs::{Job, JobResult, Material, Stop};
use crate::keymap::{Key, Keymap, Lookup};
use crate::query::Query;
use crate::session::{Loading, Session};
use crate::theme::{Glyphs, Styles};
use crate::ui::pane::PaneId;

/// How often the screen shows how far a reading or a save is.
const TICK: Duration = Duration::from_millis(100);

/// Why a dataset that was to be shown cannot be.
#[derive(Debug)]
pub enum OpenError {
    /// It cannot be read.
    Dataset(LoadError),
    /// It does not have the record that was to be opened; the sentence says more.
    Record(String),
}

impl App {
    /// The program while its dataset is still to be read; everything begins when that is there.
    #[must_use]
    pub fn opening(
        source: Origin,
        opening: Opening,
        keymap: Keymap,
        styles: Styles,
        glyphs: &'static Glyphs,
    ) -> Self {
        let nothing = Material::default();
        let mut session = Session::new(nothing, Query::default(), keymap, styles, glyphs);
        session.loading = Some(Loading::begin(source.clone(), true));
        session.order = opening.order;
        let mut app = Self::new(session, source);
        app.opening = opening;
        app
    }

    /// The program with its dataset.
    ///
    /// # Errors
    /// When it does not have the record that was to be opened.
    pub fn opened(
        material: Material,
        source: Origin,
        opening: Opening,
        keymap: Keymap,
        styles: Styles,
        glyphs: &'static Glyphs,
    ) -> Result<Self, String> {
        let mut session = Session::new(material, opening.filter, keymap, styles, glyphs);
        session.order = opening.order;
        let mut app = Self::new(session, source);
        app.begin(opening.record.as_deref())?;
        Ok(app)
    }

    fn begin(&mut self, record: Option<&str>) -> Result<(), String> {
        if let Some(key) = record {
            let id = self.session.dataset.find_key(key)?;
            self.start_at(id);
        }
        Ok(())
    }

    /// Everything that has to be worked out before the screen can show what it should.
    pub fn lacking(&self) -> impl Iterator<Item = Job> {
        let loading = self.session.loading.as_ref();
        let job = loading.map(|loading| {
            let (first, here) = (&self.opening.filter, &self.session.here.filter);
            let filter = if loading.first { first } else { here };
            let (origin, watch) = (loading.origin.clone(), loading.watch.clone());
            Job::Read(origin, watch, filter.clone())
        });
        let panes = (!self.session.is_opening()).then(|| self.stage.needs(&self.session));
        let saving = self.session.saving.clone().map(Job::Save);
        job.into_iter()
            .chain(panes.into_iter().flatten())
            .chain(saving)
    }

    /// After how long the screen has something new to tell by itself, if it has.
    #[must_use]
    pub fn tick(&self) -> Option<Duration> {
        let (loading, saving) = (&self.session.loading, &self.session.saving);
        (loading.is_some() || saving.is_some()).then_some(TICK)
    }

    /// Whether something is under way that takes so long that no frame waits for it.
    pub(super) fn is_long(&self) -> bool {
        let saving = self.session.saving.as_ref();
        self.session.loading.is_some() || saving.is_some_and(|it| it.since().elapsed() > TICK)
    }

    /// Takes a result, and then the keys that waited for it.
    pub fn receive(&mut self, result: JobResult) -> Vec<Effect> {
        let mut effects = Vec::new();
        match result {
            JobResult::Read(filter, Ok(material)) => effects.extend(self.loaded(filter, material)),
            JobResult::Read(_, Err(error)) => effects.extend(self.not_loaded(error)),
            JobResult::Narrowed(filter, timeline) => self.session.take_timeline(filter, timeline),
            JobResult::Page(page) => self.session.take_page(page),
            JobResult::Saved(save, saved) => effects.extend(self.saved(&save, saved)),
            result => {
                let action = self.stage.receive(&result, &self.session);
                effects.extend(self.answer(action));
            }
        }
        self.catch_up(&mut effects);
        effects
    }

    /// Works out all that is lacking on this thread, as tests and pictures want it.
    pub fn run_pending(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        loop {
            let job = self.lacking().next();
            let material = self.session.material();
            let run = |job: Job| job.run(&material, &Stop::default(), &mut self.memory);
            let Some(result) = job.and_then(run) else {
                break;
            };
            drop(material);
            effects.extend(self.receive(result));
        }
        effects
    }

    /// Why the program ended itself, if it did.
    pub fn take_open_error(&mut self) -> Option<OpenError> {
        self.open_error.take()
    }

    fn loaded(&mut self, filter: Query, material: Material) -> Option<Effect> {
        let loading = self.session.loading.take()?;
        if !loading.first {
            self.replace_dataset(filter, material);
            return None;
        }
        let opening = std::mem::take(&mut self.opening);
        self.session.open(material, filter);
        self.start();
        if let Err(sentence) = self.begin(opening.record.as_deref()) {
            self.open_error = Some(OpenError::Record(sentence));
            return Some(Effect::Quit);
        }
        None
    }

    fn not_loaded(&mut self, error: LoadError) -> Option<Effect> {
        let loading = self.session.loading.take()?;
        if loading.first {
            self.open_error = Some(OpenError::Dataset(error));
            return Some(Effect::Quit);
        }
        self.notify(format!("kept what was read before: {error}"));
        None
    }

    /// Whether an event means nothing yet.
    pub(super) fn must_wait(&self, event: &Event) -> bool {
        let opening = self.session.is_opening() && self.focus() != PaneId::Help;
        let lacking = opening || self.stage.state(&self.session).waits;
        if !lacking && self.waiting_events.is_empty() {
            return false;
        }
        match event {
            Event::Key(event) => Key::of(event).is_some_and(|key| !self.goes_ahead(key)),
            Event::Mouse(_) => true,
            Event::Paste(_) => {
                opening || !self.waiting_events.is_empty() || !self.stage.is_typing(&self.session)
            }
            _ => false,
        }
    }

    /// Whether a key acts at once, whatever is lacking.
    fn goes_ahead(&self, key: Key) -> bool {
        let typing = self.stage.is_typing(&self.session);
        let begun = !self.session.pending.is_empty();
        let mut keys = self.session.pending.clone();
        keys.push(key);
        let command = match self.session.keymap.look_up(&keys, typing) {
            Lookup::Found(command) => Some(command),
            Lookup::Pending | Lookup::Unbound => None,
        };
        let quit = Lookup::Found(Command::QuitNow);
        match command {
            Some(Command::QuitNow | Command::Close) => true,
            // A sequence that was begun is no reason to wait for the end.
            _ if begun && self.session.keymap.look_up(&[key], typing) == quit => true,
            _ if !self.waiting_events.is_empty() => false,
            Some(Command::Redraw | Command::Suspend | Command::Help) => true,
            Some(Command::Quit) => self.session.is_opening(),
            _ if self.session.is_opening() || !typing => false,
            Some(command) => command.group() == CommandGroup::Typing,
            None => !begun && key.character().is_some(),
        }
    }

    /// Takes the events that waited, as far as they mean something now.
    fn catch_up(&mut self, effects: &mut Vec<Effect>) {
        while !self.session.is_opening()
            && !self.stage.state(&self.session).waits
            && let Some(event) = self.waiting_events.pop_front()
        {
            effects.extend(self.take_event(&event));
        }
    }
}
