//! A study in the place of the lists: evidence, strands, a comparison, a chain, changes.
//!
//! ```text
//! ╔ Strands ═══════════════════════════ 55 topics · 30 meetings ═╗
//! ║   topic                     ‹ 13       14 15       16 17    ›║   what the columns are, and that there are more
//! ║▸  Climate and migration  7B  ■  ·? ·? ■  ·? ·? ·? □  ·? ·?  ║
//! ║ 2014-10-01 2nd Senior Officials Meeting: on the agenda       ║   the cell under the cursor, in words
//! ╚══════════════════════════════════════════════════════════════╝
//! ```

mod grid;
mod list;
mod rows;

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::grid::{Grid, Seen};
use self::list::{Layout, Shown};
use self::rows::{Part, Row};
use crate::browse::query::Query;
use crate::command::Command;
use crate::data::{Kind, RecordId};
use crate::errand::{Brought, Errand};
use crate::session::{Origin, Session};
use crate::study::evidence::Evidence;
use crate::study::view::{Study, View};
use crate::ui::pane::{Pane, Place, Reply, Target, WHEEL};
use crate::ui::widgets::cursor::Cursor;
use crate::ui::widgets::entry::{self, Standing};
use crate::ui::widgets::frame::{Frame, draw_thumb};
use crate::ui::widgets::line::Line;
use crate::ui::widgets::sight::Sight;

/// The pane.
#[derive(Clone, Default)]
pub struct StudyPane {
    view: Option<View>,
    /// The filter whose meetings it looks at.
    filter: Query,
    study: Arc<Study>,
    rows: Rc<Vec<Row>>,
    layout: Rc<Layout>,
    cursor: Cursor,
    /// Where in a row of a grid the cursor is: 0 is the first column, which stays in sight.
    column: usize,
    /// The first of the other columns in sight.
    left: usize,
    focused: bool,
    /// The rows and the columns that were drawn last, and where they begin.
    sight: Sight,
    seen: Option<Seen>,
    side: u16,
    /// Whether the dataset was read anew: the cursor stays where it is.
    renewed: bool,
    position: Option<Position>,
}

/// The width until the pane was drawn once.
const UNDRAWN: usize = 60;

impl StudyPane {
    /// Turns to the view that is here now; another one begins at its top.
    fn catch_up(&mut self, session: &Session) {
        if self.view != session.here.view {
            self.view.clone_from(&session.here.view);
            self.study = Arc::default();
            self.rows = Rc::default();
            self.layout = Rc::default();
            if !self.renewed {
                self.cursor.reset();
                self.column = 0;
                self.left = 0;
            }
        }
        self.renewed = false;
    }

    /// Whether its study is the one that this view asks for.
    fn answers(&self, view: &View, session: &Session) -> bool {
        let same_meetings = !view.depends_on_filter() || self.filter == session.here.filter;
        self.view.as_ref() == Some(view) && *self.study != Study::Nothing && same_meetings
    }

    fn take(&mut self, study: Arc<Study>, session: &Session) {
        self.study = study;
        self.filter.clone_from(&session.here.filter);
        let asked = match &self.view {
            Some(View::Path(from, to)) => vec![*from, *to],
            _ => Vec::new(),
        };
        self.rows = Rc::new(rows::rows(&session.dataset, &self.study, &asked));
        let width = if self.layout.width == 0 {
            UNDRAWN
        } else {
            self.layout.width
        };
        self.layout = Rc::new(Layout::new(&self.rows, width));
        let last = self.length().saturating_sub(1);
        self.cursor.put(self.cursor.at().min(last));
        self.column = self.column.min(self.grid().map_or(0, Grid::columns));
    }

