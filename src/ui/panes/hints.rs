//! The last line: what the keys do here, as far as there is room, or a message until the next key.

use super::progress::of_saving;
use super::{ClickTarget, ClickTargets};
use crate::command::Command;
use crate::keymap::written;
use crate::session::Session;
use crate::text::columns;
use crate::ui::widgets::canvas::Canvas;

/// Blank columns between two hints.
const GAP: usize = 3;

pub struct Hints {
    /// The commands that work and matter here, the most useful first; those that always stand come last.
    pub commands: Vec<Command>,
    /// How many of them, the last, are shown before the others when room is short.
    pub always: usize,
}

impl Hints {
    /// Draws the line and notes where each hint stands.
    pub fn draw(&self, mut canvas: Canvas<'_>, targets: &mut ClickTargets) {
        let (session, area) = (canvas.session, canvas.area);
        let styles = &session.styles;
        let Some(mut line) = canvas.line(0) else {
            return;
        };
        line.to(1);
        if !session.pending.is_empty() {
            let keys = written(&session.pending);
            line.write(&format!("{keys} {}", session.glyphs.ellipsis), styles.key);
            return;
        }
        let saving = session.saving.as_ref();
        let saving = || saving.and_then(|save| of_saving(save, session));
        if let Some(message) = session.message.clone().or_else(saving) {
            line.write(&message, styles.name);
            return;
        }
        for (command, key) in self.shown(line.left(), session) {
            let start = line.here();
            line.write(&key, styles.key)
                .write(&format!(" {}", command.hint()), styles.dim);
            if !session.keymap.key_for(command).contains(' ') {
                targets.add(area, start..line.here(), ClickTarget::Hint(command));
            }
            line.skip(GAP);
        }
    }

    /// Those that there is room for, with their keys.
    fn shown(&self, room: usize, session: &Session) -> Vec<(Command, String)> {
        let keyed = self.commands.iter().filter_map(|command| {
            let keys = session.keymap.keys_for(*command).next()?;
            // Of a sequence the first key is shown; after it, the hints are what may follow.
            let key = keys.split(' ').next().unwrap_or_default();
            Some((*command, session.glyphs.key(key)))
        });
        let mut keyed: Vec<(Command, String)> = keyed.collect();
        let wide =
            |(command, key): &(Command, String)| columns(key) + 1 + columns(command.hint()) + GAP;
        // What is special to the place gives way from its end, then what always stands.
        while keyed.iter().map(wide).sum::<usize>() > room + GAP && !keyed.is_empty() {
            let special = keyed.len().saturating_sub(self.always);
            if special > 1 {
                keyed.remove(special - 1);
            } else {
                keyed.pop();
            }
        }
        keyed
    }
}
