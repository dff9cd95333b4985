//! Keys in, frames out: the one place where the session changes.

mod filter;
mod go;
mod look;
mod mouse;
mod records;
mod reload;
mod run;
mod save;
mod steps;
mod studies;
mod wait;
mod workers;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use crossterm::event::Event;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::browse::timeline::Timeline;
use crate::browse::trail::Trail;
use crate::command::{Command, CommandGroup};
use crate::data::{self, Kind};
use crate::export::{self, Format, picture};
use crate::jobs::Save;
use crate::keymap::{Key, Lookup, written};
use crate::query::{Query, QueryCache};
use crate::session::{DateOrder, Location, Session};
use crate::ui::pane::{Action, PaneId, PaneInput};
use crate::ui::panes::{CountsPane, Help};
use crate::ui::stage::Stage;

pub use run::{RunEnd, run};
pub use wait::OpenError;
pub use workers::Workers;

/// A whole view, as a step of the trail keeps it.
#[derive(Clone)]
struct TrailStep {
    here: Location,
    /// The timeline and the filter that it was under, until the dataset is read anew.
    timeline: Option<(Query, Arc<Timeline>)>,
    stage: Stage,
    name: String,
}

/// Something that only the host can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// End the program.
    Quit,
    /// Draw everything anew.
    Redraw,
    /// Give the terminal back for a while.
    Suspend,
    /// Send a text to the clipboard of the terminal.
    Copy(String),
    /// Open an address in the browser.
    OpenAddress(String),
}

/// The program without its terminal.
pub struct App {
    session: Session,
    stage: Stage,
    trail: Trail<TrailStep>,
    /// How many bytes of what can be worked out again the steps of the trail keep at most.
    cache_limit: usize,
    /// What the view that is here is called on the trail.
    name: String,
    /// How many steps back each part of the path in the header is.
    path_steps: Vec<usize>,
    /// Where the dataset came from, for reading it again.
    source: data::Origin,
    /// Where to start once the dataset is there.
    opening: Opening,
    /// Events that mean something only when what is lacking is there.
    waiting_events: VecDeque<Event>,
    /// Why the program ended itself.
    open_error: Option<OpenError>,
    /// What is to be saved or copied, the first of them now.
    saves: VecDeque<Save>,
    /// Whether the program is to end when all of that is done.
    leaving: bool,
    /// Where files are written; nowhere, if there is no such folder.
    folder: Option<PathBuf>,
    /// What was found before, for searches on this thread.
    memory: QueryCache,
    /// The area of the last frame.
    area: Rect,
}

/// No more events wait; who types more has left the keyboard to a cat.
const MOST_WAITING: usize = 4_096;

/// It makes going back quick where much is shown, and is no burden.
const CACHE_LIMIT: usize = 64 << 20;

/// Where the program starts.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// What narrows the timeline.
    pub filter: Query,
    /// The record to be opened, as `kind/id`.
    pub record: Option<String>,
    /// Which meetings come first.
    pub order: DateOrder,
}

impl App {
    /// The program at its start.
    #[must_use]
    pub fn new(session: Session, source: data::Origin) -> Self {
        let mut app = Self {
            session,
            stage: Stage::default(),
            trail: Trail::default(),
            cache_limit: CACHE_LIMIT,
            name: "start".to_owned(),
            path_steps: Vec::new(),
            source,
            opening: Opening::default(),
            waiting_events: VecDeque::new(),
            open_error: None,
            saves: VecDeque::new(),
            leaving: false,
            folder: None,
            memory: QueryCache::default(),
            area: Rect::ZERO,
        };
        app.start();
        app
    }

    fn start(&mut self) {
        self.stage = Stage::default();
        if self.session.timeline.rows.is_empty() {
            self.stage.focus_on(PaneId::List, &self.session);
        }
        self.note_path();
    }

    /// What there is to be read of the session.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The pane that has the keyboard.
    #[must_use]
    pub fn focus(&self) -> PaneId {
        self.stage.focus()
    }

    /// Shows a message until the next key.
    pub fn notify(&mut self, message: impl Into<String>) {
        self.session.message = Some(message.into());
    }

    /// Takes one event of the terminal; some wait until what is lacking is there.
    pub fn handle(&mut self, event: &Event) -> Option<Effect> {
        if !self.must_wait(event) {
            return self.take_event(event);
        }
        if self.waiting_events.len() < MOST_WAITING {
            self.waiting_events.push_back(event.clone());
        }
        None
    }

    /// Whether characters that are typed are text now, whatever they are.
    pub(crate) fn takes_text(&self) -> bool {
        let typing = self.stage.is_typing(&self.session) && !self.session.is_opening();
        typing && self.session.pending.is_empty() && self.waiting_events.is_empty()
    }

