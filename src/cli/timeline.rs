//! `sommet timeline`: meetings and agreements by date, with the silences between them.

use super::args::{Period, Timeline};
use super::asked::{Opened, tell_doubts};
use super::format::{About, Column, Line, Table};
use super::{Failure, deliver};
use crate::browse::page::silence as silence_row;
use crate::browse::silence::Silence;
use crate::browse::timeline::{Row, Timeline as Rows};
use crate::data::{Dataset, RecordId, Year};
use crate::study::value::Value;

fn columns(any_perhaps: bool) -> Vec<Column> {
    vec![
        Column::key("key"),
        Column::key("date"),
        Column::text("title"),
        Column::dim("place"),
        Column::data("period"),
        Column::data("months_of_silence_before"),
        Column::data("silence_may_be_longer"),
        Column::dim_if("perhaps", any_perhaps),
    ]
}

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
        about: About {
            perhaps: query.asks_time().then_some(rows.number.perhaps),
            left_out: rows.left_out(),
            ..opened.about(&query, rows.number.all())
        },
        columns: columns(rows.number.perhaps > 0),
        lines: lines(&opened.dataset, &rows, timeline.by, limit),
        ..Table::default()
    };
    deliver(&table, &timeline.output, || {
        if query.is_empty() {
            "this dataset has no meetings and no agreements".to_owned()
        } else {
            opened.why_nothing(&query)
        }
    })?;
    tell_doubts(rows.number, rows.left_out(), &timeline.output);
    Ok(())
}

fn lines(dataset: &Dataset, timeline: &Rows, by: Period, limit: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut heading = String::new();
    let mut quiet: Option<Silence> = None;
    let mut left = limit;
    for row in &timeline.rows {
        match *row {
            Row::Silence(silence) => {
                quiet = Some(silence);
                lines.push(Line::Remark(silence_row(silence)));
            }
            Row::Empty(years) => lines.push(Line::Heading(years.in_words())),
            Row::Year(_) | Row::Undated => {}
            Row::Record(_) if left == 0 => break,
            Row::Record(id) => {
                left -= 1;
                let period = period(dataset, id, by);
                if heading != period {
                    lines.push(Line::Heading(period.clone()));
                    heading.clone_from(&period);
                }
                let is_perhaps = timeline.is_perhaps(id);
                lines.push(Line::Record(cells(
                    dataset,
                    id,
                    period,
                    quiet.take(),
                    is_perhaps,
                )));
            }
        }
    }
    // What stands before a record that is no longer told is not told either.
    let records = |line: &Line| matches!(line, Line::Record(_));
    let end = lines.iter().rposition(records).map_or(0, |last| last + 1);
    lines.truncate(end);
    lines
}

/// The year or month in which a record is listed, as far as that is known.
fn period(dataset: &Dataset, id: RecordId, by: Period) -> String {
    let Some(when) = dataset.when(id) else {
        return "undated".to_owned();
    };
    let month = dataset.date(id).and_then(|date| date.start().month());
    let year = Year(when.year()).to_string();
    match month.filter(|_| by == Period::Month) {
        Some(month) => format!("{year}-{month:02}"),
        None => year,
    }
}

fn cells(
    dataset: &Dataset,
    id: RecordId,
    period: String,
    quiet: Option<Silence>,
    is_perhaps: bool,
) -> Vec<Value> {
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
        quiet.map(|silence| silence.months as usize).into(),
        quiet
            .map(|silence| if silence.at_least { "yes" } else { "no" })
            .into(),
        is_perhaps.then_some("perhaps").into(),
    ]
}
