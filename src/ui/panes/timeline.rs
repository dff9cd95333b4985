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

use ratatui::layout::Position;

use self::row::TimelineRow;
use crate::browse::timeline::{Row, Timeline};
use crate::command::Command;
use crate::data::{Day, Kind, RecordId, When};
use crate::jobs::Job;
use crate::session::{DateOrder, Highlight, OpenedFrom, Session};
use crate::ui::list::{List, ListPane, has_words, next_row};
use crate::ui::pane::{Action, Pane, PaneId, PaneInput, PaneState};
use crate::ui::widgets::canvas::Canvas;
use crate::ui::widgets::titles::titles;

#[derive(Clone, Default)]
pub struct TimelinePane {
    list: List,
    /// The record that the cursor followed last.
    seen: Option<RecordId>,
    /// The rows that the cursor counts in, and their order.
    rows: Arc<Timeline>,
    order: DateOrder,
    /// The record to find again after the dataset was read anew, or when the filter is taken off again.
    wanted: Option<RecordId>,
    /// Where the cursor stood, and on which record, when the rows were dropped.
    parked: Option<(List, Option<RecordId>)>,
    /// Whether the cursor has been shown since the start: the first key shows it.
    shown: bool,
}

/// From that many columns on, the right edge tells what ties a row to the open record, or how many are named.
const EDGE: usize = 60;

impl TimelinePane {
    /// The place of a row on the screen, and the row of a place: the same sum.
    fn turned(&self, at: usize) -> usize {
        // Rows without a date stay at the end.
        match self.rows.dated.checked_sub(at + 1) {
            Some(from_end) if self.order == DateOrder::Newest => from_end,
            _ => at,
        }
    }