    /// Lays the rows out for a width; the cursor stays on its row.
    fn fit(&mut self, width: usize) {
        if self.layout.width == width {
            return;
        }
        let grid = self.grid_rows();
        let row = self.line_at_cursor().map(|line| line.row);
        self.layout = Rc::new(Layout::new(&self.rows, width));
        if let Some(row) = row {
            let lines = &self.layout.lines;
            self.cursor
                .put(grid + lines.partition_point(|line| line.row < row));
        }
    }

    fn grid(&self) -> Option<Grid<'_>> {
        Grid::of(&self.study)
    }

    fn grid_rows(&self) -> usize {
        self.grid().map_or(0, Grid::rows)
    }

    fn length(&self) -> usize {
        self.grid_rows() + self.layout.lines.len()
    }

    /// The line of the list that the cursor is on, behind the rows of a grid.
    fn line_at_cursor(&self) -> Option<&Shown> {
        let at = self.cursor.at().checked_sub(self.grid_rows())?;
        self.layout.lines.get(at)
    }

    fn record(&self, session: &Session) -> Option<RecordId> {
        match self.line_at_cursor() {
            Some(line) => self.rows.get(line.row)?.target,
            None => self
                .grid()?
                .target(&session.dataset, self.cursor.at(), self.column),
        }
    }

    fn moved(&self, session: &Session) -> Reply {
        self.record(session).map_or(Reply::Leave, Reply::Show)
    }

    fn sideways(&mut self, right: bool, session: &Session) -> Reply {
        let Some(columns) = self.grid().map(Grid::columns) else {
            return Reply::Ignored;
        };
        if self.line_at_cursor().is_some() {
            return Reply::Ignored;
        }
        let column = if right {
            (self.column + 1).min(columns)
        } else {
            self.column.saturating_sub(1)
        };
        if column == self.column {
            let end = if right { "last" } else { "first" };
            return Reply::Say(format!("the {end} column"));
        }
        self.column = column;
        self.moved(session)
    }

    fn go_to_group(&mut self, forward: bool, session: &Session) -> Reply {
        let (at, grid_rows) = (self.cursor.at(), self.grid_rows());
        if let Some(grid) = self.grid().filter(|_| at < grid_rows) {
            if let Some(column) = grid.next_group(self.column, forward) {
                self.column = column;
                return self.moved(session);
            }
            if let Some(row) = grid.next_together(at, forward) {
                self.cursor.put(row);
                return self.moved(session);
            }
        }
        match self.next_stop(forward) {
            Some(row) => {
                self.cursor.put(row);
                self.moved(session)
            }
            None => Reply::Say(self.no_more(forward)),
        }
    }

    /// The next weak fact, chain or section of a list.
    fn next_stop(&self, forward: bool) -> Option<usize> {
        let grid = self.grid_rows();
        let facts_alone = matches!(&*self.study, Study::Evidence(_));
        let is_stop = |at: &usize| {
            let line = &self.layout.lines[*at];
            let row = &self.rows[line.row];
            let counts = row.part == Part::Fact || !facts_alone;
            line.is_first && row.is_stop && counts
        };
        let count = self.layout.lines.len();
        let at = self.cursor.at();
        let found = if forward {
            let from = (at + 1).saturating_sub(grid).min(count);
            (from..count).find(is_stop)
        } else {
            (0..at.saturating_sub(grid).min(count)).rev().find(is_stop)
        };
        found.map(|line| grid + line)
    }

    fn no_more(&self, forward: bool) -> String {
        let what = match &*self.study {
            Study::Evidence(_) => "weak fact",
            Study::Strands(_) => "year",
            Study::Path(_) => "chain",
            _ => "section",
        };
        let where_to = if forward { "below" } else { "above" };
        let where_to = match &*self.study {
            Study::Strands(_) if forward => "to the right",
            Study::Strands(_) => "to the left",
            _ => where_to,
        };
        format!("no other {what} {where_to}")
    }

    /// What there is, for the frame.
    fn count(&self) -> String {
        let counted = |count: usize, kind: Kind| format!("{count} {}", kind.counted(count));
        match &*self.study {
            Study::Evidence(evidence) => of_evidence(evidence),
            Study::Strands(strands) => format!(
                "{} · {}",
                counted(strands.strands.len(), Kind::Topic),
                counted(strands.meetings, Kind::Meeting)
            ),
            Study::Compare(compare) => counted(compare.rows.len(), Kind::Meeting),
            Study::Path(found) => match found {
                Some(found) if found.count == 1 => "1 chain".to_owned(),
                Some(found) => format!("{} chains", found.count),
                None => "none".to_owned(),
            },
            Study::Diff(_) | Study::Refused(_) | Study::Nothing => String::new(),
        }
    }

    /// The columns in sight, scrolled no further than the cursor needs.
    fn columns_in_sight(&mut self, shown: usize) -> Range<usize> {
        let all = self.grid().map_or(0, Grid::columns);
        if let Some(column) = self.column.checked_sub(1) {
            self.left = self.left.clamp((column + 1).saturating_sub(shown), column);
        } else {
            self.left = 0;
        }
        self.left = self.left.min(all.saturating_sub(shown));
        self.left..(self.left + shown).min(all)
    }

    fn draw_rows(
        &self,
        window: &Range<usize>,
        seen: Option<&Seen>,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let grid_rows = self.grid_rows();
        for (row, at) in window.clone().enumerate() {
            let at_cursor = at == self.cursor.at();
            if let Some(line) = at.checked_sub(grid_rows) {
                let standing = Standing {
                    at_cursor,
                    focused: self.focused,
                };
                let rows = &self.rows;
                self.layout
                    .draw_line(rows, line, row, standing, session, area, buf);
            } else if let (Some(grid), Some(seen)) = (self.grid(), seen) {
                let column = at_cursor.then_some(self.column);
                grid.draw_row(at, row, column, seen, session, area, buf);
            }
        }
    }
}

