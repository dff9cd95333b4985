//! A line that is typed: editing it, and drawing it with the sign of the text cursor.

use ratatui::layout::Position;

use super::canvas::Canvas;
use crate::command::Command;
use crate::text::{Edit, columns, split_at_column};

/// Edits the line as a command asks. `false` if the command does not edit.
pub fn edit(line: &mut Edit, command: Command) -> bool {
    match command {
        Command::DeleteBack => line.delete_back(),
        Command::DeleteForward => line.delete_forward(),
        Command::DeleteWord => line.delete_word_back(),
        Command::Clear => line.clear(),
        Command::CharLeft => line.left(),
        Command::CharRight => line.right(),
        Command::WordLeft => line.word_left(),
        Command::WordRight => line.word_right(),
        Command::LineStart => line.start(),
        Command::LineEnd => line.end(),
        _ => return false,
    }
    true
}

/// A line that is typed, or was.
pub struct Prompt<'p> {
    /// The text.
    pub text: &'p Edit,
    /// Whether it is being typed.
    pub typing: bool,
    /// What stands there while nothing is typed.
    pub invitation: &'p str,
    /// What the line could be completed to.
    pub completion: Option<&'p str>,
    /// What is counted at the right end.
    pub count: &'p str,
}

impl<'p> Prompt<'p> {
    /// A line with nothing beside it.
    pub fn new(text: &'p Edit, typing: bool) -> Self {
        Self {
            text,
            typing,
            invitation: "",
            completion: None,
            count: "",
        }
    }

    /// Draws it on the first line; while typing, says where the cursor is.
    pub fn draw(&self, canvas: &mut Canvas<'_>) -> Option<Position> {
        let (area, session) = (canvas.area, canvas.session);
        let (styles, glyphs) = (&session.styles, session.glyphs);
        let mut line = canvas.line(0)?;
        if self.text.text().is_empty() && !self.typing {
            line.to(1).write(self.invitation, styles.dim);
            return None;
        }
        line.to(1)
            .write(glyphs.link, styles.dim)
            .write(" ", styles.text);
        let start = columns(glyphs.link) + 2;
        let behind = columns(self.count) + 2;
        let room = line.left().saturating_sub(1);
        // The field has the whole width once it needs it.
        let offered = self.completion.map_or(0, |text| columns(text) + 3);
        let counts = columns(self.text.text()) + 1 + behind + offered <= room;
        if counts {
            let width = usize::from(area.width);
            line.write_before(self.count, width.saturating_sub(1), styles.dim);
            line.to(start);
        }
        // The end of a long line is what is being typed: the beginning gives way.
        let before = columns(self.text.before_cursor());
        let hidden = (before + 1).saturating_sub(room);
        let (_, shown) = split_at_column(self.text.text(), hidden);
        line.write(shown, styles.text);
        if !self.typing {
            return None;
        }
        let caret = start + before.saturating_sub(hidden);
        if self.text.after_cursor().is_empty() {
            line.to(caret).write(glyphs.caret, styles.text);
            let used = caret - start + 1 + if counts { behind } else { 0 };
            let left = room.saturating_sub(used + 3);
            let fits = |completion: &&str| columns(completion) <= left;
            if let Some(completion) = self.completion.filter(fits) {
                line.write(" ", styles.text)
                    .write(glyphs.link, styles.dim)
                    .write(" ", styles.text)
                    .write(completion, styles.dim);
            }
        }
        let caret = u16::try_from(caret).unwrap_or(u16::MAX);
        let x = area.x.saturating_add(caret);
        Some(Position::new(x.min(area.right().saturating_sub(1)), area.y))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::CommandGroup;

    #[test]
    fn every_command_of_typing_edits_and_no_other_does() {
        for command in Command::ALL {
            let is_typing = command.group() == CommandGroup::Typing;
            assert_eq!(
                edit(&mut Edit::default(), *command),
                is_typing,
                "{command:?}"
            );
        }
    }
}
