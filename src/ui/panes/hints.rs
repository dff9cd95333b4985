//! The last line: what the keys do here, as far as there is room, or a message until the next key.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::progress::of_taking;
use super::{Spot, Spots};
use crate::command::Command;
use crate::keymap::written;
use crate::session::Session;
use crate::text::columns;
use crate::ui::widgets::line::Line;

/// Blank columns between two hints.
const GAP: usize = 3;

/// The line.
pub struct Hints<'s> {
    /// What there is.
    pub session: &'s Session,
    /// The commands that work and matter here, the most useful first; those that always stand come last.
    pub commands: Vec<Command>,
    /// How many of them, the last, are shown before the others when room is short.
    pub always: usize,
}

impl Hints<'_> {
    /// Draws it and says where each hint stands.
    pub fn draw(self, area: Rect, buf: &mut Buffer) -> Spots {
        let (session, styles) = (self.session, &self.session.styles);
        let mut spots = Spots::default();
        let Some(mut line) = Line::at(buf, area, 0, session.glyphs) else {
            return spots;
        };
        line.to(1);
        if !session.pending.is_empty() {
            let keys = written(&session.pending);
            line.write(&format!("{keys} {}", session.glyphs.ellipsis), styles.key);
            return spots;
        }
        if let Some(message) = &session.message {
            line.write(message, styles.name);
            return spots;
        }
        let taking = session.taking.as_ref();
        if let Some(told) = taking.and_then(|order| of_taking(order, session)) {
            line.write(&told, styles.name);
            return spots;
        }
        for (command, key) in self.shown(line.left()) {
            let start = line.here();
            line.write(&key, styles.key)
                .write(&format!(" {}", command.hint()), styles.dim);
            let keys = session.keymap.keys_for(command).next();
            if keys.is_some_and(|keys| !keys.contains(' ')) {
                spots.add(area, start..line.here(), Spot::Hint(command));
            }
            line.skip(GAP);
        }
        spots
    }

    /// Those that there is room for, with their keys.
    fn shown(&self, room: usize) -> Vec<(Command, String)> {
        let keyed = self.commands.iter().filter_map(|command| {
            let keys = self.session.keymap.keys_for(*command).next()?;
            // Of a sequence the first key is told: it shows what may follow.
            let key = keys.split(' ').next().unwrap_or_default();
            Some((*command, self.session.glyphs.key(key)))
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
