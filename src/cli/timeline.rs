//! `sommet timeline`: meetings and agreements by date, with the silences between them.

use clap::{Args, ValueEnum};

use super::args::{QueryArgs, TEMPLATE};
use super::context::complain_of_doubts;
use super::error::CliError;
use super::table::{AnswerHead, AnswerTable, TableLine};
use crate::browse::page::silence as silence_row;
use crate::browse::silence::Silence;
use crate::browse::timeline::{Row, Timeline as Rows};
use crate::data::{Dataset, RecordId, Year};
use crate::study::column::{ALL, Column, FILE};
use crate::study::value::Value;

/// Meetings and agreements by date.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet timeline
  sommet timeline --where topic:return --by month
")]
pub(super) struct TimelineArgs {
    /// What the headings are: year or month
    #[arg(
        long,
        value_name = "PERIOD",
        default_value = "year",
        hide_possible_values = true,
        hide_default_value = true
    )]
    by: Period,
    #[command(flatten)]
    query: QueryArgs,
}

/// What the headings of a timeline are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Period {
    /// Years.
    Year,
    /// Months.
    Month,
}

fn columns(any_perhaps: bool) -> [Column; 8] {
    [
        Column::key("key"),
        Column::key("date"),
        Column::new("title", ALL),
        Column::dim("place"),
        Column::new("period", FILE),
        Column::new("months_of_silence_before", FILE),
        Column::new("silence_may_be_longer", FILE),
        Column::dim("perhaps").read_if(any_perhaps),
    ]
}

impl TimelineArgs {
    /// Lists them.
    pub(super) fn run(&self) -> Result<(), CliError> {
        let Some((context, query)) = self.query.open()? else {
            return Ok(());
        };
        let output = &self.query.answer.output;
        let rows = Rows::new(&context.dataset, &context.index, &query);
        let about = AnswerHead {
            perhaps: query.asks_time().then_some(rows.number.perhaps),
            left_out: rows.left_out(),
            ..context.about(&query, rows.number.all())
        };
        let lines = lines(&context.dataset, &rows, self.by, output.most());
        let table = AnswerTable::new(about, &columns(rows.number.perhaps > 0), lines);
        table.deliver(output, || {
            if query.is_empty() {
                "this dataset has no meetings and no agreements".to_owned()
            } else {
                context.why_nothing(&query)
            }
        })?;
        complain_of_doubts(rows.number, rows.left_out(), output);
        Ok(())
    }
}

fn lines(dataset: &Dataset, timeline: &Rows, by: Period, limit: usize) -> Vec<TableLine> {
    let mut lines = Vec::new();
    let mut heading = String::new();
    let mut quiet: Option<Silence> = None;
    let mut left = limit;
    for row in &timeline.rows {
        match *row {
            Row::Silence(silence) => {
                quiet = Some(silence);
                lines.push(TableLine::Remark(silence_row(silence)));
            }
            Row::Empty(years) => lines.push(TableLine::Heading(years.in_words())),
            Row::Year(_) | Row::Undated => {}
            Row::Record(_) if left == 0 => break,
            Row::Record(id) => {
                left -= 1;
                let period = period(dataset, id, by);
                if heading != period {
                    lines.push(TableLine::Heading(period.clone()));
                    heading.clone_from(&period);
                }
                let is_perhaps = timeline.is_perhaps(id);
                lines.push(TableLine::Record(cells(
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
    let records = |line: &TableLine| matches!(line, TableLine::Record(_));
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
