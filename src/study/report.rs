//! The answer of a study as a table, worded once: the screen, the shell and files read it and word nothing
//! themselves.
//!
//! Rows are made when they are asked for where there may be many of them. What one reader alone needs, such as keys
//! for the shell, is a column for that reader.

use std::any::Any;
use std::borrow::Cow;
use std::fmt::Debug;
use std::sync::Arc;

use super::column::{Column, FILE, Readers, SCREEN};
use super::value::Value;
use crate::data::{Dataset, Kind, ReadError, RecordId};
use crate::facts::words::missing;
use crate::facts::{Fact, Sources, Tie, Whose, behind};

/// The answer of a study, which words itself.
pub trait Study: Any + Debug + Send + Sync {
    /// Words all of it but the rows that [`row`](Self::row) makes.
    fn describe(&self, dataset: &Dataset, report: &mut Report);

    /// The row of that number, where rows are made when they are asked for.
    fn row(&self, _dataset: &Dataset, _nth: usize) -> Option<ReportRow> {
        None
    }

    /// Whether the keys for groups go to such a row.
    fn is_stop(&self, _nth: usize) -> bool {
        false
    }

    /// About how many bytes its longest lists take, beside the rows of its report.
    fn bytes(&self) -> usize {
        0
    }
}

/// A question that has no answer, and why.
#[derive(Debug)]
pub struct Unanswered(pub String);

impl Study for Unanswered {
    fn describe(&self, _dataset: &Dataset, report: &mut Report) {
        report.nothing = self.0.clone().into();
    }
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// What stands before the text and is never cut while that has room: a date.
    pub lead: String,
    /// What people read.
    pub text: String,
    /// The same for where that is too wide; empty when there is nothing shorter.
    pub short: String,
    /// What programs read, when that is another.
    pub(super) value: Option<Value>,
    /// Of a column in a list: the members of its item in JSON.
    pub members: Vec<(&'static str, Value)>,
    /// The record that it leads to.
    pub record: Option<RecordId>,
    /// What it is about within that record.
    pub within: Option<RecordId>,
    /// Whether it is not sure.
    pub doubtful: bool,
    /// What it means, for the line below; nothing when it says so itself.
    pub description: String,
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// The same for all who read it.
    pub(super) fn value(value: impl Into<Value>) -> Self {
        let value = value.into();
        Self::text(value.flat()).file(value)
    }

    /// The name of a record, which it leads to.
    pub(super) fn name(dataset: &Dataset, id: RecordId) -> Self {
        Self {
            short: dataset.short(id).to_owned(),
            record: Some(id),
            ..Self::text(dataset.name(id))
        }
    }

    /// The date and title of a meeting.
    pub(super) fn meeting(dataset: &Dataset, meeting: RecordId) -> Self {
        let date = crate::facts::words::dated(dataset, meeting);
        Self {
            lead: format!("{date:<11} "),
            ..Self::name(dataset, meeting)
        }
    }

    /// As what somebody was named for a meeting; nothing where they were not.
    pub(super) fn tie(dataset: &Dataset, tie: Option<&Tie>) -> Self {
        tie.map_or_else(Self::default, |tie| Self {
            doubtful: tie.is_inferred(),
            ..Self::text(tie.said(dataset)).file(tie.in_words(dataset))
        })
    }

    /// Who publishes the first of some sources, which it leads to, and how many more there are.
    pub(super) fn sources(dataset: &Dataset, sources: &Sources, of: RecordId) -> Self {
        let called = |source: &RecordId| match dataset.publisher(*source) {
            "" => dataset.name(*source).to_owned(),
            publisher => publisher.to_owned(),
        };
        let first = sources.ids.first().map(called);
        let first = first.or_else(|| sources.missing.first().map(|id| missing(Kind::Source, id)));
        let more = sources.count().saturating_sub(1);
        let text = match (first, more) {
            _ if of.kind == Kind::Source && sources.whose == Whose::Record => "itself".to_owned(),
            (None, _) => String::new(),
            (Some(first), 0) => first,
            (Some(first), more) => format!("{first}, {more} more"),
        };
        Self::text(text).to(sources.ids.first().copied())
    }

    /// The shorter text, or the text where there is none.
    #[must_use]
    pub fn short(&self) -> &str {
        if self.short.is_empty() {
            &self.text
        } else {
            &self.short
        }
    }

    pub(super) fn file(mut self, value: impl Into<Value>) -> Self {
        self.value = Some(value.into());
        self
    }

    pub(super) fn to(mut self, record: Option<RecordId>) -> Self {
        self.record = record;
        self
    }

    /// What programs read.
    fn for_file(&self) -> Value {
        let text = || Value::from(self.text.as_str());
        self.value.clone().unwrap_or_else(text)
    }
}

/// What a row rests on.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Rests {
    /// These.
    On(Sources),
    /// The facts by which these meetings name these records.
    OnLinks(Vec<(RecordId, RecordId)>),
    /// Nothing, as this record cannot be read any more.
    OnUnread(RecordId),
    /// Nothing, as this series cannot.
    OnUnreadSeries(usize),
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportRow {
    /// `!`, `~` and `?`.
    pub marks: String,
    /// A cell a column.
    pub cells: Vec<Cell>,
    /// Whether one goes to it by the keys for groups.
    pub is_stop: bool,
    /// What it says, for the line below; nothing where its cells do.
    pub description: String,
    pub(super) rests: Rests,
}

impl Rests {
    /// The sources of a fact.
    pub(super) fn on(fact: &Fact) -> Self {
        if fact.is_unreadable() {
            Self::OnUnread(fact.of)
        } else {
            Self::On(fact.sources.clone())
        }
    }
}

impl Default for Rests {
    fn default() -> Self {
        Self::On(Sources::default())
    }
}

impl ReportRow {
    pub(super) fn new(cells: Vec<Cell>, rests: Rests) -> Self {
        Self {
            cells,
            rests,
            ..Self::default()
        }
    }

