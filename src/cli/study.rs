//! `sommet evidence`, `topics`, `who`, `connection` and `changes`: the studies of the screen, asked for in the shell,
//! with the same words; and what `sommet export` writes of them.

use std::sync::Arc;

use super::args::{self, Asking, Format, Input, Lanes, Output, Ways};
use super::asked::Opened;
use super::format::{Column, Line, Table, jsonl};
use super::{Failure, complain, out, print};
use crate::data::{Dataset, Kind, ReadError, RecordId};
use crate::export::{self, study::Extent};
use crate::query::Query;
use crate::study::compare::fit;
use crate::study::diff::before_in_series;
use crate::study::path::{Connection, Question, Via, connection};
use crate::study::report::{Look, Part, Report, TEXT};
use crate::study::strands::{By, Order};
use crate::study::view::{CHAINS, Study, View};

/// What the studies are called, now and before.
pub(super) const NAMES: [(&str, &str); 5] = [
    ("evidence", "evidence"),
    ("topics", "strands"),
    ("who", "compare"),
    ("connection", "path"),
    ("changes", "diff"),
];

/// A table with more cells than this is no table.
const MOST: usize = 4_000_000;

/// What is asked: a study, the records that it is about, and how.
pub(super) struct Asked<'a> {
    /// Its name, one of [`NAMES`].
    pub name: &'static str,
    keys: &'a [String],
    lanes: Lanes,
    ways: Option<&'a Ways>,
    asking: Option<&'a Asking>,
}

impl<'a> Asked<'a> {
    /// A study of these records and of all meetings.
    pub(super) const fn of(name: &'static str, keys: &'a [String]) -> Self {
        Self {
            name,
            keys,
            lanes: Lanes::PLAIN,
            ways: None,
            asking: None,
        }
    }

    /// The same of some meetings.
    pub(super) const fn among(mut self, asking: &'a Asking) -> Self {
        self.asking = Some(asking);
        self
    }

    /// The same with such lanes.
    pub(super) const fn lanes(mut self, lanes: Lanes) -> Self {
        self.lanes = lanes;
        self
    }

    /// The same along such ways.
    pub(super) const fn along(mut self, ways: &'a Ways) -> Self {
        self.ways = Some(ways);
        self
    }
}

/// Answers in the shell.
pub(super) fn run(asked: &Asked<'_>, input: &Input, output: &Output) -> Result<(), Failure> {
    let query = asked
        .asking
        .map_or_else(|| Ok(Query::default()), Asking::query)?;
    let opened = Opened::new(input, output.quiet)?;
    if asked.asking.is_some_and(|asking| asking.explain) {
        return opened.explain(&query);
    }
    let report = asked.report(&opened, &query, output.limit)?;
    let dataset = &opened.dataset;
    let limit = output.limit.filter(|_| asked.name != "connection");
    let extent = Extent {
        header: !output.no_header,
        most: limit.unwrap_or(usize::MAX),
    };
    let written = match output.format {
        Format::Csv => Some(export::Format::Csv),
        Format::Json => Some(export::Format::Json),
        Format::Md => Some(export::Format::Markdown),
        Format::Text | Format::Plain | Format::Jsonl => None,
    };
    match (written, output.format) {
        (Some(format), _) => {
            out::write(|out| export::study::write(&report, dataset, format, extent, out))?;
        }
        (None, Format::Jsonl) => print(&jsonl(items(&report, dataset, extent)?.into_iter()))?,
        (None, format) => {
            let table = table(&report, dataset, extent, format)?;
            print(&table.written(&super::Paper::new(output)))?;
        }
    }
    if report.count == 0 {
        return Err(Failure::nothing(
            asked.why_nothing(&opened, &query, &report),
        ));
    }
    if let Some(limit) = limit.filter(|limit| *limit < report.count && !output.quiet) {
        complain(&format!("{limit} of {} are listed", report.count));
    }
    Ok(())
}

