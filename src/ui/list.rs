//! The list that every list of the screen is made of: rows, the cursor among them, the rows in sight, clicks and the
//! wheel. It costs the same for ten rows and for ten million.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use super::pane::{Action, WHEEL};
use super::widgets::canvas::Canvas;
use crate::command::Command;
use crate::data::{Dataset, RecordId};
use crate::facts::words::brief_when;
use crate::session::Session;
use crate::text::fold;

/// Rows of one height, and the cursor among them.
#[derive(Clone, Debug, Default)]
pub struct List {
    at: usize,
    top: usize,
    /// How many rows fitted when it was drawn last, on how many lines each, and where.
    fitting: usize,
    lines: usize,
    area: Rect,
    length: usize,
    /// Where the cursor stands in what is in sight, when it was put there without a move.
    placement: Placement,
}

/// How the cursor came to its row: that decides how far is scrolled for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Placement {
    /// By a step: no further than needed.
    #[default]
    Step,
    /// By a click: what is clicked stays under the pointer.
    Click,
    /// From elsewhere: a third of the rows stand above it.
    Jump,
}

/// Rows that stay in sight above and below the cursor.
const MARGIN: usize = 1;

/// A page is this long until the list was drawn once.
const UNDRAWN: usize = 10;

impl List {
    /// The row the cursor is on.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// Puts the cursor on a row.
    pub fn put(&mut self, row: usize) {
        self.at = row;
        self.placement = Placement::Step;
    }

    /// Puts the cursor on a row, a third of the rows above it.
    pub fn put_at_third(&mut self, row: usize) {
        self.at = row;
        self.placement = Placement::Jump;
    }

    /// Back to the first row, nothing scrolled.
    pub fn reset(&mut self) {
        (self.at, self.top, self.placement) = (0, 0, Placement::Step);
    }

    /// How many rows fit.
    fn page(&self) -> usize {
        match self.fitting {
            0 => UNDRAWN,
            fitting => fitting,
        }
    }

    /// Moves as a command asks among rows of which some can be stood on. `false` if the command does not move.
    fn step(&mut self, command: Command, length: usize, can_stand: impl Fn(usize) -> bool) -> bool {
        let page = self.page();
        let half = (page / 2).max(1);
        let whole = page.saturating_sub(1).max(1);
        let last = length.saturating_sub(1);
        let before = self.at;
        let wanted = match command {
            Command::Next => self.at + 1,
            Command::Previous => self.at.saturating_sub(1),
            Command::First => 0,
            Command::Last => last,
            Command::HalfDown => self.at + half,
            Command::HalfUp => self.at.saturating_sub(half),
            Command::PageDown => self.at + whole,
            Command::PageUp => self.at.saturating_sub(whole),
            _ => return false,
        };
        let wanted = wanted.min(last);
        let down = wanted > before || command == Command::First;
        self.put(nearest(wanted, length, down, can_stand).unwrap_or(before));
        true
    }

    /// After rows have changed: the cursor is on one that can be stood on.
    fn stay_on_row(&mut self, length: usize, can_stand: impl Fn(usize) -> bool) {
        let at = self.at.min(length.saturating_sub(1));
        self.at = nearest(at, length, true, can_stand).unwrap_or(at);
    }

    /// Scrolls as the wheel turns; the cursor stays on its row for as long as that is in sight.
    fn wheel(&mut self, down: bool, length: usize, can_stand: impl Fn(usize) -> bool) {
        let rows = self.page();
        let end = length.saturating_sub(rows);
        self.top = if down {
            (self.top + WHEEL).min(end)
        } else {
            self.top.saturating_sub(WHEEL)
        };
        let margin = MARGIN.min(rows.saturating_sub(1) / 2);
        let above = if self.top == 0 { 0 } else { margin };
        let below = if self.top >= end { 0 } else { margin };
        let lowest = (self.top + rows).saturating_sub(1 + below);
        let highest = (self.top + above).min(lowest);
        if self.placement == Placement::Jump {
            self.placement = Placement::Step;
        }
        let at = self.at.clamp(highest, lowest).min(length.saturating_sub(1));
        if at != self.at {
            self.put(nearest(at, length, down, can_stand).unwrap_or(at));
        }
    }

