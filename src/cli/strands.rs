//! `sommet topics`: topics over time, through meetings or years.

use super::args::{self, Format, Strands};
use super::asked::Opened;
use super::format::{Column, Line, Table};
use super::value::Value;
use super::{Failure, deliver};
use crate::data::{Dataset, RecordId, Year};
use crate::study::strands::{By, Cell, Column as Of, Order, Strand, Strands as Study};

/// A table with more cells than this is no table.
const MOST: usize = 4_000_000;

/// Lists the topics, each with its cells.
pub(super) fn run(asked: &Strands) -> Result<(), Failure> {
    let query = asked.asking.query()?;
    let opened = Opened::new(&asked.input, asked.output.quiet)?;
    if asked.asking.explain {
        return opened.explain(&query);
    }
    let rows = opened.matcher().keep(&query);
    let study = Study::new(&opened.dataset, &rows, asked.by.into(), asked.sort.into());
    let count = study.strands.len();
    let shown = asked.output.limit.unwrap_or(count).min(count);
    let cells = shown.saturating_mul(study.columns.len());
    if cells > MOST {
        let columns = study.columns.len();
        return Err(Failure::misused(format!(
            "{shown} topics and {columns} columns are too many for one table: \
             bound it with --where, --limit or --by year"
        )));
    }
    let sheet = Sheet {
        dataset: &opened.dataset,
        study: &study,
        by: asked.by.into(),
        shown,
    };
    let mut table = match asked.output.format {
        Format::Text => sheet.in_signs(),
        Format::Json | Format::Jsonl => sheet.items(),
        Format::Plain | Format::Csv | Format::Md => sheet.in_words(),
    };
    table.about = opened.about(&query, count);
    deliver(&table, &asked.output, || {
        if rows.is_empty() {
            opened.why_nothing(&query)
        } else {
            "no topic is listed for these meetings".to_owned()
        }
    })
}

struct Sheet<'s> {
    dataset: &'s Dataset,
    study: &'s Study,
    by: By,
    shown: usize,
}

impl Sheet<'_> {
    fn strands(&self) -> impl Iterator<Item = (usize, &Strand)> {
        self.study.strands.iter().enumerate().take(self.shown)
    }

    fn cells(&self, nth: usize) -> impl Iterator<Item = Cell> {
        (0..self.study.columns.len()).map(move |column| self.study.cell(nth, column))
    }

    /// The columns that files tell, each with its place: not those for many years without a meeting.
    fn told(&self) -> impl Iterator<Item = (usize, &Of)> {
        let columns = self.study.columns.iter().enumerate();
        columns.filter(|(_, of)| of.until.is_none())
    }

    /// The grid with a sign a cell, and what the signs mean.
    fn in_signs(&self) -> Table {
        let mut years = String::new();
        let mut last = None;
        for column in &self.study.columns {
            let year = Some(column.year);
            let shown = match (column.year, column.until) {
                _ if year == last => "   ".to_owned(),
                (None, _) => " ? ".to_owned(),
                (_, Some(_)) => "…  ".to_owned(),
                (Some(year), None) => format!("{} ", Year(year).in_two_digits()),
            };
            last = year;
            years.push_str(&shown);
        }
        let mut lines: Vec<Line> = self
            .strands()
            .map(|(nth, strand)| {
                let mut signs = String::new();
                for cell in self.cells(nth) {
                    signs.extend([sign(cell), "   "].concat().chars().take(3));
                }
                Line::Record(vec![
                    self.dataset.short(strand.topic).into(),
                    strand.count.into(),
                    strand.marks().join(", ").into(),
                    signs.trim_end().into(),
                ])
            })
            .collect();
        let legend = [
            Cell::Agenda,
            Cell::Context,
            Cell::NotListed(crate::data::Completeness::Complete),
            Cell::NotListed(crate::data::Completeness::Unknown),
        ];
        if !lines.is_empty() {
            let legend = legend.map(|cell| format!("{} {}", sign(cell), cell.meaning()));
            lines.push(Line::Heading(String::new()));
            lines.extend(legend.map(Line::Remark));
            let last = "? no topic is listed";
            lines.push(Line::Remark(last.to_owned()));
        }
        Table {
            columns: vec![
                Column::text("topic"),
                Column::number("meetings"),
                Column::dim("marks"),
                Column::named(years.trim_end()),
            ],
            lines,
            ..Table::default()
        }
    }

    /// The grid with a word a cell, a column each.
    fn in_words(&self) -> Table {
        let mut columns = vec![
            Column::key("topic"),
            Column::text("name"),
            Column::number("meetings"),
            Column::key("first"),
            Column::key("last"),
            Column::number("months_silent"),
            Column::text("marks"),
        ];
        columns.extend(self.told().map(|(_, of)| Column::named(&self.name(of))));
        let lines = self.strands().map(|(nth, strand)| {
            let mut cells = self.facts(strand);
            let told = self.told().map(|(at, _)| self.study.cell(nth, at));
            cells.extend(told.map(|cell| cell.word().into()));
            Line::Record(cells)
        });
        Table {
            lines: lines.collect(),
            columns,
            ..Table::default()
        }
    }

    fn facts(&self, strand: &Strand) -> Vec<Value> {
        let date = |meeting: RecordId| self.dataset.date(meeting).map(|date| date.to_string());
        vec![
            self.dataset.key(strand.topic).into(),
            self.dataset.name(strand.topic).into(),
            strand.count.into(),
            date(strand.first).into(),
            date(strand.last).into(),
            strand.silent_for.map(|months| months as usize).into(),
            Value::texts(strand.marks()),
        ]
    }

    /// `2013-05-03 meeting/som-01`, or the year; `?` behind what is inferred.
    fn name(&self, of: &Of) -> String {
        let Some(meeting) = of.first().filter(|_| self.by == By::Meeting) else {
            return of.years().unwrap_or_else(|| "undated".to_owned());
        };
        let date = self.dataset.date(meeting).map(|date| date.to_string());
        let date = date.unwrap_or_else(|| "undated".to_owned());
        format!("{date} {}", self.dataset.key(meeting))
    }

    fn items(&self) -> Table {
        const FACTS: [&str; 7] = [
            "topic",
            "name",
            "meetings",
            "first",
            "last",
            "months_silent",
            "marks",
        ];
        let items = self.strands().map(|(nth, strand)| {
            let facts = FACTS.into_iter().map(Into::into).zip(self.facts(strand));
            let cells = self.told().map(|(at, of)| {
                let cell = self.study.cell(nth, at);
                let members = [
                    ("column", Value::from(self.name(of))),
                    ("cell", cell.word().into()),
                    ("means", cell.meaning().into()),
                ];
                Value::object(members)
            });
            let cells = ("cells".into(), Value::List(cells.collect()));
            Value::Object(facts.chain([cells]).collect())
        });
        Table {
            items: Some(items.collect()),
            ..Table::default()
        }
    }
}

/// The cell in a sign.
fn sign(cell: Cell) -> &'static str {
    match cell {
        Cell::Agenda => "■",
        Cell::Context => "□",
        other => other.word(),
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
