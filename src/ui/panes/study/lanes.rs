//! Topics, people or organisations as lanes through years or meetings: `■──■─────□`.

use std::ops::Range;

use super::columns::{SAMPLED, VisibleColumns};
use crate::data::Dataset;
use crate::session::Session;
use crate::study::strands::{Sign, Strand, Strands, caption, describe_cell, last_year};
use crate::text::columns;
use crate::ui::widgets::canvas::Canvas;
use crate::ui::widgets::line::Line;
use crate::ui::widgets::titles::{TitleForms, titles};

/// The columns before a name.
const BEFORE: usize = 1;
/// The columns of a year or meeting.
const CELL: usize = 3;
/// The columns of the number of meetings, of the last year, and of a word behind a lane.
const COUNT: usize = 5;
const LAST: usize = 6;
const WORD: usize = 17;

/// Lanes, drawn.
#[derive(Clone, Copy)]
pub struct LanesView<'s>(pub &'s Strands);

impl LanesView<'_> {
    /// The column in which the next year begins.
    pub fn next_group(self, column: usize, forward: bool) -> Option<usize> {
        let year = |at: usize| self.0.columns.get(at).map(|column| column.year);
        let begins = |at: &usize| {
            at.checked_sub(1)
                .is_none_or(|before| year(before) != year(*at))
        };
        let found = if forward {
            (column..self.0.columns.len()).find(begins)
        } else {
            (0..column.saturating_sub(1)).rev().find(begins)
        };
        found.map(|at| at + 1)
    }

    /// The columns in sight in that much room, scrolled no further than the cursor needs, and what stands behind.
    pub fn visible(
        self,
        dataset: &Dataset,
        room: usize,
        (column, left): (usize, usize),
    ) -> (VisibleColumns, usize) {
        let all = self.0.columns.len();
        let behind = match room {
            ..60 => COUNT,
            60..78 => COUNT + LAST,
            _ => COUNT + LAST + WORD,
        };
        let names = self.0.lanes.iter().take(SAMPLED);
        let names = names.map(|strand| columns(dataset.short(strand.of)));
        let name = names.max().unwrap_or(0) + BEFORE + 2;
        let head = name.clamp(12, (room * 2 / 5).max(18)).min(room);
        let shown = room.saturating_sub(head + behind) / CELL;
        let shown = shown.clamp(1, all.max(1));
        // What no column needs goes to the names.
        let rest = room.saturating_sub(head + behind + shown * CELL);
        let head = (head + rest).min(name.max(head));
        let mut start = left;
        if let Some(column) = column.checked_sub(1) {
            start = start.clamp((column + 1).saturating_sub(shown), column);
        }
        start = start.min(all.saturating_sub(shown));
        let columns = start..(start + shown).min(all);
        let visible = VisibleColumns {
            head,
            widths: vec![CELL; columns.len()],
            columns,
        };
        (visible, behind)
    }

    /// The line above: what the columns are.
    pub fn draw_head(self, (visible, behind): &(VisibleColumns, usize), canvas: &mut Canvas<'_>) {
        let (styles, glyphs) = (&canvas.session.styles, canvas.session.glyphs);
        let Some(mut line) = canvas.line(0) else {
            return;
        };
        line.to(BEFORE).write(self.0.of.one(), styles.dim);
        for (column, from, wide) in visible.all(BEFORE).skip(1) {
            let (at, is_first) = (column - 1, column - 1 == visible.columns.start);
            let label = self.0.label(at, is_first, glyphs.ellipsis);
            line.to(from).write_within(&label, wide - 1, styles.heading);
        }
        visible.draw_ends(self.0.columns.len(), &mut line);
        let end = visible.end();
        if *behind >= COUNT {
            line.to(end).write_before("n", end + COUNT, styles.dim);
        }
        if *behind >= COUNT + LAST {
            line.write_before("last", end + COUNT + LAST, styles.dim);
        }
    }

    /// The rows in sight; `cursor` is the row and the column it is on.
    pub fn draw(
        self,
        rows: Range<usize>,
        cursor: (usize, usize),
        visible: &(VisibleColumns, usize),
        canvas: &mut Canvas<'_>,
    ) {
        let session = canvas.session;
        let dataset = &session.dataset;
        let forms = self.0.lanes[rows.clone()].iter().map(|strand| TitleForms {
            full: dataset.name(strand.of),
            short: dataset.short(strand.of),
            id: dataset.raw_id(strand.of),
            room: visible.0.head.saturating_sub(BEFORE + 2),
        });
        let titles = titles(forms, |_| String::new(), session.glyphs.ellipsis);
        for ((nth, row), title) in rows.enumerate().zip(&titles) {
            let column = (cursor.0 == row).then_some(cursor.1);
            let Some(mut line) = canvas.row(nth, column.is_some()) else {
                return;
            };
            self.draw_row(row, title, column, visible, &mut line);
        }
    }

    fn draw_row(
        self,
        row: usize,
        title: &str,
        cursor: Option<usize>,
        (visible, behind): &(VisibleColumns, usize),
        line: &mut Line<'_>,
    ) {
        let (styles, glyphs) = (&line.session.styles, line.session.glyphs);
        let strand = &self.0.lanes[row];
        line.begin_row(Some(strand.of));
        line.to(BEFORE).write(title, styles.text);
        for (column, from, wide) in visible.all(BEFORE).skip(1) {
            let (sign, joins) = self.0.sign(row, column - 1);
            let (sign, style) = match sign {
                Sign::Strong => (glyphs.agenda, styles.linked),
                Sign::Weak => (glyphs.context, styles.meeting),
                Sign::Absent => (glyphs.absent, styles.dim),
                Sign::Joint => (glyphs.joint, styles.dim),
                Sign::Blank => continue,
            };
            line.to(from).write_within(sign, wide, style);
            if joins {
                line.write(&glyphs.joint.repeat(wide - 1), styles.dim);
            }
        }
        write_behind(strand, visible.end(), *behind, line);
        line.end_row_or_cell(cursor);
        visible.mark(cursor, BEFORE, 1, line);
    }

    /// What the signs mean, and what stands under the cursor.
    pub fn foot(self, session: &Session, row: usize, column: usize) -> (String, Vec<String>) {
        let glyphs = session.glyphs;
        let signs = [glyphs.agenda, glyphs.context, glyphs.absent];
        let texts = describe_cell(&session.dataset, self.0, row, column.checked_sub(1));
        (caption(self.0, signs), texts.into())
    }
}

/// Number, last year and a word behind a lane.
fn write_behind(strand: &Strand, end: usize, behind: usize, line: &mut Line<'_>) {
    let (styles, dataset) = (&line.session.styles, &line.session.dataset);
    if behind >= COUNT {
        let count = strand.count.to_string();
        line.to(end).write_before(&count, end + COUNT, styles.text);
    }
    if behind >= COUNT + LAST {
        let year = last_year(dataset, strand.last);
        line.write_before(&year, end + COUNT + LAST, styles.text);
    }
    if behind >= COUNT + LAST + WORD {
        line.to(end + COUNT + LAST + 2)
            .write(&strand.word(), styles.dim);
    }
}
