//! What is drawn over the panes, or in their place.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use super::SMALLEST;
use crate::keymap::written;
use crate::session::Session;
use crate::text::columns;
use crate::ui::pane::PaneId;
use crate::ui::widgets::frame::Frame;
use crate::ui::widgets::line::Line;

/// Says that there is no room.
pub(super) fn too_small(session: &Session, area: Rect, buf: &mut Buffer) {
    if let Some(mut line) = Line::at(buf, area, 0, session.glyphs) {
        let (width, height) = SMALLEST;
        let sign = if session.glyphs.ascii { "x" } else { "×" };
        line.write(&format!("needs {width}{sign}{height}"), session.styles.text);
    }
}

/// An area in the middle of another, no wider than so many columns.
pub(super) fn centred(area: Rect, width: u16) -> Rect {
    let width = width.min(area.width);
    Rect {
        x: area.x + (area.width - width) / 2,
        width,
        ..area
    }
}

/// Where what lies on top stands.
pub(super) fn area_of(id: PaneId, room: Rect) -> Rect {
    match id {
        PaneId::Peek => {
            let width = (room.width * 4 / 5).clamp(40.min(room.width), 90);
            let height = (room.height * 4 / 5).max(8.min(room.height));
            let area = centred(room, width);
            let y = room.y + (room.height - height) / 2;
            Rect { y, height, ..area }
        }
        PaneId::Choice => {
            let height = 14.min(room.height);
            let y = room.y + (room.height - height) / 3;
            Rect {
                y,
                height,
                ..centred(room, 64)
            }
        }
        PaneId::Counts => centred(room, 60),
        _ => centred(room, 84),
    }
}

/// The keys that may follow those already typed, with what they ask for.
pub(super) fn draw_choices(session: &Session, body: Rect, buf: &mut Buffer) {
    if session.pending.is_empty() {
        return;
    }
    let choices: Vec<(String, &str)> = session
        .keymap
        .continuations(&session.pending)
        .map(|(key, command)| (key.to_string(), command.help()))
        .collect();
    let widest = choices
        .iter()
        .map(|(key, help)| columns(key) + columns(help));
    let width = u16::try_from(widest.max().unwrap_or(0) + 8).unwrap_or(u16::MAX);
    let height = u16::try_from(choices.len() + 2)
        .unwrap_or(u16::MAX)
        .min(body.height);
    let area = Rect {
        y: body.bottom() - height,
        height,
        ..centred(body, width)
    };
    Clear.render(area, buf);
    let frame = Frame {
        title: &written(&session.pending),
        count: "",
        focused: true,
    };
    let inside = frame.draw(session, area, buf);
    for (row, (key, help)) in choices.iter().enumerate() {
        if let Some(mut line) = Line::at(buf, inside, row, session.glyphs) {
            line.to(1).write(key, session.styles.key);
            line.to(4).write(help, session.styles.text);
        }
    }
}
