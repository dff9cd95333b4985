//! The line below the panes: how we came here, what narrows the timeline, what is wrong or contested.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use crate::data::Level;
use crate::session::Session;
use crate::text::columns;
use crate::ui::widgets::line::Line;

/// The line.
pub struct Status<'s>(pub &'s Session);

impl Widget for Status<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let session = self.0;
        let width = usize::from(area.width);
        let flaws = flaws(session);
        let chips = chips(session);
        let flaws_width = if width >= 60 { columns(&flaws) + 2 } else { 0 };
        let chips_width: usize = chips.iter().map(|chip| columns(chip) + 3).sum::<usize>() + 6;
        let right = (chips_width + flaws_width).min(width.saturating_sub(width / 3));
        let Some(mut line) = Line::at(buf, area, 0, &session.glyphs) else {
            return;
        };
        line.to(1);
        let room = width.saturating_sub(right + 2);
        match told(session) {
            Some(told) => {
                let room = room.max(columns(&told).min(width.saturating_sub(2)));
                line.write_within(&told, room, session.styles.name);
            }
            None => {
                line.write_within(&path(session, room), room, session.styles.dim);
            }
        }
        if line.left() <= 8 {
            return;
        }
        line.tab(width - right).write("only: ", session.styles.dim);
        if chips.is_empty() {
            line.write(
                if session.glyphs.ascii { "-" } else { "—" },
                session.styles.dim,
            );
        }
        for chip in &chips {
            let room = line.left().saturating_sub(flaws_width + 1);
            line.write_within(&format!(" {chip} "), room, session.styles.chip);
            line.write(" ", session.styles.text);
        }
        if flaws_width > 0 {
            line.write_right(&format!("{flaws} "), session.styles.dim);
        }
    }
}

/// What has to be told: a message, or the record that is held.
fn told(session: &Session) -> Option<String> {
    if let Some(message) = &session.message {
        return Some(message.clone());
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
    let problems = session.dataset.problems();
    let errors = problems.iter().filter(|p| p.level == Level::Error).count();
    let counted = [
        (errors, "problem"),
        (problems.len() - errors, "note"),
        (session.dataset.conflicts().len(), "conflict"),
    ];
    let said = counted.into_iter().filter(|(count, _)| *count > 0);
    let said = said.map(|(count, word)| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {word}{plural}")
    });
    said.collect::<Vec<String>>().join(" · ")
}