fn items(
    report: &Report,
    dataset: &Dataset,
    extent: Extent,
) -> Result<Vec<crate::study::value::Value>, ReadError> {
    let rows = 0..report.count.min(extent.most);
    rows.map(|nth| report.item(dataset, nth)).collect()
}

/// The report as a table of the shell: to be read, or as cells with tabs.
fn table(
    report: &Report,
    dataset: &Dataset,
    extent: Extent,
    format: Format,
) -> Result<Table, ReadError> {
    let mut lines = Vec::new();
    let rows = 0..report.count.min(extent.most);
    if format == Format::Plain {
        for nth in rows {
            let (mut values, rests) = report.values(dataset, nth)?;
            values.push(rests.keys(dataset).join("; ").into());
            values.push(rests.whose.word().into());
            lines.push(Line::Record(values));
        }
        return Ok(Table {
            lines,
            ..Table::default()
        });
    }
    let mut asides = report.asides.iter().peekable();
    for nth in 0..=rows.end {
        while let Some((_, aside)) = asides.next_if(|(before, _)| *before <= nth) {
            if aside.readers & TEXT != 0 && (nth < report.count || rows.end == report.count) {
                let key = aside.record.map(|id| format!("{}  ", dataset.key(id)));
                let key = key
                    .filter(|_| aside.part == Part::Heading)
                    .unwrap_or_default();
                lines.push(match aside.part {
                    Part::Heading => Line::Heading(format!("{key}{}", aside.said())),
                    Part::Detail | Part::Note => Line::Remark(aside.said()),
                });
            }
        }
        if nth < rows.end {
            let entry = report.entry(dataset, nth);
            let cells = report.columns_for(TEXT).map(|(at, _)| {
                let cell = entry.cells.get(at);
                cell.map(|cell| cell.text.as_str()).into()
            });
            lines.push(Line::Record(cells.collect()));
        }
    }
    if report.count > 0 {
        lines.push(Line::Heading(String::new()));
        lines.push(Line::Remark(report.caption.to_string()));
    }
    let columns = report.columns_for(TEXT).map(|(_, column)| {
        let label = column.label.replace('_', " ");
        match column.look {
            Look::Plain => Column::named(&label),
            Look::Dim => Column::named(&label).dimmed(),
            Look::Key => Column::named(&label).whole(),
            Look::Number => Column::named(&label).right(),
        }
    });
    Ok(Table {
        columns: columns.collect(),
        lines,
        ..Table::default()
    })
}

