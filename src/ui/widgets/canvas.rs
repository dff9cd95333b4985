//! A part of the screen to draw on, with the session that is shown there; and the frame of a pane.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text;
use ratatui::text::Span;
use ratatui::widgets::{Block, Clear, Scrollbar, ScrollbarOrientation, ScrollbarState};
use ratatui::widgets::{StatefulWidget, Widget};

use super::line::Line;
use crate::session::Session;
use crate::text::{columns, cut, wrap};

/// Where something is drawn, and from what.
pub struct Canvas<'c> {
    /// The session, to read.
    pub session: &'c Session,
    /// The cells of the whole screen.
    pub buf: &'c mut Buffer,
    /// The part to draw on; all of it lies on the screen.
    pub area: Rect,
    /// Whether the pane that is drawn has the keyboard.
    pub focused: bool,
}

impl<'c> Canvas<'c> {
    /// A canvas of some area, as far as that lies on the screen.
    pub fn new(session: &'c Session, area: Rect, focused: bool, buf: &'c mut Buffer) -> Self {
        Self {
            session,
            area: area.intersection(buf.area),
            focused,
            buf,
        }
    }

    /// Another area of the same screen.
    pub fn part(&mut self, area: Rect) -> Canvas<'_> {
        Canvas::new(self.session, area, self.focused, self.buf)
    }

    /// What lies below the first line.
    pub fn below_first(&mut self) -> Canvas<'_> {
        self.part(Rect {
            y: self.area.y.saturating_add(1),
            height: self.area.height.saturating_sub(1),
            ..self.area
        })
    }

    /// A line of it, counted from its top, if there is one.
    pub fn line(&mut self, row: usize) -> Option<Line<'_>> {
        self.row(row, false)
    }

    /// The same for a row of a list, on which the cursor may be.
    pub fn row(&mut self, row: usize, at_cursor: bool) -> Option<Line<'_>> {
        let row = u16::try_from(row).ok()?;
        let area = Rect {
            y: self.area.y.checked_add(row)?,
            height: 1,
            ..self.area
        };
        if row >= self.area.height || area.width == 0 {
            return None;
        }
        let mut line = Line::new(self.session, area, self.buf);
        (line.at_cursor, line.focused) = (at_cursor, self.focused);
        Some(line)
    }

    /// Draws the frame of a pane and gives what lies within: of a pane of one line, its title alone is there. The title
    /// gives way to the count at the right. The pane that has the keyboard has a thick rule and a bold title.
    pub fn frame(&mut self, title: &str, count: &str) -> Canvas<'_> {
        let (styles, glyphs) = (&self.session.styles, self.session.glyphs);
        let (border, look) = if self.focused {
            (styles.border_focused, styles.title_focused)
        } else {
            (styles.border, styles.title)
        };
        let room = usize::from(self.area.width).saturating_sub(4);
        let for_count = columns(count) + 2;
        let with_title = columns(title) + 3 + for_count <= room || count.is_empty();
        let shown = |text| cut(text, room.saturating_sub(2), glyphs.ellipsis);
        let (title, count) = (shown(if with_title { title } else { "" }), shown(count));
        let set = glyphs.frames[usize::from(self.focused)];
        let rule = Span::styled(set.horizontal_top, border.style());
        let mut block = Block::bordered()
            .border_set(set)
            .border_style(border.style());
        if !title.is_empty() {
            let span = Span::styled(format!(" {title} "), look.style());
            block = block.title(text::Line::from(vec![rule.clone(), span]));
        }
        if !count.is_empty() {
            let span = Span::styled(format!(" {count} "), look.style());
            block = block.title(text::Line::from(vec![span, rule]).right_aligned());
        }
        let inside = block.inner(self.area);
        block.render(self.area, self.buf);
        self.part(inside)
    }

    /// The same over what was drawn there before.
    pub fn overlay(&mut self, title: &str, count: &str) -> Canvas<'_> {
        Clear.render(self.area, self.buf);
        self.frame(title, count)
    }

    /// Writes a text over several lines from the top, a column away from the left side.
    pub fn write_paragraph(&mut self, text: &str, style: impl Into<Style>) {
        let style = style.into();
        let width = usize::from(self.area.width.saturating_sub(2));
        for (row, text) in wrap(text, width).into_iter().enumerate() {
            if let Some(mut line) = self.line(row) {
                line.to(1).write(text, style);
            }
        }
    }

    /// Draws a scroll bar on the last column, when not all lines fit.
    pub fn scroll_bar(&mut self, top: usize, fitting: usize, length: usize) {
        if fitting >= length || self.area.is_empty() {
            return;
        }
        let mut state = ScrollbarState::new(length - fitting)
            .position(top)
            .viewport_content_length(fitting);
        let ascii = self.session.glyphs.ascii;
        Scrollbar::new(ScrollbarOrientation::VerticalRight)
            .begin_symbol(None)
            .end_symbol(None)
            .track_symbol(None)
            .thumb_symbol(if ascii { "#" } else { "▐" })
            .thumb_style(self.session.styles.border.style())
            .render(self.area, self.buf, &mut state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_outside() {
        let area = Rect::new(0, 0, 3, 1);
        let mut buf = Buffer::empty(area);
        let session = Session::empty();
        let mut canvas = Canvas::new(&session, Rect::new(2, 0, 9, 5), false, &mut buf);
        assert!(canvas.line(1).is_none());
        assert!(canvas.line(70_000).is_none());
        if let Some(mut line) = canvas.line(0) {
            line.write("xyz", Style::new());
        }
        assert_eq!(buf.content()[2].symbol(), "…");
    }
}
