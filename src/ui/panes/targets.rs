//! Where on the lines around the panes something stands that can be clicked.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use crate::command::Command;
use crate::data::Day;

/// What stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClickTarget {
    /// A time in the picture of the years.
    Day(Day),
    /// A part of the filter.
    Chip(usize),
    /// A step of the path, by how many it comes before the present one.
    Step(usize),
    Hint(Command),
}

/// All of them, as of the last drawing.
#[derive(Clone, Debug, Default)]
pub struct ClickTargets(Vec<(Rect, ClickTarget)>);

impl ClickTargets {
    /// Something in these columns of a line.
    pub fn add(&mut self, line: Rect, columns: Range<usize>, target: ClickTarget) {
        let side = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        let area = Rect {
            x: line.x.saturating_add(side(columns.start)),
            width: side(columns.len()),
            ..line
        };
        self.0.push((area.intersection(line), target));
    }

    /// What stands at a place.
    #[must_use]
    pub fn at(&self, at: Position) -> Option<ClickTarget> {
        let found = self.0.iter().find(|(area, _)| area.contains(at));
        found.map(|(_, target)| *target)
    }
}