    fn row(&self, at: usize) -> Option<Row> {
        let row = self.rows.rows.get(self.turned(at)).copied();
        row.filter(|_| at < self.rows.rows.len())
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
            && let Some((list, _)) = self.parked.take()
        {
            self.rows = Arc::clone(&session.timeline);
            self.list = list;
        }
        let is_new = session.is_narrowed() && !Arc::ptr_eq(&self.rows, &session.timeline);
        if is_new || self.order != session.order {
            let before = self.wanted.take().or_else(|| self.record(self.list.at()));
            let before = before.filter(|_| self.shown || self.seen.is_some());
            self.order = session.order;
            if is_new {
                self.rows = Arc::clone(&session.timeline);
            }
            let near = before.and_then(|id| self.rows.row_near(&session.dataset, id));
            match near {
                Some(row) => self.list.put_at_third(self.turned(row)),
                None => self.list.put(0),
            }
            self.wanted = before.filter(|_| self.rows.rows.is_empty());
            self.stay_on_row(session);
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
            let meetings = session.dataset.meetings_of(id);
            // Those without a date stand at the end and are no latest.
            let dated = |row: &&u32| session.dataset.when(RecordId::meeting(**row)).is_some();
            let kept = |row: &&u32| self.rows.keeps(**row);
            let latest = meetings.iter().rev().filter(dated).find(kept);
            let latest = latest.or_else(|| meetings.iter().rev().find(kept))?;
            self.place_of(RecordId::meeting(*latest), session)
        })
    }

    fn jump(&mut self, found: Option<usize>, none: &str, session: &Session) -> Action {
        match found {
            Some(at) => {
                self.list.put_at_third(at);
                self.moved(session)
            }
            None => Action::Say(none.to_owned()),
        }
    }

    /// The first row of the next year in that direction.
    fn go_to_year(&mut self, down: bool, session: &Session) -> Action {
        let year = |at: usize| {
            let when = self.record(at).map(|id| session.dataset.when(id));
            when.flatten().map(When::year)
        };
        let at = self.list.at();
        let here = year(at);
        let other = |at: &usize| self.record(*at).is_some() && year(*at) != here;
        let found = next_row(at, self.rows.rows.len(), down, other);
        if down {
            return self.jump(found, "no year further down", session);
        }
        // Up to the top of the year above.
        let found = found.map(|last| {
            let of = year(last);
            let same = (0..last)
                .rev()
                .take_while(|at| self.record(*at).is_none() || year(*at) == of);
            let records = same.filter(|at| self.record(*at).is_some());
            records.last().unwrap_or(last)
        });
        self.jump(found, "no year further up", session)
    }

    fn go_to_day(&mut self, day: Day, session: &Session) -> Action {
        let row = self.rows.row_from(&session.dataset, day);
        let row = row.map(|row| self.turned(row));
        self.jump(row, "nothing is on record then", session)
    }

    /// The next record below or above, or the next that is lit; it is opened.
    fn walk(&self, down: bool, session: &Session) -> Action {
        let highlight = session.highlight();
        let at = self.list.at();
        let found = if self.shown {
            self.next_walked(at, down, &highlight, session)
        } else {
            (at..self.rows.rows.len()).find(|at| self.is_walked(*at, &highlight))
        };
        match found.and_then(|at| self.record(at)) {
            // The cursor follows once the step is made.
            Some(id) => Action::Walk(id),
            None => Action::Say(no_more(&highlight, down, session)),
        }
    }

    fn is_walked(&self, at: usize, highlight: &Highlight<'_>) -> bool {
        let id = self.record(at);
        id.is_some_and(|id| !highlight.dims() || highlight.has(id))
    }

    /// The next row that is walked to: found by the list of what is lit, where that is the shorter way.
    fn next_walked(
        &self,
        at: usize,
        down: bool,
        highlight: &Highlight<'_>,
        session: &Session,
    ) -> Option<usize> {
        /// Of longer lists the next one is never far.
        const LONG: usize = 10_000;
        if !highlight.dims() || highlight.meetings.len() > LONG {
            let is_walked = |at: &usize| self.is_walked(*at, highlight);
            return next_row(at, self.rows.rows.len(), down, is_walked);
        }
        let own = highlight.about.filter(|id| id.kind == Kind::Agreement);
        let meetings = highlight.meetings.iter();
        let ids = meetings.map(|row| RecordId::meeting(*row)).chain(own);
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
                if session.find_words.is_some() {
                    return self.go_to_match(down, session);
                }
                self.walk(down, session)
            }
            Command::NextRecord | Command::PreviousRecord => {
                let down = command == Command::NextRecord;
                self.step_or_say(down, "row of the timeline", session)
            }
            // At the start the first key shows what the cursor is on already.
            Command::Next | Command::Previous if !self.shown && session.here.record.is_none() => {
                self.moved(session)
            }
            command => self.step(command, session),
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
            Some(name) => format!("{} of {records} · {name}", session.highlight_count),
            None if filtered && self.rows.left_out() > 0 => {
                let left_out = self.rows.left_out();
                format!("{records} of {all} · {left_out} undated left out")
            }
            None if filtered => format!("{records} of {all}"),
            None if session.here.record.is_none() => {
                format!("{records} · {} first", self.order.word())
            }
            None => records.to_string(),
        }
    }

    fn draw_rows(&self, window: Range<usize>, canvas: &mut Canvas<'_>) {
        let session = canvas.session;
        let highlight = session.highlight();
        let width = usize::from(canvas.area.width);
        let rows: Vec<TimelineRow<'_>> = { window.clone() }
            .map(|at| TimelineRow::new(self.row(at), width >= EDGE, session, width))
            .collect();
        let forms = rows.iter().map(TimelineRow::title_forms);
        let beside = |nth: usize| format!("{}{}", rows[nth].day, rows[nth].edge);
        let titles = titles(forms, beside, session.glyphs.ellipsis);
        let mut year = None;
        for (nth, (row, title)) in rows.iter().zip(&titles).enumerate() {
            let at_cursor = window.start + nth == self.list.at();
            let Some(mut line) = canvas.row(nth, at_cursor) else {
                continue;
            };
            let new_year = row.id.is_some() && year != Some(&row.year);
            if row.id.is_some() {
                year = Some(&row.year);
            }
            row.draw(title, new_year, &highlight, &mut line);
        }
    }
}

