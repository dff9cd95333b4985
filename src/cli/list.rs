//! `sommet list`: the records of one kind, in the order of the screen.

use super::args::{Format, List};
use super::asked::Opened;
use super::format::{Column, Line, Table};
use super::value::Value;
use super::{Failure, deliver};
use crate::browse::apart::latest_role;
use crate::browse::query::Query;
use crate::data::{Dataset, Kind, RecordId, kinds};

/// Lists them.
pub(super) fn run(list: &List) -> Result<(), Failure> {
    let kind = list.kind.0;
    let query = list.asking.query()?;
    let opened = Opened::new(&list.input, list.output.quiet)?;
    if list.asking.explain {
        return opened.explain(&query);
    }
    let limit = list.output.limit.unwrap_or(usize::MAX);
    let (ids, counts) = listed(&opened, kind, &query);
    let counted = ids.iter().zip(&counts).take(limit);
    let mut table = Table {
        about: opened.about(&query, ids.len()),
        columns: columns(kind),
        lines: counted
            .map(|(id, count)| cells(&opened.dataset, *id, *count).map(Line::Record))
            .collect::<Result<_, Failure>>()?,
        ..Table::default()
    };
    if list.output.format == Format::Text {
        table.tell_apart(&opened.dataset, &ids, read(kind));
    }
    deliver(&table, &list.output, || {
        if query.is_empty() || opened.dataset.count(kind) == 0 {
            format!("this dataset has no {}", kind.many())
        } else {
            opened.why_nothing(&query)
        }
    })
}

/// The records that a query keeps, each with its number of meetings that fit.
fn listed(opened: &Opened, kind: Kind, query: &Query) -> (Vec<RecordId>, Vec<usize>) {
    let (dataset, matcher) = (&opened.dataset, opened.matcher());
    if query.is_empty() {
        let ids: Vec<RecordId> = dataset.all(kind).collect();
        let counts = ids.iter().map(|id| dataset.meeting_count(*id)).collect();
        return (ids, counts);
    }
    if kind == Kind::Meeting {
        let ids = matcher.keep(query).into_iter().map(RecordId::meeting);
        let ids: Vec<RecordId> = ids.collect();
        let counts = vec![1; ids.len()];
        return (ids, counts);
    }
    let answer = matcher.find_all(query, Some(kind));
    let ids: Vec<RecordId> = answer.found.hits().iter().map(|hit| hit.id).collect();
    let counts = ids.iter().map(|id| answer.count(dataset, *id)).collect();
    (ids, counts)
}

fn columns(kind: Kind) -> Vec<Column> {
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
    let ends = ([Column::key("key")], [Column::number("meetings")]);
    [&ends.0[..], own, &ends.1[..]].concat()
}

/// The columns by which a reader tells records apart, that of their name first.
const fn read(kind: Kind) -> &'static [usize] {
    match kind {
        Kind::Meeting | Kind::Source => &[2, 1, 3],
        Kind::Agreement => &[2, 1],
        Kind::Person | Kind::Topic | Kind::Organisation => &[1, 2],
    }
}

fn cells(dataset: &Dataset, id: RecordId, count: usize) -> Result<Vec<Value>, Failure> {
    let date = Value::from(dataset.date(id).map(|date| date.to_string()));
    let name = Value::from(dataset.name(id));
    let short = || match dataset.short(id) {
        short if short == dataset.name(id) => Value::Nothing,
        short => Value::from(short),
    };
    let own = match id.kind {
        Kind::Meeting => return Ok(meeting(dataset, id)),
        Kind::Person => vec![name, latest_role(dataset, id).map(|held| held.title).into()],
        Kind::Topic | Kind::Organisation => vec![name, short()],
        Kind::Agreement => vec![date, name],
        Kind::Source => {
            let body = dataset.body(id)?;
            let source: kinds::Source<'_> = body.read().unwrap_or_default();
            let url = Value::from(&*source.url);
            vec![date, name, dataset.publisher(id).into(), url]
        }
    };
    let ends = ([dataset.key(id).into()], [count.into()]);
    Ok([&ends.0[..], &own, &ends.1[..]].concat())
}

fn meeting(dataset: &Dataset, id: RecordId) -> Vec<Value> {
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
    ]
}
