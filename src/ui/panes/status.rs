//! The line below the panes: how we came here, what narrows the timeline, what is wrong or contested.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::progress::in_short;
use crate::session::Session;
use crate::text::columns;
use crate::ui::panes::{Spot, Spots};
use crate::ui::widgets::line::Line;

/// The line.
pub struct Status<'s>(pub &'s Session);

impl Status<'_> {
    /// Draws it and says where the steps and the parts of the filter stand.
    pub fn draw(&self, area: Rect, buf: &mut Buffer) -> Spots {
        let session = self.0;
        let mut spots = Spots::default();
        let Some(mut line) = Line::at(buf, area, 0, session.glyphs) else {
            return spots;
        };
        let width = line.left();
        let flaws = flaws(session);
        let chips = chips(session);
        let flaws_width = if flaws.is_empty() {
            0
        } else {
            columns(&flaws) + 3
        };
        let shows_flaws = width >= WIDE;
        let chips_width = ONLY.len() + chips.iter().map(|chip| columns(chip) + 3).sum::<usize>();
        let chips_width = chips_width.max(ONLY.len() + 2).min(width / 2);
        let right = chips_width + if shows_flaws { flaws_width } else { 0 };
        let room = width.saturating_sub(right + 3);
        line.to(1);
        if let Some(told) = told(session) {
            line.write(&told, session.styles.name);
        } else {
            let mut room = room;
            for (step, text) in path(session, room) {
                let start = width - line.left();
                line.write_within(&text, room, session.styles.dim);
                let end = width - line.left();
                room = room.saturating_sub(end - start);
                if let Some(step) = step {
                    spots.add(area, start..end, Spot::Step(step));
                }
            }
        }
        if line.left() <= right {
            return spots;
        }
        line.to(width - right);
        let free = right - chips_width + 1;
        for (nth, (start, end)) in write_chips(&mut line, session, &chips, free)
            .into_iter()
            .enumerate()
        {
            spots.add(area, width - start..width - end, Spot::Chip(nth));
        }
        if shows_flaws {
            line.write_right(&format!("{flaws} "), session.styles.dim);
        }
        spots
    }
}

const ONLY: &str = "only: ";

/// From this width on the flaws are told.
const WIDE: usize = 78;

/// The parts of the filter, leaving some columns free behind them; with the columns that were left before
/// and after each.
fn write_chips(
    line: &mut Line<'_>,
    session: &Session,
    chips: &[String],
    free: usize,
) -> Vec<(usize, usize)> {
    let styles = &session.styles;
    line.write(ONLY, styles.dim);
    if chips.is_empty() {
        line.write(if session.glyphs.ascii { "-" } else { "—" }, styles.dim);
    }
    let mut places = Vec::new();
    for chip in chips {
        let start = line.left();
        let room = start.saturating_sub(free);
        line.write_within(&format!(" {chip} "), room, styles.chip);
        places.push((start, line.left()));
        line.write(" ", styles.text);
    }
    places
}

/// What has to be told: a message, or the record that is held.
fn told(session: &Session) -> Option<String> {
    if let Some(message) = &session.message {
        return Some(message.clone());
    }
    if let Some(reading) = session.reading.as_ref().filter(|reading| !reading.first) {
        return Some(in_short(reading));
    }
    let held = session.here.held?;
    let name = session.dataset.short(held.id);
    Some(format!("linked with {name} {}/{}", held.nth, held.of))
}

/// The last steps of the trail, as many as fit, the view that is here at the end; each step with how many
/// come after it, and the signs between them.
fn path(session: &Session, width: usize) -> Vec<(Option<usize>, String)> {
    let sign = format!(" {} ", session.glyphs.link);
    let mut parts = Vec::new();
    let mut used = 0;
    for (nth, name) in session.path.iter().rev().enumerate() {
        let between = if nth == 0 { 0 } else { columns(&sign) };
        if nth > 0 && used + between + columns(name) > width {
            let ellipsis = session.glyphs.ellipsis;
            if used + between + columns(ellipsis) <= width {
                parts.push((None, sign.clone()));
                parts.push((None, ellipsis.to_owned()));
            }
            break;
        }
        if nth > 0 {
            parts.push((None, sign.clone()));
        }
        parts.push((Some(nth), name.clone()));
        used += between + columns(name);
    }
    parts.reverse();
    parts
}

fn chips(session: &Session) -> Vec<String> {
    let parts = session.here.filter.parts().iter();
    parts.map(|part| part.label(&session.dataset)).collect()
}

/// `2 problems · 1 note · 14 conflicts`.
fn flaws(session: &Session) -> String {
    let (errors, notes) = session.flaws;
    let counted = [
        (errors, "problem"),
        (notes, "note"),
        (session.dataset.conflicts().len(), "conflict"),
    ];
    let said = counted.into_iter().filter(|(count, _)| *count > 0);
    let said = said.map(|(count, word)| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {word}{plural}")
    });
    let marked = session.marked.len();
    let marked = (marked > 0).then(|| format!("{marked} marked"));
    marked
        .into_iter()
        .chain(said)
        .collect::<Vec<String>>()
        .join(" · ")
}
