//! A report as a table over the whole width: the first column stays, the others scroll sideways, and no cell is cut
//! while a column has blanks to give.

mod draw;

use super::columns::{SAMPLED, VisibleColumns};
use crate::data::{Dataset, RecordId};
use crate::study::column::{ColumnLook, SCREEN};
use crate::study::report::{NoteKind, Report};
use crate::text::{columns, share, wrap};

/// Blank columns between two cells.
const GAP: usize = 2;
/// A column is cut no further than this while others can be; it scrolls out of sight instead.
const NARROWEST: usize = 14;
/// The first column may have that much where there is little.
const HEAD: usize = 26;
/// The name of a column is cut no further than this.
const LABEL: usize = 6;
/// Where marks stand, and where texts begin behind them.
const MARKS: usize = 2;
const BEHIND_MARKS: usize = 5;
const WITHOUT_MARKS: usize = 1;

/// A line of a text that stands between two rows.
pub struct NoteLine {
    /// The row that it stands before.
    before: usize,
    /// Which of the texts of the report it is of; none for the sentence that says that there are no rows.
    note: Option<usize>,
    text: String,
    /// Whether the text begins with it.
    is_first: bool,
}

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableLine {
    /// The row of that number.
    Row(usize),
    /// The line of that number of the texts between rows.
    Note(usize),
}

/// A report, laid out for a width.
#[derive(Default)]
pub struct ReportTable {
    /// The width.
    pub width: usize,
    /// What is shown.
    pub report: Option<Report>,
    /// The places of its columns on the screen among those of the report.
    pub places: Vec<usize>,
    /// How wide the texts of each are, the whole ones and the short ones.
    natural: [Vec<usize>; 2],
    first: usize,
    head: usize,
    /// Lines between the rows.
    notes: Vec<NoteLine>,
}

impl ReportTable {
    /// The table of a report.
    pub fn new(dataset: &Dataset, report: Report, width: usize) -> Self {
        let mut places: Vec<usize> = report.columns_for(SCREEN).map(|(at, _)| at).collect();
        let mut natural = [vec![0; places.len()], vec![0; places.len()]];
        let mut notes = report.notes.iter();
        let mut marked = notes.any(|(_, note)| !note.marks.is_empty());
        for nth in 0..report.count.min(SAMPLED) {
            let entry = report.row(dataset, nth);
            marked |= !entry.marks.is_empty();
            for (column, place) in places.iter().enumerate() {
                let Some(cell) = entry.cells.get(*place) else {
                    continue;
                };
                for (wide, text) in natural.iter_mut().zip([&cell.text, cell.short()]) {
                    wide[column] = wide[column].max(columns(&cell.lead) + columns(text));
                }
            }
        }
        // A column without a text is none.
        let blank = |wide: usize| wide == 0 && report.count <= SAMPLED;
        let kept = places.iter().zip(&natural[0]);
        let kept = kept.filter(|(_, wide)| !blank(**wide));
        places = kept.map(|(place, _)| *place).collect();
        let labels = places.iter().map(|at| columns(&report.columns[*at].label));
        let labels: Vec<usize> = labels.collect();
        for (wide, most) in natural.iter_mut().zip([usize::MAX, LABEL]) {
            wide.retain(|wide| !blank(*wide));
            for (wide, label) in wide.iter_mut().zip(&labels) {
                *wide = (*wide).max(*label.min(&most));
            }
        }
        let first = if marked { BEHIND_MARKS } else { WITHOUT_MARKS };
        let mut table = Self {
            report: Some(report),
            places,
            natural,
            first,
            ..Self::default()
        };
        table.fit(width);
        table
    }

    /// No report yet, and the width for the next one.
    pub fn undrawn(width: usize) -> Self {
        Self {
            width,
            ..Self::default()
        }
    }

