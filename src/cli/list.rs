//! `sommet list`: the records of one kind, in the order of the screen.

use super::args::{Format, List};
use super::asked::{Opened, tell_doubts};
use super::format::{Column, Line, Table};
use super::{Failure, deliver};
use crate::browse::apart::latest_role;
use crate::data::{Dataset, Kind, RecordId, kinds};
use crate::query::Number;
use crate::query::{Kept, Query};
use crate::study::value::Value;

/// Lists them.
pub(super) fn run(list: &List) -> Result<(), Failure> {
    let kind = list.kind.0;
    let query = list.asking.query()?;
    let opened = Opened::new(&list.input, list.output.quiet)?;
    if list.asking.explain {
        return opened.explain(&query);
    }
    let limit = list.output.limit.unwrap_or(usize::MAX);
    let kept = opened.matcher().kept(&query);
    let listed = listed(&opened, kind, &query, &kept);
    let any_perhaps = listed.iter().any(|(_, number)| number.perhaps > 0);
    let about = match kind {
        Kind::Meeting => opened.about_kept(&query, listed.len(), &kept),
        _ => opened.about(&query, listed.len()),
    };
    let lines = listed.iter().take(limit);
    let mut table = Table {
        about,
        columns: columns(kind, any_perhaps),
        lines: lines
            .map(|(id, number)| cells(&opened.dataset, *id, *number).map(Line::Record))
            .collect::<Result<_, Failure>>()?,
        ..Table::default()
    };
    if list.output.format == Format::Text {
        let ids: Vec<RecordId> = listed.iter().take(limit).map(|(id, _)| *id).collect();
        table.tell_apart(&opened.dataset, &ids, read(kind));
    }
    deliver(&table, &list.output, || {
        if query.is_empty() || opened.dataset.count(kind) == 0 {
            format!("this dataset has no {}", kind.many())
        } else {
            opened.why_nothing(&query)
        }
    })?;
    // A record fits perhaps when none of its meetings surely does.
    let is_perhaps = |(_, number): &&(RecordId, Number)| number.surely == 0 && number.perhaps > 0;
    let perhaps = listed.iter().filter(is_perhaps).count();
    let number = Number {
        surely: listed.len() - perhaps,
        perhaps,
    };
    tell_doubts(number, kept.left_out(), &list.output);
    Ok(())
}

/// The records that a query keeps, each with its number of meetings that fit; of a meeting, itself.
fn listed(opened: &Opened, kind: Kind, query: &Query, kept: &Kept) -> Vec<(RecordId, Number)> {
    let (dataset, matcher) = (&opened.dataset, opened.matcher());
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
                Column::text("title"),
                Column::dim("place"),
                Column::data("kind"),
                Column::data("series"),
                Column::data("people"),
                Column::data("topics"),
                Column::data("organisations"),
                Column::dim_if("perhaps", any_perhaps),
            ];
        }
        Kind::Person => &[Column::text("name"), Column::dim("role")],
        Kind::Topic | Kind::Organisation => &[Column::text("name"), Column::dim("short")],
        Kind::Agreement => &[Column::key("date"), Column::text("title")],
        Kind::Source => &[
            Column::key("date"),
            Column::text("title"),
            Column::dim("publisher"),
            Column::data("url"),
        ],
    };
    let key = [Column::key("key")];
    let numbers = [
        Column::number("meetings"),
        Column::number_if("perhaps", any_perhaps),
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

fn cells(dataset: &Dataset, id: RecordId, number: Number) -> Result<Vec<Value>, Failure> {
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
