//! A study in the place of the lists: evidence, topics over time, who was named when, a connection, what changed.
//!
//! ```text
//! ┏━ Topics over time ━━━━━━━━━━━━━━━━━ 60 topics · 42 meetings ━┓
//! ┃ topic                   ‹ 13 14 15 16 17    n  last          ┃   what the columns are, and that there are more
//! ┃▌Climate and migration     ■──■─────□        7  2025          ┃
//! ┃ 2014-10-01 · on the agenda · 2nd SOM                         ┃   the cell under the cursor, in words
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
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
use crate::facts::{Sources, Whose};
use crate::session::Session;
use crate::study::evidence::Evidence;
use crate::study::view::{Study, View};
use crate::text::{fold, wrap};
use crate::ui::list::{List, Standing, next_match};
use crate::ui::pane::{Action, Input, Pane, PaneId, State};
use crate::ui::widgets::frame::Frame;
use crate::ui::widgets::line::Line;

/// The pane.
#[derive(Clone, Default)]
pub struct StudyPane {
    view: Option<View>,
    /// The filter whose meetings it looks at.
    filter: Query,
    study: Arc<Study>,
    rows: Rc<Vec<Row>>,
    layout: Rc<Layout>,
    list: List,
    /// Where in a row of a grid the cursor is: 0 is the first column, which stays in sight.
    column: usize,
    /// The first of the other columns in sight.
    left: usize,
    focused: bool,
    /// The columns that were drawn last, and where they begin.
    seen: Option<Seen>,
    side: u16,
    /// Whether it has just been turned to: the newest columns are in sight.
    fresh: bool,
    /// Whether the dataset was read anew: the cursor stays where it is.
    renewed: bool,
    /// Where the cursor stood when the study was let go: the row, the column, and the first column in sight.
    stood: Option<(List, usize, usize)>,
}

