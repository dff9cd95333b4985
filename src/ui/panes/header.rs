//! The first line: how we came here, and at the right what narrows the timeline, or what the data holds.

use super::progress::in_short;
use super::{ClickTarget, ClickTargets};
use crate::data::Kind;
use crate::session::Session;
use crate::text::{columns, cut};
use crate::ui::widgets::canvas::Canvas;

pub struct Header<'s>(pub &'s Session);

/// The kinds that are counted, the most telling first, in the order in which they are shown.
const COUNTED: [Kind; 3] = [Kind::Meeting, Kind::Person, Kind::Topic];

/// What stands before the parts of the filter.
const FILTER: &str = "Filter: ";

impl Header<'_> {
    /// Draws it and notes where the steps and the parts of the filter stand.
    pub fn draw(&self, mut canvas: Canvas<'_>, targets: &mut ClickTargets) {
        let (session, styles) = (self.0, &self.0.styles);
        let area = canvas.area;
        let Some(mut line) = canvas.line(0) else {
            return;
        };
        let width = line.left();
        let (right, chips) = self.right(width);
        let room = width.saturating_sub(right + 3);
        line.to(1);
        for (step, text) in self.path(room) {
            let start = line.here();
            line.write_within(&text, room.saturating_sub(start - 1), styles.name);
            if let Some(step) = step {
                targets.add(area, start..line.here(), ClickTarget::Step(step));
            }
        }
        line.to(width.saturating_sub(right));
        if chips.is_empty() {
            line.write(&self.counts(width), styles.dim);
            return;
        }
        line.write(FILTER, styles.dim);
        for (nth, chip) in chips.iter().enumerate() {
            let start = line.here();
            line.write(chip, styles.text)
                .write(&format!(" {} ", session.glyphs.drop), styles.linked);
            targets.add(area, start..line.here(), ClickTarget::Chip(nth));
        }
        line.write(&self.marked(), styles.dim);
    }

    /// How many columns the right part takes, and the parts of the filter, each cut to what there is for it.
    fn right(&self, width: usize) -> (usize, Vec<String>) {
        let session = self.0;
        let filter = session.here.filter.parts().iter();
        let mut chips: Vec<String> = filter.map(|part| part.label(&session.dataset)).collect();
        if chips.is_empty() {
            return (columns(&self.counts(width)), chips);
        }
        let fixed = columns(FILTER) + 3 * chips.len() + columns(&self.marked());
        let room = (width * 2 / 3).saturating_sub(fixed);
        let wanted: usize = chips.iter().map(|chip| columns(chip)).sum();
        if wanted > room {
            let each = (room / chips.len()).max(3);
            for chip in &mut chips {
                *chip = cut(chip, each, session.glyphs.ellipsis).into_owned();
            }
        }
        let shown: usize = chips.iter().map(|chip| columns(chip)).sum();
        ((fixed + shown).min(width), chips)
    }

    fn marked(&self) -> String {
        match self.0.marked.len() {
            0 => String::new(),
            count => format!("· {count} marked "),
        }
    }

    /// What the data holds, what is wrong with the file, what is marked, as far as there is room.
    fn counts(&self, width: usize) -> String {
        let session = self.0;
        if let Some(loading) = session.loading.as_ref().filter(|loading| !loading.first) {
            return format!("{} ", in_short(loading));
        }
        let mut parts = Vec::new();
        let marked = session.marked.len();
        parts.extend((marked > 0).then(|| format!("{marked} marked")));
        for (count, word) in [(session.flaws.0, "problem"), (session.flaws.1, "note")] {
            let plural = if count == 1 { "" } else { "s" };
            parts.extend((count > 0).then(|| format!("{count} {word}{plural}")));
        }
        let kinds = if width < 100 {
            &[Kind::Meeting, Kind::Topic][..]
        } else {
            &COUNTED[..]
        };
        if width >= 60 {
            parts.extend(kinds.iter().map(|kind| {
                let count = session.dataset.count(*kind);
                format!("{count} {}", kind.counted(count))
            }));
        }
        let mut text = parts.join(" · ");
        if !text.is_empty() {
            text.push(' ');
        }
        text
    }

    /// The steps of the trail: the data itself, then as many of the last as fit; each with how many come after it, and
    /// the signs between them.
    fn path(&self, width: usize) -> Vec<(Option<usize>, String)> {
        let session = self.0;
        let (sign, ellipsis) = (
            format!(" {} ", session.glyphs.link),
            session.glyphs.ellipsis,
        );
        let title = session.dataset.about().title.as_str();
        let count = session.path.len();
        let last = session.path.last().map_or("", String::as_str);
        if count <= 1 {
            return vec![(Some(0), cut(title, width, ellipsis).into_owned())];
        }
        // The title gives way to the last step, down to a third of the line.
        let for_last = columns(&sign) + columns(last);
        let room = width.saturating_sub(for_last).max(width / 3);
        let title = cut(title, room, ellipsis).into_owned();
        let mut left = width.saturating_sub(columns(&title));
        let mut parts = Vec::new();
        for (nth, name) in session.path.iter().skip(1).rev().enumerate() {
            let between = columns(&sign);
            let is_left_out = between + columns(name) > left;
            if is_left_out && nth > 0 {
                if between + columns(ellipsis) <= left {
                    parts.push((None, ellipsis.to_owned()));
                    parts.push((None, sign.clone()));
                }
                break;
            }
            let name = cut(name, left.saturating_sub(between), ellipsis).into_owned();
            left = left.saturating_sub(between + columns(&name));
            parts.push((Some(nth), name));
            parts.push((None, sign.clone()));
        }
        parts.push((Some(count - 1), title));
        parts.reverse();
        parts
    }
}
