//! The timeline: meetings and agreements, the latest on top, the silences between them.
//!
//! ```text
//! ┏━ Timeline ━━━━━━━━━━━━━ 50 · newest first ━┓
//! ┃▌2026 01-22+ ● JHA Nicosia 2026             ┃   cursor, year on its first row, day, several days, title
//! ┃              ┆ 9 months                    ┃   a silence
//! ┃ 2023 03-20 !● Task Force Mar 2023          ┃   sources disagree
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ```

mod row;

use std::ops::Range;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::row::Shown;
use crate::browse::timeline::{Row, Timeline};
use crate::command::Command;
use crate::data::{Day, Kind, RecordId, When};
use crate::jobs::Job;
use crate::session::{Lit, Origin, Session};
use crate::ui::list::{List, Standing, has_words, next_match};
use crate::ui::pane::{Action, Input, Pane, PaneId, Parked, State};
use crate::ui::widgets::apart::{Names, titles};
use crate::ui::widgets::frame::Frame;
use crate::ui::widgets::line::{Line, write_paragraph};

/// The pane.
#[derive(Clone)]
pub struct TimelinePane {
    list: List,
    /// The record that the cursor followed last.
    seen: Option<RecordId>,
    /// The rows that the cursor counts in, and their order.
    rows: Arc<Timeline>,
    newest_first: bool,
    /// The record to find again after the dataset was read anew, or when the filter is taken off again.
    wanted: Option<RecordId>,
    /// Where the cursor stood, and on which record, when the rows were let go.
    stood: Option<(List, Option<RecordId>)>,
    /// Whether the cursor has been shown since the start: the first key shows it.
    shown: bool,
}

impl Default for TimelinePane {
    fn default() -> Self {
        Self {
            list: List::default(),
            seen: None,
            rows: Arc::default(),
            newest_first: true,
            wanted: None,
            stood: None,
            shown: false,
        }
    }
}

/// From so many columns on the right edge tells what ties a row to the open record, or how many are named.
const EDGE: usize = 60;

impl TimelinePane {
    fn length(&self) -> usize {
        self.rows.rows.len()
    }

    /// The place of a row on the screen, and the row of a place: the same sum.
    fn turned(&self, at: usize) -> usize {
        // Rows without a date stay at the end.
        match self.rows.dated.checked_sub(at + 1) {
            Some(from_end) if self.newest_first => from_end,
            _ => at,
        }
    }

    fn row(&self, at: usize) -> Option<Row> {
        self.rows
            .rows
            .get(self.turned(at))
            .copied()
            .filter(|_| at < self.length())
    }

    fn record(&self, at: usize) -> Option<RecordId> {
        self.row(at).and_then(Row::record)
    }

    fn place_of(&self, id: RecordId, session: &Session) -> Option<usize> {
        let row = self.rows.row_of(&session.dataset, id)?;
        Some(self.turned(row))
    }

    /// Takes the cursor to the record that was opened or is previewed, and through a change of the filter to the row
    /// that is nearest in time.
    fn follow(&mut self, session: &Session) {
        if session.is_narrowed()
            && let Some((list, _)) = self.stood.take()
        {
            self.rows = Arc::clone(&session.timeline);
            self.list = list;
        }
        let is_new = session.is_narrowed() && !Arc::ptr_eq(&self.rows, &session.timeline);
        if is_new || self.newest_first != session.newest_first {
            let before = self.wanted.take().or_else(|| self.record(self.list.at()));
            let before = before.filter(|_| self.shown || self.seen.is_some());
            self.newest_first = session.newest_first;
            if is_new {
                self.rows = Arc::clone(&session.timeline);
            }
            let near = before.and_then(|id| self.rows.row_near(&session.dataset, id));
            match near {
                Some(row) => self.list.put_at_third(self.turned(row)),
                None => self.list.put(0),
            }
            self.wanted = before.filter(|_| self.length() == 0);
            let length = self.length();
            let mut list = std::mem::take(&mut self.list);
            list.settle(length, |at| self.record(at).is_some());
            self.list = list;
        }
        if self.seen != session.here.follow {
            self.seen = session.here.follow;
            if let Some(at) = self.seen.and_then(|id| self.goal(id, session)) {
                self.list.put_at_third(at);
                self.shown = true;
            }
        }
    }

    /// Where the cursor goes for a record: to its own row, or else to its latest meeting.
    fn goal(&self, id: RecordId, session: &Session) -> Option<usize> {
        let own = matches!(id.kind, Kind::Meeting | Kind::Agreement);
        let own = own.then(|| self.place_of(id, session)).flatten();
        own.or_else(|| {
            let lit = session.dataset.meetings_of(id);
            // Those without a date stand at the end and are no latest.
            let dated = |row: &&u32| session.dataset.when(RecordId::meeting(**row)).is_some();
            let kept = |row: &&u32| self.rows.keeps(**row);
            let latest = lit.iter().rev().filter(dated).find(kept);
            let latest = latest.or_else(|| lit.iter().rev().find(kept))?;
            self.place_of(RecordId::meeting(*latest), session)
        })
    }

    /// Shows the row under the cursor, which then follows nothing.
    fn show(&mut self) -> Action {
        self.shown = true;
        self.record(self.list.at())
            .map_or(Action::Leave, Action::Show)
    }

    fn step(&mut self, command: Command, session: &Session) -> Action {
        // At the start the first key shows what the cursor is on already.
        let first = matches!(command, Command::Next | Command::Previous);
        if first && !self.shown && session.here.record.is_none() {
            return self.show();
        }
        let length = self.length();
        let mut list = std::mem::take(&mut self.list);
        let moves = list.step(command, length, |at| self.record(at).is_some());
        self.list = list;
        if moves { self.show() } else { Action::Ignored }
    }

    fn jump(&mut self, found: Option<usize>, none: &str) -> Action {
        match found {
            Some(at) => {
                self.list.put_at_third(at);
                self.show()
            }
            None => Action::Say(none.to_owned()),
        }
    }

    /// The first row of the next year in that direction.
    fn go_to_year(&mut self, down: bool, session: &Session) -> Action {
        let year = |at: usize| {
            let date = self
                .record(at)
                .map(|id| session.dataset.when(id).map(When::year));
            date.flatten()
        };
        let here = year(self.list.at());
        let other = |at: &usize| self.record(*at).is_some() && year(*at) != here;
        let at = self.list.at();
        let found = if down {
            (at + 1..self.length()).find(other)
        } else {
            // Up to the top of the year above.
            let above = (0..at).rev().find(other);
            above.map(|last| {
                let of = year(last);
                let same = (0..last)
                    .rev()
                    .take_while(|at| self.record(*at).is_none() || year(*at) == of);
                same.filter(|at| self.record(*at).is_some())
                    .last()
                    .unwrap_or(last)
            })
        };
        self.jump(
            found,
            if down {
                "no year further down"
            } else {
                "no year further up"
            },
        )
    }

    fn go_to_day(&mut self, day: Day, session: &Session) -> Action {
        let row = self.rows.row_from(&session.dataset, day);
        self.jump(row.map(|row| self.turned(row)), "nothing is on record then")
    }

    /// The next record below or above, or the next that is lit; it is opened.
    fn walk(&self, down: bool, session: &Session) -> Action {
        let lit = session.lit();
        let walks = |at: &usize| {
            let id = self.record(*at);
            id.is_some_and(|id| !lit.dims() || lit.has(id))
        };
        let at = self.list.at();
        let found = if self.shown {
            self.next_row(at, down, session)
        } else {
            (at..self.length()).find(walks)
        };
        match found.and_then(|at| self.record(at)) {
            // The cursor follows once the step is made.
            Some(id) => Action::Walk(id),
            None => Action::Say(no_more(&lit, down, session)),
        }
    }

    /// Goes to the next row in whose names the words that are searched for stand.
    fn go_to_match(&mut self, words: &str, down: bool, session: &Session) -> Action {
        let dataset = &session.dataset;
        let has = |at: usize| {
            let id = self.record(at);
            id.is_some_and(|id| has_words(dataset, id, words))
        };
        let Some(row) = next_match(self.list.at(), self.length(), down, has) else {
            return Action::Say(format!("“{words}” is not in the timeline"));
        };
        self.list.put_at_third(row);
        self.show()
    }

    /// The next row that is walked to: found by the list of what is lit, where that is the shorter way.
    fn next_row(&self, at: usize, down: bool, session: &Session) -> Option<usize> {
        /// Of longer lists the next one is never far.
        const LONG: usize = 10_000;
        let lit = session.lit();
        if !lit.dims() || lit.meetings.len() > LONG {
            let walks = |at: &usize| {
                let id = self.record(*at);
                id.is_some_and(|id| !lit.dims() || lit.has(id))
            };
            return if down {
                (at + 1..self.length()).find(walks)
            } else {
                (0..at).rev().find(walks)
            };
        }
        let own = lit.about.filter(|id| id.kind == Kind::Agreement);
        let ids = lit
            .meetings
            .iter()
            .map(|row| RecordId::meeting(*row))
            .chain(own);
        let places = ids.filter_map(|id| self.place_of(id, session));
        if down {
            places.filter(|place| *place > at).min()
        } else {
            places.filter(|place| *place < at).max()
        }
    }

    fn run(&mut self, command: Command, session: &Session) -> Action {
        match command {
            Command::NextGroup => self.go_to_year(true, session),
            Command::PreviousGroup => self.go_to_year(false, session),
            Command::NextLinked | Command::PreviousLinked => {
                let down = command == Command::NextLinked;
                match &session.within {
                    Some(words) => self.go_to_match(words, down, session),
                    None => self.walk(down, session),
                }
            }
            Command::NextRecord | Command::PreviousRecord => {
                let before = self.list.at();
                let way = if command == Command::NextRecord {
                    Command::Next
                } else {
                    Command::Previous
                };
                let action = self.step(way, session);
                if self.list.at() == before && matches!(action, Action::Show(_)) {
                    let end = if way == Command::Next {
                        "last"
                    } else {
                        "first"
                    };
                    return Action::Say(format!("the {end} row of the timeline"));
                }
                action
            }
            command => self.step(command, session),
        }
    }

    fn click(&mut self, at: Position, focused: bool) -> Action {
        let mut list = std::mem::take(&mut self.list);
        let clicked = list.click(at, |at| self.record(at).is_some());
        self.list = list;
        match clicked {
            None => Action::Done,
            Some(true) if focused && self.shown => Action::OpenTarget,
            Some(_) => self.show(),
        }
    }

    fn wheel(&mut self, down: bool) -> Action {
        let (before, length) = (self.list.at(), self.length());
        let mut list = std::mem::take(&mut self.list);
        list.wheel(down, length, |at| self.record(at).is_some());
        self.list = list;
        if self.list.at() == before {
            Action::Done
        } else {
            self.show()
        }
    }

    fn count(&self, session: &Session) -> String {
        if !session.is_narrowed() {
            return session.glyphs.ellipsis.to_owned();
        }
        let (records, all) = (self.rows.number, self.rows.all);
        let filtered = self.rows.rows_kept.is_some();
        let held = session.here.held.map(|id| session.dataset.short(id));
        match held {
            Some(name) => format!("{} of {records} · {name}", session.lit_count),
            None if filtered && self.rows.left_out() > 0 => {
                let left_out = self.rows.left_out();
                format!("{records} of {all} · {left_out} undated left out")
            }
            None if filtered => format!("{records} of {all}"),
            None if session.here.record.is_none() => {
                let order = if self.newest_first {
                    "newest"
                } else {
                    "oldest"
                };
                format!("{records} · {order} first")
            }
            None => records.to_string(),
        }
    }

    fn draw_rows(
        &self,
        window: Range<usize>,
        focused: bool,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let lit = session.lit();
        let edge = usize::from(area.width) >= EDGE;
        let rows: Vec<Shown<'_>> = window
            .clone()
            .map(|at| Shown::new(self.row(at), edge, session, usize::from(area.width)))
            .collect();
        let names: Vec<Names<'_>> = rows.iter().map(Shown::names).collect();
        let beside = |nth: usize| format!("{}{}", rows[nth].day, rows[nth].edge);
        let titles = titles(&names, beside, session.glyphs.ellipsis);
        let mut year = None;
        for ((nth, at), title) in window.enumerate().zip(&titles) {
            let Some(mut line) = Line::at(buf, area, nth, session.glyphs) else {
                continue;
            };
            let standing = Standing {
                at_cursor: at == self.list.at(),
                focused,
            };
            let new_year = rows[nth].id.is_some() && year != Some(rows[nth].year.clone());
            if rows[nth].id.is_some() {
                year = Some(rows[nth].year.clone());
            }
            rows[nth].draw(title, new_year, standing, &lit, session, &mut line);
        }
    }
}

fn no_more(lit: &Lit<'_>, down: bool, session: &Session) -> String {
    let way = if down { "below" } else { "above" };
    match lit.about.filter(|_| lit.dims()) {
        None => format!("nothing more {way} in the timeline"),
        Some(id) => {
            let name = session.dataset.short(id);
            let key = if down {
                Command::PreviousLinked
            } else {
                Command::NextLinked
            };
            let key = session.keymap.keys_for(key).next().unwrap_or_default();
            if session.lit_count == 0 {
                return format!("no meeting in the timeline is linked with {name}");
            }
            let back = if down { "up" } else { "down" };
            format!("no further meeting of {name} {way}; {key} goes {back}")
        }
    }
}

fn draw_nothing(session: &Session, area: Rect, buf: &mut Buffer) {
    let why = if session.here.filter.is_empty() {
        "no meetings and no agreements"
    } else {
        &session.timeline.why_nothing
    };
    write_paragraph(why, session.styles.text, session, area, buf);
}

impl Pane for TimelinePane {
    fn id(&self) -> PaneId {
        PaneId::Timeline
    }

    fn state(&self, session: &Session) -> State {
        let filter = &session.here.filter;
        let lacks = !session.is_narrowed();
        State {
            target: self.record(self.list.at()).or(self.wanted),
            origin: Some(Origin::Timeline),
            needs: lacks.then(|| Job::Narrow(filter.clone())),
            waits: lacks,
            ..State::default()
        }
    }

    fn take(&mut self, input: Input<'_>, session: &Session) -> Action {
        if !matches!(input, Input::Remap(_)) {
            self.follow(session);
        }
        match input {
            Input::Command(command) => self.run(command, session),
            Input::Click(at, focused) => self.click(at, focused),
            Input::Wheel(down) => self.wheel(down),
            Input::Day(day) => self.go_to_day(day, session),
            Input::Remap(map) => {
                let stood = self.stood.take().and_then(|(_, on)| on);
                self.wanted = stood.or_else(|| self.record(self.list.at())).and_then(map);
                self.seen = self.seen.and_then(map);
                self.rows = Arc::default();
                Action::Done
            }
            Input::Link(id) => {
                if let Some(at) = self.place_of(id, session) {
                    self.list.put(at);
                    self.shown = true;
                }
                Action::Done
            }
            Input::Text(_) | Input::Result(_) | Input::EndTyping => Action::Ignored,
        }
    }

    fn draw(
        &mut self,
        focused: bool,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        self.follow(session);
        let count = self.count(session);
        let frame = Frame {
            title: "Timeline",
            count: &count,
            focused,
        };
        let inside = frame.draw(session, area, buf);
        if self.length() == 0 && session.is_narrowed() {
            draw_nothing(session, inside, buf);
        }
        let length = self.length();
        let window = self.list.window(inside, 1, length);
        self.draw_rows(window, focused, session, inside, buf);
        self.list.finish(session, buf)
    }

    fn hints(&self, session: &Session) -> Vec<Command> {
        let mut hints = vec![Command::Open];
        let lit = session.lit();
        if lit.about.is_some() {
            hints.push(Command::NextLinked);
        }
        let target = self.record(self.list.at());
        let series = target.filter(|id| id.kind == Kind::Meeting);
        let series = series.is_some_and(|id| session.dataset.meeting_count(id) > 1);
        if session.here.held.is_some() || series {
            hints.push(Command::Narrow);
        }
        hints
    }
}

impl Parked for TimelinePane {
    fn keeps(&self) -> Vec<(usize, usize)> {
        vec![(Arc::as_ptr(&self.rows).addr(), self.rows.bytes())]
    }

    fn let_go(&mut self) {
        if self.stood.is_none() {
            self.stood = Some((
                self.list.clone(),
                self.record(self.list.at()).or(self.wanted),
            ));
            self.rows = Arc::default();
        }
    }

    fn copy(&self) -> Box<dyn Pane> {
        Box::new(self.clone())
    }
}
