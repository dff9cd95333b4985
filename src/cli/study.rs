//! The studies of the screen, asked for in the shell with the same words; and what `sommet export` writes of them.

mod text;

use clap::Args;

use super::args::{AnswerArgs, AnswerFormat, MeetingArgs, QueryArgs, TEMPLATE, kind_names, one_of};
use super::context::Context;
use super::error::CliError;
use super::out::{print, write};
use super::style::Style;
use super::table::{AnswerTable, TableLine, finish, jsonl};
use crate::data::{Kind, ReadError};
use crate::export::{Extent, Format};
use crate::query::Query;
use crate::study::column::{ALL, Column};
use crate::study::gaps::{GapScope, Gaps};
use crate::study::options::{By, LaneOrder, Options, Via, Weakness};
use crate::study::report::Report;
use crate::study::strands::Strands;
use crate::study::view::{StudyKind, View};
use crate::study::{STUDIES, compare, diff, evidence, gaps, path, strands};

/// A table with more cells than this is no table.
const MOST_CELLS: usize = 4_000_000;

const KINDS: [(Kind, &str); 3] = [
    (Kind::Topic, "A topic"),
    (Kind::Person, "A person"),
    (Kind::Organisation, "An organisation"),
];

/// What a record rests on.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet evidence meeting/som-06
  sommet evidence source/s-faq-2013      what rests on it
  sommet evidence person/claus-sorensen --format json
")]
pub(super) struct EvidenceArgs {
    /// A record, e.g. meeting/som-06
    #[arg(value_name = "KIND/ID")]
    key: String,
    #[command(flatten)]
    answer: AnswerArgs,
}

/// What is weak or unknown.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet gaps --count
  sommet gaps contested
  sommet gaps unknown --where in:2019 --format csv
")]
pub(super) struct GapsArgs {
    /// contested, unknown, inferred, unsourced, not-reported or said; all without one
    #[arg(value_name = "SORT", hide_possible_values = true,
        value_parser = one_of(Weakness::ALL.iter().map(|it| (*it, it.help())), |it| vec![it.word()]))]
    sort: Option<Weakness>,
    /// Only how many there are of each sort and field
    #[arg(long)]
    count: bool,
    #[command(flatten)]
    query: QueryArgs,
}

/// Topics, people or organisations through time.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet topics
  sommet topics --by year --sort comeback
  sommet topics --of people --by year
  sommet topics --where series:som --format csv
")]
pub(super) struct TopicsArgs {
    #[command(flatten)]
    lanes: LaneArgs,
    #[command(flatten)]
    query: QueryArgs,
}

/// How topics over time are made.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(super) struct LaneArgs {
    /// Of topics over time, what a row is: topics, people or organisations
    #[arg(long, value_name = "KIND", hide_possible_values = true, value_parser = one_of(KINDS, kind_names))]
    of: Option<Kind>,
    /// Of topics over time, what a column is: meeting or year
    #[arg(long, value_name = "COLUMN", hide_possible_values = true,
        value_parser = one_of(By::ALL.iter().map(|it| (*it, it.help())), |it| vec![it.word()]))]
    by: Option<By>,
    /// Of topics over time, what comes first: first (seen first), last (seen last), silence, count or comeback
    #[arg(long, value_name = "ORDER", hide_possible_values = true,
        value_parser = one_of(LaneOrder::ALL.iter().map(|it| (*it, it.help())), |it| vec![it.word()]))]
    sort: Option<LaneOrder>,
}

/// Who was named when.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet who person/claus-sorensen person/william-lacy-swing
  sommet who organisation/dg-home organisation/dg-near --where after:2015
")]
pub(super) struct WhoArgs {
    /// Two to six people or organisations
    #[arg(required = true, value_name = "KIND/ID")]
    keys: Vec<String>,
    #[command(flatten)]
    query: QueryArgs,
}

/// How two records are connected.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet connection person/pierre-vimont person/amy-pope
  sommet connection person/pierre-vimont topic/new-pact --without person/william-lacy-swing
  sommet connection organisation/dg-echo organisation/un --via organisations --where before:2018
")]
pub(super) struct ConnectionArgs {
    /// Where the chain begins, e.g. person/pierre-vimont, and where it ends, a record of any kind
    #[arg(required = true, num_args = 2, value_names = ["FROM", "TO"])]
    keys: Vec<String>,
    #[command(flatten)]
    ways: WayArgs,
    #[command(flatten)]
    query: QueryArgs,
}

