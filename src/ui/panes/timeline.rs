//! The timeline: meetings and agreements in order, under the headings of their years.
//!
//! ```text
//! ╔ Timeline ══════════════ 9/36 ═╗
//! ║ 2013                          ║   the heading of a year
//! ║▸ +2013-05-03 ● 1st Senior Of… ║   cursor, linked, date, kind, title
//! ║    · · · 5 months · · ·       ║   a silence
//! ╚═══════════════════════════════╝
//! ```

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::browse::page::{brief_date, silence};
use crate::browse::timeline::{Row, Timeline};
use crate::command::Command;
use crate::data::{Kind, RecordId, Weight};
use crate::errand::Errand;
use crate::session::{Origin, Session};
use crate::ui::pane::{Pane, Place, Reply, Target, WHEEL};
use crate::ui::widgets::cursor::Cursor;
use crate::ui::widgets::entry::{self, INDENT, Standing};
use crate::ui::widgets::frame::{Frame, draw_thumb};
use crate::ui::widgets::hop;
use crate::ui::widgets::line::{Line, write_paragraph};
use crate::ui::widgets::sight::Sight;

/// The columns of a date: a day, and a mark of doubt or of going on.
const DATE: usize = 12;

/// The pane.
#[derive(Clone, Default)]
pub struct TimelinePane {
    cursor: Cursor,
    /// The record that was opened when the pane last looked: the cursor follows when another is.
    seen: Option<RecordId>,
    /// The rows that the cursor counts in.
    rows: Arc<Timeline>,
    /// The record to find again after the dataset was read anew.
    wanted: Option<RecordId>,
    /// Whether it was, since the rows were last taken.
    renewed: bool,
    position: Option<Position>,
    sight: Sight,
}

impl TimelinePane {
    /// Takes the cursor to the record that was opened, and through a change of the filter to the row that is
    /// nearest in time.
    fn follow(&mut self, session: &Session) {
        if session.is_narrowed() && !Arc::ptr_eq(&self.rows, &session.timeline) {
            let before = self.wanted.take().or_else(|| self.record_near_cursor());
            self.renewed = false;
            let heading = self.row().filter(|row| row.is_heading());
            self.rows = Arc::clone(&session.timeline);
            let same = heading.and_then(|row| self.rows.row_of_heading(row));
            let near = || before.and_then(|id| self.rows.row_near(&session.dataset, id));
            let row = same.or_else(near);
            if self.rows.rows.is_empty() {
                self.wanted = before;
            }
            self.cursor
                .put(row.or_else(|| self.first_record()).unwrap_or(0));
        }
        if self.seen != session.here.opened {
            self.seen = session.here.opened;
            if let Some(row) = self
                .seen
                .and_then(|id| self.rows.row_of(&session.dataset, id))
            {
                self.cursor.put(row);
            }
        }
    }

    fn first_record(&self) -> Option<usize> {
        self.rows.rows.iter().position(|row| row.record().is_some())
    }

    /// The record under the cursor, or the next one below it.
    fn record_near_cursor(&self) -> Option<RecordId> {
        let mut below = self.rows.rows.iter().skip(self.cursor.at());
        below.find_map(|row| row.record())
    }

    fn row(&self) -> Option<Row> {
        self.rows.rows.get(self.cursor.at()).copied()
    }

    /// Shows the row under the cursor, which then counts as no longer opened.
    fn show(&mut self) -> Reply {
        self.seen = None;
        match self.row() {
            Some(Row::Record(id)) => Reply::Show(id),
            _ => Reply::Leave,
        }
    }

    /// Moves as asked; a silence is no place to stay on.
    fn step(&mut self, command: Command) -> Reply {
        let before = self.cursor.at();
        let length = self.rows.rows.len();
        if !self.cursor.run(command, length) {
            return Reply::Ignored;
        }
        self.leave_silence(self.cursor.at() >= before);
        self.show()
    }

    /// A silence is no place to stay on.
    fn leave_silence(&mut self, down: bool) {
        if matches!(self.row(), Some(Row::Silence(_))) {
            let on = if down {
                Command::Next
            } else {
                Command::Previous
            };
            self.cursor.run(on, self.rows.rows.len());
        }
    }

    fn jump(&mut self, found: Option<usize>, none: &str) -> Reply {
        match found {
            Some(row) => {
                self.cursor.put(row);
                self.show()
            }
            None => Reply::Say(none.to_owned()),
        }
    }

