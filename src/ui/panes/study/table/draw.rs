//! Drawing a table: the names of its columns, its rows, and what stands between them.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::Seen;
use super::{At, GAP, MARKS, Table};
use crate::session::Session;
use crate::study::column::{Column, ColumnLook};
use crate::study::report::{Cell, NoteKind, ReportRow};
use crate::text::{columns, cut_middle};
use crate::ui::list::Standing;
use crate::ui::widgets::apart::{Names, titles};
use crate::ui::widgets::line::Line;

impl Table {
    /// The line above: what the columns are.
    pub fn draw_head(&self, seen: &Seen, session: &Session, area: Rect, buf: &mut Buffer) {
        let (styles, glyphs) = (&session.styles, session.glyphs);
        let Some(report) = self.report.as_ref().filter(|report| report.count > 0) else {
            return;
        };
        let Some(mut line) = Line::at(buf, area, 0, glyphs) else {
            return;
        };
        for (column, from, wide) in seen.all(self.first) {
            let Some(place) = self.places.get(column) else {
                continue;
            };
            let of: &Column = &report.columns[*place];
            let room = wide.saturating_sub(GAP);
            let label = cut_middle(&of.label, room, room / 3, glyphs.ellipsis);
            match of.look {
                ColumnLook::Number => line.to(from).write_before(&label, from + room, styles.dim),
                _ => line.to(from).write_within(&label, room, styles.dim),
            };
        }
        seen.draw_ends(self.places.len().saturating_sub(1), session, &mut line);
    }

    /// The lines in sight.
    pub fn draw(
        &self,
        lines: Range<usize>,
        cursor: (usize, usize),
        seen: &Seen,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let Some(report) = &self.report else {
            return;
        };
        let rows = lines.clone().map(|line| match self.at(line) {
            At::Row(row) => Some(report.row(&session.dataset, row)),
            At::Piece(_) => None,
        });
        let rows: Vec<Option<ReportRow>> = rows.collect();
        let heads = self.heads(&rows, seen, session);
        for (nth, (line, entry)) in lines.zip(&rows).enumerate() {
            let Some(mut drawn) = Line::at(buf, area, nth, session.glyphs) else {
                return;
            };
            let column = (line == cursor.0).then_some(cursor.1);
            match (entry, self.at(line)) {
                (Some(entry), _) => {
                    self.draw_entry(entry, &heads[nth], column, seen, session, &mut drawn);
                }
                (None, At::Piece(piece)) => {
                    self.draw_piece(piece, column.is_some(), seen.focused, session, &mut drawn);
                }
                (None, At::Row(_)) => {}
            }
        }
    }

    /// What stands in the first column of some rows: whole or short, no two cut to the same.
    fn heads(&self, rows: &[Option<ReportRow>], seen: &Seen, session: &Session) -> Vec<String> {
        let room = seen.head.saturating_sub(self.first + GAP);
        let cells = rows.iter().map(|entry| {
            let place = self.places.first()?;
            entry.as_ref()?.cells.get(*place)
        });
        let empty = Cell::default();
        let cells: Vec<&Cell> = cells.map(|cell| cell.unwrap_or(&empty)).collect();
        let names: Vec<Names<'_>> = { cells.iter() }
            .map(|cell| Names {
                full: &cell.text,
                short: cell.short(),
                id: "",
                room: room.saturating_sub(columns(&cell.lead)),
            })
            .collect();
        let titles = titles(
            &names,
            |nth| cells[nth].lead.clone(),
            session.glyphs.ellipsis,
        );
        let leads = cells.iter().map(|cell| &cell.lead);
        let heads = leads
            .zip(titles)
            .map(|(lead, title)| format!("{lead}{title}"));
        heads.collect()
    }

    fn draw_entry(
        &self,
        entry: &ReportRow,
        head: &str,
        cursor: Option<usize>,
        seen: &Seen,
        session: &Session,
        line: &mut Line<'_>,
    ) {
        let styles = &session.styles;
        let Some(report) = &self.report else {
            return;
        };
        let standing = Standing {
            at_cursor: cursor.is_some(),
            focused: seen.focused && cursor == Some(0),
        };
        let record = |place: &usize| entry.cells.get(*place).and_then(|cell| cell.record);
        standing.begin(line, self.places.first().and_then(record), session);
        let warning = entry.marks.contains('!');
        let marks = if warning {
            styles.warning
        } else {
            styles.doubt
        };
        line.to(MARKS).write(&entry.marks, marks);
        for (column, from, wide) in seen.all(self.first) {
            let Some(place) = self.places.get(column) else {
                continue;
            };
            let (Some(cell), look) = (entry.cells.get(*place), report.columns[*place].look) else {
                continue;
            };
            let style = match look {
                ColumnLook::Dim => styles.dim,
                _ if cell.doubtful => styles.doubt,
                _ if cell.record.is_some() => styles.link,
                _ => styles.text,
            };
            let room = wide.saturating_sub(GAP);
            let text = match column {
                0 => head.to_owned(),
                _ => fitted(cell, room, session.glyphs.ellipsis),
            };
            match look {
                ColumnLook::Number => line.to(from).write_before(&text, from + room, style),
                _ => line.to(from).write_within(&text, room, style),
            };
        }
        standing.end(line, session);
        if let Some((_, from, wide)) = cursor.and_then(|column| seen.place(column, self.first))
            && seen.focused
            && cursor != Some(0)
        {
            let end = from + wide.saturating_sub(GAP).max(1);
            line.repaint_within(from..end, styles.cursor);
        }
    }

    fn draw_piece(
        &self,
        piece: usize,
        at_cursor: bool,
        focused: bool,
        session: &Session,
        line: &mut Line<'_>,
    ) {
        let (styles, glyphs) = (&session.styles, session.glyphs);
        let piece = &self.pieces[piece];
        let report = self.report.as_ref();
        let aside = piece.aside.and_then(|nth| report?.notes.get(nth));
        let aside = aside.map(|(_, aside)| aside);
        let standing = Standing { at_cursor, focused };
        standing.begin(line, aside.and_then(|aside| aside.record), session);
        let (from, look) = match aside.map(|aside| aside.kind) {
            None => (self.first, styles.dim),
            Some(NoteKind::Heading) => (self.first, styles.heading),
            Some(NoteKind::Remark) => (self.head, styles.dim),
            Some(NoteKind::Detail) => (self.head, styles.text),
        };
        if let Some(aside) = aside.filter(|aside| piece.is_first && aside.kind == NoteKind::Detail)
        {
            let room = self.head.saturating_sub(self.first + GAP);
            let marks = if aside.marks == "!" {
                styles.warning
            } else {
                styles.doubt
            };
            line.to(MARKS.min(self.first)).write(aside.marks, marks);
            let lead = cut_middle(&aside.lead, room, room / 2, glyphs.ellipsis);
            line.to(self.first).write(&lead, styles.dim);
        }
        line.to(from).write(&piece.text, look);
        standing.end(line, session);
    }
}

/// The text of a cell in so many columns: whole, short, or cut.
fn fitted(cell: &Cell, room: usize, ellipsis: &str) -> String {
    let left = room.saturating_sub(columns(&cell.lead));
    let text = if columns(&cell.text) <= left {
        (&*cell.text).into()
    } else {
        cut_middle(cell.short(), left, left / 3, ellipsis)
    };
    format!("{}{text}", cell.lead)
}
