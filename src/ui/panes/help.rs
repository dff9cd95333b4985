//! The help: first the keys and signs that everybody needs, then every command with its keys; what is typed searches
//! them, and so it is the list of commands too.

use ratatui::layout::Position;

use crate::command::Command;
use crate::session::Session;
use crate::text::{Edit, columns, fold};
use crate::ui::list::{List, ListPane};
use crate::ui::pane::{Action, Pane, PaneId, PaneInput, PaneState};
use crate::ui::widgets::canvas::Canvas;
use crate::ui::widgets::line::Line;
use crate::ui::widgets::prompt::{self, Prompt};

#[derive(Clone, Default)]
pub struct Help {
    query: Edit,
    typing: bool,
    /// Whether all commands are shown, not only the first page.
    all: bool,
    list: List,
    rows: Vec<HelpRow>,
}

#[derive(Clone, Copy)]
enum HelpRow {
    Heading(&'static str),
    Command(Command),
    /// Something done with the mouse, and what it does.
    Mouse(&'static str, &'static str),
    /// Two signs, each with what it means.
    Signs([(&'static str, &'static str); 2]),
}

/// The keys of the first page, in the order in which they are needed.
const FIRST: [Command; 12] = [
    Command::Find,
    Command::Open,
    Command::Close,
    Command::Next,
    Command::NextPane,
    Command::NextLinked,
    Command::Narrow,
    Command::DropFilter,
    Command::Strands,
    Command::Evidence,
    Command::Palette,
    Command::Quit,
];

/// What is done with the mouse, and what it does.
const MOUSE: [(&str, &str); 6] = [
    ("click", "go to what is there; click again to open it"),
    ("wheel", "scroll the pane under the pointer"),
    ("click on a part of the filter", "drop it"),
    ("click on a step in the header", "go back to it"),
    (
        "click on the years or a tab",
        "go to that time; list that kind",
    ),
    ("shift and drag", "select text, as in any other program"),
];

impl Help {
    /// The list of all commands with the cursor in its field.
    pub fn palette() -> Self {
        Self {
            typing: true,
            all: true,
            ..Self::default()
        }
    }

    fn is_first_page(&self) -> bool {
        !self.all && self.query.text().is_empty()
    }

    /// Makes the rows anew; the cursor is on one of them.
    fn fill(&mut self, session: &Session) {
        let query = fold(self.query.text()).into_owned();
        self.rows = if self.is_first_page() {
            first_page(session)
        } else if !query.is_empty() && self.typing {
            ranked(&query, session)
        } else {
            listed(&query, session)
        };
        self.stay_on_row(session);
    }

    fn command(&self) -> Option<Command> {
        match self.rows.get(self.list.at())? {
            HelpRow::Command(command) => Some(*command),
            HelpRow::Heading(_) | HelpRow::Mouse(..) | HelpRow::Signs(_) => None,
        }
    }

    fn run(&mut self, command: Command, session: &Session) -> Action {
        match command {
            Command::Find | Command::Palette if !self.typing => {
                (self.typing, self.all) = (true, true);
            }
            Command::NextPane
            | Command::PreviousPane
            | Command::NextKind
            | Command::PreviousKind => self.all = !self.all,
            Command::Open => return self.command().map_or(Action::Done, Action::Run),
            command if self.typing && prompt::edit(&mut self.query, command) => {}
            command => return self.step(command, session),
        }
        self.list.reset();
        Action::Done
    }

