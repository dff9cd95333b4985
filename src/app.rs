//! Keys in, frames out: the one place where the session changes.

mod crew;
mod filter;
mod mouse;
mod records;
mod reload;
mod run;
mod steps;
mod studies;
mod take;
mod wait;

use std::collections::VecDeque;
use std::sync::Arc;

use crossterm::event::Event;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::browse::query::{Memory, Query};
use crate::browse::timeline::Timeline;
use crate::browse::trail::Trail;
use crate::command::{Command, Group};
use crate::data::{self, RecordId};
use crate::keymap::{Key, Lookup, written};
use crate::session::{Held, Here, Order, Session};
use crate::ui::pane::{Place, Reply, Target};
use crate::ui::stage::Stage;

pub use crew::Crew;
pub use run::{End, Outside, run};
pub use take::{Content, Taken};
pub use wait::Refused;

/// A whole view, as the trail keeps it.
#[derive(Clone)]
struct View {
    here: Here,
    /// The timeline and the filter that it was under, until the dataset is read anew.
    timeline: Option<(Query, Arc<Timeline>)>,
    stage: Stage,
    name: String,
}

/// Something that only the world outside can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// End the program.
    Quit,
    /// Draw everything anew.
    Redraw,
    /// Give the terminal back for a while.
    Suspend,
    /// Hand a text to the clipboard of the terminal.
    Copy(String),
    /// Open an address in the browser.
    OpenAddress(String),
    /// Write a file in the present folder.
    Save(Taken),
}

/// The program without its terminal.
pub struct App {
    session: Session,
    stage: Stage,
    trail: Trail<View>,
    /// What the view that is here is called on the trail.
    name: String,
    /// Where the dataset came from, for reading it again.
    source: data::Origin,
    /// Where to start once the dataset is there.
    opening: Opening,
    /// Events that mean something only when what is lacking is there.
    held_back: VecDeque<Event>,
    /// A command to be given again then.
    again: Option<Command>,
    /// Why the program ended itself.
    refused: Option<Refused>,
    /// What was found before, for searches on this thread.
    memory: Memory,
    /// The area of the last frame.
    area: Rect,
}

/// Where the program starts.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// What narrows the timeline.
    pub filter: Query,
    /// The record to be opened, as `kind/id`.
    pub record: Option<String>,
    /// Which meetings come first.
    pub order: Order,
}

impl App {
    /// The program at its start.
    #[must_use]
    pub fn new(session: Session, source: data::Origin) -> Self {
        let mut app = Self {
            session,
            stage: Stage::default(),
            trail: Trail::default(),
            name: "start".to_owned(),
            source,
            opening: Opening::default(),
            held_back: VecDeque::new(),
            again: None,
            refused: None,
            memory: Memory::default(),
            area: Rect::ZERO,
        };
        app.start();
        app
    }