    fn take_event(&mut self, event: &Event) -> Option<Effect> {
        match event {
            Event::Key(event) => Key::of(event).and_then(|key| self.press(key)),
            Event::Paste(text) => {
                self.paste(text);
                None
            }
            Event::Mouse(event) => self.point(*event),
            _ => None,
        }
    }

    /// A click or a paste is as good as a key: messages vanish, keys that were begun are forgotten.
    fn forget_keys(&mut self) {
        self.session.message = None;
        self.session.pending.clear();
    }

    fn paste(&mut self, text: &str) {
        self.forget_keys();
        if self.stage.is_typing(&self.session) {
            self.type_text(text);
        } else {
            self.notify("pasted text is taken only while a line is typed");
        }
    }

    /// Takes text into the line that is typed; it is searched for once.
    pub(crate) fn type_text(&mut self, text: &str) -> Option<Effect> {
        self.session.message = None;
        let focus = self.focus();
        let action = self.stage.send(focus, PaneInput::Text(text), &self.session);
        self.answer(action)
    }

    fn press(&mut self, key: Key) -> Option<Effect> {
        self.session.message = None;
        let typing = self.stage.is_typing(&self.session);
        if let (true, true, Some(character)) =
            (typing, self.session.pending.is_empty(), key.character())
        {
            return self.type_text(&character.to_string());
        }
        if !self.session.pending.is_empty() {
            match self.session.keymap.look_up(&[key], typing) {
                Lookup::Found(Command::Close) => {
                    self.session.pending.clear();
                    return None;
                }
                Lookup::Found(Command::QuitNow) => return Some(Effect::Quit),
                _ => {}
            }
        }
        self.session.pending.push(key);
        match self.session.keymap.look_up(&self.session.pending, typing) {
            Lookup::Pending => None,
            Lookup::Found(command) => {
                self.session.pending.clear();
                self.update(command)
            }
            Lookup::Unbound => {
                let keys = written(&std::mem::take(&mut self.session.pending));
                let help = self.key_for(Command::Help);
                self.notify(format!("`{keys}` is not bound; {help} shows all keys"));
                None
            }
        }
    }

    /// The first key of a command.
    fn key_for(&self, command: Command) -> String {
        self.session.keymap.key_for(command)
    }

    /// Goes elsewhere.
    fn go(&mut self, change: impl FnOnce(&mut Location)) {
        let mut here = self.session.here.clone();
        change(&mut here);
        self.session.go(here);
    }

    /// Carries out a command.
    pub fn update(&mut self, command: Command) -> Option<Effect> {
        match command {
            Command::QuitNow => return Some(Effect::Quit),
            Command::Quit if !self.stage.close_overlay() => return self.leave(),
            Command::Redraw => return Some(Effect::Redraw),
            Command::Suspend => return Some(Effect::Suspend),
            Command::Quit => {}
            Command::Close => self.close(),
            Command::Help => self.stage.toggle(Help::default()),
            command if matches!(self.focus(), PaneId::Help | PaneId::Choice) => {
                return self.run(command);
            }
            Command::Palette => self.stage.open(Help::palette()),
            Command::Back => self.back(),
            Command::Forward => self.forward(),
            Command::Facets => self.stage.toggle(CountsPane::default()),
            Command::DropFilter => self.drop_filter(self.session.here.filter.without_last()),
            Command::DropFilters => self.drop_filter(Query::default()),
            Command::Peek => self.peek(),
            command if self.is_covered() && !leads_elsewhere(command) => return self.run(command),
            command => return self.change(command),
        }
        None
    }

