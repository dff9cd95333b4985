//! The cursor of a list and the part of the list that is in sight.

use std::ops::Range;

use crate::command::Command;

/// A place in a list of any length. It costs the same for ten rows and for ten million.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    at: usize,
    top: usize,
    /// How many rows were in sight when the list was last drawn.
    rows: usize,
    /// Whether it was put on a row that is in sight, and nothing is to move for it.
    still: bool,
}

/// The list keeps so many rows in sight above and below the cursor.
const MARGIN: usize = 1;

/// A page is this long until the list was drawn once.
const UNDRAWN: usize = 10;

impl Cursor {
    /// The row it is on.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// Puts it on a row.
    pub fn put(&mut self, row: usize) {
        self.at = row;
        self.still = false;
    }

    /// Puts it on a row in sight, and scrolls nothing for that: what is clicked stays under the pointer.
    pub fn put_in_sight(&mut self, row: usize) {
        self.at = row;
        self.still = true;
    }

    /// Back to the first row, nothing scrolled.
    pub fn reset(&mut self) {
        self.at = 0;
        self.top = 0;
        self.still = false;
    }

    /// Moves as a command asks, within a list of that length. `false` if the command does not move.
    pub fn run(&mut self, command: Command, length: usize) -> bool {
        let page = if self.rows == 0 { UNDRAWN } else { self.rows };
        let half = (page / 2).max(1);
        let whole = page.saturating_sub(1).max(1);
        let last = length.saturating_sub(1);
        self.at = match command {
            Command::Next => self.at + 1,
            Command::Previous => self.at.saturating_sub(1),
            Command::First => 0,
            Command::Last => last,
            Command::HalfDown => self.at + half,
            Command::HalfUp => self.at.saturating_sub(half),
            Command::PageDown => self.at + whole,
            Command::PageUp => self.at.saturating_sub(whole),
            _ => return false,
        }
        .min(last);
        self.still = false;
        true
    }

    /// Scrolls by so many rows; the cursor stays on its row for as long as that is in sight.
    pub fn scroll(&mut self, down: bool, by: usize, length: usize) {
        let rows = if self.rows == 0 { UNDRAWN } else { self.rows };
        let end = length.saturating_sub(rows);
        self.top = if down {
            (self.top + by).min(end)
        } else {
            self.top.saturating_sub(by)
        };
        let margin = MARGIN.min(rows.saturating_sub(1) / 2);
        let above = if self.top == 0 { 0 } else { margin };
        let below = if self.top >= end { 0 } else { margin };
        let lowest = (self.top + rows).saturating_sub(1 + below);
        let highest = (self.top + above).min(lowest);
        let at = self.at.clamp(highest, lowest).min(length.saturating_sub(1));
        self.still = self.still && at == self.at;
        self.at = at;
    }

    /// The rows in sight when `rows` of them fit, scrolled no further than the cursor needs.
    pub fn window(&mut self, rows: usize, length: usize) -> Range<usize> {
        self.rows = rows;
        self.at = self.at.min(length.saturating_sub(1));
        let margin = if self.still { 0 } else { MARGIN };
        let margin = margin.min(rows.saturating_sub(1) / 2);
        let lowest = (self.at + margin + 1).saturating_sub(rows);
        let highest = self.at.saturating_sub(margin);
        let end = length.saturating_sub(rows);
        self.top = self.top.clamp(lowest.min(highest), highest).min(end);
        self.top..(self.top + rows).min(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stays_in_the_list_and_in_sight() {
        let mut cursor = Cursor::default();
        assert_eq!(cursor.window(5, 100), 0..5);
        assert!(cursor.run(Command::Last, 100));
        assert_eq!(cursor.window(5, 100), 95..100);
        assert!(cursor.run(Command::Previous, 100));
        assert_eq!(cursor.window(5, 100), 95..100);
        assert!(cursor.run(Command::PageUp, 100));
        assert_eq!(cursor.at(), 94);
        assert_eq!(cursor.window(5, 100), 93..98);
        assert_eq!(cursor.window(5, 0), 0..0);
        assert_eq!(cursor.at(), 0);
        assert!(!cursor.run(Command::Help, 100));
    }

    #[test]
    fn scrolling_takes_the_cursor_along_only_at_the_edge() {
        let mut cursor = Cursor::default();
        cursor.put(5);
        assert_eq!(cursor.window(10, 100), 0..10);
        cursor.scroll(true, 3, 100);
        assert_eq!((cursor.at(), cursor.window(10, 100)), (5, 3..13));
        cursor.scroll(true, 3, 100);
        assert_eq!((cursor.at(), cursor.window(10, 100)), (7, 6..16));
        cursor.scroll(false, 100, 100);
        assert_eq!((cursor.at(), cursor.window(10, 100)), (7, 0..10));
        cursor.scroll(true, 1000, 100);
        assert_eq!((cursor.at(), cursor.window(10, 100)), (91, 90..100));
        cursor.scroll(true, 3, 0);
        assert_eq!((cursor.at(), cursor.window(10, 0)), (0, 0..0));
    }

    #[test]
    fn nothing_moves_under_a_click() {
        let mut cursor = Cursor::default();
        assert_eq!(cursor.window(10, 100), 0..10);
        cursor.put_in_sight(9);
        assert_eq!(cursor.window(10, 100), 0..10);
        assert!(cursor.run(Command::Next, 100));
        assert_eq!((cursor.at(), cursor.window(10, 100)), (10, 2..12));
    }

    #[test]
    fn every_size_is_safe() {
        for length in 0..8 {
            for rows in 0..8 {
                for command in [
                    Command::Next,
                    Command::HalfDown,
                    Command::Last,
                    Command::PageUp,
                ] {
                    let mut cursor = Cursor::default();
                    cursor.run(command, length);
                    cursor.scroll(command == Command::PageUp, 3, length);
                    let window = cursor.window(rows, length);
                    assert!(window.end <= length && window.len() <= rows);
                    assert!(rows == 0 || length == 0 || window.contains(&cursor.at()));
                }
            }
        }
    }
}