    fn start(&mut self) {
        self.stage = Stage::default();
        if self.session.timeline.rows.is_empty() {
            self.stage.focus_on(Place::Find);
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
    pub fn focus(&self) -> Place {
        self.stage.focus()
    }

    /// Tells something until the next key.
    pub fn tell(&mut self, message: impl Into<String>) {
        self.session.message = Some(message.into());
    }

    /// Takes one event of the terminal; some wait until what is lacking is there.
    pub fn handle(&mut self, event: &Event) -> Option<Wish> {
        if self.must_wait(event) {
            self.hold_back(event.clone());
            return None;
        }
        self.take_event(event)
    }

    fn take_event(&mut self, event: &Event) -> Option<Wish> {
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
        if self.stage.types() {
            let reply = self.stage.type_text(text, &self.session);
            self.answer(reply);
        } else {
            self.tell("pasted text is taken only while a line is typed");
        }
    }

    fn press(&mut self, key: Key) -> Option<Wish> {
        self.session.message = None;
        let typing = self.stage.types();
        if let (true, true, Some(character)) =
            (typing, self.session.pending.is_empty(), key.character())
        {
            let reply = self.stage.type_text(&character.to_string(), &self.session);
            return self.answer(reply);
        }
        if !self.session.pending.is_empty() {
            match self.session.keymap.look_up(&[key], typing) {
                Lookup::Found(Command::Close) => {
                    self.session.pending.clear();
                    return None;
                }
                Lookup::Found(Command::QuitNow) => return Some(Wish::Quit),
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
                let help = self.session.keymap.keys_for(Command::Help).next();
                let help = help.unwrap_or_default();
                self.tell(format!("{keys} asks for nothing; {help} shows all keys"));
                None
            }
        }
    }

    /// Carries out a command.
    pub fn update(&mut self, command: Command) -> Option<Wish> {
        match command {
            Command::QuitNow => return Some(Wish::Quit),
            Command::Quit if !self.stage.close_top() => return Some(Wish::Quit),
            Command::Redraw => return Some(Wish::Redraw),
            Command::Suspend => return Some(Wish::Suspend),
            Command::Quit => {}
            Command::Close => self.close(),
            Command::Help => self.stage.toggle_help(),
            command if self.focus() == Place::Help => return self.run(command),
            Command::Back => self.back(),
            Command::Forward => self.forward(),
            Command::Facets => self.stage.toggle_facets(),
            Command::DropFilter => self.drop_filter(self.session.here.filter.without_last()),
            Command::DropFilters => self.drop_filter(Query::default()),
            command if self.focus() == Place::Facets && !leads_elsewhere(command) => {
                return self.run(command);
            }
            Command::Find => self.find(),
            Command::Open => self.open_target(),
            Command::Narrow | Command::NarrowFound => self.narrow(false),
            Command::Exclude => self.narrow(true),
            Command::NextRecord | Command::PreviousRecord => self.next_record(command),
            Command::GoTimeline => {
                self.stage.close_top();
                if self.session.here.view.is_some() {
                    self.step("timeline");
                    self.leave_study();
                }
                self.stage.focus_on(Place::Timeline);
            }
            Command::Evidence
            | Command::Strands
            | Command::StrandsOrder
            | Command::StrandsBy
            | Command::Compare
            | Command::Path
            | Command::Diff => self.study(command),
            Command::GoDataset => self.go_to_dataset(),
            Command::GoPeople
            | Command::GoTopics
            | Command::GoOrganisations
            | Command::GoAgreements
            | Command::GoSources => self.go_to_list(command),
            Command::Mark => self.mark(),
            Command::OpenAddress => return self.address().map(Wish::OpenAddress),
            Command::CopyLink => return self.address().map(Wish::Copy),
            Command::CopyId => return self.target_record().map(|id| Wish::Copy(self.key_of(id))),
            Command::CopyCommand => return Some(Wish::Copy(self.shell_command())),
            Command::CopyTitle
            | Command::CopyMarkdown
            | Command::CopyFootnote
            | Command::CopyJson => return self.copied(command),
            Command::Reload => self.reload(),
            command if command.group() == Group::TakingAway => return self.taken(command),
            command => return self.run(command),
        }
        None
    }

    fn run(&mut self, command: Command) -> Option<Wish> {
        let reply = self.stage.run(command, &self.session);
        if reply == Reply::Ignored {
            self.tell(format!("nothing to do here for: {}", command.help()));
        }
        self.answer(reply)
    }

    /// The whole list of what panes can cause.
    fn answer(&mut self, reply: Reply) -> Option<Wish> {
        match reply {
            Reply::Ignored | Reply::Done => {}
            Reply::Show(id) => self.move_to(Some(id), None),
            Reply::Leave => self.move_to(self.session.here.record, None),
            Reply::Hop(id, held) => self.move_to(Some(id), Some(held)),
            Reply::Say(text) => self.tell(text),
            Reply::Narrow(part) => self.narrow_by([part].into_iter()),
            Reply::Again(command) => self.again = Some(command),
            Reply::Open => return self.update(Command::Open),
            Reply::Drop(nth) => self.drop_filter(self.session.here.filter.without(nth)),
            Reply::BackTo(nth) => self.back_to(nth),
            Reply::Run(command) => {
                self.stage.close_top();
                return self.update(command);
            }
        }
        None
    }

    /// The cursor of a list moved: Detail shows this, which now comes from that list.
    fn move_to(&mut self, record: Option<RecordId>, held: Option<Held>) {
        self.session.go(Here {
            record,
            opened: None,
            held,
            origin: self.stage.origin(&self.session),
            ..self.session.here.clone()
        });
    }

    fn open_target(&mut self) {
        match self.stage.target(&self.session) {
            Some(Target::Record(id)) if self.is_shown_in_detail(id) => {
                self.tell("this is the record that is shown; its links are below");
            }
            Some(Target::Record(id)) => self.open(id),
            Some(Target::Year(_)) => {
                let key = self.session.keymap.keys_for(Command::Narrow).next();
                let key = key.unwrap_or_default();
                self.tell(format!("a year is not opened; {key} narrows to it"));
            }
            None => self.tell("there is nothing here to open"),
        }
    }

    fn is_shown_in_detail(&self, id: RecordId) -> bool {
        self.focus() == Place::Detail && self.session.here.record == Some(id)
    }

    /// Opens a record: a step of the trail.
    pub fn open(&mut self, id: RecordId) {
        let origin = self.stage.origin(&self.session);
        let within = self.stage.within();
        self.step(self.session.dataset.short(id).to_owned());
        self.stage.focus_on(Place::Detail);
        self.session.go(Here {
            record: Some(id),
            opened: Some(id),
            held: None,
            origin,
            view: None,
            ..self.session.here.clone()
        });
        if let Some(within) = within {
            self.stage.put_on(Place::Detail, within, &self.session);
        }
    }

    /// Starts at a record: no step is behind it.
    pub fn start_at(&mut self, id: RecordId) {
        self.open(id);
        self.session.go(Here {
            origin: None,
            ..self.session.here.clone()
        });
        self.trail = Trail::default();
        self.note_path();
    }

    fn find(&mut self) {
        self.stage.close_top();
        let afresh = self.stage.focus() != Place::Find;
        self.step("find");
        if afresh {
            self.stage
                .run_on(Place::Find, Command::Clear, &self.session);
        }
        self.leave_study();
        self.stage.focus_on(Place::Find);
        self.stage.run(Command::Find, &self.session);
    }

    fn go_to_list(&mut self, command: Command) {
        self.stage.close_top();
        self.step(command.name().trim_start_matches("go-").to_owned());
        self.leave_study();
        self.stage.focus_on(Place::Find);
        let reply = self.stage.run(command, &self.session);
        self.answer(reply);
    }

    fn go_to_dataset(&mut self) {
        self.stage.close_top();
        self.step("dataset");
        self.stage.focus_on(Place::Detail);
        self.session.go(Here {
            record: None,
            opened: None,
            held: None,
            origin: None,
            view: None,
            ..self.session.here.clone()
        });
    }

    fn close(&mut self) {
        let waited = self.let_go();
        if self.stage.close_top() {
            return;
        }
        if self.stop_reading() {
            self.tell("reading stopped; what was read before is kept");
        } else if self.stage.types() {
            // Typing began with a step: taking it back puts everything as it was.
            if let Some(view) = self.trail.undo() {
                self.show(view);
            }
        } else if waited {
            self.tell("the keys that waited are forgotten");
        } else if self.session.marked.is_empty() {
            let quit = self.session.keymap.keys_for(Command::Quit).next();
            let quit = quit.unwrap_or_default();
            self.tell(format!("nothing lies on top; {quit} quits"));
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

/// Whether a command goes to another place, and so takes away what lies on top.
fn leads_elsewhere(command: Command) -> bool {
    let elsewhere = [
        Group::Finding,
        Group::Program,
        Group::Studies,
        Group::TakingAway,
    ];
    elsewhere.contains(&command.group()) || command == Command::CopyCommand
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
