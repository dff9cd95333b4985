//! Writing one line, part after part, from left to right and never beyond its end.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::session::Session;
use crate::text::{columns, cut, fits, wrap};
use crate::theme::Glyphs;

/// A line that is being written.
pub struct Line<'b> {
    buf: &'b mut Buffer,
    area: Rect,
    x: u16,
    ellipsis: &'static str,
}

impl<'b> Line<'b> {
    /// The line at that row of an area, counted from its top; `None` when it is not inside.
    pub fn at(buf: &'b mut Buffer, area: Rect, row: usize, glyphs: &Glyphs) -> Option<Self> {
        let row = u16::try_from(row).ok()?;
        let y = area.y.checked_add(row)?;
        let line = Rect {
            y,
            height: u16::from(row < area.height),
            ..area
        };
        let area = line.intersection(buf.area);
        (area.height == 1 && area.width > 0).then_some(Self {
            x: area.x,
            buf,
            area,
            ellipsis: glyphs.ellipsis,
        })
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
        let shown = cut(text, width, self.ellipsis);
        let (x, _) = self
            .buf
            .set_stringn(self.x, self.area.y, &shown, width, style.into());
        self.x = x;
        self
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
        let whole = fits(text, width);
        let shown = cut(text, width, self.ellipsis);
        let kept = if whole {
            text.len()
        } else {
            shown.strip_suffix(self.ellipsis).map_or(0, str::len)
        };
        let end = usize::from(self.x) + width;
        let mut at = 0;
        for range in marks {
            if range.end > kept || range.start < at {
                continue;
            }
            self.piece(text, at..range.start, end, style);
            self.piece(text, range.clone(), end, style.patch(marked));
            at = range.end;
        }
        let rest = shown.get(at..).unwrap_or_default();
        let left = end.saturating_sub(usize::from(self.x));
        let (x, _) = self.buf.set_stringn(self.x, self.area.y, rest, left, style);
        self.x = x;
        self
    }

    fn piece(&mut self, text: &str, range: Range<usize>, end: usize, style: Style) {
        let text = text.get(range).unwrap_or_default();
        let left = end.saturating_sub(usize::from(self.x));
        let (x, _) = self.buf.set_stringn(self.x, self.area.y, text, left, style);
        self.x = x;
    }

    /// Goes to a column, counted from the start of the line.
    pub fn to(&mut self, column: usize) -> &mut Self {
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        self.x = self.area.x.saturating_add(column).min(self.area.right());
        self
    }

    /// Goes forward to a column; stays when it is beyond it already.
    pub fn tab(&mut self, column: usize) -> &mut Self {
        let here = usize::from(self.x - self.area.x);
        self.to(column.max(here))
    }

    /// Leaves some columns blank.
    pub fn skip(&mut self, columns: usize) -> &mut Self {
        let here = usize::from(self.x - self.area.x);
        self.to(here + columns)
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

    /// Gives the whole line one style, whatever its parts had.
    pub fn repaint(&mut self, style: impl Into<Style>) {
        self.repaint_within(0..usize::from(self.area.width), style);
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

    /// Gives the whole line a style on top of what its parts have.
    pub fn patch(&mut self, style: impl Into<Style>) {
        self.buf.set_style(self.area, style.into());
    }
}

/// Writes a text over several lines from the top of an area, a column away from its left side.
pub fn write_paragraph(
    text: &str,
    style: impl Into<Style>,
    session: &Session,
    area: Rect,
    buf: &mut Buffer,
) {
    let style = style.into();
    let width = usize::from(area.width.saturating_sub(2));
    for (row, text) in wrap(text, width).into_iter().enumerate() {
        if let Some(mut line) = Line::at(buf, area, row, session.glyphs) {
            line.to(1).write(text, style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: u16, write: impl FnOnce(&mut Line<'_>)) -> String {
        let area = Rect::new(0, 0, width, 1);
        let mut buf = Buffer::empty(area);
        if let Some(mut line) = Line::at(&mut buf, area, 0, &Glyphs::UNICODE) {
            write(&mut line);
        }
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
        for width in 0..14 {
            let cut = drawn(width, |line| {
                line.write_marked("Claus Sørensen", &[0..2, 6..9], 99, style, bold);
            });
            assert!("Claus Sørensen".starts_with(cut.trim_end_matches(['…', ' '])));
        }
    }

    #[test]
    fn nothing_is_written_outside() {
        let area = Rect::new(0, 0, 3, 1);
        let mut buf = Buffer::empty(area);
        let beyond = Rect::new(2, 0, 9, 5);
        assert!(Line::at(&mut buf, beyond, 1, &Glyphs::UNICODE).is_none());
        assert!(Line::at(&mut buf, beyond, 70_000, &Glyphs::UNICODE).is_none());
        if let Some(mut line) = Line::at(&mut buf, beyond, 0, &Glyphs::UNICODE) {
            line.write("xyz", Style::new());
        }
        assert_eq!(buf.content()[2].symbol(), "…");
    }
}
