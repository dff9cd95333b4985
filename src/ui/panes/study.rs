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

mod columns;
mod lanes;
mod table;

use std::rc::Rc;
use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use self::columns::VisibleColumns;
use self::lanes::LanesView;
use self::table::{ReportTable, TableLine};
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
use crate::ui::list::{List, ListPane, end, next_row};
use crate::ui::pane::{Action, Pane, PaneId, PaneInput, PaneState};
use crate::ui::widgets::canvas::Canvas;

#[derive(Clone, Default)]
pub struct StudyPane {
    view: Option<View>,
    /// The filter whose meetings it looks at.
    filter: Query,
    study: Option<Arc<dyn Study>>,
    table: Rc<ReportTable>,
    list: List,
    /// Where in a row the cursor is: 0 is the first column, which stays in sight.
    column: usize,
    /// The first of the other columns in sight.
    left: usize,
    /// The columns that were drawn last, and where they begin.
    visible: Option<VisibleColumns>,
    side: u16,
    /// Whether it has just been turned to: the newest columns are in sight.
    fresh: bool,
    /// Whether the dataset was read anew: the cursor stays where it is.
    read_anew: bool,
    /// Where the cursor stood when the study was dropped: the row, the column, and the first column in sight.
    parked: Option<(List, usize, usize)>,
}

/// About how many bytes of text a row has, as it is and laid out.
const ROW: usize = 256;

/// The width until the pane was drawn once.
const UNDRAWN: usize = 60;

