//! The frame of a pane: its name, a count, and the part of the list that is in sight.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::session::Session;
use crate::text::{columns, cut};

/// A frame around a pane. The one that has the keyboard has a double rule and a bold name.
pub struct Frame<'a> {
    /// The name, at the upper left.
    pub title: &'a str,
    /// A count, at the upper right.
    pub count: &'a str,
    /// Whether the pane has the keyboard.
    pub focused: bool,
}

impl Frame<'_> {
    /// Draws it and gives the area within.
    pub fn draw(&self, session: &Session, area: Rect, buf: &mut Buffer) -> Rect {
        let area = area.intersection(buf.area);
        if area.width < 2 || area.height < 2 {
            return Rect { height: 0, ..area };
        }
        let (signs, style) = if self.focused {
            (session.glyphs.frame_focused, session.styles.border_focused)
        } else {
            (session.glyphs.frame, session.styles.border)
        };
        let style = style.style();
        let (left, right) = (area.left(), area.right() - 1);
        let (top, bottom) = (area.top(), area.bottom() - 1);
        for x in left..=right {
            put(buf, x, top, signs.horizontal, style);
            put(buf, x, bottom, signs.horizontal, style);
        }
        for y in top..=bottom {
            put(buf, left, y, signs.vertical, style);
            put(buf, right, y, signs.vertical, style);
        }
        let [upper_left, upper_right, lower_right, lower_left] = signs.corners;
        put(buf, left, top, upper_left, style);
        put(buf, right, top, upper_right, style);
        put(buf, right, bottom, lower_right, style);
        put(buf, left, bottom, lower_left, style);
        self.draw_titles(session, area, buf);
        Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width - 2,
            height: area.height - 2,
        }
    }

    fn draw_titles(&self, session: &Session, area: Rect, buf: &mut Buffer) {
        let look = if self.focused {
            session.styles.title_focused
        } else {
            session.styles.title
        };
        let room = usize::from(area.width).saturating_sub(4);
        let title = cut(self.title, room.saturating_sub(2), session.glyphs.ellipsis);
        if title.is_empty() {
            return;
        }
        let title = format!(" {title} ");
        buf.set_stringn(area.x + 1, area.y, &title, room, look);
        let count = format!(" {} ", self.count);
        let left = room.saturating_sub(columns(&title));
        if !self.count.is_empty() && columns(&count) < left {
            let width = u16::try_from(columns(&count)).unwrap_or(u16::MAX);
            let x = area.right().saturating_sub(width + 2);
            buf.set_stringn(x, area.y, &count, usize::from(width), look);
        }
    }
}

/// Draws the part in sight as a thumb on the right side of a frame.
pub fn draw_thumb(
    in_sight: &Range<usize>,
    length: usize,
    session: &Session,
    area: Rect,
    buf: &mut Buffer,
) {
    let area = area.intersection(buf.area);
    let rail = usize::from(area.height.saturating_sub(2));
    if rail == 0 || area.width < 2 || in_sight.len() >= length {
        return;
    }
    let size = (rail * in_sight.len() / length).clamp(1, rail);
    let hidden = length - in_sight.len();
    let start = (rail - size) * in_sight.start.min(hidden) / hidden;
    for row in start..start + size {
        let y = area.y + 1 + u16::try_from(row).unwrap_or_default();
        let style = session.styles.border.style();
        put(buf, area.right() - 1, y, session.glyphs.thumb, style);
    }
}

fn put(buf: &mut Buffer, x: u16, y: u16, symbol: &str, style: Style) {
    if let Some(cell) = buf.cell_mut((x, y)) {
        cell.set_symbol(symbol).set_style(style);
    }
}
