//! `sommet count`: how meetings are spread over years, people, organisations, topics, places and kinds.

use super::args::{Count, Format, Output};
use super::asked::{Opened, tell_doubts};
use super::format::{Column, Line, Table};
use super::{Failure, complain, deliver};
use crate::browse::facets::{Facet, FacetCount, Value, counts, is_known};
use crate::data::{Dataset, Kind, RecordId};

fn columns(counted: &[FacetCount]) -> Vec<Column> {
    let any_perhaps = counted.iter().any(|counted| counted.count.perhaps > 0);
    vec![
        Column::text("value"),
        Column::number("meetings"),
        Column::number_if("perhaps", any_perhaps),
        Column::dim("query"),
    ]
}

/// Counts them.
pub(super) fn run(count: &Count) -> Result<(), Failure> {
    let facet = count.field.0;
    let query = count.asking.query()?;
    let opened = Opened::new(&count.input, count.output.quiet)?;
    if count.asking.explain {
        return opened.explain(&query);
    }
    let kept = opened.matcher().kept(&query);
    let counted = counts(&opened.dataset, &kept, facet);
    let table = Table {
        about: opened.about_kept(&query, counted.len(), &kept),
        columns: columns(&counted),
        lines: lines(&opened.dataset, &counted, &count.output),
        ..Table::default()
    };
    let rows = kept.rows();
    deliver(&table, &count.output, || {
        if rows.is_empty() {
            opened.why_nothing(&query)
        } else {
            let meetings = Kind::Meeting.counted(rows.len());
            let name = facet.name();
            format!("the {name} of {} {meetings} is not known", rows.len())
        }
    })?;
    tell_doubts(kept.number(), kept.left_out(), &count.output);
    if !count.output.quiet && !counted.is_empty() {
        say_what_is_unknown(&opened.dataset, &rows, facet);
        let is_perhaps = |counted: &FacetCount| counted.count.perhaps > 0;
        if facet == Facet::Year && counted.iter().any(is_perhaps) {
            complain(
                "a meeting that may have been in several years is perhaps in each, so the years do not add up",
            );
        }
    }
    Ok(())
}

/// A line a value. A long run of years without a meeting is one line for readers, and none for programs.
fn lines(dataset: &Dataset, counted: &[FacetCount], output: &Output) -> Vec<Line> {
    let is_read = matches!(output.format, Format::Text | Format::Md);
    let is_empty_run = |counted: &FacetCount| {
        let is_run = matches!(counted.value, Value::Years(first, last) if first < last);
        is_run && counted.count.all() == 0
    };
    let shown = counted
        .iter()
        .filter(|counted| is_read || !is_empty_run(counted));
    let line = |counted: &FacetCount| {
        Line::Record(vec![
            counted.value.label(dataset).into_owned().into(),
            counted.count.surely.into(),
            counted.count.perhaps.into(),
            counted.value.part(dataset).shown().into(),
        ])
    };
    shown
        .take(output.limit.unwrap_or(usize::MAX))
        .map(line)
        .collect()
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
