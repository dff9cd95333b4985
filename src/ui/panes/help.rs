//! The help: first the keys and signs that everybody needs, then every command with its keys; what is typed searches
//! them, and so it is the list of commands too.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use crate::command::Command;
use crate::session::Session;
use crate::text::{Edit, columns, fold};
use crate::ui::list::{List, Standing};
use crate::ui::pane::{Action, Input, Pane, PaneId, Parked, State};
use crate::ui::widgets::frame::Frame;
use crate::ui::widgets::line::{Line, write_paragraph};
use crate::ui::widgets::prompt::{self, Prompt};

/// The overlay.
#[derive(Clone, Default)]
pub struct Help {
    query: Edit,
    typing: bool,
    /// Whether all commands are shown, not only the first page.
    all: bool,
    list: List,
}

/// One row.
#[derive(Clone, Copy)]
enum Row {
    Heading(&'static str),
    Command(Command),
    /// A sign, or something done with the mouse, and what it means.
    Other(&'static str, &'static str),
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

/// What the mouse does.
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

    fn rows(&self, session: &Session) -> Vec<Row> {
        if !self.all && self.query.text().is_empty() {
            return first_page(session);
        }
        let query = fold(self.query.text()).into_owned();
        if !query.is_empty() && self.typing {
            return Self::ranked(&query, session);
        }
        let mut rows = Vec::new();
        let mut heading = None;
        for command in Command::ALL.iter().copied() {
            if !fits(&query, &told(command, session)) {
                continue;
            }
            let group = command.group().heading();
            if heading != Some(group) {
                heading = Some(group);
                rows.push(Row::Heading(group));
            }
            rows.push(Row::Command(command));
        }
        let is_wanted =
            |(deed, does): &&(&str, &str)| fits(&query, &fold(&format!("mouse {deed} {does}")));
        let mouse: Vec<Row> = { MOUSE.iter() }
            .filter(is_wanted)
            .map(|(deed, does)| Row::Other(deed, does))
            .collect();
        if !mouse.is_empty() {
            rows.push(Row::Heading("Mouse"));
            rows.extend(mouse);
        }
        rows
    }

    /// The commands that fit what is typed, the best first: by their words, then by letters in order.
    fn ranked(query: &str, session: &Session) -> Vec<Row> {
        let mut commands: Vec<(u32, Command)> = { Command::ALL.iter().copied() }
            .filter_map(|command| Some((rank(query, command, session)?, command)))
            .collect();
        commands.sort_by_key(|(rank, _)| *rank);
        commands
            .into_iter()
            .map(|(_, command)| Row::Command(command))
            .collect()
    }

    fn command(&self, session: &Session) -> Option<Command> {
        match self.rows(session).get(self.list.at())? {
            Row::Command(command) => Some(*command),
            Row::Heading(_) | Row::Other(..) | Row::Signs(_) => None,
        }
    }

    fn settle(&mut self, session: &Session) {
        let rows = self.rows(session);
        self.list.settle(rows.len(), |at| stands(&rows, at));
    }

    fn run(&mut self, command: Command, session: &Session) -> Action {
        match command {
            Command::Find | Command::Palette if !self.typing => {
                (self.typing, self.all) = (true, true);
                self.list.reset();
            }
            Command::NextPane
            | Command::PreviousPane
            | Command::NextKind
            | Command::PreviousKind => {
                self.all = !self.all;
                self.list.reset();
            }
            Command::Open => {
                return self.command(session).map_or(Action::Done, Action::Run);
            }
            command if self.typing && prompt::edit(&mut self.query, command) => self.list.reset(),
            command => {
                let rows = self.rows(session);
                if !self.list.step(command, rows.len(), |at| stands(&rows, at)) {
                    return Action::Ignored;
                }
            }
        }
        self.settle(session);
        Action::Done
    }

    fn draw_row(
        row: Row,
        keys_width: usize,
        standing: Standing,
        session: &Session,
        line: &mut Line<'_>,
    ) {
        let styles = &session.styles;
        let (keys, does) = match row {
            Row::Signs(signs) => {
                for (nth, (sign, means)) in signs.into_iter().enumerate() {
                    line.to(2 + nth * 30).write(sign, styles.key);
                    line.to(5 + nth * 30).write(means, styles.text);
                }
                return;
            }
            Row::Heading(heading) => {
                line.to(1).write(heading, styles.heading);
                return;
            }
            Row::Command(command) => (keys(session, command), command.help()),
            Row::Other(deed, does) => (deed.to_owned(), does),
        };
        standing.begin(line, None, session);
        line.to(2).write_within(&keys, keys_width, styles.key);
        line.to(keys_width + 4).write(does, styles.text);
        standing.end(line, session);
    }
}

/// Whether a row can be stood on.
fn stands(rows: &[Row], at: usize) -> bool {
    matches!(rows.get(at), Some(Row::Command(_) | Row::Other(..)))
}

fn told(command: Command, session: &Session) -> String {
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
    let text = told(command, session);
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
fn first_page(session: &Session) -> Vec<Row> {
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
    let mut rows = vec![Row::Heading("Keys")];
    rows.extend(FIRST.map(Row::Command));
    rows.push(Row::Heading("Signs"));
    let (left, right) = signs.split_at(signs.len() / 2);
    rows.extend(
        left.iter()
            .zip(right)
            .map(|(left, right)| Row::Signs([*left, *right])),
    );
    rows
}

impl Pane for Help {
    fn id(&self) -> PaneId {
        PaneId::Help
    }

    fn state(&self, _session: &Session) -> State {
        State {
            typing: self.typing,
            ..State::default()
        }
    }

    fn take(&mut self, input: Input<'_>, session: &Session) -> Action {
        match input {
            Input::Command(command) => return self.run(command, session),
            Input::Click(at, _) => {
                let rows = self.rows(session);
                let again = self.list.click(at, |at| stands(&rows, at));
                return match again.and_then(|again| self.command(session).filter(|_| again)) {
                    Some(command) => Action::Run(command),
                    None => Action::Done,
                };
            }
            Input::Wheel(down) => {
                let rows = self.rows(session);
                self.list.wheel(down, rows.len(), |at| stands(&rows, at));
            }
            Input::Text(text) => {
                self.query.paste(text);
                self.list.reset();
                self.settle(session);
            }
            Input::Result(_)
            | Input::Link(_)
            | Input::Day(_)
            | Input::EndTyping
            | Input::Remap(_) => {
                return Action::Ignored;
            }
        }
        Action::Done
    }

    fn draw(
        &mut self,
        focused: bool,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let area = area.intersection(buf.area);
        Clear.render(area, buf);
        self.settle(session);
        let rows = self.rows(session);
        let is_first = !self.all && self.query.text().is_empty();
        let commands = rows
            .iter()
            .filter(|row| matches!(row, Row::Command(_)))
            .count();
        let count = if is_first {
            String::new()
        } else {
            commands.to_string()
        };
        let frame = Frame {
            title: if is_first { "Keys" } else { "All keys" },
            count: &count,
            focused,
        };
        let inside = frame.draw(session, area, buf);
        let wanted = rows.iter().map(|row| match row {
            Row::Command(command) => columns(&keys(session, *command)),
            _ => 0,
        });
        let keys_width = wanted
            .max()
            .unwrap_or(0)
            .max(8)
            .min(usize::from(inside.width) / 3);
        let find = session
            .keymap
            .keys_for(Command::Find)
            .next()
            .unwrap_or_default();
        let next = session
            .keymap
            .keys_for(Command::NextPane)
            .next()
            .unwrap_or_default();
        let other = if self.all {
            "the first page"
        } else {
            "all keys"
        };
        let prompt = Prompt {
            text: &self.query,
            typing: self.typing,
            invitation: &format!("{find} searches, {next} shows {other}"),
            completion: None,
            count: "",
        };
        let caret = prompt.draw(session, inside, buf);
        let list = Rect {
            y: inside.y.saturating_add(1),
            height: inside.height.saturating_sub(1),
            ..inside
        };
        let window = self.list.window(list, 1, rows.len());
        for (nth, at) in window.enumerate() {
            let standing = Standing {
                at_cursor: at == self.list.at() && stands(&rows, at),
                focused,
            };
            if let Some(mut line) = Line::at(buf, list, nth, session.glyphs) {
                Self::draw_row(rows[at], keys_width, standing, session, &mut line);
            }
        }
        if rows.is_empty() {
            write_paragraph(
                "no command is called so",
                session.styles.text,
                session,
                list,
                buf,
            );
        }
        let place = self.list.finish(session, buf);
        caret.or(place)
    }

    fn hints(&self, _session: &Session) -> Vec<Command> {
        let mut hints = vec![Command::Open];
        hints.extend((!self.typing).then_some(Command::Find));
        hints.push(Command::Close);
        hints
    }
}

impl Parked for Help {
    fn copy(&self) -> Box<dyn Pane> {
        Box::new(self.clone())
    }
}
