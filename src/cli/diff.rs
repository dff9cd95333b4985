//! `sommet changes`: what changed from one meeting to another.

use super::args::Diff;
use super::asked::Opened;
use super::format::{About, Column, Line, Table};
use super::value::Value;
use super::{Failure, deliver};
use crate::data::{Dataset, Kind, RecordId};
use crate::study::diff::{Change, Changed, Diff as Study, Handover, before_in_series};

const COLUMNS: [Column; 8] = [
    Column::data("of"),
    Column::text("change"),
    Column::key("key"),
    Column::text("name"),
    Column::text("before"),
    Column::text("after"),
    Column::data("last_seen"),
    Column::dim("note"),
];

/// Lists the changes.
pub(super) fn run(diff: &Diff) -> Result<(), Failure> {
    let opened = Opened::new(&diff.input, diff.output.quiet)?;
    let dataset = &opened.dataset;
    let ids = diff.keys.iter().map(|key| meeting(&opened, key));
    let ids = ids.collect::<Result<Vec<RecordId>, Failure>>()?;
    let (before, after) = match ids.as_slice() {
        [before, after] => (*before, *after),
        [after] => (before(dataset, *after)?, *after),
        _ => return Err(Failure::misused("one meeting or two can be named")),
    };
    let study = Study::new(dataset, before, after);
    let mut lines = vec![
        Line::Remark(format!("before: {}", said(dataset, before))),
        Line::Remark(format!("after:  {}", said(dataset, after))),
    ];
    let limit = diff.output.limit.unwrap_or(usize::MAX);
    let mut records = records(dataset, &study);
    let count = records.len();
    records.truncate(limit);
    let mut heading = "";
    for (of, cells) in records {
        if of != heading {
            heading = of;
            lines.push(Line::Heading(of.to_owned()));
        }
        lines.push(Line::Record(cells));
    }
    let table = Table {
        about: About {
            data_version: dataset.about().version.clone(),
            query: Some(format!("{} {}", dataset.key(before), dataset.key(after))),
            count,
            ..About::default()
        },
        columns: COLUMNS.to_vec(),
        lines,
        ..Table::default()
    };
    deliver(&table, &diff.output, || {
        "neither meeting names a topic, a person or an organisation".to_owned()
    })
}

fn meeting(opened: &Opened, key: &str) -> Result<RecordId, Failure> {
    let id = opened.record(key)?;
    if id.kind == Kind::Meeting {
        return Ok(id);
    }
    let key = opened.dataset.key(id);
    let text = format!("{key} is no meeting: only meetings can be told apart");
    Err(Failure::misused(text))
}

fn before(dataset: &Dataset, after: RecordId) -> Result<RecordId, Failure> {
    before_in_series(dataset, after).ok_or_else(|| {
        let key = dataset.key(after);
        Failure::misused(format!(
            "no meeting comes before {key} in a series: name two meetings"
        ))
    })
}

fn said(dataset: &Dataset, meeting: RecordId) -> String {
    let date = dataset.date(meeting).map(|date| date.to_string());
    let date = date.unwrap_or_else(|| "undated".to_owned());
    format!(
        "{date} {} ({})",
        dataset.name(meeting),
        dataset.key(meeting)
    )
}

fn records(dataset: &Dataset, study: &Study) -> Vec<(&'static str, Vec<Value>)> {
    let lists = [
        ("topics", &study.topics),
        ("people", &study.people),
        ("organisations", &study.organisations),
    ];
    let changes = lists.into_iter().flat_map(|(of, list)| {
        let cells = move |changed| (of, cells(dataset, study, of, changed));
        list.iter().map(cells)
    });
    let posts = study.posts.iter();
    let posts = posts.map(|post| ("posts", handover(dataset, post)));
    changes.chain(posts).collect()
}

fn cells(dataset: &Dataset, study: &Study, of: &str, changed: &Changed) -> Vec<Value> {
    let [before, after] = study.ties(dataset, changed.id);
    let said = |tie: Option<crate::facts::Tie>| Value::from(tie.map(|it| it.said(dataset)));
    let last = changed.last.map(|id| dataset.key(id));
    let (incomplete, seen) = (
        changed.unsure.then(|| changed.why_unsure().to_owned()),
        last.as_ref().map(|last| format!("last at {last}")),
    );
    let note: Vec<String> = seen.into_iter().chain(incomplete).collect();
    vec![
        of.into(),
        changed.change.word(changed.id.kind).into(),
        dataset.key(changed.id).into(),
        dataset.short(changed.id).into(),
        said(before),
        said(after),
        last.into(),
        Value::texts(note),
    ]
}

fn handover(dataset: &Dataset, post: &Handover) -> Vec<Value> {
    let names = |ids: &[RecordId]| {
        let names = ids.iter().map(|id| dataset.name(*id).to_owned());
        Value::texts(names)
    };
    let inferred = post.inferred.then(|| "~ a role was inferred".to_owned());
    vec![
        "posts".into(),
        "in other hands".into(),
        dataset.key(post.organisation).into(),
        post.title.as_str().into(),
        names(&post.before),
        names(&post.after),
        Value::Nothing,
        Value::texts(inferred),
    ]
}

/// Which of the two lists a change depends on.
impl Changed {
    fn why_unsure(&self) -> &'static str {
        match self.change {
            Change::Gone => "? the later list may be incomplete",
            _ => "? the earlier list may be incomplete",
        }
    }
}
