//! The facets: how the meetings that are kept are spread, each count a way to narrow them further.

use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use crate::browse::facets::{Count, Facet, Value};
use crate::browse::number::Number;
use crate::browse::query::Query;
use crate::command::Command;
use crate::data::{Kind, RecordId};
use crate::errand::{Brought, Errand};
use crate::session::{Origin, Session};
use crate::ui::pane::{Pane, Place, Reply, Target, WHEEL};
use crate::ui::widgets::cursor::Cursor;
use crate::ui::widgets::entry::{self, Standing};
use crate::ui::widgets::frame::{Frame, draw_thumb};
use crate::ui::widgets::line::{Line, write_paragraph};
use crate::ui::widgets::sight::Sight;

/// The overlay.
#[derive(Clone, Default)]
pub struct Facets {
    cursor: Cursor,
    rows: Rc<Vec<Row>>,
    /// The filter whose meetings the rows count, once they do.
    counted: Option<Query>,
    /// How many meetings it keeps.
    meetings: Number,
    position: Option<Position>,
    sight: Sight,
}

/// One row.
enum Row {
    Heading(Facet, usize),
    Count(Count),
}

impl Facets {
    /// Takes new counts; the cursor stays on its value, or else where it was.
    fn take(&mut self, counts: &[(Facet, Vec<Count>)]) {
        let before = self.value().cloned();
        let mut rows = Vec::new();
        for (facet, counts) in counts.iter().filter(|(_, counts)| !counts.is_empty()) {
            rows.push(Row::Heading(*facet, counts.len()));
            rows.extend(counts.iter().cloned().map(Row::Count));
        }
        let is_before = |row: &Row| match row {
            Row::Count(count) => Some(&count.value) == before.as_ref(),
            Row::Heading(..) => false,
        };
        let row = rows.iter().position(is_before);
        self.rows = Rc::new(rows);
        self.cursor.put(row.unwrap_or(self.cursor.at().max(1)));
    }

    fn value(&self) -> Option<&Value> {
        match self.rows.get(self.cursor.at())? {
            Row::Heading(..) => None,
            Row::Count(count) => Some(&count.value),
        }
    }

    fn narrow(&self, out: bool, session: &Session) -> Reply {
        match self.value().map(|value| value.part(&session.dataset)) {
            None => Reply::Done,
            Some(part) if out => Reply::Narrow(part.negated()),
            Some(part) => Reply::Narrow(part),
        }
    }

    fn step(&mut self, command: Command) -> Reply {
        let before = self.cursor.at();
        if !self.cursor.run(command, self.rows.len()) {
            return Reply::Ignored;
        }
        self.leave_heading(self.cursor.at() < before);
        Reply::Done
    }

    /// A heading is no place to stay on.
    fn leave_heading(&mut self, up: bool) {
        if matches!(self.rows.get(self.cursor.at()), Some(Row::Heading(..))) {
            let up = up && self.cursor.at() > 0;
            let on = if up { Command::Previous } else { Command::Next };
            self.cursor.run(on, self.rows.len());
        }
    }

    fn go_to_group(&mut self, forward: bool) -> Reply {
        let here = self.cursor.at();
        let rows = self.rows.iter().enumerate();
        let mut firsts = rows
            .filter(|(_, row)| matches!(row, Row::Heading(..)))
            .map(|(at, _)| at + 1);
        let found = if forward {
            firsts.find(|at| *at > here)
        } else {
            firsts.take_while(|at| *at < here).last()
        };
        match found {
            Some(row) => {
                self.cursor.put(row);
                Reply::Done
            }
            None => Reply::Say("no other group in this direction".to_owned()),
        }
    }

