//! `sommet timeline`: meetings and agreements by date, with the silences between them.

use super::args::{Period, Timeline};
use super::asked::Opened;
use super::format::{Column, Line, Table};
use super::value::Value;
use super::{Failure, deliver};
use crate::browse::page::silence;
use crate::browse::timeline::{Row, Timeline as Rows};
use crate::data::{Dataset, RecordId, Year};

const COLUMNS: [Column; 6] = [
    Column::key("key"),
    Column::key("date"),
    Column::text("title"),
    Column::dim("place"),
    Column::data("period"),
    Column::data("months_of_silence_before"),
];

/// Lists them.
pub(super) fn run(timeline: &Timeline) -> Result<(), Failure> {
    let query = timeline.asking.query()?;
    let opened = Opened::new(&timeline.input, timeline.output.quiet)?;
    if timeline.asking.explain {
        return opened.explain(&query);
    }
    let rows = Rows::new(&opened.dataset, &opened.index, &query);
    let limit = timeline.output.limit.unwrap_or(usize::MAX);
    let table = Table {
        about: opened.about(&query, rows.records),
        columns: COLUMNS.to_vec(),
        lines: lines(&opened.dataset, &rows, timeline.by, limit),
        ..Table::default()
    };
    deliver(&table, &timeline.output, || {
        if query.is_empty() {
            "this dataset has no meetings and no agreements".to_owned()
        } else {
            opened.why_nothing(&query)
        }
    })
}

fn lines(dataset: &Dataset, timeline: &Rows, by: Period, limit: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut heading = String::new();
    let mut quiet: Option<u32> = None;
    let records = timeline.rows.iter().filter_map(|row| match row {
        Row::Silence(months) => Some(Err(*months)),
        Row::Record(id) => Some(Ok(*id)),
        Row::Year(_) | Row::Undated => None,
    });
    let mut left = limit;
    for record in records {
        let id = match record {
            Ok(id) if left > 0 => id,
            Ok(_) => break,
            Err(months) => {
                quiet = Some(months);
                continue;
            }
        };
        left -= 1;
        if let Some(months) = quiet {
            lines.push(Line::Remark(silence(months)));
        }
        let period = period(dataset, id, by);
        if heading != period {
            lines.push(Line::Heading(period.clone()));
            heading.clone_from(&period);
        }
        lines.push(Line::Record(cells(dataset, id, period, quiet.take())));
    }
    lines
}

/// The year or month in which a record begins, as far as that is known.
fn period(dataset: &Dataset, id: RecordId, by: Period) -> String {
    let Some(start) = dataset.date(id).map(crate::data::Date::start) else {
        return "undated".to_owned();
    };
    match start.month().filter(|_| by == Period::Month) {
        Some(month) => format!("{}-{month:02}", Year(start.year())),
        None => Year(start.year()).to_string(),
    }
}

fn cells(dataset: &Dataset, id: RecordId, period: String, quiet: Option<u32>) -> Vec<Value> {
    let place = match id.kind {
        crate::data::Kind::Meeting => dataset.place(id),
        _ => "",
    };
    vec![
        dataset.key(id).into(),
        dataset.date(id).map(|date| date.to_string()).into(),
        dataset.name(id).into(),
        place.into(),
        period.into(),
        quiet.map(|months| months as usize).into(),
    ]
}