    /// Lays it out for another width.
    pub fn fit(&mut self, width: usize) {
        self.width = width;
        let Some(report) = &self.report else {
            return;
        };
        let whole: usize = self.natural[0].iter().map(|wide| wide + GAP).sum();
        let fits = self.first + whole <= width + 1;
        let natural = self.natural[usize::from(!fits)].first().copied();
        let most = if fits {
            width
        } else {
            (width * 2 / 5).max(HEAD).min(width / 2 + 2)
        };
        let head = natural.unwrap_or(0).min(most.saturating_sub(self.first));
        let head = head.max(8);
        self.head = (self.first + head + GAP).min(width);
        self.notes.clear();
        for (nth, (before, note)) in report.notes.iter().enumerate() {
            if note.readers & SCREEN == 0 {
                continue;
            }
            let from = match note.kind {
                NoteKind::Heading => self.first,
                NoteKind::Detail | NoteKind::Remark => self.head,
            };
            let room = width.saturating_sub(from + 1);
            let lines = note_lines(&note.text, *before, Some(nth), room);
            self.notes.extend(lines);
        }
        if report.count == 0 {
            let room = width.saturating_sub(self.first + 1);
            self.notes
                .extend(note_lines(&report.nothing, 0, None, room));
        }
    }

    /// How many lines there are.
    pub fn length(&self) -> usize {
        let rows = self.report.as_ref().map_or(0, |report| report.count);
        rows + self.notes.len()
    }

