//! The lines of the studies that are lists: rows wrapped to a width, and drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::rows::{Part, Row};
use crate::session::Session;
use crate::text::{columns, cut, wrap};
use crate::ui::list::Standing;
use crate::ui::widgets::line::Line;

/// One line of a row.
pub struct Shown {
    /// The row.
    pub row: usize,
    /// A piece of its text.
    pub text: String,
    /// Whether the row begins with it.
    pub is_first: bool,
}

/// The rows laid out for a width.
#[derive(Default)]
pub struct Layout {
    /// The width.
    pub width: usize,
    /// The columns kept free for what stands at the right.
    aside: usize,
    /// The lines.
    pub lines: Vec<Shown>,
}

/// Where texts begin: cursor and marks stand before, then a word.
const LEAD: usize = 5;
const TEXT: usize = 15;

impl Row {
    /// Where its text begins.
    fn text_at(&self) -> usize {
        match self.part {
            Part::Name | Part::Heading if self.lead.is_empty() => 2,
            _ => TEXT,
        }
    }
}

impl Layout {
    /// Lays rows out.
    pub fn new(rows: &[Row], width: usize) -> Self {
        let asides = rows.iter().map(|row| columns(&row.aside));
        let aside = asides.max().unwrap_or(0).min(width / 3);
        let aside = if aside > 0 { aside + 2 } else { 0 };
        let mut lines = Vec::new();
        for (nth, row) in rows.iter().enumerate() {
            let behind = match row.part {
                Part::Fact => aside,
                Part::Note if !row.aside.is_empty() => aside,
                _ => 1,
            };
            let room = width.saturating_sub(row.text_at() + behind).max(8);
            let before = lines.len();
            lines.extend(wrap(&row.text, room).into_iter().map(|piece| Shown {
                row: nth,
                text: piece.to_owned(),
                is_first: false,
            }));
            if lines.len() == before {
                lines.push(Shown {
                    row: nth,
                    text: String::new(),
                    is_first: false,
                });
            }
            lines[before].is_first = true;
        }
        Self {
            width,
            aside,
            lines,
        }
    }

    /// Draws one of its lines.
    #[expect(
        clippy::too_many_arguments,
        reason = "a line, where it stands and where it is drawn"
    )]
    pub fn draw_line(
        &self,
        rows: &[Row],
        at: usize,
        row: usize,
        standing: Standing,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let shown = &self.lines[at];
        let of = &rows[shown.row];
        let styles = &session.styles;
        let Some(mut line) = Line::at(buf, area, row, session.glyphs) else {
            return;
        };
        standing.begin(&mut line, of.target, session);
        let warning = of.marks.contains('!');
        let doubt = if warning {
            styles.warning
        } else {
            styles.doubt
        };
        if shown.is_first {
            line.to(2).write_within(&of.marks, 2, doubt);
            line.to(LEAD)
                .write_within(&of.lead, TEXT - LEAD - 1, styles.dim);
        }
        let look = match of.part {
            Part::Name => styles.name,
            Part::Heading => styles.heading,
            Part::Fact if of.target.is_some() => styles.link,
            Part::Fact | Part::Source => styles.text,
            Part::Note => styles.dim,
        };
        line.to(of.text_at());
        if of.part == Part::Source && shown.is_first && !warning {
            line.to(TEXT - 2).write(session.glyphs.link, styles.dim);
            line.to(TEXT);
        }
        line.write(&shown.text, look);
        if shown.is_first && !of.aside.is_empty() {
            let room = self.aside.saturating_sub(2);
            let aside = cut(&of.aside, room, session.glyphs.ellipsis);
            line.write_right(&format!("{aside} "), styles.dim);
        }
        standing.end(&mut line, session);
    }
}
