//! The help: every command with its keys, from the live table; what is typed searches it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use crate::command::Command;
use crate::data::RecordId;
use crate::session::{Origin, Session};
use crate::text::{Edit, columns, fold};
use crate::ui::pane::{Pane, Place, Reply, Target, WHEEL};
use crate::ui::widgets::cursor::Cursor;
use crate::ui::widgets::entry::{self, Standing};
use crate::ui::widgets::frame::{Frame, draw_thumb};
use crate::ui::widgets::line::{Line, write_paragraph};
use crate::ui::widgets::prompt::{self, Prompt};
use crate::ui::widgets::sight::Sight;

/// The overlay.
#[derive(Clone, Default)]
pub struct Help {
    query: Edit,
    typing: bool,
    cursor: Cursor,
    position: Option<Position>,
    sight: Sight,
}

/// One row.
#[derive(Clone, Copy)]
enum Row {
    Heading(&'static str),
    Command(Command),
    /// Something done with the mouse, and what it does.
    Mouse(&'static str, &'static str),
}

/// What the mouse does.
const MOUSE: [(&str, &str); 6] = [
    ("click", "go to what is there; again: open it"),
    ("wheel", "scroll the pane under the pointer"),
    ("click on a part of the filter", "drop it"),
    ("click on a step of the trail", "go back to it"),
    (
        "click on a kind or a year",
        "list that kind; go to that year",
    ),
    (
        "shift and drag",
        "select text, as the terminal does without us",
    ),
];

impl Help {
    /// The rows whose name, keys or text hold every word that was typed.
    fn rows(&self, session: &Session) -> Vec<Row> {
        let query = fold(self.query.text()).into_owned();
        let mut rows = Vec::new();
        let mut heading = None;
        for command in Command::ALL.iter().copied() {
            let keys: Vec<String> = session.keymap.keys_for(command).collect();
            let text = format!("{} {} {}", keys.join(" "), command.name(), command.help());
            let text = fold(&text).into_owned();
            if !query.split_whitespace().all(|word| text.contains(word)) {
                continue;
            }
            let group = command.group().heading();
            if heading != Some(group) {
                heading = Some(group);
                rows.push(Row::Heading(group));
            }
            rows.push(Row::Command(command));
        }
        let mut mouse = Vec::new();
        for (deed, does) in MOUSE {
            let text = fold(&format!("mouse {deed} {does}")).into_owned();
            if query.split_whitespace().all(|word| text.contains(word)) {
                mouse.push(Row::Mouse(deed, does));
            }
        }
        if !mouse.is_empty() {
            rows.push(Row::Heading("Mouse"));
            rows.extend(mouse);
        }
        rows
    }

    fn command(&self, session: &Session) -> Option<Command> {
        match self.rows(session).get(self.cursor.at())? {
            Row::Heading(_) | Row::Mouse(..) => None,
            Row::Command(command) => Some(*command),
        }
    }

    fn step(&mut self, command: Command, session: &Session) -> Reply {
        let rows = self.rows(session);
        let before = self.cursor.at();
        if !self.cursor.run(command, rows.len()) {
            return Reply::Ignored;
        }
        self.leave_heading(&rows, self.cursor.at() < before);
        Reply::Done
    }

    /// A heading is no place to stay on.
    fn leave_heading(&mut self, rows: &[Row], up: bool) {
        if matches!(rows.get(self.cursor.at()), Some(Row::Heading(_))) {
            let up = up && self.cursor.at() > 0;
            let on = if up { Command::Previous } else { Command::Next };
            self.cursor.run(on, rows.len());
        }
    }

    fn edit(&mut self, command: Command, session: &Session) -> Reply {
        if !prompt::edit(&mut self.query, command) {
            return self.step(command, session);
        }
        self.cursor.put(1);
        Reply::Done
    }

