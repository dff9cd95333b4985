//! The frame of a pane: its title, and what it counts.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Widget};

use crate::session::Session;
use crate::text::{columns, cut};

/// A frame around a pane. The one that has the keyboard has a thick rule and a bold title.
pub struct Frame<'a> {
    /// The title, at the upper left.
    pub title: &'a str,
    /// What is counted, at the upper right; the title gives way to it.
    pub count: &'a str,
    /// Whether the pane has the keyboard.
    pub focused: bool,
}

impl Frame<'_> {
    /// Draws it and gives the area within; of a pane of one line, only its title is there.
    pub fn draw(&self, session: &Session, area: Rect, buf: &mut Buffer) -> Rect {
        let area = area.intersection(buf.area);
        let (styles, glyphs) = (&session.styles, session.glyphs);
        let (border, look) = if self.focused {
            (styles.border_focused, styles.title_focused)
        } else {
            (styles.border, styles.title)
        };
        let room = usize::from(area.width).saturating_sub(4);
        let for_count = columns(self.count) + 2;
        let with_title = columns(self.title) + 3 + for_count <= room;
        let title = if with_title || self.count.is_empty() {
            cut(self.title, room.saturating_sub(2), glyphs.ellipsis)
        } else {
            "".into()
        };
        let count = cut(self.count, room.saturating_sub(2), glyphs.ellipsis);
        let set = glyphs.frames[usize::from(self.focused)];
        let rule = set.horizontal_top;
        let mut block = Block::bordered()
            .border_set(set)
            .border_style(border.style());
        if !title.is_empty() {
            let span = Span::styled(format!(" {title} "), look.style());
            block = block.title(Line::from(vec![Span::styled(rule, border.style()), span]));
        }
        if !count.is_empty() {
            let span = Span::styled(format!(" {count} "), look.style());
            let end = Span::styled(rule, border.style());
            block = block.title(Line::from(vec![span, end]).right_aligned());
        }
        let inside = block.inner(area);
        block.render(area, buf);
        inside
    }
}
