//! Keys in, frames out: the one place where the session changes.

mod reload;
mod run;
mod steps;

use crossterm::event::Event;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::browse::page::Page;
use crate::browse::query::{Expr, Query};
use crate::browse::trail::Trail;
use crate::command::Command;
use crate::data::kinds::Source;
use crate::data::{self, Kind, RecordId};
use crate::keymap::{Key, Lookup, written};
use crate::session::{Here, Origin, Session};
use crate::ui::pane::{Place, Reply, Target};
use crate::ui::stage::Stage;

pub use run::{End, Outside, run};

/// A whole view, as the trail keeps it.
#[derive(Clone)]
struct View {
    here: Here,
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
        };
        if app.session.dataset.count(Kind::Meeting) == 0 && !app.session.timeline.rows.is_empty() {
            app.stage.focus_on(Place::Timeline);
        }
        if app.session.timeline.rows.is_empty() {
            app.stage.focus_on(Place::Find);
        }
        app.note_path();
        app
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

    /// Takes one event of the terminal.
    pub fn handle(&mut self, event: &Event) -> Option<Wish> {
        match event {
            Event::Key(event) => Key::of(event).and_then(|key| self.press(key)),
            Event::Paste(text) => {
                self.paste(text);
                None
            }
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
        let cancels = !self.session.pending.is_empty()
            && self.session.keymap.look_up(&[key], typing) == Lookup::Found(Command::Close);
        if cancels {
            self.session.pending.clear();
            return None;
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
            Command::Back => self.back(),
            Command::Forward => self.forward(),
            Command::Facets => self.stage.toggle_facets(),
            Command::DropFilter => self.drop_filter(self.session.here.filter.without_last()),
            Command::DropFilters => self.drop_filter(Query::default()),
            command if self.stage.has_top() => return self.run(command),
            Command::Find => self.find(),
            Command::Open => self.open_target(),
            Command::Narrow | Command::NarrowFound => self.narrow(false),
            Command::Exclude => self.narrow(true),
            Command::NextRecord | Command::PreviousRecord => self.next_record(command),
            Command::GoTimeline => self.stage.focus_on(Place::Timeline),
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
            Command::Reload => self.reload(),
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
            Reply::Show(id) => self.session.go(Here {
                record: Some(id),
                opened: None,
                held: None,
                ..self.session.here.clone()
            }),
            Reply::Hop(id, held) => self.session.go(Here {
                record: Some(id),
                opened: None,
                held: Some(held),
                ..self.session.here.clone()
            }),
            Reply::Say(text) => self.tell(text),
            Reply::Narrow(part) => self.narrow_by([part].into_iter()),
            Reply::Run(command) => {
                self.stage.close_top();
                return self.update(command);
            }
        }
        None
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
        self.step(self.session.dataset.short(id).to_owned());
        self.stage.focus_on(Place::Detail);
        self.session.go(Here {
            record: Some(id),
            opened: Some(id),
            held: None,
            origin,
            ..self.session.here.clone()
        });
    }

    /// Starts with a filter: no step is behind it.
    pub fn start_with(&mut self, filter: Query) {
        self.go_with(filter);
        let first = self
            .session
            .timeline
            .rows
            .iter()
            .find_map(|row| row.record());
        if let Some(first) = first {
            self.session.go(Here {
                record: Some(first),
                ..self.session.here.clone()
            });
        }
    }

    /// Starts at a record: no step is behind it.
    pub fn start_at(&mut self, id: RecordId) {
        self.open(id);
        self.trail = Trail::default();
        self.note_path();
    }

    fn find(&mut self) {
        let afresh = self.stage.focus() != Place::Find;
        self.step("find");
        if afresh {
            self.stage
                .run_on(Place::Find, Command::Clear, &self.session);
        }
        self.stage.focus_on(Place::Find);
        self.stage.run(Command::Find, &self.session);
    }

    fn go_to_list(&mut self, command: Command) {
        self.step(command.name().trim_start_matches("go-").to_owned());
        self.stage.focus_on(Place::Find);
        let reply = self.stage.run(command, &self.session);
        self.answer(reply);
    }

    fn go_to_dataset(&mut self) {
        self.step("dataset");
        self.stage.focus_on(Place::Detail);
        self.session.go(Here {
            record: None,
            opened: None,
            held: None,
            origin: None,
            ..self.session.here.clone()
        });
    }

    fn close(&mut self) {
        if self.stage.close_top() {
            return;
        }
        if self.stage.types() {
            // Typing began with a step: taking it back puts everything as it was.
            if let Some(view) = self.trail.undo() {
                self.show(view);
            }
        } else if self.session.marked.is_empty() {
            let quit = self.session.keymap.keys_for(Command::Quit).next();
            let quit = quit.unwrap_or_default();
            self.tell(format!("nothing lies on top; {quit} quits"));
        } else {
            self.session.marked.clear();
        }
    }

    // The filter.

    fn narrow(&mut self, out: bool) {
        if let Some(asked) = self.stage.asked() {
            let parts = asked.parts().iter().cloned();
            return self.narrow_by(parts);
        }
        let Some(target) = self.stage.target(&self.session) else {
            self.tell("there is nothing here whose meetings could be kept");
            return;
        };
        let part = target.ask(&self.session.dataset);
        let part = if out { part.negated() } else { part };
        self.narrow_by([part].into_iter());
    }

    fn narrow_by(&mut self, parts: impl Iterator<Item = Expr> + Clone) {
        let labels = parts.clone().map(|part| part.label(&self.session.dataset));
        let label = labels.collect::<Vec<String>>().join(", ");
        let before = &self.session.here.filter;
        let filter = parts.fold(before.clone(), |filter, part| {
            filter.with(part).unwrap_or(filter)
        });
        if filter == *before {
            self.tell(format!("already narrowed: {label}"));
            return;
        }
        self.step(if label.starts_with("not ") {
            label
        } else {
            format!("only {label}")
        });
        self.stage.focus_on(Place::Timeline);
        self.go_with(filter);
    }

    fn drop_filter(&mut self, filter: Query) {
        if self.session.here.filter.is_empty() {
            self.tell("no filter is on");
            return;
        }
        self.step(if filter.is_empty() {
            "no filter"
        } else {
            "fewer filters"
        });
        self.go_with(filter);
    }

    fn go_with(&mut self, filter: Query) {
        self.session.go(Here {
            filter,
            held: None,
            ..self.session.here.clone()
        });
    }

    // Records.

    fn target_record(&mut self) -> Option<RecordId> {
        let target = self.stage.target(&self.session).and_then(Target::record);
        if target.is_none() {
            self.tell("there is no record here");
        }
        target
    }

    /// The command that gives this view when it is typed into a shell.
    fn shell_command(&self) -> String {
        let here = &self.session.here;
        let mut words = vec!["sommet".to_owned()];
        if let data::Origin::File(path) = &self.source {
            words.push(quoted_for_shell(&path.to_string_lossy()));
        }
        if !here.filter.is_empty() {
            words.push("--where".to_owned());
            words.push(quoted_for_shell(&here.filter.to_string()));
        }
        if let Some(id) = here.record {
            let key = format!("{}/{}", id.kind, self.session.dataset.raw_id(id));
            words.push("--open".to_owned());
            words.push(quoted_for_shell(&key));
        }
        crate::text::clean_line(&words.join(" ")).into_owned()
    }

    fn key_of(&self, id: RecordId) -> String {
        self.session.dataset.key(id)
    }

    fn mark(&mut self) {
        if let Some(id) = self.target_record() {
            let marked = &mut self.session.marked;
            if !marked.remove(&id) {
                marked.insert(id);
            }
            let count = marked.len();
            self.tell(format!("{count} marked"));
        }
    }

    /// The address of the source under the cursor, or of the one that is shown.
    fn address(&mut self) -> Option<String> {
        let target = self.stage.target(&self.session).and_then(Target::record);
        let candidates = [target, self.session.here.record].into_iter().flatten();
        let source = { candidates }.find(|id| id.kind == Kind::Source);
        let Some(source) = source else {
            self.tell("only a source has an address: go to one of the sources");
            return None;
        };
        let read: Source<'_> = self.session.dataset.read(source).unwrap_or_default();
        let address = read.url.to_string();
        if address.is_empty() {
            self.tell("no address of this source is known");
            return None;
        }
        Some(address)
    }

    /// In Detail, the next record of the list that the present one came from, in its place on the trail.
    fn next_record(&mut self, command: Command) {
        if self.stage.focus() != Place::Detail {
            let scroll = match command {
                Command::NextRecord => Command::ScrollDown,
                _ => Command::ScrollUp,
            };
            self.stage.run_on(Place::Detail, scroll, &self.session);
            return;
        }
        let list = match self.session.here.origin {
            None => {
                self.tell("this record was not opened from a list");
                return;
            }
            Some(Origin::Timeline) => Place::Timeline,
            Some(Origin::Find) => Place::Find,
            Some(Origin::Section(about, section)) => {
                self.next_in_section(command, about, section);
                return;
            }
        };
        match self.stage.run_on(list, command, &self.session) {
            Reply::Show(id) => self.replace(id),
            reply => {
                self.answer(reply);
            }
        }
    }

    fn next_in_section(&mut self, command: Command, about: Option<RecordId>, section: usize) {
        let page = Page::new(&self.session.dataset, about);
        let section = page.sections.get(section);
        let links: Vec<RecordId> = section
            .into_iter()
            .flat_map(|section| section.items().filter_map(|item| item.id))
            .collect();
        let here = links
            .iter()
            .position(|id| Some(*id) == self.session.here.record);
        let next = here.and_then(|here| match command {
            Command::NextRecord => here.checked_add(1),
            _ => here.checked_sub(1),
        });
        match next.and_then(|next| links.get(next)) {
            Some(id) => self.replace(*id),
            None => self.tell("the list it came from ends here"),
        }
    }

    fn replace(&mut self, id: RecordId) {
        self.name = self.session.dataset.short(id).to_owned();
        self.note_path();
        self.session.go(Here {
            record: Some(id),
            opened: Some(id),
            held: None,
            ..self.session.here.clone()
        });
    }

    // Frames.

    /// Draws the screen and says where the terminal's cursor belongs.
    pub fn draw(&mut self, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let cursor = self.stage.draw(&self.session, area, buf);
        if self.session.glyphs.ascii {
            in_ascii(buf);
        }
        cursor
    }
}

/// A word as a shell reads it back.
fn quoted_for_shell(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// Writes every cell in ASCII, whatever it held: nothing else may reach such a terminal.
fn in_ascii(buf: &mut Buffer) {
    let (width, cells) = (usize::from(buf.area.width), &mut buf.content);
    for at in 0..cells.len() {
        if cells[at].symbol().is_ascii() {
            continue;
        }
        let wide = crate::text::columns(cells[at].symbol()) > 1 && (at + 1) % width != 0;
        let plain = any_ascii::any_ascii(cells[at].symbol());
        let mut letters = plain.chars().filter(char::is_ascii_graphic);
        let first = letters.next().unwrap_or('?');
        cells[at].set_char(first);
        if wide {
            cells[at + 1].set_char(letters.next().unwrap_or(' '));
        }
    }
}
