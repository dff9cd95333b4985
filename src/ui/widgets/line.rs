//! Writing one line, part after part, from left to right and never beyond its end.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::data::RecordId;
use crate::session::Session;
use crate::text::{columns, cut, fits};

/// A line that is being written.
pub struct Line<'b> {
    buf: &'b mut Buffer,
    area: Rect,
    x: u16,
    /// The session, to read.
    pub session: &'b Session,
    /// Whether it is the row of a list on which the cursor is.
    pub at_cursor: bool,
    /// Whether its pane has the keyboard.
    pub focused: bool,
}

impl<'b> Line<'b> {
    /// A line of some columns of the screen.
    pub(super) fn new(session: &'b Session, area: Rect, buf: &'b mut Buffer) -> Self {
        Self {
            x: area.x,
            buf,
            area,
            session,
            at_cursor: false,
            focused: false,
        }
    }

    /// Begins the row of a record, or of something else, with the sign of what is marked or of the cursor.
    pub fn begin_row(&mut self, id: Option<RecordId>) {
        let session = self.session;
        if id.is_some_and(|id| session.marked.contains(&id)) {
            self.to(0).write("*", session.styles.linked);
        } else if self.at_cursor {
            self.to(0)
                .write(session.glyphs.cursor, session.styles.linked);
        }
        self.to(1);
    }

    /// Ends a row: the look of the cursor goes over all of it.
    pub fn end_row(&mut self) {
        self.end_row_or_cell(Some(0));
    }

    /// The same for a row of cells: where the cursor is on another than the first one, that will be marked instead.
    pub fn end_row_or_cell(&mut self, column: Option<usize>) {
        let styles = &self.session.styles;
        if self.at_cursor && self.focused && column == Some(0) {
            self.repaint_within(0..usize::from(self.area.width), styles.cursor);
        } else if self.at_cursor {
            self.buf.set_style(self.area, styles.cursor_away.style());
        }
    }

    /// How many columns are left.
    #[must_use]
    pub fn left(&self) -> usize {
        usize::from(self.area.right().saturating_sub(self.x))
    }

    /// Writes a text, cut to what is left.
    pub fn write(&mut self, text: &str, style: impl Into<Style>) -> &mut Self {
        let left = self.left();
        self.write_within(text, left, style)
    }

    /// Writes a text, cut to that many columns.
    pub fn write_within(&mut self, text: &str, width: usize, style: impl Into<Style>) -> &mut Self {
        let width = width.min(self.left());
        let shown = cut(text, width, self.session.glyphs.ellipsis);
        self.put(&shown, width, style.into());
        self
    }

    fn put(&mut self, text: &str, width: usize, style: Style) {
        (self.x, _) = (self.buf).set_stringn(self.x, self.area.y, text, width, style);
    }

    /// Writes a text of which some byte ranges stand out; cut to that many columns.
    pub fn write_marked(
        &mut self,
        text: &str,
        marks: &[Range<usize>],
        width: usize,
        style: Style,
        marked: Style,
    ) -> &mut Self {
        let width = width.min(self.left());
        let ellipsis = self.session.glyphs.ellipsis;
        let shown = cut(text, width, ellipsis);
        let kept = if fits(text, width) {
            text.len()
        } else {
            shown.strip_suffix(ellipsis).map_or(0, str::len)
        };
        let end = usize::from(self.x) + width;
        let mut at = 0;
        for range in marks {
            if range.end > kept || range.start < at {
                continue;
            }
            self.put_before(text.get(at..range.start), end, style);
            self.put_before(text.get(range.clone()), end, style.patch(marked));
            at = range.end;
        }
        self.put_before(shown.get(at..), end, style);
        self
    }

    fn put_before(&mut self, text: Option<&str>, end: usize, style: Style) {
        let left = end.saturating_sub(usize::from(self.x));
        self.put(text.unwrap_or_default(), left, style);
    }

    /// Goes to a column, counted from the start of the line.
    pub fn to(&mut self, column: usize) -> &mut Self {
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        self.x = self.area.x.saturating_add(column).min(self.area.right());
        self
    }

    /// Goes forward to a column; stays when it is beyond it already.
    pub fn tab(&mut self, column: usize) -> &mut Self {
        self.to(column.max(self.here()))
    }

    /// Leaves some columns blank.
    pub fn skip(&mut self, columns: usize) -> &mut Self {
        self.to(self.here() + columns)
    }

    /// Where the next text is written, counted from the start of the line.
    #[must_use]
    pub fn here(&self) -> usize {
        usize::from(self.x - self.area.x)
    }

    /// Writes a text so that it ends before a column, if there is room for it.
    pub fn write_before(&mut self, text: &str, end: usize, style: impl Into<Style>) -> &mut Self {
        if let Some(start) = end
            .checked_sub(columns(text))
            .filter(|at| *at >= self.here())
        {
            self.to(start).write(text, style);
        }
        self
    }

    /// Writes a text at the right end, if there is room for it and a blank before it.
    pub fn write_right(&mut self, text: &str, style: impl Into<Style>) -> &mut Self {
        let width = columns(text);
        if width < self.left() {
            let from_start = usize::from(self.area.right() - self.area.x) - width;
            self.to(from_start).write(text, style);
        }
        self
    }

    /// Gives some columns one style, whatever their parts had.
    pub fn repaint_within(&mut self, columns: Range<usize>, style: impl Into<Style>) {
        self.patch_within(columns, Style::reset().patch(style.into()));
    }

    /// Gives some columns a style on top of what their parts have.
    pub fn patch_within(&mut self, columns: Range<usize>, style: impl Into<Style>) {
        let side = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        let area = Rect {
            x: self.area.x.saturating_add(side(columns.start)),
            width: side(columns.len()),
            ..self.area
        };
        self.buf
            .set_style(area.intersection(self.area), style.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: u16, write: impl FnOnce(&mut Line<'_>)) -> String {
        let area = Rect::new(0, 0, width, 1);
        let mut buf = Buffer::empty(area);
        write(&mut Line::new(&Session::empty(), area, &mut buf));
        buf.content()
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect()
    }

    #[test]
    fn parts_follow_each_other_and_are_cut() {
        let line = drawn(10, |line| {
            line.write("ab", Style::new())
                .to(4)
                .write("Sørensen", Style::new());
        });
        assert_eq!(line, "ab  Søren…");
        assert_eq!(
            drawn(6, |line| {
                line.write("ab", Style::new())
                    .write_right("xyz", Style::new());
            }),
            "ab xyz"
        );
        assert_eq!(
            drawn(5, |line| {
                line.write("ab", Style::new())
                    .write_right("xyz", Style::new());
            }),
            "ab   "
        );
    }

    #[test]
    fn marks_survive_cutting() {
        let style = Style::new();
        let bold = Style::new().bold();
        for width in 1..14 {
            let cut = drawn(width, |line| {
                line.write_marked("Claus Sørensen", &[0..2, 6..9], 99, style, bold);
            });
            assert!("Claus Sørensen".starts_with(cut.trim_end_matches(['…', ' '])));
        }
    }
}
