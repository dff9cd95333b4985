//! What the mouse asks for: a click into a pane or on a line beside the panes, a turn of the wheel.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::{App, Effect};
use crate::ui::pane::Action;

impl App {
    pub(super) fn point(&mut self, event: MouseEvent) -> Option<Effect> {
        let at = Position::new(event.column, event.row);
        match event.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                self.forget_keys();
                let action = self.stage.click(at, &self.session);
                self.answer(action)
            }
            MouseEventKind::ScrollDown => self.turn_wheel(at, true),
            MouseEventKind::ScrollUp => self.turn_wheel(at, false),
            // What is dragged is selected by the terminal, with shift; it is no business of ours.
            _ => None,
        }
    }

    fn turn_wheel(&mut self, at: Position, down: bool) -> Option<Effect> {
        self.forget_keys();
        let (id, action) = self.stage.wheel(at, down, &self.session);
        // Where the keyboard is elsewhere, to look around in a list is not to go through it.
        if id != self.focus() && matches!(action, Action::Show(_) | Action::Preview(_)) {
            return None;
        }
        self.answer(action)
    }
}