    fn draw_row(
        &self,
        at: usize,
        row: usize,
        focused: bool,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let styles = &session.styles;
        let Some(mut line) = Line::at(buf, area, row, session.glyphs) else {
            return;
        };
        match &self.rows[at] {
            Row::Heading(facet, count) => {
                let heading = format!("BY {}", facet.name().to_uppercase());
                line.to(1).write(&heading, styles.heading);
                line.write(&format!(" {count}"), styles.dim);
            }
            Row::Count(count) => {
                let standing = Standing {
                    at_cursor: at == self.cursor.at(),
                    focused,
                };
                standing.write_cursor(&mut line, session);
                let number = count.count.to_string();
                let room = line.left().saturating_sub(number.len() + 4);
                let label = count.value.label(&session.dataset);
                line.to(2).write_within(&label, room, styles.text);
                line.write_right(&format!("{number} "), styles.text);
                line.patch(standing.look(session));
            }
        }
    }
}

impl Pane for Facets {
    fn place(&self) -> Place {
        Place::Facets
    }

    fn target(&self, _session: &Session) -> Option<Target> {
        None
    }

    fn origin(&self, _session: &Session) -> Option<Origin> {
        None
    }

    fn run(&mut self, command: Command, session: &Session) -> Reply {
        match command {
            Command::Open | Command::Narrow => self.narrow(false, session),
            Command::Exclude => self.narrow(true, session),
            Command::NextGroup | Command::NextPane | Command::Right => self.go_to_group(true),
            Command::PreviousGroup | Command::PreviousPane | Command::Left => {
                self.go_to_group(false)
            }
            command => self.step(command),
        }
    }

    fn click(&mut self, at: Position, _focused: bool, session: &Session) -> Reply {
        match self.sight.row_at(at) {
            Some(row) if row == self.cursor.at() => self.narrow(false, session),
            Some(row) if matches!(self.rows.get(row), Some(Row::Count(_))) => {
                self.cursor.put_in_sight(row);
                Reply::Done
            }
            _ => Reply::Done,
        }
    }

    fn scroll(&mut self, down: bool, _session: &Session) -> Reply {
        self.cursor.scroll(down, WHEEL, self.rows.len());
        self.leave_heading(!down);
        Reply::Done
    }

    fn draw(&mut self, focused: bool, session: &Session, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        Clear.render(area, buf);
        let lacks = self.lacks(session).is_some();
        let count = if lacks {
            session.glyphs.ellipsis.to_owned()
        } else {
            format!(
                "{} {}",
                self.meetings,
                Kind::Meeting.counted(self.meetings.all())
            )
        };
        let frame = Frame {
            title: "Facets",
            count: &count,
            focused,
        };
        let inside = frame.draw(session, area, buf);
        let length = self.rows.len();
        let window = self.cursor.window(usize::from(inside.height), length);
        for (row, at) in window.clone().enumerate() {
            self.draw_row(at, row, focused, session, inside, buf);
        }
        if length == 0 && !lacks {
            write_paragraph(
                "no meetings to count",
                session.styles.text,
                session,
                inside,
                buf,
            );
        }
        draw_thumb(&window, length, session, area, buf);
        self.sight = Sight::new(inside, window.clone(), 1);
        let row = self.cursor.at().saturating_sub(window.start);
        self.position = entry::position(inside, row);
    }

    fn cursor(&self) -> Option<Position> {
        self.position
    }

    fn hints(&self, session: &Session) -> Vec<Command> {
        let filtered = !session.here.filter.is_empty();
        let mut hints = vec![Command::Narrow, Command::Exclude];
        hints.extend(filtered.then_some(Command::DropFilter));
        hints.push(Command::Close);
        hints
    }

    fn lacks(&self, session: &Session) -> Option<Errand> {
        let filter = &session.here.filter;
        (self.counted.as_ref() != Some(filter)).then(|| Errand::Count(filter.clone()))
    }

    fn receive(&mut self, brought: &Brought, _session: &Session) -> Reply {
        let Brought::Counted(filter, counts, meetings) = brought else {
            return Reply::Ignored;
        };
        self.counted = Some(filter.clone());
        self.meetings = *meetings;
        self.take(counts);
        Reply::Done
    }

    fn renew(&mut self, _map: &dyn Fn(RecordId) -> Option<RecordId>) {
        self.rows = Rc::default();
        self.counted = None;
    }

    fn keep(&self) -> Box<dyn Pane> {
        Box::new(self.clone())
    }
}