impl Asked<'_> {
    /// Works the answer out.
    pub(super) fn report(
        &self,
        opened: &Opened,
        query: &Query,
        limit: Option<usize>,
    ) -> Result<Report, Failure> {
        let dataset = &opened.dataset;
        let view = self.view(opened)?;
        let kept = opened.matcher().keep(query);
        let study = match view {
            View::Path(from, to) => {
                let most = limit.unwrap_or(CHAINS);
                Study::Path(self.connection(opened, &kept, (from, to), most)?)
            }
            ref view => view.study(dataset, &kept),
        };
        match &study {
            Study::OpenError(why) => return Err(Failure::misused(why)),
            Study::Strands(lanes) => {
                let rows = lanes.strands.len();
                self.fits(limit.unwrap_or(rows).min(rows), lanes.columns.len())?;
            }
            _ => {}
        }
        let mut asked = view.shell_words(dataset);
        if let Some(ways) = self.ways {
            ways.tell(&mut asked);
        }
        if view.depends_on_filter() && !query.is_empty() {
            asked.push(format!("--where {query}"));
        }
        Ok(Report::new(dataset, &Arc::new(study), asked.join(" ")))
    }

    fn fits(&self, shown: usize, columns: usize) -> Result<(), Failure> {
        if shown.saturating_mul(columns) <= MOST {
            return Ok(());
        }
        let many = self.lanes.of().many();
        Err(Failure::misused(format!(
            "{shown} {many} and {columns} columns are too many for one table: \
             bound it with --where, --limit or --by year"
        )))
    }

    /// What is asked, of which records.
    fn view(&self, opened: &Opened) -> Result<View, Failure> {
        let dataset = &opened.dataset;
        let ids = self.keys.iter().map(|key| opened.record(key));
        let ids = ids.collect::<Result<Vec<RecordId>, Failure>>()?;
        match (self.name, ids.as_slice()) {
            ("evidence", [id]) => {
                dataset.body(*id)?;
                Ok(View::Evidence(*id))
            }
            ("topics", []) => {
                let lanes = self.lanes;
                Ok(View::Strands(
                    lanes.of(),
                    lanes.by.into(),
                    lanes.sort.into(),
                ))
            }
            ("who", who) => {
                fit(dataset, who).map_err(Failure::misused)?;
                Ok(View::Compare(who.to_vec()))
            }
            ("connection", [from, to]) => Ok(View::Path(*from, *to)),
            ("changes", [.., after]) if ids.len() <= 2 => {
                if let Some(id) = ids.iter().find(|id| id.kind != Kind::Meeting) {
                    let key = dataset.key(*id);
                    let text = format!("{key} is no meeting: only meetings can be told apart");
                    return Err(Failure::misused(text));
                }
                let before = match ids.as_slice() {
                    [before, _] => Some(*before),
                    _ => before_in_series(dataset, *after),
                };
                let before = before.ok_or_else(|| {
                    let key = dataset.key(*after);
                    let text = "no meeting comes before";
                    Failure::misused(format!("{text} {key} in a series: name two meetings"))
                })?;
                Ok(View::Diff(before, *after))
            }
            _ => Err(Failure::misused(
                "write topics, evidence KIND/ID, who KIND/ID KIND/ID…, \
                 connection KIND/ID KIND/ID or changes meeting/ID meeting/ID",
            )),
        }
    }

    fn connection(
        &self,
        opened: &Opened,
        kept: &[u32],
        (from, to): (RecordId, RecordId),
        most: usize,
    ) -> Result<Connection, Failure> {
        let dataset = &opened.dataset;
        if from == to {
            let text = format!("both ends are {}: name two records", dataset.key(from));
            return Err(Failure::misused(text));
        }
        let without = self.ways.map_or(&[][..], |ways| &ways.without).iter();
        let without = without.map(|key| opened.record(key));
        let without = without.collect::<Result<Vec<RecordId>, Failure>>()?;
        if let Some(end) = without.iter().find(|id| **id == from || **id == to) {
            let text = format!(
                "{} is an end of the chain and cannot be left out",
                dataset.key(*end)
            );
            return Err(Failure::misused(text));
        }
        let question = Question {
            from,
            to,
            kept,
            without: &without,
            via: self.ways.and_then(|ways| ways.via).map(Into::into),
            most,
        };
        Ok(connection(dataset, &question).unwrap_or_else(|| Connection::none(dataset, &question)))
    }

    /// Why there is no row.
    pub(super) fn why_nothing(&self, opened: &Opened, query: &Query, report: &Report) -> String {
        if self.name != "connection" && opened.matcher().keep(query).is_empty() {
            return opened.why_nothing(query);
        }
        report.nothing.to_string()
    }
}

impl From<args::By> for By {
    fn from(column: args::By) -> Self {
        match column {
            args::By::Meeting => Self::Meeting,
            args::By::Year => Self::Year,
        }
    }
}

impl From<args::Order> for Order {
    fn from(order: args::Order) -> Self {
        match order {
            args::Order::First => Self::First,
            args::Order::Last => Self::Last,
            args::Order::Silence => Self::Silence,
            args::Order::Count => Self::Count,
            args::Order::Comeback => Self::Comeback,
        }
    }
}

impl From<args::Between> for Via {
    fn from(between: args::Between) -> Self {
        match between {
            args::Between::People => Self::People,
            args::Between::Organisations => Self::Organisations,
            args::Between::Topics => Self::Topics,
        }
    }
}