    /// What stands on a line.
    pub fn at(&self, line: usize) -> TableLine {
        let (mut low, mut high) = (0, self.notes.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.notes[middle].before + middle <= line {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        match low.checked_sub(1) {
            Some(last) if self.notes[last].before + last == line => TableLine::Note(last),
            _ => TableLine::Row(line - low),
        }
    }

    /// The line on which a row, or the first line of the same text, stands.
    pub fn line_of(&self, anchor: CursorAnchor) -> Option<usize> {
        match anchor {
            CursorAnchor::Row(row) => {
                let above = self.notes.partition_point(|line| line.before <= row);
                Some(row + above)
            }
            CursorAnchor::Note(note) => {
                let line = self.notes.iter().position(|line| line.note == note)?;
                Some(self.notes[line].before + line)
            }
        }
    }

    /// What the cursor is on, however it is laid out.
    pub fn anchor(&self, line: usize) -> CursorAnchor {
        match self.at(line) {
            TableLine::Row(row) => CursorAnchor::Row(row),
            TableLine::Note(line) => CursorAnchor::Note(self.notes[line].note),
        }
    }

    /// The record of a line, and what it is about within that: of the cell, or else of the row.
    pub fn record(
        &self,
        dataset: &Dataset,
        line: usize,
        column: usize,
    ) -> Option<(RecordId, Option<RecordId>)> {
        let report = self.report.as_ref()?;
        match self.at(line) {
            TableLine::Note(line) => {
                let note = self.notes.get(line)?.note?;
                Some((report.notes.get(note)?.1.record?, None))
            }
            TableLine::Row(row) => {
                let entry = report.row(dataset, row);
                let cell = |place: &usize| entry.cells.get(*place);
                let wanted = self.places.get(column).and_then(cell);
                let wanted = wanted.and_then(|cell| Some((cell.record?, cell.within)));
                let read = |place: &&usize| report.columns[**place].look != ColumnLook::Dim;
                let mut all = self.places.iter().filter(read).filter_map(cell);
                wanted.or_else(|| all.find_map(|cell| Some((cell.record?, None))))
            }
        }
    }

    /// Whether one goes to a line by the keys for groups.
    pub fn is_stop(&self, line: usize) -> bool {
        let Some(report) = &self.report else {
            return false;
        };
        match self.at(line) {
            TableLine::Row(row) => report.is_stop(row),
            TableLine::Note(line) => {
                let line = &self.notes[line];
                let note = line.note.and_then(|note| report.notes.get(note));
                let is_heading = note.is_some_and(|(_, note)| note.kind == NoteKind::Heading);
                report.stop == "section" && line.is_first && is_heading
            }
        }
    }

    /// What a row says where the cursor is in it, in one sentence.
    pub fn in_words(&self, dataset: &Dataset, line: usize, column: usize) -> String {
        let Some(report) = &self.report else {
            return String::new();
        };
        match self.at(line) {
            TableLine::Row(row) if row < report.count => {
                let place = self.places.get(column.max(1)).filter(|_| column > 0);
                let place = place.copied().unwrap_or(usize::MAX);
                report.described(&report.row(dataset, row), place)
            }
            // What stands between rows is whole where it stands.
            TableLine::Row(_) | TableLine::Note(_) => String::new(),
        }
    }

    /// The words of a line that can be searched for.
    pub fn searched(&self, dataset: &Dataset, line: usize) -> String {
        match (self.at(line), &self.report) {
            (TableLine::Note(line), _) => self.notes[line].text.clone(),
            (TableLine::Row(row), Some(report)) => {
                let entry = report.row(dataset, row);
                let places = self.places.iter();
                let cells = places.filter_map(|place| entry.cells.get(*place));
                let texts: Vec<&str> = cells.map(|cell| cell.text.as_str()).collect();
                texts.join("\n")
            }
            (TableLine::Row(_), None) => String::new(),
        }
    }

    /// The columns in sight where the cursor is on one of them, and how wide they are.
    pub fn visible(&self, column: usize, left: usize) -> VisibleColumns {
        let all = self.places.len().saturating_sub(1);
        let room = self.width.saturating_sub(self.head);
        let natural = |short: usize| self.natural[short].get(1..).unwrap_or_default();
        let least: Vec<usize> = { natural(1).iter() }
            .map(|wide| (*wide).min(NARROWEST) + GAP)
            .collect();
        let fit = |from: usize| {
            let mut used = 0;
            let fitting = least[from..].iter().take_while(|wide| {
                used += **wide;
                // One blank behind the last one is enough.
                used < room + GAP
            });
            from + fitting.count().max(1)
        };
        let mut start = left.min(all.saturating_sub(1));
        if let Some(column) = column.checked_sub(1) {
            start = start.min(column);
            while start < column && fit(start) <= column {
                start += 1;
            }
        }
        while start > 0 && fit(start - 1) >= all {
            start -= 1;
        }
        let shown = start..if all == 0 { 0 } else { fit(start).min(all) };
        let sum = |wide: &[usize]| wide.iter().map(|wide| wide + GAP).sum::<usize>();
        let whole = natural(0).get(shown.clone()).unwrap_or_default();
        let short = natural(1).get(shown.clone()).unwrap_or_default();
        let wanted = if sum(whole) <= room + 1 { whole } else { short };
        let mut widths: Vec<usize> = wanted.iter().map(|wide| wide + GAP).collect();
        let key = |at: usize| {
            let place = self.places.get(shown.start + at + 1);
            let of = self.report.as_ref().zip(place);
            of.is_some_and(|(report, place)| report.columns[*place].look == ColumnLook::Key)
        };
        // What is read whole gives last.
        let wide = widths.iter().enumerate();
        let least: Vec<usize> = wide
            .map(|(at, wide)| if key(at) { *wide } else { NARROWEST + GAP })
            .collect();
        share(&mut widths, &least, room + 1);
        share(&mut widths, &vec![NARROWEST + GAP; least.len()], room + 1);
        // What no column needs goes to the first one.
        let rest = (room + 1).saturating_sub(widths.iter().sum());
        let whole = self.natural[0].first().copied().unwrap_or(0);
        let needed = (self.first + whole + GAP).saturating_sub(self.head);
        VisibleColumns {
            head: self.head + rest.min(needed),
            columns: shown,
            widths,
        }
    }
}

/// Where the cursor stays when a table is laid out anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CursorAnchor {
    /// On that row.
    Row(usize),
    /// On that text between rows.
    Note(Option<usize>),
}

fn note_lines(
    text: &str,
    before: usize,
    note: Option<usize>,
    room: usize,
) -> impl Iterator<Item = NoteLine> {
    let lines = wrap(text, room.max(8)).into_iter().enumerate();
    lines.map(move |(nth, text)| NoteLine {
        before,
        note,
        text: text.to_owned(),
        is_first: nth == 0,
    })
}