/// The lines below a grid.
fn draw_foot(told: &[String], session: &Session, area: Rect, buf: &mut Buffer) {
    let first = usize::from(area.height).saturating_sub(told.len());
    for (nth, text) in told.iter().enumerate() {
        if let Some(mut line) = Line::at(buf, area, first + nth, session.glyphs) {
            line.to(1).write(text, session.styles.dim);
        }
    }
}

/// `9 weak of 24`.
fn of_evidence(evidence: &Evidence) -> String {
    let weak = evidence.facts.iter().filter(|fact| fact.sure().is_weak());
    format!("{} weak of {}", weak.count(), evidence.facts.len())
}

impl Pane for StudyPane {
    fn place(&self) -> Place {
        Place::Study
    }

    fn target(&self, session: &Session) -> Option<Target> {
        self.record(session).map(Target::Record)
    }

    fn within(&self) -> Option<RecordId> {
        match self.line_at_cursor() {
            Some(_) => None,
            None => self.grid()?.within(self.cursor.at(), self.column),
        }
    }

    fn origin(&self, _session: &Session) -> Option<Origin> {
        None
    }

    fn run(&mut self, command: Command, session: &Session) -> Reply {
        self.catch_up(session);
        match command {
            Command::Left => self.sideways(false, session),
            Command::Right => self.sideways(true, session),
            Command::NextGroup => self.go_to_group(true, session),
            Command::PreviousGroup => self.go_to_group(false, session),
            command => {
                let length = self.length();
                if self.cursor.run(command, length) {
                    self.moved(session)
                } else {
                    Reply::Ignored
                }
            }
        }
    }

    fn click(&mut self, at: Position, focused: bool, session: &Session) -> Reply {
        self.catch_up(session);
        let Some(row) = self.sight.row_at(at) else {
            return Reply::Done;
        };
        let in_grid = row < self.grid_rows();
        let seen = self.seen.as_ref().filter(|_| in_grid);
        let x = usize::from(at.x.saturating_sub(self.side));
        let column = seen.map_or(self.column, |seen| seen.column_at(x));
        if focused && (row, column) == (self.cursor.at(), self.column) {
            return Reply::Open;
        }
        self.column = column;
        self.cursor.put_in_sight(row);
        self.moved(session)
    }