    fn sources(self, dataset: &Dataset) -> Result<Sources, ReadError> {
        match self.rests {
            Rests::On(sources) => Ok(sources),
            Rests::OnUnread(id) => dataset.body(id).map(|_| Sources::default()),
            Rests::OnUnreadSeries(row) => dataset.series_body(row).map(|_| Sources::default()),
            Rests::OnLinks(links) => {
                let mut facts: Vec<Fact> = Vec::new();
                for (meeting, id) in links {
                    facts.extend(behind(dataset, meeting, id)?);
                }
                Ok(Sources::of_all(&facts))
            }
        }
    }
}

/// What stands between rows, for people alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// The heading of what follows.
    Heading,
    /// More of the row above it.
    Detail,
    /// A remark.
    Remark,
}

/// A line between rows.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportNote {
    /// What it is.
    pub kind: NoteKind,
    /// Who reads it.
    pub readers: Readers,
    /// `!`, `~` and `?`.
    pub marks: &'static str,
    /// What the text is, or is said of.
    pub lead: String,
    /// What it says.
    pub text: String,
    /// The record that it leads to.
    pub record: Option<RecordId>,
}

impl ReportNote {
    fn new(kind: NoteKind, readers: Readers, text: impl Into<String>) -> Self {
        Self {
            kind,
            readers,
            marks: "",
            lead: String::new(),
            text: text.into(),
            record: None,
        }
    }

    pub(super) fn heading(readers: Readers, text: impl Into<String>) -> Self {
        Self::new(NoteKind::Heading, readers, text)
    }

    pub(super) fn detail(readers: Readers, text: impl Into<String>) -> Self {
        Self::new(NoteKind::Detail, readers, text)
    }

    pub(super) fn remark(readers: Readers, text: impl Into<String>) -> Self {
        Self::new(NoteKind::Remark, readers, text)
    }

    pub(super) fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    pub(super) fn to(mut self, record: Option<RecordId>) -> Self {
        self.record = record;
        self
    }

