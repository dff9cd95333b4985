//! `sommet find`: records of any kind, the best first, with the reason of each.

use std::ffi::OsString;

use super::args::{Find, Format};
use super::asked::{Opened, read_query, tell_doubts};
use super::format::{About, Column, Line, Table};
use super::{Failure, complain, deliver};
use crate::data::{Kind, RecordId};
use crate::query::Number;
use crate::query::Query;
use crate::search::Hit;

/// The columns; that of dates is read only where there is one.
fn columns(dated: bool, any_perhaps: bool) -> Vec<Column> {
    vec![
        Column::key("key"),
        Column::text("name"),
        if dated {
            Column::key("date")
        } else {
            Column::data("date")
        },
        Column::number("meetings"),
        Column::number_if("perhaps", any_perhaps),
        Column::dim("reason"),
    ]
}

/// Finds, and prints what was found.
pub(super) fn run(find: &Find) -> Result<(), Failure> {
    let query = read(&find.words)?;
    let opened = Opened::new(&find.input, find.output.quiet)?;
    if find.explain {
        return opened.explain(&query);
    }
    let answer = opened.matcher().find_all(&query, None);
    let hits = answer.found.hits();
    let dataset = &opened.dataset;
    let fields = query.fields();
    let doubtful = hits.iter().filter(|hit| answer.is_perhaps(dataset, hit.id));
    let perhaps = doubtful.count();
    let number = Number {
        surely: hits.len() - perhaps,
        perhaps,
    };
    let any_perhaps = hits
        .iter()
        .any(|hit| answer.count(dataset, hit.id).perhaps > 0);
    let line = |hit: &Hit| {
        let words = answer.found.why(dataset, *hit);
        let reason = if words.is_empty() {
            fields.to_string()
        } else {
            words
        };
        // A meeting counts as itself.
        let (meetings, perhaps) = match (hit.id.kind, answer.count(dataset, hit.id)) {
            (Kind::Meeting, _) => (None, usize::from(answer.is_perhaps(dataset, hit.id))),
            (_, number) => (Some(number.surely), number.perhaps),
        };
        Line::Record(vec![
            dataset.key(hit.id).into(),
            dataset.name(hit.id).into(),
            dataset.date(hit.id).map(|date| date.to_string()).into(),
            meetings.into(),
            perhaps.into(),
            crate::text::clean_line(&reason).into(),
        ])
    };
    let limit = find.output.limit.unwrap_or(usize::MAX);
    let shown = hits.iter().take(limit);
    let ids: Vec<RecordId> = shown.clone().map(|hit| hit.id).collect();
    let dated = ids.iter().any(|id| dataset.date(*id).is_some());
    let mut table = Table {
        about: About {
            perhaps: query.asks_time().then_some(number.perhaps),
            left_out: answer.left_out(),
            ..opened.about(&query, hits.len())
        },
        columns: columns(dated, any_perhaps),
        lines: shown.map(line).collect(),
        ..Table::default()
    };
    if find.output.format == Format::Text {
        table.tell_apart(dataset, &ids, &[1, 2]);
    }
    if answer.found.took_typos() && !hits.is_empty() && !find.output.quiet {
        complain("nothing is written like this; these come near");
    }
    deliver(&table, &find.output, || why_nothing(&opened, &query))?;
    tell_doubts(number, answer.left_out(), &find.output);
    Ok(())
}

/// The words as one query.
fn read(words: &[String]) -> Result<Query, Failure> {
    let query = read_query(&words.join(" "))?;
    if query.is_empty() {
        let text =
            "what is to be found? Try `sommet find sorensen`, or `sommet list people` for all";
        return Err(Failure::misused(text));
    }
    Ok(query)
}

/// `sommet find -topic:libya` with the words `not topic:libya`, as no option looks like that.
pub(super) fn with_nots(arguments: Vec<OsString>) -> Vec<OsString> {
    let is_find = arguments.get(1).is_some_and(|command| command == "find");
    let end = arguments.iter().position(|argument| argument == "--");
    let last = end.unwrap_or(arguments.len());
    let words = arguments
        .into_iter()
        .enumerate()
        .flat_map(|(nth, argument)| {
            let left_out = argument.to_str().and_then(|word| word.strip_prefix('-'));
            let is_field = |word: &&str| !word.starts_with('-') && word.contains(':');
            match left_out.filter(is_field).filter(|_| is_find && nth < last) {
                Some(word) => vec!["not".into(), word.into()],
                None => vec![argument],
            }
        });
    words.collect()
}

fn why_nothing(opened: &Opened, query: &Query) -> String {
    if query.fields().is_empty() {
        let asked = crate::text::excerpt(&query.to_string());
        let hint = query
            .hint()
            .map_or_else(String::new, |hint| format!("; {hint}"));
        return format!("no record has a name like {asked}{hint}");
    }
    opened.why_nothing(query)
}
