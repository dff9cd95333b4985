//! What is weak or unknown, in words.

use super::{Gaps, NOTHING, STUDY};
use crate::data::Dataset;
use crate::study::column::{ALL, Column, ColumnLook};
use crate::study::report::{Cell, Report, ReportRow, Study};

const COLUMNS: [Column; 5] = [
    Column::key("sort"),
    Column::key("key"),
    Column::new("fact", ALL),
    Column::new("value", ALL),
    Column::new("why", ALL).look(ColumnLook::Dim),
];

impl Study for Gaps {
    fn describe(&self, _dataset: &Dataset, report: &mut Report) {
        report.title = STUDY.title.into();
        report.count = self.listed.len();
        report.left_out = self.total - self.listed.len();
        report.columns = COLUMNS.to_vec();
        report.nothing = NOTHING.into();
    }

    fn row(&self, dataset: &Dataset, nth: usize) -> Option<ReportRow> {
        let gap = self.listed.get(nth)?;
        let cells = vec![
            Cell::value(gap.weakness.word()),
            Cell::value(gap.record.map(|id| dataset.key(id))),
            Cell::value(gap.field.replace('_', " ")),
            Cell::value(gap.text.as_str()).to(gap.record),
            Cell::value(gap.why.as_str()),
        ];
        Some(ReportRow::new(cells, gap.rests.clone()))
    }
}
