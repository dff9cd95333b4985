//! `sommet count`: how meetings are spread over years, people, organisations, topics, places and kinds.

use super::args::Count;
use super::asked::Opened;
use super::format::{Column, Line, Table};
use super::{Failure, complain, deliver};
use crate::browse::facets::{Facet, counts, is_known};
use crate::data::{Dataset, Kind, RecordId};

const COLUMNS: [Column; 3] = [
    Column::text("value"),
    Column::number("meetings"),
    Column::dim("query"),
];

/// Counts them.
pub(super) fn run(count: &Count) -> Result<(), Failure> {
    let facet = count.field.0;
    let query = count.asking.query()?;
    let opened = Opened::new(&count.input, count.output.quiet)?;
    if count.asking.explain {
        return opened.explain(&query);
    }
    let rows = opened.matcher().keep(&query);
    let counted = counts(&opened.dataset, &rows, facet);
    let limit = count.output.limit.unwrap_or(usize::MAX);
    let line = |counted: &crate::browse::facets::Count| {
        Line::Record(vec![
            counted.value.label(&opened.dataset).into_owned().into(),
            counted.count.into(),
            counted.value.part(&opened.dataset).shown().into(),
        ])
    };
    let table = Table {
        about: opened.about(&query, counted.len()),
        columns: COLUMNS.to_vec(),
        lines: counted.iter().take(limit).map(line).collect(),
        ..Table::default()
    };
    if !count.output.quiet && !counted.is_empty() {
        say_what_is_unknown(&opened.dataset, &rows, facet);
    }
    deliver(&table, &count.output, || {
        if rows.is_empty() {
            opened.why_nothing(&query)
        } else {
            let meetings = Kind::Meeting.counted(rows.len());
            let name = facet.name();
            format!("the {name} of {} {meetings} is not known", rows.len())
        }
    })
}

/// Meetings without the fact that is counted are in no line.
fn say_what_is_unknown(dataset: &Dataset, rows: &[u32], facet: Facet) {
    let unknown = rows
        .iter()
        .filter(|row| !is_known(dataset, RecordId::meeting(**row), facet));
    let unknown = unknown.count();
    if unknown > 0 {
        let (meetings, name) = (Kind::Meeting.counted(unknown), facet.name());
        complain(&format!("no {name} is known of {unknown} {meetings}"));
    }
}
