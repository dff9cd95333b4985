//! A study over the whole screen: evidence, topics, people or organisations over time, who was named when, a
//! connection, what changed.
//!
//! ```text
//! ┏━ Topics over time ━━━━━━━━━━━━━━━━━ 60 topics · 42 meetings ━┓
//! ┃ topic                   ‹ 13 14 15 16 17    n  last          ┃   what the columns are, and that there are more
//! ┃▌Climate and migration     ■──■─────□        7  2025          ┃
//! ┃ ■ agenda  □ context                                          ┃   what all of it means
//! ┃ 2014-10-01 · on the agenda · 2nd SOM                         ┃   what is under the cursor, in words
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ```
//!
//! Lanes are drawn by `lanes`, every other report by `table`.

mod lanes;
mod table;

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::lanes::Lanes;
use self::table::{At, Table};
use crate::command::Command;
use crate::data::RecordId;
use crate::facts::{Sources, Whose};
use crate::jobs::{Job, JobResult};
use crate::query::Query;
use crate::session::Session;
use crate::study::report::{Report, Study};
use crate::study::strands::{Strands, lanes_of};
use crate::study::view::View;
use crate::text::{fold, wrap};
use crate::ui::list::{List, next_match};
use crate::ui::pane::{Action, Input, Pane, PaneId, Parked, State};
use crate::ui::widgets::frame::Frame;
use crate::ui::widgets::line::Line;

/// The part of a table or of lanes that is in sight.
#[derive(Clone, Default)]
pub struct Seen {
    /// How wide the first column is.
    pub head: usize,
    /// The columns behind the first that are shown.
    pub columns: Range<usize>,
    /// How wide each of these is.
    pub widths: Vec<usize>,
    /// Whether the pane has the keyboard.
    pub focused: bool,
}

impl Seen {
    /// The columns in sight: 0 is the first, which begins at `first`; each with where it begins and how wide it is.
    pub fn all(&self, first: usize) -> impl Iterator<Item = (usize, usize, usize)> {
        let head = (0, first, self.head.saturating_sub(first));
        let mut from = self.head;
        let others = self.columns.clone().zip(&self.widths);
        let others = others.map(move |(column, wide)| {
            from += wide;
            (column + 1, from - wide, *wide)
        });
        std::iter::once(head).chain(others)
    }

    /// One of them, if it is in sight.
    pub fn place(&self, column: usize, first: usize) -> Option<(usize, usize, usize)> {
        self.all(first).find(|(at, ..)| *at == column)
    }

    /// Where the last of them ends.
    pub fn end(&self) -> usize {
        self.head + self.widths.iter().sum::<usize>()
    }

    /// The column that stands so far from the left side: 0 is the first.
    fn column_at(&self, x: usize) -> usize {
        let mut all = self.all(0);
        let found = all.find(|(_, from, wide)| (*from..from + wide).contains(&x));
        found.map_or(self.columns.end, |(column, ..)| column)
    }

    /// Signs in the line of names for columns out of sight.
    pub fn draw_ends(&self, all: usize, session: &Session, line: &mut Line<'_>) {
        let (styles, glyphs) = (&session.styles, session.glyphs);
        if self.columns.start > 0 {
            line.to(self.head.saturating_sub(2))
                .write(glyphs.back, styles.key);
        }
        if self.columns.end < all {
            let last = line.to(0).left().saturating_sub(2);
            line.to(self.end().saturating_sub(1).min(last))
                .write(glyphs.link, styles.key);
        }
    }
}

/// The pane.
#[derive(Clone, Default)]
pub struct StudyPane {
    view: Option<View>,
    /// The filter whose meetings it looks at.
    filter: Query,
    study: Option<Arc<dyn Study>>,
    table: Rc<Table>,
    list: List,
    /// Where in a row the cursor is: 0 is the first column, which stays in sight.
    column: usize,
    /// The first of the other columns in sight.
    left: usize,
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

/// So many rows decide how wide a column is.
const SAMPLED: usize = 500;

/// The width until the pane was drawn once.
const UNDRAWN: usize = 60;

impl StudyPane {
    /// Turns to the view that is here now; another one begins at its top.
    fn catch_up(&mut self, session: &Session) {
        if self.view != session.here.view {
            self.view.clone_from(&session.here.view);
            self.study = None;
            self.table = Rc::default();
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
        self.view.as_ref() == Some(view) && self.study.is_some() && same_meetings
    }

    fn fill(&mut self, study: Arc<dyn Study>, session: &Session) {
        self.filter.clone_from(&session.here.filter);
        let width = match self.table.width {
            0 => UNDRAWN,
            width => width,
        };
        let report = Report::new(&session.dataset, &study, String::new());
        self.study = Some(study);
        self.table = Rc::new(Table::new(&session.dataset, report, width));
        if let Some(stood) = self.stood.take() {
            (self.list, self.column, self.left) = stood;
        }
        let last = self.table.length().saturating_sub(1);
        self.list.put(self.list.at().min(last));
        self.column = self.column.min(self.columns());
        if std::mem::take(&mut self.fresh) && self.lanes().is_some() {
            // What is newest is what is asked for.
            self.left = self.columns();
        }
    }

    /// Lays the lines out for a width; the cursor stays on what it is on.
    fn fit(&mut self, width: usize) {
        if self.table.width == width || self.table.report.is_none() {
            return;
        }
        let kept = self.table.kept(self.list.at());
        if let Some(table) = Rc::get_mut(&mut self.table) {
            table.fit(width);
        }
        if let Some(line) = self.table.line_of(kept) {
            self.list.put(line);
        }
    }

    /// The lanes, if there are any to draw.
    fn lanes(&self) -> Option<Lanes<'_>> {
        let strands = Strands::of_study(self.study.as_deref()?)?;
        (!strands.lanes.is_empty()).then_some(Lanes(strands))
    }

    /// How many columns there are behind the first.
    fn columns(&self) -> usize {
        let of_lanes = self.lanes().map(|lanes| lanes.0.columns.len());
        of_lanes.unwrap_or_else(|| self.table.places.len().saturating_sub(1))
    }

    /// The record under the cursor, and what it is about within that.
    fn record(&self, session: &Session) -> Option<(RecordId, Option<RecordId>)> {
        let (row, column) = (self.list.at(), self.column);
        let Some(lanes) = self.lanes() else {
            return self.table.record(&session.dataset, row, column);
        };
        let of = lanes.0.lanes.get(row)?.of;
        match column.checked_sub(1) {
            None => Some((of, None)),
            Some(column) => {
                let meeting = lanes.0.meeting(&session.dataset, row, column)?;
                Some((meeting, Some(of)))
            }
        }
    }

    /// What the row under the cursor rests on.
    fn sources(&self, session: &Session) -> Option<Sources> {
        let At::Row(row) = self.table.at(self.list.at()) else {
            return None;
        };
        let report = self.table.report.as_ref()?;
        report.sources(&session.dataset, row).ok()
    }

    /// The one source that a row rests on, or why there is none to go to.
    fn open_source(&self, session: &Session) -> Action {
        let Some(sources) = self.sources(session) else {
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
        let record = self.record(session);
        record.map_or(Action::Leave, |(id, _)| Action::Show(id))
    }

    fn sideways(&mut self, right: bool, session: &Session) -> Action {
        let column = if right {
            (self.column + 1).min(self.columns())
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
        if let Some(lanes) = self.lanes() {
            return match lanes.next_group(self.column, forward) {
                Some(column) => {
                    self.column = column;
                    self.moved(session)
                }
                None if forward => Action::Say("no other year to the right".to_owned()),
                None => Action::Say("no other year to the left".to_owned()),
            };
        }
        let at = self.list.at();
        let is_stop = |line: &usize| self.table.is_stop(*line);
        let found = if forward {
            (at + 1..self.table.length()).find(is_stop)
        } else {
            (0..at).rev().find(is_stop)
        };
        if let Some(line) = found {
            self.list.put(line);
            return self.moved(session);
        }
        let report = self.table.report.as_ref();
        let what = report.map_or("", |report| report.stop);
        let where_to = if forward { "below" } else { "above" };
        Action::Say(format!("no other {what} {where_to}"))
    }

    /// What there is, for the frame.
    fn count(&self) -> &str {
        let report = self.table.report.as_ref();
        report.map_or("", |report| &report.counted)
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
            Command::Open => self.open_source(session),
            Command::CopyFootnote => match self.sources(session) {
                Some(sources) => Action::Cite(vec![sources]),
                None => Action::Ignored,
            },
            command => {
                if self.list.step(command, self.table.length(), |_| true) {
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
        let dataset = &session.dataset;
        let has = |at: usize| {
            let text = match self.lanes().and_then(|lanes| lanes.0.lanes.get(at)) {
                Some(strand) => dataset.name(strand.of).to_owned(),
                None => self.table.searched(dataset, at),
            };
            fold(&text).contains(&words)
        };
        match next_match(self.list.at(), self.table.length(), forward, has) {
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
        let x = usize::from(at.x.saturating_sub(self.side));
        let seen = self.seen.as_ref();
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
        self.list.wheel(down, self.table.length(), |_| true);
        if self.list.at() == before {
            Action::Done
        } else {
            self.moved(session)
        }
    }

    fn lacks(&self, session: &Session) -> Option<Job> {
        let view = session.here.view.as_ref()?;
        let filter = &session.here.filter;
        (!self.answers(view, session)).then(|| Job::Study(view.clone(), filter.clone()))
    }

    /// What all of it means, and what is under the cursor, in so many lines of that width. The second has what room
    /// it needs, but for one line.
    fn foot(&self, session: &Session, width: usize, height: usize) -> Vec<String> {
        let (row, column) = (self.list.at(), self.column);
        let (caption, told) = match (self.lanes(), &self.table.report) {
            (Some(lanes), _) => lanes.told(session, row, column),
            (None, Some(report)) => {
                let told = self.table.told(&session.dataset, row, column);
                (report.caption.to_string(), vec![told])
            }
            (None, None) => Default::default(),
        };
        let lines = |text: &str| {
            let lines = wrap(text, width.saturating_sub(1)).into_iter();
            let lines = lines.map(str::to_owned);
            lines.filter(|line| !line.is_empty()).collect::<Vec<_>>()
        };
        let mut told: Vec<String> = told.iter().flat_map(|text| lines(text)).collect();
        told.truncate(height.saturating_sub(1));
        let mut foot = lines(&caption);
        foot.truncate(height - told.len());
        foot.extend(told);
        foot
    }
}

/// How many lines below a table of so many say what it means.
fn foot_height(height: u16, lines: usize) -> u16 {
    /// More are not needed, even where the table leaves them.
    const MOST: u16 = 8;
    let lines = u16::try_from(lines).unwrap_or(u16::MAX);
    let left = height.saturating_sub(1).saturating_sub(lines);
    match height {
        0..7 => 0,
        7..24 => left.clamp(3, MOST),
        _ => left.clamp(4, MOST),
    }
}

impl Pane for StudyPane {
    fn id(&self) -> PaneId {
        PaneId::Study
    }

    fn state(&self, session: &Session) -> State {
        let record = self.record(session);
        let needs = self.lacks(session);
        State {
            target: record.map(|(id, _)| id),
            within: record.and_then(|(_, within)| within),
            waits: needs.is_some(),
            needs,
            ..State::default()
        }
    }

    fn take(&mut self, input: Input<'_>, session: &Session) -> Action {
        if let Input::Remap(_) = input {
            self.study = None;
            self.table = Rc::default();
            self.renewed = true;
            self.stood = None;
            return Action::Done;
        }
        self.catch_up(session);
        match input {
            Input::Command(command) => self.run(command, session),
            Input::Click(at, focused) => self.click(at, focused, session),
            Input::Wheel(down) => self.wheel(down, session),
            Input::Result(JobResult::Studied(_, study)) => {
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
        let lacks = self.lacks(session).is_some();
        let frame = Frame {
            title,
            count: if lacks {
                session.glyphs.ellipsis
            } else {
                self.count()
            },
            focused,
        };
        let inside = frame.draw(session, area, buf);
        let width = usize::from(inside.width).saturating_sub(1);
        self.fit(width);
        let foot = foot_height(inside.height, self.table.length());
        let body = Rect {
            y: inside.y + inside.height.min(1),
            height: inside.height.saturating_sub(1 + foot),
            ..inside
        };
        let window = self.list.window(body, 1, self.table.length());
        let cursor = (self.list.at(), self.column);
        let seen = if let Some(lanes) = self.lanes() {
            let at = (self.column, self.left);
            let seen = lanes.seen(&session.dataset, width, at, focused);
            lanes.draw_head(&seen, session, inside, buf);
            lanes.draw(window, cursor, &seen, session, body, buf);
            seen.0
        } else {
            let seen = self.table.seen(self.column, self.left, focused);
            self.table.draw_head(&seen, session, inside, buf);
            self.table.draw(window, cursor, &seen, session, body, buf);
            seen
        };
        if foot > 0 && !lacks {
            let told = self.foot(session, width, usize::from(foot));
            let first = usize::from(inside.height).saturating_sub(told.len());
            for (nth, text) in told.iter().enumerate() {
                if let Some(mut line) = Line::at(buf, inside, first + nth, session.glyphs) {
                    line.to(1).write(text, session.styles.dim);
                }
            }
        }
        self.left = seen.columns.start;
        self.side = body.x;
        let place = seen.place(self.column, 0);
        let column = u16::try_from(place.map_or(0, |(_, from, _)| from)).unwrap_or(0);
        self.seen = Some(seen);
        let at = self.list.finish(session, buf)?;
        let last = body.right().saturating_sub(1);
        Some(Position::new(at.x.saturating_add(column).min(last), at.y))
    }

    fn hints(&self, session: &Session) -> Vec<Command> {
        let mut hints = Vec::new();
        let opens = || matches!(self.open_source(session), Action::Open(_));
        if self.record(session).is_some() || opens() {
            hints.push(Command::Open);
        }
        if self.view.as_ref().and_then(lanes_of).is_some() {
            hints.extend([Command::Sort, Command::StrandsBy, Command::Narrow]);
        }
        hints.push(Command::FindWithin);
        hints
    }
}

impl Parked for StudyPane {
    fn keeps(&self) -> Vec<(usize, usize)> {
        let of_rows = (Rc::as_ptr(&self.table).addr(), ROW * self.table.length());
        let study = self.study.as_ref();
        let of_study = study.map(|study| (Arc::as_ptr(study).addr(), study.bytes()));
        [of_rows].into_iter().chain(of_study).collect()
    }

    fn let_go(&mut self) {
        if self.study.is_none() {
            return;
        }
        self.stood = Some((self.list.clone(), self.column, self.left));
        self.study = None;
        // The width stays, by which the lines are broken again as they were.
        self.table = Rc::new(Table::undrawn(self.table.width));
    }

    fn copy(&self) -> Box<dyn Pane> {
        Box::new(self.clone())
    }
}
