//! `sommet find`: records of any kind, the best first, with the reason of each.

use std::ffi::OsString;

use clap::Args;

use super::args::{AnswerArgs, AnswerFormat, TEMPLATE};
use super::context::{Context, complain_of_doubts, read_query};
use super::error::CliError;
use super::out::complain;
use super::table::{AnswerHead, AnswerTable, TableLine};
use crate::data::{Kind, RecordId};
use crate::query::{Number, Query};
use crate::search::Hit;
use crate::study::column::{ALL, Column};

/// Words and fields to find records by.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet find sorensen
  sommet find swing climate in:2013..2014
  sommet find -topic:libya place:brussels --format json
")]
pub(super) struct FindArgs {
    /// Words of names (^ begins one, $ ends it), and fields such as person: topic: under: place: in:
    #[arg(required = true, value_name = "QUERY")]
    words: Vec<String>,
    /// Say how the query was understood, and do no more
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    answer: AnswerArgs,
}

/// The columns; that of dates is read only where there is one.
fn columns(dated: bool, any_perhaps: bool) -> [Column; 6] {
    [
        Column::key("key"),
        Column::new("name", ALL),
        Column::key("date").read_if(dated),
        Column::number("meetings"),
        Column::number("perhaps").read_if(any_perhaps),
        Column::dim("reason"),
    ]
}

impl FindArgs {
    /// Finds, and prints what was found.
    pub(super) fn run(&self) -> Result<(), CliError> {
        let query = read(&self.words)?;
        let context = self.answer.open()?;
        if self.explain {
            return context.explain(&query);
        }
        let answer = context.matcher().find_all(&query, None);
        let hits = answer.found.hits();
        let dataset = &context.dataset;
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
            TableLine::Record(vec![
                dataset.key(hit.id).into(),
                dataset.name(hit.id).into(),
                dataset.date(hit.id).map(|date| date.to_string()).into(),
                meetings.into(),
                perhaps.into(),
                crate::text::clean_line(&reason).into(),
            ])
        };
        let output = &self.answer.output;
        let shown = hits.iter().take(output.most());
        let ids: Vec<RecordId> = shown.clone().map(|hit| hit.id).collect();
        let dated = ids.iter().any(|id| dataset.date(*id).is_some());
        let about = AnswerHead {
            perhaps: query.asks_time().then_some(number.perhaps),
            left_out: answer.left_out(),
            ..context.about(&query, hits.len())
        };
        let lines = shown.map(line).collect();
        let mut table = AnswerTable::new(about, &columns(dated, any_perhaps), lines);
        if output.format == AnswerFormat::Text {
            table.tell_apart(dataset, &ids, &[1, 2]);
        }
        if answer.found.took_typos() && !hits.is_empty() && !output.quiet {
            complain("nothing is written like this; these come near");
        }
        table.deliver(output, || why_nothing(&context, &query))?;
        complain_of_doubts(number, answer.left_out(), output);
        Ok(())
    }
}

/// The words as one query.
fn read(words: &[String]) -> Result<Query, CliError> {
    let query = read_query(&words.join(" "))?;
    if query.is_empty() {
        let text =
            "what is to be found? Try `sommet find sorensen`, or `sommet list people` for all";
        return Err(CliError::misused(text));
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

fn why_nothing(context: &Context, query: &Query) -> String {
    if query.fields().is_empty() {
        let words = crate::text::excerpt(&query.to_string());
        let hint = query
            .hint()
            .map_or_else(String::new, |hint| format!("; {hint}"));
        return format!("no record has a name like {words}{hint}");
    }
    context.why_nothing(query)
}