    fn go_to_year(&mut self, forward: bool) -> Reply {
        let found = self.rows.heading_beside(self.cursor.at(), forward);
        let none = if forward {
            "the last year"
        } else {
            "the first year"
        };
        self.jump(found, none)
    }

    fn go_to_record(&mut self, forward: bool) -> Reply {
        let rows = &self.rows.rows;
        let is_record = |row: &usize| rows[*row].record().is_some();
        let here = self.cursor.at();
        let found = if forward {
            (here + 1..rows.len()).find(is_record)
        } else {
            (0..here.min(rows.len())).rev().find(is_record)
        };
        let none = if forward {
            "the last record"
        } else {
            "the first record"
        };
        self.jump(found, none)
    }

    fn go_to_linked(&mut self, forward: bool, session: &Session) -> Reply {
        let dataset = &session.dataset;
        let rows = session.linked.iter().filter_map(|id| {
            let in_time = matches!(id.kind, Kind::Meeting | Kind::Agreement);
            let row = in_time.then(|| self.rows.row_of(dataset, *id)).flatten()?;
            Some((row, *id))
        });
        let mut linked: Vec<(usize, RecordId)> = rows.collect();
        linked.sort_unstable();
        let (row, reply) = hop::next(&linked, self.cursor.at(), forward, session);
        if let Some(row) = row {
            self.cursor.put(row);
            self.seen = None;
        }
        reply
    }

    fn draw_row(
        &self,
        at: usize,
        line: usize,
        focused: bool,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let styles = &session.styles;
        let standing = Standing {
            at_cursor: at == self.cursor.at(),
            focused,
        };
        match self.rows.rows[at] {
            Row::Record(id) => draw_record(id, line, standing, session, area, buf),
            Row::Year(year) => heading(
                &crate::data::Year(year).to_string(),
                line,
                standing,
                session,
                area,
                buf,
            ),
            Row::Undated => heading("undated", line, standing, session, area, buf),
            Row::Silence(months) => {
                if let Some(mut line) = Line::at(buf, area, line, session.glyphs) {
                    line.to(INDENT).write(&silence(months), styles.dim);
                }
            }
        }
    }

    fn draw_nothing(session: &Session, area: Rect, buf: &mut Buffer) {
        let filter = &session.here.filter;
        let why = if filter.is_empty() {
            "no meetings and no agreements".to_owned()
        } else {
            session.timeline.why_nothing.clone()
        };
        write_paragraph(&why, session.styles.text, session, area, buf);
    }
}

fn heading(
    text: &str,
    row: usize,
    standing: Standing,
    session: &Session,
    area: Rect,
    buf: &mut Buffer,
) {
    if let Some(mut line) = Line::at(buf, area, row, session.glyphs) {
        standing.write_cursor(&mut line, session);
        line.to(1).write(text, session.styles.heading);
        line.patch(standing.look(session));
    }
}

fn draw_record(
    id: RecordId,
    row: usize,
    standing: Standing,
    session: &Session,
    area: Rect,
    buf: &mut Buffer,
) {
    let (styles, glyphs, dataset) = (&session.styles, session.glyphs, &session.dataset);
    let (sign, look) = match id.kind {
        Kind::Agreement => (glyphs.agreement, styles.agreement),
        _ => (glyphs.meeting, styles.meeting),
    };
    if let Some(mut line) = entry::start(buf, area, row, id, standing, session) {
        let date = match dataset.date(id) {
            None => String::new(),
            date => brief_date(date),
        };
        let contested = dataset.conflicts_of(id).next().is_some();
        line.write_within(&date, DATE - 1, styles.date)
            .tab(INDENT + DATE - 1)
            .write(if contested { "!" } else { " " }, styles.disagreement)
            .write(sign, look)
            .write(" ", styles.text);
        let weight = weight(session, id);
        let room = line.left().saturating_sub(weight.len() + 1);
        let room = if weight.is_empty() { line.left() } else { room };
        line.write_within(dataset.short(id), room, styles.text)
            .write_right(weight, styles.dim);
        line.patch(standing.look(session));
    }
}

/// With a topic in the filter: whether it was on the agenda of the meeting or in its context.
fn weight(session: &Session, meeting: RecordId) -> &'static str {
    let parts = session.here.filter.parts().iter().rev();
    let mut topics = parts.filter_map(|part| {
        let id = part.record(&session.dataset)?;
        (id.kind == Kind::Topic).then_some(id)
    });
    let weight = topics
        .next()
        .and_then(|topic| session.dataset.weight(meeting, topic));
    match weight {
        None => "",
        Some(Weight::Agenda) => "agenda",
        Some(Weight::Context) => "context",
    }
}