    fn scroll(&mut self, down: bool, session: &Session) -> Reply {
        self.catch_up(session);
        let before = self.cursor.at();
        let length = self.length();
        self.cursor.scroll(down, WHEEL, length);
        if self.cursor.at() == before {
            Reply::Done
        } else {
            self.moved(session)
        }
    }

    fn draw(&mut self, focused: bool, session: &Session, area: Rect, buf: &mut Buffer) {
        self.catch_up(session);
        let title = self.view.as_ref().map_or("Study", View::title);
        let count = if self.lacks(session).is_some() {
            session.glyphs.ellipsis.to_owned()
        } else {
            self.count()
        };
        let frame = Frame {
            title,
            count: &count,
            focused,
        };
        let inside = frame.draw(session, area, buf);
        self.fit(usize::from(inside.width));
        let (head, foot) = match self.grid() {
            Some(_) if inside.height >= 6 => (1, 2),
            Some(_) => (1, 0),
            None => (0, 0),
        };
        let body = Rect {
            y: inside.y + head.min(inside.height),
            height: inside.height.saturating_sub(head + foot),
            ..inside
        };
        let widths = self
            .grid()
            .map(|grid| grid.widths(usize::from(inside.width)));
        let seen = widths.map(|widths| Seen {
            columns: self.columns_in_sight(widths.shown),
            widths,
            focused,
        });
        let length = self.length();
        let window = self.cursor.window(usize::from(body.height), length);
        self.focused = focused;
        self.draw_rows(&window, seen.as_ref(), session, body, buf);
        if let (Some(grid), Some(seen)) = (self.grid(), &seen) {
            grid.draw_head(seen, session, inside, buf);
            if foot > 0 && self.line_at_cursor().is_none() {
                let told = grid.told(session, self.cursor.at(), self.column);
                draw_foot(&told, session, inside, buf);
            }
        }
        draw_thumb(&window, length, session, area, buf);
        self.sight = Sight::new(body, window.clone(), 1);
        self.side = body.x;
        self.seen = seen;
        let row = self.cursor.at().saturating_sub(window.start);
        self.position = entry::position(body, row);
    }

    fn cursor(&self) -> Option<Position> {
        self.position
    }

    fn hints(&self, session: &Session) -> Vec<Command> {
        let filtered = !session.here.filter.is_empty();
        let of_view = match &self.view {
            Some(View::Strands(..)) => &[
                Command::Open,
                Command::Narrow,
                Command::StrandsOrder,
                Command::StrandsBy,
            ][..],
            Some(View::Evidence(_)) => &[Command::NextGroup, Command::Open, Command::Narrow][..],
            _ => &[Command::Open, Command::Narrow][..],
        };
        let drop = filtered.then_some(Command::DropFilter);
        of_view.iter().copied().chain(drop).collect()
    }

    fn lacks(&self, session: &Session) -> Option<Errand> {
        let view = session.here.view.as_ref()?;
        let filter = &session.here.filter;
        (!self.answers(view, session)).then(|| Errand::Study(view.clone(), filter.clone()))
    }

    fn receive(&mut self, brought: &Brought, session: &Session) -> Reply {
        let Brought::Studied(_, study) = brought else {
            return Reply::Ignored;
        };
        self.catch_up(session);
        self.take(Arc::clone(study), session);
        Reply::Done
    }

    fn renew(&mut self, _map: &dyn Fn(RecordId) -> Option<RecordId>) {
        self.study = Arc::default();
        self.rows = Rc::default();
        self.layout = Rc::default();
        self.renewed = true;
    }

    fn keep(&self) -> Box<dyn Pane> {
        Box::new(self.clone())
    }
}
