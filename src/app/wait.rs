//! What is lacking, what is brought, and the keys that must wait for it.
//!
//! Keys mean what they mean on a screen that shows what they were pressed for. So while a search is under
//! way, letters go on into the line, but `Enter` waits for the hits; and while a dataset is read for the
//! first time, everything waits but help and leaving. What waits is played once, in order.

use std::time::{Duration, Instant};

use crossterm::event::Event;

use super::{App, Effect, Opening};
use crate::command::Command;
use crate::data::{LoadError, Origin, Watch};
use crate::jobs::{Job, JobResult, Material, Stop};
use crate::keymap::{Key, Keymap, Lookup};
use crate::query::Query;
use crate::session::{Order, Reading, Session};
use crate::theme::{Glyphs, Styles};
use crate::ui::pane::PaneId;

/// No more events are held back; who types more has left the keyboard to a cat.
const MOST_HELD_BACK: usize = 4_096;

/// What ends the program.
const END: Lookup = Lookup::Found(Command::QuitNow);

/// While something is read, the screen tells so often how far it is.
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
        session.reading = Some(Reading::begin(source.clone(), true));
        session.newest_first = opening.order == Order::Newest;
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
        let Opening {
            filter,
            record,
            order,
        } = opening;
        let mut session = Session::new(material, filter, keymap, styles, glyphs);
        session.newest_first = order == Order::Newest;
        let mut app = Self::new(session, source);
        app.begin(record.as_deref())?;
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
    pub fn lacks(&self) -> impl Iterator<Item = Job> {
        let reading = self.session.reading.as_ref();
        let job = reading.map(|reading| {
            let filter = if reading.first {
                &self.opening.filter
            } else {
                &self.session.here.filter
            };
            let (origin, watch) = (reading.origin.clone(), reading.watch.clone());
            Job::Read(origin, watch, filter.clone())
        });
        let panes = (!self.session.is_opening()).then(|| self.stage.needs(&self.session));
        let taking = self.session.taking.clone().map(Job::Save);
        job.into_iter()
            .chain(panes.into_iter().flatten())
            .chain(taking)
    }

    /// After how long the screen has something new to tell by itself, if it has.
    #[must_use]
    pub fn tick(&self) -> Option<Duration> {
        let (reading, taking) = (&self.session.reading, &self.session.taking);
        (reading.is_some() || taking.is_some()).then_some(TICK)
    }

    /// Whether something is under way that takes so long that no frame waits for it.
    pub(super) fn is_long(&self) -> bool {
        let taking = self.session.taking.as_ref();
        self.session.reading.is_some() || taking.is_some_and(|it| it.since().elapsed() > TICK)
    }

    /// Takes what was brought, and then the keys that waited for it.
    pub fn receive(&mut self, brought: JobResult) -> Vec<Effect> {
        let mut effects = Vec::new();
        match brought {
            JobResult::Read(filter, Ok(material)) => effects.extend(self.arrived(filter, material)),
            JobResult::Read(_, Err(refusal)) => effects.extend(self.refuse(refusal)),
            JobResult::Narrowed(filter, timeline) => self.session.take_timeline(filter, timeline),
            JobResult::Page(page) => self.session.take_page(page),
            JobResult::Saved(order, took) => effects.extend(self.took(&order, took)),
            brought => {
                let action = self.stage.receive(&brought, &self.session);
                effects.extend(self.answer(action));
            }
        }
        self.catch_up(&mut effects);
        effects
    }

    /// Works out all that is lacking on this thread, as tests and pictures want it.
    pub fn settle(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        loop {
            let Some(job) = self.lacks().next() else {
                break;
            };
            let brought = job.run(&self.session.material(), &Stop::default(), &mut self.memory);
            let Some(brought) = brought else { break };
            effects.extend(self.receive(brought));
        }
        effects
    }

    /// Why the program ended itself, if it did.
    pub fn take_open_error(&mut self) -> Option<OpenError> {
        self.refused.take()
    }

    fn arrived(&mut self, filter: Query, material: Material) -> Option<Effect> {
        let reading = self.session.reading.take()?;
        if !reading.first {
            self.take(filter, material);
            return None;
        }
        let opening = std::mem::take(&mut self.opening);
        self.session.open(material, filter);
        self.start();
        if let Err(sentence) = self.begin(opening.record.as_deref()) {
            self.refused = Some(OpenError::Record(sentence));
            return Some(Effect::Quit);
        }
        None
    }

    fn refuse(&mut self, refusal: LoadError) -> Option<Effect> {
        let reading = self.session.reading.take()?;
        if reading.first {
            self.refused = Some(OpenError::Dataset(refusal));
            return Some(Effect::Quit);
        }
        self.tell(format!("kept what was read before: {refusal}"));
        None
    }

    /// Begins to read the file again.
    pub(super) fn read_again(&mut self) {
        self.session.reading = Some(Reading::begin(self.source.clone(), false));
    }

    /// Stops reading again. `false` when nothing is read again.
    pub(super) fn stop_reading(&mut self) -> bool {
        let again = self.session.reading.take_if(|reading| !reading.first);
        again.is_some()
    }

    // Waiting.

    /// Whether an event means nothing yet.
    pub(super) fn must_wait(&self, event: &Event) -> bool {
        let opening = self.session.is_opening() && self.focus() != PaneId::Help;
        let lacking = opening || self.again.is_some() || self.stage.state(&self.session).waits;
        if !lacking && self.held_back.is_empty() {
            return false;
        }
        match event {
            Event::Key(event) => Key::of(event).is_some_and(|key| !self.goes_ahead(key)),
            Event::Mouse(_) => true,
            Event::Paste(_) => {
                opening || !self.held_back.is_empty() || !self.stage.is_typing(&self.session)
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
        match command {
            Some(Command::QuitNow | Command::Close) => true,
            // A sequence that was begun is no reason to wait for the end.
            _ if begun && self.session.keymap.look_up(&[key], typing) == END => true,
            _ if !self.held_back.is_empty() => false,
            Some(Command::Redraw | Command::Suspend | Command::Help) => true,
            Some(Command::Quit) => self.session.is_opening(),
            _ if self.session.is_opening() || !typing => false,
            Some(command) => edits(command),
            None => !begun && key.character().is_some(),
        }
    }

    pub(super) fn hold_back(&mut self, event: Event) {
        if self.held_back.len() < MOST_HELD_BACK {
            self.held_back.push_back(event);
        }
    }

    /// Forgets what waits. `false` when nothing did.
    pub(super) fn let_go(&mut self) -> bool {
        let waited = self.again.take().is_some() || !self.held_back.is_empty();
        self.held_back.clear();
        waited
    }

    /// Gives again what was given too early, as far as it means something now.
    fn catch_up(&mut self, effects: &mut Vec<Effect>) {
        let waits = |app: &Self| app.session.is_opening() || app.stage.state(&app.session).waits;
        if waits(self) {
            return;
        }
        if let Some(command) = self.again.take() {
            effects.extend(self.update(command));
        }
        while self.again.is_none() && !waits(self) {
            let Some(event) = self.held_back.pop_front() else {
                return;
            };
            effects.extend(self.take_event(&event));
        }
    }
}

impl Reading {
    fn begin(origin: Origin, first: bool) -> Self {
        Self {
            origin,
            watch: Watch::default(),
            since: Instant::now(),
            first,
        }
    }
}

/// Whether a command changes the line that is typed, and nothing else.
fn edits(command: Command) -> bool {
    matches!(
        command,
        Command::DeleteBack
            | Command::DeleteForward
            | Command::DeleteWord
            | Command::Clear
            | Command::CharLeft
            | Command::CharRight
            | Command::WordLeft
            | Command::WordRight
            | Command::LineStart
            | Command::LineEnd
    )
}
