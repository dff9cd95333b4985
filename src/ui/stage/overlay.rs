//! What is drawn over the panes, or in their place.

use ratatui::layout::Rect;

use super::SMALLEST;
use crate::keymap::written;
use crate::text::columns;
use crate::ui::pane::PaneId;
use crate::ui::widgets::canvas::Canvas;

/// Says that there is no room.
pub(super) fn draw_too_small(mut canvas: Canvas<'_>) {
    let session = canvas.session;
    if let Some(mut line) = canvas.line(0) {
        let (width, height) = SMALLEST;
        let sign = if session.glyphs.ascii { "x" } else { "×" };
        line.write(&format!("needs {width}{sign}{height}"), session.styles.text);
    }
}

/// An area in the middle of another, no wider than that.
fn centred(area: Rect, width: u16) -> Rect {
    let width = width.min(area.width);
    Rect {
        x: area.x + (area.width - width) / 2,
        width,
        ..area
    }
}

/// Where an overlay stands on the screen, whose first and last line stay free.
pub(super) fn area_of(id: PaneId, screen: Rect) -> Rect {
    let room = Rect {
        y: screen.y + 1,
        height: screen.height - 2,
        ..screen
    };
    let (width, height, share) = match id {
        PaneId::Peek => {
            let width = (room.width * 4 / 5).clamp(40.min(room.width), 90);
            (width, (room.height * 4 / 5).max(8.min(room.height)), 2)
        }
        PaneId::Choice => (64, 14.min(room.height), 3),
        PaneId::Counts => (60, room.height, 1),
        PaneId::Help | PaneId::Timeline | PaneId::Card | PaneId::List | PaneId::Study => {
            (84, room.height, 1)
        }
    };
    Rect {
        y: room.y + (room.height - height) / share,
        height,
        ..centred(room, width)
    }
}

/// Draws the keys that may follow those already typed, with what they ask for.
pub(super) fn draw_continuations(mut canvas: Canvas<'_>) {
    let session = canvas.session;
    if session.pending.is_empty() {
        return;
    }
    let choices: Vec<(String, &str)> = session
        .keymap
        .continuations(&session.pending)
        .map(|(key, command)| (key.to_string(), command.help()))
        .collect();
    let wide = { choices.iter() }.map(|(key, help)| columns(key) + columns(help));
    let width = u16::try_from(wide.max().unwrap_or(0) + 8).unwrap_or(u16::MAX);
    let height = u16::try_from(choices.len() + 2).unwrap_or(u16::MAX);
    let body = canvas.area;
    let height = height.min(body.height);
    let mut canvas = canvas.part(Rect {
        y: body.bottom() - height,
        height,
        ..centred(body, width)
    });
    let mut inside = canvas.overlay(&written(&session.pending), "");
    for (row, (key, help)) in choices.iter().enumerate() {
        if let Some(mut line) = inside.line(row) {
            line.to(1).write(key, session.styles.key);
            line.to(4).write(help, session.styles.text);
        }
    }
}