    /// The row that was drawn at a place.
    #[must_use]
    pub fn row_at(&self, at: Position) -> Option<usize> {
        if !self.area.contains(at) {
            return None;
        }
        let line = usize::from(at.y - self.area.y);
        let row = self.top + line / self.lines.max(1);
        (row < self.length).then_some(row)
    }

    /// Takes the cursor to the row that was drawn at a place; says whether it was there already.
    fn click(&mut self, at: Position, can_stand: impl Fn(usize) -> bool) -> Option<bool> {
        let row = self.row_at(at).filter(|row| can_stand(*row))?;
        let again = row == self.at;
        self.at = row;
        self.placement = Placement::Click;
        Some(again)
    }

    /// The rows in sight in an area, each on that many lines, scrolled no further than the cursor needs.
    pub fn window(&mut self, area: Rect, lines: usize, length: usize) -> Range<usize> {
        let rows = usize::from(area.height) / lines.max(1);
        (self.area, self.lines, self.length) = (area, lines, length);
        self.at = self.at.min(length.saturating_sub(1));
        let margin = if self.placement == Placement::Click {
            0
        } else {
            MARGIN
        };
        let margin = margin.min(rows.saturating_sub(1) / 2);
        let lowest = (self.at + margin + 1).saturating_sub(rows);
        let highest = self.at.saturating_sub(margin);
        let end = length.saturating_sub(rows);
        if self.placement == Placement::Jump && rows > 0 {
            self.top = self.at.saturating_sub(rows / 3);
        }
        self.top = self.top.clamp(lowest.min(highest), highest).min(end);
        self.fitting = rows;
        self.top..(self.top + rows).min(length)
    }

    /// Draws the scroll bar beside the rows, and says where the terminal's cursor belongs.
    pub fn finish(&self, canvas: &mut Canvas<'_>) -> Option<Position> {
        (canvas.part(self.area)).scroll_bar(self.top, self.fitting, self.length);
        let line = self.at.saturating_sub(self.top) * self.lines;
        let line = u16::try_from(line).ok()?;
        let fits = line < self.area.height && self.area.width > 0;
        fits.then(|| Position::new(self.area.x, self.area.y + line))
    }
}

/// A pane that is one list: what all of them do in the same way.
pub trait ListPane {
    /// What it is, where one searches in it.
    const PLACE: &'static str = "this list";

    /// Its cursor.
    fn list(&mut self) -> &mut List;

    /// How many rows it has.
    fn length(&self, session: &Session) -> usize;

    /// Whether the cursor can stand on a row.
    fn can_stand(&self, _row: usize) -> bool {
        true
    }

    /// Whether some folded words stand in a row.
    fn has_words(&self, _row: usize, _words: &str, _session: &Session) -> bool {
        false
    }

    /// Answers to a move of the cursor.
    fn moved(&mut self, _session: &Session) -> Action {
        Action::Done
    }

    /// Answers to a second click on a row.
    fn clicked_again(&mut self, _session: &Session) -> Action {
        Action::OpenTarget
    }

    /// Moves as a command asks.
    fn step(&mut self, command: Command, session: &Session) -> Action {
        let steps = on_list(self, session, |list, length, can_stand| {
            list.step(command, length, can_stand)
        });
        if steps {
            self.moved(session)
        } else {
            Action::Ignored
        }
    }

    /// Moves to the next or previous row, or says that it is the last or first one of `whole`, e.g. `row of the
    /// timeline`.
    fn step_or_say(&mut self, forward: bool, whole: &str, session: &Session) -> Action {
        let before = self.list().at;
        let command = if forward {
            Command::Next
        } else {
            Command::Previous
        };
        match self.step(command, session) {
            _ if self.list().at == before => Action::Say(format!("the {} {whole}", end(forward))),
            action => action,
        }
    }

