//! The report of a study as a table of the shell: to be read, or as cells with tabs.

use crate::cli::table::{AnswerHead, AnswerTable, TableLine};
use crate::data::{Dataset, ReadError};
use crate::export::Extent;
use crate::study::column::{Column, TEXT};
use crate::study::report::{NoteKind, Report, ReportNote};

/// The cells that files hold, with what each row rests on.
pub(super) fn cells(
    report: &Report,
    dataset: &Dataset,
    extent: Extent,
) -> Result<AnswerTable, ReadError> {
    let rows = extent.rows(report).map(|nth| {
        let (mut values, rests) = report.values(dataset, nth)?;
        values.push(rests.keys(dataset).join("; ").into());
        values.push(rests.whose.word().into());
        Ok(TableLine::Record(values))
    });
    let lines = rows.collect::<Result<_, ReadError>>()?;
    Ok(AnswerTable::new(AnswerHead::default(), &[], lines))
}

/// The lines that people read: rows, what stands between them, and what all of it means.
pub(super) fn lines(report: &Report, dataset: &Dataset, extent: Extent) -> AnswerTable {
    let rows = extent.rows(report);
    let mut lines = Vec::new();
    let mut notes = report.notes.iter().peekable();
    for nth in 0..=rows.end {
        while let Some((_, note)) = notes.next_if(|(before, _)| *before <= nth) {
            let is_behind_all = nth == rows.end && rows.end < report.count;
            if note.readers & TEXT != 0 && !is_behind_all {
                lines.push(line(dataset, note));
            }
        }
        if nth < rows.end {
            let row = report.row(dataset, nth);
            let cells = report.columns_for(TEXT).map(|(at, _)| {
                let cell = row.cells.get(at);
                cell.map(|cell| cell.text.as_str()).into()
            });
            lines.push(TableLine::Record(cells.collect()));
        }
    }
    if report.count > 0 && !report.caption.is_empty() {
        lines.push(TableLine::Heading(String::new()));
        lines.push(TableLine::Remark(report.caption.to_string()));
    }
    let columns = report.columns_for(TEXT).map(|(_, column)| column.clone());
    AnswerTable::new(
        AnswerHead::default(),
        &columns.collect::<Vec<Column>>(),
        lines,
    )
}

fn line(dataset: &Dataset, note: &ReportNote) -> TableLine {
    match (note.kind, note.record) {
        (NoteKind::Heading, Some(id)) => {
            TableLine::Heading(format!("{}  {}", dataset.key(id), note.in_line()))
        }
        (NoteKind::Heading, None) => TableLine::Heading(note.in_line()),
        (NoteKind::Detail | NoteKind::Remark, _) => TableLine::Remark(note.in_line()),
    }
}
