//! `sommet list`: the records of one kind, in the order of the screen.

use clap::Args;

use super::args::{AnswerFormat, QueryArgs, TEMPLATE, bare, kind_names, one_of};
use super::context::{Context, complain_of_doubts};
use super::error::CliError;
use super::table::{AnswerTable, TableLine};
use crate::browse::apart::latest_role;
use crate::data::{Dataset, Kind, RecordId, kinds};
use crate::query::{Kept, Number, Query};
use crate::study::column::{ALL, Column, FILE};
use crate::study::value::Value;

/// The kinds in the order in which they are offered.
const KINDS: [Kind; 6] = [
    Kind::Meeting,
    Kind::Person,
    Kind::Topic,
    Kind::Organisation,
    Kind::Agreement,
    Kind::Source,
];

/// A kind of record.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet list people
  sommet list meetings --where 'person:swing in:2013..2014'
  sommet list topics --where org:echo --format csv
")]
pub(super) struct ListArgs {
    /// meetings, people, topics, organisations, agreements or sources
    #[arg(value_name = "KIND", hide_possible_values = true, value_parser = one_of(KINDS.map(bare), kind_names))]
    kind: Kind,
    #[command(flatten)]
    query: QueryArgs,
}

impl ListArgs {
    /// Lists them.
    pub(super) fn run(&self) -> Result<(), CliError> {
        let kind = self.kind;
        let Some((context, query)) = self.query.open()? else {
            return Ok(());
        };
        let output = &self.query.answer.output;
        let kept = context.matcher().kept(&query);
        let listed = listed(&context, kind, &query, &kept);
        let any_perhaps = listed.iter().any(|(_, number)| number.perhaps > 0);
        let about = match kind {
            Kind::Meeting => context.about_kept(&query, listed.len(), &kept),
            _ => context.about(&query, listed.len()),
        };
        let shown = listed.iter().take(output.most());
        let lines = shown
            .clone()
            .map(|(id, number)| cells(&context.dataset, *id, *number).map(TableLine::Record))
            .collect::<Result<_, CliError>>()?;
        let mut table = AnswerTable::new(about, &columns(kind, any_perhaps), lines);
        if output.format == AnswerFormat::Text {
            let ids: Vec<RecordId> = shown.map(|(id, _)| *id).collect();
            table.tell_apart(&context.dataset, &ids, read(kind));
        }
        table.deliver(output, || {
            if query.is_empty() || context.dataset.count(kind) == 0 {
                format!("this dataset has no {}", kind.many())
            } else {
                context.why_nothing(&query)
            }
        })?;
        // A record fits perhaps when none of its meetings surely does.
        let is_perhaps =
            |(_, number): &&(RecordId, Number)| number.surely == 0 && number.perhaps > 0;
        let perhaps = listed.iter().filter(is_perhaps).count();
        let number = Number {
            surely: listed.len() - perhaps,
            perhaps,
        };
        complain_of_doubts(number, kept.left_out(), output);
        Ok(())
    }
}

/// The records that a query keeps, each with its number of meetings that fit; of a meeting, itself.
fn listed(context: &Context, kind: Kind, query: &Query, kept: &Kept) -> Vec<(RecordId, Number)> {
    let (dataset, matcher) = (&context.dataset, context.matcher());
    if kind == Kind::Meeting {
        let ids = kept.rows().into_iter().map(RecordId::meeting);
        let number = |id: RecordId| Number {
            surely: usize::from(!kept.is_perhaps(id)),
            perhaps: usize::from(kept.is_perhaps(id)),
        };
        return ids.map(|id| (id, number(id))).collect();
    }
    if query.is_empty() {
        let ids = dataset.all(kind);
        return ids
            .map(|id| (id, Number::sure(dataset.meeting_count(id))))
            .collect();
    }
    let answer = matcher.find_all(query, Some(kind));
    let ids = answer.found.hits().iter().map(|hit| hit.id);
    ids.map(|id| (id, answer.count(dataset, id))).collect()
}

fn columns(kind: Kind, any_perhaps: bool) -> Vec<Column> {
    let own: &[Column] = match kind {
        Kind::Meeting => {
            return vec![
                Column::key("key"),
                Column::key("date"),
                Column::new("title", ALL),
                Column::dim("place"),
                Column::new("kind", FILE),
                Column::new("series", FILE),
                Column::new("people", FILE),
                Column::new("topics", FILE),
                Column::new("organisations", FILE),
                Column::dim("perhaps").read_if(any_perhaps),
            ];
        }
        Kind::Person => &[Column::new("name", ALL), Column::dim("role")],
        Kind::Topic | Kind::Organisation => &[Column::new("name", ALL), Column::dim("short")],
        Kind::Agreement => &[Column::key("date"), Column::new("title", ALL)],
        Kind::Source => &[
            Column::key("date"),
            Column::new("title", ALL),
            Column::dim("publisher"),
            Column::new("url", FILE),
        ],
    };
    let key = [Column::key("key")];
    let numbers = [
        Column::number("meetings"),
        Column::number("perhaps").read_if(any_perhaps),
    ];
    [&key[..], own, &numbers[..]].concat()
}

/// The columns by which a reader tells records apart, that of their name first.
const fn read(kind: Kind) -> &'static [usize] {
    match kind {
        Kind::Meeting | Kind::Source => &[2, 1, 3],
        Kind::Agreement => &[2, 1],
        Kind::Person | Kind::Topic | Kind::Organisation => &[1, 2],
    }
}

fn cells(dataset: &Dataset, id: RecordId, number: Number) -> Result<Vec<Value>, CliError> {
    let date = Value::from(dataset.date(id).map(|date| date.to_string()));
    let name = Value::from(dataset.name(id));
    let short = || match dataset.short(id) {
        short if short == dataset.name(id) => Value::Nothing,
        short => Value::from(short),
    };
    let own = match id.kind {
        Kind::Meeting => return Ok(meeting(dataset, id, number)),
        Kind::Person => vec![name, latest_role(dataset, id).map(|held| held.title).into()],
        Kind::Topic | Kind::Organisation => vec![name, short()],
        Kind::Agreement => vec![date, name],
        Kind::Source => {
            let body = dataset.body(id)?;
            let source: kinds::Source<'_> = body.read()?;
            let url = Value::from(&*source.url);
            vec![date, name, dataset.publisher(id).into(), url]
        }
    };
    let key = [dataset.key(id).into()];
    let numbers = [number.surely.into(), number.perhaps.into()];
    Ok([&key[..], &own, &numbers[..]].concat())
}

fn meeting(dataset: &Dataset, id: RecordId, number: Number) -> Vec<Value> {
    let keys = |ids: Vec<RecordId>| Value::texts(ids.into_iter().map(|id| dataset.key(id)));
    let topics = dataset.topics(id).map(|(topic, _)| topic).collect();
    let series = dataset.series_of(id);
    vec![
        dataset.key(id).into(),
        dataset.date(id).map(|date| date.to_string()).into(),
        dataset.name(id).into(),
        dataset.place(id).into(),
        dataset.meeting_kind(id).into(),
        series.map(|row| dataset.series_name(row)).into(),
        keys(dataset.people_at(id)),
        keys(topics),
        keys(dataset.organisations_at(id)),
        (number.perhaps > 0).then_some("perhaps").into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_offered() {
        assert!(Kind::ALL.iter().all(|kind| KINDS.contains(kind)));
    }
}
