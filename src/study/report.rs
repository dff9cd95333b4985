//! The answer of a study as a table, worded once: the screen, the shell and files read it and word nothing
//! themselves.
//!
//! Rows are made when they are asked for where there may be many of them. What one reader alone needs, such as keys
//! for the shell, is a column for that reader.

mod changes;
mod connection;
mod evidence;
mod lanes;
mod who;

use std::borrow::Cow;
use std::sync::Arc;

pub use self::lanes::{caption as lanes_caption, last_year, told_below as lanes_told};

use super::value::Value;
use super::view::Study;
use crate::data::{Dataset, Kind, ReadError, RecordId};
use crate::facts::{Fact, Sources, behind};

/// The readers of a column or row: the screen, texts of the shell, files and formats for programs.
pub type Readers = u8;
/// The screen.
pub const SCREEN: Readers = 1;
/// Texts in the shell.
pub const TEXT: Readers = 2;
/// Files, and the formats of the shell that programs read.
pub const FILE: Readers = 4;
/// People, on the screen or in the shell.
pub const PEOPLE: Readers = SCREEN | TEXT;
/// Everybody.
pub const ALL: Readers = PEOPLE | FILE;

/// How the cells of a column look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// As text.
    #[default]
    Plain,
    /// Standing back.
    Dim,
    /// Cut last, so that it can be copied.
    Key,
    /// A number.
    Number,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name for programs.
    pub name: Cow<'static, str>,
    /// Its name for people.
    pub label: Cow<'static, str>,
    /// Who reads it.
    pub readers: Readers,
    /// How it looks.
    pub look: Look,
    /// In JSON, the list whose items its cells are, and the member of an item that tells the name of the column.
    pub list: Option<[&'static str; 2]>,
}

impl Column {
    const fn new(name: &'static str, readers: Readers) -> Self {
        Self::called(name, name, readers)
    }

    const fn called(name: &'static str, label: &'static str, readers: Readers) -> Self {
        Self {
            name: Cow::Borrowed(name),
            label: Cow::Borrowed(label),
            readers,
            look: Look::Plain,
            list: None,
        }
    }

    const fn look(mut self, look: Look) -> Self {
        self.look = look;
        self
    }

    /// A column with the key of a record, or a date, which are read whole.
    const fn key(name: &'static str) -> Self {
        Self::new(name, TEXT | FILE).look(Look::Key)
    }

    fn named(name: String, label: String, readers: Readers) -> Self {
        Self {
            name: Cow::Owned(name),
            label: Cow::Owned(label),
            ..Self::new("", readers)
        }
    }