/// About so many bytes of text a row has, as it is and laid out.
const ROW: usize = 256;

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
            self.stood = None;
            if !self.renewed {
                self.list.reset();
                self.column = 0;
                self.left = 0;
                self.fresh = true;
            }
        }
        self.renewed = false;
    }

    /// Whether its study is the one that this view asks for.
    fn answers(&self, view: &View, session: &Session) -> bool {
        let same_meetings = !view.depends_on_filter() || self.filter == session.here.filter;
        self.view.as_ref() == Some(view) && *self.study != Study::Nothing && same_meetings
    }

    fn fill(&mut self, study: Arc<Study>, session: &Session) {
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
        if let Some(stood) = self.stood.take() {
            (self.list, self.column, self.left) = stood;
        }
        let last = self.length().saturating_sub(1);
        self.list.put(self.list.at().min(last));
        self.column = self.column.min(self.grid().map_or(0, Grid::columns));
        if std::mem::take(&mut self.fresh) {
            // What is newest is what is asked for.
            self.left = self.grid().map_or(0, Grid::columns);
        }
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
            self.list
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
        let at = self.list.at().checked_sub(self.grid_rows())?;
        self.layout.lines.get(at)
    }

    fn record(&self, session: &Session) -> Option<RecordId> {
        match self.line_at_cursor() {
            Some(line) => self.rows.get(line.row)?.target,
            None => self
                .grid()?
                .target(&session.dataset, self.list.at(), self.column),
        }
    }

    /// What the fact under the cursor rests on.
    fn sources(&self) -> Option<&Sources> {
        let line = self.line_at_cursor()?;
        self.rows.get(line.row)?.sources.as_ref()
    }

    /// The one source that a fact rests on, or why there is none to go to.
    fn open_source(&self) -> Action {
        let Some(sources) = self.sources() else {
            return Action::Say("this row leads nowhere".to_owned());
        };
        match (sources.whose, sources.ids.as_slice()) {
            (Whose::Own, [source, ..]) | (_, [source]) => Action::Open(*source),
            (Whose::Record, ids) if !ids.is_empty() => Action::Say(format!(
                "this row leads nowhere; one of the record's {} sources says so: they stand below",
                ids.len()
            )),
            _ => Action::Say("this row leads nowhere, and no source is given".to_owned()),
        }
    }

    fn moved(&self, session: &Session) -> Action {
        self.record(session).map_or(Action::Leave, Action::Show)
    }

    fn sideways(&mut self, right: bool, session: &Session) -> Action {
        let Some(columns) = self.grid().map(Grid::columns) else {
            return Action::Ignored;
        };
        if self.line_at_cursor().is_some() {
            return Action::Ignored;
        }
        let column = if right {
            (self.column + 1).min(columns)
        } else {
            self.column.saturating_sub(1)
        };
        if column == self.column {
            let end = if right { "last" } else { "first" };
            return Action::Say(format!("the {end} column"));
        }
        self.column = column;
        self.moved(session)
    }

    fn go_to_group(&mut self, forward: bool, session: &Session) -> Action {
        let (at, grid_rows) = (self.list.at(), self.grid_rows());
        if let Some(grid) = self.grid().filter(|_| at < grid_rows) {
            if let Some(column) = grid.next_group(self.column, forward) {
                self.column = column;
                return self.moved(session);
            }
            if let Some(row) = grid.next_together(at, forward) {
                self.list.put(row);
                return self.moved(session);
            }
        }
        match self.next_stop(forward) {
            Some(row) => {
                self.list.put(row);
                self.moved(session)
            }
            None => Action::Say(self.no_more(forward)),
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
        let at = self.list.at();
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
        }
        self.left = self.left.min(all.saturating_sub(shown));
        self.left..(self.left + shown).min(all)
    }

    fn draw_lines(&self, window: Range<usize>, session: &Session, area: Rect, buf: &mut Buffer) {
        let grid_rows = self.grid_rows();
        for (row, at) in window.enumerate() {
            let standing = Standing {
                at_cursor: at == self.list.at(),
                focused: self.focused,
            };
            if let Some(line) = at.checked_sub(grid_rows) {
                self.layout
                    .draw_line(&self.rows, line, row, standing, session, area, buf);
            }
        }
    }

    fn run(&mut self, command: Command, session: &Session) -> Action {
        match command {
            Command::Left => self.sideways(false, session),
            Command::Right => self.sideways(true, session),
            Command::NextGroup => self.go_to_group(true, session),
            Command::PreviousGroup => self.go_to_group(false, session),
            Command::NextLinked | Command::PreviousLinked => {
                self.go_to_match(command == Command::NextLinked, session)
            }
            Command::Open => self.open_source(),
            Command::CopyFootnote => match self.sources() {
                Some(sources) => Action::Cite(vec![sources.clone()]),
                None => Action::Ignored,
            },
            command => {
                let length = self.length();
                if self.list.step(command, length, |_| true) {
                    self.moved(session)
                } else {
                    Action::Ignored
                }
            }
        }
    }

    /// Goes to the next row with the words that are searched for.
    fn go_to_match(&mut self, forward: bool, session: &Session) -> Action {
        let Some(words) = session.within.clone() else {
            return Action::Ignored;
        };
        let grid_rows = self.grid_rows();
        let has = |at: usize| {
            let text = match at.checked_sub(grid_rows) {
                Some(line) => self.layout.lines.get(line).map(|line| line.text.clone()),
                None => self.grid().and_then(|grid| grid.name(&session.dataset, at)),
            };
            text.is_some_and(|text| fold(&text).contains(&words))
        };
        match next_match(self.list.at(), self.length(), forward, has) {
            Some(row) => {
                self.list.put_at_third(row);
                self.moved(session)
            }
            None => Action::Say(format!("“{words}” is not in this study")),
        }
    }

    fn click(&mut self, at: Position, focused: bool, session: &Session) -> Action {
        let Some(row) = self.list.row_at(at) else {
            return Action::Done;
        };
        let in_grid = row < self.grid_rows();
        let seen = self.seen.as_ref().filter(|_| in_grid);
        let x = usize::from(at.x.saturating_sub(self.side));
        let column = seen.map_or(self.column, |seen| seen.column_at(x));
        if focused && (row, column) == (self.list.at(), self.column) {
            return Action::OpenTarget;
        }
        self.column = column;
        self.list.click(at, |_| true);
        self.moved(session)
    }

    fn wheel(&mut self, down: bool, session: &Session) -> Action {
        let before = self.list.at();
        let length = self.length();
        self.list.wheel(down, length, |_| true);
        if self.list.at() == before {
            Action::Done
        } else {
            self.moved(session)
        }
    }

    fn lacks(&self, session: &Session) -> Option<Errand> {
        let view = session.here.view.as_ref()?;
        let filter = &session.here.filter;
        (!self.answers(view, session)).then(|| Errand::Study(view.clone(), filter.clone()))
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
    fn id(&self) -> PaneId {
        PaneId::Study
    }

    fn state(&self, session: &Session) -> State {
        let within = match self.line_at_cursor() {
            Some(_) => None,
            None => self
                .grid()
                .and_then(|grid| grid.within(self.list.at(), self.column)),
        };
        let needs = self.lacks(session);
        State {
            target: self.record(session),
            within,
            waits: needs.is_some(),
            needs,
            ..State::default()
        }
    }

    fn take(&mut self, input: Input<'_>, session: &Session) -> Action {
        if let Input::Remap(_) = input {
            self.study = Arc::default();
            self.rows = Rc::default();
            self.layout = Rc::default();
            self.renewed = true;
            self.stood = None;
            return Action::Done;
        }
        self.catch_up(session);
        match input {
            Input::Command(command) => self.run(command, session),
            Input::Click(at, focused) => self.click(at, focused, session),
            Input::Wheel(down) => self.wheel(down, session),
            Input::Result(Brought::Studied(_, study)) => {
                self.fill(Arc::clone(study), session);
                Action::Done
            }
            Input::Text(_)
            | Input::Result(_)
            | Input::Link(_)
            | Input::Day(_)
            | Input::EndTyping
            | Input::Remap(_) => Action::Ignored,
        }
    }

    fn draw(
        &mut self,
        focused: bool,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
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
        let width = usize::from(inside.width).saturating_sub(1);
        self.fit(width);
        let (head, foot) = match self.grid() {
            Some(_) if inside.height >= 7 => (1, 3),
            Some(_) => (1, 0),
            None => (0, 0),
        };
        let body = Rect {
            y: inside.y + head.min(inside.height),
            height: inside.height.saturating_sub(head + foot),
            ..inside
        };
        let widths = self.grid().map(|grid| grid.widths(&session.dataset, width));
        let seen = widths.map(|widths| Seen {
            columns: self.columns_in_sight(widths.shown),
            widths,
            focused,
        });
        let length = self.length();
        let window = self.list.window(body, 1, length);
        self.focused = focused;
        if let (Some(grid), Some(seen)) = (self.grid(), &seen) {
            let grid_rows = self.grid_rows();
            let rows = window.start.min(grid_rows)..window.end.min(grid_rows);
            grid.draw_rows(
                rows,
                (self.list.at(), self.column),
                seen,
                session,
                body,
                buf,
            );
            grid.draw_head(seen, session, inside, buf);
            if foot > 0 && self.lacks(session).is_none() {
                let caption = grid.caption(session);
                let mut told: Vec<String> = wrap(&caption, width.saturating_sub(1))
                    .into_iter()
                    .map(str::to_owned)
                    .collect();
                if self.line_at_cursor().is_none() {
                    told.extend(grid.told(session, self.list.at(), self.column));
                }
                told.retain(|text| !text.is_empty());
                told.truncate(usize::from(foot));
                draw_foot(&told, session, inside, buf);
            }
        }
        self.draw_lines(window, session, body, buf);
        self.side = body.x;
        self.seen = seen;
        let at = self.list.finish(session, buf)?;
        let seen = self.seen.as_ref();
        let seen = seen.filter(|_| self.line_at_cursor().is_none());
        let column = seen.and_then(|seen| seen.place_of(self.column));
        let column = u16::try_from(column.unwrap_or(0)).unwrap_or(0);
        let last = body.right().saturating_sub(1);
        Some(Position::new(at.x.saturating_add(column).min(last), at.y))
    }

    fn hints(&self, session: &Session) -> Vec<Command> {
        let mut hints = Vec::new();
        let opens = matches!(self.open_source(), Action::Open(_));
        if opens || self.record(session).is_some() {
            hints.push(Command::Open);
        }
        if let Some(View::Strands(..)) = &self.view {
            hints.extend([Command::Sort, Command::StrandsBy, Command::Narrow]);
        }
        hints.push(Command::FindWithin);
        hints
    }

    fn keeps(&self) -> Vec<(usize, usize)> {
        let of_rows = (
            Rc::as_ptr(&self.rows).addr(),
            size_of_val(self.rows.as_slice()) + ROW * self.rows.len(),
        );
        let of_study = (Arc::as_ptr(&self.study).addr(), self.study.bytes());
        vec![of_rows, of_study]
    }

    fn let_go(&mut self) {
        if *self.study == Study::Nothing {
            return;
        }
        self.stood = Some((self.list.clone(), self.column, self.left));
        self.study = Arc::default();
        self.rows = Rc::default();
        // The width stays, by which the lines are broken again as they were.
        self.layout = Rc::new(Layout::new(&[], self.layout.width));
    }

    fn copy(&self) -> Box<dyn Pane> {
        Box::new(self.clone())
    }
}