fn no_more(highlight: &Highlight<'_>, down: bool, session: &Session) -> String {
    let way = if down { "below" } else { "above" };
    match highlight.about.filter(|_| highlight.dims()) {
        None => format!("nothing more {way} in the timeline"),
        Some(id) => {
            let name = session.dataset.short(id);
            let key = if down {
                Command::PreviousLinked
            } else {
                Command::NextLinked
            };
            let key = session.keymap.key_for(key);
            if session.highlight_count == 0 {
                return format!("no meeting in the timeline is linked with {name}");
            }
            let back = if down { "up" } else { "down" };
            format!("no further meeting of {name} {way}; {key} goes {back}")
        }
    }
}

impl ListPane for TimelinePane {
    const PLACE: &'static str = "the timeline";

    fn list(&mut self) -> &mut List {
        &mut self.list
    }

    fn length(&self, _session: &Session) -> usize {
        self.rows.rows.len()
    }

    fn can_stand(&self, row: usize) -> bool {
        self.record(row).is_some()
    }

    fn has_words(&self, row: usize, words: &str, session: &Session) -> bool {
        let id = self.record(row);
        id.is_some_and(|id| has_words(&session.dataset, id, words))
    }

    /// Shows the row under the cursor, which then follows nothing.
    fn moved(&mut self, _session: &Session) -> Action {
        self.shown = true;
        let record = self.record(self.list.at());
        record.map_or(Action::Done, Action::Show)
    }
}

impl Pane for TimelinePane {
    fn id(&self) -> PaneId {
        PaneId::Timeline
    }

    fn state(&self, session: &Session) -> PaneState {
        let filter = &session.here.filter;
        let lacks = !session.is_narrowed();
        PaneState {
            target: self.record(self.list.at()).or(self.wanted),
            narrows: session.here.held,
            place: Self::PLACE,
            origin: Some(OpenedFrom::Timeline),
            needs: lacks.then(|| Job::Narrow(filter.clone())),
            waits: lacks,
            ..PaneState::default()
        }
    }

    fn take(&mut self, input: PaneInput<'_>, session: &Session) -> Action {
        if !matches!(input, PaneInput::Remap(_) | PaneInput::DropCache) {
            self.follow(session);
        }
        match input {
            PaneInput::Command(command) => return self.run(command, session),
            PaneInput::Click(at, focused) => return self.click(at, focused && self.shown, session),
            PaneInput::Wheel(down) => return self.wheel(down, session),
            PaneInput::Day(day) => return self.go_to_day(day, session),
            PaneInput::Remap(map) => {
                let parked = self.parked.take().and_then(|(_, on)| on);
                let on = parked.or_else(|| self.record(self.list.at()));
                self.wanted = on.and_then(map);
                self.seen = self.seen.and_then(map);
                self.rows = Arc::default();
            }
            PaneInput::Link(id) => {
                if let Some(at) = self.place_of(id, session) {
                    self.list.put(at);
                    self.shown = true;
                }
            }
            PaneInput::DropCache if self.parked.is_none() => {
                let on = self.record(self.list.at()).or(self.wanted);
                self.parked = Some((self.list.clone(), on));
                self.rows = Arc::default();
            }
            _ => return Action::Ignored,
        }
        Action::Done
    }

    fn draw(&mut self, mut canvas: Canvas<'_>) -> Option<Position> {
        let session = canvas.session;
        self.follow(session);
        let mut inside = canvas.frame("Timeline", &self.count(session));
        let length = self.rows.rows.len();
        if length == 0 && session.is_narrowed() {
            let why = if session.here.filter.is_empty() {
                "no meetings and no agreements"
            } else {
                &session.timeline.why_nothing
            };
            inside.write_paragraph(why, session.styles.text);
        }
        let window = self.list.window(inside.area, 1, length);
        self.draw_rows(window, &mut inside);
        self.list.finish(&mut inside)
    }

    fn hints(&self, session: &Session) -> Vec<Command> {
        let mut hints = vec![Command::Open];
        hints.extend(session.highlight().about.map(|_| Command::NextLinked));
        let target = self.record(self.list.at());
        let series = target.filter(|id| id.kind == Kind::Meeting);
        let series = series.is_some_and(|id| session.dataset.meeting_count(id) > 1);
        if session.here.held.is_some() || series {
            hints.push(Command::Narrow);
        }
        hints
    }

    fn cached(&self) -> Vec<(usize, usize)> {
        vec![(Arc::as_ptr(&self.rows).addr(), self.rows.bytes())]
    }
}
