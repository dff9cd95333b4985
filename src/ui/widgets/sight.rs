//! Which row of a list stands on which line of the screen, as of its last drawing.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

/// The rows in sight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    area: Rect,
    rows: Range<usize>,
    /// How many lines each row takes.
    lines: usize,
}

impl Sight {
    /// Rows drawn into an area from its top.
    #[must_use]
    pub fn new(area: Rect, rows: Range<usize>, lines: usize) -> Self {
        Self { area, rows, lines }
    }

    /// The row that stands there.
    #[must_use]
    pub fn row_at(&self, at: Position) -> Option<usize> {
        if !self.area.contains(at) {
            return None;
        }
        let line = usize::from(at.y - self.area.y);
        let row = self.rows.start + line / self.lines.max(1);
        self.rows.contains(&row).then_some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_where_they_were_drawn_and_nowhere_else() {
        let sight = Sight::new(Rect::new(2, 3, 10, 5), 7..9, 2);
        let row = |x, y| sight.row_at(Position::new(x, y));
        assert_eq!(
            (row(2, 3), row(11, 4), row(2, 5)),
            (Some(7), Some(7), Some(8))
        );
        for (x, y) in [
            (1, 3),
            (12, 3),
            (2, 2),
            (2, 7),
            (2, 8),
            (u16::MAX, u16::MAX),
        ] {
            assert_eq!(row(x, y), None, "{x} {y}");
        }
        assert_eq!(Sight::default().row_at(Position::ORIGIN), None);
    }
}