impl StudyPane {
    /// Turns to the view that is here now; another one begins at its top.
    fn catch_up(&mut self, session: &Session) {
        if self.view != session.here.view {
            self.view.clone_from(&session.here.view);
            self.study = None;
            self.table = Rc::default();
            self.parked = None;
            if !self.read_anew {
                self.list.reset();
                self.column = 0;
                self.left = 0;
                self.fresh = true;
            }
        }
        self.read_anew = false;
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
        self.table = Rc::new(ReportTable::new(&session.dataset, report, width));
        if let Some(parked) = self.parked.take() {
            (self.list, self.column, self.left) = parked;
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
        let anchor = self.table.anchor(self.list.at());
        if let Some(table) = Rc::get_mut(&mut self.table) {
            table.fit(width);
        }
        if let Some(line) = self.table.line_of(anchor) {
            self.list.put(line);
        }
    }

    /// The lanes, if there are any to draw.
    fn lanes(&self) -> Option<LanesView<'_>> {
        let strands = Strands::of_study(self.study.as_deref()?)?;
        (!strands.lanes.is_empty()).then_some(LanesView(strands))
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
        let TableLine::Row(row) = self.table.at(self.list.at()) else {
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

    fn sideways(&mut self, right: bool, session: &Session) -> Action {
        let column = if right {
            (self.column + 1).min(self.columns())
        } else {
            self.column.saturating_sub(1)
        };
        if column == self.column {
            return Action::Say(format!("the {} column", end(right)));
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
        let found = next_row(at, self.table.length(), forward, is_stop);
        if let Some(line) = found {
            self.list.put(line);
            return self.moved(session);
        }
        let report = self.table.report.as_ref();
        let what = report.map_or("", |report| report.stop);
        let where_to = if forward { "below" } else { "above" };
        Action::Say(format!("no other {what} {where_to}"))
    }

    fn run(&mut self, command: Command, session: &Session) -> Action {
        match command {
            Command::Left => self.sideways(false, session),
            Command::Right => self.sideways(true, session),
            Command::NextGroup => self.go_to_group(true, session),
            Command::PreviousGroup => self.go_to_group(false, session),
            Command::NextLinked => self.go_to_match(true, session),
            Command::PreviousLinked => self.go_to_match(false, session),
            Command::Open => self.open_source(session),
            Command::CopyFootnote => match self.sources(session) {
                Some(sources) => Action::Cite(vec![sources]),
                None => Action::Ignored,
            },
            command => self.step(command, session),
        }
    }

    fn clicked(&mut self, at: Position, focused: bool, session: &Session) -> Action {
        let Some(row) = self.list.row_at(at) else {
            return Action::Done;
        };
        let x = usize::from(at.x.saturating_sub(self.side));
        let visible = self.visible.as_ref();
        let column = visible.map_or(self.column, |visible| visible.column_at(x));
        if focused && (row, column) == (self.list.at(), self.column) {
            return Action::OpenTarget;
        }
        self.column = column;
        self.click(at, false, session)
    }

    fn lacking(&self, session: &Session) -> Option<Job> {
        let view = session.here.view.as_ref()?;
        let filter = &session.here.filter;
        (!self.answers(view, session)).then(|| Job::Study(view.clone(), filter.clone()))
    }

    /// What all of it means, and what is under the cursor, in at most `height` lines of that width. The second has what
    /// room it needs, but for one line.
    fn foot(&self, session: &Session, width: usize, height: usize) -> Vec<String> {
        let (row, column) = (self.list.at(), self.column);
        let (caption, under_cursor) = match (self.lanes(), &self.table.report) {
            (Some(lanes), _) => lanes.foot(session, row, column),
            (None, Some(report)) => {
                let text = self.table.in_words(&session.dataset, row, column);
                (report.caption.to_string(), vec![text])
            }
            (None, None) => Default::default(),
        };
        let lines = |text: &str| {
            let lines = wrap(text, width.saturating_sub(1)).into_iter();
            let lines = lines.map(str::to_owned);
            lines.filter(|line| !line.is_empty()).collect::<Vec<_>>()
        };
        let mut below: Vec<String> = under_cursor.iter().flat_map(|text| lines(text)).collect();
        below.truncate(height.saturating_sub(1));
        let mut foot = lines(&caption);
        foot.truncate(height - below.len());
        foot.extend(below);
        foot
    }
}

/// How many lines below a table say what it means.
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

impl ListPane for StudyPane {
    const PLACE: &'static str = "this study";

    fn list(&mut self) -> &mut List {
        &mut self.list
    }

    fn length(&self, _session: &Session) -> usize {
        self.table.length()
    }

    fn has_words(&self, row: usize, words: &str, session: &Session) -> bool {
        let dataset = &session.dataset;
        let text = match self.lanes().and_then(|lanes| lanes.0.lanes.get(row)) {
            Some(strand) => dataset.name(strand.of).to_owned(),
            None => self.table.searched(dataset, row),
        };
        fold(&text).contains(words)
    }

    fn moved(&mut self, session: &Session) -> Action {
        let record = self.record(session);
        record.map_or(Action::Done, |(id, _)| Action::Show(id))
    }
}

impl Pane for StudyPane {
    fn id(&self) -> PaneId {
        PaneId::Study
    }

    fn state(&self, session: &Session) -> PaneState {
        let record = self.record(session);
        let needs = self.lacking(session);
        PaneState {
            target: record.map(|(id, _)| id),
            narrows: record.and_then(|(_, within)| within),
            place: Self::PLACE,
            focus_within: record.and_then(|(_, within)| within),
            waits: needs.is_some(),
            needs,
            ..PaneState::default()
        }
    }

    fn take(&mut self, input: PaneInput<'_>, session: &Session) -> Action {
        match input {
            PaneInput::Remap(_) => {
                self.study = None;
                self.table = Rc::default();
                self.read_anew = true;
                self.parked = None;
                return Action::Done;
            }
            PaneInput::DropCache if self.study.is_none() => return Action::Done,
            PaneInput::DropCache => {
                self.parked = Some((self.list.clone(), self.column, self.left));
                self.study = None;
                // The width stays, by which the lines are broken again as they were.
                self.table = Rc::new(ReportTable::undrawn(self.table.width));
                return Action::Done;
            }
            _ => self.catch_up(session),
        }
        match input {
            PaneInput::Command(command) => self.run(command, session),
            PaneInput::Click(at, focused) => self.clicked(at, focused, session),
            PaneInput::Wheel(down) => self.wheel(down, session),
            PaneInput::Result(JobResult::Studied(_, study)) => {
                self.fill(Arc::clone(study), session);
                Action::Done
            }
            _ => Action::Ignored,
        }
    }

    fn draw(&mut self, mut canvas: Canvas<'_>) -> Option<Position> {
        let session = canvas.session;
        self.catch_up(session);
        let title = self.view.as_ref().map_or("Study", View::title);
        let lacks = self.lacking(session).is_some();
        let count = match &self.table.report {
            _ if lacks => session.glyphs.ellipsis,
            Some(report) => &report.counted,
            None => "",
        };
        let mut inside = canvas.frame(title, count);
        let area = inside.area;
        let width = usize::from(area.width).saturating_sub(1);
        self.fit(width);
        let foot = foot_height(area.height, self.table.length());
        let body = Rect {
            y: area.y + area.height.min(1),
            height: area.height.saturating_sub(1 + foot),
            ..area
        };
        let window = self.list.window(body, 1, self.table.length());
        let cursor = (self.list.at(), self.column);
        let visible = if let Some(lanes) = self.lanes() {
            let visible = lanes.visible(&session.dataset, width, (self.column, self.left));
            lanes.draw_head(&visible, &mut inside);
            lanes.draw(window, cursor, &visible, &mut inside.part(body));
            visible.0
        } else {
            let visible = self.table.visible(self.column, self.left);
            self.table.draw_head(&visible, &mut inside);
            (self.table).draw(window, cursor, &visible, &mut inside.part(body));
            visible
        };
        if foot > 0 && !lacks {
            let texts = self.foot(session, width, usize::from(foot));
            let first = usize::from(area.height).saturating_sub(texts.len());
            for (nth, text) in texts.iter().enumerate() {
                if let Some(mut line) = inside.line(first + nth) {
                    line.to(1).write(text, session.styles.dim);
                }
            }
        }
        self.left = visible.columns.start;
        self.side = body.x;
        let place = visible.place(self.column, 0);
        let column = u16::try_from(place.map_or(0, |(_, from, _)| from)).unwrap_or(0);
        self.visible = Some(visible);
        let at = self.list.finish(&mut inside)?;
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

    fn cached(&self) -> Vec<(usize, usize)> {
        let of_rows = (Rc::as_ptr(&self.table).addr(), ROW * self.table.length());
        let study = self.study.as_ref();
        let of_study = study.map(|study| (Arc::as_ptr(study).addr(), study.bytes()));
        [of_rows].into_iter().chain(of_study).collect()
    }
}
