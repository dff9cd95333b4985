//! Drawing a table: the names of its columns, its rows, and what stands between them.

use std::ops::Range;

use super::super::columns::VisibleColumns;
use super::{GAP, MARKS, ReportTable, TableLine};
use crate::session::Session;
use crate::study::column::ColumnLook;
use crate::study::report::{Cell, NoteKind, ReportRow};
use crate::text::{columns, cut_middle};
use crate::ui::widgets::canvas::Canvas;
use crate::ui::widgets::line::Line;
use crate::ui::widgets::titles::{TitleForms, titles};

impl ReportTable {
    /// The line above: what the columns are.
    pub fn draw_head(&self, visible: &VisibleColumns, canvas: &mut Canvas<'_>) {
        let (dim, ellipsis) = (canvas.session.styles.dim, canvas.session.glyphs.ellipsis);
        let Some(report) = self.report.as_ref().filter(|report| report.count > 0) else {
            return;
        };
        let Some(mut line) = canvas.line(0) else {
            return;
        };
        for (column, from, wide) in visible.all(self.first) {
            let Some(place) = self.places.get(column) else {
                continue;
            };
            let of = &report.columns[*place];
            let room = wide.saturating_sub(GAP);
            let label = cut_middle(&of.label, room, room / 3, ellipsis);
            match of.look {
                ColumnLook::Number => line.to(from).write_before(&label, from + room, dim),
                _ => line.to(from).write_within(&label, room, dim),
            };
        }
        visible.draw_ends(self.places.len().saturating_sub(1), &mut line);
    }

    /// The lines in sight; `cursor` is the line and the column it is on.
    pub fn draw(
        &self,
        lines: Range<usize>,
        cursor: (usize, usize),
        visible: &VisibleColumns,
        canvas: &mut Canvas<'_>,
    ) {
        let session = canvas.session;
        let Some(report) = &self.report else {
            return;
        };
        let rows = lines.clone().map(|line| match self.at(line) {
            TableLine::Row(row) => Some(report.row(&session.dataset, row)),
            TableLine::Note(_) => None,
        });
        let rows: Vec<Option<ReportRow>> = rows.collect();
        let heads = self.heads(&rows, visible, session);
        for (nth, (line, entry)) in lines.zip(&rows).enumerate() {
            let column = (line == cursor.0).then_some(cursor.1);
            let Some(mut drawn) = canvas.row(nth, column.is_some()) else {
                return;
            };
            match (entry, self.at(line)) {
                (Some(entry), _) => {
                    self.draw_entry(entry, &heads[nth], column, visible, &mut drawn);
                }
                (None, TableLine::Note(line)) => self.draw_note(line, &mut drawn),
                (None, TableLine::Row(_)) => {}
            }
        }
    }

    /// What stands in the first column of some rows: whole or short, no two cut to the same.
    fn heads(
        &self,
        rows: &[Option<ReportRow>],
        visible: &VisibleColumns,
        session: &Session,
    ) -> Vec<String> {
        let room = visible.head.saturating_sub(self.first + GAP);
        let cells = rows.iter().map(|entry| {
            let place = self.places.first()?;
            entry.as_ref()?.cells.get(*place)
        });
        let empty = Cell::default();
        let cells: Vec<&Cell> = cells.map(|cell| cell.unwrap_or(&empty)).collect();
        let forms = cells.iter().map(|cell| TitleForms {
            full: &cell.text,
            short: cell.short(),
            id: "",
            room: room.saturating_sub(columns(&cell.lead)),
        });
        let lead = |nth: usize| cells[nth].lead.clone();
        let titles = titles(forms, lead, session.glyphs.ellipsis);
        let heads =
            { cells.iter().zip(titles) }.map(|(cell, title)| format!("{}{title}", cell.lead));
        heads.collect()
    }

    fn draw_entry(
        &self,
        entry: &ReportRow,
        head: &str,
        cursor: Option<usize>,
        visible: &VisibleColumns,
        line: &mut Line<'_>,
    ) {
        let (styles, glyphs) = (&line.session.styles, line.session.glyphs);
        let Some(report) = &self.report else {
            return;
        };
        let record = |place: &usize| entry.cells.get(*place).and_then(|cell| cell.record);
        line.begin_row(self.places.first().and_then(record));
        write_marks(&entry.marks, MARKS, line);
        for (column, from, wide) in visible.all(self.first) {
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
                _ => fitted(cell, room, glyphs.ellipsis),
            };
            match look {
                ColumnLook::Number => line.to(from).write_before(&text, from + room, style),
                _ => line.to(from).write_within(&text, room, style),
            };
        }
        line.end_row_or_cell(cursor);
        visible.mark(cursor, self.first, GAP, line);
    }

    fn draw_note(&self, nth: usize, line: &mut Line<'_>) {
        let (styles, glyphs) = (&line.session.styles, line.session.glyphs);
        let shown = &self.notes[nth];
        let report = self.report.as_ref();
        let note = shown.note.and_then(|nth| report?.notes.get(nth));
        let note = note.map(|(_, note)| note);
        line.begin_row(note.and_then(|note| note.record));
        let (from, look) = match note.map(|note| note.kind) {
            None => (self.first, styles.dim),
            Some(NoteKind::Heading) => (self.first, styles.heading),
            Some(NoteKind::Remark) => (self.head, styles.dim),
            Some(NoteKind::Detail) => (self.head, styles.text),
        };
        if let Some(note) = note.filter(|note| shown.is_first && note.kind == NoteKind::Detail) {
            let room = self.head.saturating_sub(self.first + GAP);
            write_marks(note.marks, MARKS.min(self.first), line);
            let lead = cut_middle(&note.lead, room, room / 2, glyphs.ellipsis);
            line.to(self.first).write(&lead, styles.dim);
        }
        line.to(from).write(&shown.text, look);
        line.end_row();
    }
}

/// The marks of a row: a warning where sources disagree, else a doubt.
fn write_marks(marks: &str, column: usize, line: &mut Line<'_>) {
    let styles = &line.session.styles;
    let warns = marks.contains('!');
    let look = if warns { styles.warning } else { styles.doubt };
    line.to(column).write(marks, look);
}

/// The text of a cell in that much room: whole, short, or cut.
fn fitted(cell: &Cell, room: usize, ellipsis: &str) -> String {
    let left = room.saturating_sub(columns(&cell.lead));
    let text = if columns(&cell.text) <= left {
        (&*cell.text).into()
    } else {
        cut_middle(cell.short(), left, left / 3, ellipsis)
    };
    format!("{}{text}", cell.lead)
}
