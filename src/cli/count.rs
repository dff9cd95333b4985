//! `sommet count`: how meetings are spread over years, people, organisations, topics, places and kinds.

use clap::Args;

use super::args::{AnswerFormat, OutputArgs, QueryArgs, TEMPLATE, bare, one_of};
use super::context::complain_of_doubts;
use super::error::CliError;
use super::out::complain;
use super::table::{AnswerTable, TableLine};
use crate::browse::facets::{Facet, FacetCount, Value, counts, is_known};
use crate::data::{Dataset, Kind, RecordId};
use crate::study::column::{ALL, Column};

/// What meetings are counted by.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet count year
  sommet count person --where topic:climate --limit 10
")]
pub(super) struct CountArgs {
    /// year, person, organisation, topic, place or kind
    #[arg(value_name = "FIELD", hide_possible_values = true, value_parser = one_of(Facet::ALL.map(bare), names))]
    field: Facet,
    #[command(flatten)]
    query: QueryArgs,
}

/// The name of a facet, and what else people write.
fn names(facet: Facet) -> Vec<&'static str> {
    let others: &[&str] = match facet {
        Facet::Year => &["years"],
        Facet::Person => &["people"],
        Facet::Organisation => &["org", "organisations"],
        Facet::Topic => &["topics"],
        Facet::Place => &["places"],
        Facet::Kind => &["kinds"],
    };
    [&[facet.name()], others].concat()
}

fn columns(counted: &[FacetCount]) -> [Column; 4] {
    let any_perhaps = counted.iter().any(|counted| counted.count.perhaps > 0);
    [
        Column::new("value", ALL),
        Column::number("meetings"),
        Column::number("perhaps").read_if(any_perhaps),
        Column::dim("query"),
    ]
}

impl CountArgs {
    /// Counts them.
    pub(super) fn run(&self) -> Result<(), CliError> {
        let facet = self.field;
        let Some((context, query)) = self.query.open()? else {
            return Ok(());
        };
        let output = &self.query.answer.output;
        let kept = context.matcher().kept(&query);
        let counted = counts(&context.dataset, &kept, facet);
        let about = context.about_kept(&query, counted.len(), &kept);
        let lines = lines(&context.dataset, &counted, output);
        let table = AnswerTable::new(about, &columns(&counted), lines);
        let rows = kept.rows();
        table.deliver(output, || {
            if rows.is_empty() {
                context.why_nothing(&query)
            } else {
                let meetings = Kind::Meeting.counted(rows.len());
                let name = facet.name();
                format!("the {name} of {} {meetings} is not known", rows.len())
            }
        })?;
        complain_of_doubts(kept.number(), kept.left_out(), output);
        if !output.quiet && !counted.is_empty() {
            say_what_is_unknown(&context.dataset, &rows, facet);
            let is_perhaps = |counted: &FacetCount| counted.count.perhaps > 0;
            if facet == Facet::Year && counted.iter().any(is_perhaps) {
                complain(
                    "a meeting that may have been in several years is perhaps in each, so the years do not add up",
                );
            }
        }
        Ok(())
    }
}

/// A line a value. A long run of years without a meeting is one line for readers, and none for programs.
fn lines(dataset: &Dataset, counted: &[FacetCount], output: &OutputArgs) -> Vec<TableLine> {
    let is_read = matches!(output.format, AnswerFormat::Text | AnswerFormat::Md);
    let is_empty_run = |counted: &FacetCount| {
        let is_run = matches!(counted.value, Value::Years(first, last) if first < last);
        is_run && counted.count.all() == 0
    };
    let shown = counted
        .iter()
        .filter(|counted| is_read || !is_empty_run(counted));
    let line = |counted: &FacetCount| {
        TableLine::Record(vec![
            counted.value.label(dataset).into_owned().into(),
            counted.count.surely.into(),
            counted.count.perhaps.into(),
            counted.value.part(dataset).shown().into(),
        ])
    };
    shown.take(output.most()).map(line).collect()
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
