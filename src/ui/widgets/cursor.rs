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
    }

    /// Back to the first row, nothing scrolled.
    pub fn reset(&mut self) {
        self.at = 0;
        self.top = 0;
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
        true
    }

    /// The rows in sight when `rows` of them fit, scrolled no further than the cursor needs.
    pub fn window(&mut self, rows: usize, length: usize) -> Range<usize> {
        self.rows = rows;
        self.at = self.at.min(length.saturating_sub(1));
        let margin = MARGIN.min(rows.saturating_sub(1) / 2);
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
                    let window = cursor.window(rows, length);
                    assert!(window.end <= length && window.len() <= rows);
                    assert!(rows == 0 || length == 0 || window.contains(&cursor.at()));
                }
            }
        }
    }
}