/// Which ways a connection may take.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct WayArgs {
    /// Of a connection: leave this record out; may be given again
    #[arg(long, value_name = "KIND/ID")]
    without: Vec<String>,
    /// Of a connection, what may stand between: people, organisations (and people), or topics (and both); else
    /// the first of these with which there is a chain
    #[arg(long, value_name = "KINDS", hide_possible_values = true,
        value_parser = one_of(Via::ALL.iter().map(|it| (*it, it.help())), |it| vec![it.word()]))]
    via: Option<Via>,
}

/// What changed.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet changes meeting/som-02          since the one before in its series
  sommet changes meeting/som-01 meeting/som-11 --format md
")]
pub(super) struct ChangesArgs {
    /// A meeting, or two: the earlier one first
    #[arg(required = true, num_args = 1..=2, value_name = "MEETING")]
    keys: Vec<String>,
    #[command(flatten)]
    answer: AnswerArgs,
}

impl EvidenceArgs {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let keys = std::slice::from_ref(&self.key);
        Request::new(&evidence::STUDY, keys).answer(&of_all_meetings(&self.answer))
    }
}

impl TopicsArgs {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let mut request = Request::new(&strands::STUDY, &[]);
        request.lanes = self.lanes;
        request.answer(&self.query)
    }
}

impl WhoArgs {
    pub(super) fn run(&self) -> Result<(), CliError> {
        Request::new(&compare::STUDY, &self.keys).answer(&self.query)
    }
}

impl ConnectionArgs {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let mut request = Request::new(&path::STUDY, &self.keys);
        request.ways = self.ways.clone();
        request.answer(&self.query)
    }
}

impl ChangesArgs {
    pub(super) fn run(&self) -> Result<(), CliError> {
        Request::new(&diff::STUDY, &self.keys).answer(&of_all_meetings(&self.answer))
    }
}

impl GapsArgs {
    pub(super) fn run(&self) -> Result<(), CliError> {
        if self.count {
            return self.count();
        }
        let mut request = Request::new(&gaps::STUDY, &[]);
        request.weakness = self.sort;
        request.answer(&self.query)
    }

    /// How many there are of each sort and field.
    fn count(&self) -> Result<(), CliError> {
        const COLUMNS: [Column; 4] = [
            Column::key("sort"),
            Column::new("fact", ALL),
            Column::number("facts"),
            Column::dim("means"),
        ];
        let Some((context, query)) = self.query.open()? else {
            return Ok(());
        };
        let rows = (!query.is_empty()).then(|| context.matcher().keep(&query));
        let scope = GapScope {
            meetings: rows.as_deref(),
            weakness: self.sort,
            most: 0,
        };
        let gaps = Gaps::new(&context.dataset, scope);
        let output = &self.query.answer.output;
        let counts = gaps.counts.iter().take(output.most());
        let lines = counts.map(|((sort, field), count)| {
            TableLine::Record(vec![
                sort.word().into(),
                field.replace('_', " ").into(),
                (*count).into(),
                sort.meaning().into(),
            ])
        });
        let about = context.about(&query, gaps.counts.len());
        let table = AnswerTable::new(about, &COLUMNS, lines.collect());
        table.deliver(output, || match rows.as_deref() {
            Some([]) => context.why_nothing(&query),
            _ => gaps::NOTHING.to_owned(),
        })
    }
}

/// A question that looks at all meetings.
fn of_all_meetings(answer: &AnswerArgs) -> QueryArgs {
    QueryArgs {
        meetings: MeetingArgs::default(),
        answer: answer.clone(),
    }
}

/// What is asked: a study, the records that it is about, and how.
pub(super) struct Request<'a> {
    pub kind: &'static StudyKind,
    keys: &'a [String],
    pub lanes: LaneArgs,
    pub ways: WayArgs,
    weakness: Option<Weakness>,
}

impl<'a> Request<'a> {
    /// A study of these records, asked plainly.
    pub(super) fn new(kind: &'static StudyKind, keys: &'a [String]) -> Self {
        Self {
            kind,
            keys,
            lanes: LaneArgs::default(),
            ways: WayArgs::default(),
            weakness: None,
        }
    }