    fn draw_row(row: HelpRow, keys_width: usize, line: &mut Line<'_>) {
        let session = line.session;
        let styles = &session.styles;
        let (keys, does) = match row {
            HelpRow::Signs(signs) => {
                for (nth, (sign, means)) in signs.into_iter().enumerate() {
                    line.to(2 + nth * 30).write(sign, styles.key);
                    line.to(5 + nth * 30).write(means, styles.text);
                }
                return;
            }
            HelpRow::Heading(heading) => {
                line.to(1).write(heading, styles.heading);
                return;
            }
            HelpRow::Command(command) => (keys(session, command), command.help()),
            HelpRow::Mouse(deed, does) => (deed.to_owned(), does),
        };
        line.begin_row(None);
        line.to(2).write_within(&keys, keys_width, styles.key);
        line.to(keys_width + 4).write(does, styles.text);
        line.end_row();
    }
}

/// The commands that fit what is typed, the best first: by their words, then by letters in order.
fn ranked(query: &str, session: &Session) -> Vec<HelpRow> {
    let mut commands: Vec<(u32, Command)> = { Command::ALL.iter().copied() }
        .filter_map(|command| Some((rank(query, command, session)?, command)))
        .collect();
    commands.sort_by_key(|(rank, _)| *rank);
    let commands = commands.into_iter();
    commands
        .map(|(_, command)| HelpRow::Command(command))
        .collect()
}

/// The commands, and the deeds of the mouse, in whose texts some words stand, under their headings.
fn listed(query: &str, session: &Session) -> Vec<HelpRow> {
    let mut rows = Vec::new();
    let mut heading = None;
    for command in Command::ALL.iter().copied() {
        if !fits(query, &searched(command, session)) {
            continue;
        }
        let group = command.group().heading();
        if heading != Some(group) {
            heading = Some(group);
            rows.push(HelpRow::Heading(group));
        }
        rows.push(HelpRow::Command(command));
    }
    let is_wanted =
        |(deed, does): &&(&str, &str)| fits(query, &fold(&format!("mouse {deed} {does}")));
    let mut mouse = MOUSE.iter().filter(is_wanted).peekable();
    rows.extend(mouse.peek().map(|_| HelpRow::Heading("Mouse")));
    rows.extend(mouse.map(|(deed, does)| HelpRow::Mouse(deed, does)));
    rows
}

/// The text in which words are searched: keys, name and help of a command.
fn searched(command: Command, session: &Session) -> String {
    let keys: Vec<String> = session.keymap.keys_for(command).collect();
    let text = format!("{} {} {}", keys.join(" "), command.name(), command.help());
    fold(&text).into_owned()
}

fn fits(query: &str, text: &str) -> bool {
    query.split_whitespace().all(|word| text.contains(word))
}

/// How well a command fits, the smaller the better.
fn rank(query: &str, command: Command, session: &Session) -> Option<u32> {
    let name = command.name().replace('-', " ");
    let text = searched(command, session);
    if name.starts_with(query) {
        return Some(0);
    }
    if fits(query, &name) {
        return Some(1);
    }
    if fits(query, &text) {
        return Some(2);
    }
    let mut letters = name.chars();
    let mut wanted = query.chars().filter(|letter| !letter.is_whitespace());
    wanted
        .all(|letter| letters.any(|other| other == letter))
        .then_some(3)
}

fn keys(session: &Session, command: Command) -> String {
    let keys: Vec<String> = session.keymap.keys_for(command).collect();
    keys.join("  ")
}

/// Twelve keys and ten signs.
fn first_page(session: &Session) -> Vec<HelpRow> {
    let glyphs = session.glyphs;
    let signs = [
        (glyphs.meeting, "a meeting"),
        (glyphs.agreement, "an agreement"),
        ("+", "it lasts several days"),
        ("!", "sources disagree"),
        ("?", "not known, or uncertain"),
        ("~", "inferred, or about"),
        (glyphs.agenda, "a topic on the agenda"),
        (glyphs.context, "a topic in the context"),
        (glyphs.silence, "a silence"),
        ("*", "marked"),
    ];
    let mut rows = vec![HelpRow::Heading("Keys")];
    rows.extend(FIRST.map(HelpRow::Command));
    rows.push(HelpRow::Heading("Signs"));
    let (left, right) = signs.split_at(signs.len() / 2);
    let pairs = left.iter().zip(right);
    rows.extend(pairs.map(|(left, right)| HelpRow::Signs([*left, *right])));
    rows
}

impl ListPane for Help {
    fn list(&mut self) -> &mut List {
        &mut self.list
    }

    fn length(&self, _session: &Session) -> usize {
        self.rows.len()
    }

    fn can_stand(&self, row: usize) -> bool {
        let row = self.rows.get(row);
        matches!(row, Some(HelpRow::Command(_) | HelpRow::Mouse(..)))
    }

    fn clicked_again(&mut self, _session: &Session) -> Action {
        self.command().map_or(Action::Done, Action::Run)
    }
}

impl Pane for Help {
    fn id(&self) -> PaneId {
        PaneId::Help
    }

    fn state(&self, _session: &Session) -> PaneState {
        PaneState {
            typing: self.typing,
            ..PaneState::default()
        }
    }

    fn take(&mut self, input: PaneInput<'_>, session: &Session) -> Action {
        self.fill(session);
        let action = match input {
            PaneInput::Command(command) => self.run(command, session),
            PaneInput::Click(at, _) => self.click(at, true, session),
            PaneInput::Wheel(down) => self.wheel(down, session),
            PaneInput::Text(text) => {
                self.query.paste(text);
                self.list.reset();
                Action::Done
            }
            _ => Action::Ignored,
        };
        self.fill(session);
        action
    }

    fn draw(&mut self, mut canvas: Canvas<'_>) -> Option<Position> {
        let session = canvas.session;
        self.fill(session);
        let rows = &self.rows;
        let is_command = |row: &&HelpRow| matches!(row, HelpRow::Command(_));
        let commands = rows.iter().filter(is_command).count().to_string();
        let (title, count) = if self.is_first_page() {
            ("Keys", "")
        } else {
            ("All keys", commands.as_str())
        };
        let mut inside = canvas.overlay(title, count);
        let wanted = rows.iter().map(|row| match row {
            HelpRow::Command(command) => columns(&keys(session, *command)),
            HelpRow::Heading(_) | HelpRow::Mouse(..) | HelpRow::Signs(_) => 0,
        });
        let widest = usize::from(inside.area.width) / 3;
        let keys_width = wanted.max().unwrap_or(0).max(8).min(widest);
        let find = session.keymap.key_for(Command::Find);
        let next = session.keymap.key_for(Command::NextPane);
        let other = if self.all {
            "the first page"
        } else {
            "all keys"
        };
        let prompt = Prompt {
            invitation: &format!("{find} searches, {next} shows {other}"),
            ..Prompt::new(&self.query, self.typing)
        };
        let caret = prompt.draw(&mut inside);
        let mut body = inside.below_first();
        let window = self.list.window(body.area, 1, rows.len());
        for (nth, at) in window.enumerate() {
            let at_cursor = at == self.list.at() && self.can_stand(at);
            if let Some(mut line) = body.row(nth, at_cursor) {
                Self::draw_row(rows[at], keys_width, &mut line);
            }
        }
        if rows.is_empty() {
            body.write_paragraph("no command is called so", session.styles.text);
        }
        let place = self.list.finish(&mut body);
        caret.or(place)
    }

    fn hints(&self, _session: &Session) -> Vec<Command> {
        let mut hints = vec![Command::Open];
        hints.extend((!self.typing).then_some(Command::Find));
        hints.push(Command::Close);
        hints
    }
}