    /// Scrolls as the wheel turns.
    fn wheel(&mut self, down: bool, session: &Session) -> Action {
        let before = self.list().at;
        on_list(self, session, |list, length, can_stand| {
            list.wheel(down, length, can_stand);
        });
        if self.list().at == before {
            Action::Done
        } else {
            self.moved(session)
        }
    }

    /// Takes a click; `focused` tells whether a second one on a row opens it.
    fn click(&mut self, at: Position, focused: bool, session: &Session) -> Action {
        match on_list(self, session, |list, _, can_stand| {
            list.click(at, can_stand)
        }) {
            None => Action::Done,
            Some(true) if focused => self.clicked_again(session),
            Some(_) => self.moved(session),
        }
    }

    /// After rows have changed: the cursor is on one that it can stand on.
    fn stay_on_row(&mut self, session: &Session) {
        on_list(self, session, |list, length, can_stand| {
            list.stay_on_row(length, can_stand);
        });
    }

    /// Goes to the next row, or the one before, with the words that are searched for.
    fn go_to_match(&mut self, forward: bool, session: &Session) -> Action {
        let Some(words) = &session.find_words else {
            return Action::Ignored;
        };
        let (at, length) = (self.list().at, self.length(session));
        let has = |row: usize| self.has_words(row, words, session);
        let Some(row) = next_match(at, length, forward, has) else {
            return Action::Say(not_found(words, "in", Self::PLACE));
        };
        self.list().put_at_third(row);
        self.moved(session)
    }
}

/// Does something with the list of a pane, the number of its rows, and what tells whether one can be stood on.
fn on_list<P: ListPane + ?Sized, T>(
    pane: &mut P,
    session: &Session,
    act: impl FnOnce(&mut List, usize, &dyn Fn(usize) -> bool) -> T,
) -> T {
    let length = pane.length(session);
    let mut list = std::mem::take(pane.list());
    let done = act(&mut list, length, &|row| pane.can_stand(row));
    *pane.list() = list;
    done
}

/// Which end lies that way.
#[must_use]
pub fn end(forward: bool) -> &'static str {
    if forward { "last" } else { "first" }
}

/// That some words do not stand in or on something.
#[must_use]
pub fn not_found(words: &str, within: &str, place: &str) -> String {
    format!("“{words}” is not {within} {place}")
}

/// The row nearest to one, first in one direction, that can be stood on.
fn nearest(
    row: usize,
    length: usize,
    down: bool,
    can_stand: impl Fn(usize) -> bool,
) -> Option<usize> {
    let below = || (row..length).find(|row| can_stand(*row));
    let above = || {
        (0..=row.min(length.saturating_sub(1)))
            .rev()
            .find(|row| can_stand(*row))
    };
    if length == 0 {
        None
    } else if down {
        below().or_else(above)
    } else {
        above().or_else(below)
    }
}

/// The next row below or above one for which something holds.
pub fn next_row(
    at: usize,
    length: usize,
    down: bool,
    is_it: impl Fn(&usize) -> bool,
) -> Option<usize> {
    if down {
        (at + 1..length).find(is_it)
    } else {
        (0..at).rev().find(is_it)
    }
}

/// The next row for which something holds, below or above one; behind the end it begins anew.
pub fn next_match(
    at: usize,
    length: usize,
    down: bool,
    has: impl Fn(usize) -> bool,
) -> Option<usize> {
    let mut steps = 1..=length;
    steps.find_map(|step| {
        let step = if down { step } else { length - step };
        let row = (at + step) % length;
        has(row).then_some(row)
    })
}

/// Whether folded words stand in one of the names of a record.
#[must_use]
pub fn has_words(dataset: &Dataset, id: RecordId, words: &str) -> bool {
    let mut names = [dataset.name(id), dataset.short(id)].into_iter();
    names.any(|name| fold(name).contains(words))
}