    /// Answers in the shell.
    fn answer(&self, args: &QueryArgs) -> Result<(), CliError> {
        let Some((context, query)) = args.open()? else {
            return Ok(());
        };
        let (dataset, output) = (&context.dataset, &args.answer.output);
        let report = self.report(&context, &query, output.limit)?;
        let mut output = output.clone();
        if *self.kind == path::STUDY {
            // So many chains were asked for; all their meetings are rows.
            output.limit = None;
        }
        let extent = Extent {
            header: !output.no_header,
            most: output.most(),
        };
        let file = |format: Format| write(|out| format.write_report(&report, dataset, extent, out));
        match output.format {
            AnswerFormat::Csv => file(Format::Csv)?,
            AnswerFormat::Json => file(Format::Json)?,
            AnswerFormat::Md => file(Format::Markdown)?,
            AnswerFormat::Jsonl => {
                let items = extent.rows(&report).map(|nth| report.item(dataset, nth));
                print(&jsonl(
                    items.collect::<Result<Vec<_>, ReadError>>()?.into_iter(),
                ))?;
            }
            AnswerFormat::Plain => {
                print(&text::cells(&report, dataset, extent)?.written(&Style::new(&output)))?;
            }
            AnswerFormat::Text => {
                print(&text::lines(&report, dataset, extent).written(&Style::new(&output)))?;
            }
        }
        finish(report.total(), &output, || {
            self.why_nothing(&context, &query, &report)
        })
    }

    /// Works the answer out.
    pub(super) fn report(
        &self,
        context: &Context,
        query: &Query,
        limit: Option<usize>,
    ) -> Result<Report, CliError> {
        let dataset = &context.dataset;
        let view = self.view(context, query, limit)?;
        let study = view.study(dataset, &context.matcher().keep(query));
        if let Some(lanes) = Strands::of_study(&*study) {
            let rows = lanes.lanes.len();
            let shown = limit.unwrap_or(rows).min(rows);
            fits(shown, lanes)?;
        }
        let query = view.query(dataset, &query.to_string());
        Ok(Report::new(dataset, &study, query))
    }

    /// The question, if its records fit.
    fn view(
        &self,
        context: &Context,
        query: &Query,
        limit: Option<usize>,
    ) -> Result<View, CliError> {
        let records = context.records(self.keys)?;
        let (least, most) = self.kind.records;
        if !(least..=most).contains(&records.len()) {
            return Err(CliError::misused(usage()));
        }
        let plain = Options::default();
        let mut view = View::new(self.kind, records);
        view.options = Options {
            of: self.lanes.of.unwrap_or(plain.of),
            by: self.lanes.by.unwrap_or(plain.by),
            order: self.lanes.sort.unwrap_or(plain.order),
            without: context.records(&self.ways.without)?,
            via: self.ways.via,
            weakness: self.weakness,
            narrowed: !query.is_empty(),
            most: limit,
        };
        (self.kind.check)(&context.dataset, &mut view).map_err(CliError::misused)?;
        for id in &view.records {
            context.dataset.body(*id)?;
        }
        Ok(view)
    }

    /// Why there is no row.
    pub(super) fn why_nothing(&self, context: &Context, query: &Query, report: &Report) -> String {
        let words_itself =
            *self.kind == path::STUDY || (*self.kind == gaps::STUDY && query.is_empty());
        if !words_itself && context.matcher().keep(query).is_empty() {
            return context.why_nothing(query);
        }
        report.nothing.to_string()
    }
}

fn fits(shown: usize, lanes: &Strands) -> Result<(), CliError> {
    let columns = lanes.columns.len();
    if shown.saturating_mul(columns) <= MOST_CELLS {
        return Ok(());
    }
    let many = lanes.of.many();
    Err(CliError::misused(format!(
        "{shown} {many} and {columns} columns are too many for one table: \
         bound it with --where, --limit or --by year"
    )))
}

/// `write topics, evidence KIND/ID, … or gaps`.
fn usage() -> String {
    let calls = STUDIES.map(|kind| {
        format!("{} {}", kind.name, kind.usage)
            .trim_end()
            .to_owned()
    });
    let (last, others) = calls
        .split_last()
        .map_or(("", &calls[..]), |(last, others)| (last, others));
    format!("write {} or {last}", others.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_that_has_lanes_is_offered() {
        assert_eq!(KINDS.map(|(kind, _)| kind), strands::KINDS);
    }
}
