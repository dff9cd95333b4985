//! `sommet related`: every record that one is linked with, whichever of the two names the other, how,
//! and in how many meetings they stand together.

use std::collections::HashMap;

use super::args::Related;
use super::asked::Opened;
use super::format::{About, Column, Line, Table};
use super::{Failure, deliver};
use crate::browse::page::{Item, Page, Section};
use crate::data::{Dataset, Kind, RecordId};
use crate::study::value::Value;

const COLUMNS: [Column; 5] = [
    Column::key("key"),
    Column::text("name"),
    Column::number("together"),
    Column::number("meetings"),
    Column::dim("how"),
];

/// Lists them, in the order of the record's page.
pub(super) fn run(related: &Related) -> Result<(), Failure> {
    let opened = Opened::new(&related.input, related.output.quiet)?;
    let dataset = &opened.dataset;
    let id = opened.record(&related.key)?;
    let linked = linked(dataset, id);
    let line = |(other, how): &(RecordId, Vec<String>)| {
        Line::Record(vec![
            dataset.key(*other).into(),
            dataset.name(*other).into(),
            together(dataset, id, *other).into(),
            match other.kind {
                Kind::Meeting => Value::Nothing,
                _ => dataset.meeting_count(*other).into(),
            },
            how.join("; ").into(),
        ])
    };
    let limit = related.output.limit.unwrap_or(usize::MAX);
    let table = Table {
        about: About {
            data_version: dataset.about().version.clone(),
            query: Some(dataset.key(id)),
            count: linked.len(),
            ..About::default()
        },
        columns: COLUMNS.to_vec(),
        lines: linked.iter().take(limit).map(line).collect(),
        ..Table::default()
    };
    deliver(&table, &related.output, || {
        format!("{} is linked with nothing on record", dataset.key(id))
    })
}

/// The records on its page, each once, with the ways in which they belong there.
fn linked(dataset: &Dataset, id: RecordId) -> Vec<(RecordId, Vec<String>)> {
    let page = Page::new(dataset, Some(id));
    let mut linked: Vec<(RecordId, Vec<String>)> = Vec::new();
    let mut places: HashMap<RecordId, usize> = HashMap::new();
    for section in &page.sections {
        for item in section.items() {
            let Some(other) = item.id.filter(|other| *other != id) else {
                continue;
            };
            let place = *places.entry(other).or_insert_with(|| {
                linked.push((other, Vec::new()));
                linked.len() - 1
            });
            let way = way(dataset, &page, section, item);
            let ways = &mut linked[place].1;
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
    }
    linked
}

/// `meetings: Director General`: the heading, and what stands beside the name.
fn way(dataset: &Dataset, page: &Page, section: &Section, item: &Item) -> String {
    let heading = match section.heading.trim_start_matches("! ") {
        "" => "contested".to_owned(),
        heading => heading.to_lowercase(),
    };
    match page.way(dataset, item) {
        way if way.is_empty() => heading,
        way => format!("{heading}: {way}"),
    }
}

/// In how many meetings both stand; a meeting stands for itself alone here, not for its series.
fn together(dataset: &Dataset, one: RecordId, other: RecordId) -> usize {
    let rows = |id: RecordId| match id.kind {
        Kind::Meeting => vec![id.row],
        _ => dataset.meetings_of(id).into_owned(),
    };
    let (one, other) = (rows(one), rows(other));
    let both = one.iter().filter(|row| other.binary_search(row).is_ok());
    both.count()
}