impl Pane for TimelinePane {
    fn place(&self) -> Place {
        Place::Timeline
    }

    fn target(&self, _session: &Session) -> Option<Target> {
        let Some(row) = self.row() else {
            return self.wanted.filter(|_| self.renewed).map(Target::Record);
        };
        match row {
            Row::Record(id) => Some(Target::Record(id)),
            Row::Year(year) => Some(Target::Year(year)),
            Row::Undated | Row::Silence(_) => None,
        }
    }

    fn origin(&self, _session: &Session) -> Option<Origin> {
        Some(Origin::Timeline)
    }

    fn run(&mut self, command: Command, session: &Session) -> Reply {
        self.follow(session);
        match command {
            Command::NextGroup => self.go_to_year(true),
            Command::PreviousGroup => self.go_to_year(false),
            Command::NextRecord => self.go_to_record(true),
            Command::PreviousRecord => self.go_to_record(false),
            Command::NextLinked => self.go_to_linked(true, session),
            Command::PreviousLinked => self.go_to_linked(false, session),
            command => self.step(command),
        }
    }

    fn click(&mut self, at: Position, focused: bool, session: &Session) -> Reply {
        self.follow(session);
        let row = self.sight.row_at(at);
        match row.filter(|row| !matches!(self.rows.rows.get(*row), None | Some(Row::Silence(_)))) {
            None => Reply::Done,
            Some(row) if focused && row == self.cursor.at() => Reply::Open,
            Some(row) => {
                self.cursor.put_in_sight(row);
                self.show()
            }
        }
    }

    fn scroll(&mut self, down: bool, session: &Session) -> Reply {
        self.follow(session);
        let before = self.cursor.at();
        self.cursor.scroll(down, WHEEL, self.rows.rows.len());
        self.leave_silence(down);
        if self.cursor.at() == before {
            Reply::Done
        } else {
            self.show()
        }
    }

    fn go_to(&mut self, year: i16, session: &Session) -> Reply {
        self.follow(session);
        let row = self
            .rows
            .rows
            .iter()
            .position(|row| *row == Row::Year(year));
        self.jump(row, "this year is not in the list")
    }

    fn draw(&mut self, focused: bool, session: &Session, area: Rect, buf: &mut Buffer) {
        self.follow(session);
        let timeline = Arc::clone(&self.rows);
        let count = if !session.is_narrowed() {
            session.glyphs.ellipsis.to_owned()
        } else if session.here.filter.is_empty() {
            timeline.records.to_string()
        } else {
            format!("{}/{}", timeline.records, timeline.all)
        };
        let frame = Frame {
            title: "Timeline",
            count: &count,
            focused,
        };
        let inside = frame.draw(session, area, buf);
        let length = timeline.rows.len();
        if length == 0 && session.is_narrowed() {
            Self::draw_nothing(session, inside, buf);
        }
        let window = self.cursor.window(usize::from(inside.height), length);
        for (line, at) in window.clone().enumerate() {
            self.draw_row(at, line, focused, session, inside, buf);
        }
        draw_thumb(&window, length, session, area, buf);
        self.sight = Sight::new(inside, window.clone(), 1);
        self.position = entry::position(inside, self.cursor.at().saturating_sub(window.start));
    }

    fn cursor(&self) -> Option<Position> {
        self.position
    }

    fn hints(&self, session: &Session) -> Vec<Command> {
        let filtered = !session.here.filter.is_empty();
        let mut hints = vec![Command::Open, Command::Find, Command::Narrow];
        hints.extend(filtered.then_some(Command::DropFilter));
        hints
    }

    fn lacks(&self, session: &Session) -> Option<Errand> {
        let filter = &session.here.filter;
        (!session.is_narrowed()).then(|| Errand::Narrow(filter.clone()))
    }

    fn renew(&mut self, map: &dyn Fn(RecordId) -> Option<RecordId>) {
        self.wanted = self.record_near_cursor().and_then(map);
        self.seen = self.seen.and_then(map);
        self.rows = Arc::default();
        self.renewed = true;
    }

    fn keep(&self) -> Box<dyn Pane> {
        Box::new(self.clone())
    }
}