    /// Lead and text in one line.
    #[must_use]
    pub fn in_line(&self) -> String {
        if self.lead.is_empty() {
            self.text.clone()
        } else {
            format!("{}: {}", self.lead, self.text)
        }
    }
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Report {
    /// What it is called, with what it is about.
    pub title: Cow<'static, str>,
    /// The command that gives it.
    pub query: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// How many rows it has.
    pub count: usize,
    /// How many more there are that are not among its rows.
    pub left_out: usize,
    /// The same in words, for the frame of a pane.
    pub counted: String,
    /// What one goes to by the keys for groups, in a word.
    pub stop: &'static str,
    /// What all of it means, and how far it goes.
    pub caption: Cow<'static, str>,
    /// Why there is no row.
    pub nothing: Cow<'static, str>,
    /// What JSON tells beside the rows.
    pub more: Vec<(&'static str, Value)>,
    /// Lines between the rows, each with the number of the row that it stands before.
    pub notes: Vec<(usize, ReportNote)>,
    /// The rows, where they are few.
    rows: Vec<ReportRow>,
    study: Arc<dyn Study>,
}

impl Report {
    /// The report of an answer; `query` is the command that gives it.
    #[must_use]
    pub fn new(dataset: &Dataset, study: &Arc<dyn Study>, query: String) -> Self {
        let mut report = Self {
            title: Cow::default(),
            query,
            columns: Vec::new(),
            count: 0,
            left_out: 0,
            counted: String::new(),
            stop: "section",
            caption: Cow::default(),
            nothing: Cow::default(),
            more: Vec::new(),
            notes: Vec::new(),
            rows: Vec::new(),
            study: Arc::clone(study),
        };
        study.describe(dataset, &mut report);
        if !report.rows.is_empty() {
            report.count = report.rows.len();
        }
        report
    }

    /// How many there are in all.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.count + self.left_out
    }

    pub(super) fn push(&mut self, row: ReportRow) {
        self.rows.push(row);
    }

    /// A line before the next row.
    pub(super) fn note(&mut self, note: ReportNote) {
        self.notes.push((self.rows.len(), note));
    }

    /// The row of that number, which is below [`count`](Self::count).
    #[must_use]
    pub fn row(&self, dataset: &Dataset, nth: usize) -> ReportRow {
        let ready = self.rows.get(nth).cloned();
        let made = ready.or_else(|| self.study.row(dataset, nth));
        made.unwrap_or_default()
    }

    /// What the row of that number rests on.
    ///
    /// # Errors
    /// When a record cannot be read any more.
    pub fn sources(&self, dataset: &Dataset, nth: usize) -> Result<Sources, ReadError> {
        self.row(dataset, nth).sources(dataset)
    }

    /// Whether the keys for groups go to a row.
    #[must_use]
    pub fn is_stop(&self, nth: usize) -> bool {
        let ready = self.rows.get(nth);
        ready.map_or_else(|| self.study.is_stop(nth), |row| row.is_stop)
    }

    /// The columns that somebody reads, each with its place.
    pub fn columns_for(&self, reader: Readers) -> impl Iterator<Item = (usize, &Column)> {
        let columns = self.columns.iter().enumerate();
        columns.filter(move |(_, column)| column.is_for(reader))
    }

    /// What a cell of a row is, where it has to be said, and what the row is, in one line.
    #[must_use]
    pub fn described(&self, row: &ReportRow, column: usize) -> String {
        let cell = row.cells.get(column).map_or("", |cell| &cell.description);
        let mut parts: Vec<&str> = match &*row.description {
            "" => self
                .columns_for(SCREEN)
                .filter_map(|(nth, _)| row.cells.get(nth))
                .map(|cell| cell.text.as_str())
                .collect(),
            text => vec![text],
        };
        parts.insert(0, cell);
        parts.retain(|part| !part.is_empty());
        parts.join(" · ")
    }

    /// What files hold of a row, and what it rests on.
    ///
    /// # Errors
    /// When a record cannot be read any more.
    pub fn values(
        &self,
        dataset: &Dataset,
        nth: usize,
    ) -> Result<(Vec<Value>, Sources), ReadError> {
        let row = self.row(dataset, nth);
        let values = self
            .columns_for(FILE)
            .map(|(at, _)| row.cells.get(at).map_or(Value::Nothing, Cell::for_file));
        let values = values.collect();
        Ok((values, row.sources(dataset)?))
    }

    /// A row as an item of JSON: its cells by the names of their columns, what it rests on, and whose that is.
    ///
    /// # Errors
    /// When a record cannot be read any more.
    pub fn item(&self, dataset: &Dataset, nth: usize) -> Result<Value, ReadError> {
        let row = self.row(dataset, nth);
        let mut members: Vec<(Cow<'static, str>, Value)> = Vec::new();
        for (at, column) in self.columns_for(FILE) {
            let Some(cell) = row.cells.get(at) else {
                continue;
            };
            let Some([list, name]) = column.list else {
                members.push((column.name.clone(), cell.for_file()));
                continue;
            };
            let of_cell = cell.members.iter().cloned();
            let of_cell = of_cell.map(|(name, value)| (Cow::Borrowed(name), value));
            let name = (Cow::Borrowed(name), Value::from(&*column.name));
            let item = Value::Object([name].into_iter().chain(of_cell).collect());
            match members.last_mut() {
                Some((before, Value::List(items))) if *before == list => items.push(item),
                _ => members.push((Cow::Borrowed(list), Value::List(vec![item]))),
            }
        }
        let sources = row.sources(dataset)?;
        members.push(("sources".into(), Value::texts(sources.keys(dataset))));
        members.push(("source_level".into(), sources.whose.word().into()));
        Ok(Value::Object(members))
    }
}

/// `12 meetings`.
pub(super) fn counted(count: usize, kind: Kind) -> String {
    format!("{count} {}", kind.counted(count))
}

/// The date of a meeting as the file writes it.
pub(super) fn date(dataset: &Dataset, meeting: RecordId) -> Value {
    dataset.date(meeting).map(|date| date.to_string()).into()
}
