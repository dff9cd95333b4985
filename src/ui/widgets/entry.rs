//! One record on one line of a list: cursor, marks, and what follows them.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::line::Line;
use crate::data::RecordId;
use crate::session::Session;

/// The columns before the record itself: cursor, `*` for marked, `+` for linked.
pub const INDENT: usize = 3;

/// How the row of a record stands in its list.
#[derive(Clone, Copy)]
pub struct Standing {
    /// Whether the cursor is on it.
    pub at_cursor: bool,
    /// Whether its list has the keyboard.
    pub focused: bool,
}

impl Standing {
    /// What the row looks like when the cursor is on it.
    #[must_use]
    pub fn look(self, session: &Session) -> Style {
        match (self.at_cursor, self.focused) {
            (false, _) => Style::new(),
            (true, true) => session.styles.cursor.style(),
            (true, false) => session.styles.cursor_away.style(),
        }
    }

    /// Writes the sign of the cursor.
    pub fn write_cursor(self, line: &mut Line<'_>, session: &Session) {
        if self.at_cursor {
            line.write(session.glyphs.cursor, session.styles.text);
        }
    }
}

/// Starts the line of a record: its signs are written, what follows is up to the list.
pub fn start<'b>(
    buf: &'b mut Buffer,
    area: Rect,
    row: usize,
    id: RecordId,
    standing: Standing,
    session: &Session,
) -> Option<Line<'b>> {
    let mut line = Line::at(buf, area, row, session.glyphs)?;
    standing.write_cursor(&mut line, session);
    if session.marked.contains(&id) {
        line.to(1).write("*", session.styles.linked);
    }
    if session.is_linked(id) {
        line.to(2).write("+", session.styles.linked);
    }
    line.to(INDENT);
    Some(line)
}

/// Where the terminal's cursor stands for a row of a list.
#[must_use]
pub fn position(area: Rect, row: usize) -> Option<Position> {
    let row = u16::try_from(row).ok().filter(|row| *row < area.height)?;
    (area.width > 0).then_some(Position::new(area.x, area.y + row))
}