    /// Carries out a command that changes where we are, or does something with what is here; the panes answer all others.
    fn change(&mut self, command: Command) -> Option<Effect> {
        match command {
            Command::Find => self.find(),
            Command::Narrow | Command::NarrowFound => self.narrow(false),
            Command::Exclude => self.narrow(true),
            Command::NextLinked | Command::PreviousLinked => return self.walk(command),
            Command::NextRecord | Command::PreviousRecord => self.next_record(command),
            Command::GoTimeline => {
                self.stage.close_overlay();
                if self.session.here.view.is_some() {
                    self.step("timeline");
                    self.leave_study();
                }
                self.stage.focus_on(PaneId::Timeline, &self.session);
            }
            Command::Sort if self.session.here.view.is_none() => return self.run(command),
            Command::Evidence => self.study(self.evidence()),
            Command::Strands => self.study(Ok(self.next_lanes())),
            Command::PeopleOverTime => self.study(Ok(self.lanes(Kind::Person))),
            Command::OrganisationsOverTime => self.study(Ok(self.lanes(Kind::Organisation))),
            Command::StrandsBy => self.study(self.other_columns()),
            Command::Sort => self.study(self.other_order()),
            Command::Compare | Command::Path if self.lacks_one(command) => {}
            Command::Compare => self.study(self.comparison()),
            Command::Path => self.study(self.chain()),
            Command::Diff => self.study(self.changes()),
            Command::GoDataset => self.go_to_dataset(),
            Command::GoPeople
            | Command::GoTopics
            | Command::GoOrganisations
            | Command::GoAgreements
            | Command::GoSources => self.go_to_list(command),
            Command::FindWithin => self.ask_within(),
            Command::NewestFirst => self.turn_order(),
            Command::Mark => self.mark(),
            Command::MarkAll => self.mark_all(),
            Command::OpenAddress => return self.address().map(Effect::OpenAddress),
            Command::CopyLink => return self.address().map(Effect::Copy),
            Command::CopyId => {
                let id = self.target_record();
                return id.map(|id| Effect::Copy(self.session.dataset.key(id)));
            }
            Command::CopyCommand => return Some(Effect::Copy(self.shell_command())),
            Command::CopyTitle => self.copy(|dataset, id| Ok(dataset.name(id).to_owned())),
            Command::CopyMarkdown => self.copy(export::record_in_markdown),
            Command::CopyJson => self.copy(export::record_in_json),
            Command::CopyFootnote => return self.footnote(),
            Command::Reload => self.reload(),
            Command::Open if !matches!(self.focus(), PaneId::Card) => self.open_target(),
            Command::ExportMarkdown => self.export(Format::Markdown),
            Command::ExportCsv => self.export(Format::Csv),
            Command::ExportJson => self.export(Format::Json),
            Command::ExportCalendar => self.export(Format::Calendar),
            Command::ExportBibtex => self.export(Format::Bibtex),
            Command::ExportCsl => self.export(Format::CslJson),
            Command::ExportGraph => self.export(Format::GraphMl),
            Command::ExportSvg => self.export_screen("svg", picture::as_svg),
            Command::ExportText => self.export_screen("txt", picture::as_text),
            command => return self.run(command),
        }
        None
    }

    /// Whether an overlay takes commands itself.
    fn is_covered(&self) -> bool {
        matches!(self.focus(), PaneId::Counts | PaneId::Peek)
    }

    fn run(&mut self, command: Command) -> Option<Effect> {
        let action = self.stage.run(command, &self.session);
        if action == Action::Ignored {
            self.notify(format!("does nothing here: {}", command.help()));
        }
        self.answer(action)
    }

    /// The whole list of what panes can cause.
    fn answer(&mut self, action: Action) -> Option<Effect> {
        match action {
            Action::Ignored | Action::Done => {}
            Action::Show(id) => self.show_record(id),
            Action::Preview(id) => self.preview(id),
            Action::Walk(id) => self.walk_to(id),
            Action::Open(id) => {
                self.stage.close_overlay();
                self.open(id);
            }
            Action::OpenTarget => self.open_target(),
            Action::Say(text) => self.notify(text),
            Action::Cite(facts) => return self.cite(&facts),
            Action::Narrow(part) => self.narrow_by([part].into_iter()),
            Action::Drop(nth) => self.drop_filter(self.session.here.filter.without(nth)),
            Action::BackTo(nth) => self.back_to(nth),
            Action::Chosen(command, id) => {
                self.stage.close_overlay();
                self.study_with(command, id);
            }
            Action::FindWithin(words) => return self.find_within(&words),
            Action::Run(command) => {
                if command != Command::Close {
                    self.stage.close_overlay();
                }
                return self.update(command);
            }
        }
        None
    }

    fn close(&mut self) {
        let waited = !self.waiting_events.is_empty();
        self.waiting_events.clear();
        if self.stage.close_overlay() {
            return;
        }
        if self.stop_saving() {
        } else if self.stop_reading() {
            self.notify("reading stopped; what was read before is kept");
        } else if self.stage.is_typing(&self.session) {
            // Typing began with a step: taking it back puts everything as it was.
            if let Some(view) = self.trail.undo() {
                self.show(view);
            }
        } else if waited {
            self.notify("the waiting keys were dropped");
        } else if self.session.find_words.take().is_some() {
        } else if self.session.marked.is_empty() {
            self.back();
        } else {
            self.session.marked.clear();
        }
    }

    // Frames.

    /// Draws the screen and says where the terminal's cursor belongs.
    pub fn draw(&mut self, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.area = area;
        let cursor = self.stage.draw(&self.session, area, buf);
        self.session.styles.lay_ground(area, buf);
        self.session.glyphs.keep_to_ascii(buf);
        cursor
    }
}

/// Whether a command goes to another place, and so closes the overlay.
fn leads_elsewhere(command: Command) -> bool {
    match command.group() {
        CommandGroup::Finding
        | CommandGroup::Program
        | CommandGroup::Studies
        | CommandGroup::Export => true,
        CommandGroup::Moving
        | CommandGroup::Panes
        | CommandGroup::Records
        | CommandGroup::Trail
        | CommandGroup::Filter
        | CommandGroup::Typing => matches!(
            command,
            Command::NextLinked | Command::PreviousLinked | Command::CopyCommand
        ),
    }
}
