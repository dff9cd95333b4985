//! Keys in, frames out: the one place where the session changes.

mod filter;
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
use crate::data::{self, Kind, RecordId};
use crate::jobs::Save;
use crate::keymap::{Key, Lookup, written};
use crate::query::{Memory, Query};
use crate::session::{DateOrder, Location, OpenedFrom, Session};
use crate::ui::pane::{Action, PaneId, PaneInput};
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
    memory: Memory,
    /// The area of the last frame.
    area: Rect,
}

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
            memory: Memory::default(),
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
        if self.must_wait(event) {
            self.make_wait(event.clone());
            return None;
        }
        self.take_event(event)
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

    fn paste(&mut self, text: &str) {
        self.session.message = None;
        self.session.pending.clear();
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
            Command::Help => self.stage.toggle_help(),
            command if matches!(self.focus(), PaneId::Help | PaneId::Choice) => {
                return self.run(command);
            }
            Command::Palette => self.stage.show_palette(),
            Command::Back => self.back(),
            Command::Forward => self.forward(),
            Command::Facets => self.stage.toggle_counts(),
            Command::DropFilter => self.drop_filter(self.session.here.filter.without_last()),
            Command::DropFilters => self.drop_filter(Query::default()),
            Command::Peek => self.peek(),
            command if self.is_covered() && !leads_elsewhere(command) => return self.run(command),
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
            Command::Evidence
            | Command::Strands
            | Command::PeopleOverTime
            | Command::OrganisationsOverTime
            | Command::StrandsBy
            | Command::Sort
            | Command::Compare
            | Command::Path
            | Command::Diff => self.study(command),
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
            Command::CopyTitle | Command::CopyMarkdown | Command::CopyJson => self.copy(command),
            Command::CopyFootnote => return self.footnote(),
            Command::Reload => self.reload(),
            Command::Open if !matches!(self.focus(), PaneId::Card) => self.open_target(),
            command if command.group() == CommandGroup::Export => self.export(command),
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

    /// The cursor of the timeline moved: the card shows this, and what is lit stays.
    fn show_record(&mut self, id: RecordId) {
        self.go(|here| {
            here.record = Some(id);
            here.follow = None;
            here.origin = Some(OpenedFrom::Timeline);
        });
    }

    /// The cursor of the list moved: the whole screen shows this, as if it were open.
    fn preview(&mut self, record: Option<RecordId>) {
        self.go(|here| {
            here.record = record;
            here.follow = record;
            here.held = record.filter(|id| id.kind != Kind::Meeting);
            here.origin = Some(OpenedFrom::List);
        });
    }

    fn open_target(&mut self) {
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
    fn walk(&mut self, command: Command) -> Option<Effect> {
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
    fn walk_to(&mut self, id: RecordId) {
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

    fn find(&mut self) {
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

    fn go_to_list(&mut self, command: Command) {
        self.stage.close_overlay();
        self.step(command.name().trim_start_matches("go-").to_owned());
        self.leave_study();
        self.stage.focus_on(PaneId::List, &self.session);
        let action = self.stage.run_on(PaneId::List, command, &self.session);
        self.answer(action);
    }

    fn go_to_dataset(&mut self) {
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
        if self.session.glyphs.ascii {
            in_ascii(buf);
        }
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

/// Writes every cell in ASCII, whatever it held: nothing else may reach such a terminal.
fn in_ascii(buf: &mut Buffer) {
    let (width, cells) = (usize::from(buf.area.width), &mut buf.content);
    for at in 0..cells.len() {
        if cells[at].symbol().is_ascii() {
            continue;
        }
        let has_next = (at + 1) % width != 0;
        if cells[at].symbol() == "…" {
            cells[at].set_char('.');
            if has_next && cells[at + 1].symbol() == " " {
                cells[at + 1].set_char('.');
            }
            continue;
        }
        let wide = crate::text::columns(cells[at].symbol()) > 1 && has_next;
        let plain = any_ascii::any_ascii(cells[at].symbol());
        let mut letters = plain.chars().filter(char::is_ascii_graphic);
        let first = letters.next().unwrap_or('?');
        cells[at].set_char(first);
        if wide {
            cells[at + 1].set_char(letters.next().unwrap_or(' '));
        }
    }
}
