//! The last line: what the keys do here, as far as there is room.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use crate::command::Command;
use crate::keymap::written;
use crate::session::Session;
use crate::text::columns;
use crate::ui::widgets::line::Line;

/// Blank columns between two hints.
const GAP: usize = 2;

/// The line.
pub struct Hints<'s> {
    /// What there is.
    pub session: &'s Session,
    /// The commands of the pane that has the keyboard, the most useful first.
    pub commands: Vec<Command>,
}

impl Widget for Hints<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let session = self.session;
        let Some(mut line) = Line::at(buf, area, 0, session.glyphs) else {
            return;
        };
        line.to(1);
        if !session.pending.is_empty() {
            let keys = written(&session.pending);
            line.write(&format!("{keys} …"), session.styles.key);
            return;
        }
        for command in self.commands {
            let Some(key) = session.keymap.keys_for(command).next() else {
                continue;
            };
            let key = session.glyphs.key(&key);
            let hint = format!(" {}", command.hint());
            if columns(&key) + columns(&hint) > line.left() {
                break;
            }
            line.write(&key, session.styles.key);
            line.write(&hint, session.styles.dim).skip(GAP);
        }
    }
}
