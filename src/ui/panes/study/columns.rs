//! Which columns of a study are in sight, and where.

use std::ops::Range;

use crate::ui::widgets::line::Line;

/// Rows that are looked at to find out how wide a column is.
pub const SAMPLED: usize = 500;

/// The part of a table or of lanes that is in sight.
#[derive(Clone, Default)]
pub struct VisibleColumns {
    /// How wide the first column is.
    pub head: usize,
    /// The columns behind the first that are shown.
    pub columns: Range<usize>,
    /// How wide each of these is.
    pub widths: Vec<usize>,
}

impl VisibleColumns {
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
    pub fn column_at(&self, x: usize) -> usize {
        let mut all = self.all(0);
        let found = all.find(|(_, from, wide)| (*from..from + wide).contains(&x));
        found.map_or(self.columns.end, |(column, ..)| column)
    }

    /// Signs in the line of names for columns out of sight.
    pub fn draw_ends(&self, all: usize, line: &mut Line<'_>) {
        let (styles, glyphs) = (&line.session.styles, line.session.glyphs);
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

    /// Shows the cursor on one of the columns behind the first; the last `gap` columns of the cell stay as they are.
    pub fn mark(&self, cursor: Option<usize>, first: usize, gap: usize, line: &mut Line<'_>) {
        if let Some((column, from, wide)) = cursor.and_then(|column| self.place(column, first))
            && line.focused
            && column > 0
        {
            let end = from + wide.saturating_sub(gap).max(1);
            line.repaint_within(from..end, line.session.styles.cursor);
        }
    }
}
