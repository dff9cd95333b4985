//! `sommet related`: every record that one is linked with, whichever of the two names the other, how,
//! and in how many meetings they stand together.

use std::collections::HashMap;

use clap::Args;

use super::args::{AnswerArgs, TEMPLATE};
use super::error::CliError;
use super::table::{AnswerTable, TableLine};
use crate::browse::page::{Item, Page, Section};
use crate::data::{Dataset, Kind, RecordId};
use crate::study::column::{ALL, Column};
use crate::study::value::Value;

/// A record by its key.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet related topic/climate-migration
  sommet related person/claus-sorensen --format plain | grep ^topic/
")]
pub(super) struct RelatedArgs {
    /// A record, e.g. person/claus-sorensen
    #[arg(value_name = "KIND/ID")]
    key: String,
    #[command(flatten)]
    answer: AnswerArgs,
}

const COLUMNS: [Column; 5] = [
    Column::key("key"),
    Column::new("name", ALL),
    Column::number("together"),
    Column::number("meetings"),
    Column::dim("how"),
];

impl RelatedArgs {
    /// Lists them, in the order of the record's page.
    pub(super) fn run(&self) -> Result<(), CliError> {
        let context = self.answer.open()?;
        let dataset = &context.dataset;
        let id = context.record(&self.key)?;
        let linked = linked(dataset, id);
        let line = |(other, how): &(RecordId, Vec<String>)| {
            TableLine::Record(vec![
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
        let output = &self.answer.output;
        let about = context.about_words(Some(&dataset.key(id)), linked.len());
        let lines = linked.iter().take(output.most()).map(line).collect();
        AnswerTable::new(about, &COLUMNS, lines).deliver(output, || {
            format!("{} is linked with nothing on record", dataset.key(id))
        })
    }
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