/// A date for the column before a title: `2014-10-01`, `2013-10-03+` for several days, `2019-06-04?`.
#[must_use]
pub fn date_column(dataset: &Dataset, id: RecordId) -> String {
    match brief_when(dataset, id) {
        when if when.is_empty() => "?".to_owned(),
        when => when,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(height: u16) -> Rect {
        Rect::new(2, 3, 10, height)
    }

    fn all(_: usize) -> bool {
        true
    }

    #[test]
    fn it_stays_in_the_list_and_in_sight() {
        let mut list = List::default();
        assert_eq!(list.window(rows(5), 1, 100), 0..5);
        assert!(list.step(Command::Last, 100, all));
        assert_eq!(list.window(rows(5), 1, 100), 95..100);
        assert!(list.step(Command::Previous, 100, all));
        assert_eq!(list.window(rows(5), 1, 100), 95..100);
        assert!(list.step(Command::PageUp, 100, all));
        assert_eq!(list.at(), 94);
        assert_eq!(list.window(rows(5), 1, 100), 93..98);
        assert_eq!(list.window(rows(5), 1, 0), 0..0);
        assert_eq!(list.at(), 0);
        assert!(!list.step(Command::Help, 100, all));
    }

    #[test]
    fn rows_that_cannot_be_stood_on_are_passed() {
        let mut list = List::default();
        let odd = |row: usize| row % 2 == 1;
        list.stay_on_row(10, odd);
        assert_eq!(list.at(), 1);
        assert!(list.step(Command::Next, 10, odd));
        assert_eq!(list.at(), 3);
        assert!(list.step(Command::Previous, 10, odd));
        assert_eq!(list.at(), 1);
        assert!(list.step(Command::Previous, 10, odd));
        assert_eq!(list.at(), 1);
        assert!(list.step(Command::First, 10, odd));
        assert_eq!(list.at(), 1);
        list.stay_on_row(0, odd);
        assert!(list.step(Command::Next, 0, odd));
    }

    #[test]
    fn scrolling_takes_the_cursor_along_only_at_the_edge() {
        let mut list = List::default();
        list.put(5);
        assert_eq!(list.window(rows(10), 1, 100), 0..10);
        list.wheel(true, 100, all);
        assert_eq!((list.at(), list.window(rows(10), 1, 100)), (5, 3..13));
        list.wheel(true, 100, all);
        assert_eq!((list.at(), list.window(rows(10), 1, 100)), (7, 6..16));
        list.wheel(false, 100, all);
        list.wheel(false, 100, all);
        assert_eq!((list.at(), list.window(rows(10), 1, 100)), (7, 0..10));
        list.wheel(true, 0, all);
        assert_eq!((list.at(), list.window(rows(10), 1, 0)), (0, 0..0));
    }

    #[test]
    fn a_row_come_to_from_elsewhere_stands_at_a_third_and_what_is_clicked_stays() {
        let mut list = List::default();
        list.window(rows(9), 1, 100);
        list.put_at_third(50);
        assert_eq!(list.window(rows(9), 1, 100), 47..56);
        assert_eq!(list.window(rows(9), 1, 100), 47..56);
        assert_eq!(list.click(Position::new(2, 11), all), Some(false));
        assert_eq!((list.at(), list.window(rows(9), 1, 100)), (55, 47..56));
        assert_eq!(list.click(Position::new(2, 11), all), Some(true));
        assert_eq!(list.click(Position::new(2, 12), all), None);
        assert_eq!(list.click(Position::new(1, 11), all), None);
        assert_eq!(list.click(Position::new(2, 10), |_| false), None);
    }

    #[test]
    fn every_size_is_safe() {
        for length in 0..8 {
            for height in 0..8 {
                for lines in 1..3 {
                    let mut list = List::default();
                    list.step(Command::HalfDown, length, all);
                    list.wheel(lines == 1, length, all);
                    list.put_at_third(list.at());
                    let window = list.window(rows(height), lines, length);
                    assert!(window.end <= length && window.len() <= usize::from(height));
                    let fits = usize::from(height) >= lines && length > 0;
                    assert!(!fits || window.contains(&list.at()));
                }
            }
        }
    }
}