    /// Whether somebody reads it.
    #[must_use]
    pub const fn is_for(&self, reader: Readers) -> bool {
        self.readers & reader != 0
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
    value: Option<Value>,
    /// Of a column in a list: the members of its item in JSON.
    members: Vec<(&'static str, Value)>,
    /// The record that it leads to.
    pub record: Option<RecordId>,
    /// What it is about within that record.
    pub within: Option<RecordId>,
    /// Whether it is not sure.
    pub doubtful: bool,
    /// What it means, for the line below; nothing when it says so itself.
    pub told: String,
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// The same for all who read it.
    fn value(value: impl Into<Value>) -> Self {
        let value = value.into();
        Self::text(value.flat()).file(value)
    }

    /// The name of a record, which it leads to.
    fn name(dataset: &Dataset, id: RecordId) -> Self {
        Self {
            short: dataset.short(id).to_owned(),
            record: Some(id),
            ..Self::text(dataset.name(id))
        }
    }

    /// The date and title of a meeting.
    fn meeting(dataset: &Dataset, meeting: RecordId) -> Self {
        let date = crate::facts::words::dated(dataset, meeting);
        Self {
            lead: format!("{date:<11} "),
            ..Self::name(dataset, meeting)
        }
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

    fn file(mut self, value: impl Into<Value>) -> Self {
        self.value = Some(value.into());
        self
    }

    fn to(mut self, record: Option<RecordId>) -> Self {
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
enum Rests {
    /// These.
    On(Sources),
    /// The facts by which these meetings name these records.
    OnLinks(Vec<(RecordId, RecordId)>),
    /// Nothing, as this record cannot be read any more.
    OnUnread(RecordId),
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// `!`, `~` and `?`.
    pub marks: String,
    /// A cell a column.
    pub cells: Vec<Cell>,
    /// Whether one goes to it by the keys for groups.
    pub is_stop: bool,
    /// What it says, for the line below; nothing where its cells do.
    pub told: String,
    rests: Rests,
}

impl Entry {
    fn new(cells: Vec<Cell>, rests: Rests) -> Self {
        Self {
            marks: String::new(),
            cells,
            is_stop: false,
            told: String::new(),
            rests,
        }
    }

    fn sources(self, dataset: &Dataset) -> Result<Sources, ReadError> {
        match self.rests {
            Rests::On(sources) => Ok(sources),
            Rests::OnUnread(id) => dataset.body(id).map(|_| Sources::default()),
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
pub enum Part {
    /// The heading of what follows.
    Heading,
    /// More of the row above it.
    Detail,
    /// A remark.
    Note,
}

/// A line between rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Aside {
    /// What it is.
    pub part: Part,
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

impl Aside {
    fn new(part: Part, readers: Readers, text: impl Into<String>) -> Self {
        Self {
            part,
            readers,
            marks: "",
            lead: String::new(),
            text: text.into(),
            record: None,
        }
    }

    fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    fn to(mut self, record: Option<RecordId>) -> Self {
        self.record = record;
        self
    }

    /// Lead and text in one line.
    #[must_use]
    pub fn said(&self) -> String {
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
    pub asked: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// How many rows it has.
    pub count: usize,
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
    pub asides: Vec<(usize, Aside)>,
    /// The rows, where they are few.
    entries: Vec<Entry>,
    study: Arc<Study>,
}

impl Report {
    /// The report of an answer; `asked` is the command that gives it.
    #[must_use]
    pub fn new(dataset: &Dataset, study: &Arc<Study>, asked: String) -> Self {
        let mut report = Self {
            title: Cow::default(),
            asked,
            columns: Vec::new(),
            count: 0,
            counted: String::new(),
            stop: "section",
            caption: Cow::default(),
            nothing: Cow::default(),
            more: Vec::new(),
            asides: Vec::new(),
            entries: Vec::new(),
            study: Arc::clone(study),
        };
        match &**study {
            Study::Evidence(evidence) => evidence::tell(dataset, evidence, &mut report),
            Study::Strands(strands) => lanes::tell(dataset, strands, &mut report),
            Study::Compare(compare) => who::tell(dataset, compare, &mut report),
            Study::Path(found) => connection::tell(dataset, found, &mut report),
            Study::Diff(diff) => changes::tell(dataset, diff, &mut report),
            Study::OpenError(why) => report.nothing = why.clone().into(),
            Study::Nothing => {}
        }
        if !report.entries.is_empty() {
            report.count = report.entries.len();
        }
        report
    }

    fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// A line before the next row.
    fn aside(&mut self, aside: Aside) {
        self.asides.push((self.entries.len(), aside));
    }

    /// The row of that number, which is below [`count`](Self::count).
    #[must_use]
    pub fn entry(&self, dataset: &Dataset, nth: usize) -> Entry {
        match (&*self.study, self.entries.get(nth)) {
            (_, Some(entry)) => entry.clone(),
            (Study::Strands(strands), None) => lanes::entry(dataset, strands, nth),
            (Study::Compare(compare), None) => who::entry(dataset, compare, nth),
            _ => Entry::new(Vec::new(), Rests::On(Sources::default())),
        }
    }

    /// What the row of that number rests on.
    ///
    /// # Errors
    /// When a record cannot be read any more.
    pub fn sources(&self, dataset: &Dataset, nth: usize) -> Result<Sources, ReadError> {
        self.entry(dataset, nth).sources(dataset)
    }

    /// Whether one goes to a row by the keys for groups.
    #[must_use]
    pub fn is_stop(&self, dataset: &Dataset, nth: usize) -> bool {
        match &*self.study {
            Study::Compare(compare) => compare.rows.get(nth).is_some_and(|row| row.is_shared()),
            _ => self.entry(dataset, nth).is_stop,
        }
    }

    /// The columns that somebody reads, each with its place.
    pub fn columns_for(&self, reader: Readers) -> impl Iterator<Item = (usize, &Column)> {
        let columns = self.columns.iter().enumerate();
        columns.filter(move |(_, column)| column.is_for(reader))
    }

    /// What a cell of a row is, where it has to be said, and what the row is, in one line.
    #[must_use]
    pub fn told(&self, entry: &Entry, column: usize) -> String {
        let cell = entry.cells.get(column).map_or("", |cell| &cell.told);
        let mut parts: Vec<&str> = match &*entry.told {
            "" => self
                .columns_for(SCREEN)
                .filter_map(|(nth, _)| entry.cells.get(nth))
                .map(|cell| cell.text.as_str())
                .collect(),
            told => vec![told],
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
        let entry = self.entry(dataset, nth);
        let values = self
            .columns_for(FILE)
            .map(|(at, _)| entry.cells.get(at).map_or(Value::Nothing, Cell::for_file));
        let values = values.collect();
        Ok((values, entry.sources(dataset)?))
    }

    /// A row as an item of JSON: its cells by the names of their columns, what it rests on, and whose that is.
    ///
    /// # Errors
    /// When a record cannot be read any more.
    pub fn item(&self, dataset: &Dataset, nth: usize) -> Result<Value, ReadError> {
        let entry = self.entry(dataset, nth);
        let mut members: Vec<(Cow<'static, str>, Value)> = Vec::new();
        for (at, column) in self.columns_for(FILE) {
            let Some(cell) = entry.cells.get(at) else {
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
        let sources = entry.sources(dataset)?;
        members.push(("sources".into(), Value::texts(sources.keys(dataset))));
        members.push(("source_level".into(), sources.whose.word().into()));
        Ok(Value::Object(members))
    }
}

/// `12 meetings`.
fn counted(count: usize, kind: Kind) -> String {
    format!("{count} {}", kind.counted(count))
}

/// The date of a meeting as the file writes it.
fn date(dataset: &Dataset, meeting: RecordId) -> Value {
    dataset.date(meeting).map(|date| date.to_string()).into()
}
