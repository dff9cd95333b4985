//! The line below the panes: how we came here, what narrows the timeline, what is wrong or contested.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::progress::in_short;
use crate::session::Session;
use crate::text::columns;
use crate::ui::widgets::line::Line;

/// The line.
pub struct Status<'s>(pub &'s Session);

impl Widget for Status<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let session = self.0;
        let Some(mut line) = Line::at(buf, area, 0, session.glyphs) else {
            return;
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
            line.write_within(&path(session, room), room, session.styles.dim);
        }
        if line.left() <= right {
            return;
        }
        line.to(width - right);
        write_chips(&mut line, session, &chips, right - chips_width + 1);
        if shows_flaws {
            line.write_right(&format!("{flaws} "), session.styles.dim);
        }
    }
}

const ONLY: &str = "only: ";

/// From this width on the flaws are told.
const WIDE: usize = 78;

/// The parts of the filter, leaving some columns free behind them.
fn write_chips(line: &mut Line<'_>, session: &Session, chips: &[String], free: usize) {
    let styles = &session.styles;
    line.write(ONLY, styles.dim);
    if chips.is_empty() {
        line.write(if session.glyphs.ascii { "-" } else { "—" }, styles.dim);
    }
    for chip in chips {
        let room = line.left().saturating_sub(free);
        line.write_within(&format!(" {chip} "), room, styles.chip);
        line.write(" ", styles.text);
    }
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

/// The last steps of the trail, as many as fit, the view that is here at the end.
fn path(session: &Session, width: usize) -> String {
    let sign = format!(" {} ", session.glyphs.link);
    let mut steps = session.path.iter().rev();
    let mut said = steps.next().cloned().unwrap_or_default();
    for name in steps {
        let longer = format!("{name}{sign}{said}");
        if columns(&longer) > width {
            let cut = format!("{}{sign}{said}", session.glyphs.ellipsis);
            return if columns(&cut) <= width { cut } else { said };
        }
        said = longer;
    }
    said
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