    fn draw_row(
        row: Row,
        at: usize,
        keys_width: usize,
        standing: Standing,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let styles = &session.styles;
        let Some(mut line) = Line::at(buf, area, at, session.glyphs) else {
            return;
        };
        match row {
            Row::Heading(heading) => {
                line.to(1).write(heading, styles.heading);
            }
            Row::Command(command) => {
                standing.write_cursor(&mut line, session);
                line.to(2)
                    .write_within(&keys(session, command), keys_width, styles.key);
                line.to(keys_width + 4).write(command.help(), styles.text);
                line.patch(standing.look(session));
            }
            Row::Mouse(deed, does) => {
                standing.write_cursor(&mut line, session);
                line.to(2).write_within(deed, keys_width, styles.key);
                line.to(keys_width + 4).write(does, styles.text);
                line.patch(standing.look(session));
            }
        }
    }
}

fn keys(session: &Session, command: Command) -> String {
    let keys: Vec<String> = session.keymap.keys_for(command).collect();
    keys.join("  ")
}

impl Pane for Help {
    fn place(&self) -> Place {
        Place::Help
    }

    fn types(&self) -> bool {
        self.typing
    }

    fn target(&self, _session: &Session) -> Option<Target> {
        None
    }

    fn origin(&self, _session: &Session) -> Option<Origin> {
        None
    }

    fn run(&mut self, command: Command, session: &Session) -> Reply {
        match command {
            Command::Find => {
                self.typing = true;
                Reply::Done
            }
            Command::Open => match self.command(session) {
                Some(command) => Reply::Run(command),
                None => Reply::Done,
            },
            command if self.typing => self.edit(command, session),
            command => self.step(command, session),
        }
    }

    fn click(&mut self, at: Position, _focused: bool, session: &Session) -> Reply {
        let rows = self.rows(session);
        match self.sight.row_at(at) {
            Some(row) => match rows.get(row) {
                Some(Row::Command(command)) if row == self.cursor.at() => Reply::Run(*command),
                Some(Row::Command(_) | Row::Mouse(..)) => {
                    self.cursor.put_in_sight(row);
                    Reply::Done
                }
                _ => Reply::Done,
            },
            None => Reply::Done,
        }
    }

    fn scroll(&mut self, down: bool, session: &Session) -> Reply {
        let rows = self.rows(session);
        self.cursor.scroll(down, WHEEL, rows.len());
        self.leave_heading(&rows, !down);
        Reply::Done
    }

    fn type_text(&mut self, text: &str, _session: &Session) -> Reply {
        self.query.paste(text);
        self.cursor.put(1);
        Reply::Done
    }

    fn draw(&mut self, focused: bool, session: &Session, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        Clear.render(area, buf);
        let rows = self.rows(session);
        let commands = rows
            .iter()
            .filter(|row| matches!(row, Row::Command(_)))
            .count();
        let frame = Frame {
            title: "Keys",
            count: &commands.to_string(),
            focused,
        };
        let inside = frame.draw(session, area, buf);
        let widest = Command::ALL
            .iter()
            .map(|command| columns(&keys(session, *command)));
        let keys_width = widest.max().unwrap_or(0).min(usize::from(inside.width) / 3);
        if self.cursor.at() == 0 {
            self.cursor.put(1);
        }
        let key = session.keymap.keys_for(Command::Find).next();
        let prompt = Prompt {
            text: &self.query,
            typing: self.typing,
            invitation: &format!("{} searches", key.unwrap_or_default()),
            completion: None,
        };
        self.position = prompt.draw(session, inside, buf);
        let list = Rect {
            y: inside.y.saturating_add(1),
            height: inside.height.saturating_sub(1),
            ..inside
        };
        let window = self.cursor.window(usize::from(list.height), rows.len());
        for (nth, at) in window.clone().enumerate() {
            let standing = Standing {
                at_cursor: at == self.cursor.at(),
                focused,
            };
            Self::draw_row(rows[at], nth, keys_width, standing, session, list, buf);
        }
        if rows.is_empty() {
            write_paragraph("nothing found", session.styles.text, session, list, buf);
        }
        draw_thumb(&window, rows.len(), session, area, buf);
        self.sight = Sight::new(list, window.clone(), 1);
        let at = self.cursor.at().saturating_sub(window.start);
        self.position = self.position.or_else(|| entry::position(list, at));
    }

    fn cursor(&self) -> Option<Position> {
        self.position
    }

    fn hints(&self, _session: &Session) -> Vec<Command> {
        vec![Command::Open, Command::Find, Command::Close]
    }

    fn renew(&mut self, _map: &dyn Fn(RecordId) -> Option<RecordId>) {}

    fn keep(&self) -> Box<dyn Pane> {
        Box::new(self.clone())
    }
}
